"""Tables as text: the literals of a spec test, and the four CSV files of a canonical ledger."""

from __future__ import annotations

import csv
from pathlib import Path

Row = dict[str, str | None]
Ledger = dict[str, list[Row]]

PROBLEM_TIMES = ("raised_at", "reported_at", "notified_at", "agreed_at", "answered_at", "resolved_at")
COLUMNS: dict[str, tuple[str, ...]] = {
    "cases": (
        *("case_id", "category", "tier", "client", "area", "urgency", "outcome", "excluded_on", "exclusion_reason"),
        *("event.start", "event.planned_end", "event.end", "event.warranty_end", "event.warranty_done"),
        *("event.feedback_form", "party.designer", "party.inspector", "party.crew"),
    ),
    "callbacks": (
        *("callback_id", "case_id", "at", "channel", "purpose", "caller", "caller_role", "contact_role", "outcome"),
        *("reason", "agreed_at", "satisfaction", "comment", "duration_s"),
    ),
    "problems": (
        *("problem_id", "case_id", "callback_id", "kind", "component", "cause", "severity"),
        *("party_role", "party"),
        *(*PROBLEM_TIMES, "verified", "measure", "text"),
    ),
    "staff": ("name", "role", "department", "from", "to"),
}


def rows(text: str) -> list[Row]:
    """Read a table whose cells are parted by ``|``: the first line names the columns, an empty cell is None.

    A line with more or fewer cells than there are columns is refused; a ``|`` within a cell cannot be written.
    """
    lines = [[cell.strip() for cell in line.split("|")] for line in text.splitlines() if line.strip()]
    if not lines:
        return []
    header, *body = lines
    for line in body:
        if len(line) != len(header):
            raise ValueError(f"table: expected {len(header)} cells ({' | '.join(header)}), got {' | '.join(line)}")
    return [dict(zip(header, (cell or None for cell in line), strict=True)) for line in body]


def ledger(cases: str = "", callbacks: str = "", problems: str = "", staff: str = "") -> Ledger:
    """Read a canonical ledger from table literals; the columns that a literal leaves out are unknown (None).

    Of callbacks that name none, the channel is phone, the outcome reached and the id K1, K2 ... in order;
    of problems the kind is complaint and the id P1, P2 ...
    """
    made: Ledger = {}
    for table, text in {"cases": cases, "callbacks": callbacks, "problems": problems, "staff": staff}.items():
        made[table] = []
        for number, row in enumerate(rows(text), start=1):
            usual: Row = dict.fromkeys(COLUMNS[table])
            if table == "callbacks":
                usual |= {"callback_id": f"K{number}", "channel": "phone", "outcome": "reached"}
            elif table == "problems":
                usual |= {"problem_id": f"P{number}", "kind": "complaint"}
            made[table].append(usual | row)
    return made


def write_canonical(ledger: Ledger, folder: Path) -> list[Path]:
    """Write a ledger as cases.csv, callbacks.csv, problems.csv and staff.csv and return their paths.

    A table without rows still has its header; None is an empty cell.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for table, usual in COLUMNS.items():
        body = ledger.get(table, [])
        columns = list(dict.fromkeys([*usual, *(column for row in body for column in row)]))
        path = folder / f"{table}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(body)
        written.append(path)
    return written
