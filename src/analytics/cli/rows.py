"""``items``, ``history`` and ``quality``: what is behind the figures, row by row."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence

from analytics.cli import output
from analytics.cli.questions import LEDGERS
from analytics.cli.workspace import opened
from analytics.errors import UsageError
from analytics.findings import CHECKS
from analytics.language import Language, Text
from analytics.policy.applied import policy_of
from analytics.present import labels
from analytics.report.template import Headers
from analytics.tables.history import versions
from analytics.tables.items import COLUMNS, listed_items
from analytics.tables.quality import quality as rated
from analytics.tables.store import LOAD_FIRST, Store, open_snapshot

_HEADS = {
    "organisation": Text(zh="机构", en="organisation"),
    "file": Text(zh="文件", en="file"),
    "sheet": Text(zh="工作表", en="sheet"),
    "row": Text(zh="行", en="row"),
    "column": Text(zh="列", en="column"),
    "value": Text(zh="内容", en="value"),
    "check": Text(zh="问题", en="what is wrong"),
    "since": Text(zh="起于", en="since"),
    "closed_by_file": Text(zh="改好于", en="corrected by"),
    "ledger": Text(zh="台账", en="ledger"),
    "id": Text(zh="编号", en="id"),
    "version": Text(zh="版本", en="version"),
    "loaded_at": Text(zh="加载时间", en="loaded"),
    "before": Text(zh="原为", en="before"),
    "after": Text(zh="改为", en="after"),
    "sender": Text(zh="报送单位", en="sender"),
    "caller": Text(zh="回访人", en="caller"),
    "month": Text(zh="月份", en="month"),
    "share": Text(zh="无须更正", en="nothing to correct"),
    "counts": Text(zh="行数", en="rows"),
    "interval": Text(zh="95% 区间", en="95% interval"),
}
_ITEMS_SHOWN = ("organisation", "file", "sheet", "row", "column", "value", "check", "since")
_HISTORY_SHOWN = ("ledger", "id", "version", "file", "sheet", "row", "loaded_at", "column", "before", "after")


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
    if arguments.format != "table":
        output.write(COLUMNS, rows, arguments.format)
        return 0
    language: Language = arguments.lang
    told = [{**row, "check": CHECKS[str(row["check"])].title.in_language(language)} for row in rows]
    _show([*_ITEMS_SHOWN, *["closed_by_file"] * arguments.closed], told, language)
    output.say(Text(zh=f"共 {len(told)} 处。", en=f"{len(told)} in all.").in_language(language))
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
    rows: list[output.Row] = [
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
    if arguments.format != "table":
        output.write(list(rows[0]), rows, arguments.format)
        return 0
    language: Language = arguments.lang
    headers = Headers(policy_of(workspace, organisation), language)
    told = [
        {
            **row,
            "ledger": LEDGERS[row["ledger"]].in_language(language),
            "column": headers(row["ledger"], row["column"]) if row["column"] else "",
            "before": headers.word(row["column"], row["before"]) if row["before"] else "",
            "after": headers.word(row["column"], row["after"]) if row["after"] else "",
        }
        for row in rows
    ]
    _show(_HISTORY_SHOWN, told, language)
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
    rows: list[output.Row] = [
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
    if arguments.format != "table":
        output.write(columns, rows, arguments.format)
        return 0
    shares = [
        {
            **row,
            "share": labels.percent(one.value),
            "counts": labels.counts(one.numerator, one.denominator),
            "interval": labels.interval(one.low, one.high, "ratio"),
        }
        for row, one in zip(rows, found, strict=True)
    ]
    _show([*arguments.by, "share", "counts", "interval"], shares, arguments.lang)
    return 0


def _show(columns: Sequence[str], rows: Sequence[output.Row], language: Language) -> None:
    """Write rows for people, under heads in their language."""
    heads = [_HEADS[column].in_language(language) for column in columns]
    output.write_table(heads, [[output.written(row[column]) for column in columns] for row in rows])
