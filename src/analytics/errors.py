"""What can go wrong that a user can mend.

::

    WorkbenchError
    ├── UsageError   exit 2   the command, a name or a setting is wrong; nothing was done
    ├── InputError   exit 3   a file cannot be read; the rest was done
    └── RunError     exit 3   a run failed; what was there before is still there

Each carries one paragraph in both languages: where, what was expected, what came, what to do.
Bad data is not an error but a finding (see :mod:`analytics.findings`); a bug keeps its traceback.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from typing import Any

from analytics.language import Text


class WorkbenchError(Exception):
    """A fault that a user can mend, told in one paragraph."""

    exit_code = 3

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text

    def __reduce__(self) -> tuple[type[WorkbenchError], tuple[Text]]:
        return type(self), (self.text,)


class UsageError(WorkbenchError):
    """The command, a name or a setting is not one that the workbench knows."""

    exit_code = 2


class InputError(WorkbenchError):
    """A file cannot be read at all."""


class RunError(WorkbenchError):
    """A run did not come to its end."""


def is_interruption(error: BaseException) -> bool:
    """Tell whether somebody pressed Ctrl-C; DuckDB says so in words of its own."""
    return isinstance(error, KeyboardInterrupt) or str(error) == "Query interrupted"


_SYSTEM_FAULTS = {
    errno.ENOENT: Text(zh="没有这个文件或文件夹", en="there is no such file or folder"),
    errno.EACCES: Text(zh="没有权限", en="permission denied"),
    errno.EPERM: Text(zh="没有权限", en="permission denied"),
    errno.EISDIR: Text(zh="这是文件夹，不是文件", en="it is a folder, not a file"),
    errno.ENOTDIR: Text(zh="路径中有一段是文件，不是文件夹", en="part of the path is a file, not a folder"),
    errno.EROFS: Text(zh="所在的盘只能读", en="the disk can only be read"),
    errno.ENOSPC: Text(zh="磁盘已满", en="the disk is full"),
    errno.EBUSY: Text(zh="正被其他程序占用", en="another program holds it"),
}


def reason_of(fault: OSError) -> Text:
    """Return why the system refused a file, in words; a rarer reason stands as the system tells it."""
    told = str(fault.strerror or fault)
    return _SYSTEM_FAULTS.get(fault.errno or 0, Text(zh=told, en=told))


def unknown(what: Text, got: object, valid: Iterable[str]) -> UsageError:
    """Return the error for a name that is not known, with those that are."""
    names = list(valid)
    listed = Text(zh="、".join(names) or "（没有）", en=", ".join(names) or "(none)")
    return UsageError(
        Text(
            zh="没有这个{what}：“{got}”。可用的有：{listed}。",
            en='There is no {what} "{got}". Valid: {listed}.',
        ).format(what=what, got=got, listed=listed)
    )


_BOUNDS = {"greater_than": ">", "greater_than_equal": "≥", "less_than": "<", "less_than_equal": "≤"}


_FORMS = {
    "string_type": "文字 / a text",
    "string_pattern_mismatch": "小写字母、数字和下划线，字母开头 / lower-case letters, digits and _, a letter first",
    "int": "整数 / a whole number",
    "float": "数 / a number",
    "bool": "true 或 false / true or false",
    "date": "2026-01-31 这样的日期 / a date such as 2026-01-31",
    "tuple": '列表 / a list: ["…"]',
    "list": '列表 / a list: ["…"]',
    "dict": '表 / a table: { … = "…" }',
    "mapping": '表 / a table: { … = "…" }',
    "model": '表 / a table: { … = "…" }',
    "too_short": "至少一项 / at least one",
}
"""What was expected, by the sort of fault that pydantic names or by the first word of its name."""


def _short(got: object) -> str:
    """Return what came, as far as it fits into a line."""
    text = repr(got)
    return text if len(text) <= 80 else f"{text[:80]}…"


def told_of(detail: Mapping[str, Any]) -> str:
    """Return what is wrong with one value of a file that somebody wrote, in both languages, from a fault of its validation."""
    got = detail.get("input")
    match detail["type"]:
        case "missing" | "union_tag_not_found":
            return "缺少此键 / this key is missing"
        case "extra_forbidden":
            return "没有这个键 / there is no such key"
        case "union_tag_invalid" | "literal_error":
            expected = detail["ctx"].get("expected_tags") or detail["ctx"].get("expected")
            found = detail["ctx"].get("tag", got)
            return f"应为 / expected {expected}, 实际 / got {found!r}"
        case "value_error":
            return str(detail["ctx"]["error"])
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal" as bound:
            sign, limit = _BOUNDS[bound], next(iter(detail["ctx"].values()))
            return f"应 / expected {sign} {limit:g}, 实际 / got {got!r}"
        case sort:
            form = _FORMS.get(sort) or _FORMS.get(sort.split("_")[0])
            return f"{f'应为 / expected {form}' if form else detail['msg']}, 实际 / got {_short(got)}"
