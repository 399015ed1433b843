"""The cells that an import changes, field by field: a list for new records, so that a million of them take little memory."""

from collections.abc import Iterator
from typing import Any, TypeAlias

import numpy as np

from ippbook.formulas.source import RowNumbers

TypedCell: TypeAlias = Any  # a typed cell of any column: text, number, day, yes/no or None


class CellEdits:
    """New values by row of the table (from 0) and field. Rows from *length* on are new records; there None means that the cell stays blank."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._old: dict[str, dict[int, TypedCell]] = {}
        self._new: dict[str, list[TypedCell]] = {}

    def __setitem__(self, place: tuple[int, str], value: TypedCell) -> None:
        row, name = place
        at = row - self._length
        if at < 0:
            self._old.setdefault(name, {})[row] = value
            return
        values = self._new.get(name)
        if values is None:
            values = self._new[name] = []
        if at >= len(values):
            values.extend([None] * (at - len(values)))
            values.append(value)
        else:
            values[at] = value

    def __contains__(self, place: tuple[int, str]) -> bool:
        row, name = place
        at = row - self._length
        if at < 0:
            return row in self._old.get(name, ())
        values = self._new.get(name, ())
        return at < len(values) and values[at] is not None

    def __getitem__(self, place: tuple[int, str]) -> TypedCell:
        row, name = place
        return self._old[name][row] if row < self._length else self._new[name][row - self._length]

    def __len__(self) -> int:
        new = sum(value is not None for values in self._new.values() for value in values)
        return new + sum(map(len, self._old.values()))

    def take_columns(self) -> Iterator[tuple[str, RowNumbers, list[TypedCell]]]:
        """Each field with its rows of the table (from 0) and their values. A field is no longer kept here once it was taken."""
        for name in [*self._old, *(name for name in self._new if name not in self._old)]:
            old, new = self._old.pop(name, {}), self._new.pop(name, [])
            filled = [at for at, value in enumerate(new) if value is not None]
            rows = np.array([*old, *(at + self._length for at in filled)], dtype=np.int64)
            yield name, rows, [*old.values(), *(new if len(filled) == len(new) else [new[at] for at in filled])]


__all__ = ["CellEdits", "TypedCell"]
