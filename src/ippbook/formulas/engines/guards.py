"""What cellrune 0.2.0 calculates wrongly: such a formula is stale, and says so. Each entry names what the oracles showed.

A guard is as narrow as the evidence: a function with an argument of a certain shape where that is enough. What can be spelt so that the engine is
right is not here but in `rewrites`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ippbook.formulas.engines.call_texts import CallText, calls
from ippbook.formulas.engines.protocol import Unavailable
from ippbook.formulas.engines.rewrites import for_engine
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import TokenKind, tokens
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """Calls of *functions* that are not to be believed, where *holds*; *why* follows "STALE Sheet!A1: "."""

    functions: tuple[str, ...]
    why: str
    evidence: str
    """What the engine gave, and what Excel gives."""
    holds: Callable[[CallText], bool] = lambda _: True


def _zero_before_digit(call: CallText) -> bool:
    """A format such as `0####`, whose zeros come before its optional digits."""
    code = call.text(1)
    return code is not None and re.search(r"0#", code.split(".")[0].replace(",", "")) is not None


def _no_column(call: CallText) -> bool:
    return call.number(2) == 0 or _negative(call, 2)


def _negative(call: CallText, position: int) -> bool:
    """A written negative number."""
    words = call.words_at(position)
    return len(words) == 2 and words[0].text == "-" and words[1].kind is TokenKind.NUMBER


def _negative_place(call: CallText) -> bool:
    return _negative(call, 1) or _negative(call, 2)


def _text_array(call: CallText) -> bool:
    return any(word.text == "{" for words in call.words for word in words)


def _lost_range(call: CallText) -> bool:
    return any(word.text.upper() == "#REF!" for words in call.words for word in words)


def _indirect(call: CallText) -> bool:
    """A reference whose text is not plainly a cell or range, or whose failure a function around it hides."""
    text = call.text(0)
    if text is not None:
        return _PLACE.fullmatch(text) is None
    hidden = call.inside(_HIDING) or len(call.arguments) != 1
    return hidden or any("[" in word.text for word in call.words[0] if word.kind is TokenKind.TEXT)


_HIDING: Final = frozenset((name, None) for name in ["IFERROR", "IFNA", "ISERROR", "ISERR", "ISNA", "ISREF"])
_PLACE: Final = late_pattern(
    r"(?:(?:'(?:[^']|'')+'|[\w.]+)!)?(?:\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+)",
    re.IGNORECASE,
)


def _error_criterion(call: CallText) -> bool:
    return any((call.text(position) or "").startswith("#") for position in range(len(call.arguments)))


def _two_columns(call: CallText) -> bool:
    """LOOKUP in more than one column and row, with a range of results."""
    if len(call.arguments) != 3 or len(call.words[1]) != 1:
        return False
    return _block(call.words[1][0].text)


def _block(text: str) -> bool:
    """Whether a range has more than one row and more than one column."""
    area = re.fullmatch(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)", text.upper())
    return area is not None and area[1] != area[3] and area[2] != area[4]


def _text_truth(call: CallText) -> bool:
    """A text that is neither TRUE nor FALSE as an argument."""
    texts = [call.text(position) for position in range(len(call.arguments))]
    return any(text is not None and text.upper() not in ("TRUE", "FALSE") for text in texts)


def _blank_criterion(call: CallText) -> bool:
    """A criterion that asks for blanks, filled cells or any text, where `rewrites` has no other spelling."""
    if not any(call.text(position) in ("=", "<>", "*") for position in range(1, len(call.arguments))):
        return False
    spelt = f"{call.name}({','.join(call.arguments)})"
    return for_engine(spelt, ()) == spelt


def _several_variables(call: CallText) -> bool:
    """Known values in more than one column and row."""
    return len(call.words) > 1 and len(call.words[1]) == 1 and _block(call.words[1][0].text)


GUARDS: Final = (
    Guard(
        ("LINEST", "TREND"),
        "the calculation engine fits several variables otherwise than Excel",
        "=LINEST over dependent columns gave 0.67, Excel 0",
        _several_variables,
    ),
    Guard(
        ("TEXT",),
        "the calculation engine writes this number format wrongly",
        '=TEXT(7040,"0####") gave 7040, Excel 07040',
        _zero_before_digit,
    ),
    Guard(
        ("VLOOKUP", "HLOOKUP"),
        "the lookup asks for column or row 0, or a negative one",
        "column 0 gave #REF!, Excel #VALUE!",
        _no_column,
    ),
    Guard(
        ("AVERAGEA", "MAXA", "MINA", "STDEVA", "STDEVPA", "VARA", "VARPA"),
        "the calculation engine counts texts in a written array",
        '=AVERAGEA({1;2;4;"Text";TRUE}) gave 1.6, Excel 1.75',
        _text_array,
    ),
    Guard(
        ("SUBTOTAL", "AGGREGATE"),
        "a range of the subtotal was deleted",
        "=SUBTOTAL(2,#REF!) gave 0, Excel #REF!",
        _lost_range,
    ),
    Guard(
        ("INDIRECT",),
        "the calculation engine follows only plain cells and ranges in INDIRECT",
        '=INDIRECT("name") gave #REF!, =INDIRECT("T[col]") #VALUE!',
        _indirect,
    ),
    Guard(
        ("INDEX",),
        "it asks for a negative row or column",
        "=INDEX(A1:A3,-1) gave #REF!, Excel #VALUE!",
        _negative_place,
    ),
    Guard(
        ("PROPER",),
        "the calculation engine writes a letter behind a digit small",
        '=PROPER("76BudGet") gave 76budget, Excel 76Budget',
    ),
    Guard(
        ("LOOKUP",),
        "it looks in a block of cells and takes from another",
        "LOOKUP(B3,B5:C9,C5:C9) gave #N/A, Excel a value",
        _two_columns,
    ),
    Guard(
        ("AND", "OR", "XOR", "MODE", "MODE.SNGL"),
        "it has a text where a number or TRUE belongs",
        '=AND("1",1) gave TRUE, Excel #VALUE!',
        _text_truth,
    ),
    Guard(
        ("COUNTIF", "COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS"),
        "the calculation engine finds no errors by a criterion",
        '=COUNTIF(range,"#N/A") gave 0, Excel 1',
        _error_criterion,
    ),
    Guard(
        ("COUNTIFS", "SUMIF", "SUMIFS", "AVERAGEIF", "AVERAGEIFS", "MAXIFS", "MINIFS"),
        "the calculation engine takes an empty text for a blank cell in this criterion",
        '=SUMIFS(sums,range,"<>") excludes cells with the text "", Excel includes them',
        _blank_criterion,
    ),
)
"""Every guard of a function. A function may have more than one."""


@dataclass(frozen=True)
class WordGuard:
    """References that are not to be believed: those that *pattern* finds in the text of a formula without its texts in quotation marks."""

    pattern: re.Pattern[str]
    code: str
    why: str
    evidence: str


WORD_GUARDS: Final = (
    WordGuard(
        re.compile(r"\[\d+\]"), "external", "it reads another workbook", "links to other workbooks are never followed"
    ),
    WordGuard(
        re.compile(r"\[\[?\s|[^\s\[\]]\s\]"),
        "formula",
        "it names a column whose header begins or ends with a space",
        "=SUM(T[[Fee ]]) gave #REF!",
    ),
)
"""Every guard of a reference."""
NO_TABLE: Final = "it names a column without its table"
"""Excel 2007 saves =SUBTOTAL(109,[Fee]) in a totals row; the engine gives #VALUE!."""
_TEXTS: Final = late_pattern(r'"(?:[^"]|"")*"')


@lru_cache(maxsize=4096)
def guard(text: str) -> Unavailable | None:
    """Why the formula *text*, without `=`, must not reach the engine; None where it may.

    >>> guard("LINEST(A1:A9,B1:C9)")
    Unavailable(code='function', why='the calculation engine fits several variables otherwise than Excel')
    >>> guard("SUM([1]Sheet1!A1:A3)")
    Unavailable(code='external', why='it reads another workbook')
    >>> guard("SUM(Listings[Sold],A1:A3)") is None
    True
    """
    if "[" in text:
        bare = _TEXTS.sub('""', text)
        for reference in WORD_GUARDS:
            if reference.pattern.search(bare):
                return Unavailable(reference.code, reference.why)
        if _without_table(text):
            return Unavailable("formula", NO_TABLE)
    if _MAY.search(text):
        for call in calls(text):
            for entry in _BY_FUNCTION.get(call.name, ()):
                if entry.holds(call):
                    return Unavailable("function", entry.why)
    return None


def _without_table(text: str) -> bool:
    try:
        words = tokens(text)
    except FormulaError:
        return False
    return any(
        word.kind is TokenKind.BRACKET and (not at or words[at - 1].kind is not TokenKind.NAME)
        for at, word in enumerate(words)
    )


_BY_FUNCTION: Final[dict[str, list[Guard]]] = {}
for _entry in GUARDS:
    for _name in _entry.functions:
        _BY_FUNCTION.setdefault(_name, []).append(_entry)
_MAY: Final = late_pattern(rf"(?<![\w.])(?:{'|'.join(map(re.escape, _BY_FUNCTION))})\(", re.IGNORECASE)
"""Whether a formula can hold a guarded call."""
