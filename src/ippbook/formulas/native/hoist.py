"""Calls that ippbook answers, taken out of native formulas: helper cells hold their answers, and the engine reads these.

`IF([@URL]="","",IPP_ITEM_ID(TRIM([@URL])))` becomes three formulas: `TRIM(…)` in a helper cell (the engine's), `IPP_ITEM_ID(helper)` in
a second one (ours), and `IF([@URL]="","",second)` in the cell itself (the engine's). The workbook never gets a helper cell.
"""

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Final

import numpy as np

from ippbook.formulas.call_words import CallWords, calls_of, source_text
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.names import PREFIX
from ippbook.formulas.native.call_arguments import (
    REDUCING,
    argument_tree,
    is_simple,
    range_arguments,
    reference_at,
    stored_name,
)
from ippbook.formulas.native.nodes import AggregateCall, FormulaKind, FormulaNode
from ippbook.formulas.native.reads import reads_of
from ippbook.formulas.native.scratch_sheets import HELPERS, array_name, array_sheet, names_array
from ippbook.formulas.native.spelling import lambda_parameters, let_variables, qualified, variable_words, without_let
from ippbook.formulas.parser import parse, parse_expression
from ippbook.formulas.problems import FormulaError, NotCalculatedError
from ippbook.formulas.regions import NAMES_DEEP, locate
from ippbook.formulas.source import FormulaFunction, Place
from ippbook.formulas.tokens import Token, TokenKind, tokens
from ippbook.formulas.tree import (
    AreaReference,
    Array,
    Call,
    Constant,
    Formula,
    NameReference,
    Node,
    TableReference,
    walk,
)
from ippbook.languages import say
from ippbook.ooxml.excel_limits import MAX_COL
from ippbook.ooxml.refs import column_letters
from ippbook.quick_dataclasses import dataclass

FEW_ROWS: Final = 300
"""From this many rows on, INDEX is answered for all rows at once; in fewer the engine does it."""
_MAY_GIVE_BLANK: Final = frozenset(
    {"INDEX", "IF", "IFS", "CHOOSE", "SWITCH", "OFFSET", "INDIRECT", "VLOOKUP", "HLOOKUP", "XLOOKUP", "LOOKUP"}
)


@dataclass
class Hoisting:
    """Takes calls out of the formulas of one workbook, and keeps where their helpers are."""

    functions: Mapping[str, FormulaFunction]
    aggregates: Callable[[str], bool]
    """Whether `formulas.aggregates` knows the function."""
    source: CellCache
    nodes: list[FormulaNode] = field(default_factory=list)
    """The helpers, inner ones first."""
    _arrays: int = 0
    _columns: int = 0
    _known: dict[tuple[str, str, bytes], FormulaNode] = field(default_factory=dict)

    def apply(self, node: FormulaNode) -> None:
        """Take the calls out of the native *node*. Raises `FormulaError` where one of them cannot be taken out."""
        ours = any(name.startswith(PREFIX) for name in node.reads.functions)
        if not ours and not any(self.answers(node, name) for name in node.reads.functions):
            return
        text = _without_variables(self._with_names(node)) if ours else node.text
        work = _Work(self, node)
        text = work.rewritten(text)
        node.needs = work.needs
        reads = reads_of(text, self.source, node.home, node.rows)
        if any(name.startswith(PREFIX) for name in reads.functions):
            unknown = next(name for name in sorted(reads.functions) if name.startswith(PREFIX))
            raise NotCalculatedError(
                say("{unknown} is not a function of ippbook", unknown=unknown)
                if unknown not in self.functions
                else say("{unknown} is in a place where ippbook cannot calculate it", unknown=unknown)
            )
        node.reads, node.text = reads, text
        only = work.only_call(text)
        if only is not None and node.kind == FormulaKind.NATIVE:
            node.kind, node.formula, node.call = only.kind, only.formula, only.call
            node.needs, node.text = only.needs, only.text
            node.reads = only.reads
            self.nodes.remove(only)

    def answers(self, node: FormulaNode, name: str) -> bool:
        """Whether `formulas.aggregates` answers calls of *name* in the formula: INDEX only in many rows, all others always."""
        several = node.kind != FormulaKind.NATIVE  # an array formula may want several values of it
        return not several and self.aggregates(name) and (name != "INDEX" or len(node.rows) >= FEW_ROWS)

    def _with_names(self, node: FormulaNode) -> str:
        """The text, with each defined name that calls a function of ippbook written out."""
        text = node.text
        for _ in range(NAMES_DEEP):
            words = tokens(text)
            for place, word in enumerate(words):
                meaning = self.source.name(word.text, node.sheet) if word.kind == "name" else None
                if meaning is None or words[place + 1].text == "(" or PREFIX not in meaning.upper():
                    continue
                text = text[: word.start] + f"({meaning.removeprefix('=')})" + text[word.start + len(word.text) :]
                break
            else:
                return text
        raise NotCalculatedError("its defined names mean one another")

    def scalar(self, node: FormulaNode, text: str, kind: FormulaKind) -> FormulaNode:
        """A helper in a cell for each row of *node*. *text* is in terms of the node's own cell."""
        key = (node.sheet, f"{kind}{text}", node.rows.tobytes())
        if key in self._known:
            return self._known[key]
        if not self._columns:
            self.source.add_sheet(HELPERS)
        self._columns += 1
        if self._columns > MAX_COL:
            raise NotCalculatedError(
                "the workbook has too many different calls of functions of ippbook in native formulas"
            )
        home = Place(HELPERS, node.home.row, self._columns)
        helper = self._made(node, text, kind, home, node.rows)
        self._known[key] = helper
        return helper

    def array(self, node: FormulaNode, text: str, kind: FormulaKind) -> FormulaNode:
        """A helper on a sheet of its own, for one answer of any size."""
        if len(node.rows) > 1:
            raise NotCalculatedError("in a filled-down column, a function of ippbook gets or gives a range of values")
        self._arrays += 1
        sheet = array_sheet(self._arrays)
        self.source.add_sheet(sheet)
        return self._made(node, text, kind, Place(sheet, 1, 1), np.array([1], dtype=np.int64))

    def apart(self, node: FormulaNode) -> None:
        """Let an array formula be calculated on a sheet of its own, where it has its own size: how it fills its range is Excel's rule, not an engine's."""
        helper = self.array(node, node.text, FormulaKind.SPILL)
        helper.needs.extend(node.needs)
        node.kind, node.formula, node.needs = (
            FormulaKind.OURS,
            Formula.of(NameReference(array_name(helper.sheet))),
            [helper],
        )

    def _made(self, node: FormulaNode, text: str, kind: FormulaKind, home: Place, rows: np.ndarray) -> FormulaNode:
        moved = qualified(text, node.home, self.source)
        reads = reads_of(moved, self.source, home, rows)
        if "INDIRECT" in reads.functions:
            raise NotCalculatedError(
                "INDIRECT is inside a call that ippbook answers, and means the sheet on which it is"
            )
        helper = FormulaNode(home.sheet, home.column, rows, moved, home, kind, reads, helper=True)
        if kind == FormulaKind.SPILL:
            helper.until = (1, 1)
        self.nodes.append(helper)
        return helper


def reference_to(helper: FormulaNode) -> str:
    """How a formula refers to a helper: to its cell in the same row, or to its range."""
    if helper.sheet != HELPERS:
        return array_name(helper.sheet)
    return f"'{HELPERS}'!${column_letters(helper.column)}{helper.home.row}"


def _without_variables(text: str) -> str:
    """*text* without LET where one of our calls uses a variable. Raises `NotCalculatedError` for parameters of LAMBDA."""
    words = tokens(text)
    inside = [
        variable_words(text[words[call.opening].start : words[call.closing].start + 1])
        for call in calls_of(words)
        if call.name.startswith(PREFIX)
    ]
    used = set().union(*inside) if inside else set()
    if used & lambda_parameters(text):
        raise NotCalculatedError("a function of ippbook inside LAMBDA takes a parameter of it, which only Excel can do")
    return without_let(text) if used & let_variables(text) else text


class _Work:
    """The calls of one formula."""

    def __init__(self, hoisting: Hoisting, node: FormulaNode) -> None:
        self._hoisting = hoisting
        self._node = node
        self._variables = let_variables(node.text) | lambda_parameters(node.text)
        self.needs: list[FormulaNode] = []

    def only_call(self, text: str) -> FormulaNode | None:
        """The helper that is all that *text* shows."""
        for helper in self.needs:
            ours = helper.kind in {FormulaKind.OURS, FormulaKind.AGGREGATE}
            if ours and len(self.needs) == 1 and text.strip() == reference_to(helper):
                return helper if helper.sheet == HELPERS and helper in self._hoisting.nodes else None
        return None

    def rewritten(self, text: str) -> str:
        """*text* with references to helpers in place of our calls."""
        words = tokens(text)
        calls = [call for call in calls_of(words) if self._wanted(call.name)]
        outer = [one for one in calls if not any(_within(one, other) for other in calls)]
        out: list[str] = []
        done = 0
        for call in sorted(outer, key=lambda one: one.start):
            replaced = self._replaced(text, words, call)
            out.append(text[done : words[call.start].start] + replaced)
            done = words[call.closing].start + 1
        return "".join(out) + text[done:]

    def _wanted(self, name: str) -> bool:
        return name in self._hoisting.functions or self._hoisting.answers(self._node, name)

    def _replaced(self, text: str, words: list[Token], call: CallWords) -> str:
        whole = source_text(text, words, call.start, call.closing + 1)
        arguments = [source_text(text, words, first, end) for first, end in call.arguments]
        if call.name not in self._hoisting.functions:
            inside = self._variables and variable_words(whole) & self._variables
            return self._kept(call.name, arguments) if inside else self._aggregate(call.name, arguments)
        needs: list[FormulaNode] = []
        try:
            parse(whole)
        except NotCalculatedError:
            spelled = [self._argument(call.name, place, one, needs) for place, one in enumerate(arguments)]
            whole = f"{call.name}({','.join(spelled)})"
        return self._added(self._ours(whole, needs))

    def _argument(self, function: str, place: int, text: str, needs: list[FormulaNode]) -> str:
        """The argument as our own evaluator can take it: as it is, or a reference to a helper that the engine calculates."""
        if not text.strip():
            return text
        try:
            parse_expression(text)
        except NotCalculatedError:
            pass
        else:
            return text
        inner = _Work(self._hoisting, self._node)
        rewritten = inner.rewritten(text)
        first = rewritten.lstrip().partition("(")[0].upper().removeprefix("_XLFN.")
        if first in _MAY_GIVE_BLANK:  # what a function of ippbook takes as blank must not arrive as 0
            rewritten = f'IF(ISBLANK({rewritten}),"",{rewritten})'
        parameters = self._hoisting.functions[function].parameters
        parameter = parameters[min(place, len(parameters) - 1)] if parameters else None
        whole = parameter is not None and (parameter.whole or parameter.block)
        if whole or self._node.kind != FormulaKind.NATIVE:
            helper = self._hoisting.array(self._node, rewritten, FormulaKind.SPILL)
        else:
            helper = self._hoisting.scalar(self._node, rewritten, FormulaKind.NATIVE)
        helper.needs.extend(one for one in inner.needs if one not in helper.needs)
        needs.append(helper)
        return reference_to(helper)

    def _ours(self, text: str, needs: list[FormulaNode]) -> FormulaNode:
        """The helper with the answer of one of our calls."""
        formula = parse(text)
        for name in sorted(formula.functions):
            if name not in self._hoisting.functions:
                raise NotCalculatedError(say("{name} is not a function of ippbook", name=name))
        wide = needs and any(helper.sheet != HELPERS for helper in needs)
        several = self._node.kind != FormulaKind.NATIVE and len(self._node.rows) == 1
        if several or wide or self._lifts(formula):
            helper = self._hoisting.array(self._node, text, FormulaKind.OURS)
            helper.until = (1, 1)
        else:
            helper = self._hoisting.scalar(self._node, text, FormulaKind.OURS)
        helper.formula = parse(helper.text)
        helper.needs.extend(one for one in needs if one not in helper.needs)
        return helper

    def _lifts(self, formula: Formula) -> bool:
        """Whether a call in it gets a range where it takes one value, and so gives several answers."""
        for one in walk(formula.root):
            if not isinstance(one, Call) or one.name not in self._hoisting.functions:
                continue
            parameters = self._hoisting.functions[one.name].parameters
            for place, argument in enumerate(one.arguments[: len(parameters)]):
                if not (parameters[place].whole or parameters[place].block) and self._may_be_range(argument):
                    return True
        return False

    def _may_be_range(self, node: Node) -> bool:
        if isinstance(node, Call):
            return any(map(self._may_be_range, node.arguments))
        if isinstance(node, AreaReference | TableReference | NameReference):
            if isinstance(node, NameReference) and names_array(node.name):
                return True
            try:
                found = locate(node, self._hoisting.source, self._node.home, self._node.home.row)
            except FormulaError:
                return False
            return not isinstance(found, Constant) and not found.single
        return isinstance(node, Array)

    def _aggregate(self, name: str, arguments: list[str]) -> str:
        """A lookup or an aggregate over all rows; it stays in the formula where one of its ranges is computed."""
        ranges = range_arguments(name, len(arguments))
        trees: list[str] = []
        needs: list[FormulaNode] = []
        for place, text in enumerate(arguments):
            node = argument_tree(text)
            if place in ranges:
                if not isinstance(node, AreaReference | TableReference | NameReference):
                    return self._kept(name, arguments)
                trees.append(text)
            elif not text.strip() or (node is not None and is_simple(node)):
                trees.append(text)
            elif not self._one_value(text):
                return self._kept(name, arguments)
            else:
                inner = _Work(self._hoisting, self._node)
                rewritten = inner.rewritten(text)
                direct = (
                    inner.needs[0]
                    if len(inner.needs) == 1 and rewritten.strip() == reference_to(inner.needs[0])
                    else None
                )
                helper = direct or self._hoisting.scalar(self._node, rewritten, FormulaKind.NATIVE)
                if direct is None:
                    helper.needs.extend(one for one in inner.needs if one not in helper.needs)
                needs.append(helper)
                trees.append(reference_to(helper))
        spelled = f"{stored_name(name)}({','.join(trees)})"
        helper = self._hoisting.scalar(self._node, spelled, FormulaKind.AGGREGATE)
        if helper.call is None:
            moved = [qualified(text, self._node.home, self._hoisting.source) for text in trees]
            helper.call = AggregateCall(name, tuple(argument_tree(text) for text in moved))
            helper.needs.extend(needs)
        return self._added(helper)

    def _one_value(self, text: str) -> bool:
        """Whether the argument surely is one value in each row: ranges and array constants are only in functions that give one."""
        if self._node.kind != FormulaKind.NATIVE:
            return False
        words = tokens(text)
        within = [
            (call.opening, call.closing) for call in calls_of(words) if call.name in REDUCING or self._wanted(call.name)
        ]
        for place, word in enumerate(words):
            if word.kind in {TokenKind.AREA, TokenKind.NAME, TokenKind.BRACKET} or word.text == "{":
                if any(start < place < end for start, end in within) or words[place + 1].text in {"(", "!"}:
                    continue
                if word.kind == TokenKind.NAME and words[place + 1].kind == TokenKind.BRACKET:
                    continue  # the bracket decides
                if word.text == "{" or self._may_be_range(reference_at(text, words, place)):
                    return False
        return True

    def _kept(self, name: str, arguments: list[str]) -> str:
        return f"{stored_name(name)}({','.join(self.rewritten(text) if text.strip() else text for text in arguments)})"

    def _added(self, helper: FormulaNode) -> str:
        if helper not in self.needs:
            self.needs.append(helper)
        return reference_to(helper)


def _within(one: CallWords, other: CallWords) -> bool:
    return other.start < one.start and one.closing < other.closing
