"""A small workspace on disk: one or two organisations, a canonical ledger of a few rows, nothing loaded yet."""

from __future__ import annotations

from pathlib import Path

SETTINGS = """\
language = "{language}"
[privacy]
staff_names = true
[[organisation]]
id = "north"
name = "北方装饰"
name_en = "North"
policy = "decoration"
ledgers = "ledgers/north"
"""
SECOND = """
[[organisation]]
id = "south"
name = "南方装饰"
policy = "decoration"
ledgers = "ledgers/south"
"""
CASES = """\
case_id,category,event.start,event.planned_end,event.end,party.crew,person.name,person.phone
G1,整装,2026-10-01,2026-12-01,,一队,王五,13800000001
G2,半包,2026-10-05,2026-12-01,,一队;二队,赵六,13800000002
G3,整装,2026-10-10,2026-12-01,,二队,孙七,13800000003
"""
# G1 is reached in time, G2 was not reached, nobody tried G3.
CALLBACKS = """\
callback_id,case_id,at,channel,caller,caller_role,outcome,satisfaction
K1,G1,2026-10-10 09:30,phone,李一,service,reached,满意
K2,G2,2026-10-14,phone,李一,service,no_answer,
"""
PROBLEMS = """\
problem_id,case_id,kind,party_role,party,raised_at,reported_at,text
P1,G2,complaint,crew,二队,2026-10-20,2026-10-20,地板有划痕
P2,G3,complaint,designer,周九,2026-10-21,2026-10-21,图纸改了三次
"""
BAD_ROW = "callback_id,case_id,at,channel,caller,outcome\nK9,G1,10月卅二,phone,李一,reached\n"


def make_workspace(root: Path, *, language: str = "zh", second: bool = False) -> Path:
    """Write the workspace and return its folder."""
    folder = root / "ledgers" / "north"
    folder.mkdir(parents=True)
    (root / "workbench.toml").write_text(SETTINGS.format(language=language) + (SECOND if second else ""), "utf-8")
    for name, text in (("1-cases", CASES), ("2-callbacks", CALLBACKS), ("3-problems", PROBLEMS)):
        (folder / f"{name}.csv").write_text(text, "utf-8")
    if second:
        (root / "ledgers" / "south").mkdir()
        (root / "ledgers" / "south" / "cases.csv").write_text(CASES.replace("G", "S"), "utf-8")
    return root
