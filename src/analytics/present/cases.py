"""The sections that go case by case: what is in progress, what is completed, the callbacks of the period, outcomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from analytics.language import Text
from analytics.present import labels
from analytics.present.view import Section, View

CASES_SHOWN = 12
"""At a glance; the rest opens on a tap."""
CASES_LISTED = 200

Row = Mapping[str, Any]
Column = tuple[str, str, Callable[[Row], object]]
"""A heading, the class of its cells, and what a cell shows of a row."""


class CaseView(View):
    """A report's tables of single cases; each method is one section, without anything about the person called."""

    CASE_TABLES: ClassVar[Mapping[str, Text]] = {
        "in_progress": Text(zh="进行中的{case}", en="In progress"),
        "completed": Text(zh="近期结束的{case}", en="Completed lately"),
        "week_callbacks": Text(zh="本期回访", en="Callbacks of the period"),
        "completed_this_week": Text(zh="本期结束的{case}", en="Completed in the period"),
        "outcomes": Text(zh="处理结果", en="Outcomes"),
        "listed_cases": Text(zh="按规则列出的{case}", en="Cases listed by rule"),
        "verified_complaints": Text(zh="核实的投诉", en="Verified complaints"),
        "lacking_items": Text(zh="登记不全的问题件", en="Items that lack a field"),
    }

    def case_table(self, name: str) -> Section:
        """Return one of these tables by its name; the first rows, the others are in the workbook."""
        rows = self.results.lists.get(name, [])
        match name:
            case "week_callbacks":
                columns, message = self._callback_columns(), self._callbacks_message(rows)
            case "outcomes":
                columns, message = self._outcome_columns(), self._outcomes_message(rows)
            case "listed_cases":
                columns, message = self._listed_columns(rows), self._listed_message(rows)
            case "verified_complaints":
                columns, message = self._verified_columns(), self._verified_message(rows)
            case "lacking_items":
                columns, message = self._item_columns(rows), self._items_message(rows)
            case _:
                columns, message = self._standing_columns(name, rows), self._standing_message(name, rows)
        cells = [[(text, kind, cell(row)) for text, kind, cell in columns] for row in rows[:CASES_LISTED]]
        shelves = [cells[:CASES_SHOWN], cells[CASES_SHOWN:]]
        return self._section(
            "cases",
            self._table_title(name),
            key=name,
            message=message,
            columns=columns,
            shelves=shelves,
            rest=len(rows) - len(cells),
        )

    def _table_title(self, name: str) -> str:
        return self._words(self.CASE_TABLES[name].format(case=self._case()))

    def _case(self) -> Text:
        words = self.results.meta.get("case", {"zh": "对象", "en": "case"})
        return Text(zh=words["zh"], en=words["en"])

    def _event(self, which: str) -> str:
        event = self.results.meta.get(which)
        if not event:
            return self._t("开始", "Start") if which == "active_from" else self._t("结束", "End")
        name = self._name("event", event)
        return name[:1].upper() + name[1:]

    def _standing_columns(self, name: str, rows: Sequence[Row]) -> list[Column]:
        parties = [role for role in self.results.labels.get("party", {}) if any(row.get(role) for row in rows)]
        columns: list[Column] = [(self._t("编号", "Case"), "d", lambda row: row["case_id"])]
        if any(row["category"] for row in rows):
            columns.append((self._t("类别", "Category"), "", self._category))
        columns.append((self._event("active_from"), "d", lambda row: row["started_on"]))
        if name == "in_progress":
            if any(row["planned_on"] for row in rows):
                planned = self._name("event", "planned_end")
                columns.append((planned[:1].upper() + planned[1:], "d", lambda row: row["planned_on"] or labels.EMPTY))
        else:
            columns.append((self._event("active_until"), "d", lambda row: row["ended_on"]))
            if any(row["days_late"] is not None for row in rows):
                columns.append((self._t("超期天数", "Days late"), "n", self._late))
        columns += [
            (self._t("已访/应访", "Done/due"), "n", lambda row: f"{row['done']}/{row['owed']}"),
            (self._t("未访", "Open"), "n", lambda row: row["open"] or labels.EMPTY),
            (self._t("下次到期", "Next due"), "d", lambda row: row["next_due"] or labels.EMPTY),
            (self._t("最近回访", "Last callback"), "", self._last_callback),
        ]
        if parties:
            columns.append((self._t("责任人", "Responsible"), "whole", lambda row: self._responsible(row, parties)))
        return columns

    def _standing_message(self, name: str, rows: Sequence[Row]) -> str:
        case, behind = self._case(), sum(1 for row in rows if row["open"])
        if not rows:
            return self._words(Text(zh="没有这样的{case}。", en="There is no such {case}.").format(case=case))
        of_them = Text(zh="其中 {behind} 个有到期未访", en="{behind} with a callback that is due and not done")
        if not behind:
            of_them = Text(zh="到期的都已访到", en="none with a callback that is due and not done")
        scope = {
            "in_progress": Text(zh="期末进行中 {count} 个", en="{count} in progress at the end of the period"),
            "completed": Text(
                zh="期末前 13 周内结束 {count} 个", en="{count} completed in the 13 weeks to the period's end"
            ),
            "completed_this_week": Text(zh="本期结束 {count} 个", en="{count} completed in the period"),
        }[name].format(count=len(rows))
        told = Text(zh="{scope}，{of_them}。", en="{scope}, {of_them}.")
        return self._words(told.format(scope=scope, of_them=of_them.format(behind=behind)))

    def _callback_columns(self) -> list[Column]:
        return [
            (self._t("时间", "When"), "d", lambda row: row["called"]),
            (self._t("编号", "Case"), "d", lambda row: row["case_id"]),
            (self._t("回访人", "Caller"), "", lambda row: self._person(row["caller"])),
            (self._t("角色", "Role"), "", lambda row: self._name("role", row["role"]) if row["role"] else labels.EMPTY),
            (self._t("方式", "Channel"), "", lambda row: self._coded("channel", row["channel"])),
            (self._t("结果", "Outcome"), "", lambda row: self._coded("outcome", row["outcome"])),
            (self._t("满意度", "Satisfaction"), "", lambda row: self._coded("level", row["satisfaction"])),
        ]

    def _callbacks_message(self, rows: Sequence[Row]) -> str:
        if not rows:
            return self._t("本期没有回访。", "No callbacks in this period.")
        reached = sum(1 for row in rows if row["outcome"] == "reached")
        cases = len({row["case_id"] for row in rows})
        return self._t(
            f"本期回访 {len(rows)} 次，涉及 {cases} 个编号，接通 {reached} 次。",
            f"{len(rows)} callbacks to {cases} cases, {reached} reached.",
        )

    def _outcome_columns(self) -> list[Column]:
        return [
            (self._t("处理结果", "Outcome"), "", lambda row: self._name("case_outcome", row["outcome"])),
            (self._t("数量", "Cases"), "n", lambda row: row["cases"]),
            (self._t("占比", "Share"), "n", lambda row: labels.percent(row["share"])),
        ]

    def _outcomes_message(self, rows: Sequence[Row]) -> str:
        if not rows:
            return self._words(Text(zh="本期没有{case}。", en="No {case} in this period.").format(case=self._case()))
        total, most = sum(row["cases"] for row in rows), rows[0]
        return self._words(
            Text(
                zh="本期{case} {total} 个，最多的是“{name}”：{cases} 个（{share}）。",
                en='{total} in this period ({case}); most often "{name}": {cases} ({share}).',
            ).format(
                case=self._case(),
                total=total,
                name=self._name("case_outcome", most["outcome"]),
                cases=most["cases"],
                share=labels.percent(most["share"]),
            )
        )

    def _listed_columns(self, rows: Sequence[Row]) -> list[Column]:
        parties = [role for role in self.results.labels.get("party", {}) if any(row.get(role) for row in rows)]
        columns: list[Column] = [
            (self._t("编号", "Case"), "d", lambda row: row["case_id"]),
            (self._t("原因", "Because"), "whole", self._reasons),
            (self._t("类别", "Category"), "", self._category),
            (self._t("最近回访", "Last callback"), "", self._last_callback),
            (self._t("已访到", "Reached on"), "d", lambda row: row["reached_on"] or labels.EMPTY),
        ]
        if parties:
            columns.append((self._t("责任人", "Responsible"), "whole", lambda row: self._responsible(row, parties)))
        return columns

    def _listed_message(self, rows: Sequence[Row]) -> str:
        if not rows:
            return self._t("没有应列出的。", "Nobody is to be listed.")
        left = sum(1 for row in rows if not row["reached_on"])
        return self._t(
            f"列出 {len(rows)} 个，其中 {left} 个尚未按要求访到。",
            f"{len(rows)} listed, {left} of them still to be reached as asked.",
        )

    def _reasons(self, row: Row) -> str:
        return self._t("；", "; ").join(self._name("rule", name) for name in row["reasons"].split(";"))

    def _verified_columns(self) -> list[Column]:
        return [
            (self._t("责任方", "Party"), "", self._party),
            (self._t("投诉", "Complaints"), "n", lambda row: row["complaints"]),
            (self._t("核实", "Verified"), "n", lambda row: row["verified"]),
            (self._t("有处理措施", "With a measure"), "n", self._with_measure),
            (self._t("不属实", "Untrue"), "n", lambda row: row["untrue"] or labels.EMPTY),
            (self._t("未注明", "Not stated"), "n", lambda row: row["unstated"] or labels.EMPTY),
        ]

    def _verified_message(self, rows: Sequence[Row]) -> str:
        against = [row for row in rows if row["verified"]]
        if not against:
            return self._t("本期没有核实的投诉。", "No complaint of this period was verified.")
        without = sum(1 for row in against if row["with_measure"] < row["verified"])
        return self._t(
            f"{len(against)} 个责任方有核实的投诉，最多的是{self._party(against[0])}：{against[0]['verified']} 件；"
            + (f"其中 {without} 个还有没登记措施的。" if without else "都登记了处理措施。"),
            f"Verified complaints against {len(against)}, most of all {self._party(against[0])}: {against[0]['verified']}; "
            + (f"of {without} some have no measure on record." if without else "all have a measure on record."),
        )

    def _with_measure(self, row: Row) -> str:
        return f"{row['with_measure']}/{row['verified']}" if row["verified"] else labels.EMPTY

    def _party(self, row: Row) -> str:
        if not row["party"]:
            return self._t("未指明责任方", "nobody in particular")
        role = self._name("party", row["party_role"]) if row["party_role"] else ""
        return f"{role} {self._person(row['party'])}".strip()

    def _item_columns(self, rows: Sequence[Row]) -> list[Column]:
        columns: list[Column] = [
            (self._t("问题件", "Item"), "d", lambda row: row["problem_id"]),
            (self._t("编号", "Case"), "d", lambda row: row["case_id"] or labels.EMPTY),
            (self._t("类型", "Kind"), "", lambda row: self._coded("problem_kind", row["problem_kind"])),
            (self._t("提出日期", "Raised on"), "d", lambda row: row["raised_on"]),
            (self._t("距今天数", "Days since"), "n", lambda row: row["days"]),
            (self._t("缺少", "Lacks"), "whole", self._lacking),
        ]
        if any(row["party"] for row in rows):
            columns.append(
                (
                    self._t("责任人", "Responsible"),
                    "whole",
                    lambda row: self._person(row["party"]) if row["party"] else labels.EMPTY,
                )
            )
        return columns

    def _items_message(self, rows: Sequence[Row]) -> str:
        if not rows:
            return self._t("应登记的都已登记。", "Nothing is lacking.")
        items = len({row["problem_id"] for row in rows})
        return self._t(
            f"{items} 件问题登记不全，最早的已提出 {rows[0]['days']} 天。",
            f"{items} items lack a required field, the oldest raised {rows[0]['days']} days ago.",
        )

    def _lacking(self, row: Row) -> str:
        return self._t("、", ", ").join(self._name("field", name) for name in row["lacking"].split(";"))

    def _category(self, row: Row) -> str:
        return self._name("category", row["category"]) if row["category"] else labels.EMPTY

    def _late(self, row: Row) -> object:
        return labels.EMPTY if row["days_late"] is None else max(0, row["days_late"])

    def _last_callback(self, row: Row) -> str:
        if not row["last_called_on"]:
            return self._t("从未回访", "never")
        return f"{row['last_called_on']} {self._coded('outcome', row['last_outcome'])}".rstrip(f" {labels.EMPTY}")

    def _responsible(self, row: Row, parties: Sequence[str]) -> str:
        return " · ".join(self._person(row[role]) for role in parties if row.get(role)) or labels.EMPTY

    def _coded(self, kind: str, code: Any) -> str:
        return self._name(kind, code) if code else labels.EMPTY
