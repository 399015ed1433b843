"""Macros and worksheet functions against what a user would use instead, in the same run, without Excel.

1. A macro recalculates a workbook over the headless engine (`ippbook run recalculate`), against the command line on the same
   file (`ippbook recalc`), and against openpyxl's load and save of it, which computes nothing: the least that a macro of one's own costs.
2. A worksheet function called once for a whole column, against once a cell, through xlwings' own conversion of ranges. What Excel
   adds for each call (COM and VBA, a millisecond or more) is not in it, so the true ratio is larger.

    python benchmarks/excel.py [ROWS] [--runs N]
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from ippbook import headless
from ippbook.excel import udfs
from recalculation import OURS, THEIRS, drawn, once

MACRO = ("-m", "ippbook", "run", "recalculate", "SOURCE", "-o", "OUT", "--as-of", "2026-10-31")
FUNCTIONS = ("IPP_PLATFORM", "IPP_ITEM_ID", "IPP_CANONICAL_URL")


def main() -> None:
    """Measure both sides and print the ratios."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rows", nargs="?", type=int, default=10_000)
    reader.add_argument("--runs", type=int, default=3)
    arguments = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        source = drawn(Path(folder), arguments.rows)
        print(
            f"{arguments.rows:,} listings and complaints; seconds and peak MB of whole processes, medians of {arguments.runs}"
        )
        macros(source, arguments.runs)
        cells(source, arguments.rows, arguments.runs)


def macros(source: Path, runs: int) -> None:
    """The button Recalculate, the command, and openpyxl."""
    found = {
        "macro Recalculate": once(MACRO, source, runs, ends_with=(0, 1)),
        "ippbook recalc": once(OURS, source, runs),
        "openpyxl load + save": once(THEIRS, source, runs),
    }
    for name, one in found.items():
        print(f"    {name:<24}{one.seconds:8.2f} s {one.megabytes:7.0f} MB")
    macro, command, floor = found.values()
    print(
        f"    the macro takes {macro.seconds / command.seconds:.1f} x the time of the command, "
        f"and {macro.seconds / floor.seconds:.2f} x that of openpyxl's load and save",
        flush=True,
    )


def cells(source: Path, rows: int, runs: int) -> None:
    """Worksheet functions, a call a cell and a call a column."""
    print("    worksheet functions on the column URL, a call a cell against one call for the column")
    with headless.excel() as app:
        sheet = app.books.open(str(source)).sheets["Listings"]
        at = [cell.value for cell in sheet.range("A1:D1")].index("URL") + 1
        column = sheet.range((2, at), (rows + 1, at))
        for name in FUNCTIONS:
            function = getattr(udfs, name)
            one = timed(partial(whole, function, column), runs)
            many = timed(partial(each, function, column), 1)
            print(f"    {name:<24}{many:8.2f} s by cell {one:8.2f} s by column: {many / one:.0f} x", flush=True)


def whole(function: Callable[..., Any], column: Any) -> None:
    """One call for the column."""
    function(column.options(ndim=2, err_to_str=True).value)


def each(function: Callable[..., Any], column: Any) -> None:
    """One call a cell."""
    for cell in column:
        function(cell.options(ndim=2, err_to_str=True).value)


def timed(work: Callable[[], Any], runs: int) -> float:
    """Median seconds of *work*."""
    found = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


if __name__ == "__main__":
    main()
