"""The results of one report as a document: every figure of page and workbook, as tidy rows.

Computed once, stored as ``results.json``, read by page and workbook alike. Ratios are unrounded; nothing in it names
a person whom the organisation served.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from analytics.language import Text
from analytics.policy.lack import Lack

STANDARD = (
    "headline",
    "coverage",
    "rules",
    "complaints",
    "callers",
    "satisfaction",
    "dimensions",
    "problems",
    "overdue",
    "spot_checks",
)
"""The sections of the longer reports, and of results that do not say which they have."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Results:
    """All that one report says.

    ``figures``: one row per section, measure, comparison, period and group. ``lists``: what is listed rather than
    counted. ``labels``: code -> words, by kind. ``definitions``: what each measure means.
    """

    meta: Row
    figures: list[Row]
    lists: dict[str, list[Row]]
    labels: dict[str, dict[str, dict[str, str]]]
    definitions: list[Row]

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Results:
        """Return the results that a JSON document holds."""
        return cls(**document)

    @classmethod
    def read(cls, path: Path) -> Results:
        """Read stored results."""
        return cls.from_document(json.loads(path.read_text("utf-8")))

    def write(self, path: Path) -> None:
        """Store the results as readable JSON, the same text for the same results."""
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n", "utf-8")

    def figures_of(self, section: str, comparison: str | None = None) -> list[Row]:
        """Return the rows of a section, of one comparison or of all."""
        return [
            row
            for row in self.figures
            if row["section"] == section and (comparison is None or row["comparison"] == comparison)
        ]

    @property
    def sections(self) -> Sequence[str]:
        """The sections between the report's head and its data notes, in reading order."""
        return self.meta.get("sections", STANDARD)  # type: ignore[no-any-return]

    @property
    def lacks(self) -> list[Lack]:
        """What the policy's rules are about and no ledger holds."""
        return [Lack(**row) for row in self.lists.get("without_data", [])]

    def label(self, kind: str, code: str, language: str) -> str:
        """Return the words for a code; what is not a code of the vocabulary reads as it is."""
        words = self.labels.get(kind, {}).get(code)
        return Text(**words).in_language(language) if words else code
