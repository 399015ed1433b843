"""The journal of a workbook: the cells that the last press of a button overwrote, in a file of the user.

A macro empties Excel's own list of Undo, so ippbook keeps its own. The journal has the cells of one press: their content
before, and what was written. There is one file a workbook, readable by the user only; the next press that changes something
replaces it.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np

from ippbook.errors import UserError
from ippbook.excel.cell_changes import CellChange
from ippbook.ooxml import Area, write_whole
from ippbook.ooxml.refs import area as area_of
from ippbook.quick_dataclasses import dataclass

_FORM: Final = 1
"""The form of the file; a file of another form is not read."""
_Json = dict[str, Any]
"""An object of the journal's file."""


class ResizedTable(NamedTuple):
    """A table that grew, with its blocks before and after."""

    name: str
    old: Area
    new: Area


class Press(NamedTuple):
    """What a press of the button *label* changed."""

    label: str
    before: list[CellChange]
    after: list[CellChange]
    grown: list[ResizedTable]


@dataclass
class Journal:
    """The journal of one workbook, in *folder*; *label* is the label of the button that is pressed."""

    folder: Path
    book: str
    label: str = ""
    kept: bool = False
    """Whether this press has changed something that Undo can restore."""

    @property
    def path(self) -> Path:
        """Its file."""
        return self.folder / f"{hashlib.sha256(self.book.casefold().encode()).hexdigest()[:24]}.json"

    def keep(
        self, before: Sequence[CellChange], after: Sequence[CellChange], grown: Sequence[tuple[str, str, str]]
    ) -> None:
        """Keep what was overwritten. *grown*: tables, their blocks before and after."""
        if not before and not grown:
            return
        content = {
            "form": _FORM,
            "book": self.book,
            "label": self.label,
            "before": [_as_json(change) for change in before],
            "after": [_as_json(change) for change in after],
            "grown": [list(each) for each in grown],
        }
        with suppress(OSError):  # a full disk must not spoil a press that succeeded; Undo then has nothing to restore
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.forget()
            write_whole(self.path, json.dumps(content, allow_nan=False).encode())
            self.path.chmod(0o600)
            self.kept = True

    def forget(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)

    def read(self) -> Press | None:
        """The last press; None where there is none that can be read. Raises `UserError` for a damaged block of a table."""
        try:
            content = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return None
        if not isinstance(content, dict) or content.get("form") != _FORM or content.get("book") != self.book:
            return None
        before, after = ([_from_json(each) for each in content[name]] for name in ("before", "after"))
        grown = [ResizedTable(name, _area(old), _area(new)) for name, old, new in content["grown"]]
        return Press(str(content["label"]), before, after, grown)


def _as_json(change: CellChange) -> _Json:
    """A change for JSON: a number that is missing is null."""
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


def _from_json(entry: _Json) -> CellChange:
    return CellChange(
        entry["sheet"],
        entry["column"],
        np.array(entry["rows"], dtype=np.int64),
        np.array(entry["kind"], dtype=np.uint8),
        np.array([np.nan if number is None else number for number in entry["number"]], dtype=np.float64),
        np.array(entry["text"], dtype=object),
        np.array(entry["formula"], dtype=object),
    )


def _area(text: str) -> Area:
    found = area_of(text)
    if found is None:
        raise UserError(
            "the journal of Undo is damaged ({text!r} is not a block of cells), so nothing was restored", text=text
        )
    return found


__all__ = ["Journal", "Press", "ResizedTable"]
