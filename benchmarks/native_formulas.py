"""Native formulas in workbooks of ippbook: what they cost next to the same workbook without them, next to LibreOffice, and next to `formulas`.

Five native columns over the tables that `recalculation.py` draws (IF, a date, a text, a lookup, a rolling COUNTIFS), and the sample
workbook with a board of 40 formulas. Processor time (user and system, children too) and the peak memory of all processes together.
LibreOffice converts the same file; `formulas`, where it is installed, calculates the smallest one.

    python benchmarks/native_formulas.py [ROWS …] [--runs N]
"""

import argparse
import importlib.util
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl

from measure import Cost, cost
from recalculation import OURS, command, draw

COLUMNS = {
    "IF": '=IF(Listings[[#This Row],[Price]]<100,"cheap","dear")',
    "date": "=EDATE(Listings[[#This Row],[First seen]],1)",
    "text": '=UPPER(LEFT(Listings[[#This Row],[Title]],8))&"-"&LEN(Listings[[#This Row],[Title]])',
    "lookup": "=IFERROR(VLOOKUP(Listings[[#This Row],[Listing]],Complaints!$B$2:$I${last},8,FALSE),0)",
    "COUNTIFS": '=COUNTIFS(Listings[Seller],Listings[[#This Row],[Seller]],Listings[First seen],">"&EDATE(Listings[[#This Row],[First seen]],-3),'
    'Listings[First seen],"<="&Listings[[#This Row],[First seen]])',
}
"""The five columns: name and formula."""
PLATFORMS = ("taobao", "tmall", "1688", "xianyu", "aliexpress", "alibaba", "lazada")
THEIRS = """
import sys, formulas
formulas.ExcelModel().loads(sys.argv[1]).finish().calculate()
"""
OFFICE = "soffice"


def with_natives(path: Path, out: Path, rows: int) -> None:
    """The workbook at *path* with the five columns behind the table Listings."""
    book = openpyxl.load_workbook(path)
    sheet = book["Listings"]
    at = sheet.max_column + 2
    for offset, (name, formula) in enumerate(COLUMNS.items()):
        text = formula.replace("{last}", str(rows + 1))
        sheet.cell(1, at + offset, name)
        for row in range(2, rows + 2):
            sheet.cell(row, at + offset, text)
    book.save(out)


def with_board(path: Path, out: Path) -> None:
    """The workbook at *path* with a board of 40 formulas."""
    book = openpyxl.load_workbook(path)
    board = book.create_sheet("Board")
    for row, name in enumerate(PLATFORMS, 1):
        board[f"A{row}"] = f'=COUNTIFS(Listings[URL platform],"{name}")'
        board[f"B{row}"] = f'=COUNTIFS(Complaints[Status],"accepted",Complaints[Filed],">="&TODAY()-{30 * row})'
        board[f"C{row}"] = f"=IFERROR(A{row}/SUM(A$1:A$7),0)"
        board[f"D{row}"] = f'=TEXT(C{row},"0.0%")&" {name}"'
        board[f"E{row}"] = f'=IFERROR(INDEX(Listings[URL],MATCH("{name}",Listings[URL platform],0)),"none")'
    totals = (
        "=SUM(A1:A7)",
        "=TODAY()",
        "=SUMPRODUCT(--(LEN(Listings[Seller])>0))",
        "=MAX(Complaints[Filed])",
        "=COUNTA(Rights[Right])",
    )
    for row, text in enumerate(totals, 1):
        board[f"F{row}"] = text
    book.save(out)


def measured(name: str, command: Sequence[str | Path], runs: int, *, ends_with: Sequence[int] = (0,)) -> Cost:
    """The medians of several runs, printed."""
    found = cost(command, runs, ends_with=ends_with)
    print(f"{name:<46} {found.seconds:8.1f} s {found.processor:8.1f} s {found.megabytes:8.0f} MB", flush=True)
    return found


def main() -> None:
    """Draw, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--runs", type=int, default=1)
    chosen = parser.parse_args()
    print(f"{'':<46} {'wall':>10} {'processor':>10} {'memory':>11}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for rows in chosen.rows:
            plain, native, out = place / "plain.xlsx", place / "native.xlsx", place / "out.xlsx"
            draw(plain, rows)
            with_natives(plain, native, rows)
            without = measured(f"{rows:,} rows, recalc without native columns", command(OURS, plain, out), chosen.runs)
            own = measured(f"{rows:,} rows, recalc with 5 native columns", command(OURS, native, out), chosen.runs)
            print(
                f"  ratio {own.seconds / without.seconds:.2f} wall, {own.processor / without.processor:.2f} processor time"
            )
            if shutil.which(OFFICE) and rows <= 10_000:  # at 100,000 rows its COUNTIFS alone takes over 190 s
                profile = f"-env:UserInstallation=file://{place}/profile"
                convert = [
                    OFFICE,
                    profile,
                    "--headless",
                    "--convert-to",
                    "xlsx",
                    "--outdir",
                    str(place / "office"),
                    str(native),
                ]
                office = measured(f"{rows:,} rows, LibreOffice converts the file", convert, 1)
                print(f"  ippbook takes {own.seconds / office.seconds:.2f} of its time")
            if importlib.util.find_spec("formulas") and rows <= 1_000:
                measured(f"{rows:,} rows, the library formulas", [sys.executable, "-c", THEIRS, native], 1)
        sample = Path(__file__).parent.parent / "workbook" / "ippbook.xlsx"
        with_board(sample, place / "board.xlsx")
        start = [sys.executable, "-m", "ippbook"]
        tail: list[str | Path] = [place / "board.xlsx", "--limit", "1", "--as-of", "2026-10-31"]
        check = measured(
            "the sample with a board of 40: check", [*start, "check", *tail], max(chosen.runs, 3), ends_with=(0, 1)
        )
        full = measured(
            "the sample with a board of 40: recalc --check",
            [*start, "recalc", "--check", *tail],
            max(chosen.runs, 3),
            ends_with=(0, 1),
        )
        print(f"  ratio {full.seconds / check.seconds:.2f} wall, {full.processor / check.processor:.2f} processor time")


if __name__ == "__main__":
    main()
