"""Formulas as the checks see them: where they are, and what their text says of itself."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.syntax import FormulaCall, check_words
from ippbook.formulas.tokens import Token, tokens
from ippbook.verification.sheet_cells import CellFacts, CellFormula


class FormulaText(NamedTuple):
    """A formula: the cell or range that it belongs to, what it is of, and its text without the equals sign."""

    place: str
    of: str
    text: str


class FormulaWords(NamedTuple):
    """The text of a formula, cut into words: why it is not a formula (else ""), its words, its calls."""

    error: str
    words: tuple[Token, ...] = ()
    calls: tuple[FormulaCall, ...] = ()


@lru_cache(maxsize=16_384)
def formula_words_of(text: str, *, areas: bool = False) -> FormulaWords:
    """Read *text*; *areas*: several references may be joined by commas. What cannot be judged has no error and no words.

    >>> formula_words_of("SUM(A1").error, formula_words_of("Sheet・1!A1").error
    ('the formula ends too early (at character 7)', '')
    """
    text = text.removeprefix("=")  # a leading sign, as in workbooks of openpyxl, does no harm
    try:
        words = tuple(tokens(text))
        return FormulaWords("", words, tuple(check_words(words, areas=areas)))
    except NotCalculatedError:
        return FormulaWords("")
    except FormulaError as error:
        # which letters of other scripts Excel takes in names is not written anywhere
        letter = text[error.position - 1 : error.position] if error.position else ""
        return FormulaWords(str(error) if letter.isascii() or letter in "“”" else "")


def distinct_formulas(cells: CellFacts) -> Iterator[tuple[CellFormula, FormulaWords]]:
    """One formula of each wording, read."""
    return ((each, formula_words_of(wording)) for each, wording in cells.wordings)
