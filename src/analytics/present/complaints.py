"""The sections that compare the parties of a role by complaint ratio: designers, crews, departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.present import charts, labels
from analytics.present.view import Figure, Section, Sections, View

PARTIES_SHOWN = 30


class ComplaintsView(View):
    """How often each party is complained of; few cases are shown but not judged."""

    def parties(self) -> Sections:
        """Compare the parties of every role that the policy names by complaint ratio."""
        return Sections(self.complaints(name.removeprefix("complaint_")) for name in self._complaint_sections())

    def _complaint_sections(self) -> list[str]:
        names = dict.fromkeys(row["section"] for row in self.results.figures)
        return [name for name in names if name.startswith("complaint_")]

    def complaints(self, role: str) -> Section:
        """Compare the parties of one role by complaint ratio, with interval; few cases are shown but not judged."""
        section = f"complaint_{role}"
        party = self._name("party", role)
        figures = [row for row in self.results.figures_of(section, "current") if row["group"]]
        figures.sort(key=lambda row: (row["few"], -(row["value"] or 0.0), -row["denominator"]))
        whole = next((row for row in self.results.figures_of(section, "total")), None)
        rows = [{**self._shown(row), "name": self._party_of(row), "flag": self._flag(row)} for row in figures]
        message = self._complaint_message(party, rows, whole)
        chart = None
        if rows:
            marks = [self._mark(row, row["flag"]) for row in rows[:PARTIES_SHOWN]]
            average = whole["value"] if whole else None
            chart = charts.intervals(
                message,
                marks,
                reference=average,
                reference_label=self._t(f"总体 {labels.percent(average)}", f"All {labels.percent(average)}"),
            )
        title = self._name("section", section)
        return self._section(
            "complaints",
            title,
            key=section,
            chart=chart,
            rows=rows,
            whole=self._shown(whole) if whole else None,
            party=party,
            looks={row["flag"] for row in rows[:PARTIES_SHOWN]},
            message=message,
            beyond=max(0, len(rows) - PARTIES_SHOWN),
        )

    def _party_of(self, row: Figure) -> str:
        return self._person(next(iter(row["group"].values())))

    def _flag(self, row: Figure) -> str:
        if row["few"]:
            return "few"
        return "flag" if row["signal"] == "worse" else "plain"

    def _nobody_named(self, party: str) -> str:
        """Say why no party of a role has a complaint: there is none on record, or those that are name no such party."""
        headline = self.results.figures_of("headline", "current")
        complained = sum(row["numerator"] for row in headline if row["measure"] == "complaint_rate")
        if not complained:
            return self._t("本期台账没有登记投诉。", "The ledgers hold no complaint of this period.")
        return self._t(
            f"本期有 {complained} 个应访对象被投诉，台账没有写明投诉的是哪个{party}。",
            f"Cases complained of: {complained}; for none of them do the ledgers say that it was a {party.lower()}.",
        )

    def _complaint_message(self, party: str, rows: Sequence[Mapping[str, Any]], whole: Figure | None) -> str:
        average = labels.percent(whole["value"]) if whole else labels.EMPTY
        flagged = [row for row in rows if row["flag"] == "flag"]
        if len(flagged) == 1:
            row = flagged[0]
            return self._t(
                f"{row['name']}被投诉比率 {row['amount']}（{row['counts']}），明显高于总体 {average}",
                f"{row['name']}: complaint ratio {row['amount']} ({row['counts']}), clearly above the overall {average}",
            )
        if flagged:
            names = labels.listed([row["name"] for row in flagged], self.language)
            return self._t(f"{names}被投诉比率明显高于总体 {average}", f"{names}: clearly above the overall {average}")
        if not rows:
            return self._t(f"台账没有登记{party}。", f"The ledgers name no {party.lower()}.")
        if whole and not whole["numerator"]:
            return self._nobody_named(party)
        if whole and all(row["few"] for row in rows):
            counts = labels.counts(whole["numerator"], whole["denominator"])
            return self._t(
                f"各{party}经手都太少，不作评判；总体 {average}（{counts}）",
                f"Every {party.lower()} has too few cases to be judged; overall {average} ({counts})",
            )
        return self._t(
            f"没有{party}明显高于总体 {average}：差别都在偶然波动之内",
            f"No {party.lower()} stands out from the overall {average}: the differences are within chance",
        )
