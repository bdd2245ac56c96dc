"""Write the sample ledgers of the decoration company: ``python data/generator/decoration.py --out data/ledgers/jingyi``.

The same seed writes the same files. Beside the generator it renews ``dirt.toml``, the list of every mistake in them.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from company import STORY, generate
from files import save
from office import (
    CHECK_OF_MISTAKE,
    SET_ASIDE,
    TABLE_OF_SHEET,
    Ledger,
    Mistake,
    distinct_records,
    ledgers,
    rows_read,
)


def write(out: Path, dirt: Path, seed: int) -> int:
    """Write every ledger into *out* and the list of mistakes to *dirt*; return the number of files."""
    history = generate(seed)
    bound, mistakes = ledgers(history, seed)
    out.mkdir(parents=True, exist_ok=True)
    kept = {save(ledger, out) for ledger in bound}
    for stale in set(out.iterdir()) - kept:
        if stale.suffix in (".xlsx", ".xls", ".csv"):
            stale.unlink()
    dirt.write_text(dirt_list(bound, mistakes, distinct_records(history, mistakes)), encoding="utf-8")
    return len(bound)


def dirt_list(bound: Sequence[Ledger], mistakes: Sequence[Mistake], records: dict[str, int]) -> str:
    """Return every mistake with its place, and the counts that a load of all ledgers must come to, as TOML."""
    kinds = Counter(mistake.kind for mistake in mistakes)
    aside = Counter((mistake.file, mistake.sheet) for mistake in mistakes if mistake.kind in SET_ASIDE)
    sheets = [(ledger, sheet) for ledger in bound for sheet in ledger.sheets]
    lines = [
        "# Every mistake planted in the sample ledgers, and what a load of all of them must come to.",
        "# Written by decoration.py; row is the row number that the spreadsheet shows.",
        "# check is the finding that names it; bad_date, missing_id, unknown_outcome and unknown_level set the row aside.",
        "",
        "[totals]",
        f"files = {len(bound)}",
        f"read = {sum(rows_read(sheet) for _, sheet in sheets)}",
        f"set_aside = {sum(aside.values())}",
        *(f"distinct_{table} = {count}" for table, count in records.items()),
        "",
        "[kinds]",
        *(f"{kind} = {kinds[kind]}" for kind in CHECK_OF_MISTAKE),
    ]
    for mistake in mistakes:
        lines += [
            "",
            "[[mistake]]",
            f'file = "{mistake.file}"',
            f'sheet = "{mistake.sheet}"',
            f'table = "{mistake.table}"',
            f"row = {mistake.row}",
            f'column = "{mistake.column}"',
            f'kind = "{mistake.kind}"',
            f'check = "{CHECK_OF_MISTAKE[mistake.kind]}"',
            f'value = "{mistake.value}"',
            f'record = "{mistake.record_id}"',
        ]
    lines += ["", "# The rows of every sheet: loaded + unchanged + set aside."]
    for ledger, sheet in sheets:
        name = ledger.sheet_name(sheet)
        lines += [
            "",
            "[[sheet]]",
            f'file = "{ledger.file}"',
            f'sheet = "{name}"',
            f'table = "{TABLE_OF_SHEET[sheet.name]}"',
            f"read = {rows_read(sheet)}",
            f"set_aside = {aside[ledger.file, name]}",
        ]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of the ledgers")
    parser.add_argument(
        "--dirt", type=Path, default=Path(__file__).parent / "dirt.toml", help="where the mistakes are listed"
    )
    parser.add_argument("--seed", type=int, default=STORY["seed"])
    chosen = parser.parse_args(arguments)
    count = write(chosen.out, chosen.dirt, chosen.seed)
    sys.stdout.write(f"{chosen.out}: {count} files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
