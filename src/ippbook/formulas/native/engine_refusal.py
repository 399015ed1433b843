"""Whether the engine would calculate a formula wrongly, in the spelling that it gets: tables are cells there."""

from typing import Final

from ippbook.formulas.call_words import CallWords, calls_of, source_text
from ippbook.formulas.engines.guards import guard
from ippbook.formulas.native.nodes import FormulaNode
from ippbook.formulas.native.spelling import with_cells
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.regions import NAMES_DEEP
from ippbook.formulas.source import CellSource, Place
from ippbook.formulas.tokens import Token, TokenKind, tokens
from ippbook.languages import say

_EXCELS_OWN: Final = frozenset({"print_area", "print_titles", "criteria", "extract", "database"})
"""Files keep these names with a prefix, and copies for an engine do not have them."""
_OF_THE_WORKBOOK: Final = frozenset({"FORMULATEXT", "ISFORMULA", "GETPIVOTDATA", "INFO"})
"""They look at formulas as people wrote them, at pivot tables, at the program; an engine gets a copy with other formulas and bare values."""
_ON_ANY_COPY: Final = frozenset({"address", "col", "contents", "row", "type"})
"""What CELL may ask."""


def engine_refusal(node: FormulaNode, source: CellSource) -> str:
    """Why the engine must not get the native *node*; empty where it may."""
    if looks := node.reads.functions & _OF_THE_WORKBOOK:
        return say("{looks} looks at what a copy of the workbook does not have", looks=min(looks))
    return _refusal(node.text, node.home, source, NAMES_DEEP)


def _looks_at_format(text: str, words: list[Token], call: CallWords) -> bool:
    """Whether it is a CELL that asks for more than the place and content of a cell."""
    question = source_text(text, words, *call.arguments[0]) if call.name == "CELL" and call.arguments else ""
    return bool(question) and question.strip('"').casefold() not in _ON_ANY_COPY


def _refusal(text: str, home: Place, source: CellSource, depth: int) -> str:
    """Why the engine must not get *text*, or a defined name in it."""
    try:
        found = guard(with_cells(text, home, source))
        if found is not None:
            return found.why
        words = tokens(text)
        if any(_looks_at_format(text, words, call) for call in calls_of(words)):
            return "CELL looks at what a copy of the workbook does not have"
    except FormulaError as refusal:
        return str(refusal)
    for place, word in enumerate(words):
        if word.kind != TokenKind.NAME or words[place + 1].text in {"(", "!"} or source.table(word.text) is not None:
            continue
        meaning = source.name(word.text, home.sheet)
        if meaning is None and word.text.casefold().removeprefix("_xlnm.") in _EXCELS_OWN:
            return say("it uses Excel's own name {word_text}", word_text=word.text)
        if meaning is None or not depth:
            continue
        if why := _refusal(meaning.removeprefix("="), home, source, depth - 1):
            return say("the name {word_text}: {why}", word_text=word.text, why=why)
    return ""
