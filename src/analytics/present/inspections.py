"""The sections about inspecting: drawn samples, records that are hard to believe, and the appraisal's arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from analytics.present import labels
from analytics.present.view import Section, View

IMPLAUSIBLE_SHOWN = 50


class InspectionView(View):
    """A report's inspections; each method is one section, with ids and nothing about the person called."""

    def spot_checks(self) -> Section:
        """List what was drawn: cases and whether they were reached, or each caller's callbacks."""
        rows = self.results.lists.get("spot_checks", [])
        samples = []
        for rule, drawn_for in dict.fromkeys((row["rule"], row["period"]) for row in rows):
            drawn = [row for row in rows if (row["rule"], row["period"]) == (rule, drawn_for)]
            of_callbacks = drawn[0].get("of") == "callbacks"
            if not of_callbacks:
                drawn.sort(key=lambda row: str(row["case_id"]))
            samples.append(
                {
                    "rule": self._name("rule", rule),
                    "period": drawn_for,
                    "of_callbacks": of_callbacks,
                    "drawn": [
                        {**row, "record": _record(row), "person": self._person(row.get("caller"))} for row in drawn
                    ],
                    "reached": sum(1 for row in drawn if row["reached_on"]),
                }
            )
        return self._section(
            "spot_checks", self._t("抽访", "Spot checks"), samples=samples, message=self._drawn_message(rows)
        )

    def _drawn_message(self, rows: Sequence[Mapping[str, Any]]) -> str:
        cases = [row for row in rows if row.get("of") != "callbacks"]
        records = len(rows) - len(cases)
        reached = sum(1 for row in cases if row["reached_on"])
        told = []
        if cases:
            until = labels.day(self.results.meta["as_of"], self.language)
            told.append(
                self._t(
                    f"抽中 {len(cases)} 个，截至{until}已接通 {reached} 个",
                    f"{len(cases)} drawn, {reached} reached by {until}",
                )
            )
        if records:
            told.append(self._t(f"抽中回访记录 {records} 条", f"{records} callbacks drawn"))
        if not told:
            return self._t("本期没有抽访任务。", "No spot checks fell in this period.")
        return self._t("；", "; ").join(told) + self._t("。", ".")

    def implausible(self) -> Section:
        """List the records to be looked at, by reason."""
        rows = self.results.lists.get("implausible", [])
        groups = [
            {
                "name": self._name("reason", reason),
                "rows": [
                    {**row, "record": _record(row), "person": self._person(row["caller"]) if row["caller"] else ""}
                    for row in own
                ],
            }
            for reason, own in groupby(rows, key=lambda row: row["reason"])
        ]
        message = self._t("没有发现可疑的回访记录。", "No record is hard to believe.")
        if rows:
            callbacks = len({row["callback_id"] for row in rows})
            message = self._t(f"{callbacks} 条回访记录有待核实。", f"{callbacks} callbacks are to be looked at.")
        title = self._t("可疑记录", "Records to be looked at")
        return self._section("implausible", title, groups=groups, most=IMPLAUSIBLE_SHOWN, message=message)

    def appraisal(self) -> Section:
        """Show how points and tiers come about, rule by rule, and the points of each in all."""
        from analytics.present.appraisal import shown  # the one section that needs a policy's libraries

        rows = self.results.lists.get("appraisal", [])
        lines = [(row["rule"], shown(row, self.results.labels, self.language)) for row in rows]
        parts: list[dict[str, Any]] = [
            {
                "name": self._name("rule", rule) if rule else self._t("扣分合计", "Points lost in all"),
                "rows": [line for _, line in own],
            }
            for rule, own in groupby(lines, key=lambda line: line[0])
        ]
        columns = [
            (self._t("考核对象", "Of"), "group", ""),
            (self._t("指标", "Measure"), "measure", ""),
            (self._t("分子/分母", "Counts"), "counts", "n"),
            (self._t("数值", "Value"), "value", "n"),
            (self._t("目标", "Target"), "target", "n"),
            (self._t("差距", "Shortfall"), "shortfall", "n"),
            (self._t("级数", "Steps"), "steps", "n"),
            (self._t("扣分", "Points lost"), "points", "n"),
            (self._t("档次", "Tier"), "tier", ""),
            (self._t("说明", "Note"), "note", ""),
        ]
        for part in parts:
            filled = {key for line in part["rows"] for key, cell in line.items() if cell}
            part["columns"] = [column for column in columns if column[1] in filled]
        title = self._t("考核", "Appraisal")
        return self._section("appraisal", title, parts=parts, message=self._points_message(rows))

    def _points_message(self, rows: Sequence[Mapping[str, Any]]) -> str:
        if not rows:
            return self._t("本期没有可考核的数据。", "Nothing to appraise in this period.")
        from analytics.measures.appraisal import POINTS
        from analytics.present.appraisal import group

        scored = [row for row in rows if row["measure"] == POINTS and row["points"]]
        if not scored:
            return (
                self._t("没有人扣分。", "Nobody lost a point.") if any(row["measure"] == POINTS for row in rows) else ""
            )
        most = max(scored, key=lambda row: row["points"])
        name = group(most, self.results.labels, self.language)
        return self._t(
            f"{len(scored)} 个考核对象扣分，最多的是{name}：{most['points']:g} 分。",
            f"{len(scored)} lost points, most of all {name}: {most['points']:g}.",
        )


def _record(row: Mapping[str, Any]) -> str:
    """Return what a callback is found by: its own id, or else that of its case; the time stands beside it."""
    return labels.own_id(row.get("callback_id") or "") or str(row["case_id"])
