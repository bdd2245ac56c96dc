"""A parser of command lines that speaks the user's language, argparse's own words too."""

from __future__ import annotations

import argparse
import re
from typing import Any, NoReturn

from analytics.errors import UsageError
from analytics.language import Language, Text

_SPOKEN: tuple[tuple[re.Pattern[str], Text], ...] = (
    (
        re.compile(r"the following arguments are required: (.+)"),
        Text(zh="缺少参数 {0}", en="these arguments are missing: {0}"),
    ),
    (re.compile(r"unrecognized arguments: (.+)"), Text(zh="不认识的参数 {0}", en="unknown arguments: {0}")),
    (
        re.compile(r"argument (.+?): invalid choice: (.+?) \(choose from (.+)\)"),
        Text(zh="{0} 不能是 {1}，可用的有：{2}", en="{0} cannot be {1}; valid: {2}"),
    ),
    (
        re.compile(r"argument (.+?): expected (?:one|at least one) argument"),
        Text(zh="{0} 后面缺少值", en="{0} lacks its value"),
    ),
    (
        re.compile(r"argument (.+?): ignored explicit argument (.+)"),
        Text(zh="{0} 不带值，却给了 {1}", en="{0} takes no value but was given {1}"),
    ),
)


class _Formatter(argparse.HelpFormatter):
    """Help with its first word in the user's language."""

    usage_prefix = "usage: "

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self.usage_prefix if prefix is None else prefix)


class _ChineseFormatter(_Formatter):
    usage_prefix = "用法："


class Parser(argparse.ArgumentParser):
    """A parser whose faults are UsageErrors and whose headings are in the user's language."""

    language: Language = "zh"

    def __init__(self, **given: Any) -> None:
        formatter = _Formatter if self.language == "en" else _ChineseFormatter
        super().__init__(**{**given, "add_help": False, "allow_abbrev": False, "formatter_class": formatter})
        self.words = self.add_argument_group(self.told("参数", "arguments"))
        self.options = self.add_argument_group(self.told("选项", "options"))
        self.options.add_argument("-h", "--help", action="help", help=self.told("显示本说明", "show this help"))

    def told(self, zh: str, en: str) -> str:
        """Return one of two texts, as argparse takes it: a percent sign doubled."""
        return Text(zh=zh, en=en).in_language(self.language).replace("%", "%%")

    def error(self, message: str) -> NoReturn:
        spoken = Text(zh=message, en=message)
        for pattern, words in _SPOKEN:
            if match := pattern.fullmatch(message):
                spoken = Text(zh=words.zh.format(*match.groups()), en=words.en.format(*match.groups()))
        raise UsageError(
            Text(
                zh="命令写法有误：{spoken}。用法见：{program} --help",
                en="The command is not written right: {spoken}. For its usage: {program} --help",
            ).format(spoken=spoken, program=self.prog)
        )


class English(Parser):
    """The parser of those who read English."""

    language: Language = "en"
