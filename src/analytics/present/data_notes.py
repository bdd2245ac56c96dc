"""The section about the data: what was read of every ledger, what was set aside, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.findings import CHECKS
from analytics.present import labels
from analytics.present.lacks import lacks_in_words
from analytics.present.view import Section, View

SET_ASIDE_SHOWN = 100


class DataNotesView(View):
    """What the figures rest on."""

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

    def _where(self, row: Mapping[str, Any]) -> str:
        parts = [row.get("example_file") or "", row.get("example_sheet") or ""]
        if row.get("example_row"):
            parts.append(self._t(f"第 {row['example_row']} 行", f"row {row['example_row']}"))
        if row.get("column"):
            parts.append(self._t(f"“{row['column']}”列", f'column "{row["column"]}"'))
        return self._t("，", ", ").join(part for part in parts if part)


def _sum(sheets: Sequence[Mapping[str, Any]], column: str, kind: str) -> int:
    return sum(row[column] for row in sheets if row["table"] == kind)
