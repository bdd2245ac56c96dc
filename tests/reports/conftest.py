"""What the tests of reports share: the sample organisation, loaded, and one built edition of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analytics.periods import parse_period
from analytics.report.build import build_report
from analytics.settings import Workspace
from tests.lib.sample_workspace import sample_workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workspace:
    """The sample organisation's workspace, loaded."""
    base = tmp_path_factory.getbasetemp()
    return sample_workspace(base if worker_id == "master" else base.parent)


@pytest.fixture(scope="session")
def edition(sample: Workspace) -> Path:
    """The monthly report of October 2026, built as the command line builds it."""
    organisation = sample.organisation("jingyi")
    return build_report(
        sample,
        organisation,
        "monthly",
        parse_period("2026-10"),
        as_of=date(2026, 10, 31),
        language="zh",
        progress=lambda _: None,
    )
