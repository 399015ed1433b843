"""SUMIF and AVERAGEIF take of their third argument only where it begins: it has the size of the first. Spelled so, all readers see the same cells."""

from dataclasses import replace
from typing import Final

from ippbook.formulas.call_words import calls_of, source_text
from ippbook.formulas.native.call_arguments import argument_tree
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.regions import Region, locate
from ippbook.formulas.source import CellSource, Place
from ippbook.formulas.tokens import tokens
from ippbook.formulas.tree import AreaReference, Constant, Corner, NameReference, Node, TableReference, formula_text
from ippbook.ooxml.excel_limits import MAX_ROW

_SIZED: Final = frozenset({"SUMIF", "AVERAGEIF"})
_THREE: Final = 3


def with_sum_ranges(text: str, home: Place, source: CellSource) -> str:
    """*text*, written for the cell *home*, with each third range that is smaller than the first written out in its full size.

    Raises `FormulaError` where its size is another in each row.
    """
    if "IF(" not in text.upper() or not any(f"{name}(" in text.upper() for name in _SIZED):
        return text
    words = tokens(text)
    out: list[str] = []
    done = 0
    for call in sorted(calls_of(words), key=lambda one: one.start):
        if call.name not in _SIZED or len(call.arguments) != _THREE:
            continue
        first, _, third = (argument_tree(source_text(text, words, *each)) for each in call.arguments)
        spelled = _sized(first, third, home, source)
        at = words[call.arguments[2][0]].start if spelled else 0
        if spelled and at >= done:
            out.append(text[done:at] + spelled)
            last = words[call.arguments[2][1] - 1]
            done = last.start + len(last.text)
    return "".join(out) + text[done:]


def _sized(first: Node | None, third: Node | None, home: Place, source: CellSource) -> str:
    """How the third argument is spelled in the size of the first; empty where it stays."""
    tested, added = _region(first, home, source), _region(third, home, source)
    if tested is None or added is None:
        return ""
    height, width = tested.bottom - tested.top, tested.right - tested.left
    enough = added.bottom - added.top >= height and added.right - added.left >= width
    if enough and not (tested.stretches and added.single):
        return ""
    start = third.first if isinstance(third, AreaReference) and third.first.row == added.top else None
    begin = Corner(added.top, added.left, row_fixed=not added.moves, column_fixed=True) if start is None else start
    stretched = 0
    if isinstance(first, AreaReference) and first.last is not None and first.first.row and first.last.row:
        stretched = int(not first.last.row_fixed) - int(not first.first.row_fixed)
    moving = int(not begin.row_fixed) + stretched
    if moving not in {0, 1}:
        raise NotCalculatedError("a range that it adds has another size in each row")
    until = replace(begin, row=min(added.top + height, MAX_ROW), column=added.left + width, row_fixed=not moving)
    return formula_text(AreaReference(begin, until, added.sheet))


def _region(node: Node | None, home: Place, source: CellSource) -> Region | None:
    if not isinstance(node, AreaReference | TableReference | NameReference):
        return None
    try:
        found = locate(node, source, home, home.row)
    except FormulaError:
        return None
    return None if isinstance(found, Constant) else found
