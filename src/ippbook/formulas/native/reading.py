"""What any formula reads and calls, by its words alone: no function needs to be known for it."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from ippbook.formulas.names import plain_function, plain_name
from ippbook.formulas.parser import area_of_word
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.structured import structured
from ippbook.formulas.tokens import Token, TokenKind, tokens
from ippbook.formulas.tree import AnyReference, AreaReference, NameReference
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass

POINTING: Final = frozenset({"INDIRECT", "OFFSET"})
"""Functions that make references out of values: only the calculation shows what they read."""
ANCHOR: Final = "ANCHORARRAY"
"""How files spell the `#` of `A1#`: everything that the formula in A1 fills."""
UNSETTLED: Final = frozenset({"RAND", "RANDBETWEEN", "RANDARRAY"})
"""Functions whose value is another each time; a cell with one of them keeps the value that it has."""
VOLATILE: Final = POINTING | UNSETTLED | {"TODAY", "NOW", "CELL", "INFO"}
"""Functions that Excel calculates again each time."""


_LIKE_A_CELL: Final = late_pattern(r"[A-Z]{1,3}[0-9]{1,7}", re.IGNORECASE)


@dataclass(frozen=True)
class SheetSpan:
    """`First:Last!A1`: the same cells of several sheets next to one another."""

    first: str
    last: str
    area: AreaReference


@dataclass(frozen=True)
class FormulaReading:
    """The references in a formula, and the functions that it calls, in capitals and without the prefixes of files."""

    references: tuple[AnyReference | SheetSpan, ...] = ()
    functions: frozenset[str] = frozenset()
    joins_references: bool = False
    """It makes one range of two references, as in `A1:INDEX(A:A,5)`."""
    other_workbook: str = ""
    """The first reference to another workbook."""

    @property
    def points(self) -> bool:
        """Whether it makes references out of values."""
        return bool(self.functions & POINTING)


@lru_cache(maxsize=4096)
def read_formula(text: str) -> FormulaReading:
    """Read *text*. Raises `FormulaError` where it cannot be cut into words."""
    return _Reader(tokens(text)).whole()


def follows_deleted_sheet(words: Sequence[Token], place: int) -> bool:
    """Whether the range at *place* was on a sheet that was deleted: `#REF!A1`."""
    before = words[place - 1] if place else None
    return before is not None and before.text.upper() == "#REF!" and before.start + 5 == words[place].start


class _Reader:
    """One pass over the words of a formula."""

    def __init__(self, words: list[Token]) -> None:
        self._words = words
        self._references: list[AnyReference | SheetSpan] = []
        self._functions: set[str] = set()
        self._joins = False
        self._outside = ""

    def whole(self) -> FormulaReading:
        place = 0
        while self._words[place].kind != TokenKind.END:
            place = self._one(place)
        return FormulaReading(tuple(self._references), frozenset(self._functions), self._joins, self._outside)

    def _is(self, place: int, sign: str) -> bool:
        return (
            place < len(self._words) and self._words[place].kind == TokenKind.SIGN and self._words[place].text == sign
        )

    def _one(self, place: int) -> int:
        """Take what begins at *place*; the place of the next word."""
        word = self._words[place]
        if word.kind == TokenKind.AREA:
            if not follows_deleted_sheet(self._words, place):
                self._add(area_of_word(word, None))
        elif word.kind == TokenKind.SIGN and word.text == ":":
            if self._is(place + 2, "!") and _LIKE_A_CELL.fullmatch(self._words[place + 1].text):
                raise FormulaError("names of sheets that look like cells need apostrophes", word.start + 1)
            self._joins = True
        elif word.kind == TokenKind.BRACKET:
            return self._bracket(place)
        elif word.kind == TokenKind.QUOTED:
            return self._prefixed(place, word.text[1:-1].replace("''", "'"))
        elif word.kind == TokenKind.NAME:
            return self._name(place)
        return place + 1

    def _add(self, found: object) -> None:
        if isinstance(found, AreaReference | NameReference):
            self._references.append(found)

    def _bracket(self, place: int) -> int:
        """A structured reference of the formula's own table, or the number of another workbook."""
        word, after = self._words[place], self._words[place + 1]
        if after.kind in {TokenKind.NAME, TokenKind.QUOTED} and after.start == word.start + len(word.text):
            self._outside = self._outside or word.text + after.text
            return self._behind_sheet(place + 2)
        if self._is(place + 1, "!"):
            spelled = f"{word.text}!{self._words[place + 2].text}"
            if not (self._is(place + 3, "(") and plain_name(spelled)):  # [1]!IPP_X is a function of ippbook's add-in
                self._outside = self._outside or word.text
            return self._behind_sheet(place + 1)
        self._references.append(structured(None, word.text, word.start + 1))
        return place + 1

    def _behind_sheet(self, place: int) -> int:
        """Behind `!` and the reference, name or function that follows it; those of another workbook are not kept."""
        if not self._is(place, "!"):
            return place
        target = self._words[place + 1]
        if target.kind == TokenKind.NAME and self._is(place + 2, "("):
            self._functions.add(plain_function(target.text))
            return place + 2
        return place + 2 if target.kind != TokenKind.END else place + 1

    def _name(self, place: int) -> int:
        word = self._words[place]
        if self._is(place + 1, "("):
            self._functions.add(plain_function(word.text))
            return place + 1
        if self._is(place + 1, "!"):
            return self._prefixed(place, word.text)
        after = self._words[place + 1]
        if after.kind == TokenKind.BRACKET:
            self._references.append(structured(word.text, after.text, after.start + 1))
            return place + 2
        if self._is(place + 1, ":") and self._words[place + 2].kind == TokenKind.NAME and self._is(place + 3, "!"):
            return self._prefixed(place + 2, f"{word.text}:{self._words[place + 2].text}")
        if word.text.upper() not in {"TRUE", "FALSE"}:
            self._references.append(NameReference(word.text))
        return place + 1

    def _prefixed(self, place: int, sheet: str) -> int:
        """What follows a sheet's name, the word at *place*."""
        if not self._is(place + 1, "!"):
            raise FormulaError("a name in apostrophes needs ! and a reference after it", self._words[place].start + 1)
        if "[" in sheet:
            self._outside = self._outside or sheet
            return self._behind_sheet(place + 1)
        target = self._words[place + 2]
        if target.kind == TokenKind.AREA:
            first, colon, last = sheet.partition(":")
            found = area_of_word(target, None if colon else sheet)
            if colon and isinstance(found, AreaReference):
                self._references.append(SheetSpan(first, last, found))
            else:
                self._add(found)
        elif target.kind == TokenKind.NAME:
            if self._is(place + 3, "("):
                self._functions.add(plain_function(f"{sheet}!{target.text}"))
            elif self._words[place + 3].kind == TokenKind.BRACKET:
                return place + 2  # a table's name after its workbook's
            else:
                self._references.append(NameReference(target.text, sheet))
        elif target.kind == TokenKind.END:
            return place + 2
        return place + 3
