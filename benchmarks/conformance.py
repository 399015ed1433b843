"""The formulas of tests/formulas/conformance with the values that Excel documents, through an engine: `python benchmarks/conformance.py`.

One small workbook holds tables like *Listings* and *Rights*; each formula is a cell of it. `--write` stores what docs/engines.md shows of them.
"""

import argparse
import io
import json
import math
import re
import sys
import tomllib
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import numpy as np

from ippbook.formulas.engines import DEFAULT_ENGINE, Engine, EngineJob, EngineValue, Unavailable, engine_named
from ippbook.formulas.engines.guards import guard
from ippbook.formulas.engines.rewrites import for_engine
from ippbook.ooxml import Error
from ippbook.ooxml.excel_limits import ERROR_NUMBERS
from ippbook.ooxml.refs import cell_name, column_number

CASES: Final = Path(__file__).parent.parent / "tests/formulas/conformance"
RESULTS: Final = Path(__file__).parent.parent / "src/ippbook/docsgen/engine_conformance.json"
DAY: Final = date(2026, 11, 29)
_1904: Final = 1462
"""Days between the two calendars."""

Written = float | str | bool | Error | None
Grid = list[list[Written]]


@dataclass(frozen=True)
class Case:
    """One formula, without `=`, and Excel's value, as rows of cells."""

    group: str
    source: str
    text: str
    expected: Grid
    array: bool = False
    at: str = ""
    """The cell that it needs, where any cell will not do."""
    date1904: bool = False

    def __str__(self) -> str:
        return f"{self.group}: ={self.text}"


def cases(folder: Path = CASES) -> list[Case]:
    """All of them, in the order of the files."""
    found = []
    for path in sorted(folder.glob("*.toml")):
        for name, group in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for text, value, *at in group["cases"]:
                grid = value if isinstance(value, list) else [[value]]
                found.append(
                    Case(
                        group=f"{path.stem} {name.replace('_', ' ')}",
                        source=group["source"],
                        text=text.removeprefix("{").removesuffix("}")
                        if text.startswith("{SUM") or _braced(text)
                        else text,
                        expected=[[_typed(entry) for entry in row] for row in grid],
                        array=isinstance(value, list) or _braced(text) or _DYNAMIC.search(text) is not None,
                        at=at[0] if at else "",
                        date1904=group.get("date1904", False),
                    )
                )
    return found


def _braced(text: str) -> bool:
    return text.startswith("{") and text.endswith("}") and "(" in text


def _typed(value: float | str | bool) -> Written:
    if isinstance(value, str):
        return Error(value) if value in ERROR_NUMBERS or value == "#CALC!" else value
    return value if isinstance(value, bool) else float(value)


# Functions that a file spells with a prefix, because they are younger than the format.
_PREFIXED: Final = [
    "IFNA",
    "XOR",
    "IFS",
    "SWITCH",
    "CONCAT",
    "TEXTJOIN",
    "MAXIFS",
    "MINIFS",
    "XLOOKUP",
    "XMATCH",
    "UNIQUE",
    "SORTBY",
    "SEQUENCE",
    "LET",
    "LAMBDA",
    "MAP",
    "REDUCE",
    "SCAN",
    "BYROW",
    "BYCOL",
    "MAKEARRAY",
    "TAKE",
    "DROP",
    "VSTACK",
    "HSTACK",
    "TOCOL",
    "TOROW",
    "CHOOSECOLS",
    "CHOOSEROWS",
    "EXPAND",
    "WRAPROWS",
    "WRAPCOLS",
    "TEXTBEFORE",
    "TEXTAFTER",
    "TEXTSPLIT",
    "ISOWEEKNUM",
    "DAYS",
    "NUMBERVALUE",
    "UNICHAR",
    "UNICODE",
    "BASE",
    "DECIMAL",
    "ARABIC",
    "BITAND",
    "ISFORMULA",
    "CEILING.MATH",
    "FLOOR.MATH",
    "RANK.EQ",
    "RANK.AVG",
    "MODE.SNGL",
    "PERCENTILE.INC",
    "QUARTILE.INC",
    "PERCENTRANK.INC",
    "STDEV.S",
    "VAR.P",
    "FORECAST.LINEAR",
    "AGGREGATE",
]
_NAMES: Final = re.compile(
    r'"(?:[^"]|"")*+"|(?<![\w.])(?P<plain>'
    + "|".join(map(re.escape, _PREFIXED))
    + r")(?=\()|(?<![\w.])(?P<sheet>FILTER|SORT)(?=\()"
)
_DYNAMIC: Final = re.compile(
    r"\b(?:FILTER|UNIQUE|SORT|SORTBY|SEQUENCE|TEXTSPLIT|MAP|SCAN|REDUCE|BYROW|BYCOL|MAKEARRAY|TAKE|DROP|[VH]STACK|TO(?:COL|ROW))\("
)
"""A formula with one of these is an array formula in a file that Excel saved, whatever its size."""


def stored(text: str) -> str:
    """The formula as a file spells it."""

    def prefix(word: re.Match[str]) -> str:
        if word["plain"]:
            return f"_xlfn.{word['plain']}"
        return f"_xlfn._xlws.{word['sheet']}" if word["sheet"] else word[0]

    return _NAMES.sub(prefix, text)


# ---- the workbook -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entered:
    """A formula in a cell; *reference*: the cells that it fills as an array, or "" for an ordinary one."""

    text: str
    reference: str = ""


Cell = Written | Entered
_LISTINGS: Final = """
Ref  | Account  | Platform   | Price | Sold | Found | Genuine | Status  | Right | Note
L1   | toyshop  | taobao     | 10    | 3    | 46037 | TRUE    | Filed   | TM-1  | fake logo
L2   | bagcity  | '1688      | 20.5  | 0    | 46053 | FALSE   | Open    | TM-2  |
L3   | Toyshop  | tmall      | 0     | 7    | 46081 | FALSE   | Removed | TM-1  | what?
L4   | bagcity  | taobao     | 15    |      | 46112 | TRUE    | Open    | PT-9  | a*b
L5   | star#1   | TAOBAO     | -4.5  | 12   | 46112 | FALSE   | Filed   | TM-2  | '007
L6   | toyshop  | aliexpress | 99.95 | 1    |       |         | Removed |       | tilde~x
L7   |          | lazada     |       | 5    | 46387 | FALSE   | Open    | TM-3  | Fake bag
L8   | bag*city | taobao     | '12   | 2    | 46188 | TRUE    | Filed   | TM-1  |
"""
_RIGHTS: Final = """
No    | Type      | Mark         | Registered | Fee                   | Fee [CNY]                   | % paid | No. #
TM-1  | trademark | ACME         | 42491      | 300                   | 2100                        | 1      | 1
TM-2  | trademark | Zeta         | 43890      | 300                   | 2100                        | 0.5    | 2
PT-9  | patent    | Widget, blue | 45657      | 900                   | 6300                        | 0.25   | 3
TM-10 | trademark | acme         | 36525      | 150                   | 1050                        | 0      | 4
Total |           |              |            | =SUBTOTAL(109,Rights[Fee]) | =SUBTOTAL(109,Rights[Fee '[CNY']]) | | =SUBTOTAL(103,Rights[No. '#])
"""
_DATA: Final = """
1 | 3    | apple  | #N/A    | 1        | 10 | ten    | 1 | 2 | 3 | 5 | ' two  spaces 
2 | '3   | Apple  | #DIV/0! | 59       | 20 | twenty | 4 | 5 | 6 | 3 | Straße
3 | TRUE | banana | 5       | 60       | 30 | thirty | 7 | 8 | 9 | 5 | 日本語
4 |      | =""    | #VALUE! | 61       | 40 | forty  |   |   |   | 1 | '12%
5 | abc  |        | t       | 46053    | 50 | fifty  |   |   |   | 3 | '1e3
6 | -2   | a*c    |         | 46053.75 | 60 | sixty  |   |   |   | 5 | '$1,234.50
"""  # noqa: W291 - the first text ends with a space
_DATE_COLUMNS: Final = {("Listings", 6), ("Rights", 4), ("Data", 5)}


def _cells(sheet: str, text: str, *, date1904: bool) -> dict[tuple[int, int], Cell]:
    found: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(text.strip("\n").split("\n"), 1):
        for column, cut in enumerate(line.split("|"), 1):
            word = cut[1:] if column > 1 else cut
            if word.strip().startswith("'"):
                found[row, column] = word.strip(" " if column < 12 else "")[1:]
                continue
            value = _entered(word.strip())
            if date1904 and isinstance(value, float) and (sheet, column) in _DATE_COLUMNS and value > _1904:
                value -= _1904
            if value is not None:
                found[row, column] = value
    return found


def _entered(word: str) -> Cell:
    if not word:
        return None
    if word.startswith("="):
        return Entered(word[1:])
    if word in ("TRUE", "FALSE"):
        return word == "TRUE"
    if word in ERROR_NUMBERS:
        return Error(word)
    return float(word) if re.fullmatch(r"-?\d+(\.\d+)?", word) else word


@dataclass(frozen=True)
class Suite:
    """The workbook, and for each case the cells of its answer."""

    workbook: bytes
    places: list[tuple[str, int, int]]


def suite(
    chosen: Sequence[Case],
    *,
    date1904: bool = False,
    rewritten: bool = False,
    data: Mapping[tuple[int, int], Written] | None = None,
) -> Suite:
    """One workbook with a cell for every case; *rewritten*: as the pipeline gives it to the default engine; *data*: another sheet *Data*."""
    sheets: dict[str, dict[tuple[int, int], Cell]] = {
        "Listings": _cells("Listings", _LISTINGS, date1904=date1904),
        "Rights": _cells("Rights", _RIGHTS, date1904=date1904),
        "Data": _cells("Data", _DATA, date1904=date1904) if data is None else dict(data),
        "S1": {(1, 1): 1.0},
        "S2": {(1, 1): 2.0},
        "S3": {(1, 1): 3.0},
        "Cases": {},
        "Arrays": {},
    }
    places, next_row = [], 1
    for number, case in enumerate(chosen, 1):
        height, width = len(case.expected), len(case.expected[0])
        sheet, row, column = "Cases", number, 1
        if case.at:
            sheet, _, name = case.at.partition("!")
            letters = name.rstrip("0123456789")
            row, column = int(name[len(letters) :]), column_number(letters)
        elif case.array:
            sheet, row = "Arrays", next_row
            next_row += height + 1
        reference = f"{cell_name(row, column)}:{cell_name(row + height - 1, column + width - 1)}" if case.array else ""
        text = stored(case.text)
        if rewritten:
            text = for_engine(text, _TABLES, array=case.array)
        sheets[sheet][row, column] = Entered(text, reference)
        places.append((sheet, row, column))
    return Suite(_package(sheets, date1904=date1904), places)


_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TABLES: Final = ("Listings", "Rights")
_TOTALS: Final = {
    "No": 'totalsRowLabel="Total"',
    "Fee": 'totalsRowFunction="sum"',
    "Fee [CNY]": 'totalsRowFunction="sum"',
    "No. #": 'totalsRowFunction="count"',
}
_DEFINED: Final = {
    "Cutoff": "Data!$E$5",
    "PlusOne": "_xlfn.LAMBDA(_xlpm.x,_xlpm.x+1)",
    "Prices": "Listings[Price]",
    "Share": "0.06",
}
_DYNAMIC_ARRAYS: Final = (
    f'<metadata xmlns="{_MAIN}" xmlns:xda="http://schemas.microsoft.com/office/spreadsheetml/2017/dynamicarray"><metadataTypes count="1">'
    '<metadataType name="XLDAPR" minSupportedVersion="120000" copy="1" pasteAll="1" pasteValues="1" merge="1" splitFirst="1" rowColShift="1" '
    'clearFormats="1" clearComments="1" assign="1" coerce="1" cellMeta="1"/></metadataTypes><futureMetadata name="XLDAPR" count="1"><bk><extLst>'
    '<ext uri="{bdbb8cdc-fa1e-496e-a857-3c3f30c029c3}"><xda:dynamicArrayProperties fDynamic="1" fCollapsed="0"/></ext></extLst></bk>'
    '</futureMetadata><cellMetadata count="1"><bk><rc t="1" v="0"/></bk></cellMetadata></metadata>'
)


def _package(sheets: Mapping[str, Mapping[tuple[int, int], Cell]], *, date1904: bool) -> bytes:
    """The parts of the workbook, written directly so that no library's spelling is between the case and the engine."""
    numbers = {name: number for number, name in enumerate(sheets, 1)}
    tables = {"Listings": (1, _LISTINGS, 0), "Rights": (2, _RIGHTS, 1)}
    parts = {
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr date1904="{int(date1904)}"/><sheets>'
            + "".join(f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>' for name, n in numbers.items())
            + "</sheets><definedNames>"
            + "".join(f'<definedName name="{name}">{escape(text)}</definedName>' for name, text in _DEFINED.items())
            + "</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{n}.xml") for n in numbers.values()),
                ("styles", "styles.xml"),
                ("sheetMetadata", "metadata.xml"),
            ]
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills><borders count="1"><border/></borders>'
        '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf/></cellXfs></styleSheet>',
        "xl/metadata.xml": _DYNAMIC_ARRAYS,
    }
    for name, cells in sheets.items():
        table = tables.get(name)
        parts[f"xl/worksheets/sheet{numbers[name]}.xml"] = (
            f'<worksheet xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheetData>{"".join(_rows(cells))}</sheetData>'
            + ('<tableParts count="1"><tablePart r:id="rId1"/></tableParts>' if table else "")
            + "</worksheet>"
        )
        if table:
            number, text, totals = table
            parts[f"xl/worksheets/_rels/sheet{numbers[name]}.xml.rels"] = _relations(
                [("table", f"../tables/table{number}.xml")]
            )
            parts[f"xl/tables/table{number}.xml"] = _table(name, number, text, totals)
    kinds = {
        "workbook": "sheet.main",
        "sheet": "worksheet",
        "table": "table",
        "styles": "styles",
        "metadata": "sheetMetadata",
    }
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(
            f'<Override PartName="/{part}" ContentType="{_SPREADSHEET}.{kinds[re.sub(r"[0-9]*[.]xml$", "", part.rpartition("/")[2])]}+xml"/>'
            for part in parts
            if part.endswith(".xml")
        )
        + "</Types>",
        **parts,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{content}')
    return file.getvalue()


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(targets, 1)
        )
        + "</Relationships>"
    )


def _table(name: str, number: int, text: str, totals: int) -> str:
    lines = text.strip("\n").split("\n")
    headers = [word.strip() for word in lines[0].split("|")]
    last = cell_name(len(lines), len(headers))
    columns = "".join(
        f'<tableColumn id="{n}" name={quoteattr(header)} {_TOTALS.get(header, "") if totals else ""}/>'
        for n, header in enumerate(headers, 1)
    )
    filtered = cell_name(len(lines) - totals, len(headers))
    return (
        f'<table xmlns="{_MAIN}" id="{number}" name="{name}" displayName="{name}" ref="A1:{last}" totalsRowCount="{totals}">'
        f'<autoFilter ref="A1:{filtered}"/><tableColumns count="{len(headers)}">{columns}</tableColumns></table>'
    )


def _rows(cells: Mapping[tuple[int, int], Cell]) -> Iterator[str]:
    by_row: dict[int, list[str]] = defaultdict(list)
    for (row, column), value in sorted(cells.items()):
        by_row[row].append(_cell(cell_name(row, column), value))
    for row, found in by_row.items():
        yield f'<row r="{row}">{"".join(found)}</row>'


def _cell(name: str, value: Cell) -> str:
    match value:
        case Entered(text, ""):
            return f'<c r="{name}"><f>{escape(text)}</f></c>'
        case Entered(text, reference):
            return f'<c r="{name}" cm="1"><f t="array" ref="{reference}">{escape(text)}</f></c>'
        case bool():
            return f'<c r="{name}" t="b"><v>{int(value)}</v></c>'
        case Error():
            return f'<c r="{name}" t="e"><v>{value.code}</v></c>'
        case str():
            return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case _:
            return f'<c r="{name}"><v>{value!r}</v></c>'


# ---- answers ------------------------------------------------------------------------------------------------------


def same(ours: EngineValue, expected: Written) -> bool:
    """Whether a calculated value is Excel's: a number to twelve digits, a zero exactly."""
    if isinstance(expected, float) and not isinstance(ours, bool) and isinstance(ours, float | int):
        return math.isclose(ours, expected, rel_tol=1e-12)
    if expected == 0 and ours is None:
        return True
    return type(ours) is type(expected) and ours == expected


@dataclass(frozen=True)
class Difference:
    """A case whose answer is not Excel's: the cells as the engine gave them."""

    case: Case
    answer: list[list[EngineValue]]

    @property
    def unavailable(self) -> Unavailable | None:
        """Why there is no answer, where the engine says so."""
        return next((value for row in self.answer for value in row if isinstance(value, Unavailable)), None)


def differences(engine: Engine, chosen: Sequence[Case], *, bare: bool = False) -> list[Difference]:
    """Every case that the engine does not answer as Excel does.

    The default engine gets the formulas as from the pipeline, with `guards` and `rewrites`, unless *bare*.
    """
    found = []
    for date1904 in (False, True):
        part = [case for case in chosen if case.date1904 is date1904]
        for case, answer in zip(part, answers(engine, part, date1904=date1904, bare=bare), strict=True):
            if not all(
                same(ours, theirs)
                for line, expected in zip(answer, case.expected, strict=True)
                for ours, theirs in zip(line, expected, strict=True)
            ):
                found.append(Difference(case, answer))
    return found


def answers(
    engine: Engine,
    part: Sequence[Case],
    *,
    date1904: bool = False,
    bare: bool = False,
    data: Mapping[tuple[int, int], Written] | None = None,
) -> list[list[list[EngineValue]]]:
    """The cells of each case as the engine gives them."""
    if not part:
        return []
    helped = engine.name == DEFAULT_ENGINE and not bare
    book = suite(part, date1904=date1904, rewritten=helped, data=data)
    wanted: dict[tuple[str, int], set[int]] = defaultdict(set)
    spots = [
        [
            [(sheet, row + down, column + across) for across in range(len(case.expected[0]))]
            for down in range(len(case.expected))
        ]
        for case, (sheet, row, column) in zip(part, book.places, strict=True)
    ]
    for grid in spots:
        for line in grid:
            for sheet, row, column in line:
                wanted[sheet, column].add(row)
    job = EngineJob(book.workbook, {at: np.array(sorted(rows), dtype=np.int64) for at, rows in wanted.items()})
    [columns] = engine.calculate([job], DAY, date1904=date1904)
    values = {
        (column.sheet, int(row), column.column): value
        for column in columns
        for row, value in zip(column.rows, column.values, strict=True)
    }
    found = []
    for case, grid in zip(part, spots, strict=True):
        no = guard(case.text) if helped else None
        found.append([[no or values[spot] for spot in line] for line in grid])
    return found


def facts_of(engine: Engine, found: Sequence[Difference], *, bare: bool) -> dict[str, object]:
    """What the file of results holds of one engine."""
    lines = []
    for difference in found:
        why = difference.unavailable
        line = {"formula": difference.case.text, "excel": _shown(difference.case.expected)}
        line |= {"why": why.why} if why else {"answer": _shown(difference.answer)}
        lines.append(line)
    return {"name": engine.name, "version": engine.version, "bare": bare, "differences": lines}


def _shown(grid: Sequence[Sequence[EngineValue]]) -> str:
    """Cells as a person reads them: columns by commas, rows by semicolons."""

    def one(value: EngineValue) -> str:
        match value:
            case None:
                return "blank"
            case bool():
                return str(value).upper()
            case float():
                return f"{value:.15g}"
            case Error():
                return value.code
            case str():
                return f'"{value}"'
        return "unavailable"

    return "; ".join(", ".join(map(one, row)) for row in grid)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what each engine answers otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="*", default=["cellrune"])
    parser.add_argument("--bare", action="store_true", help="the default engine without guards and rewrites")
    parser.add_argument(
        "--write", action="store_true", help=f"store the results in {RESULTS.name}, for docs/engines.md"
    )
    chosen = parser.parse_args(arguments)
    known = cases()
    facts: list[dict[str, object]] = []
    for name in chosen.engines:
        engine = engine_named(name)
        for bare in {chosen.bare, chosen.write and name == DEFAULT_ENGINE}:
            found = differences(engine, known, bare=bare)
            facts.append(facts_of(engine, found, bare=bare))
            print(f"{engine.name} {engine.version}: {len(known)} formulas, {len(found)} not as Excel")
            for difference in found if not chosen.write else ():
                why = difference.unavailable
                print(
                    f"  {difference.case}  Excel {_shown(difference.case.expected)}  {why.why if why else _shown(difference.answer)}"
                )
    if chosen.write:
        whole = {"formulas": len(known), "engines": facts}
        RESULTS.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
