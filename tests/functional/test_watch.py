"""A folder is watched: files are taken in as they are finished, a line each, until the watch is told to end."""

from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.lib.workspaces import CALLBACKS, CASES

Run = Callable[..., tuple[int, str, str]]
PATIENCE = 60
# It looks as often as a test has something new for it.
WATCHING = """\
from analytics.cli import main, watch
watch.SECONDS_BETWEEN_LOOKS = 0.2
raise SystemExit(main(["load", "--watch"]))
"""


class Watch:
    """A watching process, and the lines that it writes."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WATCHING],
            cwd=folder,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: queue.Queue[str] = queue.Queue()
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as written:
            for line in written:
                self.lines.put(line.rstrip("\n"))

    def line(self) -> str:
        return self.lines.get(timeout=PATIENCE)

    def end(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def watch(workspace: Path) -> Iterator[Watch]:
    one = Watch(workspace)
    yield one
    one.process.kill()
    one.process.wait()
    one.reader.join()


def test_what_comes_is_loaded_and_a_broken_file_is_told_once(workspace: Path, watch: Watch, run: Run) -> None:
    folder = workspace / "ledgers" / "north"
    assert watch.line() == "正在守候 ledgers/north，新到的台账自动加载；按 Ctrl-C 结束。"
    for name in "1-cases.csv：读到 3", "2-callbacks.csv：读到 2", "3-problems.csv：读到 2":
        assert f"ledgers/north/{name} 行 = 加载" in watch.line()
    lock = folder / "~$4-more.csv"
    lock.touch()
    (folder / "4-more.csv").write_text(CASES.replace("G", "H"), "utf-8")
    (folder / "5-broken.xlsx").write_bytes(b"PK\x03\x04 cut short")

    assert "5-broken.xlsx" in watch.line()  # what is still open waits; what is broken is told once
    published = workspace / "reports" / "north" / "monthly" / "2026-10"
    published.mkdir(parents=True)
    (published / "manifest.json").write_text("{}", "utf-8")
    lock.unlink()

    assert "4-more.csv：读到 3 行 = 加载 3 + 未变 0 + 搁置 0" in watch.line()
    late = "2026-10 月报以前已发布，这次加载了属于它的 3 行，请重新生成：analytics report monthly 2026-10 --organisation north"
    assert watch.line().strip() == late
    assert "H3" in run("sql", "select case_id from cases", "--format", "csv")[1]
    (folder / "4-more.csv").write_text(CASES.replace("G3", "卅").replace("2026-10-10", "卅二"), "utf-8")
    assert "4-more.csv：读到 3 行 = 加载 0 + 未变 2 + 搁置 1（见 analytics items）" in watch.line()
    assert watch.end(signal.SIGTERM) == 0
    while (line := watch.line()) != "守候结束。":
        assert "没有了" in line


def test_a_line_tells_how_many_rows_were_changed_and_asks_for_nothing_that_came_corrected(
    workspace: Path, watch: Watch
) -> None:
    folder = workspace / "ledgers" / "north"
    bad = CALLBACKS.replace("no_answer", "没打通呀").replace("K", "L")
    for _ in range(4):
        watch.line()
    (folder / "4-more.csv").write_text(bad, "utf-8")
    assert "搁置 1（见 analytics items）" in watch.line()
    (folder / "5-more.csv").write_text(CALLBACKS.replace("K", "L").replace("满意", "非常满意"), "utf-8")
    assert watch.line().endswith("加载 2 + 未变 0 + 搁置 0；改动了以前加载的 1 行（见 analytics history）")
    (folder / "4-copy.csv").write_text(bad, "utf-8")
    assert watch.line().endswith("搁置 1（与加载过的 ledgers/north/4-more.csv 相同）")


def test_an_interruption_ends_it_cleanly(watch: Watch) -> None:
    watch.line()
    assert watch.end(signal.SIGINT) == 0


def test_a_renamed_file_is_the_same_file_and_changed_settings_are_read(workspace: Path, watch: Watch, run: Run) -> None:
    folder = workspace / "ledgers" / "north"
    for _ in range(4):
        watch.line()
    (folder / "2-callbacks.csv").rename(folder / "9-calls.csv")
    assert "ledgers/north/9-calls.csv：读到 2 行 = 加载 0 + 未变 2 + 搁置 0" in watch.line()
    (folder / "9-calls.csv").write_text("\n".join(CALLBACKS.splitlines()[:2]), "utf-8")
    assert "9-calls.csv：读到 1 行 = 加载 0 + 未变 1 + 搁置 0" in watch.line()
    assert "以前的版本有这一行（当时第 3 行），现在这个文件里没有了，实际为“K2”" in watch.line()
    (folder / "4-more.csv").write_text(CALLBACKS.replace("K", "L").replace("no_answer", "没打通呀"), "utf-8")
    assert "4-more.csv：读到 2 行 = 加载 1 + 未变 0 + 搁置 1" in watch.line()

    settings = workspace / "workbench.toml"
    right = settings.read_text("utf-8") + '[organisation.words.outcome]\n"没打通呀" = "no_answer"\n'
    settings.write_text(right.replace('"no_answer"', "no_answer"), "utf-8")
    assert "workbench.toml" in watch.line()
    settings.write_text(right, "utf-8")

    told = [watch.line() for _ in range(5)]
    while not any("4-more.csv：读到 2 行 = 加载 1 + 未变 1 + 搁置 0" in line for line in told):
        told.append(watch.line())
