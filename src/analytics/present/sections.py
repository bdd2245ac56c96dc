"""The sections of a report: results in, a titled fragment of a page out, with a chart where one says more.

Every title states what the figures say, and every ratio stands beside its counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analytics.findings import CHECKS
from analytics.language import Text
from analytics.present import charts, labels
from analytics.present.inspections import InspectionView
from analytics.present.lacks import lacks_in_words
from analytics.present.observations import ObservationView
from analytics.present.view import METADATA_KEY, PLOTLY_MIME, Figure, Section, Sections, are_kin, style_sheet

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
OVERDUE_FIRST = 15
SET_ASIDE_SHOWN = 100
PARTIES_SHOWN = 30
COUNTED_BUCKETS = ("on_time", "late", "refused", "unreached", "missed", "pending", "excluded")


class ReportView(InspectionView, ObservationView):
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

    @property
    def _is_compared_once(self) -> bool:
        """Tell whether the period before is the one a year before, as it is of a year."""
        meta = self.results.meta
        return bool(meta.get("previous_period")) and meta["previous_period"] == meta.get("year_before_period")

    def headline(self) -> Section:
        """Show every measure with counts, interval, target and what changed; name those with nothing to count."""
        compared = {
            name: {row["measure"]: row for row in self.results.figures_of("headline", name)}
            for name in (("previous",) if self._is_compared_once else ("previous", "year_before"))
        }
        tiles = []
        silent = []
        for row in self.results.figures_of("headline", "current"):
            changes = [(name, compared[name].get(row["measure"])) for name in compared]
            if not any(figure["denominator"] for figure in (row, *(other for _, other in changes if other))):
                silent.append(self._measure(row["measure"]))
                continue
            tiles.append({**self._shown(row), "name": self._measure(row["measure"]), "changes": changes})
        title = self._name("section", "headline")
        return self._section(
            "headline",
            title,
            tiles=_once(tiles),
            silent=self._t("、", ", ").join(silent),
            is_compared_once=self._is_compared_once,
            message=self._targets_message(tiles),
        )

    def _targets_message(self, tiles: Sequence[Mapping[str, Any]]) -> str:
        judged = [row for row in tiles if row["status"]]
        if not judged:
            return ""
        if len(judged) == 1:
            name, (_, status) = judged[0]["name"], judged[0]["status_words"]
            return self._t(
                f"有目标的指标只有{name}，{status}。", f"Only {name.lower()} has a target: {status.lower()}."
            )
        numbers = {status: sum(1 for row in judged if row["status"] == status) for status in ("missed", "near", "met")}
        zh = "，".join(f"{n} 项{labels.STATUS[status][1].in_language('zh')}" for status, n in numbers.items() if n)
        en = ", ".join(
            f"{n} {labels.STATUS[status][1].in_language('en').lower()}" for status, n in numbers.items() if n
        )
        return self._t(f"{len(judged)} 项有目标的指标中，{zh}。", f"Of {len(judged)} figures with a target: {en}.")

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
            looks={row["flag"] for row in rows[:PARTIES_SHOWN]},
            message=message,
            beyond=max(0, len(rows) - PARTIES_SHOWN),
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
        remarks = []
        waiting = sum(row["open"] for row in sheets)
        if waiting < total["set_aside"]:
            remarks.append(
                self._t(
                    f"搁置的行中现在还有 {waiting} 行待改。",
                    f"Of the rows set aside {waiting} are still to be corrected.",
                )
            )
        printed, wrong = (sum(row.get(column, 0) for row in sheets) for column in ("totals", "totals_wrong"))
        if printed:
            remarks.append(
                self._t(
                    f"台账上印有合计 {printed} 处，与读到的行数相符 {printed - wrong} 处。",
                    f"Of {printed} totals printed on the ledgers {printed - wrong} agree with the rows read.",
                )
            )
        if keyed := sum(row.get("keyed", 0) for row in sheets):
            remarks.append(
                self._t(
                    f"{keyed} 行没有编号，按对象、时间、人员等单元格识别。",
                    f"{keyed} rows have no id and are known by their cells: case, time, person.",
                )
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
            remarks=self._t("", " ").join(remarks),
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
        if name not in self.results.meta.get("sections", STANDARD):
            return Sections()
        if name == "complaints":
            return self.parties()
        if name == "dimensions" and not self.has_topics():
            return Sections()
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
            return self._t("本期没有到期的应访项", "Nothing was due in this period")
        text = self._t(
            f"{self._measure(row['measure'])} {figure['amount']}（{figure['counts']}）",
            f"{self._measure(row['measure'])} {figure['amount']} ({figure['counts']})",
        )
        if row["target"] is None:
            return text
        status = figure["status_words"][1] if figure["status_words"] else ""
        return self._t(f"{text}，目标 {figure['goal']}，{status}", f"{text}, target {figure['goal']}: {status.lower()}")

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

    def _where(self, row: Mapping[str, Any]) -> str:
        parts = [row.get("example_file") or "", row.get("example_sheet") or ""]
        if row.get("example_row"):
            parts.append(self._t(f"第 {row['example_row']} 行", f"row {row['example_row']}"))
        if row.get("column"):
            parts.append(self._t(f"“{row['column']}”列", f'column "{row["column"]}"'))
        return self._t("，", ", ").join(part for part in parts if part)


def _sum(sheets: Sequence[Mapping[str, Any]], column: str, kind: str) -> int:
    return sum(row[column] for row in sheets if row["table"] == kind)


class _All:
    """Stands for a dimension that a total row does not have; an empty value of the ledger is another thing."""


_ALL = _All()


def _once(tiles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tiles with one for measures of one kin whose figures are the same in every period, under all names."""
    shown: list[dict[str, Any]] = []
    for tile in tiles:
        same = next((other for other in shown if _are_one(other, tile)), None)
        if same:
            same["name"] = f"{same['name']} · {tile['name']}"
        else:
            shown.append(dict(tile))
    return shown


def _are_one(tile: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return are_kin(tile["measure"], other["measure"]) and _said_by(tile) == _said_by(other)


def _said_by(tile: Mapping[str, Any]) -> tuple[Any, ...]:
    figures = [tile, *(figure for _, figure in tile["changes"])]
    return (
        tile["target"],
        *(figure and (figure["numerator"], figure["denominator"], figure["signal"]) for figure in figures),
    )
