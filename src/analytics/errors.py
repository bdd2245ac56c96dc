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
