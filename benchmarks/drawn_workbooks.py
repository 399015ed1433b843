"""What a workbook that `ippbook new` draws costs more than one with the same rows and nothing else.

    python benchmarks/drawn_workbooks.py [ROWS] [--runs N]

The same records in a plain workbook (tables alone) and in the workbook of `ippbook new`: styles, links, drop-downs, conditional
formats, *Today*, *To print*, *Good-Faith*, *Sellers*, *Charts*, 198 formulas of Excel's own. The first recalculation, where all
computed tables grow, and one with nothing to change, with every native formula and with those alone that need a new value.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from ippbook import ooxml
from measure import Cost, cost
from recalculation import OURS, drawn, once, records


def filled(path: Path, rows: int) -> Path:
    """The workbook of `ippbook new` with the records that `recalculation.draw` has."""
    cost([sys.executable, "-m", "ippbook", "new", path, "--force"], memory=False)
    book = ooxml.open(path)
    edits = ooxml.Edits()
    for name, found in records(rows, rows).items():
        table = next(each for each in book.tables.values() if each.name == name)
        first, last = table.data_rows
        if len(found) > last - first + 1:
            edits.grow(book, name, len(found) - (last - first + 1))
        numbers = range(first, first + len(found))
        for header in found[0]:
            column = table.first_col + table.columns.index(header)
            edits.put_column(table.sheet, column, numbers, [record.get(header) for record in found])
    ooxml.save(book, edits, path.with_name("filled.xlsx"))
    return path.with_name("filled.xlsx")


def line(name: str, found: Cost, plain: Cost) -> str:
    """A line of the table."""
    return f"| {name} | {found.seconds:.2f} s | {found.processor:.2f} s | {found.megabytes:.0f} MB | {found.seconds / plain.seconds:.2f} × |"


def section(folder: Path, rows: int, runs: int = 1) -> list[str]:
    """The section of RESULTS.md."""
    plain, full = drawn(folder, rows), filled(folder / "new.xlsx", rows)
    again, plain_again = folder / "again.xlsx", folder / "plain-again.xlsx"
    changed = (*OURS, "--changed-formulas")
    base = once(OURS, plain, runs, keep=plain_again)
    costs = {
        "tables alone, all computed columns empty": base,
        "tables alone, nothing to change": once(OURS, plain_again, runs),
        "`ippbook new`, all computed tables grow": once(OURS, full, runs, keep=again),
        "`ippbook new`, nothing to change": once(OURS, again, runs),
        "`ippbook new`, nothing to change, native formulas only where they need a new value": once(
            changed, again, runs
        ),
    }
    return [
        f"## A drawn workbook of {rows:,} listings and {rows:,} complaints",
        "",
        "What styles, *Today*, *To print*, *Charts* and 198 native formulas cost on top of the tables.",
        "",
        "| | time | processor time | peak memory | times the first line |",
        "|---|---|---|---|---|",
        *(line(name, found, base) for name, found in costs.items()),
        "",
    ]


def main() -> None:
    """Print the section."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rows", nargs="?", type=int, default=10_000)
    reader.add_argument("--runs", type=int, default=1)
    chosen = reader.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(section(Path(folder), chosen.rows, chosen.runs)))


if __name__ == "__main__":
    main()
