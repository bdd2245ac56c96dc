"""Loading 100,000 rows x 15 columns, tidy and messy, beside python-calamine reading the same workbook and nothing more.

And a text file of a million such rows, for which the seconds and the memory count, and one of 300 MB, for which the memory
does.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.bench.measuring import Line, Run, child, compared, in_turn

ROWS, SMALL_ROWS = 100_000, 300
GOAL, MESSY_GOAL, PEAK_GOAL_MB = 2.0, 2.5, 600.0
TEXT_ROWS, TEXT_GOAL_SECONDS, TEXT_PEAK_GOAL_MB = 1_000_000, 20.0, 500.0
LONG_TEXT_ROWS = 2_200_000
SUBTOTAL_EVERY, BAD_EVERY = 500, 400
HEADERS = (
    *("序号", "回访编号", "工程编号", "客户姓名", "联系电话", "回访日期", "回访人", "回访人职务"),
    *("回访方式", "接通情况", "未接通原因", "满意度", "设计满意度", "意见和建议", "备注"),
)


def lines(folder: Path, *, small: bool) -> Iterator[str | Line]:
    """Measure whole processes, imports and all: that is what somebody waits for."""
    rows = SMALL_ROWS if small else ROWS
    for kind, goal in (("tidy", GOAL), ("messy", MESSY_GOAL)):
        path = folder / f"电话回访单-{kind}.xlsx"
        child("load", f"write_{kind}", path, rows)
        yield f"{kind} workbook of {rows:,} rows x {len(HEADERS)} columns, {path.stat().st_size / 1e6:.1f} MB"
        ours, floor = in_turn(
            1 if small else 3, partial(child, "load", "ours", path), partial(child, "load", "floor", path)
        )
        yield from _told(ours)
        yield compared(f"load {rows:,} x 15, {kind}", ours, floor, goal=goal, peak_goal_mb=PEAK_GOAL_MB)
    path = folder / "2026年电话回访单.csv"  # days without a year are of this one
    texts = ((SMALL_ROWS, None),) if small else ((TEXT_ROWS, TEXT_GOAL_SECONDS), (LONG_TEXT_ROWS, None))
    for rows, seconds in texts:
        child("load", "write_text", path, rows)
        yield f"text file of {rows:,} rows in GB18030, {path.stat().st_size / 1e6:.1f} MB"
        [ours] = in_turn(1, partial(child, "load", "ours", path))
        yield from _told(ours)
        yield Line(
            f"load {rows:,} x 15, csv",
            ours[0].seconds,
            goal=seconds,
            # That of the process that reads it too, as if both were at their highest at once.
            peak_mb=ours[0].peak_mb + float(str(ours[0].said["beside_mb"])),
            peak_goal_mb=TEXT_PEAK_GOAL_MB,
        )


def _told(ours: Sequence[Run]) -> Iterator[str]:
    counts = ours[0].said
    yield f"read {counts['read']:,} = loaded {counts['loaded']:,} + set aside {counts['set_aside']:,}"
    yield "seconds within: " + ", ".join(
        f"{name} {sorted(float(str(one.said[name])) for one in ours)[len(ours) // 2]:.2f}"
        for name in ("import", "parse", "load", "publish")
    )


def write_tidy(path: Path, rows: int) -> None:
    """Write the callback sheet of an office: a title, Chinese words, real dates and typed ones, phones as numbers."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("电话回访单")
    sheet.append(["2026年电话回访单"])
    sheet.append(HEADERS)
    for row in _callbacks(rows):
        sheet.append(row)
    sheet.append(["合计", None, None, None, rows])
    book.save(path)


def write_messy(path: Path, rows: int) -> None:
    """Write the same as it comes from a hurried office: merged headers, days in words, totals in between, bad cells."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "回访"
    sheet.append(["某某装饰公司"])
    sheet.append(["二〇二六年电话回访单（全部）"])
    place = HEADERS.index("满意度")
    sheet.append([*HEADERS[:place], "满意度", None, *HEADERS[place + 2 :]])
    sheet.append([None] * place + ["总体", "设计"])
    sheet.merge_cells(start_row=3, end_row=3, start_column=place + 1, end_column=place + 2)
    for number, row in enumerate(_callbacks(rows), start=1):
        sheet.append(_messy(number, row))
        if number % SUBTOTAL_EVERY == 0:
            sheet.append(["小计", None, SUBTOTAL_EVERY])
            sheet.append([])
    sheet.append(["合计", None, rows])
    sheet.append(["制表人：张某", None, None, "审核：李某"])
    book.save(path)


def _messy(number: int, row: list[object]) -> list[object]:
    at = row[5]
    if isinstance(at, datetime):
        forms = (
            f"{at.year}年{at.month}月{at.day}日 {at.hour}:{at.minute:02}",
            f"{at.year}/{at.month}/{at.day}",
            f"{at.month}月{_in_words(at.day)}日",
            f"{at:%Y.%m.%d}".translate(_FULL_WIDTH),
        )
        row[5] = "下周三" if number % BAD_EVERY == 0 else forms[number % len(forms)]
    row[2] = f" {row[2]}".translate(_FULL_WIDTH) if number % 3 == 0 else row[2]
    row[4] = f"{row[4]}"[:3] + "-" + f"{row[4]}"[3:7] + "-" + f"{row[4]}"[7:] if number % 2 else row[4]
    row[6] = f"{row[6]}、李四" if number % 5 == 0 else row[6]
    return row


_FULL_WIDTH = str.maketrans("0123456789-.", "０１２３４５６７８９－．")


def _in_words(day: int) -> str:
    tens, ones = divmod(day, 10)
    return ("", "十", "二十", "三十")[tens] + ("", *"一二三四五六七八九")[ones]


def write_text(path: Path, rows: int) -> None:
    """Write the rows as an office's own program exports them."""
    with path.open("w", encoding="gb18030", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADERS)
        writer.writerows(_callbacks(rows))


def _callbacks(rows: int) -> Iterator[list[object]]:
    chance = random.Random(20261121)
    first = datetime(2026, 1, 1, 8)
    for number in range(1, rows + 1):
        at = first + timedelta(minutes=chance.randrange(400_000))
        is_typed, is_reached = chance.random(), chance.random() < 0.7
        when = (
            at if is_typed < 0.8 else f"{at.year}.{at.month}.{at.day}" if is_typed < 0.9 else f"{at.month}月{at.day}日"
        )
        words = f"客户表示施工质量较好，建议{chance.randrange(10**6)}"
        yield [
            number,
            f"HF{number:07d}",
            f"GC2026-{chance.randrange(40_000):05d}",
            f"{chance.choice('张王李赵陈刘')}某{number % 977}",
            13_800_000_000 + chance.randrange(10**8),
            when,
            f"{chance.choice('张王李赵陈刘')}回访",
            chance.choice(("工程经理", "客服主管", "客服专员")),
            chance.choice(("电话", "上门", "微信")),
            "已接通" if is_reached else "未接通",
            None if is_reached else chance.choice(("无人接听", "关机", "停机", "空号")),
            chance.choice(("非常满意", "满意", "基本满意", "不满意")) if is_reached else None,
            chance.choice(("非常满意", "满意", "基本满意", "不满意")) if is_reached else None,
            words if is_reached else None,
            f"备注{number}" if number % 3 == 0 else None,
        ]


def floor(path: Path) -> None:
    """Read the cells and do nothing with them."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def ours(path: Path) -> None:
    """Parse, store and publish the workbook, in a store that is empty."""
    from tests.bench.measuring import timed

    spent = {"import": timed(_imports)["seconds"]}
    from analytics.ledger.parse import parse_file
    from analytics.ledger.rows import LedgerFile
    from analytics.policy.pack import load_policy
    from analytics.policy.profile import reading_profile
    from analytics.tables.journal import LoadReport
    from analytics.tables.load import load_file
    from analytics.tables.publish import publish
    from analytics.tables.store import Store

    profile = reading_profile(load_policy("decoration"))
    files: list[LedgerFile] = []
    reports: list[LoadReport] = []
    target = path.with_name(f"store-{path.stem}")
    for left in (target.with_suffix(".duckdb"), target.with_suffix(".published")):
        left.unlink(missing_ok=True)
    with Store.open(target.with_suffix(".duckdb")) as store:
        spent["parse"] = timed(lambda: files.append(parse_file(path, profile)))["seconds"]
        spent["load"] = timed(
            lambda: reports.append(
                load_file(
                    store,
                    files.pop(),
                    organisation="bench",
                    file_name=path.name,
                    profile_digest=profile.digest,
                    loaded_at=datetime(2026, 11, 1),
                )
            )
        )["seconds"]
        spent["publish"] = timed(lambda: publish(store, target.with_suffix(".published"), staff_names=True))["seconds"]
    counts = {name: getattr(reports[0], name) for name in ("read", "loaded", "set_aside")}
    beside_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps({**spent, **counts, "beside_mb": beside_mb}))


def _imports() -> None:
    import analytics.ledger.parse
    import analytics.policy.profile
    import analytics.tables.load
    import analytics.tables.publish  # noqa: F401


if __name__ == "__main__":
    name, path, *numbers = sys.argv[1:]
    works = (write_tidy, write_messy, write_text, ours, floor)
    {work.__name__: work for work in works}[name](Path(path), *map(int, numbers))
