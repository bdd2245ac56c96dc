"""The sections of a report: results in, a titled fragment of a page out, with a chart where one says more.

Every title states what the figures say, and every ratio stands beside its counts.
"""

from __future__ import annotations

from collections.abc import Iterable

from analytics.language import Text
from analytics.present import labels
from analytics.present.complaints import ComplaintsView
from analytics.present.coverage import CoverageView
from analytics.present.data_notes import DataNotesView
from analytics.present.headline import HeadlineView
from analytics.present.inspections import InspectionView
from analytics.present.observations import ObservationView
from analytics.present.view import METADATA_KEY, PLOTLY_MIME, Section, Sections, style_sheet

__all__ = ["METADATA_KEY", "PLOTLY_MIME", "ReportView", "Section", "Sections", "style_sheet"]

OVERDUE_SHOWN = 50
OVERDUE_FIRST = 15


class ReportView(HeadlineView, CoverageView, ComplaintsView, DataNotesView, InspectionView, ObservationView):
    """The results of one report in one language; each method is one section."""

    def header(self) -> Section:
        """Say whose report this is, for which days, under which policy."""
        kinds = {
            "weekly": Text(zh="客户回访周报", en="Weekly callback report"),
            "monthly": Text(zh="客户回访月报", en="Monthly callback report"),
            "quarterly": Text(zh="客户回访季报", en="Quarterly callback report"),
            "yearly": Text(zh="客户回访年报", en="Yearly callback report"),
        }
        meta = self.results.meta
        kind = kinds.get(meta["kind"], Text(zh="客户回访报告", en="Callback report"))
        return self._section(
            "header",
            self._words(kind),
            style=style_sheet(),
            meta=meta,
            compared=bool(self.results.figures),
            is_compared_once=self._is_compared_once,
        )

    def callers(self) -> Section:
        """Show each caller's reach rate beside the period before; by name those who had many cases then and none now."""
        before = {row["group"].get("caller"): row for row in self.results.figures_of("callers", "previous")}
        now = {row["group"].get("caller"): row for row in self.results.figures_of("callers", "current")}
        rows = []
        for caller in dict.fromkeys([*now, *before]):
            current, previous = now.get(caller), before.get(caller)
            rows.append(
                {
                    "name": self._person(caller),
                    "current": self._shown(current) if current else None,
                    "previous": self._shown(previous) if previous else None,
                    "absent": not current or not current["denominator"],
                }
            )
        missing = [
            self._person(entry["group"]["caller"])
            for entry in self.results.lists.get("observations", [])
            if entry["kind"] == "caller_absent"
        ]
        here = sum(1 for row in rows if not row["absent"])
        message = self._t("每位回访人本期都有回访。", "Every caller made callbacks in this period.")
        if here < len(rows):
            message = self._t(
                f"本期有回访的 {here} 人，上期有而本期没有的 {len(rows) - here} 人。",
                f"Callers in this period: {here}; in the period before but not in this one: {len(rows) - here}.",
            )
        if missing:
            names = labels.listed(missing, self.language)
            message = self._t(f"{names} 本期没有回访记录。", f"No callback in this period by {names}.")
        if not rows:
            message = self._t("台账没有登记回访人。", "The ledgers name no callers.")
        return self._section("callers", self._name("section", "callers"), rows=rows, message=message)

    def problems(self) -> Section:
        """Show the problem items raised in the period by kind, by cause and, where it is known, by part: resolved and open."""
        title = self._t("问题件", "Problem items")
        whole = next(
            (row for row in self.results.figures_of("headline", "current") if row["measure"] == "resolution_rate"), None
        )
        message = self._t("本期没有提出问题件。", "No problem items were raised in this period.")
        if whole and whole["denominator"]:
            figure = self._shown(whole)
            message = self._t(
                f"本期提出 {whole['denominator']} 件，已解决 {whole['numerator']:.0f} 件（{figure['amount']}）。",
                f"{whole['denominator']} raised, {whole['numerator']:.0f} resolved ({figure['amount']}).",
            )
        tables = []
        headings = {
            "problems_kind": self._t("按类型", "By kind"),
            "problems_component": self._t("按部位", "By part"),
            "problems_cause": self._t("按原因", "By cause"),
            "problems_component_cause": self._t("按部位与原因", "By part and cause"),
        }
        for section, heading in headings.items():
            rows = [
                {**self._shown(row), "name": " · ".join(self._name(*member) for member in row["group"].items())}
                for row in self.results.figures_of(section, "current")
                if row["denominator"]
            ]
            rows.sort(key=lambda row: -row["denominator"])
            most = max((row["denominator"] for row in rows), default=1)
            tables.append({"heading": heading, "rows": rows, "most": most})
        return self._section("problems", title, tables=tables, message=message)

    def overdue(self) -> Section:
        """List what is overdue and not reached, longest first, without anything about the person called."""
        rows = sorted(
            self.results.lists.get("overdue", []), key=lambda row: (-(row["days_overdue"] or 0), str(row["case_id"]))
        )
        roles = list(self.results.labels.get("party", {}))
        shown = [
            {
                **row,
                "rule_name": self._name("rule", row["rule"]),
                "category_name": " · ".join(
                    self._name(kind, row[kind]) for kind in ("contact_role", "category") if row.get(kind)
                ),
                "state": labels.BUCKETS[row["bucket"]].in_language(self.language),
                "parties": " · ".join(self._person(row[role]) for role in roles if row.get(role)),
            }
            for row in rows[:OVERDUE_SHOWN]
        ]
        message = self._t("没有逾期未完成的应访。", "Nothing is overdue.")
        if rows:
            message = self._t(
                f"{len(rows)} 项应访过期未完成，最久的已逾期 {rows[0]['days_overdue']} 天{self.mostly_of(rows)}。",
                f"{len(rows)} obligations are overdue, the oldest by {rows[0]['days_overdue']} days{self.mostly_of(rows)}.",
            )
        title = self._t("逾期清单", "Overdue")
        shelves = (shown[:OVERDUE_FIRST], shown[OVERDUE_FIRST:])
        return self._section("overdue", title, shelves=shelves, rest=len(rows) - len(shown), message=message)

    def definitions(self) -> Section:
        """Say what every figure of the report counts, and how intervals, status and signals are meant."""
        shown = {row["measure"] for row in self.results.figures}
        rows = [
            {
                "name": self._words(row["title"]),
                "numerator": self._words(row["numerator"]),
                "denominator": self._words(row["denominator"]),
                "note": self._words(row["note"]) if row.get("note") else "",
                "direction": row["direction"],
            }
            for row in self.results.definitions
            if row["measure"] in shown
        ]
        return self._section("definitions", self._t("指标定义", "Definitions"), rows=rows, meta=self.results.meta)

    def show(self, name: str) -> Sections:
        """Return one section by its name, or nothing where this report does not have it; complaints are one per role."""
        if name in ("observations", "definitions"):
            return Sections([getattr(self, name)()] if self.results.figures else [])
        if name not in self.results.sections:
            return Sections()
        if name == "complaints":
            return self.parties()
        if name == "dimensions" and not self.has_topics():
            return Sections()
        return Sections([self.case_table(name) if name in self.CASE_TABLES else getattr(self, name)()])

    def body(self) -> Sections:
        """Return what stands between the head and the data notes, in the order of the policy."""
        return self.shown_of(self.results.sections)

    def case_tables(self) -> Sections:
        """Return the tables of single cases and of outcomes that the policy asks for."""
        return self.shown_of(name for name in self.results.meta.get("sections", ()) if name in self.CASE_TABLES)

    def shown_of(self, names: Iterable[str]) -> Sections:
        """Return the sections of several names."""
        return Sections(section for name in names for section in self.show(name))

    def sections(self) -> list[Section]:
        """Return all sections in reading order."""
        first, last = self.show("observations"), self.show("definitions")
        return [self.header(), *first, *self.body(), self.data_notes(), *last]
