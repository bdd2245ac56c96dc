"""The sections about coverage: by caller role and category, and how the obligations of each rule ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.present import charts, labels
from analytics.present.view import Figure, Section, View

COUNTED_BUCKETS = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")


class _All:
    """Stands for a dimension that a total row does not have; an empty value of the ledger is another thing."""


_ALL = _All()


class CoverageView(View):
    """Who was owed a callback and got one."""

    def coverage(self) -> Section:
        """Show coverage by caller role and category, with totals that are Σ/Σ."""
        section = "coverage_role_category"
        cells = {self._place(row): row for row in self.results.figures_of(section)}
        roles = list(dict.fromkeys(role for role, _ in cells if role is not _ALL))
        categories = list(dict.fromkeys(category for _, category in cells if category is not _ALL))
        if len(categories) == 1:
            categories = []  # the total says the same
        rows = [
            {
                "name": self._t("合计", "All roles") if role is _ALL else self._name("role", role),
                "total": role is _ALL,
                "goal": self._goal_of(cells.get((role, _ALL)), cells.get((_ALL, _ALL))),
                "cells": [
                    {**self._shown(cells[role, category]), "total": role is _ALL or category is _ALL}
                    if (role, category) in cells
                    else None
                    for category in [*categories, _ALL]
                ],
            }
            for role in [*roles, _ALL]
            if any((role, category) in cells for category in [*categories, _ALL])
        ]
        columns = [self._name("category", category) for category in categories] + [self._t("合计", "Total")]
        whole = cells.get((_ALL, _ALL))
        message = (
            self._coverage_message(whole, cells, categories)
            if whole
            else self._t("本期没有到期的应访项。", "Nothing was due in this period.")
        )
        title = self._name("section", "coverage_role_category")
        return self._section("coverage", title, rows=rows, columns=columns, message=message)

    def _place(self, row: Figure) -> tuple[Any, Any]:
        group = row["group"]
        return (group.get("role", _ALL), group.get("category", _ALL))

    def _goal_of(self, row: Figure | None, whole: Figure | None) -> str:
        """Return the target that a role has of its own, in words; empty without one."""
        if row is None or row["target"] is None or (whole is not None and whole["target"] == row["target"]):
            return ""
        goal = labels.goal(row["target"], self._unit(row["measure"]))
        return self._t(f"目标 {goal}", f"target {goal}")

    def _coverage_message(self, whole: Figure, cells: Mapping[Any, Figure], categories: Sequence[Any]) -> str:
        """Say how the whole stands to its target, then the role that misses its own, or else the lowest category."""
        said = [self._against_target(whole)]
        missed = [row for (role, category), row in cells.items() if category is _ALL and role is not _ALL]
        missed = [row for row in missed if row["status"] == "missed" and row["target"] != whole["target"]]
        known = [cells[_ALL, category] for category in categories if (_ALL, category) in cells]
        known = [row for row in known if row["value"] is not None]
        lowest = min(known, key=lambda row: row["value"], default=None)
        for row in missed:
            figure, name = self._shown(row), self._name("role", row["group"]["role"])
            said.append(
                self._t(
                    f"{name} {figure['amount']}（{figure['counts']}），未达到目标 {figure['goal']}",
                    f"{name} {figure['amount']} ({figure['counts']}) misses the target of {figure['goal']}",
                )
            )
        if lowest is not None and not missed and lowest["value"] < max(row["value"] for row in known):
            figure, name = self._shown(lowest), self._name("category", lowest["group"]["category"])
            said.append(
                self._t(
                    f"“{name}”最低：{figure['amount']}（{figure['counts']}）",
                    f'lowest "{name}": {figure["amount"]} ({figure["counts"]})',
                )
            )
        return self._t("；", "; ").join(said) + self._t("。", ".")

    def _against_target(self, row: Figure) -> str:
        figure = self._shown(row)
        if row["value"] is None:
            return self._t("本期没有到期的应访项", "Nothing was due in this period")
        text = self._t(
            f"{self._measure(row['measure'])} {figure['amount']}（{figure['counts']}）",
            f"{self._measure(row['measure'])} {figure['amount']} ({figure['counts']})",
        )
        if row["target"] is None:
            return text
        status = figure["status_words"][1] if figure["status_words"] else ""
        return self._t(f"{text}，目标 {figure['goal']}，{status}", f"{text}, target {figure['goal']}: {status.lower()}")

    def rules(self) -> Section:
        """Show how the obligations of each rule ended, bucket by bucket."""
        title = self._name("section", "coverage_rule")
        buckets = self.results.lists.get("buckets", [])
        coverage = {
            row["group"].get("rule"): row
            for row in self.results.figures_of("coverage_rule")
            if row["measure"] == "coverage"
        }
        rows = []
        for row in buckets:
            figure = coverage.get(row["rule"])
            rows.append(
                {
                    "name": self._name("rule", row["rule"]),
                    "family": self._name("family", row["family"]),
                    "counts": [row[bucket] for bucket in COUNTED_BUCKETS],
                    "obligations": row["obligations"],
                    "coverage": self._shown(figure) if figure else None,
                }
            )
        names = [labels.BUCKETS[bucket].in_language(self.language) for bucket in COUNTED_BUCKETS]
        total = [sum(row["counts"][place] for row in rows) for place in range(len(names))]
        message = self._rules_message(buckets)
        # Of a rule that asks for a share only, nobody in particular was missed.
        shares = [bool(row.get("is_share")) for row in buckets]
        parts = []
        for place, bucket in enumerate(COUNTED_BUCKETS):
            numbers = [row["counts"][place] for row in rows]
            if bucket == "missed" and any(shares):
                rest = [number if share else 0 for number, share in zip(numbers, shares, strict=True)]
                parts.append((charts.REST, self._t("份额以外未访", "beyond the share"), rest))
                numbers = [0 if share else number for number, share in zip(numbers, shares, strict=True)]
            parts.append((bucket, names[place], numbers))
        chart = None
        if rows:
            chart = charts.states(
                message, [row["name"] for row in rows], parts, [self._beside(row["coverage"]) for row in rows]
            )
        legend = [(name, charts.BUCKET_COLOURS[code], sum(numbers)) for code, name, numbers in parts if any(numbers)]
        return self._section(
            "rules", title, chart=chart, rows=rows, buckets=names, total=total, legend=legend, message=message
        )

    def _rules_message(self, buckets: Sequence[Mapping[str, Any]]) -> str:
        """Name the rule that was kept on time least, and what became of the rest of it."""
        if not buckets:
            return self._t("本期没有到期的应访项。", "Nothing was due in this period.")
        due = {row["rule"]: row["obligations"] - row["pending"] - row["excluded"] for row in buckets}
        whole = [row for row in buckets if not row.get("is_share") and due[row["rule"]] > 0]
        if not whole:
            return self._t(
                "各规定只要求回访一部分对象，是否足够见各自的回访率",
                "Every rule asks for a share of its cases; its rate says whether that is enough",
            )
        least = min(whole, key=lambda row: (row["on_time"] / due[row["rule"]], -due[row["rule"]]))
        name, asked = self._name("rule", least["rule"]), due[least["rule"]]
        if least["on_time"] == asked:
            return self._t("到期的应访全部按期完成", "Every obligation that fell due was fulfilled on time")
        rest = [bucket for bucket in ("late", "refused", "unreached", "missed") if least[bucket]]
        zh = "、".join(f"{labels.BUCKETS[bucket].in_language('zh')} {least[bucket]}" for bucket in rest)
        en = ", ".join(f"{labels.BUCKETS[bucket].in_language('en').lower()} {least[bucket]}" for bucket in rest)
        return self._t(
            f"按期最少的是“{name}”：应访 {asked} 项，按期 {least['on_time']}、{zh}",
            f'Least on time: "{name}", {least["on_time"]} of {asked}; {en}',
        )
