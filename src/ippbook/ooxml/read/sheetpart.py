"""A sheet part as a stream: head, blocks of rows, tail. The quick reader takes what is plain, the exact one the rest."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from ippbook.ooxml.read.bare_rows import read_bare_rows
from ippbook.ooxml.read.block_proofs import BlockProofs
from ippbook.ooxml.read.blocks import ProvedBlock, RowBlock, SheetHead, SheetTail
from ippbook.ooxml.read.byte_words import stands_behind
from ippbook.ooxml.read.fast_reader import read_plain_rows
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.read.reference_reader import ReferenceReader
from ippbook.ooxml.read.tag_ends import TagEnds
from ippbook.ooxml.xml import xmltree

_DATA: Final = b"<sheetData>"
_CLOSE: Final = b"</sheetData>"
_HEAD_LIMIT: Final = 4 << 20
_CHUNK: Final = 1 << 19  # what numpy finds in it fits into the cache of a core

_MOST_MISSES: Final = 3


def stream(
    pieces: Iterator[bytes],
    where: str,
    *,
    only_exact: bool = False,
    proofs: BlockProofs | None = None,
    proved: bool = False,
) -> Iterator[SheetHead | RowBlock | ProvedBlock | SheetTail]:
    """Head, blocks, tail of the part whose inflated bytes *pieces* yields. *where* begins the error sentences.

    What is proved of the blocks is kept in *proofs*; with *proved*, blocks that it knows come as `ProvedBlock`.
    """
    buffer = b""
    if not only_exact:
        for piece in pieces:
            buffer += piece
            if _DATA in buffer or len(buffer) > _HEAD_LIMIT:
                break
        cut = buffer.find(_DATA) + len(_DATA)
        head = _plain_head(buffer[:cut], where) if cut >= len(_DATA) else None
        if head is not None:
            yield head
            yield from _rows(pieces, buffer[cut:], _prolog(head), where, proofs or BlockProofs(), proved=proved)
            return
    exact = ReferenceReader(where)
    yield from _exactly(exact, buffer, pieces)


def _exactly(
    exact: ReferenceReader, buffer: bytes, pieces: Iterator[bytes]
) -> Iterator[SheetHead | RowBlock | SheetTail]:
    if buffer:
        exact.feed(buffer)
    del buffer
    for piece in pieces:
        yield from exact.ready
        exact.ready.clear()
        exact.feed(piece)
    exact.feed(b"", final=True)
    yield from exact.ready


def _plain_head(raw: bytes, where: str) -> SheetHead | None:
    """The head when it is UTF-8 without a prefix, and expat agrees that the rows begin where it ends."""
    exact = ReferenceReader(where)
    exact.feed(raw + b"<row>")
    if not exact.ready or not isinstance(head := exact.ready[0], SheetHead):
        return None
    plain = head.raw == raw and head.prefix == "" and head.encoding.lower() in ("utf-8", "utf8")
    return head if plain and exact.path[1:] == ["sheetData", "row"] else None


def _prolog(head: SheetHead) -> bytes:
    """The elements that are open where the rows begin."""
    return head.raw


def _rows(
    pieces: Iterator[bytes], buffer: bytes, prolog: bytes, where: str, proofs: BlockProofs, *, proved: bool
) -> Iterator[RowBlock | ProvedBlock | SheetTail]:
    """The blocks after a plain head, then the tail."""
    ends = TagEnds()
    last_row = place = 0
    done = False
    while True:
        end = buffer.find(_CLOSE)
        cut = end if end >= 0 else buffer.rfind(b"<row ")
        raw = buffer[: max(cut, 0)]
        block = (proofs.of(place, raw, partial(_read, raw, ends, prolog, where, last_row)) if proved else None) or (
            _bare(raw, ends, prolog, where, last_row)
        )
        if block is None and _hides_rows(buffer if end < 0 else buffer[:end]):
            break
        if raw:
            block = block or _general(raw, ends, prolog, where, last_row)
            if isinstance(block, PlainBlock):
                proofs.learn(place, block)
            rows = (block.rows if isinstance(block, ProvedBlock) else block).row_number
            last_row = int(rows[-1]) if len(rows) else last_row
            place += 1
            yield block
            buffer = buffer[cut:]
        if end >= 0:
            done = True
            break
        more = b"".join(_some(pieces, _CHUNK))
        if not more:
            break
        buffer += more
    exact = ReferenceReader(where, prolog, last_row)
    if done:
        exact.feed(buffer)
        buffer = b""
    for item in _exactly(exact, buffer, pieces):
        if isinstance(item, SheetTail) or (isinstance(item, RowBlock) and item.raw):
            yield item


def _hides_rows(data: bytes) -> bool:
    """Whether there may be a comment, CDATA or an instruction, which may hold anything, so that rows cannot be cut out. Bare rows have none."""
    return stands_behind(data, b"!", b"<") or stands_behind(data, b"?", b"<")


def _read(raw: bytes, ends: TagEnds, prolog: bytes, where: str, last_row: int) -> RowBlock:
    """The block of these bytes, by the quickest reader that can."""
    return _bare(raw, ends, prolog, where, last_row) or _general(raw, ends, prolog, where, last_row)


def _bare(raw: bytes, ends: TagEnds, prolog: bytes, where: str, last_row: int) -> RowBlock | None:
    """The block of these bytes, if they are bare. After some chunks in a row that were not, the part's others are not tried."""
    if not raw or ends.misses > _MOST_MISSES:
        return None
    block = read_bare_rows(raw, ends)
    ends.misses = ends.misses + 1 if block is None else 0
    if block is not None:
        block.exact = partial(_exact_block, raw, prolog, where, last_row)
    return block


def _general(raw: bytes, ends: TagEnds, prolog: bytes, where: str, last_row: int) -> RowBlock:
    exactly = partial(_exact_block, raw, prolog, where, last_row)
    plain = read_plain_rows(raw, ends.tails)
    if plain is None:
        return exactly()
    plain.exact = exactly
    return plain


def _some(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        size -= len(piece)
        if size <= 0:
            return


def _exact_block(raw: bytes, prolog: bytes, where: str, last_row: int) -> RowBlock:
    exact = ReferenceReader(where, prolog, last_row, whole=True)
    exact.feed(raw + _CLOSE)
    for item in exact.ready:
        if isinstance(item, RowBlock):
            return item
    raise xmltree.malformed(where, "its rows do not end")
