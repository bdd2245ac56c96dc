"""What ``map`` asks on a terminal: which ledger a sheet is, what an unknown header means, what a word or a date says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analytics.cli import output
from analytics.findings import Finding
from analytics.language import Language, Text
from analytics.ledger.form_file import codes_of
from analytics.ledger.forms import ORDERS
from analytics.ledger.headers import IGNORED, TABLES, is_column
from analytics.ledger.profile import ReadingProfile
from analytics.ledger.proposal import Proposal, Wishes, meant_column, words_of
from analytics.ledger.vocabulary import listed, spelling

MOST_WORDS = 20
_WORDS = frozenset({"code", "answer"})
LEDGERS = {
    "cases": Text(zh="应访对象", en="cases"),
    "callbacks": Text(zh="回访", en="callbacks"),
    "problems": Text(zh="问题件", en="problem items"),
    "staff": Text(zh="人员", en="staff"),
}


class Questions:
    """Asks one thing at a time; an empty answer leaves it as it is, the end of the input leaves all."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def for_ledger(self, proposal: Proposal, wishes: Wishes) -> Wishes:
        """Ask which ledger the sheet is, or whether it is left out."""
        if wishes.table or wishes.leave_out or proposal.table is None:
            return wishes
        listed = "  ".join(
            f"{number} {LEDGERS[name].in_language(self.language)}" for number, name in enumerate(TABLES, start=1)
        )
        guess = TABLES.index(proposal.table.table) + 1
        while True:
            answer = self._ask(
                "这张表是哪种台账？{listed}  0 不读 [{guess}]：",
                "Which ledger is this? {listed}  0 leave it out [{guess}]: ",
                listed=listed,
                guess=guess,
            )
            if answer == "0":
                return replace(wishes, leave_out=True)
            if answer in {"", *(str(number) for number in range(1, len(TABLES) + 1))}:
                return replace(wishes, table=TABLES[int(answer or guess) - 1])

    def for_columns(self, proposal: Proposal, wishes: Wishes, profile: ReadingProfile) -> Wishes:
        """Ask what each header means that nobody knows; a known header is as good an answer as a column."""
        if proposal.table is None:
            return wishes
        for one in proposal.columns:
            if one.is_known or not one.header:
                continue
            answer = self._column(
                proposal.table.table,
                profile,
                "“{header}”（{cells} 格{near}）读作哪一列？回车 = 留作备注，- = 不读，? = 有哪些：",
                "“{header}” ({cells} cells{near}): which column? Enter = keep it as a note, - = leave it out, ? = list them: ",
                header=one.header,
                cells=one.cells,
                near=Text(zh=f"，最接近 {one.near}", en=f", nearest {one.near}") if one.near else "",
            )
            if answer:
                wishes = replace(wishes, columns={**wishes.columns, one.header: answer})
        return wishes

    def for_missing(self, proposal: Proposal, wishes: Wishes) -> Wishes:
        """Ask where the columns stand without which no row could be counted."""
        headers = {spelling(one.header): one.header for one in proposal.columns if one.header}
        for column in proposal.missing:
            while True:
                answer = self._ask(
                    "缺少 {column}。在哪一列？写表头；几列合成的用 + 连接；每行都一样的写 =值：",
                    "{column} is missing. Which header holds it? Several joined with +; the same in every row: =value: ",
                    column=column,
                )
                parts = answer.split("+")
                if answer.startswith("="):
                    wishes = replace(wishes, constants={**wishes.constants, column: answer[1:].strip()})
                elif answer and all(spelling(part) in headers for part in parts):
                    named = tuple(headers[spelling(part)] for part in parts)
                    if len(named) == 1:
                        wishes = replace(wishes, columns={**wishes.columns, named[0]: column})
                    else:
                        wishes = replace(wishes, joins={**wishes.joins, column: named})
                elif answer:
                    continue
                break
        return wishes

    def for_cells(
        self, proposal: Proposal, wishes: Wishes, findings: Sequence[Finding], profile: ReadingProfile
    ) -> Wishes:
        """Ask what words mean that are not agreed, and in which order day and month stand."""
        if proposal.table is None:
            return wishes
        columns = {one.header: one.column for one in proposal.columns}
        asked: set[tuple[str, str]] = set()
        for finding in findings:
            column = columns.get(finding.column, "")
            key = (column, finding.value if finding.check in _WORDS else finding.check)
            if not column or key in asked or len(asked) >= MOST_WORDS:
                continue
            if finding.check in _WORDS and (codes := codes_of(column, proposal.table.table, profile)):
                asked.add(key)
                wishes = self._word(wishes, finding, column, codes, words_of(column, profile))
            elif finding.check == "date_order":
                asked.add(key)
                wishes = self._order(wishes, finding, column)
            elif finding.check == "date_without_year" and wishes.year is None:
                asked.add(key)
                wishes = self._year(wishes, finding)
        return wishes

    def confirmed(self, path: Path) -> bool:
        """Ask whether the form is to be written."""
        answer = self._ask("这样读对吗？写入 {path}？[y/N]：", "Is that right? Write it to {path}? [y/N]: ", path=path)
        return answer.lower() in {"y", "yes", "是", "对"}

    def _word(
        self, wishes: Wishes, finding: Finding, column: str, codes: Collection[str], known: Mapping[str, str]
    ) -> Wishes:
        while True:
            answer = self._ask(
                "“{header}”列的“{word}”是什么？{codes}；- = 没有回答，回车 = 不定（该行搁置）：",
                "“{word}” in column “{header}” means? {codes}; - = no answer, Enter = undecided (such rows are set aside): ",
                header=finding.column,
                word=finding.value,
                codes=listed(known) if self.language == "zh" else ", ".join(sorted(codes)),
            )
            if not answer:
                return wishes
            code = known.get(spelling(answer), answer)
            if code in codes or answer == IGNORED:
                stem = column.partition(".")[0]
                words = {**wishes.words.get(stem, {}), finding.value: "" if answer == IGNORED else code}
                return replace(wishes, words={**wishes.words, stem: words})

    def _order(self, wishes: Wishes, finding: Finding, column: str) -> Wishes:
        answer = self._ask(
            "“{header}”列的“{value}”先写日还是先写月？1 日-月-年  2 月-日-年，回车 = 不定（该行搁置）：",
            "“{value}” in column “{header}”: which stands first? 1 the day  2 the month, Enter = undecided (set aside): ",
            header=finding.column,
            value=finding.value,
        )
        chosen = {"1": ORDERS[0], "2": ORDERS[1]}.get(answer)
        return replace(wishes, dates={**wishes.dates, column: chosen}) if chosen else wishes

    def _year(self, wishes: Wishes, finding: Finding) -> Wishes:
        answer = self._ask(
            "“{header}”列的日期没有年份。哪一年？回车 = 不定（该行搁置）：",
            "The dates of column “{header}” have no year. Which is it? Enter = undecided (such rows are set aside): ",
            header=finding.column,
        )
        return replace(wishes, year=int(answer)) if answer.isdecimal() and len(answer) == 4 else wishes

    def _column(self, table: str, profile: ReadingProfile, zh: str, en: str, **values: object) -> str:
        """Ask until the answer is a column of the ledger or a known header of it, a dash or empty."""
        while True:
            answer = self._ask(zh, en, **values)
            column = meant_column(table, answer, profile)
            if not answer or column == IGNORED or is_column(table, column):
                return column
            if answer == "?":
                first = {
                    column: word
                    for word, column in reversed(list(profile.headers[table].items()))
                    if not word.isascii()
                }
                output.say(
                    "  ".join(
                        f"{word} = {column}" for column, word in sorted(first.items()) if is_column(table, column)
                    )
                )

    def _ask(self, zh: str, en: str, **values: object) -> str:
        try:
            return input(Text(zh=zh, en=en).format(**values).in_language(self.language)).strip()
        except EOFError:
            return ""
