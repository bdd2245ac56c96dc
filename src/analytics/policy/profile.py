"""How the ledgers of an organisation are read: the words of its policy, then its own, which win."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from analytics.language import Text
from analytics.ledger.form_file import read_forms
from analytics.ledger.profile import CaseKey, ReadingProfile
from analytics.policy.applied import policy_of
from analytics.policy.pack import Policy
from analytics.settings import Organisation, Workspace


def workspace_profile(workspace: Workspace, organisation: Organisation) -> ReadingProfile:
    """Return how the ledgers of one organisation of a workspace are read: policy, settings and confirmed forms.

    Raises UsageError with every fault of the pack, the headers or the forms.
    """
    profile = reading_profile(policy_of(workspace, organisation), organisation)
    secret = workspace.secret() if organisation.case_key else ""
    key = CaseKey(organisation.case_key, secret)
    return replace(profile, forms=read_forms(workspace.mapping(organisation), profile), case_key=key)


def reading_profile(policy: Policy, organisation: Organisation | None = None) -> ReadingProfile:
    """Return the profile of *organisation* under *policy*; without one, that of the policy alone.

    Every title of the policy is a spelling of its code in both languages. Raises UsageError that names each header
    setting whose column does not exist.
    """
    own = organisation.words if organisation else {}
    levels = policy.scale.levels
    titled = {
        "category": policy.categories,
        "tier": policy.tiers,
        "urgency": policy.urgencies,
        "purpose": policy.purposes,
    }
    return ReadingProfile.build(
        headers={**_titled_headers(policy), **policy.headers, **(organisation.headers if organisation else {})},
        scale={
            **_spellings((level.code, level.title) for level in levels),
            **{spelling: level.code for level in levels for spelling in level.spellings},
        },
        scores={level.code: level.score for level in levels},
        full_marks=organisation.full_marks if organisation else None,
        family_name_first=organisation.family_name_first if organisation else False,
        roles=_spellings([*policy.contacts.items(), *policy.roles.items()]),
        party_roles=_spellings(policy.parties.items()),
        words={
            column: {
                **_spellings(titled.get(column, {}).items()),
                **policy.words.get(column, {}),
                **own.get(column, {}),
            }
            for column in sorted({*titled, *policy.words, *own})
        },
    )


def _titled_headers(policy: Policy) -> dict[str, str]:
    """Return the headers that follow from the policy's vocabulary: the day of each event, the name of each person, the answer
    to each question.
    """
    days = {
        header: f"event.{name}"
        for name, event in policy.events.items()
        for header in (f"{event.title.zh}日期", f"{event.title.zh}时间", f"{event.title.en} date")
    }
    people = [(f"party.{role}", title) for role, title in policy.parties.items()]
    contacts = [(f"contact.{role}", title) for role, title in policy.contacts.items()]
    answers = {
        form.format(words): f"satisfaction.{code}"
        for code, title in policy.dimensions.items()
        for words in (title.zh, title.en.lower())
        for form in ("满意度>{}", "{}满意度", "对{}的满意度", "满意度({})", "satisfaction>{}")
    }
    return {**days, **_spellings([*people, *contacts]), **answers}


def _spellings(titled: Iterable[tuple[str, Text]]) -> Mapping[str, str]:
    return {words: code for code, title in titled for words in (title.zh, title.en)}
