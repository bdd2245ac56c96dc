"""The sections about satisfaction: its months, what people were asked about, and since when it has been lower."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from analytics.present import charts, labels
from analytics.present.view import Figure, Section, View

OVERALL = "overall"
EARLIER_MONTHS = 6
LATEST_MONTHS = (2, 12)
MONTH = re.compile(r"\d{4}-\d{2}")


class SatisfactionView(View):
    """A report's satisfaction; each method is one section."""

    def satisfaction(self) -> Section:
        """Show satisfaction over the last months: rate with its interval and target, score below."""
        by_measure: dict[str, dict[str, Figure]] = {"satisfaction_rate": {}, "satisfaction_score": {}}
        for row in self.results.figures_of("satisfaction_trend", "trend"):
            by_measure.setdefault(row["measure"], {})[row["period"]] = row
        periods = sorted({period for rows in by_measure.values() for period in rows})
        answered = {
            measure: rows for measure, rows in by_measure.items() if any(r["denominator"] for r in rows.values())
        }
        message = self._satisfaction_message()
        chart = None
        if answered:
            since = self.lower_since()
            chart = charts.trend(
                message,
                [labels.tick(period, self.language) for period in periods],
                [self._series(measure, rows, periods) for measure, rows in answered.items()],
                since=(periods.index(since), self.since_words(since)) if since else None,
            )
        rows = [
            {
                "period": period,
                "figures": [self._shown(rows[period]) if period in rows else None for rows in answered.values()],
            }
            for period in reversed(periods)
        ]
        names = [self._measure(measure) for measure in answered]
        title = self._name("section", "satisfaction_trend")
        return self._section("satisfaction", title, chart=chart, rows=rows, names=names, message=message)

    def dimensions(self) -> Section:
        """Compare what people were asked about: satisfaction rate by dimension."""
        figures = [
            row for row in self.results.figures_of("satisfaction_dimension", "current") if row["value"] is not None
        ]
        rows = [{**self._shown(row), "name": self._name("dimension", row["group"].get("dimension"))} for row in figures]
        title = self._name("section", "satisfaction_dimension")
        overall = next((row for row in rows if row["group"].get("dimension") == OVERALL), None)
        if not rows:
            message = self._t("本期没有满意度回答。", "No answers about satisfaction in this period.")
            return self._section("dimensions", title, rows=rows, message=message)
        # The overall answer first; the topics below it, the one to work on at the top.
        rows.sort(key=lambda row: (row["group"].get("dimension") != OVERALL, row["value"]))
        topics = [row for row in rows if row["group"].get("dimension") != OVERALL]
        lowest = topics[0] if topics else rows[0]
        message = self._t(
            f"“{lowest['name']}”满意率最低：{lowest['amount']}（{lowest['counts']}）",
            f'Lowest: "{lowest["name"]}", {lowest["amount"]} ({lowest["counts"]})',
        )
        marks = [self._mark(row) for row in rows]
        target = rows[0]["target"]
        reference = self._t(f"目标 {labels.goal(target, 'ratio')}", f"Target {labels.goal(target, 'ratio')}")
        chart = charts.intervals(message, marks, reference=target, reference_label=reference)
        return self._section("dimensions", title, chart=chart, rows=rows, message=message, fewer=self._fewer(overall))

    def _fewer(self, overall: Figure | None) -> str:
        """Say why the overall answers are not those of the satisfaction rate, where they are not."""
        rate = self.headline_of("satisfaction_rate")
        if overall is None or rate is None or rate["denominator"] == overall["denominator"]:
            return ""
        return self._t(
            f"满意率计 {rate['denominator']} 份回答，这里的“总体”只有 {overall['denominator']} 份："
            "没有总体评价的回访，满意率按其各项评价计。",
            f"The satisfaction rate counts {rate['denominator']} answers, the overall ones here are {overall['denominator']}:"
            " a callback without an overall answer is rated by its topics.",
        )

    def has_topics(self) -> bool:
        """Tell whether anything but satisfaction overall was asked in this period."""
        rows = self.results.figures_of("satisfaction_dimension", "current")
        return any(row["value"] is not None and row["group"].get("dimension") != OVERALL for row in rows)

    def headline_of(self, measure: str, comparison: str = "current") -> Figure | None:
        """Return one headline figure, or nothing where the report has none."""
        rows = self.results.figures_of("headline", comparison)
        return next((row for row in rows if row["measure"] == measure), None)

    def _satisfaction_message(self) -> str:
        now = self.headline_of("satisfaction_rate")
        if now is None or now["value"] is None:
            return self._t("本期没有满意度回答。", "No answers about satisfaction in this period.")
        figure = self._shown(now)
        parts = [
            self._t(
                f"满意率 {figure['amount']}（{figure['counts']}）",
                f"Satisfied: {figure['amount']} ({figure['counts']})",
            )
        ]
        for comparison, zh, en in (
            ("previous", "上期", "the period before"),
            ("year_before", "去年同期", "a year before"),
        ):
            then = self.headline_of("satisfaction_rate", comparison)
            if then and then["signal"] == "fall":
                parts.append(self._t(f"比{zh}明显下降", f"clearly lower than {en}"))
            elif then and then["signal"] == "rise":
                parts.append(self._t(f"比{zh}明显上升", f"clearly higher than {en}"))
        since = self.lower_since()
        if since:
            parts.append(
                self._t(
                    f"{self.since_words(since)}低于以往各月", f"{self.since_words(since)} below every earlier month"
                )
            )
        if now["target"] is not None and now["status"] != "met":
            parts.append(self._t(f"低于目标 {figure['goal']}", f"below the target of {figure['goal']}"))
        return ("，" if self.language != "en" else ", ").join(parts)

    def lower_since(self) -> str | None:
        """Return the month from which satisfaction stayed below every earlier month; None where that says nothing.

        It is asked only when the current figure is clearly below a year before and not clearly below the period before:
        then a reader sees a fall and not its beginning. Months without answers are left out.
        """
        signals = {
            name: {
                row["signal"]
                for row in self.results.figures_of("headline", name)
                if row["measure"] == "satisfaction_rate"
            }
            for name in ("previous", "year_before")
        }
        if "fall" not in signals["year_before"] or "fall" in signals["previous"]:
            return None
        months = sorted(
            (row["period"], row["value"])
            for row in self.results.figures_of("satisfaction_trend", "trend")
            if row["measure"] == "satisfaction_rate" and row["value"] is not None and MONTH.fullmatch(row["period"])
        )
        shortest, longest = LATEST_MONTHS
        for run in range(min(longest, len(months) - EARLIER_MONTHS), shortest - 1, -1):
            earlier, latest = months[:-run], months[-run:]
            if max(value for _, value in latest) < min(value for _, value in earlier):
                return str(latest[0][0])
        return None

    def since_words(self, period: str) -> str:
        """Return from when on, in words."""
        words = labels.period(period, self.language)
        return self._t(f"自{words}起", f"since {words}")

    def _series(self, measure: str, rows: Mapping[str, Figure], periods: Sequence[str]) -> charts.Series:
        unit = self._unit(measure)
        ordered = [rows.get(period) for period in periods]
        shown = [self._shown(row) if row else None for row in ordered]
        filled = [row for row in shown if row and row["value"] is not None]
        target = next((row["target"] for row in filled if row["target"] is not None), None)
        return charts.Series(
            name=self._t(f"{self._measure(measure)}（带 95% 区间）", f"{self._measure(measure)} with 95% interval"),
            values=[row["value"] if row else None for row in shown],
            lows=[row["low"] if row else None for row in shown],
            highs=[row["high"] if row else None for row in shown],
            hovers=[
                f"{period}\n{row['amount']}  {row['counts']}\n{row['interval_words']}" if row else period
                for period, row in zip(periods, shown, strict=True)
            ],
            last_label=self._last_label(filled[-1]) if filled else "",
            target=target,
            target_label=self._t(f"目标 {labels.goal(target, unit)}", f"Target {labels.goal(target, unit)}"),
            is_ratio=unit == "ratio",
        )

    def _last_label(self, row: Figure) -> str:
        """Return the last value of a trend; its month stands with it where the report tells another period."""
        if row["period"] == self.results.meta["period"]:
            return str(row["amount"])
        return f"{labels.tick(row['period'], self.language).split(chr(10))[0]} {row['amount']}"
