"""The file of an organisation's confirmed forms: read with every fault of it named, and written anew.

``analytics map`` writes it; it may be edited by hand.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from analytics.errors import UsageError, told_of
from analytics.language import Text
from analytics.ledger.forms import ALL_OTHERS, MOMENTS, Fill, Form, FormTable, same_sheets
from analytics.ledger.headers import IGNORED, TABLES, is_answer_of, is_column, lacking, nearest
from analytics.ledger.vocabulary import CLOSED, spelling

if TYPE_CHECKING:
    from pathlib import Path

    from analytics.ledger.profile import ReadingProfile

_BARE = re.compile(r"[A-Za-z0-9_-]+")


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    form: tuple[dict[str, Any], ...] = ()


def read_forms(path: Path, profile: ReadingProfile) -> tuple[Form, ...]:
    """Read the confirmed forms of one organisation; none where there is no file.

    Raises UsageError that names every fault of the file with its place.
    """
    if not path.exists():
        return ()
    try:
        entries = tomllib.loads(path.read_text("utf-8-sig"))
        listed = _File.model_validate(entries).form
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise _faulty(path, [str(fault)]) from None
    except ValidationError as fault:
        raise _faulty(path, list(_told(fault, ""))) from None
    forms: list[Form] = []
    faults: list[str] = []
    lines = _lines_of_forms(path.read_text("utf-8-sig"))
    for number, entry in enumerate(listed, start=1):
        line = lines[number - 1] if number <= len(lines) else 1
        place = f"[[form]] {number}" + (f" “{entry['name']}”" if entry.get("name") else "") + f", line {line}"
        try:
            form = Form.model_validate(entry)
        except ValidationError as fault:
            faults += _told(fault, place)
            continue
        faults += [f"{place}: {told}" for told in faults_of(form, profile)]
        before = next((other for other in forms if same_sheets(other, form)), None)
        if before is not None:
            faults.append(f"{place}: 与前面的“{before.name}”是同一形状 / the same shape as “{before.name}” before it")
        forms.append(form)
    if faults:
        raise _faulty(path, faults)
    return tuple(forms)


def faults_of(form: Form, profile: ReadingProfile) -> Iterator[str]:
    """Yield what is wrong with a form: unknown names, and whatever contradicts itself."""
    if form.leave_out:
        if form.table:
            yield "leave_out 与 table 矛盾 / leave_out contradicts its tables"
        if not form.headers and not form.sheet:
            yield "headers 或 sheet 至少写一个 / give headers or sheet"
        return
    if not form.headers:
        yield "缺少 headers / headers are missing"
    if not form.table:
        yield "缺少 [[form.table]]，或写 leave_out = true / no [[form.table]] and no leave_out = true"
    seen: set[str] = set()
    for table in form.table:
        if table.table not in TABLES:
            yield f"table {table.table!r}: {', '.join(TABLES)}"
            continue
        if table.table in seen:
            yield f"{table.table}: 写了两次 / given twice"
        seen.add(table.table)
        for told in _faults_of_table(table, form, profile):
            yield f"{table.table}.{told}"


def _faults_of_table(table: FormTable, form: Form, profile: ReadingProfile) -> Iterator[str]:
    there = set(form.shape)
    named = [*table.columns, *(header for fill in table.fill for header in (*fill.parts, *fill.where))]
    for header in dict.fromkeys(named):
        if header != ALL_OTHERS and spelling(header) not in there:
            near = nearest(header, there)
            yield f"columns “{header}”: 不在 headers 里 / not among the headers; 最接近 / nearest: {near}"
    owners: dict[str, str] = {}
    yield from _faults_of_columns(table, owners, profile)
    for fill in table.fills:
        yield from _faults_of_fill(fill, table.table, owners, profile)
    yield from _faults_of_words(table, profile)
    for column in table.dates:
        if column not in owners or not _is_moment(column):
            yield f"dates {column!r}: 不是这里的日期列 / no column of dates here"
    known = profile.headers[table.table]
    found = set(owners) | (set() if ALL_OTHERS in table.columns else {known.get(words, "") for words in there})
    for need in lacking(table.table, found, form.headers):
        yield f"columns: 缺少 {need} / {need} is missing"


def _faults_of_columns(table: FormTable, owners: dict[str, str], profile: ReadingProfile) -> Iterator[str]:
    """Yield what is wrong with single headers, and note in *owners* which header every column has."""
    for header, column in table.columns.items():
        if not _is_known(table.table, column):
            yield f"columns “{header}” = {column!r}: {_no_such(table.table, profile)}"
        elif header == ALL_OTHERS:
            if column != IGNORED:
                yield f"columns “{ALL_OTHERS}”: 只能是 / can only be {IGNORED!r}"
        elif column != IGNORED:
            # Two columns of one moment are a day and its time; ticks for the answers to one question stand side by side.
            if column in owners and column not in MOMENTS and not is_answer_of(column, header):
                yield f"columns “{header}” = {column!r}: 已是“{owners[column]}” / “{owners[column]}” is that already"
            owners.setdefault(column, header)


def _faults_of_fill(fill: Fill, table: str, owners: dict[str, str], profile: ReadingProfile) -> Iterator[str]:
    if not _is_known(table, fill.column) or fill.column == IGNORED:
        yield f"fill {fill.column!r}: {_no_such(table, profile)}"
        return
    if fill.column in owners:
        yield f"fill {fill.column!r}: 已有一列 / has a column or a value already: “{owners[fill.column]}”"
    owners.setdefault(fill.column, fill.value or "+".join(fill.parts))
    if bool(fill.value) == bool(fill.parts):
        yield f"fill {fill.column!r}: value 与 from 写且只写一个 / give either value or from"
    if fill.first_year is not None and not _is_moment(fill.column):
        yield f"fill {fill.column!r}: first_year 只用于日期 / first_year is for dates only"
    if fill.value and (codes := codes_of(fill.column, table, profile)) and fill.value not in codes:
        yield f"fill {fill.column!r} = {fill.value!r}: {', '.join(sorted(codes))}"


def _faults_of_words(table: FormTable, profile: ReadingProfile) -> Iterator[str]:
    for column, words in table.words.items():
        stem = column.partition(".")[0]
        if not any(is_column(table.table, name) for name in (column, stem)) and column not in {"role", "party_role"}:
            yield f"words {column!r}: {_no_such(table.table, profile)}"
            continue
        codes = codes_of(column, table.table, profile)
        for word, code in words.items():
            if code and codes and code not in codes:
                yield f"words.{column} “{word}” = {code!r}: {', '.join(sorted(codes))}"


def codes_of(column: str, table: str, profile: ReadingProfile) -> set[str]:
    """Return the codes that a column can hold; none where it holds anything."""
    if column.partition(".")[0] == "satisfaction":
        return {code for code in profile.scale.values() if code}
    if column in CLOSED and not (column == "outcome" and table == "cases"):
        return {code for code in profile.words.get(column, {}).values() if code}
    return set()


def _is_known(table: str, column: str) -> bool:
    return column == IGNORED or is_column(table, column)


def _is_moment(column: str) -> bool:
    return column in MOMENTS or column.startswith("event.")


def _no_such(table: str, profile: ReadingProfile) -> str:
    columns = sorted({column for column in profile.headers[table].values() if ":" not in column and column != IGNORED})
    return f"没有这一列 / no such column; {', '.join(columns)}"


def _lines_of_forms(text: str) -> list[int]:
    return [number for number, line in enumerate(text.splitlines(), start=1) if line.strip() == "[[form]]"]


def _told(fault: ValidationError, place: str) -> Iterator[str]:
    for one in fault.errors():
        where = ".".join(map(str, one["loc"]))
        yield f"{place}: {where} {told_of(dict(one))}".removeprefix(": ")


def _faulty(path: Path, faults: Sequence[str]) -> UsageError:
    return UsageError(
        Text(
            zh="{path} 写得不对，什么也没有读：{faults}。请改正，或删去那个 [[form]] 后用 analytics map 重新确认。",
            en="{path} is not written right, and nothing was read: {faults}. Correct it, or delete that [[form]] and confirm "
            "it anew with analytics map.",
        ).format(path=path, faults="; ".join(faults))
    )


_INTRODUCTION = """\
# 已确认的表格形状，由 analytics map 写入，也可以手改：表头、列、用词和日期次序。
# Confirmed forms, written by analytics map; they may be edited by hand: headers, columns, words and order of dates.
"""


def written_forms(forms: Iterable[Form]) -> str:
    """Return the file that holds these forms."""
    blocks = [_INTRODUCTION]
    for form in forms:
        lines = ["[[form]]"]
        lines += [f"{key} = {_toml(getattr(form, key))}" for key in ("name", "sheet") if getattr(form, key)]
        if form.headers:
            lines.append(f"headers = {_toml(list(form.headers))}")
        if form.header_row is not None:
            lines.append(f"header_row = {form.header_row}")
        if form.header_lines != 1:
            lines.append(f"header_lines = {form.header_lines}")
        if form.leave_out:
            lines.append("leave_out = true")
        if form.reason:
            lines.append(f"reason = {_toml(form.reason)}")
        for table in form.table:
            lines += ["", *_written_table(table)]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _written_table(table: FormTable) -> Iterator[str]:
    yield "[[form.table]]"
    yield f"table = {_toml(table.table)}"
    if table.year is not None:
        yield f"year = {table.year}"
    if table.dates:
        yield f"dates = {_toml(table.dates)}"
    if table.constants:
        yield f"constants = {_toml(table.constants)}"
    for fill in table.fill:
        if fill is table.fill[0]:
            yield "fill = ["
        yield f"    {_toml(fill.model_dump(by_alias=True, exclude_defaults=True))},"
        if fill is table.fill[-1]:
            yield "]"
    if table.columns:
        yield "[form.table.columns]"
        yield from (f"{_toml(header)} = {_toml(column)}" for header, column in table.columns.items())
    for column, words in table.words.items():
        yield f"[form.table.words.{column if _BARE.fullmatch(column) else _toml(column)}]"
        yield from (f"{_toml(word)} = {_toml(code)}" for word, code in words.items())


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        pairs = (f"{key if _BARE.fullmatch(key) else _toml(key)} = {_toml(held)}" for key, held in value.items())
        return "{ " + ", ".join(pairs) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(_toml, value)) + "]"
    # A string of JSON is one of TOML, but for the one control character that JSON leaves as it is.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
