"""The group Cells: computed columns as formulas or as values, and the way back."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.buttons import column_share
from ippbook.declare import ComputedColumn, registry
from ippbook.declare.button import Desk, Done, button
from ippbook.errors import UserError
from ippbook.languages import KnownWord, say, say_series
from ippbook.number_words import counted, listed
from ippbook.pipeline import Run, fills


@button("Live", group="Cells", image="FunctionWizard")
def live(desk: Desk) -> Done:
    """Let computed columns hold formulas, which Excel calculates while you type.

    The formulas use your table and your headers, in any language. Some columns have no formula and stay values: columns that
    need cells of other rows, and columns on a sheet without a table. The message lists them with the reason. Your own formulas
    are not changed. Every computer that opens the file needs ippbook for the formulas; Excel for Mac calculates them only in
    xlwings Lite.
    """
    if not desk.answers:
        raise UserError(
            "{book_path}: Excel for Mac has no worksheet functions of ippbook, so every formula would show an error instead of its value, and nothing was changed; press Live on Windows, or use xlwings Lite: ippbook lite",
            book_path=desk.book.path,
        )
    found = column_share.calculated(desk)
    edits, made = ooxml.Edits(), []
    without: dict[str, list[str]] = {}
    for column, fill in column_share.computed_fills(found):
        own = fills.column_formula(desk.book, found.study.tables[column.table], column, registry())
        name = _named(column)
        if not own.formula:
            without.setdefault(own.why, []).append(
                say("{column} ({missing})", column=name, missing=KnownWord(own.missing, "header"))
                if own.missing
                else name
            )
            continue
        rows = ~np.isin(fill.rows, column_share.with_formula(found, column))
        if rows.any():
            edits.put_formula(fill.sheet, fill.column, fill.rows[rows], own.formula, _shown(fill.values[rows]))
            made.append(name)
    cells = column_share.write_share(desk, edits) if made else 0
    result = (
        say("{columns} became formulas: {made}", columns=counted(len(made), "column"), made=listed(made))
        if made
        else say("No column had to become a formula")
    )
    values = [say("Still values, for {why}: {names}", why=why, names=listed(names)) for why, names in without.items()]
    return Done(
        say_series((say("{result}; {cells} changed", result=result, cells=counted(cells, "cell")), *values), "\n"),
        cells,
    )


def _named(column: ComputedColumn) -> str:
    """A computed column with its table."""
    return say("{table}: {header}", table=KnownWord(column.table, "table"), header=KnownWord(column.header, "header"))


def _shown(values: NDArray[np.object_]) -> NDArray[np.object_]:
    """What formulas with the results *values* show: an empty text where there is no value."""
    shown = values.copy()
    shown[values == None] = ""  # noqa: E711  # elementwise
    return shown


@button("Freeze", group="Cells", image="PasteValues")
def freeze(desk: Desk) -> Done:
    """Turn the formulas of computed columns into values.

    Then people without the add-in can use the workbook. Your own formulas are not changed; Live makes formulas of the values
    again.
    """
    found = column_share.calculated(desk)
    edits, made = ooxml.Edits(), []
    for column, rows, values in _with_ippbook_formulas(found):
        fill_sheet, number_of_column = _place(found, column)
        edits.put_column(fill_sheet, number_of_column, rows, values, replace_formula=True)
        made.append(_named(column))
    if not made:
        return Done(say("No computed column holds a formula, so there is nothing to freeze."))
    cells = column_share.write_share(desk, edits)
    return Done(
        say(
            "{columns} became values: {made}; {cells} changed",
            columns=counted(len(made), "column"),
            made=listed(made),
            cells=counted(cells, "cell"),
        ),
        cells,
    )


def _with_ippbook_formulas(found: Run) -> Iterator[tuple[ComputedColumn, column_share.SheetRows, NDArray[np.object_]]]:
    """The computed columns that have formulas of ippbook: the rows with a formula, and their values."""
    for column, fill in column_share.computed_fills(found):
        if not fill.formulas or column.native:  # a link needs no add-in
            continue
        mine = np.isin(fill.rows, column_share.with_formula(found, column))
        values = fill.values[mine].copy()
        values[values == ""] = None  # a formula without a value shows an empty text; a cell without a value is blank
        yield column, fill.rows[mine], values


def _place(found: Run, column: ComputedColumn) -> tuple[str, int]:
    places = found.study.tables[column.table].places
    return places.sheet, places.columns[column.header]


@button("Undo", group="Cells", image="Undo")
def undo(desk: Desk) -> Done:
    """Restore what the last press of a button changed.

    Excel's own Undo forgets everything when a macro runs, so ippbook keeps the old content of the cells. If one of these cells
    was changed afterwards, nothing is restored and the message names the cell.
    """
    restored = desk.take_back()
    return Done(
        say(
            "{restored_label} was undone: {cells} as before.",
            restored_label=restored.label,
            cells=counted(restored.cells, "cell"),
        ),
        restored.cells,
    )
