"""Trees to values, for one cell or for a whole column of cells that hold the same formula.

One evaluator does both: a value that differs from row to row is a 1-D array, one entry a row; a range or an array is a 2-D
array; all else is a scalar. A formula filled down 100,000 rows is one walk over its tree and one call a function.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from ippbook.formulas.operators import mapped, one_value, operate, spread
from ippbook.formulas.problems import FormulaError, NotCalculatedError, RowByRowError
from ippbook.formulas.recent_calls import recent_calls
from ippbook.formulas.regions import Region, locate
from ippbook.formulas.source import CellSource, FormulaFunction, Place, RowNumbers, Value, ValueBlock, Vector
from ippbook.formulas.tree import (
    AreaReference,
    Array,
    Binary,
    Call,
    Constant,
    Formula,
    Missing,
    NameReference,
    Node,
    TableReference,
    Unary,
)
from ippbook.formulas.values import VALUE, ExcelError, Operand, Scalar, date_serial, to_number, to_truth
from ippbook.languages import say
from ippbook.late_numpy import np
from ippbook.ooxml.dates import serial
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.dates import DAYS_TO_1904

Functions = Mapping[str, FormulaFunction]

MOST_CELLS: Final = 50_000_000
"""How many cells the formulas of one group may read; beyond that they are not calculated. Ranges that grow with each row reach it."""


@dataclass(frozen=True)
class FormulaAnswers:
    """The values of formulas in a column: one for each row; *skipped* maps a row to why it has none."""

    values: Vector
    skipped: Mapping[int, str]


def evaluate(
    formula: Formula, functions: Functions, source: CellSource, place: Place | None = None, as_of: date | None = None
) -> Scalar | ValueBlock:
    """The value of *formula* in the cell *place* (None: in no workbook); a 2-D array where it gives several.

    TODAY is *as_of*. Raises `NotCalculatedError` or `FormulaError` where it cannot be calculated as a whole.
    """
    # Without a workbook no cell is read, so its row needs no array.
    here = np.array([place.row], dtype=np.int64) if place else cast("RowNumbers", [1])
    value = _Evaluator(functions, source, place, as_of).value(formula.root, here)
    return 0.0 if value is None and not isinstance(formula.root, Call) else value


def evaluate_rows(
    formula: Formula, functions: Functions, source: CellSource, home: Place, rows: RowNumbers, as_of: date | None = None
) -> FormulaAnswers:
    """The values in *rows* of the column of *home*, for a formula that was written for *home* and filled to those rows.

    Where a formula gives an array, the cell shows its first value.
    """
    evaluator = _Evaluator(functions, source, home, as_of)
    if len(rows) > 1:
        try:
            value = _blank_as_zero(evaluator.value(formula.root, rows), formula)
            # A range or array here is the same in every row, as none of its edges moves.
            shown = cast("Scalar", value.flat[0]) if isinstance(value, np.ndarray) and value.ndim == 2 else value
            return FormulaAnswers(spread(shown, len(rows)), {})
        except (RowByRowError, FormulaError):
            pass  # some rows may still have a value: each is calculated alone
    values = np.full(len(rows), None, dtype=object)
    skipped: dict[int, str] = {}
    for position in range(len(rows)):
        try:
            value = _blank_as_zero(evaluator.value(formula.root, rows[position : position + 1]), formula)
        except FormulaError as refusal:
            skipped[int(rows[position])] = str(refusal)
        else:
            values[position] = value.flat[0] if isinstance(value, np.ndarray) else value
    return FormulaAnswers(values, skipped)


def _blank_as_zero(value: Value, formula: Formula) -> Value:
    """A blank that a formula shows is 0, as in Excel; a blank that a function of ippbook returns stays blank."""
    return 0.0 if value is None and not isinstance(formula.root, Call) else value


class _Evaluator:
    """The walk over a tree, for the cells of one column."""

    def __init__(self, functions: Functions, source: CellSource, home: Place | None, as_of: date | None) -> None:
        self._functions = functions
        self._source = source
        self._home = home
        self._as_of = as_of
        self._read = 0
        self._calls = recent_calls(source)

    def value(self, node: Node, rows: RowNumbers) -> Value:  # noqa: PLR0911  # one return a kind of node
        """The value of *node*: a 1-D array only where there are several *rows*."""
        match node:
            case Constant(value):
                return value
            case Missing():
                return None
            case Array(lines):
                block = np.empty((len(lines), len(lines[0])), dtype=object)
                block[:] = lines
                return block
            case AreaReference() | TableReference() | NameReference():
                return self._reference(node, rows)
            case Unary("@", operand):
                return self._intersection(operand, rows)
            case Unary(operator, operand):
                return operate(operator + "x", [self._number_like(operand, rows)])
            case Binary():
                return self._joined(node, rows)
            case Call():
                return self._call(node, rows)

    def _joined(self, node: Binary, rows: RowNumbers) -> Value:
        """A chain such as a&b&c leans to the left and may be as long as a formula, so it is not walked down but along."""
        chain: list[Binary] = []
        first: Node = node
        while isinstance(first, Binary):
            chain.append(first)
            first = first.left
        value = self._number_like(first, rows)
        for one in reversed(chain):
            value = operate(one.operator, [value, self._number_like(one.right, rows)])
        return value

    def _number_like(self, node: Node, rows: RowNumbers) -> Value:
        """The value of *node* with days as their numbers in the workbook's own count."""
        value = self.value(node, rows)
        if isinstance(node, AreaReference | TableReference):
            return value  # cells hold numbers
        if isinstance(value, np.ndarray):
            return mapped(self._day_number, value) if any(isinstance(one, date) for one in value.flat) else value
        return self._day_number(value)

    def _day_number(self, value: Scalar) -> Operand:
        if isinstance(value, date):
            return serial(value, date1904=self._source.date1904)
        return value

    def _reference(self, node: AreaReference | TableReference | NameReference, rows: RowNumbers) -> Value:
        region = locate(node, self._source, self._home, int(rows[0]))
        if isinstance(region, Constant):
            if len(rows) > 1 and not isinstance(node, NameReference):
                raise RowByRowError  # the first row is outside the table or the sheet; the next may not be
            return region.value
        if len(rows) > 1 and region.stretches:
            raise RowByRowError
        if len(rows) > 1 and region.moves:
            return self._moving(node, region, rows)
        return self._block(region)

    def _moving(self, node: AreaReference | TableReference | NameReference, region: Region, rows: RowNumbers) -> Vector:
        """A cell of each row."""
        last = locate(node, self._source, self._home, int(rows[-1]))
        same_columns = isinstance(last, Region) and (last.sheet, last.left) == (region.sheet, region.left)
        if not region.single or not same_columns:
            raise RowByRowError
        return self._source.cells(region.sheet, region.left, rows + (region.top - int(rows[0])))

    def _block(self, region: Region) -> Scalar | ValueBlock:
        """What a region holds: a scalar where it is one cell; whole columns and rows end where the sheet's cells end."""
        last_row, last_column = self._source.extent(region.sheet)
        whole_columns, whole_rows = (
            region.top == 1 and region.bottom > last_row,
            region.left == 1 and region.right > last_column,
        )
        bottom = max(last_row, 1) if whole_columns and not region.single else region.bottom
        right = max(last_column, 1) if whole_rows and not region.single else region.right
        self._read += (bottom - region.top + 1) * (right - region.left + 1)
        if self._read > MOST_CELLS:
            raise NotCalculatedError(
                say("it reads more than {most_cells:,} cells together with the formulas like it", most_cells=MOST_CELLS)
            )
        block = self._source.block(region.sheet, region.top, region.left, bottom, right)
        return cast("Scalar", block[0, 0]) if region.single else block

    def _intersection(self, node: Node, rows: RowNumbers) -> Value:
        """`@` before a range: its cell in the formula's own row or column. Before all else: the first value."""
        if not isinstance(node, AreaReference | TableReference | NameReference):
            value = self.value(node, rows)
            return value[0, 0] if isinstance(value, np.ndarray) and value.ndim == 2 else value
        region = locate(node, self._source, self._home, int(rows[0]))
        if isinstance(region, Constant) or region.single:
            return self._reference(node, rows)
        if len(rows) > 1 and (region.moves or region.stretches):
            raise RowByRowError
        if region.left == region.right:
            values = self._source.cells(region.sheet, region.left, rows)
            values = np.where((rows >= region.top) & (rows <= region.bottom), values, cast("Any", VALUE))
            return values if len(rows) > 1 else cast("Scalar", values[0])
        if region.top == region.bottom:
            column = self._home.column if self._home else 0
            inside = region.left <= column <= region.right
            return self._block(Region(region.sheet, region.top, column, region.top, column)) if inside else VALUE
        return VALUE

    def _call(self, node: Call, rows: RowNumbers) -> Value:
        match node.name:
            case "IF":
                return self._if(node, rows)
            case "IFERROR":
                return self._if_error(node, rows)
            case "TODAY":
                if self._as_of is None:
                    raise NotCalculatedError("it needs today's date, and no day was set")
                return self._day_number(self._as_of)
            case "DATE":
                return operate(self._date, [self._number_like(argument, rows) for argument in node.arguments])
        if (function := self._functions.get(node.name)) is None:
            raise NotCalculatedError(say("{node_name} is not a function of ippbook", node_name=node.name))
        values = [self._number_like(argument, rows) for argument in node.arguments]
        return self._calls.answer(function, values, date1904=self._source.date1904)

    def _date(self, *parts: Operand) -> Operand:
        numbers = [to_number(part) for part in parts]
        for number in numbers:
            if isinstance(number, ExcelError):
                return number
        year, month, day = cast("list[float]", numbers)
        found = date_serial(year, month, day)
        return found if isinstance(found, ExcelError) else found - (DAYS_TO_1904 if self._source.date1904 else 0)

    def _if(self, node: Call, rows: RowNumbers) -> Value:
        """IF; only the branch that a row takes is calculated for it."""
        truth = operate(to_truth, [self._number_like(node.arguments[0], rows)])
        branches = {
            True: node.arguments[1] if len(node.arguments) > 1 else None,
            False: node.arguments[2] if len(node.arguments) > 2 else None,
        }
        if not isinstance(truth, np.ndarray):
            return (
                truth
                if isinstance(truth, ExcelError)
                else self._branch(branches[bool(truth)], rows, otherwise=bool(truth))
            )
        values = truth.copy()
        for outcome, branch in branches.items():
            taken = np.fromiter((one is outcome for one in truth), dtype=bool, count=len(truth))
            if taken.any():
                values[taken] = spread(self._branch(branch, rows[taken], otherwise=outcome), int(taken.sum()))
        return values

    def _branch(self, node: Node | None, rows: RowNumbers, *, otherwise: bool) -> Value:
        """A branch of IF: one that is missing is TRUE or FALSE, an empty one is 0."""
        if node is None:
            return otherwise
        return 0.0 if isinstance(node, Missing) else self.value(node, rows)

    def _if_error(self, node: Call, rows: RowNumbers) -> Value:
        first, second = node.arguments
        value = self.value(first, rows)
        if not isinstance(value, np.ndarray) or value.ndim == 2:
            return self._branch(second, rows, otherwise=False) if isinstance(one_value(value), ExcelError) else value
        wrong = np.fromiter((isinstance(one, ExcelError) for one in value), dtype=bool, count=len(value))
        if wrong.any():
            value = value.copy()
            value[wrong] = spread(self._branch(second, rows[wrong], otherwise=False), int(wrong.sum()))
        return value
