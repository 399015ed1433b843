"""The workbook that an engine gets: the formulas of one job, the values that they read, and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final

import numpy as np

from ippbook import ooxml
from ippbook.formulas.call_words import calls_of, source_text
from ippbook.formulas.cell_cache import CellCache
from ippbook.formulas.engines.protocol import EngineJob
from ippbook.formulas.engines.rewrites import for_engine
from ippbook.formulas.native.nodes import FormulaKind, FormulaNode
from ippbook.formulas.native.reading import ANCHOR
from ippbook.formulas.native.scratch_sheets import SIZES, array_name, array_range, holds_array
from ippbook.formulas.native.spelling import qualified, visible_only, with_cells
from ippbook.formulas.parser import parse_expression
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.regions import Region, locate
from ippbook.formulas.source import Place, RowNumbers, Vector
from ippbook.formulas.tokens import tokens
from ippbook.formulas.tree import Constant
from ippbook.ooxml.dates import serial
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.formula_text import moved
from ippbook.ooxml.refs import Area
from ippbook.ooxml.write.plain_workbook import PlainSheet, plain_workbook
from ippbook.quick_dataclasses import dataclass

MOST_COPIED: Final = 6_000_000
"""Cells that one job may read; what reads more is too expensive."""


_STALE: Final = "IPPBOOKSTALE()"
"""No engine knows this function: the default engine says of each cell that reads it that it could not be calculated."""
FOLLOWED: Final = frozenset(
    [
        "ABS",
        "ADDRESS",
        "AND",
        "AVERAGE",
        "AVERAGEA",
        "CHOOSE",
        "COLUMN",
        "COLUMNS",
        "CONCAT",
        "CONCATENATE",
        "COUNT",
        "COUNTA",
        "DATE",
        "EXACT",
        "IF",
        "IFERROR",
        "IFNA",
        "IFS",
        "INDEX",
        "INDIRECT",
        "INT",
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISTEXT",
        "LARGE",
        "LEFT",
        "LEN",
        "MAX",
        "MAXA",
        "MEDIAN",
        "MIN",
        "MOD",
        "MODE",
        "N",
        "NOT",
        "OFFSET",
        "OR",
        "PERCENTILE",
        "PRODUCT",
        "RANK",
        "ROUND",
        "ROW",
        "ROWS",
        "SMALL",
        "STDEV",
        "SUBTOTAL",
        "SUM",
        "SUMPRODUCT",
        "SUMSQ",
        "SWITCH",
        "T",
        "TEXT",
        "TEXTJOIN",
        "TRIM",
        "TYPE",
        "UPPER",
        "VALUE",
        "VAR",
        "XOR",
        "YEAR",
    ]
)
"""Functions for which that was seen. COUNTIF, MATCH and COUNTBLANK pass over such a cell."""


class TooManyCellsError(Exception):
    """A job reads more cells than `MOST_COPIED`. Never leaves this room."""


@dataclass(frozen=True)
class CopiedWorkbook:
    """What copies take from the workbook besides cells; tables only tell where no spill may go."""

    sheets: tuple[str, ...]
    tables: tuple[ooxml.TableArea, ...]
    names: Mapping[tuple[str | None, str], str]
    hidden: Mapping[str, frozenset[int]]
    """The hidden rows of each sheet, where a formula counts visible cells."""
    filtered: frozenset[str]
    """The sheets on which a filter hides rows."""
    date1904: bool
    merges: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    """The merged cells of the sheets with formulas: no spill may go there."""


def job_of(
    nodes: Sequence[FormulaNode],
    book: CopiedWorkbook,
    source: CellCache,
    spills: Mapping[tuple[str, int, int], tuple[int, int]],
    *,
    sizes: Sequence[FormulaNode] = (),
    stale: Mapping[str, Mapping[int, RowNumbers]] | None = None,
) -> EngineJob:
    """The job for native *nodes*. *spills*: where each spill ends now. *sizes*: the spills whose size the engine tells too.

    *stale*: the stale cells by sheet and column, which formulas that may read any cell must not take for values.

    Raises `TooManyCellsError`.
    """
    formulas = _Formulas(nodes)
    inputs = _inputs(nodes, book, source, formulas)
    helpers = [sheet for sheet in source.sheet_names if sheet not in book.sheets]
    copies = {
        name: PlainSheet(name, book.hidden.get(name, frozenset()))
        for name in [*book.sheets, *helpers, *([SIZES] if sizes else [])]
    }
    lost = stale if stale and any(node.reads.everything for node in nodes) else {}
    for sheet, columns in lost.items():
        for column, rows in columns.items():
            if len(known := formulas.without((sheet, column), rows)):
                copies[sheet].put_formulas(column, known, _STALE)
    for (sheet, column), found in inputs.items():
        gone = lost.get(sheet, {}).get(column)
        rows = found if gone is None else found[~np.isin(found, gone)]
        copies[sheet].put_values(column, rows, in_cells(source.cells(sheet, column, rows), date1904=book.date1904))
    here = {(node.sheet, node.home.row, node.column) for node in nodes}
    for node in nodes:
        text = for_engine(
            with_cells(_anchored(node, source, here, spills), node.home, source), (), array=node.until is not None
        )
        _put(copies[node.sheet], node, visible_only(text) if _reads_filtered(node, book) else text)
    wanted = dict(formulas.cells)
    for row, node in enumerate(sizes, 1):
        text = for_engine(qualified(_anchored(node, source, here, spills), node.home, source), (), array=True)
        if "INDEX(" in text.upper():  # the engine counts only arrays that it has made already
            text = f"_xlfn.LET(_xlpm.ippbooksize,{text},_xlpm.ippbooksize)"
        at = np.array([row], dtype=np.int64)
        for column, name in ((1, "ROWS"), (2, "COLUMNS")):
            copies[SIZES].put_array(column, row, f"{name}({text})", (row, column), spills=False)
            wanted[SIZES, column] = np.append(wanted[SIZES, column], at) if (SIZES, column) in wanted else at
    names = dict(_names(book, source))
    for sheet in helpers:
        if holds_array(sheet):
            names[None, array_name(sheet)] = array_range(sheet, spills.get((sheet, 1, 1), (1, 1)))
    data = plain_workbook(list(copies.values()), names, date1904=book.date1904)
    return EngineJob(data, wanted)


def _names(book: CopiedWorkbook, source: CellCache) -> Iterator[tuple[tuple[str | None, str], str]]:
    """The defined names, with cells in place of tables."""
    for (sheet, name), text in book.names.items():
        home = Place(sheet or book.sheets[0], 1, 1)
        try:
            yield (sheet, name), for_engine(with_cells(text.removeprefix("="), home, source), (), array=True)
        except FormulaError:
            continue  # a formula that uses it is named stale by the engine


def _reads_filtered(node: FormulaNode, book: CopiedWorkbook) -> bool:
    """Whether a SUBTOTAL in it is over a sheet on which a filter hides rows."""
    if "SUBTOTAL" not in node.reads.functions or not book.filtered:
        return False
    return any(part.first.sheet in book.filtered for part in node.reads.parts)


def _put(sheet: PlainSheet, node: FormulaNode, text: str) -> None:
    """Put the formula into its cells."""
    if node.until is not None:
        sheet.put_array(node.column, node.home.row, text, node.until, spills=node.kind == FormulaKind.SPILL)
        return
    rows = node.answered()
    if len(rows):
        shift = int(rows[0]) - node.home.row
        sheet.put_formulas(node.column, rows, moved(text, shift, 0) if shift else text)


class _Formulas:
    """The cells that the formulas of a job answer, by sheet and column."""

    def __init__(self, nodes: Sequence[FormulaNode]) -> None:
        found: dict[tuple[str, int], list[RowNumbers]] = defaultdict(list)
        for node in nodes:
            for column, rows in node.filled():
                found[node.sheet, column].append(rows if node.until is not None else node.answered())
        self.cells: dict[tuple[str, int], RowNumbers] = {
            place: np.unique(np.concatenate(parts)) for place, parts in found.items()
        }

    def without(self, place: tuple[str, int], rows: RowNumbers) -> RowNumbers:
        """*rows* of a column without those that a formula answers."""
        taken = self.cells.get(place)
        return rows if taken is None else rows[~np.isin(rows, taken)]


def _inputs(
    nodes: Sequence[FormulaNode], book: CopiedWorkbook, source: CellCache, formulas: _Formulas
) -> dict[tuple[str, int], RowNumbers]:
    """The cells whose values the formulas read, by sheet and column: those with a value, and the headers of tables."""
    regions = {part.box for node in nodes for part in node.reads.parts}
    regions |= {
        Region(helper.sheet, helper.home.row, helper.column, *helper.until)
        for node in nodes
        for helper in node.needs
        if helper.until is not None
    }
    if any(node.reads.everything for node in nodes):
        regions |= {Region(sheet, 1, 1, MAX_ROW, MAX_COL) for sheet in book.sheets}
    spans: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for region in regions:
        for column in _columns(region, source):
            spans[region.sheet, column].append((region.top, region.bottom))
    found, count = {}, 0
    for place, pieces in spans.items():
        length = source.length(*place)
        rows = np.unique(np.concatenate([np.arange(top, min(bottom, length) + 1) for top, bottom in _merged(pieces)]))
        rows = formulas.without(place, rows.astype(np.int64))
        count += len(rows)
        if count > MOST_COPIED:
            raise TooManyCellsError
        if len(rows):
            found[place] = rows
    return found


def _columns(region: Region, source: CellCache) -> Iterable[int]:
    if region.right < MAX_COL:
        return range(region.left, region.right + 1)
    return range(region.left, source.extent(region.sheet)[1] + 1)


def _merged(pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Spans of rows, those that meet as one."""
    ordered = sorted(pieces)
    start, end = ordered[0]
    for top, bottom in ordered[1:]:
        if top > end + 1:
            yield start, end
            start, end = top, bottom
        else:
            end = max(end, bottom)
    yield start, end


def in_cells(values: Vector, *, date1904: bool) -> list[object]:
    """Values as cells hold them: days are numbers there."""
    return [(serial(value, date1904=date1904) if isinstance(value, date) else value) for value in values.tolist()]


def _anchored(
    node: FormulaNode,
    source: CellCache,
    here: set[tuple[str, int, int]],
    spills: Mapping[tuple[str, int, int], tuple[int, int]],
) -> str:
    """The text of *node* with `A1#` spelled as a range where the formula in A1 is in no cell of this job."""
    if ANCHOR not in node.reads.functions or len(node.rows) > 1:
        return node.text
    words = tokens(node.text)
    text, done = [], 0
    for call in calls_of(words):
        if call.name != ANCHOR or len(call.arguments) != 1:
            continue
        place = _cell_of(source_text(node.text, words, *call.arguments[0]), source, node.home)
        if place is None or place in here:
            continue
        sheet, row, column = place
        area = Area(row, column, *spills.get(place, (row, column)))
        text.append(node.text[done : words[call.start].start] + "'" + sheet.replace("'", "''") + f"'!{area}")
        done = words[call.closing].start + 1
    return "".join(text) + node.text[done:]


def _cell_of(text: str, source: CellCache, home: Place) -> tuple[str, int, int] | None:
    try:
        node = parse_expression(text)
        found = locate(node, source, home, home.row)  # type: ignore[arg-type]  # anything but a reference is refused below
    except (FormulaError, AttributeError, TypeError):
        return None
    return None if isinstance(found, Constant) else (found.sheet, found.top, found.left)


__all__ = ["SIZES", "CopiedWorkbook", "TooManyCellsError", "in_cells", "job_of"]
