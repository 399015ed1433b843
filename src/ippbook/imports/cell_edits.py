"""The cells that an import changes, field by field: packed values for new records, so that a million of them take little memory."""

from collections.abc import Iterator, Sequence

import numpy as np

from ippbook.formulas.source import RowNumbers
from ippbook.imports.packed_values import PackedValues
from ippbook.imports.typed_cell import TypedCell


class CellEdits:
    """New values by row of the table (from 0) and field. Rows from *length* on are new records; there None means that the cell stays blank."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._old: dict[str, dict[int, TypedCell]] = {}
        self._new: dict[str, PackedValues] = {}

    def __setitem__(self, place: tuple[int, str], value: TypedCell) -> None:
        row, name = place
        at = row - self._length
        if at < 0:
            self._old.setdefault(name, {})[row] = value
            return
        values = self._new.get(name)
        if values is None:
            values = self._new[name] = PackedValues()
        if at >= len(values):
            for _ in range(at - len(values)):
                values.append(None)
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

    def take_columns(self) -> Iterator[tuple[str, RowNumbers, Sequence[TypedCell]]]:
        """Each field with its rows of the table (from 0) and their values. A field that was taken is not kept here."""
        for name in [*self._old, *(name for name in self._new if name not in self._old)]:
            old, new = self._old.pop(name, {}), self._new.pop(name, PackedValues())
            filled = np.fromiter((value is not None for value in new), dtype=bool, count=len(new))
            rows = np.concatenate([np.array(list(old), dtype=np.int64), np.flatnonzero(filled) + self._length])
            if not old and filled.all():
                yield name, rows, new
                continue
            values = PackedValues()
            for value in old.values():
                values.append(value)
            for value in new:
                if value is not None:
                    values.append(value)
            yield name, rows, values


__all__ = ["CellEdits", "TypedCell"]
