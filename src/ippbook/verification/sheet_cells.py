"""The rows of a sheet, looked at in bytes: one pass of a regular expression, then whole columns of numbers.

A sheet that is written otherwise than Excel writes (cells without references, prefixed names) is spelled again first.
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import ERROR_NUMBERS, MAX_CELL_LENGTH, MAX_COL, MAX_ROW, text_length
from ippbook.ooxml.xml.escapes import decoded_text, unescaped
from ippbook.verification.faults import Observation
from ippbook.verification.schema.names import attribute_texts, plain_tag

CHUNK: Final = 8 << 20
"""Bytes that are looked at together."""
KEPT: Final = 20
"""Findings of one kind that are kept for one sheet."""
_CELL: Final = late_pattern(rb'<c r="([A-Z]{1,3})([0-9]{1,8})"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_ROW: Final = late_pattern(rb"<row\b([^>]*)>")
_ATTRIBUTE: Final = late_pattern(rb'([\w:.]+)\s*=\s*(?:"([^"]*)"|\'([^\']*)\')')
_INDEXES: Final = late_pattern(rb"(?:<v>[0-9]{1,10}</v>\n)*+")
_NUMBERS: Final = late_pattern(rb"(?:(?:<v>[-+]?(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?</v>)?\n)*+")
_NUMBER: Final = late_pattern(r"[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_HUGE: Final = late_pattern(rb"[eE]\+?[0-9]{3}|[0-9]{300}")  # what every number beyond 1E+308 has
_VALUE: Final = late_pattern(rb"<v(?:\s[^>]*)?>(.*?)</v>", re.DOTALL)
_TEXT: Final = late_pattern(rb"<t(?:\s[^>]*)?>(.*?)</t>", re.DOTALL)
_FORMULA: Final = late_pattern(rb"<f((?:\s[^>]*?)?)(?:/>|>(.*?)</f>)", re.DOTALL)
_DAY: Final = late_pattern(r"-?\d{4,}-(?:0[1-9]|1[0-2])-[0-3]\d(?:T[\d:.]+(?:Z|[-+][\d:]+)?)?|[\d:.]+|-?P[\dYMWDTHS.]+")
"""A day, a moment, a time or a duration."""
_DIGITS: Final = late_pattern("[0-9]{1,9}")
_KINDS: Final = frozenset({b"", b"n", b"s", b"b", b"e", b"str", b"inlineStr", b"d"})
_KNOWN: Final = frozenset({b"s", b"t", b"cm", b"vm", b"ph"})
"""Attributes of a cell apart from its reference."""
_FAR: Final = 99_999_999
"""A row that no sheet has, for numbers that are larger still."""
_REFERENCE: Final = late_pattern(r"(?<![A-Za-z0-9_.])(\$?[A-Z]{1,3}\$?)[1-9][0-9]{0,5}(?![0-9A-Za-z_.!\[(\\'])")
_LINE: Final = 1 << 15
"""More than the columns that three letters can name."""


class CellFormula(NamedTuple):
    """A formula of a cell: where it is, the attributes of `f`, and its text."""

    row: int
    col: int
    attributes: dict[str, str]
    text: str

    @property
    def name(self) -> str:
        """The reference of the cell."""
        return refs.cell_name(self.row, self.col)


class UnusualRowsError(Exception):
    """The rows are not spelled as Excel spells them; `spelled_again` helps."""


@dataclass
class CellFacts:
    """What the rows of a sheet say. Places are references of cells."""

    used: refs.Area | None = None
    row_faults: list[Observation] = field(default_factory=list)
    cell_faults: list[Observation] = field(default_factory=list)
    range_faults: list[Observation] = field(default_factory=list)
    value_faults: list[Observation] = field(default_factory=list)
    long_texts: list[Observation] = field(default_factory=list)
    styles: dict[int, str] = field(default_factory=dict)
    """Each style index with the first cell or row that has it; -1: the attribute is not an index."""
    last_string: tuple[int, str] = (-1, "")
    """The greatest index of a shared string, and a cell that has it."""
    metadata: dict[str, tuple[int, str]] = field(default_factory=dict)
    """The greatest cm and vm, and a cell that has it."""
    formulas: list[CellFormula] = field(default_factory=list)

    @cached_property
    def wordings(self) -> list[tuple[CellFormula, str]]:
        """One formula of each wording, with this: formulas that differ only in the numbers of rows have one wording."""
        found: dict[str, CellFormula] = {}
        for each in self.formulas:
            if each.text and each.text not in found:
                # what is in brackets may look like a cell: the column CO2 of a table
                wording = each.text if "[" in each.text else _REFERENCE.sub(r"\g<1>1", each.text)
                found.setdefault(wording, each)
        return [(each, wording) for wording, each in found.items()]

    def formula_places(self) -> set[tuple[int, int]]:
        """Row and column of each cell that has a formula element."""
        return {(each.row, each.col) for each in self.formulas}


def _keep(found: list[Observation], place: str, sentence: str) -> None:
    if len(found) < KEPT:
        found.append(Observation(place, sentence))


def scanned(rows: bytes) -> CellFacts:
    """The facts of *rows*, the bytes between `<sheetData>` and `</sheetData>`. Raises `UnusualRowsError`."""
    return _Scan().run(_chunks(rows))


def _chunks(rows: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(rows):
        end = start + CHUNK
        cut = rows.rfind(b"</row>", start, end) if end < len(rows) else len(rows)
        cut = cut + 6 if 0 <= cut < len(rows) else len(rows)
        yield rows[start:cut]
        start = cut


def usual(rows: bytes) -> bool:
    """Whether *rows* are spelled as Excel spells them, so that `scanned` can read them."""
    return (
        b"<!" not in rows  # comments and CDATA
        and rows.count(b"<c") == rows.count(b'<c r="')
        and rows.count(b"<row") == rows.count(b'<row r="')
    )


def spelled_again(data: bytes) -> tuple[bytes, list[str]]:
    """The rows of a whole sheet as `scanned` reads them: without prefixes, with the references that the order implies.

    With the references that name no cell; the order implies their places too.
    """
    out: list[str] = []
    bad: list[str] = []
    row_number = 0
    for row in etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)).iter(
        "{*}row"
    ):
        row_number = _row_number(row.get("r"), row_number + 1)
        out.append(f'<row r="{row_number}"{_attributes(row)}>')
        col = 0
        for cell in row:
            if plain_tag(cell) != "c":
                continue
            written = cell.get("r")
            place = refs.cell_place(written) if written else (row_number, col + 1)
            col = place[1] if place else col + 1
            if place is None:
                bad.append(str(written))
            name = refs.cell_name(*place) if place else refs.cell_name(row_number, col)
            out.append(f'<c r="{name}"{_attributes(cell)}>{"".join(_inner(cell))}</c>')
        out.append("</row>")
    return "".join(out).encode(), bad


def _row_number(text: str | None, otherwise: int) -> int:
    return min(int(text[:9]), _FAR) if text and text.isascii() and text.isdigit() else otherwise


def _attributes(node: etree._Element) -> str:
    return "".join(
        f" {key}={quoteattr(value)}" for key, value in attribute_texts(node) if key != "r" and not key.startswith("{")
    )


def _inner(cell: etree._Element) -> Iterator[str]:
    for child in cell:
        local = plain_tag(child)
        if local == "is":
            text = "".join(each.text or "" for each in child.iter("{*}t"))
            yield f"<is><t>{escape(text)}</t></is>"
        elif local in ("f", "v"):
            extra = "".join(
                f" {key}={quoteattr(value)}" for key, value in attribute_texts(child) if not key.startswith("{")
            )
            yield f"<{local}{extra}>{escape(child.text or '')}</{local}>"


class _Shape(NamedTuple):
    """The attributes of cells, apart from their references."""

    style: int
    kind: bytes
    metadata: tuple[tuple[str, int], ...]


class _Scan:
    """One pass over the rows."""

    def __init__(self) -> None:
        self._facts = CellFacts()
        self._shapes: dict[bytes, int] = {}
        self._parsed: list[_Shape] = []
        self._columns: dict[bytes, int] = {}
        self._last = 0
        self._key = -1

    def run(self, chunks: Iterable[bytes]) -> CellFacts:
        for chunk in chunks:
            self._look(chunk)
        self._facts.formulas.sort(key=lambda each: (each.row, each.col))
        return self._facts

    def _look(self, chunk: bytes) -> None:
        written = self._rows(_ROW.findall(chunk))
        found = _CELL.findall(chunk)
        if len(found) != chunk.count(b"<c "):
            raise UnusualRowsError
        if not found:
            return
        pieces = chunk.split(b"</row>")
        # the cells of a piece are in the last row that begins in it: rows before it have no cells
        last = np.cumsum([piece.count(b"<row") for piece in pieces]) - 1
        counts = np.array([piece.count(b"<c ") for piece in pieces])
        within = np.repeat(np.concatenate((written, [0]))[last], counts)
        letters, numbers, attributes, inner = ([each[at] for each in found] for at in range(4))
        columns, shapes = self._columns, self._shapes
        for text in set(letters).difference(columns):
            columns[text] = refs.column_number(text.decode())
        col = np.fromiter(map(columns.__getitem__, letters), np.int64, len(found))
        row = np.array(numbers, "S8").astype(np.int64)
        self._places(row, col, within)
        for text in set(attributes).difference(shapes):
            shapes[text] = len(self._parsed)
            self._parsed.append(self._shape(text))
            if unknown := next(
                (name for name, _, _ in _ATTRIBUTE.findall(text) if name not in _KNOWN and b":" not in name), b""
            ):
                at = attributes.index(text)
                name = refs.cell_name(int(row[at]), int(col[at]))
                _keep(self._facts.value_faults, name, f"the cell has the unknown attribute {unknown.decode()!r}")
        self._values(np.fromiter(map(shapes.__getitem__, attributes), np.int64, len(found)), inner, row, col)

    def _rows(self, tags: list[bytes]) -> NDArray[np.int64]:
        """The numbers of the rows; faults of their order are kept."""
        facts = self._facts
        out = np.empty(len(tags), np.int64)
        last = self._last
        for at, tag in enumerate(tags):
            start = tag.find(b' r="') + 4
            text = tag[start : tag.find(b'"', start)]
            number = min(int(text[:9]), _FAR) if text.isdigit() else last + 1
            if not 1 <= number <= MAX_ROW:
                _keep(facts.range_faults, f"row {number}", f"row {number} is beyond the last row of a sheet")
            else:
                if number <= last:
                    same = "is there twice" if number == last else f"follows row {last}"
                    _keep(facts.row_faults, f"row {number}", f"row {number} {same}")
                last = number
            if b' s="' in tag and (style := re.search(rb' s="([^"]*)"', tag)):
                facts.styles.setdefault(_style(style[1]), f"row {number}")
            out[at] = number
        self._last = last
        return out

    def _places(self, row: NDArray[np.int64], col: NDArray[np.int64], within: NDArray[np.int64]) -> None:
        facts = self._facts
        outside = (row < 1) | (row > MAX_ROW) | (col > MAX_COL)
        for at in np.flatnonzero(outside & (row == within))[:KEPT]:
            name = refs.cell_name(int(row[at]), int(col[at]))
            if col[at] > MAX_COL:  # else the row has the fault
                _keep(facts.range_faults, name, f"the cell {name} is beyond the edge of a sheet")
        for at in np.flatnonzero(row != within)[:KEPT]:
            _keep(facts.cell_faults, refs.cell_name(int(row[at]), int(col[at])), f"the cell is inside row {within[at]}")
        key = row * _LINE + col
        before = np.concatenate(([self._key], key[:-1]))
        for at in np.flatnonzero((key <= before) & (row == within) & (before // _LINE == row))[:KEPT]:
            name, last = (refs.cell_name(*divmod(int(each), _LINE)) for each in (key[at], before[at]))
            _keep(facts.cell_faults, name, "the cell is there twice" if name == last else f"the cell follows {last}")
        self._key = int(key[-1])
        if not outside.all():
            row, col = row[~outside], col[~outside]
            here = refs.Area(int(row.min()), int(col.min()), int(row.max()), int(col.max()))
            facts.used = facts.used.grown(here) if facts.used else here

    @staticmethod
    def _shape(text: bytes) -> _Shape:
        found = {name: first or second for name, first, second in _ATTRIBUTE.findall(text)}
        numbers = tuple((name.decode(), int(found[name])) for name in (b"cm", b"vm") if _is_small(found.get(name, b"")))
        return _Shape(_style(found.get(b"s", b"0")), found.get(b"t", b""), numbers)

    def _values(
        self, shape: NDArray[np.int64], inner: list[bytes], row: NDArray[np.int64], col: NDArray[np.int64]
    ) -> None:
        facts = self._facts
        order = np.argsort(shape, kind="stable")
        starts = np.flatnonzero(np.diff(shape[order], prepend=-1))
        for start, end in zip(starts, [*starts[1:], len(order)], strict=True):
            group = order[start:end]
            parsed = self._parsed[shape[group[0]]]
            name = refs.cell_name(int(row[group[0]]), int(col[group[0]]))
            facts.styles.setdefault(parsed.style, name)
            for key, number in parsed.metadata:
                if number > facts.metadata.get(key, (0, ""))[0]:
                    facts.metadata[key] = (number, name)
            texts = [inner[at] for at in group.tolist()]
            joined = b"\n".join(texts) + b"\n"
            if b"<f" in joined:
                texts = [
                    self._without_formula(text, at, row, col) for text, at in zip(texts, group.tolist(), strict=True)
                ]
                joined = b"\n".join(texts) + b"\n"
            self._group(parsed.kind, texts, joined, _namer(row[group], col[group]))

    def _without_formula(self, text: bytes, at: int, row: NDArray[np.int64], col: NDArray[np.int64]) -> bytes:
        if b"<f" not in text:
            return text
        self._formula(int(row[at]), int(col[at]), text)
        return _FORMULA.sub(b"", text, count=1)

    def _formula(self, row: int, col: int, text: bytes) -> None:
        found = _FORMULA.search(text)
        if found:
            attributes = {
                name.decode(): unescaped((first or second).decode("utf-8", "replace"))
                for name, first, second in _ATTRIBUTE.findall(found[1])
            }
            self._facts.formulas.append(
                CellFormula(row, col, attributes, unescaped((found[2] or b"").decode("utf-8", "replace")))
            )

    def _group(self, kind: bytes, texts: list[bytes], joined: bytes, name_of: Callable[[int], str]) -> None:
        """Look at the cells of one type. *name_of* gives the reference of the cell at a place in *texts*; *joined* are these as lines."""
        facts = self._facts
        if kind not in _KINDS:
            _keep(facts.value_faults, name_of(0), f"the cell has the unknown type {kind.decode('utf-8', 'replace')!r}")
            return
        if kind == b"s" and _INDEXES.fullmatch(joined):
            numbers = np.array(joined.replace(b"<v>", b"").replace(b"</v>", b"").split(), "S10").astype(np.int64)
            at = int(numbers.argmax())
            if numbers[at] > facts.last_string[0]:
                facts.last_string = (int(numbers[at]), name_of(at))
            return
        if kind in (b"", b"n") and _NUMBERS.fullmatch(joined) and not _HUGE.search(joined):
            return
        for at, text in enumerate(texts):
            self._one(kind, text, at, name_of)

    def _one(self, kind: bytes, text: bytes, at: int, name_of: Callable[[int], str]) -> None:
        facts = self._facts
        found = _VALUE.search(text)
        value = unescaped(found[1].decode("utf-8", "replace")) if found else None
        if kind == b"inlineStr":
            value = "".join(unescaped(each.decode("utf-8", "replace")) for each in _TEXT.findall(text))
        if value is None:
            return
        fault = ""
        match kind:
            case b"s":
                fault = "" if _DIGITS.fullmatch(value.strip()) else f"the index of a text is {value[:40]!r}"
                if not fault and int(value) > facts.last_string[0]:
                    facts.last_string = (int(value), name_of(at))
            case b"" | b"n":
                fault = _fault_of_number(value.strip())
            case b"b":
                fault = "" if value.strip() in ("0", "1", "true", "false") else f"{value[:40]!r} is neither 0 nor 1"
            case b"e":
                fault = (
                    "" if value in ERROR_NUMBERS or value.startswith("#") else f"{value[:40]!r} is not an error value"
                )
            case b"d":
                fault = "" if _DAY.fullmatch(value.strip()) else f"{value[:40]!r} is not a date of ISO 8601"
            case _:
                if len(value) > MAX_CELL_LENGTH and (length := text_length(decoded_text(value))) > MAX_CELL_LENGTH:
                    _keep(facts.long_texts, name_of(at), f"the text has {length:,} characters")
        if fault:
            _keep(facts.value_faults, name_of(at), fault)


def _fault_of_number(value: str) -> str:
    if value and not _NUMBER.fullmatch(value):
        return f"{value[:40]!r} is not a number"
    is_huge = len(value) > 300 or "e" in value.lower()  # else it cannot be, and most numbers need no second look
    return f"{value[:40]!r} is a larger number than a cell can have" if is_huge and math.isinf(float(value)) else ""


def _style(text: bytes) -> int:
    """The index of a cell format; -1 where it is none."""
    text = text.strip()
    return int(text) if _is_small(text) else -1


def _is_small(text: bytes) -> bool:
    """Whether it is a number that fits anywhere."""
    return text.isdigit() and len(text) < 10


def _namer(row: NDArray[np.int64], col: NDArray[np.int64]) -> Callable[[int], str]:
    """Gives the reference of the cell at a place in the group."""
    return lambda place: refs.cell_name(int(row[place]), int(col[place]))


def xml_text_length(raw: bytes) -> int:
    """Characters of XML text as Excel counts them, with escapes such as `_x000D_` read as one."""
    return text_length(decoded_text(unescaped(raw.decode("utf-8", "replace"))))
