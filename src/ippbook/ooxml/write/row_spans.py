"""The `spans` of a row: the first and last column that its start tag promises. A row with a new cell may need wider ones."""

from typing import Final, NamedTuple

import numpy as np

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.cell_keys import Keys, cell_keys, key_cols, key_place
from ippbook.ooxml.read.blocks import Ints, RowBlock
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.ooxml.xml.splices import Splices

_SPAN: Final = late_pattern(r"""(\sspans\s*=\s*["'])\s*(\d+):(\d+)\s*(["'])""")
_NAME: Final = b" spans"


class _RowTags(NamedTuple):
    """Rows that get cells: where their start tags begin and end, and the first and last column of their new cells."""

    start: Ints
    end: Ints
    low: Ints
    high: Ints


def widened_spans(block: RowBlock, keys: Keys, rows: Ints) -> Splices:
    """The start tags of rows that get cells outside their spans. *keys*: the new cells, sorted; *rows*: the row of each."""
    if not len(rows):
        return Splices([], [], [])
    cols = key_cols(keys)
    last = np.flatnonzero(np.append(np.diff(rows) > 0, True))  # sorted, so a row's outer cells are its first and last
    first = np.append(0, last[:-1] + 1)
    tags = _RowTags(block.row_start[rows[last]], block.row_tag_end[rows[last]], cols[first], cols[last])
    shared = _same_spans(block, tags)
    return _all_at_once(tags, shared) if shared else _each(block, tags)


def _same_spans(block: RowBlock, tags: _RowTags) -> bytes:
    """The bytes from `spans` on with which all these start tags end; nothing where they differ or have none."""
    if not block.quick:
        return b""
    tag = block.raw[int(tags.start[0]) : int(tags.end[0])]
    tail = tag[tag.find(_NAME) :] if _NAME in tag else b""
    letters = np.frombuffer(block.raw, dtype=np.uint8)
    same = all(bool((letters[tags.end - len(tail) + i] == letter).all()) for i, letter in enumerate(tail))
    return tail if same else b""


def _all_at_once(tags: _RowTags, tail: bytes) -> Splices:
    pairs, which = np.unique(cell_keys(tags.low, tags.high), return_inverse=True)
    wider = np.empty(len(pairs), dtype=object)
    wider[:] = [_wider(tail.decode(), *key_place(pair)).encode() for pair in pairs.tolist()]
    grown = (wider != tail)[which]
    end = tags.end[grown]
    return Splices((end - len(tail)).tolist(), end.tolist(), wider[which][grown].tolist())


def _each(block: RowBlock, tags: _RowTags) -> Splices:
    """Row by row."""
    found = Splices([], [], [])
    known: dict[tuple[bytes, int, int], bytes] = {}
    for start, end, low, high in zip(*(column.tolist() for column in tags), strict=True):
        tag = block.raw[start:end]
        at = max(tag.find(_NAME), 0)
        tail = tag[at:]  # many rows have the same spans
        wider = known.get((tail, low, high))
        if wider is None:
            wider = known[tail, low, high] = _wider(tail.decode(block.encoding), low, high).encode(block.encoding)
        if wider != tail:
            found.add(start + at, end, wider)
    return found


def _wider(tag: str, low: int, high: int) -> str:
    """The start tag of a row. Its `spans` grow where they do not contain the columns from *low* to *high*."""
    found = _SPAN.search(tag)
    if found is None:
        return tag
    first, last = whole_number(found[2], low), whole_number(found[3], high)
    if first <= low <= high <= last:
        return tag
    spans = f"{found[1]}{min(first, low)}:{max(last, high)}{found[4]}"
    return f"{tag[: found.start()]}{spans}{tag[found.end() :]}"
