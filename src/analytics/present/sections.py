"""The sections of a report: results in, a titled fragment of a page out, with a chart where one says more.

Every title states what the figures say, and every ratio stands beside its counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.findings import CHECKS
from analytics.language import Text
from analytics.present import charts, labels
from analytics.present.cases import CaseView
from analytics.present.inspections import InspectionView
from analytics.present.lacks import lacks_in_words
from analytics.present.view import METADATA_KEY, PLOTLY_MIME, Figure, Section, Sections, style_sheet

__all__ = ["METADATA_KEY", "PLOTLY_MIME", "ReportView", "Section", "Sections", "style_sheet"]

STANDARD = (
    "headline",
    "coverage",
    "rules",
    "complaints",
    "callers",
    "satisfaction",
    "dimensions",
    "problems",
    "overdue",
    "spot_checks",
)
"""The sections of results that do not say which they have."""

OVERDUE_SHOWN = 50
SET_ASIDE_SHOWN = 100
PARTIES_SHOWN = 30
OVERALL = "overall"
EARLIER_MONTHS = 6
LATEST_MONTHS = (2, 12)
MONTH = re.compile(r"\d{4}-\d{2}")
COUNTED_BUCKETS = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")


class ReportView(CaseView, InspectionView):
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
            "header", self._words(kind), style=style_sheet(), meta=meta, compared=bool(self.results.figures)
        )

    def observations(self) -> Section:
        """Say in plain sentences what a manager should know first."""
        said = [self._sentence(row) for row in self.results.lists.get("observations", [])]
        return self._section("observations", self._t("要点", "Key points"), sentences=said)

    def headline(self) -> Section:
        """Show every measure with counts, interval, target and what changed; name those with nothing to count."""
        compared = {
            name: {row["measure"]: row for row in self.results.figures_of("headline", name)}
            for name in ("previous", "year_before")
        }
        tiles = []
        silent = []
        for row in self.results.figures_of("headline", "current"):
            changes = [(name, compared[name].get(row["measure"])) for name in compared]
            if not any(figure["denominator"] for figure in (row, *(other for _, other in changes if other))):
                silent.append(self._measure(row["measure"]))
                continue
            tiles.append({**self._shown(row), "name": self._measure(row["measure"]), "changes": changes})
        missed = sum(1 for row in tiles if row["status"] == "missed")
        with_target = sum(1 for row in tiles if row["status"])
        title = self._name("section", "headline")
        message = ""
        if with_target:
            message = self._t(
                f"{with_target} 项有目标的指标中，{missed} 项未达标。"
                if missed
                else f"{with_target} 项有目标的指标全部达标或接近目标。",
                f"{missed} of {with_target} figures with a target miss it."
                if missed
                else f"All {with_target} figures with a target meet it or are near.",
            )
        return self._section("headline", title, tiles=tiles, silent=self._t("、", ", ").join(silent), message=message)

    def coverage(self) -> Section:
        """Show coverage by caller role and category, with totals that are Σ/Σ."""
        section = "coverage_role_category"
        cells = {self._place(row): row for row in self.results.figures_of(section)}
        roles = list(dict.fromkeys(role for role, _ in cells if role is not _ALL))
        categories = list(dict.fromkeys(category for _, category in cells if category is not _ALL))
        rows = [
            {
                "name": self._t("合计", "All roles") if role is _ALL else self._name("role", role),
                "total": role is _ALL,
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
            self._against_target(whole)
            if whole
            else self._t("本期没有到期的应访项。", "Nothing was due in this period.")
        )
        title = self._name("section", "coverage_role_category")
        return self._section("coverage", title, rows=rows, columns=columns, message=message)

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
        # Of a rule that asks for a share only, nobody in particular was missed.
        whole = [row for row in buckets if not row.get("is_share")]
        missed = max(whole, key=lambda row: row["missed"], default=None)
        message = self._t("本期没有到期的应访项。", "Nothing was due in this period.")
        if missed is not None and missed["missed"]:
            rule = self._name("rule", missed["rule"])
            message = self._t(
                f"漏访最多的是“{rule}”：{missed['obligations']} 项应访中 {missed['missed']} 项漏访",
                f'Most often missed: "{rule}", {missed["missed"]} of {missed["obligations"]} obligations missed',
            )
        elif missed is None and buckets:
            message = self._t(
                "各规定只要求回访一部分对象，是否足够见各自的回访率",
                "Every rule asks for a share of its cases; its rate says whether that is enough",
            )
        elif missed is not None:
            message = self._t("每一项到期的应访都有过拨访", "Every obligation that fell due was attempted")
        chart = None
        if rows:
            chart = charts.states(
                message,
                [row["name"] for row in rows],
                [
                    (bucket, names[place], [row["counts"][place] for row in rows])
                    for place, bucket in enumerate(COUNTED_BUCKETS)
                ],
                [self._beside(row["coverage"]) for row in rows],
            )
        colours = [charts.BUCKET_COLOURS[bucket] for bucket in COUNTED_BUCKETS]
        legend = [entry for entry in zip(names, colours, total, strict=True) if entry[2]]
        return self._section(
            "rules", title, chart=chart, rows=rows, buckets=names, total=total, legend=legend, message=message
        )

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
            marks = [
                charts.Mark(
                    name=row["name"],
                    value=row["value"],
                    low=row["low"],
                    high=row["high"],
                    label=self._beside(row),
                    hover=f"{row['name']}\n{row['amount']}  {row['counts']}\n{row['interval_words']}",
                    look=row["flag"],
                )
                for row in rows[:PARTIES_SHOWN]
            ]
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
            message=message,
            beyond=max(0, len(rows) - PARTIES_SHOWN),
        )

    def callers(self) -> Section:
        """Show each caller's reach rate beside the period before."""
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
        absent = [str(row["name"]) for row in rows if row["absent"]]
        message = self._t("每位回访人本期都有回访。", "Every caller made callbacks in this period.")
        if absent:
            names = labels.listed(absent, self.language)
            message = self._t(f"{names} 本期没有回访记录。", f"No callback in this period by {names}.")
        if not rows:
            message = self._t("台账没有登记回访人。", "The ledgers name no callers.")
        return self._section("callers", self._name("section", "callers"), rows=rows, message=message)

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
            since = self._lower_since()
            chart = charts.trend(
                message,
                [labels.tick(period, self.language) for period in periods],
                [self._series(measure, rows, periods) for measure, rows in answered.items()],
                since=(periods.index(since), self._since_words(since)) if since else None,
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
        marks = [
            charts.Mark(
                name=row["name"],
                value=row["value"],
                low=row["low"],
                high=row["high"],
                label=self._beside(row),
                hover=f"{row['name']}\n{row['amount']}  {row['counts']}\n{row['interval_words']}",
            )
            for row in rows
        ]
        target = rows[0]["target"]
        reference = self._t(f"目标 {labels.goal(target, 'ratio')}", f"Target {labels.goal(target, 'ratio')}")
        chart = charts.intervals(message, marks, reference=target, reference_label=reference)
        return self._section("dimensions", title, chart=chart, rows=rows, message=message)

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
                f"{len(rows)} 项应访已过期仍未接通，最久的已逾期 {rows[0]['days_overdue']} 天。",
                f"{len(rows)} obligations are overdue and not reached, the oldest by {rows[0]['days_overdue']} days.",
            )
        title = self._t("逾期清单", "Overdue")
        return self._section("overdue", title, rows=shown, rest=len(rows) - len(shown), message=message)

    def data_notes(self) -> Section:
        """Say what was read, what was set aside and what to do about it."""
        lists = self.results.lists
        sheets = lists.get("data_notes", [])
        columns = ("read", "loaded", "unchanged", "set_aside")
        total = {column: sum(row[column] for row in sheets) for column in columns}
        message = self._t(
            f"读入 {total['read']} 行 = 加载 {total['loaded']} + 未变 {total['unchanged']} + 搁置 {total['set_aside']}。",
            f"{total['read']} rows read = {total['loaded']} loaded + {total['unchanged']} unchanged + "
            f"{total['set_aside']} set aside.",
        )
        printed, wrong = (sum(row.get(column, 0) for row in sheets) for column in ("totals", "totals_wrong"))
        if printed:
            message += self._t(
                f"台账上印有合计 {printed} 处，与读到的行数相符 {printed - wrong} 处。",
                f" Of {printed} totals printed on the ledgers {printed - wrong} agree with the rows read.",
            )
        if keyed := sum(row.get("keyed", 0) for row in sheets):
            message += self._t(
                f"其中 {keyed} 行没有编号，按对象、时间、人员等单元格识别。",
                f" {keyed} rows have no id and are known by their cells: case, time, person.",
            )
        kinds = {
            "cases": self._t("应访对象", "Cases"),
            "callbacks": self._t("回访记录", "Callbacks"),
            "problems": self._t("问题件", "Problem items"),
            "staff": self._t("人员", "Staff"),
        }
        ledgers = [
            {"name": kinds.get(kind, kind), **{column: _sum(sheets, column, kind) for column in columns}}
            for kind in dict.fromkeys(row["table"] for row in sheets)
        ]
        files = len({row["file"] for row in sheets})
        grouped = []
        for row in lists.get("findings", []):
            check = CHECKS.get(row["check"])
            remedy = check.remedy.in_language(self.language).format(detail="…") if check else ""
            name = check.title.in_language(self.language) if check else self._name("check", row["check"])
            grouped.append({**row, "name": name, "remedy": remedy, "place": self._where(row)})
        order = {"set_aside": 0, "warning": 1, "note": 2}
        grouped.sort(key=lambda row: (order.get(row["severity"], 3), -row["count"]))
        aside = [{**row, "name": self._check(row["check"])} for row in lists.get("set_aside", [])]
        return self._section(
            "data_notes",
            self._t("数据说明", "About the data"),
            message=message,
            sheets=sheets,
            ledgers=ledgers,
            files=files,
            columns=columns,
            total=total,
            quality=self._quality(),
            findings=grouped,
            lacks=lacks_in_words(self.results.lacks, self.results.labels, self.language),
            set_aside=aside[:SET_ASIDE_SHOWN],
            set_aside_rest=max(0, len(aside) - SET_ASIDE_SHOWN),
            unknown_cases=lists.get("unknown_cases", []),
        )

    def _quality(self) -> list[dict[str, Any]]:
        """Return one table per dimension of data quality; senders only where there are any."""
        heads = {
            "sender": self._t("报送单位（其台账的行）", "Sender (rows of its ledgers)"),
            "caller": self._t("回访人（本期回访）", "Caller (callbacks of the period)"),
            "month": self._t("回访月份", "Month of the callback"),
        }
        rows = self.results.lists.get("quality", [])
        tables = []
        for by, head in heads.items():
            own = [row for row in rows if row["by"] == by]
            if by == "sender" and not any(row["name"] for row in own):
                continue
            shown = [
                {
                    "name": row["name"] or self._t("未注明", "not told"),
                    "value": labels.amount(row["value"], "ratio"),
                    "counts": labels.counts(row["numerator"], row["denominator"]),
                }
                for row in own
            ]
            if shown:
                tables.append({"head": head, "rows": shown})
        return tables

    def definitions(self) -> Section:
        """Say what every figure counts, and how intervals, status and signals are meant."""
        rows = [
            {
                "name": self._words(row["title"]),
                "numerator": self._words(row["numerator"]),
                "denominator": self._words(row["denominator"]),
                "note": self._words(row["note"]) if row.get("note") else "",
                "direction": row["direction"],
            }
            for row in self.results.definitions
        ]
        return self._section("definitions", self._t("指标定义", "Definitions"), rows=rows, meta=self.results.meta)

    def show(self, name: str) -> Sections:
        """Return one section by its name, or nothing where this report does not have it; complaints are one per role."""
        if name in ("observations", "definitions"):
            return Sections([getattr(self, name)()] if self.results.figures else [])
        if name not in self.results.meta.get("sections", STANDARD):
            return Sections()
        if name == "complaints":
            return self.parties()
        return Sections([self.case_table(name) if name in self.CASE_TABLES else getattr(self, name)()])

    def body(self) -> Sections:
        """Return what stands between the head and the data notes, in the order of the policy."""
        return self.shown_of(self.results.meta.get("sections", STANDARD))

    def case_tables(self) -> Sections:
        """Return the tables of single cases and of outcomes that the policy asks for."""
        return self.shown_of(name for name in self.results.meta.get("sections", ()) if name in self.CASE_TABLES)

    def shown_of(self, names: Iterable[str]) -> Sections:
        """Return the sections of several names."""
        return Sections(section for name in names for section in self.show(name))

    def parties(self) -> Sections:
        """Compare the parties of every role that the policy names by complaint ratio."""
        return Sections(self.complaints(name.removeprefix("complaint_")) for name in self._complaint_sections())

    def sections(self) -> list[Section]:
        """Return all sections in reading order."""
        first, last = self.show("observations"), self.show("definitions")
        return [self.header(), *first, *self.body(), self.data_notes(), *last]

    def _complaint_sections(self) -> list[str]:
        names = dict.fromkeys(row["section"] for row in self.results.figures)
        return [name for name in names if name.startswith("complaint_")]

    def _place(self, row: Figure) -> tuple[Any, Any]:
        group = row["group"]
        return (group.get("role", _ALL), group.get("category", _ALL))

    def _party_of(self, row: Figure) -> str:
        return self._person(next(iter(row["group"].values())))

    def _flag(self, row: Figure) -> str:
        if row["few"]:
            return "few"
        return "flag" if row["signal"] == "worse" else "plain"

    def _against_target(self, row: Figure) -> str:
        figure = self._shown(row)
        if row["value"] is None:
            return self._t("本期没有到期的应访项。", "Nothing was due in this period.")
        text = self._t(
            f"{self._measure(row['measure'])} {figure['amount']}（{figure['counts']}）",
            f"{self._measure(row['measure'])} {figure['amount']} ({figure['counts']})",
        )
        if row["target"] is None:
            return self._t(f"{text}。", f"{text}.")
        status = figure["status_words"][1] if figure["status_words"] else ""
        return self._t(
            f"{text}，目标 {figure['goal']}，{status}。", f"{text}, target {figure['goal']}: {status.lower()}."
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
            return self._t(f"本期没有{party}被投诉。", f"No {party.lower()} was complained of.")
        return self._t(
            f"没有{party}明显高于总体 {average}：差别都在偶然波动之内",
            f"No {party.lower()} stands out from the overall {average}: the differences are within chance",
        )

    def _satisfaction_message(self) -> str:
        now = next(
            (r for r in self.results.figures_of("headline", "current") if r["measure"] == "satisfaction_rate"), None
        )
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
            then = [r for r in self.results.figures_of("headline", comparison) if r["measure"] == "satisfaction_rate"]
            if then and then[0]["signal"] == "fall":
                parts.append(self._t(f"比{zh}明显下降", f"clearly lower than {en}"))
            elif then and then[0]["signal"] == "rise":
                parts.append(self._t(f"比{zh}明显上升", f"clearly higher than {en}"))
        since = self._lower_since()
        if since:
            parts.append(
                self._t(
                    f"{self._since_words(since)}低于以往各月", f"{self._since_words(since)} below every earlier month"
                )
            )
        if now["target"] is not None and now["status"] != "met":
            parts.append(self._t(f"低于目标 {figure['goal']}", f"below the target of {figure['goal']}"))
        return ("，" if self.language != "en" else ", ").join(parts)

    def _lower_since(self) -> str | None:
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

    def _since_words(self, period: str) -> str:
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
            last_label=filled[-1]["amount"] if filled else "",
            target=target,
            target_label=self._t(f"目标 {labels.goal(target, unit)}", f"Target {labels.goal(target, unit)}"),
            is_ratio=unit == "ratio",
        )

    def _where(self, row: Mapping[str, Any]) -> str:
        parts = [row.get("example_file") or "", row.get("example_sheet") or ""]
        if row.get("example_row"):
            parts.append(self._t(f"第 {row['example_row']} 行", f"row {row['example_row']}"))
        if row.get("column"):
            parts.append(self._t(f"“{row['column']}”列", f'column "{row["column"]}"'))
        return self._t("，", ", ").join(part for part in parts if part)

    def _sentence(self, row: Mapping[str, Any]) -> dict[str, str]:
        """Return one observation as a sentence with the mark that it carries."""
        unit = self._unit(row["measure"])
        measure = self._measure(row["measure"])
        value = labels.amount(row["value"], unit)
        number = labels.counts(row["numerator"], row["denominator"]) if unit == "ratio" else ""
        beside = self._t(f"（{number}）", f" ({number})") if number else ""
        reference = labels.amount(row["reference"], unit)
        who = self._group_words(row["group"])
        of_whom = self._t(f"{who}的", f"{who}: ") if who else ""
        if row["kind"] == "target_missed":
            goal = labels.goal(row["reference"], unit)
            text = self._t(
                f"{of_whom}{measure} {value}{beside}，未达到目标 {goal}。",
                f"{of_whom}{measure} {value}{beside} misses the target of {goal}.",
            )
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
        rose = row["direction"] in {"rise", "above"}
        then = labels.period(row["period"], self.language)
        text = self._t(
            f"{of_whom}{measure}比{then}明显{'上升' if rose else '下降'}：{value}{beside}，当时 {reference}。",
            f"{of_whom}{measure} is clearly {'above' if rose else 'below'} {then}: {value}{beside}, then {reference}.",
        )
        return {"mark": "▲" if rose else "▼", "look": "change", "text": text}

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


def _sum(sheets: Sequence[Mapping[str, Any]], column: str, kind: str) -> int:
    return sum(row[column] for row in sheets if row["table"] == kind)


class _All:
    """Stands for a dimension that a total row does not have; an empty value of the ledger is another thing."""


_ALL = _All()
