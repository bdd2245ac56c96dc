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
from collections.abc import Iterable

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
