"""Which workspace, organisation and days a command is about."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from analytics.settings import Workspace


def opened(arguments: Namespace) -> Workspace:
    """Return the workspace that was named, or the one that the current folder lies in."""
    if arguments.workspace is not None:
        return Workspace.open(Path(arguments.workspace))
    return Workspace.nearest(Path())
