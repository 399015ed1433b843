"""The tiles above the list: an account each, as lines of text."""

from collections.abc import Sequence
from datetime import date
from typing import ClassVar, Final
from unicodedata import east_asian_width

from ippbook.goodfaith.percent_text import limit_text
from ippbook.languages import ENGLISH, in_language, say, say_number
from ippbook.quick_dataclasses import dataclass
from ippbook.today.standing import Standing, rate_text

PLACES: Final = 8
"""How many accounts have a tile on the sheet."""
GOOD: Final = "✓"
BAD: Final = "✗"
LOCKED: Final = "■"
"""Signs at the beginning of a line: the same in every language, so that the formats of the sheet can test for them."""
TILE_LINES: Final = 6
"""Lines of a tile."""
_LONGEST: Final = 40
"""Characters of a line; an East Asian character is two wide."""


def tile_lines(each: Standing, most: int = _LONGEST, language: str = ENGLISH) -> tuple[str, ...]:
    """The lines of an account's tile, none wider than *most*: name, verdict, both rates, head-room and its last day, what binds."""
    sign = LOCKED if each.locked_until else GOOD if each.qualifies else BAD
    name = f"{each.account} · {each.portal}" if each.portal else each.account
    return tuple(
        cut_to_width(in_language(line, language), most)
        for line in (
            name,
            say("{sign} Locked out until {day}", sign=sign, day=each.locked_until)
            if each.locked_until
            else say("{sign} Good-Faith: {verdict}", sign=sign, verdict=each.verdict),
            _takedown(each),
            _counter(each),
            say("Head-room {room} · runs out {day}", room=_count(each.headroom), day=_day(each.runs_out)),
            say("Binds: {test}", test=each.binds or say("nothing")),
        )
    )


def _takedown(each: Standing) -> str:
    rate, limit = rate_text(each.takedown_rate, each.takedown_limit), limit_text(each.takedown_limit)
    if each.meets_takedown_rate:
        return say("Takedown rate {rate} (at least {limit})", rate=rate, limit=limit)
    return say("{sign} Takedown rate {rate} (at least {limit})", sign=BAD, rate=rate, limit=limit)


def _counter(each: Standing) -> str:
    rate, limit = rate_text(each.counter_rate, each.counter_limit), limit_text(each.counter_limit)
    if each.meets_counter_rate:
        return say("Counter rate {rate} (at most {limit})", rate=rate, limit=limit)
    return say("{sign} Counter rate {rate} (at most {limit})", sign=BAD, rate=rate, limit=limit)


def _count(room: int | None) -> str:
    return say("unlimited") if room is None else f"{room:,}"


def _day(day: date | None) -> str:
    return "–" if day is None else str(day)


def cut_to_width(text: str, most: int) -> str:
    """The text cut to the width of *most* Latin characters; East Asian characters are two wide.

    >>> cut_to_width("brand-team-shenzhen", 10), cut_to_width("诚信投诉机制", 6), cut_to_width("short", 10)
    ('brand-tea…', '诚信…', 'short')
    """
    used = 0
    for place, character in enumerate(text):
        used += 2 if east_asian_width(character) in "WF" else 1
        if used > most:
            kept = text[:place]
            while kept and _width(kept) > most - 1:
                kept = kept[:-1]
            return f"{kept}…"
    return text


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


_LEGEND: Final = (
    say("now: it is late or due today, or an error stops a filing"),
    say("this week: it is due within 7 days, it can be filed, an error will stop a filing, or an account is at risk"),
    say("soon: a right or power of attorney ends within the time of the last reminder, or an error stops no filing"),
    say(
        "The sign ✗ marks a figure that misses its limit. Head-room is how many more rejections the takedown rate allows."
    ),
)
"""What the words mean, where there is room for it. The first line must not begin with a sign."""


@dataclass(frozen=True)
class TileRow:
    """Rows of the table of tiles, from 0."""

    SUMMARY: ClassVar[int] = 0
    """How many tasks there are, and the day."""
    BANDS: ClassVar[tuple[int, int]] = (2, 3 + TILE_LINES)
    """The first line of each band of tiles; above it is an empty row."""
    REST: ClassVar[int] = 3 + 2 * TILE_LINES
    """How many accounts have no tile."""


def tile_table(summary: str, found: Sequence[Standing], language: str = ENGLISH) -> list[list[str]]:
    """The rows of the table of tiles: a column for each tile of a band, from left to right, and the first `PLACES` accounts."""
    across = PLACES // len(TileRow.BANDS)
    rows = [[""] * across for _ in range(TileRow.REST + 1)]
    rows[TileRow.SUMMARY][0] = in_language(summary, language)
    for place, each in enumerate(found[:PLACES]):
        top = TileRow.BANDS[place // across]
        for line, text in enumerate(tile_lines(each, language=language)):
            rows[top + line][place % across] = text
    if len(found) <= across:  # the second band is free
        for line, text in enumerate(_LEGEND, start=2):
            rows[TileRow.BANDS[1] + line][0] = in_language(text, language)
    rest = len(found) - PLACES
    if rest > 0:
        text = say_number(rest, "and 1 more: see Good-Faith", "and {n:,} more: see Good-Faith")
        rows[TileRow.REST][0] = in_language(text, language)
    return rows
