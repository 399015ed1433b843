"""The other cells of an array whose first cell has no answer: the engine leaves them as the file has them, which is not an answer either."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from ippbook import ooxml
from ippbook.formulas.engines.protocol import EngineColumn, EngineJob, EngineValue, Unavailable
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.ooxml.refs import Area

_SPILL: Final = ooxml.Error("#SPILL!")
_UPSTREAM: Final = Unavailable("upstream", "the first cell of its array could not be calculated")
_NO_SPILL: Final = Unavailable("spill", "the first cell of its array does not spill into it")


def without_stale_followers(job: EngineJob, columns: Sequence[EngineColumn]) -> list[EngineColumn]:
    """*columns*, in which no cell of an array has a value where the array's first cell, if wanted too, has none or is #SPILL!.

    Only a job with such an answer is looked at, so that it costs others nothing.
    """
    if not any(isinstance(value, Unavailable) or value == _SPILL for column in columns for value in column.values):
        return list(columns)
    answers = {(one.sheet, one.column): one for one in columns}
    for sheet, area in _arrays(job, {one.sheet for one in columns}):
        if (reason := _reason(_value(answers, sheet, area.first_row, area.first_col))) is not None:
            _spread(answers, sheet, area, reason)
    return list(answers.values())


def _reason(anchor: EngineValue) -> Unavailable | None:
    if isinstance(anchor, Unavailable):
        return _UPSTREAM
    return _NO_SPILL if anchor == _SPILL else None


def _value(answers: Mapping[tuple[str, int], EngineColumn], sheet: str, row: int, column: int) -> EngineValue:
    found = answers.get((sheet, column))
    if found is None:
        return None
    place = int(np.searchsorted(found.rows, row))
    value: EngineValue = found.values[place] if place < len(found.rows) and found.rows[place] == row else None
    return value


def _spread(answers: dict[tuple[str, int], EngineColumn], sheet: str, area: Area, reason: Unavailable) -> None:
    """Puts *reason* into the wanted cells of *area*, except its first."""
    for column in range(area.first_col, area.last_col + 1):
        if (found := answers.get((sheet, column))) is None:
            continue
        inside = (found.rows >= area.first_row + (column == area.first_col)) & (found.rows <= area.last_row)
        if inside.any():
            values = found.values.copy()
            for place in np.flatnonzero(inside).tolist():
                values[place] = reason
            answers[sheet, column] = EngineColumn(sheet, column, found.rows, values)


def _arrays(job: EngineJob, sheets: set[str]) -> Iterator[tuple[str, Area]]:
    """The areas that array formulas declare, on *sheets*; none where the workbook cannot be read, for then nothing was calculated."""
    with temporary_folder() as folder:
        path = folder / "book.xlsx"
        path.write_bytes(job.workbook)
        try:
            book = ooxml.open(path)
            areas = {sheet.name: book.read(sheet.name, ()).fills for sheet in book.sheets if sheet.name in sheets}
        except ooxml.WorkbookError:
            return
    for sheet, fills in areas.items():
        for fill in fills:
            yield sheet, fill.area
