"""What the tests of reports share: the sample organisations, loaded."""

from __future__ import annotations

import pytest

from analytics.settings import Workspace
from tests.lib.sample_workspace import sample_workspace


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Workspace:
    """The sample organisations' workspace, loaded once for all workers."""
    base = tmp_path_factory.getbasetemp()
    return sample_workspace(base if worker_id == "master" else base.parent)
