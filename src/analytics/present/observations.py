"""What a manager should know first: targets missed, who stands out, what changed, and what is still to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from analytics.present import labels
from analytics.present.cases import CaseView
from analytics.present.satisfaction import SatisfactionView
from analytics.present.view import Section, are_kin

Observation = Mapping[str, Any]
Point = tuple[Sequence[Observation], list[str], Sequence[Observation]]
"""Observations of one figure, the measures whose figure it is, and its changes where they are told along."""


class ObservationView(CaseView, SatisfactionView):
    """A report's key points in plain sentences."""

    def observations(self) -> Section:
        """Say in plain sentences what a manager should know first, and where what is to be done is listed."""
        rows = self.results.lists.get("observations", [])
        points = _points([list(own) for _, own in groupby(rows, key=_subject)])
        said = [self._sentence(*point) for point in points]
        return self._section("observations", self._t("要点", "Key points"), sentences=said, tasks=self._tasks())

    def _tasks(self) -> list[dict[str, str]]:
        """Return what is still to be done at the end of the period, each with the section that lists it."""
        tasks = []
        sections = self.results.meta.get("sections")
        late = self.results.lists.get("overdue", [])
        if late and (sections is None or "overdue" in sections):
            oldest = max(row["days_overdue"] or 0 for row in late)
            text = self._t(
                f"{len(late)} 项应访过期未完成，最久的已逾期 {oldest} 天{self.mostly_of(late)}：见",
                f"Overdue and not done: {len(late)}, the oldest by {oldest} days{self.mostly_of(late)}; see ",
            )
            tasks.append({"key": "overdue", "title": self._t("逾期清单", "Overdue"), "text": text})
        solved = self.headline_of("resolution_rate")
        still = int(solved["denominator"] - solved["numerator"]) if solved else 0
        if still and (sections is None or "problems" in sections):
            text = self._t(
                f"本期提出的问题件还有 {still} 件没有解决：见",
                f"Problem items raised and not resolved: {still}; see ",
            )
            tasks.append({"key": "problems", "title": self._t("问题件", "Problem items"), "text": text})
        if cells := self._cells_missed():
            text = self._t(
                f"各角色合计没有未达标的，分到各类别有 {cells} 处未达到角色的目标：见",
                f"No role misses its target as a whole, but {cells} of its categories do; see ",
            )
            tasks.append({"key": "coverage", "title": self._name("section", "coverage_role_category"), "text": text})
        return [*tasks, *self._listed_tasks()]

    def _cells_missed(self) -> int:
        """Return how many categories of a role miss its own target where no role misses it as a whole."""
        rows = self.results.figures_of("coverage_role_category")
        own = [row for row in rows if row["group"].get("role") and self._has_own_target(row)]
        if any(row["comparison"] == "total" and row["status"] == "missed" for row in own):
            return 0
        return sum(1 for row in own if row["comparison"] == "current" and row["status"] == "missed")

    def _has_own_target(self, row: Mapping[str, Any]) -> bool:
        whole = self.headline_of(row["measure"])
        return row["target"] is not None and (whole is None or whole["target"] != row["target"])

    def _listed_tasks(self) -> list[dict[str, str]]:
        """Return what the tables of single rows still ask for; a table that the report does not have asks for nothing."""
        tasks = []
        if lacking := len({row["problem_id"] for row in self.results.lists.get("lacking_items", [])}):
            text = self._t(
                f"{lacking} 件问题登记不全：见", f"Problem items that lack a required field: {lacking}; see "
            )
            tasks.append({"key": "lacking_items", "title": self._table_title("lacking_items"), "text": text})
        if left := sum(1 for row in self.results.lists.get("listed_cases", []) if not row["reached_on"]):
            text = self._t(
                f"名单上还有 {left} 个没有按要求访到：见", f"Listed and not yet reached as asked: {left}; see "
            )
            tasks.append({"key": "listed_cases", "title": self._table_title("listed_cases"), "text": text})
        return tasks

    def _sentence(
        self, rows: Sequence[Observation], measures: Sequence[str], changes: Sequence[Observation]
    ) -> dict[str, str]:
        """Return what observations say of one figure, which may be that of several measures, with the mark they carry.

        *changes* are those of a figure that misses its target: they are told in the same sentence.
        """
        row = rows[0]
        unit = self._unit(row["measure"])
        measure = self._t("、", " and ").join(map(self._measure, measures))
        value = labels.amount(row["value"], unit)
        number = labels.counts(row["numerator"], row["denominator"]) if unit == "ratio" else ""
        beside = self._t(f"（{number}）", f" ({number})") if number else ""
        reference = labels.amount(row["reference"], unit)
        who = self._group_words(row["group"])
        of_whom = self._t(f"{who}的", f"{who}: ") if who else ""
        if row["kind"] == "target_missed":
            goal = labels.goal(row["reference"], unit)
            text = self._t(
                f"{of_whom}{measure} {value}{beside}，未达到目标 {goal}",
                f"{of_whom}{measure} {value}{beside} misses the target of {goal}",
            )
            text += (self._compared(changes) if changes else "") + self._t("。", ".")
            return {"mark": "✕", "look": "missed", "text": text}
        if row["kind"] == "party":
            worse = row["direction"] in {"worse", "rise", "above"}
            text = self._t(
                f"{of_whom}{measure} {value}{beside}，明显{'高于' if worse else '低于'}总体 {reference}。",
                f"{of_whom}{measure.lower()} {value}{beside}, clearly {'above' if worse else 'below'} the overall {reference}.",
            )
            return {"mark": "◆" if worse else "◇", "look": "flag" if worse else "good", "text": text}
        if row["kind"] == "caller_absent":
            text = self._t(f"{who} 本期没有回访记录。", f"{who} made no callbacks in this period.")
            return {"mark": "○", "look": "absent", "text": text}
        rose = _rose(row)
        text = f"{of_whom}{measure} {value}{beside}{self._compared(rows)}"
        better = self._directions.get(row["measure"])
        look = "change" if better is None else "good" if rose == (better == "higher") else "worse"
        return {"mark": "▲" if rose else "▼", "look": look, "text": text + self._t("。", ".")}

    def _compared(self, rows: Sequence[Observation]) -> str:
        """Return how a figure stands to the periods that it differs from, as the end of a sentence about it."""
        row = rows[0]
        unit, rose = self._unit(row["measure"]), _rose(row)
        then = {labels.period(one["period"], self.language): labels.amount(one["reference"], unit) for one in rows}
        text = self._t(
            f"，明显{'高于' if rose else '低于'}" + "、".join(f"{when}的 {was}" for when, was in then.items()),
            f", clearly {'above' if rose else 'below'} "
            + " and ".join(f"{was} in {when}" for when, was in then.items()),
        )
        since = self.lower_since() if row["measure"] == "satisfaction_rate" and not row["group"] else None
        if since:
            text += self._t(
                f"；{self.since_words(since)}低于以往各月", f"; {self.since_words(since)} below every earlier month"
            )
        return text

    def mostly_of(self, rows: Sequence[Mapping[str, Any]]) -> str:
        """Say which contact, or else which rule, at least half of what is overdue is of; nothing if none."""
        for kind in ("contact_role", "rule"):
            numbers = Counter(row[kind] for row in rows if row.get(kind))
            (code, most), *others = numbers.most_common() or [("", 0)]
            if others and most > others[0][1] and 2 * most >= len(rows):
                name = self._name(kind, code)
                return self._t(f"；其中“{name}”{most} 项", f'; {most} are of "{name}"')
        return ""

    def _group_words(self, group: Mapping[str, Any]) -> str:
        words = []
        for dimension, code in group.items():
            kind, _, role = dimension.partition(":")
            if kind == "party":
                who = self._person(code)
                words.append(self._t(f"{self._name('party', role)}“{who}”", f'{self._name("party", role)} "{who}"'))
            elif kind == "caller":
                words.append(self._t(f"回访人 {self._person(code)}", f"Caller {self._person(code)}"))
            else:
                words.append(self._name(kind, code))
        return self._t("、", ", ").join(words)


def _points(subjects: Sequence[Sequence[Observation]]) -> Iterator[Point]:
    """Yield what is told in one sentence each: a figure once, whatever is noted of it and however many measures have it."""
    changed = {own[0]["measure"]: own for own in subjects if own[0]["kind"] == "change" and not own[0]["group"]}
    missed = {own[0]["measure"] for own in subjects if own[0]["kind"] == "target_missed" and not own[0]["group"]}
    points: list[Point] = []
    for own in subjects:
        row = own[0]
        if row["kind"] == "change" and not row["group"] and row["measure"] in missed:
            continue
        twin = next((point for point in points if _say_the_same(point[0], own)), None)
        if twin:
            twin[1].append(row["measure"])
        elif row["kind"] == "target_missed" and not row["group"]:
            points.append((own, [row["measure"]], changed.get(row["measure"], [])))
        else:
            points.append((own, [row["measure"]], []))
    yield from points


def _say_the_same(others: Sequence[Observation], own: Sequence[Observation]) -> bool:
    """Tell whether two measures of one kin have the same figures and the same is noted of them."""
    return (
        own[0]["kind"] == "change"
        and are_kin(others[0]["measure"], own[0]["measure"])
        and [{**row, "measure": ""} for row in others] == [{**row, "measure": ""} for row in own]
    )


def _rose(row: Observation) -> bool:
    return row["direction"] in {"rise", "above"}


def _subject(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what an observation is about: changes of one figure in one direction are told together."""
    return (row["kind"], row["measure"], sorted(row["group"].items()), row["kind"] == "change" and row["direction"])
