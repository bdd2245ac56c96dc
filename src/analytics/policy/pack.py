"""A policy pack: one regulation as a TOML file, validated into typed rules.

All faults of a pack are reported at once, each with its line, its key, what was expected and what came.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from analytics.errors import UsageError, told_of, unknown
from analytics.language import Text
from analytics.policy.contradictions import contradictions
from analytics.policy.numbers import SETTABLE, numbers_of
from analytics.policy.rules import Quota, Rule
from analytics.policy.rules.base import BaseRule, Name, Words, listed
from analytics.workdays import WorkingDays

ALWAYS_PLANS = frozenset({"planned_end", "appointment", "warranty_end"})
"""Events that are plans in every pack (definitions, "Time")."""

R = TypeVar("R", bound=BaseRule)


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Event(_Section):
    """A dated moment of a case; a plan is known whenever it is for."""

    title: Words
    plan: bool = False

    @classmethod
    def _from(cls, value: object) -> object:
        if isinstance(value, dict) and "title" not in value:
            plan = value.get("plan", False)
            return {"title": {key: words for key, words in value.items() if key != "plan"}, "plan": plan}
        return value


class Level(_Section):
    """One answer of the satisfaction scale and its score from 0 to 100."""

    code: Name
    score: Annotated[float, Field(ge=0, le=100)]
    title: Words
    spellings: tuple[str, ...] = ()


class Scale(_Section):
    """The answers that may be given; *satisfied* is the lowest that counts as satisfied."""

    satisfied: Name
    levels: tuple[Level, ...] = Field(min_length=2)

    @property
    def satisfied_score(self) -> float:
        """The score from which an answer counts as satisfied."""
        return next(level.score for level in self.levels if level.code == self.satisfied)


def standard_scale() -> Scale:
    """Return the satisfaction scale of a pack that has none of its own."""
    text = (resources.files("analytics.policy") / "standard_scale.toml").read_text("utf-8")
    return Scale.model_validate(tomllib.loads(text))


def _or_never(value: object) -> object:
    return () if value == "" else listed(value)


class Policy(_Section):
    """One regulation: its vocabulary, its scale and its rules, in the order in which they are written.

    A case is active from the first of ``active_from`` that it has until the first of ``active_until``, both included.
    ``numbers`` are those that an organisation may set, as they hold. ``working_days`` are those of the workspace that
    applies it, and no part of the pack. ``channel_order`` is told to callers; no figure depends on it.
    """

    code: str
    name: Name
    version: str
    title: Words
    case: Words
    active_from: Annotated[tuple[Name, ...], BeforeValidator(listed), Field(min_length=1)]
    active_until: Annotated[tuple[Name, ...], BeforeValidator(_or_never)] = ()
    minimum_cases: Annotated[int, Field(ge=0)] = 0
    channel_order: tuple[str, ...] = ()
    events: Mapping[Name, Annotated[Event, BeforeValidator(Event._from)]]
    parties: Mapping[Name, Words] = {}
    roles: Mapping[Name, Words] = {}
    contacts: Mapping[Name, Words] = {}
    families: Mapping[Name, Words] = {}
    categories: Mapping[str, Words] = {}
    tiers: Mapping[str, Words] = {}
    urgencies: Mapping[str, Words] = {}
    purposes: Mapping[str, Words] = {}
    dimensions: Mapping[Name, Words] = {}
    words: Mapping[str, Mapping[str, str]] = {}
    headers: Mapping[str, str] = {}
    scale: Scale = Field(default_factory=standard_scale)
    rule: tuple[Rule, ...] = Field(min_length=1)
    numbers: Mapping[str, str] = {}
    working_days: WorkingDays = WorkingDays()

    def rules(self, kind: type[R]) -> list[R]:
        """Return the rules of one kind, in the order of the pack."""
        return [rule for rule in self.rule if isinstance(rule, kind)]

    @property
    def shares(self) -> frozenset[str]:
        """The rules that ask for a share of their cases only: none of their obligations alone is overdue."""
        return frozenset(rule.id for rule in self.rules(Quota) if rule.level is None or rule.level < 1)

    @property
    def spoken_of(self) -> frozenset[str]:
        """The measures that a rule names."""
        named = ((getattr(rule, "measure", ""), *getattr(rule, "measures", ())) for rule in self.rule)
        return frozenset(name for names in named for name in names if name)

    @property
    def plans(self) -> frozenset[str]:
        """The events that are plans."""
        return ALWAYS_PLANS | {name for name, event in self.events.items() if event.plan}

    @property
    def done(self) -> frozenset[str]:
        """The events that have been when a ledger tells of them: no plans, nor an end that may be agreed in advance."""
        counted = {event for rule in self.rule for event in getattr(rule, "anchor", ())}
        ends = frozenset(self.active_until) - frozenset(self.active_from) - counted
        return frozenset(self.events) - self.plans - ends


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a pack: where it stands and what was expected."""

    line: int
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}: {self.key}: {self.message}"


_CHECKED: dict[tuple[str, str], tuple[Policy | None, list[Fault]]] = {}
_CHECKED_AT_MOST = 500


def shipped() -> dict[str, Path]:
    """Return the packs that come with the workbench, by name."""
    folder = Path(str(resources.files("analytics.policy") / "packs"))
    return {file.stem: file for file in sorted(folder.glob("*.toml"))}


def load_policy(
    name: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    folder: Path | None = None,
    working_days: WorkingDays | None = None,
) -> Policy:
    """Return the shipped pack *name* with an organisation's own *parameters* (``rule.key``: value).

    A name that ends with ``.toml`` is a file below *folder*. Raises UsageError for an unknown pack, an unknown parameter,
    or with every fault that the values make.
    """
    packs = shipped()
    if folder is not None and name.endswith(".toml"):
        packs = {name: folder / name} if (folder / name).is_file() else packs
    if name not in packs:
        raise unknown(Text(zh="制度包", en="policy pack"), name, packs)
    text = packs[name].read_text("utf-8-sig")
    policy, faults = check_pack(text, parameters or {})
    if policy is None and not check_pack(text)[1]:
        raise UsageError(
            Text(
                zh="workbench.toml 的 [organisation.parameters] 有误：{faults}。可以定的数见：analytics policy show {name}",
                en="[organisation.parameters] of workbench.toml is wrong: {faults}. The numbers that can be set: "
                "analytics policy show {name}",
            ).format(
                name=name, faults="; ".join(f"{fault.key.removeprefix('rule.')}: {fault.message}" for fault in faults)
            )
        )
    if policy is None:
        raise UsageError(
            Text(zh="制度包“{name}”有误：{faults}", en='The policy pack "{name}" has faults: {faults}').format(
                name=name, faults="; ".join(map(str, faults))
            )
        )
    return policy if working_days is None else policy.model_copy(update={"working_days": working_days})


def check_pack(text: str, parameters: Mapping[str, Any] | None = None) -> tuple[Policy | None, list[Fault]]:
    """Return the policy that *text* holds, or all of its faults: of single keys and of keys that contradict others.

    The same text with the same *parameters* is looked through once.
    """
    key = (text, repr(parameters or {}))
    if key not in _CHECKED:
        if len(_CHECKED) == _CHECKED_AT_MOST:
            _CHECKED.clear()
        _CHECKED[key] = _checked(text, parameters or {})
    policy, faults = _CHECKED[key]
    return policy, list(faults)


def _checked(text: str, parameters: Mapping[str, Any]) -> tuple[Policy | None, list[Fault]]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        message = f"不是合法的 TOML / not valid TOML: {fault}"
        return None, [Fault(int(line[1]) if line else 1, "TOML", message)]
    faults = list(_apply(document, parameters))
    faults.extend(
        Fault(_line(text, where), _dotted(where, document), message) for where, message in contradictions(document)
    )
    policy = None
    try:
        policy = Policy.model_validate(document)
    except ValidationError as error:
        for detail in error.errors():
            if detail["loc"] == ("rule",) and document.get("rule"):
                continue  # no rule is left because each of them has a fault of its own
            where = _plain(detail["loc"], document)
            if detail["type"] in ("union_tag_not_found", "union_tag_invalid"):
                where = (*where, "kind")
            faults.append(Fault(_line(text, where), _dotted(where, document), told_of(dict(detail))))
    faults.sort(key=lambda fault: (fault.line, fault.key))
    if faults or policy is None:
        return None, faults
    return policy.model_copy(update={"numbers": numbers_of(document)}), []


def _apply(document: dict[str, Any], parameters: Mapping[str, Any]) -> Iterator[Fault]:
    """Put an organisation's own numbers into the pack's document."""
    rules = {rule.get("id"): rule for rule in document.get("rule", []) if isinstance(rule, dict)}
    for name, value in parameters.items():
        owner, _, key = name.rpartition(".")
        target = rules.get(owner) if owner else document
        if target is None or (key not in target and (not owner or key not in SETTABLE)):
            known = sorted(map(str, rules)) if target is None else [f"{owner}.{own}".strip(".") for own in target]
            yield Fault(0, name, f"制度包没有这个参数 / the pack has no such parameter; {', '.join(known)}")
        else:
            target[key] = value


def _plain(location: tuple[str | int, ...], document: dict[str, Any]) -> tuple[str | int, ...]:
    """Drop the kind that pydantic puts into the place of a rule's fault."""
    if len(location) > 2 and location[0] == "rule" and isinstance(location[1], int):
        kind = document["rule"][location[1]].get("kind")
        if location[2] == kind:
            return (*location[:2], *location[3:])
    return location


def _dotted(where: tuple[str | int, ...], document: dict[str, Any]) -> str:
    if len(where) >= 2 and where[0] == "rule" and isinstance(where[1], int):
        identifier = document["rule"][where[1]].get("id", where[1] + 1)
        return ".".join(map(str, ("rule", identifier, *where[2:])))
    return ".".join(map(str, where)) or "pack"


def _line(text: str, where: tuple[str | int, ...]) -> int:
    """Return the line of the innermost key of *where* that is written in *text*; 1 when none is."""
    lines = text.splitlines()
    names = [str(part) for part in where if isinstance(part, str)]
    numbers = [part for part in where if isinstance(part, int)]
    best, start = 1, 0
    for depth in range(len(names), 0, -1):
        header = ".".join(names[:depth])
        tables = [i for i, line in enumerate(lines) if line.strip() in (f"[[{header}]]", f"[{header}]")]
        if tables:
            start = tables[min(numbers[0], len(tables) - 1)] if numbers else tables[0]
            best, names = start + 1, names[depth:]
            break
    for number, line in enumerate(lines[start + 1 if best > 1 else 0 :], start=start + 2 if best > 1 else 1):
        if line.startswith("[") and best > 1:
            break
        if names and re.match(rf'\s*"?{re.escape(names[0])}"?\s*=', line):
            return number
    return best
