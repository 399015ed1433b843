"""Excel's wildcards: `*` for any characters, `?` for one, `~` before one of them for itself."""

import re
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.aggregates.arguments import TypedCells, caseless
from ippbook.formulas.problems import NotCalculatedError
from ippbook.quick_dataclasses import dataclass

MOST_WILDCARD_LOOKS: Final = 10_000_000
"""Texts compared with wildcard patterns, before a column counts as too expensive."""


@dataclass(frozen=True)
class WildcardPattern:
    """A pattern as the pieces between its stars. Each is found from left to right, so the cost grows with the text only."""

    pieces: tuple[re.Pattern[str], ...]

    def matches(self, text: str) -> bool:
        """Whether all of the folded *text* fits."""
        first, *rest = self.pieces
        if not rest:
            return first.fullmatch(text) is not None
        found = first.match(text)
        if found is None:
            return False
        place = found.end()
        for piece in rest[:-1]:
            found = piece.search(text, place)
            if found is None:
                return False
            place = found.end()
        last = rest[-1]
        start = len(text) - _width(last)
        return start >= place and last.fullmatch(text, start) is not None


def _width(piece: re.Pattern[str]) -> int:
    """Characters that a piece takes: each is a literal, perhaps after a backslash, or a dot."""
    return len(re.sub(r"\\(.)", r"\1", piece.pattern, flags=re.DOTALL))


def fitting(pattern: WildcardPattern, cells: TypedCells) -> NDArray[np.bool_]:
    """Which of *cells* are texts that fit."""
    fits = np.array([pattern.matches(text) for text in cells.texts] + [False], dtype=bool)
    return fits[cells.words]


def has_wildcards(text: str) -> bool:
    """Whether *text* has a wildcard or the sign that disarms one."""
    return "*" in text or "?" in text or "~" in text


def wildcard_pattern(text: str) -> WildcardPattern:
    """The pattern that *text* describes; case does not count.

    Raises `NotCalculatedError` for a `~` before another character: no source says what it means.

    >>> wildcard_pattern("a*c?").matches("abbcd"), wildcard_pattern("~*x").matches("*x"), wildcard_pattern("a*").matches("ba")
    (True, True, False)
    """
    pieces, current, place = [], "", 0
    shown = caseless(text)
    while place < len(shown):
        letter = shown[place]
        if letter == "~":
            if shown[place + 1 : place + 2] not in {"*", "?", "~"}:
                raise NotCalculatedError("it looks for a text with a single ~, which is a sign for wildcards")
            place += 1
            current += re.escape(shown[place])
        elif letter == "*":
            pieces.append(current)
            current = ""
        else:
            current += "." if letter == "?" else re.escape(letter)
        place += 1
    return WildcardPattern(tuple(re.compile(piece, re.DOTALL) for piece in [*pieces, current]))
