"""Formulas as the checks see them: where they are, and what their text says of itself."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.syntax import FormulaCall, check_words
from ippbook.formulas.tokens import Token, tokens
from ippbook.late_patterns import late_pattern
from ippbook.verification.sheet_cells import CellFormula

_REFERENCE: Final = late_pattern(r"(?<![A-Za-z0-9_.])(\$?[A-Z]{1,3}\$?)[1-9][0-9]{0,5}(?![0-9A-Za-z_.!\[(\\'])")


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


def distinct_formulas(formulas: Sequence[CellFormula]) -> Iterator[tuple[CellFormula, FormulaWords]]:
    """One formula of each wording: those that differ in the numbers of rows only are read once."""
    seen: set[str] = set()
    for each in formulas:
        if not each.text or each.text in seen:
            continue
        # what is in brackets may look like a cell: the column CO2 of a table
        wording = each.text if "[" in each.text else _REFERENCE.sub(r"\g<1>1", each.text)
        if wording not in seen:
            seen.add(wording)
            yield each, formula_words_of(wording)
