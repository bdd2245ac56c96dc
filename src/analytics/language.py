"""Texts that a person reads, in Chinese and in English.

Everything shown to a user is a :class:`Text`; the language is chosen once, at the edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the text in *language*; anything but ``en`` is Chinese, the default."""
        return self.en if language == "en" else self.zh

    def format(self, **values: object) -> Text:
        """Fill the same named places in both languages; a value that is a Text goes in in its own language."""
        chinese = {name: value.zh if isinstance(value, Text) else value for name, value in values.items()}
        english = {name: value.en if isinstance(value, Text) else value for name, value in values.items()}
        return Text(zh=self.zh.format(**chinese), en=self.en.format(**english))

    def as_dict(self) -> dict[str, str]:
        """Return the text as it is stored in a results file."""
        return {"zh": self.zh, "en": self.en}
