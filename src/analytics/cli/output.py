"""What the command line writes: tables for people, CSV and JSON for programs, paragraphs, progress on a terminal."""

from __future__ import annotations

import csv
import io
import json
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal

from analytics.language import Language, Text

Format = Literal["table", "csv", "json"]
FORMATS: tuple[Format, ...] = ("table", "csv", "json")
Row = Mapping[str, Any]
_GAP = "  "
_CLEAR_LINE = "\r\x1b[K"


def use_utf8() -> None:
    """Write UTF-8 wherever the output goes: ledgers are Chinese, and some terminals and pipes say otherwise."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def say(text: str) -> None:
    """Write a line to standard output."""
    clear()
    print(text)


def complain(text: Text, language: Language) -> None:
    """Write one paragraph to standard error."""
    clear()
    print(" ".join(text.in_language(language).split("\n")), file=sys.stderr)


def show_progress(text: str) -> None:
    """Show what is being done, on a terminal only; the next line written takes its place."""
    if sys.stderr.isatty():
        print(f"{_CLEAR_LINE}{text}", end="", file=sys.stderr, flush=True)


def is_dialogue() -> bool:
    """Tell whether a person sits at both ends, who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def clear() -> None:
    """Take the progress off the terminal."""
    if sys.stderr.isatty():
        print(_CLEAR_LINE, end="", file=sys.stderr, flush=True)


def write(columns: Sequence[str], rows: Iterable[Row], form: Format) -> None:
    """Write rows in one of the forms; the machine's forms hold nothing else and round nothing."""
    clear()
    if form == "csv":
        lines = csv.writer(sys.stdout, lineterminator="\n")
        lines.writerow(columns)
        lines.writerows([written(row[column]) for column in columns] for row in rows)
    elif form == "json":
        listed = [{column: _native(row[column]) for column in columns} for row in rows]
        print(json.dumps(listed, ensure_ascii=False, indent=1, default=str, allow_nan=False))
    else:
        write_table(columns, [[written(row[column]) for column in columns] for row in rows])


def write_table(heads: Sequence[str], rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Write a table for people, columns aligned; those whose number is in *right* to the right."""
    widths = [max([_width(head), *(_width(row[place]) for row in rows)]) for place, head in enumerate(heads)]
    for row in (heads, ["-" * width for width in widths], *rows):
        cells = [
            " " * (width - _width(cell)) + cell if place in right else cell + " " * (width - _width(cell))
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print(_GAP.join(cells).rstrip())


def written(value: Any) -> str:
    """Return a value as it stands in a table or a csv; empty for none."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def _native(value: Any) -> Any:
    if isinstance(value, float):
        return value if abs(value) != float("inf") and value == value else None
    return written(value) if isinstance(value, date) else value


def _width(text: str) -> int:
    """Return the columns of a terminal that *text* takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
