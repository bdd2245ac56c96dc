"""What a reader must know beside the built-in spellings: the policy's scale and roles, the organisation's own words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from analytics.errors import UsageError
from analytics.language import Text
from analytics.ledger.headers import Spellings, known_spellings
from analytics.ledger.vocabulary import BASE, spelling

if TYPE_CHECKING:
    from analytics.ledger.forms import Form

# Bumped when the same file with the same profile would be read differently, so that it is loaded anew.
READER_VERSION = 7


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The cells by which a case is known where its number is missing, and the secret without which nobody can try them."""

    parts: tuple[str, ...] = ()
    secret: str = ""


@dataclass(frozen=True)
class ReadingProfile:
    """How the ledgers of one organisation are read.

    ``headers``: table -> spelling -> column. ``scale``: word -> level of satisfaction. ``roles`` and ``party_roles``: word
    -> code. ``words``: column -> word -> code. All words are in the form of :func:`vocabulary.spelling`. ``scores``: level
    -> its score of a hundred; ``full_marks`` is what a bare number of satisfaction counts up to, None where none is agreed.
    ``family_name_first`` tells that ``Smith, John`` is one person.
    ``forms`` are the shapes of sheets whose reading was confirmed, which win over all spellings.
    """

    headers: Spellings
    scale: Mapping[str, str]
    roles: Mapping[str, str]
    party_roles: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    scores: Mapping[str, float] = field(default_factory=dict)
    full_marks: float | None = None
    family_name_first: bool = False
    case_key: CaseKey = CaseKey()
    forms: tuple[Form, ...] = ()

    @classmethod
    def build(
        cls,
        *,
        headers: Mapping[str, str] | None = None,
        scale: Mapping[str, str] | None = None,
        roles: Mapping[str, str] | None = None,
        party_roles: Mapping[str, str] | None = None,
        words: Mapping[str, Mapping[str, str]] | None = None,
        scores: Mapping[str, float] | None = None,
        full_marks: float | None = None,
        family_name_first: bool = False,
    ) -> ReadingProfile:
        """Return a profile of the built-in spellings and those given, which win; a code is always a spelling of itself.

        Each of *words* goes to its column; those of ``role``, ``party_role`` and ``satisfaction`` are added to roles,
        party roles and scale. Raises UsageError that names every header whose column does not exist.
        """
        given = {column: dict(spellings) for column, spellings in (words or {}).items()}
        try:
            known = known_spellings(headers)
        except ValueError as fault:
            raise UsageError(
                Text(
                    zh="表头设置里有不存在的列：{fault}。请改用规范台账的列名，如 case_id、event.start、party.designer。",
                    en="Header settings name columns that do not exist: {fault}. Use columns of the canonical ledger, such as "
                    "case_id, event.start, party.designer.",
                ).format(fault=fault)
            ) from None
        return cls(
            headers=known,
            scale=_compared(scale or {}, given.pop("satisfaction", {})),
            roles=_compared(roles or {}, given.pop("role", {})),
            party_roles=_compared(BASE["party_role"], party_roles or {}, given.pop("party_role", {})),
            words={
                column: _compared(BASE.get(column, {}), given.get(column, {}))
                for column in sorted((BASE.keys() | given.keys()) - {"party_role"})
            },
            scores=dict(scores or {}),
            full_marks=full_marks,
            family_name_first=family_name_first,
        )

    def with_words(self, words: Mapping[str, Mapping[str, str]]) -> ReadingProfile:
        """Return the profile with the words of one form, which win over all others; a word of the code ``""`` says nothing."""
        own = {
            column: {spelling(word): code for word, code in spellings.items()} for column, spellings in words.items()
        }
        return replace(
            self,
            scale={**self.scale, **own.pop("satisfaction", {})},
            roles={**self.roles, **own.pop("role", {})},
            party_roles={**self.party_roles, **own.pop("party_role", {})},
            words={**self.words, **{column: {**self.words.get(column, {}), **said} for column, said in own.items()}},
        )

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of everything that decides how a file is read."""
        told = (self.headers, self.scale, self.roles, self.party_roles, self.words, self.scores)
        content: list[object] = [READER_VERSION, *map(_plain, told), self.full_marks]
        content += [form.model_dump(exclude={"name", "reason"}) for form in self.forms]
        if self.family_name_first:
            content.append("family_name_first")
        if self.case_key.parts:
            content.append(self.case_key.parts)
        return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _plain(mapping: Mapping[str, object]) -> dict[str, object]:
    return {key: _plain(value) if isinstance(value, Mapping) else value for key, value in mapping.items()}


def _compared(*spellings: Mapping[str, str]) -> dict[str, str]:
    """Merge, later ones winning; every code becomes a spelling of itself unless that word is taken."""
    merged = {spelling(word): code for mapping in spellings for word, code in mapping.items()}
    for code in list(merged.values()):
        merged.setdefault(spelling(code), code)
    return merged
