"""Tries `ippbook.ooxml` on folders of workbooks: `python benchmarks/workbook_corpus.py FOLDER…`.

Each .xlsx, .xlsm, .xltx and .xltm is read whole by both readers, which must agree, and saved with nothing changed, with an
existing cell changed, with a new cell and with a new row. The result is compared part by part with zipfile and lxml, which
share no code with this package: every other part must keep its bytes, and the sheet must differ in that cell alone.
Exit 1 when anything crashed or changed that should not have.
"""

import sys
import tempfile
import traceback
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final

import numpy as np
from lxml import etree

from ippbook.ooxml import refs
from ippbook.ooxml.errors import EditError, WorkbookError
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW
from ippbook.ooxml.read.blocks import BLANK
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.cells import SheetCells
from ippbook.ooxml.read.open_book import open_book
from ippbook.ooxml.read.records import Sheet
from ippbook.ooxml.write.edits import Edits
from ippbook.ooxml.write.save import save

_ENDINGS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
_SHEETS: Final = 3  # of each workbook, so that a corpus of thousands is done in minutes
_CELLS: Final = 4  # of its first sheet; of each further sheet one
# what is written, in turn, and how the file then spells it
_MARKS: Final = (("ippbook <was> here & 中", "ippbook <was> here & 中"), (12345.25, "12345.25"), (True, "1"))
_SPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


@dataclass
class Report:
    """What happened to the files."""

    files: int = 0
    edits: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def workbooks(folders: Sequence[str]) -> Iterator[Path]:
    """Every workbook below the folders, without the owner files that Excel leaves."""
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix.lower() in _ENDINGS and path.is_file() and not path.name.startswith("~$"):
                yield path


def examine(path: Path, scratch: Path, report: Report) -> None:
    """Try one workbook."""
    report.files += 1
    try:
        book = open_book(path)
        sheets = [sheet for sheet in book.sheets if sheet.kind != "chartsheet"]
        for place, sheet in enumerate(sheets[:_SHEETS]):
            _sheet(book, sheet, scratch, report, most=1 if place else _CELLS)
    except WorkbookError as error:
        report.refused[type(error).__name__] += 1
        report.refusals.append(str(error))
    except Exception:  # noqa: BLE001 - a crash of any kind is what this script looks for
        report.faults.append(f"{path}: CRASH\n{traceback.format_exc()}")


def _sheet(book: Book, sheet: Sheet, scratch: Path, report: Report, most: int) -> None:
    cells = book.read(sheet.name)
    exact = book.read(sheet.name, only_exact=True)
    if difference := _difference(cells, exact):
        report.faults.append(f"{book.path}: sheet {sheet.name!r}: the two readers disagree on {difference}")
    for turn, (row, col) in enumerate(islice(_targets(book, sheet, cells), most), report.edits):
        mark, spelt = _MARKS[turn % len(_MARKS)]
        edits = Edits()
        edits.put(sheet.name, row, col, mark)
        out = scratch / f"out{book.path.suffix}"
        try:
            saved = save(book, edits, out, force=True)
        except EditError as error:
            report.refused["EditError"] += 1
            report.refusals.append(str(error))
            continue
        report.edits += 1
        for fault in _compare(book.path, out, sheet.part, (row, col), saved.changed_cells, spelt):
            report.faults.append(f"{book.path}: sheet {sheet.name!r}, cell {refs.cell_name(row, col)}: {fault}")
        again = save(open_book(out), edits, scratch / f"again{book.path.suffix}")
        if again.changed_cells or (scratch / f"again{book.path.suffix}").read_bytes() != out.read_bytes():
            report.faults.append(
                f"{book.path}: sheet {sheet.name!r}, cell {refs.cell_name(row, col)}: a second save changed the file again"
            )


def _difference(one: SheetCells, two: SheetCells) -> str:
    if one.used != two.used or one.columns != two.columns or one.merges != two.merges:
        return f"the used range: {one.used} and {two.used}"
    for col in one.columns[:200]:
        left, right = one[col], two[col]
        for name in ("kind", "number", "text", "style"):
            a, b = getattr(left, name), getattr(right, name)
            same = (a == b) | (np.isnan(a) & np.isnan(b)) if name == "number" else a == b
            if not np.all(same):
                return f"{name} of {refs.cell_name(int(np.flatnonzero(~same)[0]) + left.first_row, col)}"
        if (left.formula is None) != (right.formula is None) or (
            left.formula is not None and not np.all(left.formula == right.formula)
        ):
            return f"formulas of column {refs.column_letters(col)}"
    return ""


def _targets(book: Book, sheet: Sheet, cells: SheetCells) -> Iterator[tuple[int, int]]:
    """An existing cell, a cell that does not exist in a row that does, a row that does not exist."""

    def free(row: int, col: int) -> bool:
        headers = any(
            t.sheet == sheet.name and t.header_rows and t.first_row == row and t.first_col <= col <= t.last_col
            for t in book.tables.values()
        )
        return (
            not headers
            and not any(area.holds(row, col) and (row, col) != area[:2] for area in cells.merges)
            and row <= MAX_ROW
            and col <= MAX_COL
        )

    found = []
    for col in cells.columns[:40]:
        column = cells[col]
        rows = np.flatnonzero(column.kind != BLANK)
        if column.formula is not None:
            rows = np.union1d(rows, np.flatnonzero(column.formula != ""))
        found += [(int(row) + cells.first_row, col) for row in rows[:: max(1, len(rows) // 4)]]
    existing = [place for place in found if free(*place)]
    if existing:
        yield existing[len(existing) // 2]
        row = existing[len(existing) // 3][0]
        if free(row, cells.used[1] + 2):
            yield row, cells.used[1] + 2
        gap = next((col for col in range(1, cells.used[1]) if (row, col) not in found and free(row, col)), None)
        if gap:
            yield row, gap
    if free(cells.used[0] + 3, 2):
        yield cells.used[0] + 3, 2


def _compare(before: Path, after: Path, part: str, place: tuple[int, int], changed: int, spelt: str) -> Iterator[str]:
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        if old.namelist() != new.namelist() or old.comment != new.comment:
            yield "the list of parts or the comment changed"
            return
        for left, right in zip(old.infolist(), new.infolist(), strict=True):
            if (left.date_time, left.external_attr, left.create_system, left.comment) != (
                right.date_time,
                right.external_attr,
                right.create_system,
                right.comment,
            ):
                yield f"the part {left.filename!r} has another date or other attributes"
            if left.filename.lower().replace("\\", "/") == part.lower():
                yield from _compare_sheets(old.read(left), new.read(right), place, changed, spelt)
            elif _raw(before, left) != _raw(after, right) or left.extra != right.extra or left.CRC != right.CRC:
                yield f"the part {left.filename!r} changed"


def _raw(path: Path, info: zipfile.ZipInfo) -> bytes:
    """The packed bytes of a member with its local header."""
    with path.open("rb") as file:
        file.seek(info.header_offset)
        header = file.read(30)
        rest = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little") + info.compress_size
        return header + file.read(rest)


def _compare_sheets(before: bytes, after: bytes, place: tuple[int, int], changed: int, spelt: str) -> Iterator[str]:
    if before == after:
        if changed:
            yield "the cell was not written"
        return
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    old, new = etree.fromstring(before, safe), etree.fromstring(after, safe)
    shown = _take_out(new, place, existed=_take_out(old, place, existed=None) is not None)
    if shown != spelt:
        yield f"the cell holds {shown!r}"
    if etree.tostring(old, method="c14n") != etree.tostring(new, method="c14n"):
        yield "the sheet differs in more than the cell"


def _take_out(root: etree._Element, place: tuple[int, int], *, existed: bool | None) -> str | None:
    """Remove the cell, and what may change with it (dimension, spans, a row made for it). Its text, None when it is not there."""
    for space in _SPACES:
        for dimension in root.findall(f"{{{space}}}dimension"):
            dimension.attrib.pop("ref", "")
        for row, element in _numbered(root.findall(f"{{{space}}}sheetData/{{{space}}}row"), 0):
            if row != place[0]:
                continue
            element.attrib.pop("spans", "")
            for col, cell in _numbered(element.findall(f"{{{space}}}c"), 1):
                if col == place[1]:
                    text = "".join(part.text or "" for part in cell.iter(f"{{{space}}}v", f"{{{space}}}t"))
                    _lift(cell)
                    if existed is False and not len(element):
                        _lift(element)
                    return text
            if existed is None and not len(element) and not element.text:
                _lift(element)  # a row without cells gets its first one: compare as if it had been made
                return None
    return None


def _lift(element: etree._Element) -> None:
    """Remove an element and leave the white space behind it."""
    parent = element.getparent()
    assert parent is not None  # noqa: S101 - a row or cell is never the root
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail or None
    else:
        parent.text = (parent.text or "") + tail or None
    parent.remove(element)


def _numbered(elements: list[etree._Element], axis: int) -> Iterator[tuple[int, etree._Element]]:
    """Rows or cells with their numbers; one without `r` follows the one before."""
    last = 0
    for element in elements:
        written = element.get("r")
        place = refs.cell_place(written) if written and axis else None
        last = (place[1] if place else last + 1) if axis else (int(written) if written else last + 1)
        yield last, element


def main(folders: Sequence[str]) -> int:
    """Try every workbook below *folders*; 1 when one crashed or changed wrongly."""
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        for path in workbooks(folders):
            examine(path, Path(scratch), report)
    write = sys.stdout.write
    for line in report.refusals:
        write(f"refused: {line}\n")
    for line in report.faults:
        write(f"FAULT: {line}\n")
    kinds = ", ".join(f"{count} {name}" for name, count in report.refused.most_common()) or "none"
    write(f"{report.files} workbooks, {report.edits} edits compared; refused: {kinds}; faults: {len(report.faults)}.\n")
    return 1 if report.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
