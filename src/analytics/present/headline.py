"""The section that begins a report: every measure with its counts, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analytics.present import labels
from analytics.present.view import Section, View, are_kin


class HeadlineView(View):
    """A report's first figures."""

    def headline(self) -> Section:
        """Show every measure with counts, interval, target and what changed; name those with nothing to count."""
        compared = {
            name: {row["measure"]: row for row in self.results.figures_of("headline", name)}
            for name in (("previous",) if self._is_compared_once else ("previous", "year_before"))
        }
        tiles = []
        silent = []
        for row in self.results.figures_of("headline", "current"):
            changes = [(name, compared[name].get(row["measure"])) for name in compared]
            if not any(figure["denominator"] for figure in (row, *(other for _, other in changes if other))):
                silent.append(self._measure(row["measure"]))
                continue
            tiles.append({**self._shown(row), "name": self._measure(row["measure"]), "changes": changes})
        title = self._name("section", "headline")
        return self._section(
            "headline",
            title,
            tiles=_once(tiles),
            silent=self._t("、", ", ").join(silent),
            is_compared_once=self._is_compared_once,
            message=self._targets_message(tiles),
        )

    @property
    def _is_compared_once(self) -> bool:
        """Tell whether the period before is the one a year before, as it is of a year."""
        meta = self.results.meta
        return bool(meta.get("previous_period")) and meta["previous_period"] == meta.get("year_before_period")

    def _targets_message(self, tiles: Sequence[Mapping[str, Any]]) -> str:
        judged = [row for row in tiles if row["status"]]
        if not judged:
            return ""
        if len(judged) == 1:
            name, (_, status) = judged[0]["name"], judged[0]["status_words"]
            return self._t(
                f"有目标的指标只有{name}，{status}。", f"Only {name.lower()} has a target: {status.lower()}."
            )
        numbers = {status: sum(1 for row in judged if row["status"] == status) for status in ("missed", "near", "met")}
        zh = "，".join(f"{n} 项{labels.STATUS[status][1].in_language('zh')}" for status, n in numbers.items() if n)
        en = ", ".join(
            f"{n} {labels.STATUS[status][1].in_language('en').lower()}" for status, n in numbers.items() if n
        )
        return self._t(f"{len(judged)} 项有目标的指标中，{zh}。", f"Of {len(judged)} figures with a target: {en}.")


def _once(tiles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the tiles with one for measures of one kin whose figures are the same in every period, under all names."""
    shown: list[dict[str, Any]] = []
    for tile in tiles:
        same = next((other for other in shown if _are_one(other, tile)), None)
        if same:
            same["name"] = f"{same['name']} · {tile['name']}"
        else:
            shown.append(dict(tile))
    return shown


def _are_one(tile: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return are_kin(tile["measure"], other["measure"]) and _said_by(tile) == _said_by(other)


def _said_by(tile: Mapping[str, Any]) -> tuple[Any, ...]:
    figures = [tile, *(figure for _, figure in tile["changes"])]
    return (
        tile["target"],
        *(figure and (figure["numerator"], figure["denominator"], figure["signal"]) for figure in figures),
    )
