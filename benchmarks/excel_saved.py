"""Workbooks that Excel saved, as the oracle of the engines: `python benchmarks/excel_saved.py FOLDER [--write]`.

Each cached value of a formula is first replaced by a marker, so that a value that no engine calculated is seen. Then an engine
calculates the workbook, and each value is compared with the one that Excel had saved. Collect the workbooks outside the repository; the
script takes only those with the marks of Excel itself. `--write` stores the figures that docs/engines.md shows.
"""

import argparse
import io
import json
import math
import re
import sys
import time
import zipfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, unescape

import numpy as np

from ippbook import ooxml
from ippbook.formulas import tokens as words
from ippbook.formulas.engines import engine_named
from ippbook.formulas.engines.guards import guard
from ippbook.formulas.engines.protocol import Engine, EngineJob, EngineLimits, Unavailable
from ippbook.formulas.engines.rewrites import for_engine
from ippbook.formulas.names import plain_function
from ippbook.formulas.problems import FormulaError
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_COL, MAX_ROW

RESULTS: Final = Path(__file__).parent.parent / "src/ippbook/docsgen/engine_excel_saved.json"
POISON: Final = "ippbook: no engine calculated this"
_CELL: Final = re.compile(rb"<c(?P<start>(?: [^>]*?)?)(?:/>|>(?P<inner>.*?)</c>)", re.DOTALL)
_PLACE: Final = re.compile(rb' r="([A-Z]+)([0-9]+)"')
_TYPE: Final = re.compile(rb' t="[^"]*"')
_VALUE: Final = re.compile(rb"<v(?: [^>]*)?(?:/>|>.*?</v>)|<is>.*?</is>", re.DOTALL)
_FORMULA: Final = re.compile(rb"(<f(?: [^>]*)?>)(.*?)(</f>)", re.DOTALL)
_CLOCK: Final = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\(", re.IGNORECASE)
_MACHINE: Final = re.compile(r"\b(CELL|INFO)\(", re.IGNORECASE)
_OUTER: Final = re.compile(
    r"(?<![\w.])(CUBE\w+|GETPIVOTDATA|RTD|WEBSERVICE|_xlfn\.WEBSERVICE|_xldudf_\w+|_xll\.[\w.]+)\(", re.IGNORECASE
)
_CALLED: Final = re.compile(r'"(?:[^"]|"")*"|(?<![\w.!])((?:_xlfn\.)?(?:_xlws\.)?[A-Za-z][\w.]*)\(')
_EXTERNAL: Final = re.compile(r"\[\d+\]")
_SAVED_AS_VALUE: Final = tuple(
    ooxml.Error(code) for code in ("#CALC!", "#SPILL!", "#FIELD!", "#BLOCKED!", "#CONNECT!", "#UNKNOWN!")
)
"""Excel writes its younger errors as #VALUE!, with the true one in another part."""
_SORT: Final = re.compile(rb"<sortState.*?</sortState>|<sortState[^>]*/>", re.DOTALL)
_DATES_OF_EXCEL: Final = 1980
_LEAST_UNPACKED: Final = 80_000_000

Place = tuple[str, int, int]
Value = float | str | bool | ooxml.Error | None


@dataclass
class Corpus:
    """What was found, over all workbooks. A distinct formula is one text after its references were made relative."""

    workbooks: int = 0
    sources: set[str] = field(default_factory=set)
    """The folders of the workbooks: one for each repository that they are from."""
    refused: list[str] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    formulas: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    reasons: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def distinct(self) -> Counter[str]:
        """How many distinct formulas are equal in every cell, different in one, or neither."""
        return Counter(
            next(word for word in ("different", "stale", "outside", "equal") if counts[word])
            for counts in self.formulas.values()
        )


@dataclass
class Judged:
    """One formula cell: its text without `=`, what makes it one with its neighbours, and Excel's value."""

    place: Place
    text: str
    key: str
    value: Value


def saved_by_excel(data: bytes) -> bool:
    """Whether the file has the marks of Excel's own writer: its name and build, its order of parts, its undated parts, its chain."""
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        names = package.namelist()
        properties = package.read("docProps/app.xml")
        workbook = package.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError):
        return False
    return (
        b"Microsoft Excel" in properties
        and re.search(rb"<AppVersion>\d+\.\d+", properties) is not None
        and b"calcId" in workbook
        and b"rupBuild" in workbook
        and b'calcMode="manual"' not in workbook
        and names[0] == "[Content_Types].xml"
        and "xl/calcChain.xml" in names
        and all(part.date_time[0] == _DATES_OF_EXCEL for part in package.infolist())
        and sum(part.file_size for part in package.infolist()) < _LEAST_UNPACKED
    )


def poisoned(data: bytes, filled: dict[str, list[refs.Area]], tables: Sequence[str]) -> bytes:
    """The workbook with the marker as every cached value, and its formulas as the engine wants them; *filled*: areas of arrays, by part."""
    source = zipfile.ZipFile(io.BytesIO(data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename in filled:
                content = _CELL.sub(partial(_poisoned_cell, areas=filled[part.filename], tables=tables), content)
            elif part.filename.startswith("xl/tables/"):
                content = _SORT.sub(b"", content)  # with it the engine does not know the table
            target.writestr(part.filename, content)
    return out.getvalue()


def _poisoned_cell(cell: re.Match[bytes], areas: list[refs.Area], tables: Sequence[str]) -> bytes:
    inner = cell["inner"] or b""
    if b"<f" not in inner:
        place = _PLACE.search(cell["start"]) if areas else None
        if place is None:
            return cell[0]
        row, column = int(place[2]), refs.column_number(place[1].decode())
        if not any(area.holds(row, column) for area in areas):
            return cell[0]

    def rewritten(formula: re.Match[bytes]) -> bytes:
        text = unescape(formula[2].decode(), {"&quot;": '"', "&apos;": "'"})
        return formula[1] + escape(for_engine(text, tables, array=b't="array"' in formula[1])).encode() + formula[3]

    inner = _FORMULA.sub(rewritten, _VALUE.sub(b"", inner))
    return b"<c" + _TYPE.sub(b"", cell["start"]) + b' t="str">' + inner + b"<v>" + POISON.encode() + b"</v></c>"


def judged_cells(book: ooxml.Book) -> Iterator[Judged]:
    """Every formula cell with a cached value."""
    for sheet in book.sheets:
        if sheet.kind != "worksheet":
            continue
        cells = book.read(sheet.name)
        for number in cells.columns:
            column = cells[number]
            if column.formula is None:
                continue
            for at in np.flatnonzero(column.formula != "").tolist():
                text = str(column.formula[at])
                row = column.first_row + at
                value: Value
                match int(column.kind[at]):
                    case ooxml.NUMBER:
                        value = float(column.number[at])
                    case ooxml.TEXT:
                        value = str(column.text[at])
                    case ooxml.BOOL:
                        value = bool(column.number[at])
                    case ooxml.ERROR:
                        value = ooxml.Error(str(column.text[at]))
                    case _:
                        continue
                if not text.startswith("TABLE("):
                    yield Judged((sheet.name, row, number), text, relative(text, row, number), value)


_REFERENCE: Final = re.compile(
    r'"(?:[^"]|"")*+"|\'(?:[^\']|\'\')*+\'|(?P<c>\$?[A-Z]{1,3})(?P<r>\$?[1-9][0-9]{0,6})(?![\w.(!\[])|[\w.\\?]++'
)


def relative(text: str, row: int, column: int) -> str:
    """The formula with its relative references as distances, so that a formula filled down or across is one formula."""

    def distance(word: re.Match[str]) -> str:
        if not word["r"]:
            return word[0]
        across = word["c"] if word["c"][0] == "$" else f"C[{refs.column_number(word['c']) - column}]"
        return across + (word["r"] if word["r"][0] == "$" else f"R[{int(word['r']) - row}]")

    return _REFERENCE.sub(distance, text)


class Dependence:
    """Which cells a formula reads, as far as its text shows it."""

    def __init__(self, book: ooxml.Book) -> None:
        self._names = {name.lower(): text for name, text in book.defined_names.items()}
        self._tables = {name.lower(): table for name, table in book.tables.items()}
        self._sheets = {sheet.name.lower(): sheet.name for sheet in book.sheets}
        self._known: dict[str, list[tuple[str, int, int, int, int]] | None] = {}

    def areas(self, text: str, sheet: str, row: int, depth: int = 0) -> list[tuple[str, int, int, int, int]]:
        """Sheet, first row, first column, last row, last column of each range; whole tables for structured references."""
        try:
            found = words.tokens(text)
        except FormulaError:
            return []
        areas = []
        on = sheet
        for at, word in enumerate(found):
            following = found[at + 1].text if at + 1 < len(found) else ""
            if following == "!":
                on = self._sheets.get(word.text.strip("'").replace("''", "'").lower(), "")
                continue
            if word.text == "!":
                continue
            if word.kind is words.TokenKind.AREA:
                if area := _area(word.text):
                    if following == ":" or (at and found[at - 1].text == ":"):
                        area = (1, area[1], MAX_ROW, area[3])
                    areas.append((on, *area))
            elif word.kind is words.TokenKind.NAME and depth < 4:
                lower = word.text.lower()
                if table := self._tables.get(lower):
                    first, last = _table_rows(table, following, row)
                    areas.append((table.sheet, first, table.first_col, last, table.last_col))
                elif lower in self._names and following != "(":
                    areas += self.areas(self._names[lower], sheet, row, depth + 1)
            elif word.kind is words.TokenKind.BRACKET and (not at or found[at - 1].kind is not words.TokenKind.NAME):
                areas += [
                    (t.sheet, t.first_row, t.first_col, t.last_row, t.last_col)
                    for t in self._tables.values()
                    if t.sheet == sheet
                ]
            on = sheet
        return areas


def _table_rows(table: ooxml.TableArea, bracket: str, row: int) -> tuple[int, int]:
    """The rows that a structured reference in *row* reads."""
    lower = bracket.lower()
    if "#this row" in lower:
        return row, row
    whole = "#all" in lower or "#totals" in lower or "#headers" in lower
    return (table.first_row, table.last_row) if whole else table.data_rows


def _area(text: str) -> tuple[int, int, int, int] | None:
    first, _, last = text.replace("$", "").partition(":")
    ends = []
    for corner, row, column in ((first, 1, 1), (last or first, MAX_ROW, MAX_COL)):
        match = re.fullmatch(r"([A-Za-z]*)([0-9]*)", corner)
        if match is None:
            return None
        ends += [int(match[2]) if match[2] else row, refs.column_number(match[1].upper()) if match[1] else column]
    return min(ends[0], ends[2]), min(ends[1], ends[3]), max(ends[0], ends[2]), max(ends[1], ends[3])


def tainted(cells: Sequence[Judged], roots: dict[Place, str], dependence: Dependence) -> dict[Place, str]:
    """*roots* and every formula that reads one of them, directly or not, each with the reason."""
    found = dict(roots)
    reads = {cell.place: dependence.areas(cell.text, *cell.place[:2]) for cell in cells} if roots else {}
    fresh = dict(roots)
    while fresh:
        by_sheet: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        for (sheet, row, column), why in fresh.items():
            by_sheet[sheet].append((row, column, why))
        grids = {
            sheet: (np.array([(row, column) for row, column, _ in places]), [why for *_, why in places])
            for sheet, places in by_sheet.items()
        }
        fresh = {}
        for place, areas in reads.items():
            if place in found:
                continue
            for sheet, top, left, bottom, right in areas:
                if sheet in grids:
                    spots, reasons = grids[sheet]
                    inside = (
                        (spots[:, 0] >= top) & (spots[:, 0] <= bottom) & (spots[:, 1] >= left) & (spots[:, 1] <= right)
                    )
                    if inside.any():
                        fresh[place] = reasons[int(np.argmax(inside))]
                        break
        found |= fresh
    return found


_ONE_CELL: Final = re.compile(r"(?:('(?:[^']|'')+'|[\w.]+)!)?(\$?[A-Z]{1,3}\$?\d+)")


def contradicted(book: ooxml.Book, cells: Sequence[Judged]) -> dict[Place, str]:
    """Formulas that only repeat a cell and were saved with another value than that cell: Excel did not calculate them after the last change."""
    saved = {cell.place: cell.value for cell in cells}
    names = {sheet.name.lower(): sheet.name for sheet in book.sheets}
    found = {}
    for cell in cells:
        match = _ONE_CELL.fullmatch(cell.text)
        if match is None:
            continue
        sheet = names.get((match[1] or cell.place[0]).strip("'").replace("''", "'").lower())
        if sheet is None:
            continue
        name = match[2].replace("$", "")
        letters = name.rstrip("0123456789")
        place = (sheet, int(name[len(letters) :]), refs.column_number(letters))
        shown = saved[place] if place in saved else book.cell(name, sheet).value
        if shown is None and cell.value not in (0, ""):
            found[cell.place] = "saved with another value than the cell that it repeats"
    return found


def agree(ours: object, theirs: Value) -> bool:
    """Whether a calculated value is the saved one: a number to nine digits, because every program adds up in its own order."""
    if isinstance(theirs, float) and isinstance(ours, float | int) and not isinstance(ours, bool):
        return math.isclose(ours, theirs, rel_tol=1e-9, abs_tol=1e-9)
    if theirs == ooxml.Error("#VALUE!") and ours in _SAVED_AS_VALUE:
        return True
    if theirs == "" and ours is None:
        return True
    return type(ours) is type(theirs) and ours == theirs


def picked(cells: Sequence[Judged], most: int) -> list[Judged]:
    """At most *most* of them, of each distinct formula first one, then a second."""
    rank: Counter[str] = Counter()
    ranked: list[tuple[int, int, Judged]] = []
    for cell in cells:
        ranked.append((rank[cell.key], len(ranked), cell))
        rank[cell.key] += 1
    return [cell for *_, cell in sorted(ranked, key=lambda entry: entry[:2])[:most]]


@dataclass
class Reading:
    """One workbook, ready to be calculated."""

    cells: list[Judged]
    excluded: dict[Place, str]
    arrays: set[Place]
    """Cells of old arrays that fill more than one cell: Excel repeats or cuts what they give."""
    stale: dict[Place, str]
    workbook: bytes
    date1904: bool


def prepare(path: Path, most: int, *, guarded: bool) -> Reading:
    """Read *path*; which cells cannot be judged (the clock, the machine), and which are named stale by the guard list."""
    data = path.read_bytes()
    book = ooxml.open(path)
    cells = list(judged_cells(book))
    tables = sorted(book.tables)
    filled: dict[str, list[refs.Area]] = {
        sheet.part: [fill.area for fill in book.read(sheet.name).fills]
        for sheet in book.sheets
        if sheet.kind == "worksheet"
    }
    outside = {
        cell.place: "clock, chance or machine"
        for cell in cells
        if _CLOCK.search(cell.text) or _MACHINE.search(cell.text)
    }
    outside |= contradicted(book, cells)
    guards: dict[Place, str] = {}
    relative_names = _relative_names(book)
    for cell in cells:
        if relative_names and relative_names.search(cell.text):
            guards[cell.place] = "name: its meaning depends on the cell"
        if _EXTERNAL.search(cell.text):
            guards[cell.place] = "outside: another workbook"
        elif outer := _outer(cell.text):
            guards[cell.place] = f"outside: {outer}"
        elif guarded and (no := guard(cell.text)) is not None:
            guards[cell.place] = f"{no.code}: {no.why}"
    dependence = Dependence(book)
    excluded = tainted(cells, outside, dependence)
    stale = tainted(cells, guards, dependence)
    chosen = picked([cell for cell in cells if cell.place not in excluded], most)
    many = {
        (sheet.name, row, column)
        for sheet in book.sheets
        for area in filled.get(sheet.part, ())
        for row in range(area.first_row, area.last_row + 1)
        for column in range(area.first_col, area.last_col + 1)
        if (area.first_row, area.first_col) != (area.last_row, area.last_col)
    }
    return Reading(chosen, excluded, many, stale, poisoned(data, filled, tables), bool(book.date1904))


def judge(path: Path, engine: Engine, most: int, corpus: Corpus, log: "Log", *, guarded: bool) -> None:
    """One workbook: calculate, compare, count."""
    reading = prepare(path, most, guarded=guarded)
    if not reading.cells:
        return
    corpus.workbooks += 1
    corpus.sources.add(path.parent.name)
    wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
    for cell in reading.cells:
        wanted[cell.place[0], cell.place[2]].append(cell.place[1])
    job = EngineJob(
        reading.workbook, {column: np.array(sorted(rows), dtype=np.int64) for column, rows in wanted.items()}
    )
    start = time.monotonic()
    [columns] = engine.calculate(
        [job], date(2026, 11, 29), date1904=reading.date1904, limits=EngineLimits(seconds=120, megabytes=4000)
    )
    corpus.seconds += time.monotonic() - start
    values = {
        (column.sheet, int(row), column.column): value
        for column in columns
        for row, value in zip(column.rows, column.values, strict=True)
    }
    for cell in reading.cells:
        value = values.get(cell.place)
        if cell.place in reading.stale:
            why = reading.stale[cell.place]
            verdict = "outside" if why.startswith("outside") else "stale"
        elif value == ooxml.Error("#SPILL!") != cell.value:
            verdict, why = "stale", "spill: the size of the answer"
        elif value == POISON or (
            isinstance(value, ooxml.Error) and value != cell.value and cell.place in reading.arrays
        ):
            verdict, why = "stale", "spill: a cell of an array whose size the engine does not know"
        elif isinstance(value, Unavailable):
            verdict, why = "stale", f"{value.code}: {value.why}"
        else:
            verdict, why = ("equal" if agree(value, cell.value) else "different"), ""
        corpus.cells[verdict] += 1
        corpus.formulas[cell.key][verdict] += 1
        if verdict != "equal":
            log.line(path, cell, verdict, why, value)
        if why:
            corpus.reasons[re.sub(r"[A-Za-z]*!?\$?[A-Z]{1,3}\$?\d+", "CELL", why)[:90]] += 1


def _outer(text: str) -> str:
    """What a formula needs that is not in the workbook: a data source, an add-in, a macro; "" where nothing."""
    if found := _OUTER.search(text):
        return found[1].upper()
    for name in _CALLED.findall(text):
        if name and plain_function(name) not in _excel_functions() and not name.lower().startswith("_xlpm"):
            return "a function of an add-in or a macro"
    return ""


@lru_cache
def _excel_functions() -> frozenset[str]:
    """The functions that Excel itself has, as the engine's catalogue lists them, known to it or not."""
    import cellrune  # noqa: PLC0415 - only for its list of names

    return frozenset(entry["name"] for entry in cellrune.function_catalog()["entries"]) | _NOT_IN_CATALOGUE


_NOT_IN_CATALOGUE: Final = frozenset(
    [
        "CELL",
        "INFO",
        "CALL",
        "REGISTER.ID",
        "EUROCONVERT",
        "SQL.REQUEST",
        "IMAGE",
        "STOCKHISTORY",
        "USDOLLAR",
        "JIS",
        "ASC",
        "DBCS",
        "PHONETIC",
    ]
)


def _relative_names(book: ooxml.Book) -> re.Pattern[str] | None:
    """Names whose references are not fixed: they mean another cell in each cell."""
    found = [
        name
        for name, text in _with_inner_names(book.defined_names).items()
        if not name.startswith("_xlnm")
        and "[" not in text
        and re.search(r"(?<![\w$.\"])[A-Z]{1,3}\$?\d+\b(?!\()|\$?[A-Z]{1,3}(?<!\$)\d+\b(?!\()", text)
    ]
    return (
        re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, found)) + r")(?![\w.(])", re.IGNORECASE)
        if found
        else None
    )


def _with_inner_names(names: Mapping[str, str]) -> dict[str, str]:
    """Each name with its text and the texts of the names in it."""

    def whole(text: str, depth: int) -> str:
        inner = (
            [names[word] for word in set(re.findall(r"[A-Za-z_\\][\w.\\]*", text)) if word in names] if depth else []
        )
        return " ; ".join([text, *(whole(other, depth - 1) for other in inner)])

    return {name: whole(text, 3) for name, text in names.items()}


class Log:
    """Every cell that is not equal, one line each, for whoever looks for the cause."""

    def __init__(self, path: Path | None) -> None:
        self._file = path.open("w", encoding="utf-8") if path else None

    def line(self, path: Path, cell: Judged, verdict: str, why: str, value: object) -> None:
        """Add one."""
        if self._file:
            sheet, row, column = cell.place
            self._file.write(
                "\t".join(
                    (
                        verdict,
                        path.parent.name + "/" + path.name,
                        f"{sheet}!{refs.cell_name(row, column)}",
                        repr(cell.value),
                        repr(value) if verdict == "different" else why,
                        cell.text[:300].replace("\n", " "),
                    )
                )
                + "\n"
            )
            self._file.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--engine", default="cellrune")
    parser.add_argument("--cells", type=int, default=3000, help="how many cells of each workbook are judged")
    parser.add_argument("--no-guards", action="store_true", help="what the engine says without the guard list")
    parser.add_argument("--log", type=Path, help="a file for every cell that is not equal")
    parser.add_argument(
        "--write", action="store_true", help=f"store the results in {RESULTS.name}, for docs/engines.md"
    )
    chosen = parser.parse_args(arguments)
    engine = engine_named(chosen.engine)
    corpus, log = Corpus(), Log(chosen.log)
    for path in sorted(found for folder in chosen.folders for found in folder.rglob("*.xls[xm]")):
        if not saved_by_excel(path.read_bytes()):
            continue
        try:
            judge(path, engine, chosen.cells, corpus, log, guarded=not chosen.no_guards)
        except ooxml.WorkbookError as error:
            corpus.refused.append(f"{path.name}: {error}"[:200])
        except RecursionError:
            corpus.refused.append(f"{path.name}: recursion")
    _print(corpus)
    if chosen.write:
        facts = {
            "date": date.today().isoformat(),  # noqa: DTZ011 - the day on the wall
            "engine": engine.name,
            "version": engine.version,
            "most": chosen.cells,
            "sources": len(corpus.sources),
            "workbooks": corpus.workbooks,
            "refused": len(corpus.refused),
            "cells": dict(sorted(corpus.cells.items())),
            "formulas": dict(sorted(corpus.distinct().items())),
            "reasons": {why: count for why, count in corpus.reasons.most_common(40) if not why.startswith("outside")},
        }
        RESULTS.write_text(json.dumps(facts, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


def _print(corpus: Corpus) -> None:
    print(f"{corpus.workbooks} workbooks, {len(corpus.refused)} refused, {corpus.seconds:.0f} s of the engine")
    for name, counts in (("cells", corpus.cells), ("distinct formulas", corpus.distinct())):
        total = (counts.total() - counts["outside"]) or 1
        shares = ", ".join(
            f"{word} {counts[word]} ({counts[word] / total:.2%})" for word in ("equal", "stale", "different")
        )
        print(
            f"{name}: {total}: {shares}; not counted because they need something outside the workbook: {counts['outside']}"
        )
    for why, count in corpus.reasons.most_common(25):
        print(f"  {count:6} {why}")


if __name__ == "__main__":
    sys.exit(main())
