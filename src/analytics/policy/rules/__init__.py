"""The kinds of rule that a policy is made of, one a module."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from analytics.policy.rules.access import Access
from analytics.policy.rules.appraisal import Appraisal
from analytics.policy.rules.conditional import Conditional
from analytics.policy.rules.contact_roles import ContactRoles
from analytics.policy.rules.hours import Hours
from analytics.policy.rules.item_record import ItemRecord
from analytics.policy.rules.listing import Listing
from analytics.policy.rules.milestone import Milestone
from analytics.policy.rules.minimum import Minimum
from analytics.policy.rules.plausibility import Plausibility
from analytics.policy.rules.quota import Quota
from analytics.policy.rules.record import Record
from analytics.policy.rules.recurring import Recurring
from analytics.policy.rules.report import Report
from analytics.policy.rules.response import Response
from analytics.policy.rules.score import Score
from analytics.policy.rules.spot_check import SpotCheck
from analytics.policy.rules.target import Target
from analytics.policy.rules.tier import Tier

Rule = Annotated[
    Milestone
    | Conditional
    | Recurring
    | Minimum
    | Quota
    | ContactRoles
    | Response
    | Target
    | Score
    | Tier
    | Appraisal
    | SpotCheck
    | Plausibility
    | Hours
    | Record
    | ItemRecord
    | Listing
    | Report
    | Access,
    Field(discriminator="kind"),
]

__all__ = [
    "Access",
    "Appraisal",
    "Conditional",
    "ContactRoles",
    "Hours",
    "ItemRecord",
    "Listing",
    "Milestone",
    "Minimum",
    "Plausibility",
    "Quota",
    "Record",
    "Recurring",
    "Report",
    "Response",
    "Rule",
    "Score",
    "SpotCheck",
    "Target",
    "Tier",
]
