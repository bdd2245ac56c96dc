"""What becomes of each of other people's hardest files: read, or refused and why, and how long it took.

``python tests/datasets/torture_table.py`` prints the table.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import InputError
from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.read import read_file

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "datasets"
ABSENT = "the folder ../shared/datasets of other people's files is not beside this checkout"


@dataclass(frozen=True)
class Line:
    """One file: its sheets as name × rows × columns, the ledger rows and findings in it, or the paragraph of its refusal."""

    file: str
    seconds: float
    sheets: str
    ledgers: str
    refused: str


def files(folder: Path = FOLDER) -> list[Path]:
    """Return all torture files in order."""
    return sorted(path for path in folder.glob("torture_*/**/*") if path.is_file() and path.name != "SOURCE.txt")


def lines(paths: Iterable[Path]) -> Iterator[Line]:
    """Read each file as the workbench would, and as mere cells."""
    profile = ReadingProfile.build()
    for path in paths:
        name = path.relative_to(FOLDER).as_posix() if path.is_relative_to(FOLDER) else path.name
        start = time.perf_counter()
        try:
            file = parse_file(path, profile)
            sheets = list(file.sheets)
            seconds = time.perf_counter() - start
            shapes = [
                f"{grid.place} {len(grid.rows)}×{len(grid.rows[0])}" for grid in read_file(path).grids if grid.rows
            ]
        except InputError as fault:
            yield Line(name, time.perf_counter() - start, "", "", fault.text.en)
            continue
        ledgers = [f"{sheet.sheet}: {sheet.table} {len(sheet.rows)}+{len(sheet.set_aside)}" for sheet in sheets]
        yield Line(name, seconds, "; ".join(shapes), "; ".join(ledgers), "")


def main() -> int:
    """Print the table, and a count of what was read and refused."""
    if not FOLDER.is_dir():
        print(ABSENT)
        return 0
    told = list(lines(files()))
    for line in told:
        what = (
            f"refused: {line.refused}"
            if line.refused
            else f"read {line.sheets[:150]}" + (f" | {line.ledgers}" if line.ledgers else "")
        )
        print(f"{line.file:70} {line.seconds:6.2f} s  {what}")
    refused = sum(bool(line.refused) for line in told)
    print(
        f"{len(told)} files: {len(told) - refused} read, {refused} refused, slowest {max(line.seconds for line in told):.1f} s"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
