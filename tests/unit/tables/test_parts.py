"""A long text file is read by another process as it would be by this one, and that process outlives nobody."""

from __future__ import annotations

import resource
import subprocess
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from analytics.errors import InputError, RunError
from analytics.ledger import read
from analytics.ledger.parse import parse_file
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.rows import SheetRows
from analytics.tables import parts as module
from analytics.tables.load import load_file
from analytics.tables.parts import Part, parts_of
from analytics.tables.store import Store

ROWS = 60_000  # three parts
PROFILE = ReadingProfile.build()


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that are started; files of any length are long."""
    processes: list[subprocess.Popen[bytes]] = []

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        processes.append(subprocess.Popen(*arguments, **options))
        return processes[-1]

    monkeypatch.setattr(module, "Popen", start)
    monkeypatch.setattr(read, "LONG_TEXT_BYTES", 1000)
    return processes


def callbacks(folder: Path, last: str = "", rows_count: int = ROWS) -> Path:
    """Write callbacks of as many days; every thousandth has no outcome that is known."""
    rows = (
        f"K{number},工程{number % 700},2026-03-{number % 28 + 1:02d},{'接通' if number % 1000 else '说不清'}\n"
        for number in range(1, rows_count + 1)
    )
    path = folder / "回访.csv"
    path.write_text("回访编号,工程编号,回访日期,回访结果\n" + "".join(rows) + last, "gb18030")
    return path


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "workbench.duckdb") as opened:
        yield opened
        assert not list(opened.spill.glob("**/*.parquet"))


def parts(path: Path, store: Store) -> Generator[Part]:
    return parts_of(parse_file(path, PROFILE).sheets, store)


def whole(part: Part, store: Store) -> SheetRows:
    """Return the part as it was read, its cells taken from their file."""
    assert part.cells
    store.stage_cells("staged", part.cells)
    columns = {
        name: [cell for (cell,) in store.con.execute(f'select "{name}" from staged order by row_number').fetchall()]
        for name in part.columns
    }
    assert part.sheet.columns == {"callback_id": columns["callback_id"]}
    [(rows,)] = store.con.execute("select list(row_number order by row_number) from staged").fetchall()
    assert rows == part.sheet.rows
    return replace(part.sheet, columns=columns)


def test_the_parts_of_a_long_file_are_those_that_this_process_would_read(
    tmp_path: Path, store: Store, started: list[subprocess.Popen[bytes]]
) -> None:
    path = callbacks(tmp_path)
    sheets = [whole(part, store) for part in parts(path, store)]
    assert sheets == list(parse_file(path, PROFILE).sheets)
    assert [len(sheet.rows) for sheet in sheets] == [24_975, 24_975, 9_990]
    assert sum(sheet.read_count for sheet in sheets) == ROWS
    assert [process.returncode is not None for process in started] == [True]


def test_a_part_of_which_every_row_is_set_aside_has_no_cells(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "回访.csv"
    path.write_text("回访编号,工程编号,回访日期,回访结果\n" + "K1,工程1,2026-03-01,说不清\n" * 100, "gb18030")
    assert [(len(part.sheet.set_aside), part.cells) for part in parts(path, store)] == [(100, None)]


def test_the_sheets_of_a_short_file_are_at_hand(
    tmp_path: Path, store: Store, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "LONG_TEXT_BYTES", 100_000_000)
    [part] = parts(callbacks(tmp_path), store)
    assert (part.sheet.read_count, part.cells) == (ROWS, None)
    assert started == []


def test_a_file_that_is_damaged_further_down_is_refused_with_the_same_words(tmp_path: Path, store: Store) -> None:
    path = callbacks(tmp_path, '"K0"0,工程1,2026-03-01,接通\n')
    told = []
    for sheets in (parse_file(path, PROFILE).sheets, parts(path, store)):
        with pytest.raises(InputError) as fault:
            list(sheets)
        told.append(fault.value.text)
    assert told[0] == told[1]


def test_a_process_that_is_ended_is_told_and_nothing_more_comes(
    tmp_path: Path, store: Store, started: list[subprocess.Popen[bytes]]
) -> None:
    told = parts(callbacks(tmp_path), store)
    next(told)
    started[0].kill()
    with pytest.raises(RunError, match=r"回访\.csv：读取它的进程中途结束（退出码 -9），这个文件没有加载"):
        list(told)


def test_nothing_is_left_running_when_no_more_parts_are_asked_for(
    tmp_path: Path, store: Store, started: list[subprocess.Popen[bytes]]
) -> None:
    told = parts(callbacks(tmp_path), store)
    next(told)
    assert started[0].poll() is None
    told.close()
    assert started[0].returncode is not None


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond *size* bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("is_long", [True, False], ids=["what lies beside the store", "the store"])
def test_a_full_disk_is_told_of_the_file_which_is_loaded_once_there_is_room(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch, is_long: bool
) -> None:
    monkeypatch.setattr(read, "LONG_TEXT_BYTES", 1000 if is_long else 100_000_000)

    path = callbacks(tmp_path, rows_count=3000)

    def loaded() -> int:
        return load_file(
            store,
            parse_file(path, PROFILE),
            organisation="acme",
            file_name="2026/回访.csv",
            profile_digest="profile",
            loaded_at=datetime(2026, 4, 1),
        ).loaded

    processors = store.con.execute("select current_setting('threads')").fetchall()
    name = "回访.csv" if is_long else "2026/回访.csv"
    with room_for(10_000 if is_long else 300_000), pytest.raises(RunError) as fault:
        loaded()
    assert str(fault.value).startswith(f"{name}：写不下去，什么也没有改动（")
    assert store.con.execute("select current_setting('threads')").fetchall() == processors
    assert loaded() == 3000 - 3
