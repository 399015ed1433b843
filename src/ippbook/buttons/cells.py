"""The group Cells: computed columns as formulas or as values, and the way back."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.buttons import column_share
from ippbook.buttons.phrases import counted, listed
from ippbook.declare import ComputedColumn, registry
from ippbook.declare.button import Desk, Done, button
from ippbook.errors import UserError
from ippbook.pipeline import Run, fills


@button("Live", group="Cells", image="FunctionWizard")
def live(desk: Desk) -> Done:
    """Let computed columns hold formulas, which Excel calculates while you type.

    The formulas name your table and your headers, whatever their language. A column whose value does not come from cells
    of its own row has no formula, and neither has one on a sheet without a table; it stays a value, and the message says
    which and why. Formulas of your own are left alone. Every computer that opens the file needs ippbook for the formulas; Excel
    for Mac has none, but in xlwings Lite.
    """
    if not desk.answers:
        raise UserError(
            f"{desk.book.path}: Excel for Mac does not answer worksheet functions of ippbook, so every formula would show a failure "
            "in place of its value, and nothing was changed; press Live on Windows, or use xlwings Lite: ippbook lite"
        )
    found = column_share.calculated(desk)
    edits, made = ooxml.Edits(), []
    without: dict[str, list[str]] = {}
    for column, fill in column_share.columns(found):
        own = fills.column_formula(desk.book, found.study.tables[column.table], column, registry())
        name = f"{column.table}: {column.header}"
        if not own.formula:
            without.setdefault(own.why, []).append(f"{name} ({own.missing})" if own.missing else name)
            continue
        rows = ~np.isin(fill.rows, column_share.with_formula(found, column))
        if rows.any():
            edits.put_formula(fill.sheet, fill.column, fill.rows[rows], own.formula, _shown(fill.values[rows]))
            made.append(name)
    cells = column_share.write(desk, edits) if made else 0
    said = (
        f"{counted(len(made), 'column')} became formulas: {listed(made)}"
        if made
        else "No column had to become a formula"
    )
    values = [f"Still values, for {why}: {listed(names)}" for why, names in without.items()]
    return Done("\n".join((f"{said}; {counted(cells, 'cell')} changed", *values)), cells)


def _shown(values: NDArray[np.object_]) -> NDArray[np.object_]:
    """What formulas show that answer *values*: an empty text where there is nothing."""
    shown = values.copy()
    shown[values == None] = ""  # noqa: E711  # elementwise
    return shown


@button("Freeze", group="Cells", image="PasteValues")
def freeze(desk: Desk) -> Done:
    """Turn the formulas of computed columns into values.

    So a workbook can be passed on to people who have no add-in. Formulas of your own are left alone; Live brings the
    formulas back.
    """
    found = column_share.calculated(desk)
    edits, made = ooxml.Edits(), []
    for column, rows, values in _ours(found):
        fill_sheet, number_of_column = _place(found, column)
        edits.put_column(fill_sheet, number_of_column, rows, values, replace_formula=True)
        made.append(f"{column.table}: {column.header}")
    if not made:
        return Done("No computed column holds a formula, so there is nothing to freeze.")
    cells = column_share.write(desk, edits)
    return Done(
        f"{counted(len(made), 'column')} became values: {listed(made)}; {counted(cells, 'cell')} changed", cells
    )


def _ours(found: Run) -> Iterator[tuple[ComputedColumn, column_share.Rows, NDArray[np.object_]]]:
    """The computed columns that hold formulas of ours: the rows that do, and their values."""
    for column, fill in column_share.columns(found):
        if not fill.formulas:
            continue
        mine = np.isin(fill.rows, column_share.with_formula(found, column))
        values = fill.values[mine].copy()
        values[values == ""] = (
            None  # a formula that answers nothing shows an empty text; a value that is not there is blank
        )
        yield column, fill.rows[mine], values


def _place(found: Run, column: ComputedColumn) -> tuple[str, int]:
    places = found.study.tables[column.table].places
    return places.sheet, places.columns[column.header]


@button("Undo", group="Cells", image="Undo")
def undo(desk: Desk) -> Done:
    """Put back what the last press of a button changed.

    Excel's own Undo forgets everything when a macro runs, so ippbook keeps what stood in the cells before. Where somebody
    has changed one of these cells since, nothing is put back and the message names the cell.
    """
    back = desk.take_back()
    return Done(f"{back.label} is taken back: {counted(back.cells, 'cell')} as before.", back.cells)
