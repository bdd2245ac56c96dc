"""A long text file is read by another process as it would be by this one, and that process outlives nobody."""

from __future__ import annotations

import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import InputError, RunError
from analytics.ledger import beside, read
from analytics.ledger.beside import read_beside
from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.rows import SheetRows

ROWS = 60_000  # three parts
PROFILE = ReadingProfile.build()


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started; files of any length are long."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(beside, "Popen", start)
    monkeypatch.setattr(read, "LONG_TEXT_BYTES", 1000)
    return processes


def callbacks(folder: Path, last: str = "") -> Path:
    """Write callbacks of as many days; every thousandth has no outcome that is known."""
    rows = (
        f"K{number},工程{number % 700},2026-03-{number % 28 + 1:02d},{'接通' if number % 1000 else '说不清'}\n"
        for number in range(1, ROWS + 1)
    )
    path = folder / "回访.csv"
    path.write_text("回访编号,工程编号,回访日期,回访结果\n" + "".join(rows) + last, "gb18030")
    return path


def parts_of(path: Path) -> Generator[SheetRows]:
    return read_beside(parse_file(path, PROFILE).sheets)


def test_the_parts_of_a_long_file_are_those_that_this_process_would_read(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    path = callbacks(tmp_path)
    parts = list(parts_of(path))
    assert parts == list(parse_file(path, PROFILE).sheets)
    assert [len(part.rows) for part in parts] == [24_975, 24_975, 9_990]
    assert sum(part.read_count for part in parts) == ROWS
    assert [process.returncode is not None for process in started] == [True]


def test_the_sheets_of_a_short_file_are_at_hand(
    tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "LONG_TEXT_BYTES", 100_000_000)
    [sheet] = parts_of(callbacks(tmp_path))
    assert sheet.read_count == ROWS
    assert started == []


def test_a_file_that_is_damaged_further_down_is_refused_with_the_same_words(tmp_path: Path) -> None:
    path = callbacks(tmp_path, '"K0"0,工程1,2026-03-01,接通\n')
    told = []
    for sheets in (parse_file(path, PROFILE).sheets, parts_of(path)):
        with pytest.raises(InputError) as fault:
            list(sheets)
        told.append(fault.value.text)
    assert told[0] == told[1]


def test_a_process_that_is_ended_is_told_and_nothing_more_comes(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    parts = parts_of(callbacks(tmp_path))
    next(parts)
    started[0].kill()
    with pytest.raises(RunError, match="读取文件的进程中途结束（退出码 -9），这个文件没有加载"):
        list(parts)


def test_nothing_is_left_running_when_no_more_parts_are_asked_for(
    tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    parts = parts_of(callbacks(tmp_path))
    next(parts)
    assert started[0].poll() is None
    parts.close()
    assert started[0].returncode is not None
