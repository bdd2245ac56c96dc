"""Read ``report.xlsx`` the way a person does, by headings and row names, back into the figures of the results.

The named ranges ``t_<section>`` say where a table lies; everything else is found by its words. So a figure in the wrong
row, under the wrong heading or with the wrong sign is a difference::

    assert shown_values(path, results, "zh") == stored_values(results)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

Group = tuple[tuple[str, str], ...]
Key = tuple[str, Group, str]  # section, group with its measure (and, in a trend, its period), comparison
Cells = dict[str, Any]  # value, and as far as the sheet shows them numerator, denominator, low, high, target, change

NOT_STATED = {"zh": "（未注明）", "en": "(not stated)"}
TOTAL = {"zh": "合计", "en": "Total"}
_TREND = {
    "zh": {
        "满意率": ("satisfaction_rate", "value"),
        "满意": ("satisfaction_rate", "numerator"),
        "回答": ("satisfaction_rate", "denominator"),
        "满意率 下限": ("satisfaction_rate", "low"),
        "满意率 上限": ("satisfaction_rate", "high"),
        "满意率 目标": ("satisfaction_rate", "target"),
        "满意度 得分": ("satisfaction_score", "value"),
        "得分 下限": ("satisfaction_score", "low"),
        "得分 上限": ("satisfaction_score", "high"),
    },
    "en": {
        "Satisfied": ("satisfaction_rate", "value"),
        "Satisfied count": ("satisfaction_rate", "numerator"),
        "Answers": ("satisfaction_rate", "denominator"),
        "Low": ("satisfaction_rate", "low"),
        "High": ("satisfaction_rate", "high"),
        "Target": ("satisfaction_rate", "target"),
        "Score": ("satisfaction_score", "value"),
        "Score low": ("satisfaction_score", "low"),
        "Score high": ("satisfaction_score", "high"),
    },
}
_INTERVAL = {
    "zh": {"区间 下限": "low", "区间 上限": "high", "目标": "target"},
    "en": {"Interval low": "low", "Interval high": "high", "Target": "target"},
}
# Heading -> what stands under it; "previous" and "year_before" figures carry their comparison before a colon.
_HEADLINE = {
    "zh": {"本期": "value", "分子": "numerator", "分母": "denominator",
           "上期": "previous:value", "上期 分子": "previous:numerator", "上期 分母": "previous:denominator",
           "较上期": "previous:change",
           "同期": "year_before:value", "同期 分子": "year_before:numerator", "同期 分母": "year_before:denominator",
           "较同期": "year_before:change"},
    "en": {"Value": "value", "Numerator": "numerator", "Denominator": "denominator",
           "Previous": "previous:value", "Previous numerator": "previous:numerator",
           "Previous denominator": "previous:denominator", "Change": "previous:change",
           "Year before": "year_before:value", "Year before numerator": "year_before:numerator",
           "Year before denominator": "year_before:denominator", "Change on year before": "year_before:change"},
}  # fmt: skip
_COUNTED = {
    "complaint": {
        "zh": {"被投诉数": "numerator", "经手数": "denominator", "被投诉 比率": "value"},
        "en": {"Complained of": "numerator", "Handled": "denominator", "Complaint ratio": "value"},
    },
    "callers": {
        "zh": {"接通": "numerator", "拨访": "denominator", "接通率": "value", "上期": "previous:value",
               "上期 接通": "previous:numerator", "上期 拨访": "previous:denominator", "较上期": "previous:change"},
        "en": {"Reached": "numerator", "Tried": "denominator", "Reach rate": "value", "Previous": "previous:value",
               "Previous reached": "previous:numerator", "Previous tried": "previous:denominator",
               "Change": "previous:change"},
    },
    "satisfaction_dimension": {
        "zh": {"满意": "numerator", "回答": "denominator", "满意率": "value"},
        "en": {"Satisfied count": "numerator", "Answers": "denominator", "Satisfied": "value"},
    },
    "problems": {
        "zh": {"已解决": "numerator", "提出": "denominator", "解决率": "value"},
        "en": {"Resolved": "numerator", "Raised": "denominator", "Resolution rate": "value"},
    },
    "coverage_rule": {
        "zh": {"已访": "numerator", "应访": "denominator", "回访率": "value"},
        "en": {"Done": "numerator", "Due": "denominator", "Coverage": "value"},
    },
}  # fmt: skip


_PROBLEMS_BY = {"problems_kind": "problem_kind", "problems_component": "component", "problems_cause": "cause"}


class Table:
    """A table of the workbook: its headings and its rows, each cell as it is stored."""

    def __init__(self, book: Any, code: str) -> None:
        name, area = book.defined_names[f"t_{code}"].attr_text.rsplit("!", 1)
        self.worksheet = book[name.strip("'").replace("''", "'")]
        left, top, right, bottom = range_boundaries(area)
        cells = list(
            self.worksheet.iter_rows(min_col=left, max_col=right, min_row=top, max_row=bottom, values_only=True)
        )
        self.headings = [" ".join(str(heading).split()) for heading in cells[0]]
        self.rows = [dict(zip(self.headings, row, strict=True)) for row in cells[1:]]


def open_workbook(path: Path) -> Any:
    """Return the workbook as stored, formulas included."""
    return load_workbook(path)


def kept(value: Any) -> Any:
    """Return a stored number as a spreadsheet's file keeps it, with 16 digits; anything else as it is."""
    return float(f"{value:.16g}") if isinstance(value, float) else value


def group_of(figure: Mapping[str, Any]) -> Group:
    """Return the group of a stored figure with its measure, and with its period when it is one of a trend."""
    group = {dimension: "" if code is None else str(code) for dimension, code in figure["group"].items()}
    group["measure"] = figure["measure"]
    if figure["comparison"] == "trend":
        group["period"] = figure["period"]
    return tuple(sorted(group.items()))


def stored_values(results: Any) -> dict[Key, float | None]:
    """Return every figure of the results, as a spreadsheet keeps it, under the key that the workbook's reader gives it."""
    return {(row["section"], group_of(row), row["comparison"]): kept(row["value"]) for row in results.figures}


def shown_values(file: Any, results: Any, language: str) -> dict[Key, float | None]:
    """Return every figure that the workbook, a path or one that is open, shows."""
    return {key: cells["value"] for key, cells in shown_figures(file, results, language).items()}


def shown_figures(file: Any, results: Any, language: str) -> dict[Key, Cells]:
    """Return every figure that the workbook shows with the cells beside it."""
    book = open_workbook(file) if isinstance(file, Path) else file
    reader = _Reader(results, language)
    shown: dict[Key, Cells] = {}
    for name in book.defined_names:
        section = name.removeprefix("t_")
        for key, cells in reader.read(section, Table(book, section)):
            assert key not in shown, f"{key} stands twice in the workbook"
            shown[key] = cells
    return shown


class _Reader:
    def __init__(self, results: Any, language: str) -> None:
        self.results, self.language = results, language

    def read(self, section: str, table: Table) -> Iterator[tuple[Key, Cells]]:
        if section == "coverage_role_category":
            yield from self._matrix(section, table)
        elif section == "satisfaction_trend":
            yield from self._trend(section, table)
        elif section == "headline":
            for row in table.rows:
                measure = self._code("measure", row[table.headings[0]])
                yield from self._row(section, {"measure": measure}, _HEADLINE[self.language], row)
        elif section == "coverage_rule":
            yield from self._rules(section, table)
        elif section.startswith("complaint_"):
            dimension = f"party:{section.removeprefix('complaint_')}"
            yield from self._counted(section, dimension, "complaint_ratio", _COUNTED["complaint"], table)
        elif section == "callers":
            yield from self._counted(section, "caller", "reach_rate", _COUNTED["callers"], table)
        elif section == "satisfaction_dimension":
            heads = _COUNTED["satisfaction_dimension"]
            yield from self._counted(section, "dimension", "satisfaction_rate", heads, table)
        elif section == "problems_component_cause":
            for row in table.rows:
                group = {
                    name: self._code(name, row[table.headings[at]]) for at, name in enumerate(("component", "cause"))
                }
                yield from self._row(
                    section, {**group, "measure": "resolution_rate"}, _COUNTED["problems"][self.language], row
                )
        elif section in _PROBLEMS_BY:
            yield from self._counted(section, _PROBLEMS_BY[section], "resolution_rate", _COUNTED["problems"], table)

    def _code(self, kind: str, words: str) -> str:
        """Return the code of words; names that the vocabulary does not know are their own code."""
        if words == NOT_STATED[self.language]:
            return ""
        if kind in ("caller", "component", "cause") or kind.startswith("party:"):
            return words
        codes = [code for code, both in self.results.labels.get(kind, {}).items() if both[self.language] == words]
        assert len(codes) < 2, f"{words} is the label of {codes}"
        return codes[0] if codes else words

    def _row(
        self, section: str, group: dict[str, str], heads: Mapping[str, str], row: Mapping[str, Any], total: bool = False
    ) -> Iterator[tuple[Key, Cells]]:
        found: dict[str, Cells] = {}
        for heading, field in {**heads, **_INTERVAL[self.language]}.items():
            if heading in row:
                comparison, _, name = field.rpartition(":")
                found.setdefault(comparison or ("total" if total else "current"), {})[name] = row[heading]
        for comparison, cells in found.items():
            if comparison in ("current", "total") or cells["denominator"] is not None:
                yield (section, tuple(sorted(group.items())), comparison), cells

    def _counted(
        self, section: str, dimension: str, measure: str, heads: Mapping[str, Mapping[str, str]], table: Table
    ) -> Iterator[tuple[Key, Cells]]:
        for row in table.rows:
            name = row[table.headings[0]]
            total = name == TOTAL[self.language]
            group = {"measure": measure} if total else {dimension: self._code(dimension, name), "measure": measure}
            yield from self._row(section, group, heads[self.language], row, total)

    def _rules(self, section: str, table: Table) -> Iterator[tuple[Key, Cells]]:
        on_time = {"zh": "按期 回访率", "en": "On-time coverage"}[self.language]
        for row in table.rows:
            rule = self._code("rule", row[table.headings[0]])
            if row[_INTERVAL_HEAD[self.language]] is None and row[on_time] is None and not self._stored(section, rule):
                continue
            group = {"rule": rule, "measure": "coverage"}
            yield from self._row(section, group, _COUNTED["coverage_rule"][self.language], row)
            yield (
                (section, tuple(sorted({**group, "measure": "on_time_coverage"}.items())), "current"),
                {"value": row[on_time]},
            )

    def _stored(self, section: str, rule: str) -> bool:
        return any(row["group"]["rule"] == rule for row in self.results.figures_of(section))

    def _trend(self, section: str, table: Table) -> Iterator[tuple[Key, Cells]]:
        for row in table.rows:
            found: dict[str, Cells] = {}
            for heading, (measure, field) in _TREND[self.language].items():
                if heading in row:
                    found.setdefault(measure, {})[field] = row[heading]
            for measure, cells in found.items():
                group = {"measure": measure, "period": row[table.headings[0]]}
                yield (section, tuple(sorted(group.items())), "trend"), cells

    def _matrix(self, section: str, table: Table) -> Iterator[tuple[Key, Cells]]:
        down = {"回访角色": "role", "Role": "role", "类别": "category", "Category": "category"}[table.headings[0]]
        across = "category" if down == "role" else "role"
        fields = {"回访率": "value", "已访": "numerator", "应访": "denominator",
                  "coverage": "value", "done": "numerator", "due": "denominator"}  # fmt: skip
        for row in table.rows:
            found: dict[str, Cells] = {}
            for heading in table.headings[1:]:
                name, _, field = heading.rpartition(" ")
                found.setdefault(name, {})[fields[field]] = row[heading]
            for name, cells in found.items():
                if cells["denominator"] is None:
                    continue  # this role has no rule for this category
                group = {"measure": "coverage"}
                for dimension, words in ((down, row[table.headings[0]]), (across, name)):
                    if words != TOTAL[self.language]:
                        group[dimension] = self._code(dimension, words)
                comparison = "current" if len(group) == 3 else "total"
                yield (section, tuple(sorted(group.items())), comparison), cells


_INTERVAL_HEAD = {"zh": "区间 下限", "en": "Interval low"}
