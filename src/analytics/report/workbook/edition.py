"""The results of one report in one language: the words around its figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.language import Text
from analytics.present import labels

if TYPE_CHECKING:
    from analytics.report.workbook.styles import Form
    from analytics.results.document import Results

_KINDS = {
    "weekly": Text("回访质量周报", "Weekly callback report"),
    "monthly": Text("回访质量月报", "Monthly callback report"),
    "quarterly": Text("回访质量季报", "Quarterly callback report"),
    "yearly": Text("回访质量年报", "Yearly callback report"),
}


@dataclass(frozen=True, slots=True)
class Edition:
    """One report in one language."""

    results: Results
    language: str

    def say(self, zh: str, en: str) -> str:
        """Return the text of the edition's language."""
        return self.in_language(Text(zh, en))

    def in_language(self, text: Text) -> str:
        """Return *text* in the edition's language."""
        return text.in_language(self.language)

    def label(self, kind: str, code: object) -> str:
        """Return the words for a code; what the ledger left empty is said to be so."""
        if code is None or code == "":
            return self.say("（未注明）", "(not stated)")
        return self.results.label(kind, str(code), self.language)

    def of_meta(self, name: str) -> str:
        """Return an entry of the report's description, in the edition's language where it has two."""
        entry = self.results.meta.get(name, "")
        if isinstance(entry, Mapping):
            return str(entry["en" if self.language == "en" else "zh"])
        return str(entry)

    @property
    def organisation(self) -> str:
        """The organisation's name."""
        return self.of_meta("organisation_name")

    @property
    def kind(self) -> str:
        """What kind of report it is."""
        return self.in_language(_KINDS[self.of_meta("kind")])

    @property
    def period(self) -> str:
        """The reported period, as people write it."""
        return self.period_title(self.of_meta("period"))

    def period_title(self, label: str) -> str:
        """Return ``2026-10`` as people write it."""
        return labels.period(label, self.language)

    def scope(self, *more: str) -> str:
        """Return the line that says whom and when a table is about."""
        days = self.say("{first} 至 {last}，截至 {as_of}", "{first} to {last}, as of {as_of}").format(
            first=self.of_meta("first"), last=self.of_meta("last"), as_of=self.of_meta("as_of")
        )
        if self.language == "en":
            return " · ".join((f"Scope: {self.organisation}", f"{self.period} ({days})", *more))
        return " · ".join((f"范围：{self.organisation}", f"{self.period}（{days}）", *more))

    @property
    def sources(self) -> str:
        """How many ledger files were read, and the digest that they are known by."""
        sources = self.results.meta["sources"]
        if not isinstance(sources, Mapping):
            return str(sources)
        return self.say("{files} 个台账文件（摘要 {digest:.12}）", "{files} ledger files (digest {digest:.12})").format(
            **sources
        )

    @property
    def source(self) -> str:
        """The line that says where a table's figures come from."""
        return self.say(
            "来源：{sources} · 制度：{policy}（{version}版）",
            "Source: {sources} · policy: {policy} ({version})",
        ).format(sources=self.sources, policy=self.of_meta("policy_title"), version=self.of_meta("policy_version"))

    def figures(self, section: str, comparison: str = "current") -> list[dict[str, Any]]:
        """Return the figures of a section."""
        return list(self.results.figures_of(section, comparison))

    def listed(self, name: str) -> list[dict[str, Any]]:
        """Return one of the lists; a list that the report does not have is empty."""
        return list(self.results.lists.get(name, []))

    def definition(self, measure: str) -> tuple[str, str]:
        """Return numerator and denominator of a measure in words."""
        for entry in self.results.definitions:
            if entry["measure"] == measure:
                key = "en" if self.language == "en" else "zh"
                return entry["numerator"][key], entry["denominator"][key]
        return "", ""

    def unit(self, measure: str) -> Form:
        """Return how values of a measure are written."""
        scores = {entry["measure"] for entry in self.results.definitions if entry["unit"] == "score"}
        return "score" if measure in scores else "ratio"

    def wished(self, measure: str) -> str:
        """Return the direction that is good for a measure: ``rise``, ``fall``, or nothing when neither is."""
        directions = {entry["measure"]: entry["direction"] for entry in self.results.definitions}
        return {"higher": "rise", "lower": "fall"}.get(directions.get(measure) or "", "")

    def joined(self, names: Iterable[str]) -> str:
        """Return several names as one text."""
        return self.say("、", ", ").join(names)


def day(text: object) -> date | None:
    """Return a day of the results as a date, so that the workbook can sort and count with it."""
    return date.fromisoformat(str(text)[:10]) if text else None
