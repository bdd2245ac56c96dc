"""What every section of a report is made with: one report in one language, its words and its figures with their texts.

Whatever a ledger holds goes through the template's escaping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.findings import CHECKS
from analytics.language import Text
from analytics.present import charts, labels

if TYPE_CHECKING:
    from jinja2 import Environment

    from analytics.results.document import Results

PLOTLY_MIME = "application/vnd.plotly.v1+json"
METADATA_KEY = "callback_section"

Figure = Mapping[str, Any]

_KIN = (
    {"coverage", "on_time_coverage", "attempt_coverage"},
    {"complaint_ratio", "complaint_rate"},
)
"""Measures that have the same figure where nothing is late, unreached, or of nobody in particular."""


def are_kin(measure: str, other: str) -> bool:
    """Tell whether two measures are shown as one wherever their figures are the same."""
    return any(measure in kin and other in kin for kin in _KIN)


@dataclass(frozen=True, slots=True)
class Section:
    """One section as a notebook and a page show it: title, fragment, perhaps a chart.

    Where there is a chart the fragment holds one empty element of class ``chart`` that a page draws it into.
    """

    key: str
    title: str
    html: str
    chart: charts.Chart | None = None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict[str, Any], dict[str, Any]]:  # noqa: ARG002
        bundle: dict[str, Any] = {"text/html": self.html, "text/plain": self.title}
        if self.chart is not None:
            bundle[PLOTLY_MIME] = self.chart.as_plotly()
        return bundle, {METADATA_KEY: {"key": self.key, "title": self.title}}


class Sections(tuple[Section, ...]):
    """Several sections that one cell of a notebook shows one after the other; none where the report has none."""

    __slots__ = ()

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for section in self:
            display(section)  # type: ignore[no-untyped-call]


@cache
def environment() -> Environment:
    """Return the template environment of this layer: everything is escaped, nothing unknown is silently empty."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("analytics.present"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style_sheet() -> str:
    """Return the style of the fragments, shared by page and notebook."""
    from importlib.resources import files

    return files("analytics.present").joinpath("templates", "sections.css").read_text(encoding="utf-8")


class View:
    """One report in one language: the words for its codes, and how its sections are put together."""

    def __init__(self, results: Results, language: str) -> None:
        self.results = results
        self.language = language
        self._units = {row["measure"]: row["unit"] for row in results.definitions}
        self._directions = {row["measure"]: row["direction"] for row in results.definitions}

    def _section(
        self, template: str, title: str, *, chart: charts.Chart | None = None, key: str = "", **values: Any
    ) -> Section:
        fragment = (
            environment()
            .get_template(f"{template}.html")
            .render(
                key=key or template,
                title=title,
                t=self._t,
                words=self._words,
                day=lambda value: labels.day(value, self.language),
                period=lambda value: labels.period(value, self.language),
                change=lambda figure: labels.change(figure, self._unit(figure["measure"]), self.language),
                shown=self._shown,
                chart=chart,
                **values,
            )
        )
        return Section(key or template, title, fragment, chart)

    def _t(self, zh: str, en: str) -> str:
        return Text(zh=zh, en=en).in_language(self.language)

    def _words(self, text: Text | Mapping[str, str] | str) -> str:
        if isinstance(text, Text):
            return text.in_language(self.language)
        if isinstance(text, str):
            return text
        return Text(zh=text["zh"], en=text["en"]).in_language(self.language)

    def _name(self, kind: str, code: Any) -> str:
        if code is None or code == "":
            return self._t("未填写", "Not given")
        known = self.results.labels.get(kind, {}).get(code)
        return self._words(known) if known else str(code)

    def _measure(self, measure: str) -> str:
        return self._name("measure", measure)

    def _check(self, check: str) -> str:
        return CHECKS[check].title.in_language(self.language) if check in CHECKS else self._name("check", check)

    def _unit(self, measure: str) -> str:
        return self._units.get(measure) or "ratio"

    def _shown(self, row: Figure) -> dict[str, Any]:
        """Return a figure with its texts beside its values."""
        unit = self._unit(row["measure"])
        words = labels.interval(row["low"], row["high"], unit)
        number = labels.counts(row["numerator"], row["denominator"])
        if unit == "score":
            number = self._t(f"{row['denominator']} 份回答", f"{row['denominator']} answers")
        status = labels.STATUS.get(row["status"] or "")
        signal = labels.SIGNALS.get(row["signal"] or "")
        top = 1.0 if unit == "ratio" else 100.0
        return {
            **row,
            "unit": unit,
            "amount": labels.amount(row["value"], unit),
            "counts": number,
            "goal": labels.goal(row["target"], unit),
            "interval": words,
            "interval_words": self._t(f"95% 区间 {words}", f"95% interval {words}"),
            "status_words": (status[0], self._words(status[1])) if status else None,
            "signal_words": (signal[0], self._words(signal[1])) if signal else None,
            "top": top,
        }

    def _beside(self, row: Mapping[str, Any] | None) -> str:
        if row is None or row["value"] is None:
            return labels.EMPTY
        return f"<b>{row['amount']}</b><br>{row['counts']}"

    def _mark(self, row: Mapping[str, Any], look: str = "plain") -> charts.Mark:
        """Return the line of an interval chart for a figure with its texts and its name."""
        return charts.Mark(
            name=row["name"],
            value=row["value"],
            low=row["low"],
            high=row["high"],
            label=self._beside(row),
            hover=f"{row['name']}\n{row['amount']}  {row['counts']}\n{row['interval_words']}",
            look=look,
        )

    def _person(self, name: Any) -> str:
        """Return a name of staff or of a firm; the code that stands for one is read in the page's language."""
        return labels.person(name, self.language) if name else self._t("未填写", "Not given")
