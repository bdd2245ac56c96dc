"""The SQL of the package keeps to what DuckDB and Spark understand alike.

Every rule below forbids a construct that was seen to fail on Spark, or worse, to give another number there without a word.
``faults(sql)`` reads one file's text; as a program this reads every file under ``src/analytics/**/sql/``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import SqlglotError
from sqlglot.tokens import Token, TokenType

ROOT = Path(__file__).resolve().parents[2]

_CLOCK = "the day is a parameter: bind $as_of"
_WEEKDAY = "weekdays are numbered differently: count days from date_trunc('week', …)"
_TEXT_OF_TIME = "formats are written differently: cast, or build the text from year, month and day"
_LISTS = "lists differ: use one row per element"
_BY = "write max_by or min_by, which both know"
_DAYS_ONLY = "write date_diff('day', …): other units are counted differently"

# Functions by the name that is written: the parser knows some of them under one name with others that are fine.
_FUNCTIONS = {
    "arg_max": _BY,
    "arg_min": _BY,
    "argmax": _BY,
    "argmin": _BY,
    "columns": "name the columns",
    "current_date": _CLOCK,
    "current_timestamp": _CLOCK,
    "date_sub": _DAYS_ONLY,
    "datesub": _DAYS_ONLY,
    "dayofweek": _WEEKDAY,
    "first": "which row is first is chance: use min_by or row_number",
    "isodow": _WEEKDAY,
    "last": "which row is last is chance: use max_by or row_number",
    "now": _CLOCK,
    "quantile": "write percentile_cont(…) within group (order by …)",
    "quantile_cont": "write percentile_cont(…) within group (order by …)",
    "quantile_disc": "write percentile_disc(…) within group (order by …)",
    "range": "write generate_series(first, last, step)",
    "strftime": _TEXT_OF_TIME,
    "strptime": _TEXT_OF_TIME,
    "today": _CLOCK,
    "try_strptime": _TEXT_OF_TIME,
    "week": _WEEKDAY,
    "weekday": _WEEKDAY,
    "weekofyear": _WEEKDAY,
    "yearweek": _WEEKDAY,
}
_FUNCTIONS |= {
    f"to_{unit}": "write interval (n) " + unit[:-1]
    for unit in ("years", "months", "weeks", "days", "hours", "minutes", "seconds")
}
_WITHOUT_BRACKETS = {"current_date", "current_timestamp"}
_EXTRACTABLE = {"year", "quarter", "month", "day", "hour", "minute", "second", "epoch"}
_INTEGERS = ("tinyint", "smallint", "int", "bigint", "hugeint", "utinyint", "usmallint", "uint", "ubigint")
_RANKING = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue)

Rule = Callable[[exp.Expr], "str | None"]


class _AscendingNullsFirst(DuckDB):
    """DuckDB as it would read an ascending order that says nothing of nulls, were its default the other one."""

    NULL_ORDERING = "nulls_are_small"


class _DescendingNullsFirst(DuckDB):
    """The same for a descending order."""

    NULL_ORDERING = "nulls_are_large"


def faults(sql: str) -> list[str]:
    """Return what is not portable in *sql*, one ``line: reason`` each, by line; empty when all is well."""
    try:
        statements = [one for one in sqlglot.parse(sql, read="duckdb") if one is not None]
        statements = [one for one in statements if not isinstance(one, exp.Semicolon)]
        words = DuckDB().tokenize(sql)
    except SqlglotError as error:
        line = getattr(error, "errors", None) or [{"line": 1}]
        return [f"{line[0].get('line') or 1}: cannot be read as SQL ({str(error).splitlines()[0]})"]
    found: set[tuple[int, str]] = set()
    if len(statements) != 1:
        found.add((1, f"one statement a file, here are {len(statements)}"))
    for statement in statements:
        implicit = _implicit_nulls(statement, sql) if len(statements) == 1 else set()
        for node in statement.walk():
            found |= {(_line(node), reason) for rule in _RULES if (reason := rule(node))}
            if id(node) in implicit and _in_window_or_aggregate(node):
                found.add((_line(node), "say nulls first or nulls last: the defaults differ"))
    found |= set(_function_names(words))
    return [f"{line}: {reason}" for line, reason in sorted(found)]


def _line(node: exp.Expr) -> int:
    """Return the line of the first named thing in *node*, or failing that of what it stands in."""
    at: exp.Expr | None = node
    while at is not None:
        lines = [line for inner in at.walk() if (line := inner.meta.get("line"))]
        if lines:
            return int(min(lines))
        at = at.parent
    return 1


def _implicit_nulls(statement: exp.Expr, sql: str) -> set[int]:
    """Return which orders leave the place of nulls to the default: those that another default changes."""
    ordered = list(statement.find_all(exp.Ordered))
    implicit = set()
    for other in (_AscendingNullsFirst, _DescendingNullsFirst):
        changed = next(one for one in sqlglot.parse(sql, read=other) if one is not None).find_all(exp.Ordered)
        implicit |= {
            id(here)
            for here, there in zip(ordered, changed, strict=True)
            if bool(here.args.get("nulls_first")) != bool(there.args.get("nulls_first"))
        }
    return implicit


def _in_window_or_aggregate(node: exp.Expr) -> bool:
    # percentile_cont leaves nulls out wherever they are sorted
    order = node.parent
    return isinstance(order, exp.Order) and not isinstance(order.parent, exp.Query | exp.WithinGroup)


def _function_names(words: list[Token]) -> Iterator[tuple[int, str]]:
    for place, word in enumerate(words):
        name = word.text.lower()
        if word.token_type in (TokenType.STRING, TokenType.IDENTIFIER):
            continue
        before = words[place - 1].token_type if place else None
        if before in (TokenType.DOT, TokenType.ALIAS):
            continue
        called = place + 1 < len(words) and words[place + 1].token_type == TokenType.L_PAREN
        if name in _FUNCTIONS and (called or name in _WITHOUT_BRACKETS):
            yield word.line, f"{name}: {_FUNCTIONS[name]}"
        elif called and name.startswith(("list_", "array_")):
            yield word.line, f"{name}: {_LISTS}"


def _joins(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Join) and node.method and node.method.upper() in ("ASOF", "POSITIONAL"):
        return f"no {node.method.lower()} join: take the last row with row_number or max"
    return None


def _shapes(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Pivot):
        return "no pivot or unpivot: use filter (where …) and union all"
    if isinstance(node, exp.SetOperation) and node.args.get("by_name"):
        return "no union by name: list the columns in one order"
    if isinstance(node, exp.Qualify):
        return "no qualify: filter row_number in the next step"
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        return "no distinct on: filter row_number in the next step"
    if isinstance(node, exp.TableSample):
        return "no sample: a sample is drawn from a key, so that it can be drawn again"
    if isinstance(node, exp.Command | exp.Summarize | exp.Describe):
        return "not a query"
    return None


def _stars(node: exp.Expr) -> str | None:
    if not isinstance(node, exp.Star):
        return None
    if any(node.args.get(key) for key in ("except_", "except", "replace", "rename")):
        return "no exclude, replace or rename: list the columns"
    holder = node.parent.parent if isinstance(node.parent, exp.Column) else node.parent
    if not isinstance(holder, exp.Select):
        return None
    wanted = node.parent.table if isinstance(node.parent, exp.Column) else ""
    inside = {cte.alias for query in _enclosing(holder) for cte in query.ctes}
    for table in _sources(holder):
        if isinstance(table, exp.Table) and wanted in ("", table.alias_or_name) and table.name not in inside:
            return f"no select * of {table.name or 'a function'}: list the columns"
    return None


def _enclosing(query: exp.Expr) -> Iterator[exp.Query]:
    at: exp.Expr | None = query
    while at is not None:
        if isinstance(at, exp.Query):
            yield at
        at = at.parent


def _sources(select: exp.Select) -> list[exp.Expr]:
    source = select.args.get("from_") or select.args.get("from")
    return [one.this for one in ([source] if source else []) + (select.args.get("joins") or [])]


def _times(node: exp.Expr) -> str | None:
    if isinstance(node, exp.DateDiff | exp.TimestampDiff | exp.DatetimeDiff) and node.text("unit").upper() != "DAY":
        return _DAYS_ONLY
    if isinstance(node, exp.Extract) and node.name.lower() not in _EXTRACTABLE:
        return f"extract({node.name.lower()}): {_WEEKDAY}"
    if isinstance(node, exp.Sub) and all(_is_date(side) for side in (node.this, node.expression)):
        return "date minus date is an interval on one side and a number on the other: " + _DAYS_ONLY
    return None


def _is_date(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.to.is_type("date")


def _numbers(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Div | exp.IntDiv | exp.Mod):
        by = node.expression.unnest()
        nonzero = isinstance(by, exp.Literal) and not by.is_string and float(by.name) != 0
        if not isinstance(by, exp.Nullif) and not nonzero:
            return "divide by nullif(…, 0): one side gives inf or null, the other an error"
    if isinstance(node, exp.Cast) and node.to.is_type(*_INTEGERS):
        inner = node.this.unnest()
        fraction = isinstance(inner, exp.Literal) and not inner.is_string and "." in inner.name
        if fraction or (isinstance(inner, exp.Binary) and inner.find(exp.Div)):
            return "round or floor before the cast to a whole number: one side rounds, the other cuts off"
    return None


def _texts(node: exp.Expr) -> str | None:
    if not isinstance(node, exp.RegexpReplace):
        return None
    replacement = node.args.get("replacement")
    if not isinstance(replacement, exp.Literal) or "\\" in replacement.name or "$" in replacement.name:
        return "no back-reference in regexp_replace: use left, right and concat"
    if "g" not in node.text("modifiers"):
        return "regexp_replace needs 'g': one side replaces the first match, the other all"
    return None


def _lists(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Slice):
        return "no slice: " + _LISTS
    if isinstance(node, exp.Comprehension | exp.Lambda):
        return "no function of a list: " + _LISTS
    if not isinstance(node, exp.GenerateSeries | exp.GenerateDateArray | exp.GenerateTimestampArray):
        return None
    if not node.args.get("step"):
        return "generate_series needs its step: without one Spark counts backwards when last is before first"
    rows = node.parent
    if not isinstance(rows, exp.Explode | exp.Unnest):
        return "generate_series only as unnest(generate_series(…))"
    column = rows.parent if isinstance(rows.parent, exp.Alias) else rows
    select = column.parent if column else None
    if not isinstance(select, exp.Select) or column.arg_key != "expressions" or select.parent is None:
        return "unnest(generate_series(…)) stands alone as a column of a subquery; cast it outside"
    if any(not isinstance(one.unalias(), exp.Column) for one in select.expressions if one is not column):
        return "beside unnest(generate_series(…)) only plain columns"
    return None


def _groups(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Group) and node.args.get("all"):
        return "no group by all: name the columns"
    if isinstance(node, exp.Group) and any(one.is_number for one in node.expressions):
        return "no positional group by: name the columns"
    if isinstance(node, exp.Ordered) and isinstance(node.parent, exp.Order):
        if node.this.is_number:
            return "no positional order by: name the columns"
        if isinstance(node.this, exp.Var) and node.this.name.upper() == "ALL":
            return "no order by all: name the columns"
    return None


def _windows(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Window) and not node.args.get("order") and not node.args.get("alias"):
        function = node.this.this if isinstance(node.this, exp.IgnoreNulls | exp.RespectNulls) else node.this
        if isinstance(function, _RANKING):
            return "a ranking without order by picks its row by chance"
    return None


def _values(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Placeholder) and not node.this:
        return "bind values by name: $name"
    return None


_RULES: tuple[Rule, ...] = (
    _joins,
    _shapes,
    _stars,
    _times,
    _numbers,
    _texts,
    _lists,
    _groups,
    _windows,
    _values,
)


def files() -> list[Path]:
    """Return every SQL file of the package, in order."""
    return sorted((ROOT / "src" / "analytics").glob("**/sql/**/*.sql"))


def main() -> int:
    """Print every fault of every file; 1 when there is one."""
    found = [
        f"{path.relative_to(ROOT)}:{fault}" for path in files() for fault in faults(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found) if found else f"{len(files())} SQL files, no fault")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
