"""What the last press of a button wrote over, kept in a file of the user's, and put back by the button Undo.

Excel's own Undo list is emptied by every macro. The journal holds the cells of one press: what stood there, and what was
written. It is one file a workbook, for the user alone; the next press that changes something takes its place.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from ippbook.declare.button import Restored
from ippbook.errors import UserError
from ippbook.excel import preconditions, write_cells
from ippbook.excel.cell_changes import Change
from ippbook.excel.quiet_excel import calm
from ippbook.ooxml import Area, write_whole
from ippbook.ooxml import open as open_file
from ippbook.ooxml.refs import area as area_of
from ippbook.ooxml.refs import column_letters

if TYPE_CHECKING:
    from ippbook.excel.open_workbook import LiveBook

_FORM: Final = 1
"""The form of the file; a file of another form is not read."""


@dataclass
class Journal:
    """The journal of one workbook, in *folder*; *label* is what stands on the button that is pressed."""

    folder: Path
    book: str
    label: str = ""
    kept: bool = False
    """Whether this press has written anything that can be put back."""

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / f"{hashlib.sha256(self.book.casefold().encode()).hexdigest()[:24]}.json"

    def keep(
        self, book: str, before: Sequence[Change], after: Sequence[Change], grown: Sequence[tuple[str, str, str]]
    ) -> None:
        """Keep what was written over. *grown*: tables, their blocks before and after."""
        if not before and not grown:
            return
        held = {
            "form": _FORM,
            "book": book,
            "label": self.label,
            "before": [_told(change) for change in before],
            "after": [_told(change) for change in after],
            "grown": [list(each) for each in grown],
        }
        with suppress(
            OSError
        ):  # a full disk must not spoil a press that has gone well; Undo then says that there is nothing
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.forget()
            write_whole(self.path, json.dumps(held, allow_nan=False).encode())
            self.path.chmod(0o600)
            self.kept = True

    def forget(self) -> None:
        """Drop what was kept."""
        self.path.unlink(missing_ok=True)

    def read(self) -> dict[str, Any] | None:
        """What was kept; None where there is nothing that can be read."""
        try:
            held = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return None
        return held if isinstance(held, dict) and held.get("form") == _FORM and held.get("book") == self.book else None


def _told(change: Change) -> dict[str, Any]:
    """A change as JSON holds it: numbers that are none are null."""
    numbers = np.where(np.isnan(change.number), None, change.number.astype(object)).tolist()  # type: ignore[call-overload]  # None among objects
    return {
        "sheet": change.sheet,
        "column": change.column,
        "rows": change.rows.tolist(),
        "kind": change.kind.tolist(),
        "number": numbers,
        "text": change.text.tolist(),
        "formula": change.formula.tolist(),
    }


def _read(told: dict[str, Any]) -> Change:
    return Change(
        told["sheet"],
        told["column"],
        np.array(told["rows"], dtype=np.int64),
        np.array(told["kind"], dtype=np.uint8),
        np.array([np.nan if number is None else number for number in told["number"]], dtype=np.float64),
        np.array(told["text"], dtype=object),
        np.array(told["formula"], dtype=object),
    )


def take_back(live: "LiveBook", journal: Journal) -> Restored:
    """Put back what the last press changed, if all of it still stands. Raises `UserError`, with nothing changed, where not."""
    held = journal.read()
    if held is None:
        raise UserError(
            f"{live.path}: there is nothing to take back; only the last press of a button that changed cells is kept"
        )
    before, after = ([_read(each) for each in held[name]] for name in ("before", "after"))
    grown = [(name, _area(old), _area(new)) for name, old, new in held["grown"]]
    _refuse_changed(live, str(held["label"]), after, grown)
    _refuse_shrinking(live, str(held["label"]), grown)
    written = [change.at(~write_cells.standing(live, change)) for change in before]
    preconditions.refuse(live, [change for change in written if len(change)])
    stood: list[Change] = []
    shrunk: list[tuple[str, str]] = []
    try:
        with calm(live.book, live.notes):
            for change in before:
                stood.append(write_cells.now(live, change))
                write_cells.put(live, change)
            if live.holds:
                write_cells.show(live, [change.at(change.formula != "") for change in before])
            for name, old, new in reversed(grown):
                shrunk.append((name, str(new)))
                write_cells.shrink(live, name, str(old), new._replace(first_row=old.last_row + 1))
    except BaseException as failure:
        write_cells.put_back(live, failure, stood, shrunk=shrunk)
        raise
    live.forget(*(sheet.name for sheet in live.sheets))
    journal.forget()
    cells = sum(map(len, before))
    live.changed += cells
    return Restored(str(held["label"]), cells)


def _area(text: str) -> Area:
    found = area_of(text)
    if found is None:
        raise UserError(f"the journal of Undo is damaged ({text!r} is no block of cells), so nothing was put back")
    return found


def _refuse_changed(
    live: "LiveBook", label: str, after: Sequence[Change], grown: Sequence[tuple[str, Area, Area]]
) -> None:
    """Refuse where a cell or a table is not as the press left it. What formulas show may have changed since."""
    kept = f"so {label} cannot be taken back as a whole and nothing was changed; mend the cells by hand"
    sheets = {sheet.name for sheet in live.sheets}
    for change in after:
        if change.sheet not in sheets:
            raise UserError(f"{live.path}: sheet {change.sheet!r} is gone, {kept}")
        held = write_cells.column(live, change)
        place = change.rows - held.first_row
        had = np.full(len(change), "", dtype=object) if held.formula is None else held.formula[place]
        other = np.where(change.formula == "", change.differs(held), change.formula != had)
        if other.any():
            cell = f"{change.sheet}!{column_letters(change.column)}{change.rows[int(np.argmax(other))]}"
            raise UserError(f"{live.path}: {cell} was changed since {label} was pressed, {kept}")
    for name, _, new in grown:
        area = live.tables.get(name)
        if area is None or area.ref != str(new):
            raise UserError(f"{live.path}: table {name} was changed since {label} was pressed, {kept}")


def _refuse_shrinking(live: "LiveBook", label: str, grown: Sequence[tuple[str, Area, Area]]) -> None:
    """Without Excel a table of a file never becomes smaller than the file has it."""
    if not (live.holds and grown and live.path.is_file()):
        return
    tables = open_file(live.path).tables
    for name, old, _ in grown:
        if name in tables and tables[name].last_row > old.last_row:
            raise UserError(
                f"{live.path}: {label} was saved with more rows in table {name}, and only Excel makes a table smaller, so nothing was changed; "
                "delete its last rows in Excel, or take the copy from before"
            )


__all__ = ["Journal", "take_back"]
