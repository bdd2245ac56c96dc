"""``measure``, ``measures``, ``obligations``, ``worklist`` and ``sql``: figures and lists of the published snapshot."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.errors import UsageError, unknown
from analytics.language import Language, Text
from analytics.measures.catalogue import measure_named
from analytics.measures.evaluate import Figure
from analytics.periods import parse_day
from analytics.policy.pack import Policy
from analytics.present import labels
from analytics.present.explore import group_labels, group_words
from analytics.present.work import reason_in_words
from analytics.results.labels import labels_of
from analytics.tables.store import Connection, interruptible, open_snapshot, read_only_query
from analytics.workbench import bench as workbench
from analytics.workbench.bench import Row, Workbench
from analytics.workbench.dimensions import TITLES

_BATCH = 10_000
_MANY = 1000
_HEADS = {
    **TITLES,
    "period": Text(zh="期间", en="period"),
    "value": Text(zh="数值", en="value"),
    "counts": Text(zh="分子/分母", en="counts"),
    "interval": Text(zh="95% 区间", en="95% interval"),
    "target": Text(zh="目标", en="target"),
    "status": Text(zh="状态", en="status"),
    "name": Text(zh="指标", en="name"),
    "title": Text(zh="名称", en="title"),
    "numerator": Text(zh="分子", en="numerator"),
    "denominator": Text(zh="分母", en="denominator"),
    "direction": Text(zh="方向", en="direction"),
    "case_id": Text(zh="编号", en="case"),
    "seq": Text(zh="序", en="seq"),
    "opens": Text(zh="开始", en="opens"),
    "due": Text(zh="到期", en="due"),
    "expires": Text(zh="失效", en="expires"),
    "bucket": Text(zh="状态", en="bucket"),
    "callback_id": Text(zh="回访", en="callback"),
    "fulfilled_at": Text(zh="完成时间", en="fulfilled"),
    "days_left": Text(zh="剩余天数", en="days left"),
    "attempts": Text(zh="已拨", en="attempts"),
    "last_caller": Text(zh="上次回访人", en="last caller"),
    "reason": Text(zh="此前情况", en="so far"),
    "urgency": Text(zh="缓急", en="urgency"),
}
_WORKLIST_SHOWN = (
    "urgency",
    "tier",
    "case_id",
    "category",
    "rule",
    "role",
    "contact_role",
    "due",
    "days_left",
    "reason",
    "last_caller",
)
_OPTIONAL = ("urgency", "tier", "category", "role", "contact_role")
_DIRECTIONS = {"higher": Text(zh="越高越好", en="higher"), "lower": Text(zh="越低越好", en="lower")}


def measure(arguments: Namespace) -> int:
    """One measure as tidy rows; for people with the total below its groups."""
    bench = Workbench(opened(arguments))
    asked: dict[str, Any] = {
        "organisation": arguments.organisation,
        "period": arguments.period,
        "by": arguments.by,
        "where": _conditions(arguments.where),
        "as_of": arguments.as_of,
    }
    figures = bench.figures(arguments.name, grain=arguments.grain, **asked)
    if arguments.format != "table":
        output.write(workbench.figure_columns(arguments.by), map(workbench.row_of, figures), arguments.format)
        return 0
    totals = [bench.total(arguments.name, **asked)] if arguments.by and not arguments.grain else []
    _show(arguments.name, figures, totals, arguments.by, bench.policy(arguments.organisation), arguments.lang)
    return 0


def _conditions(texts: Sequence[str]) -> dict[str, str]:
    conditions: dict[str, str] = {}
    for text in texts:
        dimension, sign, value = text.partition("=")
        if not sign or not dimension:
            raise UsageError(
                Text(
                    zh="--where 应写成 维度=值，如 role=service，实际为“{text}”。",
                    en='--where takes DIM=VALUE, such as role=service; got "{text}".',
                ).format(text=text)
            )
        if dimension in conditions:
            raise UsageError(
                Text(
                    zh="--where 里“{dimension}”出现了两次；一个维度只能取一个值。",
                    en='--where names "{dimension}" twice; a dimension can have one value.',
                ).format(dimension=dimension)
            )
        conditions[dimension] = value
    return conditions


def _show(
    name: str,
    figures: Sequence[Figure],
    totals: Sequence[Figure],
    by: Sequence[str],
    policy: Policy,
    language: Language,
) -> None:
    asked = measure_named(name)
    words = group_labels(policy, figures)
    total = Text(zh="合计", en="total").in_language(language)
    rows = [[labels.period(figure.period, language), *group_words(words, figure, language)] for figure in figures]
    rows += [[labels.period(figure.period, language), *([total] + [""] * (len(by) - 1))] for figure in totals]
    for row, figure in zip(rows, [*figures, *totals], strict=True):
        status = labels.STATUS.get(figure.status or "")
        row += [
            _value(figure, asked.kind),
            labels.counts(figure.numerator, figure.denominator),
            labels.interval(figure.low, figure.high, asked.kind),
            labels.goal(figure.target, asked.kind) if figure.target is not None else "",
            " ".join((status[0], status[1].in_language(language))) if status else "",
        ]
    heads = ["period", *by, "value", "counts", "interval", "target", "status"]
    defined = Text(
        zh="{title}。分母：{denominator}；分子：{numerator}。",
        en="{title}. Denominator: {denominator}; numerator: {numerator}.",
    ).format(title=asked.title, denominator=asked.denominator, numerator=asked.numerator)
    output.say(defined.in_language(language))
    first = 1 + len(by)
    output.write_table(
        [_head(head, policy, language) for head in heads], rows, right=frozenset({first, first + 1, first + 2})
    )
    note = asked.note.in_language(language)
    if note and by:
        output.say(note)


def _value(figure: Figure, kind: str) -> str:
    """Return a figure in its unit; of a ratio over a thousand or more a second decimal still says something."""
    if kind == "ratio" and figure.denominator >= _MANY:
        return labels.percent(figure.value, 2)
    return labels.amount(figure.value, kind)


def _head(name: str, policy: Policy, language: Language) -> str:
    if name.startswith("party:"):
        role = name.removeprefix("party:")
        return policy.parties[role].in_language(language) if role in policy.parties else role
    return _HEADS[name].in_language(language) if name in _HEADS else name


def measures(arguments: Namespace) -> int:
    """The catalogue."""
    language: Language = arguments.lang
    rows = workbench.catalogue_rows(language)
    if arguments.format != "table":
        output.write(workbench.CATALOGUE_COLUMNS, rows, arguments.format)
        return 0
    for row in rows:
        direction = _DIRECTIONS[row["direction"]].in_language(language) if row["direction"] else ""
        output.say(f"{row['name']}  {row['title']}  {direction}".rstrip())
        parts = Text(zh="分母：{of}；分子：{counted}", en="denominator: {of}; numerator: {counted}").format(
            of=row["denominator"], counted=row["numerator"]
        )
        output.say(f"    {parts.in_language(language)}")
    return 0


def obligations(arguments: Namespace) -> int:
    """Every obligation due in a period with its bucket."""
    bench = Workbench(opened(arguments))
    rows = bench.obligation_rows(organisation=arguments.organisation, period=arguments.period, as_of=arguments.as_of)
    _write_listed(workbench.OBLIGATION_COLUMNS, rows, bench.policy(arguments.organisation), arguments)
    return 0


def worklist(arguments: Namespace) -> int:
    """Who is due or overdue, most urgent first; on the terminal or as a workbook."""
    bench = Workbench(opened(arguments))
    policy = bench.policy(arguments.organisation)
    if arguments.role is not None and arguments.role not in policy.roles:
        raise unknown(Text(zh="角色", en="role"), arguments.role, policy.roles)
    rows = [
        row
        for row in bench.worklist_rows(organisation=arguments.organisation, as_of=arguments.as_of)
        if arguments.role in (None, row["role"]) or row["role"] is None
    ]
    if arguments.caller is not None:
        bench.check_values({"caller": arguments.caller}, organisation=arguments.organisation)
        rows = [row for row in rows if row["last_caller"] == arguments.caller]
    if arguments.out is not None:
        from analytics.report.worklist import write_worklist

        write_worklist(
            Path(arguments.out),
            rows,
            policy,
            arguments.lang,
            organisation=bench.organisation(arguments.organisation).title,
            as_of=parse_day(arguments.as_of),
        )
        output.say(arguments.out)
        return 0
    if arguments.format == "table":
        rows = [{**row, "reason": reason_in_words(row, arguments.lang)} for row in rows]
    shown = [column for column in _WORKLIST_SHOWN if column not in _OPTIONAL or any(row[column] for row in rows)]
    columns = shown if arguments.format == "table" else workbench.WORKLIST_COLUMNS
    _write_listed(columns, rows, policy, arguments)
    return 0


def _write_listed(columns: Sequence[str], rows: Sequence[Row], policy: Policy, arguments: Namespace) -> None:
    if arguments.format != "table":
        output.write(columns, rows, arguments.format)
        return
    heads = [_head(column, policy, arguments.lang) for column in columns]
    worded = [
        ["" if cell is None else str(cell) for cell in cells]
        for cells in _worded(columns, rows, policy, arguments.lang)
    ]
    output.write_table(heads, worded)
    output.say(Text(zh=f"共 {len(rows)} 项。", en=f"{len(rows)} in all.").in_language(arguments.lang))


def _worded(columns: Sequence[str], rows: Sequence[Row], policy: Policy, language: Language) -> Iterator[list[Any]]:
    """Yield the rows with their codes in words."""
    words = labels_of(policy, sorted({row["category"] for row in rows if row["category"]}))
    for row in rows:
        yield [_word(words.get(column, {}), row[column], language) for column in columns]


def _word(known: Mapping[str, Mapping[str, str]], code: Any, language: Language) -> Any:
    return Text(**known[code]).in_language(language) if code in known else code


def sql(arguments: Namespace) -> int:
    """One reading query over the published tables."""
    found = read_only_query(open_snapshot(opened(arguments).snapshot), arguments.query)
    columns = [column for column, *_ in found.description or []]
    output.write(_told_apart(columns), _fetched(found, _told_apart(columns)), arguments.format)
    return 0


def _told_apart(columns: Sequence[str]) -> list[str]:
    """Return the names with a number behind those that occur again: rows go by name."""
    told: list[str] = []
    for column in columns:
        number = 2
        name = column
        while name in told:
            name, number = f"{column}_{number}", number + 1
        told.append(name)
    return told


def _fetched(found: Connection, columns: Sequence[str]) -> Iterator[Row]:
    while batch := interruptible(found, partial(found.fetchmany, _BATCH)):
        for row in batch:
            yield dict(zip(columns, row, strict=True))
