"""A notebook is a page with holes: it asks and shows, and computes nothing.

``faults(notebook, shelf=…)`` reads one notebook as the JSON that it is; as a program this reads every file under ``notebooks/``.
Reports have a signature, their cell of parameters; explorations may compute as they like but are stored as clean as the others.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONGEST_CELL = 5

_FORBIDDEN: tuple[tuple[tuple[type[ast.AST], ...], str], ...] = (
    ((ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda), "a function"),
    ((ast.ClassDef,), "a class"),
    ((ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp), "a loop"),
    ((ast.If, ast.IfExp, ast.Match, ast.Try, ast.With, ast.AsyncWith), "a branch"),
    ((ast.BinOp, ast.AugAssign), "arithmetic"),
)
_SQL = re.compile(r"^\s*(select|with|from|insert|update|delete|create|pivot)\s", re.IGNORECASE)
_PATH = re.compile(r"[/\\]|\.(csv|duckdb|html|ipynb|json|parquet|sql|toml|txt|xlsx?)$", re.IGNORECASE)
_PATTERN = re.compile(r"\\[bdsw]|\.[*+?]|\[\^|\(\?")
_LEFT_BY_TOOLS = ("papermill", "widgets", "signature")


def faults(notebook: dict[str, Any], *, shelf: str) -> list[str]:
    """Return what keeps *notebook* from being thin and clean, one sentence each.

    *shelf* is its folder: ``reports`` must begin with parameters, ``exploration`` need not be thin.
    """
    found = list(_untidy(notebook))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    if shelf != "exploration":
        for cell in cells:
            found += [f"cell {_name(cell)}: {fault}" for fault in _thick(_source(cell))]
    if shelf == "reports":
        found += _unsigned(cells)
    return found


def _name(cell: dict[str, Any]) -> str:
    return str(cell.get("id") or _source(cell)[:20])


def _source(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _tags(cell: dict[str, Any]) -> list[str]:
    return list(cell["metadata"].get("tags", []))


def _untidy(notebook: dict[str, Any]) -> Iterator[str]:
    cells = notebook["cells"]
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        yield "nbformat 4.5 or later: cells have no ids before"
    names = Counter(cell.get("id") for cell in cells)
    yield from (f"cell {name}: the id occurs {times} times" for name, times in names.items() if name and times > 1)
    if names[None]:
        yield f"{names[None]} cells without an id"
    for key in _LEFT_BY_TOOLS:
        if key in notebook["metadata"]:
            yield f"metadata of a run: {key}"
    if "version" in notebook["metadata"].get("language_info", {}):
        yield "metadata of a run: language_info.version"
    for cell in cells:
        if cell.get("outputs"):
            yield f"cell {_name(cell)}: has outputs"
        if cell.get("execution_count") is not None:
            yield f"cell {_name(cell)}: has an execution count"
        if extra := sorted(set(cell["metadata"]) - {"tags"}):
            yield f"cell {_name(cell)}: metadata besides tags: {', '.join(extra)}"


def _thick(source: str) -> Iterator[str]:
    lines = [line for line in source.splitlines() if line.strip()]
    if len(lines) > LONGEST_CELL:
        yield f"{len(lines)} lines, at most {LONGEST_CELL}"
    try:
        tree = ast.parse(source)
    except SyntaxError:
        yield "is not plain Python"
        return
    for node in ast.walk(tree):
        yield from (f"holds {what}" for kinds, what in _FORBIDDEN if isinstance(node, kinds))
        if isinstance(node, ast.Import | ast.ImportFrom):
            wanted = [node.module or ""] if isinstance(node, ast.ImportFrom) else [name.name for name in node.names]
            yield from (f"imports {name}" for name in wanted if name.split(".")[0] != "analytics")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for pattern, what in ((_SQL, "SQL"), (_PATTERN, "a regular expression"), (_PATH, "a path")):
                if pattern.search(node.value):
                    yield f"holds {what}: {node.value[:40]!r}"
                    break


def _unsigned(cells: list[dict[str, Any]]) -> Iterator[str]:
    if not cells or "parameters" not in _tags(cells[0]):
        yield "the first code cell is not tagged parameters"
        return
    if any("parameters" in _tags(cell) for cell in cells[1:]):
        yield "more than one cell is tagged parameters"
    source = _source(cells[0])
    lines = source.splitlines()
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return  # already told by _thick
    for statement in statements:
        if not (
            isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Constant)
            and isinstance(statement.value.value, str | int | float)
        ):
            yield f"parameters are text or numbers: {lines[statement.lineno - 1]}"
        elif "#" not in lines[statement.lineno - 1][statement.end_col_offset :]:
            yield f"a parameter says in a comment what it is: {lines[statement.lineno - 1]}"


def files() -> list[Path]:
    """Return every notebook, in order."""
    return sorted(path for path in (ROOT / "notebooks").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)


def faults_of(path: Path) -> list[str]:
    """Return the faults of the notebook at *path*, by the rules of its shelf."""
    return faults(json.loads(path.read_text(encoding="utf-8")), shelf=path.parent.name)


def main() -> int:
    """Print every fault of every notebook; 1 when there is one."""
    found = [f"{path.relative_to(ROOT)}: {fault}" for path in files() for fault in faults_of(path)]
    print("\n".join(found) if found else f"{len(files())} notebooks, no fault")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
