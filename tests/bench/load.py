"""Loading a workbook of 100,000 rows x 15 columns, beside python-calamine reading the same file and nothing more."""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from tests.bench.measuring import Line, child, compared, in_turn

ROWS, SMALL_ROWS = 100_000, 300
GOAL, PEAK_GOAL_MB = 2.0, 600.0
HEADERS = (
    *("序号", "回访编号", "工程编号", "客户姓名", "联系电话", "回访日期", "回访人", "回访人职务"),
    *("回访方式", "接通情况", "未接通原因", "满意度", "设计满意度", "意见和建议", "备注"),
)


def lines(folder: Path, *, small: bool) -> Iterator[str | Line]:
    """Measure whole processes, imports and all: that is what somebody waits for."""
    path = folder / "电话回访单.xlsx"
    rows = SMALL_ROWS if small else ROWS
    child("load", "write", path, rows)
    yield f"workbook of {rows:,} rows x {len(HEADERS)} columns, {path.stat().st_size / 1e6:.1f} MB"
    ours, floor = in_turn(
        1 if small else 3, partial(child, "load", "ours", path), partial(child, "load", "floor", path)
    )
    counts = ours[0].said
    yield f"read {counts['read']:,} = loaded {counts['loaded']:,} + set aside {counts['set_aside']:,}"
    yield "seconds within: " + ", ".join(
        f"{name} {sorted(float(str(one.said[name])) for one in ours)[len(ours) // 2]:.2f}"
        for name in ("import", "parse", "load", "publish")
    )
    yield compared("load 100,000 x 15" if not small else "load", ours, floor, goal=GOAL, peak_goal_mb=PEAK_GOAL_MB)


def write(path: Path, rows: int) -> None:
    """Write the callback sheet of an office: a title, Chinese words, real dates and typed ones, phones as numbers."""
    from openpyxl import Workbook

    chance = random.Random(20261121)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("电话回访单")
    sheet.append(["2026年电话回访单"])
    sheet.append(HEADERS)
    first = datetime(2026, 1, 1, 8)
    for number in range(1, rows + 1):
        at = first + timedelta(minutes=chance.randrange(400_000))
        is_typed, is_reached = chance.random(), chance.random() < 0.7
        when = (
            at if is_typed < 0.8 else f"{at.year}.{at.month}.{at.day}" if is_typed < 0.9 else f"{at.month}月{at.day}日"
        )
        words = f"客户表示施工质量较好，建议{chance.randrange(10**6)}"
        sheet.append(
            [
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
        )
    sheet.append(["合计", None, None, None, rows])
    book.save(path)


def floor(path: Path) -> None:
    """Read the cells and do nothing with them."""
    from python_calamine import CalamineWorkbook

    CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def ours(path: Path) -> None:
    """Parse, store and publish the workbook, in a store that is empty."""
    from tests.bench.measuring import timed

    spent = {"import": timed(_imports)["seconds"]}
    from analytics.ledger import LedgerFile, parse_file
    from analytics.policy.pack import load_policy
    from analytics.policy.profile import reading_profile
    from analytics.tables.journal import LoadReport
    from analytics.tables.load import load_file
    from analytics.tables.publish import publish
    from analytics.tables.store import Store

    profile = reading_profile(load_policy("decoration"))
    files: list[LedgerFile] = []
    reports: list[LoadReport] = []
    target = path.with_name("store")
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
    print(json.dumps({**spent, **counts}))


def _imports() -> None:
    import analytics.ledger
    import analytics.policy.profile
    import analytics.tables.load
    import analytics.tables.publish  # noqa: F401


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        {"ours": ours, "floor": floor}[sys.argv[1]](Path(sys.argv[2]))
