"""``spot-check``, ``implausible`` and ``appraisal``: what to inspect, and how somebody's points come about."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import asdict

from analytics.cli import output
from analytics.cli.workspace import opened
from analytics.language import Language, Text
from analytics.measures.appraisal import POINTS, Line
from analytics.policy.pack import Policy
from analytics.present.appraisal import shown
from analytics.results.inspected import IMPLAUSIBLE_COLUMNS, SAMPLE_COLUMNS
from analytics.results.labels import labels_of
from analytics.workbench import bench as workbench
from analytics.workbench.bench import Row, Workbench

_HEADS = {
    "rule": Text(zh="规则", en="rule"),
    "period": Text(zh="抽样期", en="drawn for"),
    "of": Text(zh="抽查", en="of"),
    "caller": Text(zh="回访人", en="caller"),
    "case_id": Text(zh="编号", en="case"),
    "callback_id": Text(zh="回访", en="callback"),
    "called_at": Text(zh="回访时间", en="called at"),
    "reached_on": Text(zh="接通日期", en="reached on"),
    "reason": Text(zh="原因", en="reason"),
    "together": Text(zh="涉及条数", en="together"),
    "group": Text(zh="考核对象", en="of"),
    "measure": Text(zh="指标", en="measure"),
    "counts": Text(zh="分子/分母", en="counts"),
    "value": Text(zh="数值", en="value"),
    "target": Text(zh="目标", en="target"),
    "shortfall": Text(zh="差距", en="shortfall"),
    "steps": Text(zh="级数", en="steps"),
    "points": Text(zh="扣分", en="points lost"),
    "tier": Text(zh="档次", en="tier"),
    "note": Text(zh="说明", en="note"),
}
_RIGHT = ("counts", "value", "target", "shortfall", "steps", "points")


def spot_check(arguments: Namespace) -> int:
    """Print the drawn samples of a period: ids only."""
    bench = Workbench(opened(arguments))
    asked = {"organisation": arguments.organisation, "period": arguments.period, "as_of": arguments.as_of}
    rows = bench.spot_check_rows(**asked)
    _write(SAMPLE_COLUMNS, rows, bench.policy(arguments.organisation), arguments)
    return 0


def implausible(arguments: Namespace) -> int:
    """Print the records of a period that are hard to believe, each with its reason."""
    bench = Workbench(opened(arguments))
    asked = {"organisation": arguments.organisation, "period": arguments.period, "as_of": arguments.as_of}
    rows = bench.implausible_rows(**asked)
    _write(IMPLAUSIBLE_COLUMNS, rows, bench.policy(arguments.organisation), arguments)
    return 0


def appraisal(arguments: Namespace) -> int:
    """Print how the points and tiers of a period come about, line by line."""
    bench = Workbench(opened(arguments))
    asked = {"organisation": arguments.organisation, "period": arguments.period, "as_of": arguments.as_of}
    lines = bench.appraisal_lines(**asked)
    if arguments.format != "table":
        output.write(workbench.APPRAISAL_COLUMNS, map(asdict, lines), arguments.format)
        return 0
    language: Language = arguments.lang
    policy = bench.policy(arguments.organisation)
    if not lines:
        output.say(
            Text(zh="“{title}”没有考核、扣分或分档规则。", en='"{title}" has no appraisal, score or tier rule.')
            .format(title=policy.title)
            .in_language(language)
        )
        return 0
    columns = ("rule", "group", "measure", *_RIGHT, "tier", "note")
    told = [_told(line, policy, language) for line in lines]
    places = frozenset(place for place, column in enumerate(columns) if column in _RIGHT)
    output.write_table(_heads(columns, language), [[row[column] for column in columns] for row in told], right=places)
    return 0


def _told(line: Line, policy: Policy, language: Language) -> dict[str, str]:
    """Return a line in words; the line that adds up a group's points bears no rule."""
    words = labels_of(policy, [])
    rule = words["rule"].get(line.rule)
    told = shown(asdict(line), words, language)
    return {**told, "rule": "" if line.measure == POINTS or rule is None else Text(**rule).in_language(language)}


def _write(columns: Sequence[str], rows: Sequence[Row], policy: Policy, arguments: Namespace) -> None:
    if arguments.format != "table":
        output.write(columns, rows, arguments.format)
        return
    language: Language = arguments.lang
    words = labels_of(policy, [])
    told = []
    for row in rows:
        cells = []
        for column in columns:
            known = words.get(column, {}).get(str(row[column]))
            cells.append(
                Text(**known).in_language(language) if known else "" if row[column] is None else str(row[column])
            )
        told.append(cells)
    output.write_table(_heads(columns, language), told)
    output.say(Text(zh=f"共 {len(rows)} 条。", en=f"{len(rows)} in all.").in_language(language))


def _heads(columns: Sequence[str], language: Language) -> list[str]:
    return [_HEADS[column].in_language(language) for column in columns]
