"""The cells of a sheet as they are met in the file, sorted by column when it is complete."""

from itertools import compress
from typing import Final, NamedTuple, TypeVar

from ippbook.late_numpy import NDArray, np
from ippbook.ooxml import dates, formula_text, refs
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.read.blocks import (
    DATE,
    ERROR,
    FILLING,
    TEXT,
    BlockValues,
    Bools,
    FormulaElement,
    Ints,
    RowBlock,
)

_T = TypeVar("_T", bound=np.generic)
_INTERNED: Final = 200_000
_SAMPLE: Final = 8_192
_NEARLY_ALL: Final = 0.97
_DATA_TABLE: Final = "TABLE()"
"""How the formula of a data table reads; Excel shows it so, with its input cells, and the file holds no text."""


class FilledArea(NamedTuple):
    """Cells that one formula fills, an array formula's or a data table's, and its text without `=`."""

    area: refs.Area
    text: str


class _Numbers(dict[str, int]):
    """The places of texts in *pool*, to which a text that is not known is added."""

    def __init__(self, pool: list[str]) -> None:
        super().__init__()
        self._pool = pool

    def __missing__(self, text: str) -> int:
        self[text] = number = len(self._pool)
        self._pool.append(text)
        return number


class SparseCells:
    """The cells as they were met in the file, sorted by column when it is complete."""

    def __init__(self, where: str, *, date1904: bool) -> None:
        self.where = where
        self.date1904 = date1904
        self.used = (0, 0)
        self.merges: list[refs.Area] = []
        self.pool: list[str] = []
        self.sources: list[FormulaElement] = []
        self.hidden_rows: Ints = np.empty(0, dtype=np.int64)
        self._known = _Numbers(self.pool)
        self._texts = np.zeros(MAX_COL + 1, dtype=np.int64)
        """By column: the texts that were looked for among the known ones, and how many of them were new."""
        self._new = np.zeros(MAX_COL + 1, dtype=np.int64)
        self._differ = np.zeros(MAX_COL + 1, dtype=bool)
        self._known_sources: dict[bytes | FormulaElement, int] = {}
        self._lists: dict[str, list[NDArray[np.generic]]] = {
            name: [] for name in ("row", "col", "kind", "number", "style", "formula", "hidden")
        }
        self._masters: dict[int, tuple[int, int, str]] = {}
        self.fills: dict[FilledArea, None] = {}
        self.dynamic: set[tuple[int, int]] = set()
        """Cells with an array formula that spills."""

    def add(self, block: RowBlock, columns: Bools | None, first_row: int, last_row: int, *, formulas: bool) -> None:
        """Take from a block the cells of the wanted columns (a mask by column number) and rows."""
        row, col = block.row, block.col
        if len(row):
            self.used = (max(self.used[0], int(row.max())), max(self.used[1], int(col.max())))
        want = np.ones(len(row), dtype=bool) if columns is None else columns[col]
        if first_row > 1 or last_row < MAX_ROW:
            want &= (row >= first_row) & (row <= last_row)
        if formulas:
            self._note_others(block, want)
        pick = np.flatnonzero(want)
        found = block.values(pick)
        number = found.number
        textual = np.flatnonzero((found.kind == TEXT) | (found.kind == ERROR) | (found.kind == DATE))
        texts = found.texts
        if (found.kind[textual] == DATE).any():
            textual, texts = self._dated(found, textual)
        number[textual] = self._pooled(texts, col[pick[textual]])
        ids = np.full(len(pick), -1, dtype=np.int32)
        if formulas:
            with_formula = np.flatnonzero(block.f_start[pick] >= 0)
            ids[with_formula] = self._sourced(block, pick[with_formula])
            self._note_dynamic(block, pick[with_formula], ids[with_formula])
        for name, values in (
            ("row", row[pick].astype(np.int32)),
            ("col", col[pick].astype(np.int16)),
            ("kind", found.kind),
            ("number", number),
            ("style", block.style[pick].astype(np.int32)),
            ("formula", ids),
            ("hidden", block.row_number[block.row_hidden]),
        ):
            self._lists[name].append(values)

    def _dated(self, found: BlockValues, textual: Ints) -> tuple[Ints, list[str]]:
        """Read the ISO dates of *found* in place; the *textual* cells that remain, and their texts.

        A date that no calendar has stays a text: the sheet is not refused for one bad cell.
        """
        left = []
        for at, text in zip(textual.tolist(), found.texts, strict=True):
            serial = dates.iso_serial(text, date1904=self.date1904) if found.kind[at] == DATE else None
            if serial is not None:
                found.number[at] = serial
                continue
            if found.kind[at] == DATE:
                found.kind[at] = TEXT
            left.append((at, text))
        return np.array([at for at, _ in left], dtype=np.int64), [text for _, text in left]

    def _pooled(self, texts: list[str], cols: Ints) -> Ints:
        """The places of these texts in the pool. In a column where nearly all texts differ, equal ones are not looked for."""
        known, pool = self._known, self.pool
        if len(known) > _INTERNED:
            known.clear()
        differ = self._differ[cols]
        places, before = np.empty(len(texts), dtype=np.int64), len(pool)
        looked_up = cols if not differ.any() else cols[~differ]
        found = [known[text] for text in compress(texts, (~differ).tolist())]
        places[~differ] = found
        new = looked_up[places[~differ] >= before]
        places[differ] = np.arange(len(pool), len(pool) + len(texts) - len(found))
        pool.extend(compress(texts, differ.tolist()))
        self._texts += np.bincount(looked_up, minlength=len(self._texts))
        self._new += np.bincount(new, minlength=len(self._new))
        self._differ |= (self._texts > _SAMPLE) & (self._new > self._texts * _NEARLY_ALL)
        return places

    def _sourced(self, block: RowBlock, pick: Ints) -> list[int]:
        known, pool = self._known_sources, self.sources
        if len(known) > _INTERNED:
            known.clear()
        out = []
        for key in block.formula_keys(pick):
            at = known.get(key)
            if at is None:
                at = known[key] = len(pool)
                pool.append(block.source(key))
            out.append(at)
        return out

    def _note_dynamic(self, block: RowBlock, pick: Ints, ids: NDArray[np.int32]) -> None:
        """Remember the array formulas whose cell has the mark `cm`: those spill."""
        arrays = [number for number in np.unique(ids).tolist() if self.sources[number].kind == "array"]
        mark = " cm=".encode(block.encoding).removeprefix(b"\xff\xfe")
        for at in pick[np.isin(ids, arrays)].tolist() if arrays else ():
            if mark in block.raw[int(block.start[at]) : int(block.tag_end[at])]:
                self.dynamic.add((int(block.row[at]), int(block.col[at])))

    def _note_others(self, block: RowBlock, want: Bools) -> None:
        """Remember the formulas of unwanted cells on which others depend: shared ones, arrays, data tables."""
        other = np.flatnonzero((block.f_start >= 0) & ~want)
        if not len(other):
            return
        if block.quick:
            if b"<f " not in block.raw:
                return
            tags = [key.partition(b">")[0] for key in block.formula_keys(other) if isinstance(key, bytes)]
            other = other[[b" si=" in tag or b" ref=" in tag for tag in tags]]
        for at, source in zip(other.tolist(), block.sources(other), strict=True):
            if source.kind == "shared" and source.text:
                self._masters.setdefault(source.si, (int(block.row[at]), int(block.col[at]), source.text))
            self._note_fill(source)

    def _note_fill(self, source: FormulaElement) -> None:
        """Remember what an array formula or a data table fills, where that is more than its own cell."""
        area = refs.area(source.ref) if source.kind in FILLING else None
        if area is not None and area[:2] != area[2:]:
            self.fills[FilledArea(area, source.text or _DATA_TABLE)] = None

    def finish(self) -> None:
        """Sort by column. Of two cells at one place the later counts."""
        col = self._joined("col", np.int16)
        order = np.argsort(col, kind="stable")
        self.col = col[order]
        self.row = self._joined("row", np.int32)[order]
        self.kind = self._joined("kind", np.uint8)[order]
        self.number = self._joined("number", np.float64)[order]
        self.style = self._joined("style", np.int32)[order]
        self.formula = self._joined("formula", np.int32)[order]
        self.hidden_rows = self._joined("hidden", np.int64)
        self._known.clear()
        self._known_sources.clear()
        self._texts = self._new = self._differ = np.empty(0, dtype=np.int64)
        for source in self.sources:
            self._note_fill(source)
        shared = [at for at, source in enumerate(self.sources) if source.kind == "shared" and source.text]
        for at in np.flatnonzero(np.isin(self.formula, shared)).tolist() if shared else ():
            source = self.sources[int(self.formula[at])]
            self._masters.setdefault(source.si, (int(self.row[at]), int(self.col[at]), source.text))

    @property
    def apart(self) -> bool:
        """Whether no formula of a cell says anything of another cell, so that some cells can be looked at without the others."""
        return all(source.kind == "normal" for source in self.sources)

    def _joined(self, name: str, dtype: type[_T]) -> NDArray[_T]:
        """What the blocks have of *name*, which they lose, so that one after the other takes memory twice."""
        values = self._lists.pop(name)
        return np.concatenate(values).astype(dtype, copy=False) if values else np.empty(0, dtype=dtype)

    def formula_text(self, at: int) -> str:
        """The formula of entry *at*, without `=`; that of a shared formula as it reads at this cell."""
        source = self.sources[int(self.formula[at])]
        if source.kind != "shared" or source.text:
            return source.text
        master = self._masters.get(source.si)
        if master is None:
            return ""
        return formula_text.moved(master[2], int(self.row[at]) - master[0], int(self.col[at]) - master[1])
