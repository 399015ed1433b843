"""Changes cells in the bytes of a sheet part. Every byte that belongs to no changed cell stays as it is."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from ippbook.ooxml import dates, refs
from ippbook.ooxml.errors import EditError
from ippbook.ooxml.read.blocks import (
    BLANK,
    BOOL,
    DATE,
    ERROR,
    NUMBER,
    SHARED,
    T_BOOL,
    T_ERROR,
    T_NUMBER,
    T_STR,
    TEXT,
    Block,
    Bools,
    Ints,
    Proved,
    Source,
)
from ippbook.ooxml.read.fast_reader import Plain
from ippbook.ooxml.read.reference_reader import Head, Tail
from ippbook.ooxml.write.dependent_formulas import Hanging
from ippbook.ooxml.write.edits import Plan, place_of
from ippbook.ooxml.write.merged_cells import refuse_covered
from ippbook.ooxml.write.new_cells import plain_cells
from ippbook.ooxml.write.table_growth import grown_tail
from ippbook.ooxml.xml import escapes
from ippbook.ooxml.xml.splices import Cut, Cuts, all_written, retagged, shown, spliced

_SPAN: Final = re.compile(r"""(\sspans\s*=\s*["'])\s*(\d+):(\d+)\s*(["'])""")
_DIMENSION: Final = re.compile(r"""(\sref\s*=\s*["'])([^"']*)(["'])""")
_CACHED: Final = 50_000
_TYPE_NAMES: Final = {NUMBER: "", BOOL: "b", ERROR: "e", TEXT: "str"}
_NEW_TYPE: Final = np.array([255, T_NUMBER, T_STR, T_BOOL, T_ERROR, 255, 255], dtype=np.uint8)  # by kind


@dataclass
class Patcher:
    """Patches one sheet part, item by item. Afterwards it knows what it changed."""

    plan: Plan
    where: str
    strings: Callable[[], npt.NDArray[np.object_]]
    date1904: bool
    dimension: refs.Area | None = None  # to write instead of the old one
    changed: list[Ints] = field(default_factory=list)
    inserted: list[Ints] = field(default_factory=list)
    unformulated: list[int] = field(default_factory=list)  # keys of cells whose formula went
    formulated: list[int] = field(default_factory=list)  # keys of cells that got a formula of the plan's
    at: int = 0  # the first entry of the plan that no block has taken
    last_row: int = 0
    heads: dict[tuple[bytes, str, bool, bool], bytes] = field(default_factory=dict)
    texts: dict[str, bytes] = field(default_factory=dict)
    head: Head | None = None
    hanging: Hanging = field(init=False)
    block_encoding: str = "utf-8"

    def __post_init__(self) -> None:
        self.hanging = Hanging(self.where)

    def run(self, items: Iterator[Head | Block | Proved | Tail]) -> Iterator[bytes]:
        """The bytes of the part, changed."""
        for item in items:
            if isinstance(item, Head):
                self.head = item
                yield from self._head(item)
            elif isinstance(item, Block):
                yield from self._block(item)
            elif isinstance(item, Proved):
                yield from self._block(item.rows if self._all_behind(item) else item.whole())
            else:
                yield from self._tail(item)

    def count(self) -> int:
        """How many cells were changed or inserted."""
        return sum(map(len, self.changed)) + sum(map(len, self.inserted))

    def outside(self, dimension: str) -> refs.Area | None:
        """The dimension that holds the inserted cells, when the old one does not."""
        return _widened(dimension, self.inserted)

    def foreseen(self, dimension: str) -> refs.Area | None:
        """What `outside` will say, if every cell that may be inserted is."""
        return _widened(dimension, [self.plan.key[self.plan.create]])

    # ---- before and behind the rows

    def _head(self, head: Head) -> Iterator[bytes]:
        raw = head.raw
        cuts: list[Cut] = []
        if self.dimension is not None and head.dimension_start >= 0:
            width = 2 if head.encoding.startswith("utf-16") else 1
            end = raw.index(">".encode(head.encoding), head.dimension_start) + width
            tag = raw[head.dimension_start : end].decode(head.encoding)
            new = _DIMENSION.sub(lambda found: f"{found[1]}{self.dimension}{found[3]}", tag, count=1)
            cuts.append((head.dimension_start, end, new.encode(head.encoding)))
        if head.closed and self._pending(refs.MAX_ROW):
            slash = "/>".encode(head.encoding)
            at = raw.rindex(slash)
            cuts.append((at, len(raw), ">".encode(head.encoding)))
        elif head.data_start < 0 and self._pending(refs.MAX_ROW):
            raise EditError(f"{self.where} has no place for cells; choose another sheet.")
        yield spliced(raw, Cuts.of(cuts))

    def _tail(self, tail: Tail) -> Iterator[bytes]:
        head = self.head
        assert head is not None  # noqa: S101 - the stream begins with it
        self.block_encoding = head.encoding
        rest = self._pending(refs.MAX_ROW)
        if rest:
            keys = self.plan.key[self.at :]
            new = np.flatnonzero(self.plan.create[self.at :]) + self.at
            self.inserted.append(self.plan.key[new])
            self._note_new(new)
            yield b"".join(self._new_rows(new.tolist(), head.prefix))
            if head.closed:
                yield f"</{head.prefix}sheetData>".encode(head.encoding)
            self.at += len(keys)
        self._check_merges(tail.merges)
        yield grown_tail(head, tail, self.plan.growths, self.where) if self.plan.growths else tail.raw

    def _pending(self, last_row: int) -> bool:
        """Whether the plan holds values, up to *last_row*, that no block has taken."""
        keys = self.plan.key[self.at :]
        end = int(np.searchsorted(keys, (last_row + 1) << 15))
        return bool(self.plan.create[self.at : self.at + end].any())

    def _check_merges(self, merges: list[refs.Area]) -> None:
        if merges and self.count():
            refuse_covered(np.sort(np.concatenate([*self.changed, *self.inserted])), merges, self.where)

    # ---- rows

    def _block(self, block: Block) -> Iterator[bytes]:
        if not len(block.row_number):
            yield block.raw
            return
        self.block_encoding = block.encoding
        self.hanging.note(block)
        keys = (block.row << 15) | block.col
        last = int(block.row_number[-1])
        low, high = self.at, int(np.searchsorted(self.plan.key, (max(last, self.last_row) + 1) << 15))
        ordered = (
            block.row_number[0] > self.last_row and (np.diff(block.row_number) > 0).all() and (np.diff(keys) > 0).all()
        )
        if not ordered:
            raise EditError(
                f"{self.where}: its rows or cells are not in order near row {last}, so cells cannot be placed; open the file in Excel or LibreOffice and save it."
            )
        self.last_row = last
        self.at = max(high, low)
        if high <= low:
            if self.plan.takes:
                self.hanging.check_shared(block, keys, keys[:0])
            yield block.raw
            return
        wanted = self.plan.key[low:high]
        places = np.searchsorted(keys, wanted)
        exists = np.zeros(len(wanted), dtype=bool)
        inside = places < len(keys)
        exists[inside] = keys[places[inside]] == wanted[inside]
        cuts, bereft = self._changes(block, places[exists], np.flatnonzero(exists) + low)
        if self.plan.takes:
            self.hanging.check_shared(block, keys, bereft)
        new = np.flatnonzero(~exists & self.plan.create[low:high]) + low
        if len(new):
            self.inserted.append(self.plan.key[new])
            self._note_new(new)
            cuts = cuts.merged(self._insertions(block, keys, new))
        yield spliced(block.raw, cuts)

    def _all_behind(self, item: Proved) -> bool:
        """Whether all that the plan has for these rows goes behind their last cells, so that the cells need not be known."""
        low, high = self.at, len(self.plan.key)
        if len(item.rows.row_number):
            high = int(np.searchsorted(self.plan.key, (int(item.rows.row_number[-1]) + 1) << 15))
        return bool(((self.plan.key[low:high] & 0x7FFF) > item.widest).all())

    def _anew(self, block: Block, at: Ints, entry: Ints) -> Bools:
        """For each existing cell (*at*) and its entry of the plan: whether it gets a formula that it does not have."""
        plan = self.plan
        anew: Bools = plan.formulated[entry]
        has = np.flatnonzero(anew & (block.f_start[at] >= 0))
        if not len(has):
            return anew
        anew = anew.copy()
        keys = block.formula_keys(at[has])
        known = {key: block.source(key) for key in set(keys)}
        wanted = plan.formula[entry[has]].tolist()
        anew[has] = [known[key] != Source(text) for key, text in zip(keys, wanted, strict=True)]
        return anew

    def _differs(self, block: Block, at: Ints, entry: Ints) -> Bools:
        """For each existing cell (*at*) and its entry of the plan: whether the value really is another, or its formula goes."""
        plan = self.plan
        old = block.values(at)
        kind, number, text = plan.kind[entry], plan.number[entry], plan.text[entry]
        old_kind = old.kind.copy()
        old_number = old.number.copy()
        spoken = np.flatnonzero((old.kind == TEXT) | (old.kind == ERROR) | (old.kind == DATE))
        same = np.zeros(len(at), dtype=bool)
        texts = np.full(len(at), "", dtype=object)
        texts[spoken] = old.texts
        for i in np.flatnonzero(old.kind == DATE).tolist():
            found = dates.iso_serial(texts[i], date1904=self.date1904)
            old_number[i] = np.nan if found is None else found
            old_kind[i] = NUMBER
        shared = np.flatnonzero((old.kind == SHARED) & (kind == TEXT))
        if len(shared):
            strings = self.strings()
            numbers = old.number[shared]
            good = (numbers >= 0) & (numbers < len(strings))
            texts[shared[good]] = strings[numbers[good].astype(np.int64)]
            old_kind[shared[good]] = TEXT
        numeric = (kind == NUMBER) | (kind == BOOL)
        same[numeric] = (old_kind == kind)[numeric] & (old_number == number)[numeric]
        spoken_now = (kind == TEXT) | (kind == ERROR)
        same[spoken_now] = (old_kind == kind)[spoken_now] & (texts[spoken_now] == text[spoken_now])
        same[kind == BLANK] = old_kind[kind == BLANK] == BLANK
        return ~same | (plan.replace[entry] & (block.f_start[at] >= 0))

    def _changes(self, block: Block, at: Ints, entry: Ints) -> tuple[Cuts, Ints]:
        """The cuts that change existing cells, and the keys of the cells whose own formula goes."""
        if not len(at):
            return Cuts([], [], []), entry
        anew = self._anew(block, at, entry)
        differs = anew | self._differs(block, at, entry)
        at, entry, anew = at[differs], entry[differs], anew[differs]
        if not len(at):
            return Cuts([], [], []), entry
        key = self.plan.key[entry]
        self.changed.append(key)
        taken = anew | self.plan.replace[entry]
        self.hanging.refuse_in_arrays(key[taken])
        had = block.f_start[at] >= 0
        self.unformulated += key[taken & had & ~anew].tolist()
        self.formulated += key[anew].tolist()
        return self._cuts(block, at, entry, anew), key[taken & had]

    def _cuts(self, block: Block, at: Ints, entry: Ints, anew: Bools) -> Cuts:
        if isinstance(block, Plain):
            plain = self._is_plain(block, at, entry) & ~anew
            cuts = self._plain_changes(block, at[plain], entry[plain])
            if plain.all():
                return cuts
            rest = ~plain
            return Cuts.of(cuts.each() + self._each_change(block, at[rest], entry[rest], anew[rest]))
        return Cuts.of(self._each_change(block, at, entry, anew))

    def _is_plain(self, block: Plain, at: Ints, entry: Ints) -> Bools:
        """The changes that need no more than another text inside `<v>` and perhaps another `t`."""
        plan = self.plan
        simple = (block.t_start[at] > 0) & ~block.inlined[at] & (plan.kind[entry] != BLANK) & ~plan.replace[entry]
        simple &= (block.f_start[at] >= 0) | (plan.kind[entry] != TEXT)
        marked = np.array([b" vm=" in text for text in block.tails.texts], dtype=bool)
        plain: Bools = simple & ~marked[block.tail[at]]
        return plain

    def _plain_changes(self, block: Plain, at: Ints, entry: Ints) -> Cuts:
        """All plain changes of a block at once."""
        plan = self.plan
        kind = plan.kind[entry]
        data = np.empty(len(at), dtype=object)
        spoken = (kind == TEXT) | (kind == ERROR)
        data[spoken] = all_written(plan.text[entry][spoken].tolist())
        data[kind == NUMBER] = [shown(number).encode() for number in plan.number[entry][kind == NUMBER].tolist()]
        data[kind == BOOL] = [b"1" if number else b"0" for number in plan.number[entry][kind == BOOL].tolist()]
        start, end = block.t_start[at], block.t_end[at]
        retype = np.flatnonzero(block.type[at] != _NEW_TYPE[kind])
        if len(retype):
            cells = at[retype]
            pairs, which = np.unique(block.tail[cells] * 8 + kind[retype], return_inverse=True)
            new = np.empty(len(pairs), dtype=object)
            new[:] = [
                retagged(block.tails.texts[pair >> 3], _TYPE_NAMES[pair & 7], "utf-8", drop_cm=False)
                for pair in pairs.tolist()
            ]
            start = np.concatenate((start, block.attr_at[cells]))
            order = np.argsort(start, kind="stable")
            start = start[order]
            end = np.concatenate((end, block.tag_end[cells]))[order]
            data = np.concatenate((data, new[which]))[order]
        return Cuts(start.tolist(), end.tolist(), data.tolist())

    def _each_change(self, block: Block, at: Ints, entry: Ints, anew: Bools) -> list[Cut]:
        """The changes of cells one by one, of whatever shape. *anew*: those that get the formula of the plan."""
        cuts: list[Cut] = []
        plan, raw, encoding = self.plan, block.raw, block.encoding
        rows = zip(
            block.attr_at[at].tolist(), block.tag_end[at].tolist(), block.end[at].tolist(), block.closed[at].tolist(),
            block.f_start[at].tolist(), block.f_end[at].tolist(), block.v_start[at].tolist(), block.v_end[at].tolist(),
            plan.kind[entry].tolist(), plan.number[entry].tolist(), plan.text[entry].tolist(), (anew | plan.replace[entry]).tolist(),
            np.where(anew, plan.formula[entry], "").tolist(), plan.key[entry].tolist(), strict=True,
        )  # fmt: skip
        arrays = bool(self.hanging.arrays)
        heads = self.heads
        mark = ">".encode(encoding)
        width = len(mark)
        prefix = block.prefix
        for attr, tag_end, end, closed, f_start, f_end, v_start, v_end, kind, number, text, taken, formula, key in rows:
            own = self._formula(formula, prefix) if formula else b""
            cached = own or (f_start >= 0 and not taken) or (arrays and self.hanging.fills(*place_of(key)))
            new_type = (
                ""
                if kind in (NUMBER, BLANK)
                else "b"
                if kind == BOOL
                else "e"
                if kind == ERROR
                else "str"
                if cached
                else "inlineStr"
            )
            tail = raw[attr:tag_end]
            gone = taken and (f_start >= 0 or formula != "")
            new_tail = heads.get((tail, new_type, gone, closed))
            if new_tail is None:
                if len(heads) > _CACHED:
                    heads.clear()
                new_tail = heads[tail, new_type, gone, closed] = retagged(tail, new_type, encoding, drop_cm=gone)
            value = self._value(kind, number, text, cached=bool(cached), prefix=prefix)
            if closed:
                if own or value:
                    cuts.append((attr, end, new_tail + mark + own + value + f"</{prefix}c>".encode(encoding)))
                elif new_tail != tail:
                    cuts.append((attr, tag_end, new_tail))
                continue
            if new_tail != tail:
                cuts.append((attr, tag_end, new_tail))
            if taken and f_start >= 0:
                cuts.append((f_start, f_end, own))
            else:
                value = own + value
            if v_start >= 0:
                cuts.append((v_start, v_end, value))
            elif value:
                place = f_end if f_start >= 0 else tag_end + width
                cuts.append((place, place, value))
        return cuts

    def _value(self, kind: int, number: float, text: str, *, cached: bool, prefix: str) -> bytes:
        """The `<v>` or `<is>` element of a value; nothing for a blank."""
        if kind == BLANK:
            return b""
        encoding = self.block_encoding
        if kind == TEXT:
            known = self.texts.get(text)
            if known is None:
                if len(self.texts) > _CACHED:
                    self.texts.clear()
                known = self.texts[text] = escapes.written(text).encode(encoding, "xmlcharrefreplace")
            if prefix == "" and encoding == "utf-8":
                if cached:
                    return b"<v>%b</v>" % known
                return b'<is><t xml:space="preserve">%b</t></is>' % known
            if cached:
                return f"<{prefix}v>".encode(encoding) + known + f"</{prefix}v>".encode(encoding)
            return (
                f'<{prefix}is><{prefix}t xml:space="preserve">'.encode(encoding)
                + known
                + f"</{prefix}t></{prefix}is>".encode(encoding)
            )
        digits = (
            shown(number) if kind == NUMBER else ("1" if number else "0") if kind == BOOL else escapes.written(text)
        )
        return f"<{prefix}v>{digits}</{prefix}v>".encode(encoding)

    # ---- cells and rows that do not exist yet

    def _note_new(self, entries: Ints) -> None:
        """Remember which of the cells that are made get a formula."""
        keys = self.plan.key[entries[self.plan.formulated[entries]]]
        self.hanging.refuse_in_arrays(keys)
        self.formulated += keys.tolist()

    def _formula(self, text: str, prefix: str) -> bytes:
        """The `<f>` element of a formula."""
        return f"<{prefix}f>{escapes.written(text)}</{prefix}f>".encode(self.block_encoding, "xmlcharrefreplace")

    def _new_cell(self, entry: int, prefix: str) -> bytes:
        plan = self.plan
        kind, key = int(plan.kind[entry]), int(plan.key[entry])
        row, col = place_of(key)
        look = plan.look(key) if plan.growths else None
        formula = self._formula(plan.formula[entry], prefix) if plan.formula[entry] else b""
        cached = bool(formula) or self.hanging.fills(row, col)
        value = formula + self._value(kind, float(plan.number[entry]), plan.text[entry], cached=cached, prefix=prefix)
        text = ' t="str"' if cached else ' t="inlineStr"'
        type_ = {BLANK: "", NUMBER: "", BOOL: ' t="b"', ERROR: ' t="e"', TEXT: text}[kind]
        style = f' s="{look.style}"' if look and look.style else ""
        encoding = self.block_encoding
        tag = f'<{prefix}c r="{refs.name(row, col)}"{style}{type_}'.encode(encoding)
        if not value:
            return tag + "/>".encode(encoding)
        return tag + ">".encode(encoding) + value + f"</{prefix}c>".encode(encoding)

    def _new_rows(self, entries: list[int], prefix: str) -> list[bytes]:
        """Whole new rows for entries that are sorted by key."""
        out: list[bytes] = []
        row = 0
        encoding = self.block_encoding
        for entry in entries:
            this = int(self.plan.key[entry]) >> 15
            if this != row:
                if row:
                    out.append(f"</{prefix}row>".encode(encoding))
                out.append(f'<{prefix}row r="{this}">'.encode(encoding))
                row = this
            out.append(self._new_cell(entry, prefix))
        if row:
            out.append(f"</{prefix}row>".encode(encoding))
        return out

    def _insertions(self, block: Block, keys: Ints, entries: Ints) -> Cuts:
        cuts: list[Cut] = []
        wanted = self.plan.key[entries]
        row_of = np.searchsorted(block.row_number, wanted >> 15)
        there = block.row_number[np.minimum(row_of, len(block.row_number) - 1)] == wanted >> 15
        for place in np.unique(row_of[~there]).tolist():
            group = entries[(row_of == place) & ~there]
            at = int(block.row_start[place]) if place < len(block.row_start) else len(block.raw)
            cuts.append((at, at, b"".join(self._new_rows(group.tolist(), block.prefix))))
        inside = entries[there]
        rows = row_of[there]
        after = np.searchsorted(keys, self.plan.key[inside])
        ends = np.append(keys, 1 << 60)
        next_in_row = (ends[after] >> 15) == (self.plan.key[inside] >> 15)
        spots = np.where(next_in_row, np.append(block.start, 0)[after], block.row_end[rows])
        cells = self._new_cells(inside, block)
        closed = block.row_closed[rows]
        if closed.any():
            closed_rows: dict[int, list[bytes]] = {}
            for row, cell in zip(rows[closed].tolist(), cells[closed].tolist(), strict=True):
                closed_rows.setdefault(row, []).extend(cell)
            cuts += self._opened_rows(block, closed_rows)
            spots, cells = spots[~closed], cells[~closed]
        found = Cuts.of(cuts).merged(self._spans(block, inside, rows))
        if not len(spots):
            return found
        first = np.flatnonzero(np.append(True, np.diff(spots) != 0))  # cells at one spot go in as one
        places = spots[first].tolist()
        pieces = cells.ravel().tolist()
        bounds = (np.append(first, len(spots)) * cells.shape[1]).tolist()
        return found.merged(Cuts(places, places, [b"".join(pieces[a:b]) for a, b in pairwise(bounds)]))

    def _new_cells(self, entries: Ints, block: Block) -> npt.NDArray[np.object_]:
        """The cells of *entries*: object[n, k] of the k pieces of each, as bytes."""
        if not (
            block.prefix
            or block.encoding != "utf-8"
            or self.hanging.arrays
            or self.plan.growths
            or self.plan.formulated[entries].any()
        ):
            return plain_cells(self.plan, entries)
        cells = np.empty((len(entries), 1), dtype=object)
        cells[:, 0] = [self._new_cell(entry, block.prefix) for entry in entries.tolist()]
        return cells

    def _opened_rows(self, block: Block, closed_rows: dict[int, list[bytes]]) -> list[Cut]:
        encoding = block.encoding
        close = f"</{block.prefix}row>".encode(encoding)
        slash = len("/>".encode(encoding))
        return [
            (
                int(block.row_tag_end[row]),
                int(block.row_tag_end[row]) + slash,
                ">".encode(encoding) + b"".join(cells) + close,
            )
            for row, cells in closed_rows.items()
        ]

    def _spans(self, block: Block, entries: Ints, rows: Ints) -> Cuts:
        """The `spans` of rows that got a cell outside them. Entries are sorted, so a row's outer cells are its first and last."""
        cols = self.plan.key[entries] & 0x7FFF
        last = np.flatnonzero(np.append(np.diff(rows) > 0, True)) if len(rows) else np.empty(0, dtype=np.int64)
        first = np.append(0, last[:-1] + 1)[: len(last)]
        low, high = cols[first], cols[last]
        start, end = block.row_start[rows[last]], block.row_tag_end[rows[last]]
        tail = _same_spans(block, start, end)
        if not tail:
            return self._each_span(block, zip(start.tolist(), end.tolist(), low.tolist(), high.tolist(), strict=True))
        pairs, which = np.unique(low << 15 | high, return_inverse=True)
        wider = np.empty(len(pairs), dtype=object)
        wider[:] = [_wider(tail.decode(), *place_of(pair)).encode() for pair in pairs.tolist()]
        grown = (wider != tail)[which]
        return Cuts((end[grown] - len(tail)).tolist(), end[grown].tolist(), wider[which][grown].tolist())

    def _each_span(self, block: Block, each: Iterable[tuple[int, int, int, int]]) -> Cuts:
        """The same row by row, from the place of each start tag and the outer columns of its new cells."""
        cuts = Cuts([], [], [])
        known: dict[tuple[bytes, int, int], bytes] = {}
        for start, end, low, high in each:
            tag = block.raw[start:end]
            at = max(tag.find(b" spans"), 0)
            tail = tag[at:]  # many rows have the same spans
            wider = known.get((tail, low, high))
            if wider is None:
                wider = known[tail, low, high] = _wider(tail.decode(block.encoding), low, high).encode(block.encoding)
            if wider != tail:
                cuts.start.append(start + at)
                cuts.end.append(end)
                cuts.data.append(wider)
        return cuts


def _same_spans(block: Block, start: Ints, end: Ints) -> bytes:
    """What all the start tags of rows end with, from their `spans` on; nothing where they differ or have none."""
    if not block.quick or not len(start):
        return b""
    tag = block.raw[int(start[0]) : int(end[0])]
    tail = tag[tag.find(b" spans") :] if b" spans" in tag else b""
    letters = np.frombuffer(block.raw, dtype=np.uint8)
    same = all(bool((letters[end - len(tail) + i] == letter).all()) for i, letter in enumerate(tail))
    return tail if same else b""


def _wider(tag: str, low: int, high: int) -> str:
    """The start tag of a row, its `spans` grown where they do not hold the columns from *low* to *high*."""
    found = _SPAN.search(tag)
    if found is None or int(found[2]) <= low <= high <= int(found[3]):
        return tag
    spans = f"{found[1]}{min(int(found[2]), low)}:{max(int(found[3]), high)}{found[4]}"
    return f"{tag[: found.start()]}{spans}{tag[found.end() :]}"


def _widened(dimension: str, inserted: list[Ints]) -> refs.Area | None:
    """The dimension drawn out over the cells *inserted*; None where it holds them already."""
    keys = [key for keys in inserted for key in (keys.tolist() if len(keys) < 2 else _corners(keys))]
    area = refs.area(dimension)
    if not keys or area is None:
        return None
    grown = area
    for key in keys:
        grown = grown.grown(refs.Area(*place_of(key), *place_of(key)))
    return None if grown == area else grown


def _corners(keys: Ints) -> list[int]:
    """Keys of the corners of the block that holds all *keys*."""
    rows, cols = keys >> 15, keys & 0x7FFF
    return [int(rows.min()) << 15 | int(cols.min()), int(rows.max()) << 15 | int(cols.max())]
