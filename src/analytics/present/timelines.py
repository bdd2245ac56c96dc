"""The window of a rule drawn to scale: the event, and from when to when the callback is due. SVG, no text of a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from analytics.language import Language, Text
from analytics.policy.offsets import Offset
from analytics.policy.pack import Policy
from analytics.policy.rules import Conditional, Milestone, Minimum, Quota, Recurring
from analytics.policy.rules.base import Obliging
from analytics.policy.rules.windows import Windowed
from analytics.present.distances import side

_WIDTH, _LEFT, _RIGHT = 460.0, 60.0, 400.0
_AXIS, _BAR, _INK, _QUIET = "#8c959f", "#0067a3", "#1b1f24", "#57606a"
_MIDPOINT = Text(zh="中点", en="midpoint")
_MOMENT = Text(zh="发生", en="it happens")
_PERIODS = {
    "month": (Text(zh="1 日", en="first day"), Text(zh="月末", en="month's end")),
    "quarter": (Text(zh="季初", en="first day"), Text(zh="季末", en="quarter's end")),
    "half": (Text(zh="半年初", en="first day"), Text(zh="半年末", en="half-year's end")),
    "year": (Text(zh="1 月 1 日", en="1 January"), Text(zh="12 月 31 日", en="31 December")),
}


@dataclass(frozen=True, slots=True)
class _Bar:
    """One window on the line, in days from the event, with the words at its ends."""

    opens: float
    due: float
    opens_words: str = ""
    due_words: str = ""


def timeline(rule: Obliging, policy: Policy, language: Language) -> str:
    """Return the drawing of one rule, empty for a rule that has no window of its own."""
    if isinstance(rule, Milestone | Conditional) or (isinstance(rule, Quota) and rule.every is None):
        return _window(rule, policy, language)
    if isinstance(rule, Recurring) and isinstance(rule.every, Offset):
        return _intervals(rule, rule.every, policy, language)
    if isinstance(rule, Recurring | Quota) and isinstance(rule.every, str):
        first, last = (words.in_language(language) for words in _PERIODS[rule.every])
        times = rule.times if isinstance(rule, Recurring) else 1
        parts = [_Bar(number, number + 0.9) for number in range(times)]
        return _drawn([_Bar(0, times - 0.1, first, last), *parts], "", 0, language)
    if isinstance(rule, Minimum):
        start, end = (policy.events[name].title.in_language(language) for name in (rule.opens_at, rule.closes_at))
        due = side(rule.due).in_language(language)
        return _drawn([_Bar(0, 60 + max(rule.due.rough_days, 1), start, f"{end} {due}".strip())], end, 60, language)
    return ""


def _window(rule: Windowed, policy: Policy, language: Language) -> str:
    opens, due = rule.window or (Offset(), Offset())
    if isinstance(rule, Conditional) and rule.when is not None:
        anchor = _MOMENT.in_language(language)
    elif len(rule.anchor) == 2:
        anchor = _MIDPOINT.in_language(language)
    else:
        anchor = policy.events[rule.anchor[0]].title.in_language(language)
    last = due.rough_days if due.end is None else max(opens.rough_days, 0) + 30
    bar = _Bar(opens.rough_days, last, _end(opens, language), _end(due, language))
    return _drawn([bar], anchor, 0, language)


def _intervals(rule: Recurring, every: Offset, policy: Policy, language: Language) -> str:
    step, first = every.rough_days, rule.after.rough_days
    bars = [_Bar(first + number * step + step / 40, first + (number + 1) * step) for number in range(3)]
    start = policy.events[rule.start or policy.active_from[0]].title.in_language(language)
    return _drawn(bars, start, 0, language)


def _end(offset: Offset, language: Language) -> str:
    if offset.end is None and offset.rough_days == 0:
        return ""
    return side(offset).in_language(language)


def _drawn(bars: list[_Bar], anchor: str, anchor_at: float, language: Language) -> str:
    """Draw the bars on one line; the anchor is a dot with its name below."""
    low = min(anchor_at, *(bar.opens for bar in bars))
    high = max(anchor_at, *(bar.due for bar in bars))
    scale = (_RIGHT - _LEFT) / ((high - low) or 1)

    def at(day: float) -> float:
        return _LEFT + (day - low) * scale

    parts = [f'<line x1="{_LEFT - 30:g}" y1="34" x2="{_RIGHT + 30:g}" y2="34" stroke="{_AXIS}" stroke-width="1.5"/>']
    for bar in bars:
        left, width = at(bar.opens), max((bar.due - bar.opens) * scale, 6)
        parts.append(
            f'<rect x="{left:.1f}" y="27" width="{width:.1f}" height="14" rx="3" fill="{_BAR}" fill-opacity=".82" stroke="#fff"/>'
        )
        if bar.opens_words == bar.due_words:
            parts.append(_text(left + width / 2, 19, bar.due_words, _INK, "middle"))
        else:
            near = width < 120
            parts.append(_text(left + (-4 if near else 0), 19, bar.opens_words, _INK, "end" if near else "start"))
            parts.append(_text(left + width + (4 if near else 0), 19, bar.due_words, _INK, "start" if near else "end"))
    if anchor:
        parts.append(f'<circle cx="{at(anchor_at):.1f}" cy="34" r="5" fill="#fff" stroke="{_INK}" stroke-width="2"/>')
        parts.append(_text(at(anchor_at), 60, anchor, _QUIET, "middle"))
    words = Text(zh="窗口示意", en="the window, drawn").in_language(language)
    return (
        f'<svg viewBox="0 0 {_WIDTH:g} 66" role="img" aria-label="{escape(words)}" xmlns="http://www.w3.org/2000/svg">'
        f"{''.join(parts)}</svg>"
    )


def _text(x: float, y: float, words: str, colour: str, anchor: str) -> str:
    if not words:
        return ""
    return f'<text x="{x:.1f}" y="{y:g}" font-size="12" fill="{colour}" text-anchor="{anchor}">{escape(words)}</text>'
