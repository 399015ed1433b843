"""Values of a comparison as people read them: harmless texts in one line, long ones from where they differ."""

from typing import Final

from ippbook.comparison.column_values import ShownValue
from ippbook.languages import say
from ippbook.languages.run_language import localized_text
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

BLANK_WORD: Final = "(blank)"
_LONGEST: Final = 160
_CONTEXT: Final = 24
_UNSAFE: Final = late_pattern(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff\ufffe\uffff]"
)
_BREAKS: Final = late_pattern(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")


@dataclass(frozen=True)
class ShownChange:
    """A value before and after, as texts without control characters; None: no such value on that side."""

    label: str
    old: str | None
    new: str | None


def inert(text: str) -> str:
    r"""*text* in one line, without characters that move the cursor, turn the direction of reading or are invisible.

    >>> inert("a\rb") == "a\N{RETURN SYMBOL}b", inert("\x1b[31m") == "\N{REPLACEMENT CHARACTER}[31m"
    (True, True)
    """
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", _BREAKS.sub("\N{RETURN SYMBOL}", text).replace("\t", " "))


def value_text(value: ShownValue) -> str:
    """A value as people read it."""
    if value is None:
        return BLANK_WORD
    return inert(value if isinstance(value, str) else f"{value:.15g}" if isinstance(value, float) else str(value))


def value_line(place: str, label: str, value: ShownValue) -> str:
    """A cell in one line: its place, its header, and its value in full."""
    return f"{inert(place)} | {inert(label)}: {value_text(value)}" if label else f"{inert(place)}: {value_text(value)}"


def value_pair(label: str, old: ShownValue, new: ShownValue) -> ShownChange:
    """Two values; long ones are shown from where they begin to differ."""
    one, two = value_text(old), value_text(new)
    if max(len(one), len(two)) <= _LONGEST:
        return ShownChange(inert(label), one, two)
    same = next((at for at, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    start = max(same - _CONTEXT, 0)
    return ShownChange(inert(label), cut_text(one, start), cut_text(two, start))


def cut_text(text: str, start: int = 0) -> str:
    """A part of *text* from *start*, and how long the whole is where something is missing."""
    part = text[start : start + _LONGEST]
    ends = ("…" if start and text else "", "…" if start + _LONGEST < len(text) else "")
    return f"{ends[0]}{part}{ends[1]}" + (
        localized_text(say(" ({count:,} characters)", count=len(text))) if any(ends) else ""
    )
