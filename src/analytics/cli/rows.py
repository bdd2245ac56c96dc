"""``items``, ``history`` and ``quality``: what is behind the figures, row by row."""

from __future__ import annotations

from argparse import Namespace

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import UsageError
from analytics.language import Text
from analytics.tables.history import versions
from analytics.tables.items import COLUMNS, listed_items
from analytics.tables.quality import quality as rated
from analytics.tables.store import LOAD_FIRST, Store, open_snapshot


def items(arguments: Namespace) -> int:
    """List the rows that were set aside and not loaded since; with ``--closed`` also those that were."""
    workspace = opened(arguments)
    named = arguments.organisation
    chosen = [workspace.organisation(named)] if named else workspace.settings.organisation
    con = open_snapshot(workspace.snapshot)
    try:
        rows = listed_items(con, [one.id for one in chosen], with_closed=arguments.closed)
    finally:
        con.close()
    output.write(COLUMNS, rows, arguments.format)
    return 0


def history(arguments: Namespace) -> int:
    """Show every version of the rows with an id: where each came from and what it changed."""
    workspace = opened(arguments)
    organisation = workspace.organisation(arguments.organisation)
    if not workspace.database.is_file():
        raise UsageError(LOAD_FIRST.format(path=workspace.database))
    names = workspace.settings.privacy.staff_names
    with Store.open(workspace.database) as store:
        found = versions(store.con, organisation.id, arguments.id, staff_names=names)
    if not found:
        raise UsageError(
            Text(
                zh="{organisation} 的台账里没有编号“{id}”。请核对编号；加载时是否搁置，见 analytics items。",
                en='No ledger of {organisation} has the id "{id}". Verify it; whether its row was set aside, see: '
                "analytics items.",
            ).format(organisation=organisation.id, id=arguments.id)
        )
    rows = [
        {
            "ledger": version.ledger,
            "id": version.id,
            "part": version.part,
            "version": version.number,
            "file": version.file,
            "sheet": version.sheet,
            "row": version.row,
            "loaded_at": version.loaded_at,
            "column": change.column if change else None,
            "before": change.before if change else None,
            "after": change.after if change else None,
        }
        for version in found
        for change in version.changes or (None,)
    ]
    output.write(list(rows[0]), rows, arguments.format)
    return 0


def quality(arguments: Namespace) -> int:
    """Show the share of rows that were neither set aside nor carry a warning, as tidy rows."""
    workspace = opened(arguments)
    organisation = workspace.organisation(arguments.organisation)
    con = open_snapshot(workspace.snapshot)
    try:
        found = rated(con, organisation.id, arguments.by)
    finally:
        con.close()
    columns = ["measure", "organisation", *arguments.by, "numerator", "denominator", "value", "low", "high"]
    rows = [
        {
            "measure": "data_quality",
            "organisation": organisation.id,
            **dict(zip(arguments.by, one.names, strict=True)),
            "numerator": one.numerator,
            "denominator": one.denominator,
            "value": one.value,
            "low": one.low,
            "high": one.high,
        }
        for one in found
    ]
    output.write(columns, rows, arguments.format)
    return 0
