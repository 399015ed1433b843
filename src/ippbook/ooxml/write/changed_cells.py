"""Cells that exist and get another value or formula: the splices that change their bytes, and only those."""

from collections.abc import Callable, Iterator
from dataclasses import field
from typing import Final, NamedTuple

import numpy as np

from ippbook.ooxml import dates
from ippbook.ooxml.cell_keys import Keys
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
    Bools,
    Bytes,
    Floats,
    FormulaElement,
    Ints,
    RowBlock,
    StringArray,
)
from ippbook.ooxml.read.plain_block import PlainBlock
from ippbook.ooxml.write.cell_writer import CellWriter, encoded_values, type_names
from ippbook.ooxml.write.dependent_formulas import DependentFormulas
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.patch_log import PatchLog
from ippbook.ooxml.xml.splices import Splices, retagged
from ippbook.quick_dataclasses import dataclass

_CACHED: Final = 50_000
_OTHER: Final = 255
_CACHED_TYPE: Final = np.array([_OTHER, T_NUMBER, T_STR, T_BOOL, T_ERROR, _OTHER, _OTHER], dtype=np.uint8)  # by kind


class CellSpan(NamedTuple):
    """Where a cell and its parts are in the bytes of its block; -1 for a part that it does not have."""

    attributes: int
    """Behind `r="…"`: from here to the end of the tag are the attributes that may be rewritten."""
    tag_end: int
    end: int
    closed: bool
    """The cell is one tag, `<c …/>`."""
    formula: int
    formula_end: int
    value: int
    value_end: int

    @classmethod
    def each(cls, block: RowBlock, at: Ints) -> "Iterator[CellSpan]":
        """The cells *at* these places of a block."""
        columns = (
            block.attr_at, block.tag_end, block.end, block.closed, block.f_start, block.f_end, block.v_start, block.v_end,
        )  # fmt: skip
        return map(cls, *(column[at].tolist() for column in columns))


class NewContent(NamedTuple):
    """What a cell gets."""

    type: str
    """Its `t`; "" where it needs none."""
    formula: bytes
    """The `<f>` element; nothing where no formula comes."""
    value: bytes
    """The `<v>` or `<is>` element; nothing for a blank."""
    replaces_formula: bool
    """The cell's own formula goes."""
    formula_changes: bool
    """A formula goes or comes."""


class _OldValues(NamedTuple):
    """What cells hold now, of the kinds that edits have."""

    kind: Bytes
    number: Floats
    text: StringArray


@dataclass
class ChangedCells:
    """Changes of existing cells in one sheet, block by block."""

    edits: SheetEdits
    dependents: DependentFormulas
    strings: Callable[[], StringArray]
    date1904: bool
    log: PatchLog
    _attributes: dict[tuple[bytes, str, bool], bytes] = field(default_factory=dict)

    def splices(self, block: RowBlock, at: Ints, entry: Ints) -> tuple[Splices, Keys]:
        """The splices for the cells *at* these places by their entries of the edits; and the keys of those whose own formula goes."""
        if not len(at):
            return Splices([], [], []), entry
        renewed = self._gets_formula(block, at, entry)
        differs = renewed | self._differs(block, at, entry)
        at, entry, renewed = at[differs], entry[differs], renewed[differs]
        if not len(at):
            return Splices([], [], []), entry
        key = self.edits.key[entry]
        replaces = renewed | self.edits.replace[entry]
        self.dependents.refuse_in_arrays(key[replaces])
        had = block.f_start[at] >= 0
        self.log.changed.append(key)
        self.log.lost_formula += key[replaces & had & ~renewed].tolist()
        self.log.new_formula += key[renewed].tolist()
        return self._splices(block, at, entry, renewed), key[replaces & had]

    # ---- what differs

    def _gets_formula(self, block: RowBlock, at: Ints, entry: Ints) -> Bools:
        """Which cells get a formula that they do not have yet."""
        renewed = self.edits.sets_formula[entry]
        has = np.flatnonzero(renewed & (block.f_start[at] >= 0))
        if not len(has):
            return renewed
        keys = block.formula_keys(at[has])
        known = {key: block.source(key) for key in set(keys)}
        wanted = self.edits.formula[entry[has]].tolist()
        renewed[has] = [known[key] != FormulaElement(text) for key, text in zip(keys, wanted, strict=True)]
        return renewed

    def _differs(self, block: RowBlock, at: Ints, entry: Ints) -> Bools:
        """Which cells hold another value, or lose their formula."""
        edits = self.edits
        kind, number, text = edits.kind[entry], edits.number[entry], edits.text[entry]
        old = self._old_values(block, at, kind)
        same: Bools = old.kind == kind
        numeric = (kind == NUMBER) | (kind == BOOL)
        same[numeric] &= (old.number == number)[numeric]
        textual = (kind == TEXT) | (kind == ERROR)
        same[textual] &= old.text[textual] == text[textual]
        return ~same | (edits.replace[entry] & (block.f_start[at] >= 0))

    def _old_values(self, block: RowBlock, at: Ints, wanted: Bytes) -> _OldValues:
        """What the cells hold. Shared strings are looked up only where a text is *wanted*; ISO dates count as numbers."""
        old = block.values(at)
        kind, number = old.kind.copy(), old.number.copy()
        text = np.full(len(at), "", dtype=object)
        text[(kind == TEXT) | (kind == ERROR) | (kind == DATE)] = old.texts
        for i in np.flatnonzero(kind == DATE).tolist():
            found = dates.iso_serial(text[i], date1904=self.date1904)
            number[i] = np.nan if found is None else found
            kind[i] = NUMBER
        shared = np.flatnonzero((kind == SHARED) & (wanted == TEXT))
        if len(shared):
            strings = self.strings()
            shared = shared[(number[shared] >= 0) & (number[shared] < len(strings))]
            text[shared] = strings[number[shared].astype(np.int64)]
            kind[shared] = TEXT
        return _OldValues(kind, number, text)

    # ---- the splices

    def _splices(self, block: RowBlock, at: Ints, entry: Ints, renewed: Bools) -> Splices:
        if not isinstance(block, PlainBlock):
            return self._one_by_one(block, at, entry, renewed)
        plain = self._is_plain(block, at, entry) & ~renewed
        filled = self._fills_blank(block, at, entry) & ~renewed
        found = self._all_at_once(block, at[plain], entry[plain])
        found = found.merged(self._filled_at_once(block, at[filled], entry[filled]))
        rest = ~(plain | filled)
        if not rest.any():
            return found
        return found.merged(self._one_by_one(block, at[rest], entry[rest], renewed[rest]))

    def _is_plain(self, block: PlainBlock, at: Ints, entry: Ints) -> Bools:
        """The changes that need no more than another text inside `<v>`, and perhaps another `t`."""
        edits = self.edits
        simple = (block.t_start[at] > 0) & ~block.inlined[at] & (edits.kind[entry] != BLANK) & ~edits.replace[entry]
        simple &= (block.f_start[at] >= 0) | (edits.kind[entry] != TEXT)
        marked = np.array([b" vm=" in text for text in block.tails.texts], dtype=bool)
        plain: Bools = simple & ~marked[block.tail[at]]
        return plain

    def _all_at_once(self, block: PlainBlock, at: Ints, entry: Ints) -> Splices:
        """All plain changes of a block."""
        edits = self.edits
        kind = edits.kind[entry]
        data = encoded_values(kind, edits.number[entry], edits.text[entry])
        start, end = block.t_start[at], block.t_end[at]
        retype = np.flatnonzero(block.type[at] != _CACHED_TYPE[kind])
        if len(retype):
            cells = at[retype]
            pairs, which = np.unique(block.tail[cells] * 8 + kind[retype], return_inverse=True)
            attributes = np.empty(len(pairs), dtype=object)
            types = type_names(pairs & 7, np.full(len(pairs), fill_value=True))
            attributes[:] = [
                retagged(block.tails.texts[pair >> 3], type_, "utf-8", drop_cm=False)
                for pair, type_ in zip(pairs.tolist(), types, strict=True)
            ]
            start = np.concatenate((start, block.attr_at[cells]))
            order = np.argsort(start, kind="stable")
            start = start[order]
            end = np.concatenate((end, block.tag_end[cells]))[order]
            data = np.concatenate((data, attributes[which]))[order]
        return Splices(start.tolist(), end.tolist(), data.tolist())

    def _fills_blank(self, block: PlainBlock, at: Ints, entry: Ints) -> Bools:
        """The cells that are one tag, `<c …/>`, and get a value: as nearly all cells of a table that is filled for the first time."""
        edits = self.edits
        simple: Bools = block.closed[at] & (block.f_start[at] < 0) & (edits.kind[entry] != BLANK)
        return simple & ~edits.replace[entry] & ~self.dependents.fills(edits.key[entry])

    def _filled_at_once(self, block: PlainBlock, at: Ints, entry: Ints) -> Splices:
        """All such cells of a block: each tag with other attributes, a value and an end. The attributes are made once for each kind of cell."""
        if not len(at):
            return Splices([], [], [])
        edits, writer = self.edits, CellWriter(block.encoding, block.prefix)
        kind, uncached = edits.kind[entry], np.zeros(len(at), dtype=bool)
        _, firsts, which = np.unique(block.tail[at] * 8 + kind, return_index=True, return_inverse=True)
        opened = np.empty(len(firsts), dtype=object)
        opened[:] = [
            retagged(block.raw[begin:end], type_, block.encoding, drop_cm=False) + writer.tag_end
            for begin, end, type_ in zip(
                block.attr_at[at[firsts]].tolist(),
                block.tag_end[at[firsts]].tolist(),
                type_names(kind[firsts], uncached[firsts]),
                strict=True,
            )
        ]
        values = writer.values(kind, edits.number[entry], edits.text[entry], uncached)
        cells = opened[which] + values + writer.cell_end
        return Splices(block.attr_at[at].tolist(), block.end[at].tolist(), cells.tolist())

    def _one_by_one(self, block: RowBlock, at: Ints, entry: Ints, renewed: Bools) -> Splices:
        """Changes of whatever shape. *renewed*: the cells that get the formula of the edits."""
        writer = CellWriter(block.encoding, block.prefix)
        raw, encoding = block.raw, block.encoding
        found = Splices([], [], [])
        for span, new in zip(CellSpan.each(block, at), self._contents(block, at, entry, renewed, writer), strict=True):
            old = raw[span.attributes : span.tag_end]
            attributes = self._retagged(old, new, encoding)
            if span.closed and (content := new.formula + new.value):
                found.add(span.attributes, span.end, attributes + writer.tag_end + content + writer.cell_end)
                continue
            if attributes != old:
                found.add(span.attributes, span.tag_end, attributes)
            if not span.closed:
                _add_children(found, span, new, writer)
        return found.in_order()

    def _contents(
        self, block: RowBlock, at: Ints, entry: Ints, renewed: Bools, writer: CellWriter
    ) -> Iterator[NewContent]:
        """What each cell gets."""
        edits = self.edits
        kind, had = edits.kind[entry], block.f_start[at] >= 0
        replaces = renewed | edits.replace[entry]
        cached = renewed | (had & ~replaces) | self.dependents.fills(edits.key[entry])
        types = type_names(kind, cached)
        texts = np.where(renewed, edits.formula[entry], "").tolist()
        known = {text: writer.formula(text) for text in set(texts)}
        formulas = [known[text] for text in texts]
        values = writer.values(kind, edits.number[entry], edits.text[entry], cached).tolist()
        changes = replaces & (had | renewed)
        return map(NewContent, types, formulas, values, replaces.tolist(), changes.tolist())

    def _retagged(self, attributes: bytes, new: NewContent, encoding: str) -> bytes:
        """The attributes of a cell with its new type; many cells have the same."""
        key = attributes, new.type, new.formula_changes
        found = self._attributes.get(key)
        if found is None:
            if len(self._attributes) > _CACHED:
                self._attributes.clear()
            found = self._attributes[key] = retagged(attributes, new.type, encoding, drop_cm=new.formula_changes)
        return found


def _add_children(found: Splices, span: CellSpan, new: NewContent, writer: CellWriter) -> None:
    """Formula and value of a cell `<c …>…</c>`: replaced where they are, or put in where they belong."""
    content = new.value
    if new.replaces_formula and span.formula >= 0:
        found.add(span.formula, span.formula_end, new.formula)
    else:
        content = new.formula + content
    if span.value >= 0:
        found.add(span.value, span.value_end, content)
    elif content:
        place = span.formula_end if span.formula >= 0 else span.tag_end + len(writer.tag_end)
        found.add(place, place, content)
