"""The sheet of what is overdue."""

from __future__ import annotations

from analytics.report.workbook.edition import Edition, day
from analytics.report.workbook.sheet import Column, Row, Sheet


def overdue(edition: Edition) -> Sheet:
    """Return the obligations past their due day and not fulfilled, the longest first; without persons' data."""
    say = edition.say
    entries = edition.listed("overdue")
    parties = [role for role in edition.results.labels.get("party", {}) if any(role in entry for entry in entries)]
    rows = [
        Row(
            {
                "case_id": entry["case_id"],
                "rule": edition.label("rule", entry["rule"]),
                "role": edition.label("role", entry["role"]) if entry["role"] else "",
                "contact_role": edition.label("contact_role", entry["contact_role"])
                if entry.get("contact_role")
                else "",
                "opens": day(entry["opens"]),
                "due": day(entry["due"]),
                "days_overdue": entry["days_overdue"],
                "bucket": edition.label("bucket", entry["bucket"]),
                "attempts": entry["attempts"],
                "category": edition.label("category", entry["category"]) if entry["category"] else "",
                "area": entry["area"] or "",
                **{role: entry.get(role) or "" for role in parties},
            }
        )
        for entry in entries
    ]
    by_role = any(entry["role"] for entry in entries)
    by_contact = any(entry.get("contact_role") for entry in entries)
    return Sheet(
        code="overdue",
        name=say("逾期清单", "Overdue"),
        title=say(f"逾期未访清单（{len(rows)} 项）", f"Overdue callbacks ({len(rows)})"),
        notes=(
            edition.scope(),
            say(
                "应访日已过、截至统计日仍未接通的应访项，逾期最久的在前。不含客户姓名、电话与地址，凭编号在台账中查找。",
                "Obligations past their due day and not fulfilled as of the day, the longest first. No persons' data: look up"
                " the number in the ledger.",
            ),
            edition.source,
        ),
        columns=(
            Column("case_id", say("编号", "Case"), narrowest=14, longest=24),
            Column("rule", say("规则", "Rule"), narrowest=14, longest=26, grow=1),
            *([Column("role", say("回访角色", "Role"), narrowest=10, longest=16)] if by_role else []),
            *([Column("contact_role", say("受访角色", "To reach"), narrowest=10, longest=16)] if by_contact else []),
            Column("opens", say("应访起", "Opens"), "day", 11.5),
            Column("due", say("应访止", "Due"), "day", 11.5),
            Column("days_overdue", say("逾期天数", "Days overdue"), "count", 9),
            Column("bucket", say("状态", "State"), narrowest=10),
            Column("attempts", say("已拨次数", "Attempts"), "count", 9),
            Column("category", say("类别", "Category"), narrowest=10, longest=18),
            Column("area", say("区域", "Area"), narrowest=8, longest=18),
            *(Column(role, edition.label("party", role), narrowest=9, longest=18) for role in parties),
        ),
        rows=rows,
        empty=say("截至统计日没有逾期未访的应访项。", "Nothing is overdue as of the day."),
        landscape=True,
        filtered=True,
    )
