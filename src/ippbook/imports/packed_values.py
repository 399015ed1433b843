"""The values of one field of very many new records: texts are kept as bytes, some at a time, in a quarter of the memory of as many objects."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, TypeAlias, overload

from ippbook.imports.typed_cell import TypedCell

AT_ONCE: Final = 512
"""The number of values that are packed together."""
_BETWEEN, _NOTHING = "\0", "\1"
_Piece: TypeAlias = bytes | list[TypedCell]


class PackedValues(Sequence[TypedCell]):
    """A list of values to which one can add, and whose values can be replaced. They come out as they were put in.

    Texts (and None among them) are packed as UTF-8. Values among which there is anything else, and texts with a control
    character that separates packed texts, stay as they are.
    """

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._tail: list[TypedCell] = []
        self._open, self._values = -1, list[TypedCell]()
        """The piece that was unpacked last, and its values."""

    def __len__(self) -> int:
        return len(self._pieces) * AT_ONCE + len(self._tail)

    def append(self, value: TypedCell) -> None:
        """Add a value at the end."""
        self._tail.append(value)
        if len(self._tail) == AT_ONCE:
            self._pieces.append(_packed(self._tail))
            self._tail = []

    @overload
    def __getitem__(self, place: int) -> TypedCell: ...
    @overload
    def __getitem__(self, place: slice) -> list[TypedCell]: ...
    def __getitem__(self, place: int | slice) -> TypedCell | list[TypedCell]:
        if isinstance(place, slice):
            first, end, step = place.indices(len(self))
            return list(islice(self._from(first), max(end - first, 0)))[::step]
        return self._unpacked(place // AT_ONCE)[place % AT_ONCE]

    def __setitem__(self, place: int, value: TypedCell) -> None:
        piece = place // AT_ONCE
        values = self._unpacked(piece)
        values[place % AT_ONCE] = value
        if piece < len(self._pieces):
            self._pieces[piece] = _packed(values)

    def __iter__(self) -> Iterator[TypedCell]:
        return self._from(0)

    def _from(self, first: int) -> Iterator[TypedCell]:
        for piece in range(first // AT_ONCE, len(self._pieces) + 1):
            values = self._tail if piece == len(self._pieces) else _unpacked(self._pieces[piece])
            yield from values[first % AT_ONCE :] if piece == first // AT_ONCE else values

    def _unpacked(self, piece: int) -> list[TypedCell]:
        if piece == len(self._pieces):
            return self._tail
        if piece != self._open:
            self._open, self._values = piece, _unpacked(self._pieces[piece])
        return self._values


def _packed(values: list[TypedCell]) -> _Piece:
    if not set(map(type, values)) <= {str, type(None)}:
        return values
    text = _BETWEEN.join([_NOTHING if value is None else value for value in values])
    if text.count(_BETWEEN) != len(values) - 1 or text.count(_NOTHING) != values.count(None):
        return values
    return text.encode("utf-8", "surrogatepass")


def _unpacked(piece: _Piece) -> list[TypedCell]:
    if isinstance(piece, list):
        return piece
    texts = piece.decode("utf-8", "surrogatepass").split(_BETWEEN)
    return [None if text == _NOTHING else text for text in texts] if b"\1" in piece else texts
