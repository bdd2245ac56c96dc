"""The policy of an organisation as its workspace applies it: the pack, its own numbers, the holidays announced since."""

from __future__ import annotations

import tomllib

from analytics.errors import UsageError
from analytics.language import Text
from analytics.policy.pack import Policy, load_policy
from analytics.settings import Organisation, Workspace
from analytics.workdays import WorkingDays, announced


def policy_of(workspace: Workspace, organisation: Organisation) -> Policy:
    """Return the policy of *organisation*: a shipped pack, or a file of the workspace (``policy = "our.toml"``).

    Raises UsageError for a fault of pack, parameters or holidays.
    """
    return load_policy(
        organisation.policy,
        organisation.parameters,
        folder=workspace.root,
        working_days=_working_days(workspace),
    )


def _working_days(workspace: Workspace) -> WorkingDays:
    file = workspace.holidays
    if not file.is_file():
        return WorkingDays()
    try:
        return announced(tomllib.loads(file.read_text("utf-8-sig")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValueError) as fault:
        raise UsageError(
            Text(
                zh="节假日文件 {file} 有误：{fault}。应为 "
                '[2027] rest = ["2027-01-01", "2027-02-05/2027-02-12"] work = ["2027-02-14"]。',
                en="The file of holidays {file} is wrong: {fault}. Expected "
                '[2027] rest = ["2027-01-01", "2027-02-05/2027-02-12"] work = ["2027-02-14"].',
            ).format(file=file, fault=fault)
        ) from None
