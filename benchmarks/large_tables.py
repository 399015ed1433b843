"""Workbooks that `ippbook new` draws, filled from large exports, and a workbook of a million complaints.

    python benchmarks/large_tables.py [ROWS] [--megabytes N] [--million ROWS]

1. An export of ROWS links into an empty workbook; the same export once more, with nothing new; recalculation of that workbook,
   the first one and one with nothing to change, with Excel's own formulas and without those that need no new value.
2. An export of N megabytes with long descriptions, in a table that holds them.
3. A workbook with a million complaint rows (20,000 listings), recalculated.

Whole processes: time, processor time, and the peak memory of all processes together.
"""

import argparse
import csv
import multiprocessing
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from measure import Cost, cost
from recalculation import OURS, draw_tables, once, records

DAY: Final = ("--as-of", "2026-10-31")
QUIET: Final = (*DAY, "--fail-on", "never", "--limit", "1")
DESCRIPTION: Final = "防水双肩包 NORDLYS 风格 大容量 男女通用 旅行背包 学生书包 全国包邮 七天无理由退换 "


def ippbook(*words: str | Path) -> list[str]:
    """A command of ippbook."""
    return [sys.executable, "-m", "ippbook", *map(str, words)]


def export(path: Path, rows: int, description: int = 0) -> None:
    """A scraper's export of *rows* links, with *description* characters about each."""
    chance = random.Random(rows)  # noqa: S311  # sample data
    text = DESCRIPTION * (description // len(DESCRIPTION) + 1)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("URL", "Title", "Store", "Seller", "Price", "Description"))
        lines.writerows(_links(rows, chance, text[:description]))


def _links(rows: int, chance: random.Random, text: str) -> Iterator[tuple[str, ...]]:
    for number in range(rows):
        yield (
            f"https://item.taobao.com/item.htm?spm=a1z10.{number}&id={chance.randrange(10**11, 10**12)}",
            f"新款 防水 双肩包 NORDLYS 风格 {number} 男女通用 大容量 旅行背包 学生书包",
            f"店铺{number % 3000}",
            f"seller{number % 3000}",
            f"¥{chance.random() * 500:.2f}",
            text,
        )


def million(path: Path, rows: int, listings: int = 20_000) -> None:
    """A workbook of *rows* complaints about *listings* listings."""
    draw_tables(path, records(listings, rows))


def line(name: str, found: Cost, of: Cost | None, wanted: str) -> str:
    """A line of the table; *of* is what it is compared with."""
    ratio = "" if of is None else f"{found.seconds / of.seconds:.2f} ×"
    return (
        f"| {name} | {found.seconds:.1f} s | {found.processor:.1f} s | {found.megabytes:.0f} MB | {ratio} | {wanted} |"
    )


def imports(folder: Path, rows: int) -> list[str]:
    """The lines about an export of *rows* links."""
    links, empty, full, again = (folder / name for name in ("links.csv", "empty.xlsx", "full.xlsx", "again.xlsx"))
    export(links, rows)
    cost(ippbook("new", empty, "--force"), memory=False)
    first = cost(ippbook("import", empty, "--listings", links, "-o", full))
    second = cost(ippbook("import", full, "--listings", links, "-o", folder / "none.xlsx"))
    recalc = cost(ippbook("recalc", full, "-o", again, *QUIET))
    nothing = cost(ippbook("recalc", again, "-o", folder / "same.xlsx", *QUIET))
    changed = cost(ippbook("recalc", again, "--changed-formulas", "-o", folder / "same.xlsx", *QUIET))
    return [
        line(f"recalc after an import of {rows:,} links into an empty workbook of `ippbook new`", recalc, None, ""),
        line("recalc of its result: nothing changes, all native formulas are calculated", nothing, recalc, ""),
        line("the same with --changed-formulas", changed, recalc, ""),
        line(f"import of the {rows:,} links", first, recalc, "≤ 1 ×"),
        line("import of the same links once more: nothing is new", second, recalc, "≤ 0.5 ×"),
    ]


def wide_export(folder: Path, megabytes: int) -> str:
    """The line about an export of *megabytes* with long descriptions."""
    links, empty = folder / "wide.csv", folder / "wide.xlsx"
    rows = megabytes * 1000 * 1000 // 1000
    export(links, rows, 330)
    cost(ippbook("new", empty, "--force"), memory=False)
    found = cost(ippbook("import", empty, "--listings", links, "-o", folder / "wide-out.xlsx"))
    return line(f"import of a CSV of {links.stat().st_size / 1e6:.0f} MB, {rows:,} rows", found, None, "≤ 500 MB")


def many_complaints(folder: Path, rows: int) -> str:
    """The line about a workbook of *rows* complaints."""
    source = folder / "million.xlsx"
    drawing = multiprocessing.get_context("spawn").Process(target=million, args=(source, rows))
    drawing.start()
    drawing.join()
    return line(f"recalc of {rows:,} complaints, 20,000 listings", once(OURS, source), None, "≤ 2,000 MB")


def section(folder: Path, rows: int, megabytes: int, complaints: int) -> list[str]:
    """The section of RESULTS.md."""
    return [
        "## Large tables",
        "",
        "| | time | processor time | peak memory | of that recalc | wanted |",
        "|---|---|---|---|---|---|",
        *imports(folder, rows),
        wide_export(folder, megabytes),
        *([many_complaints(folder, complaints)] if complaints else []),
        "",
    ]


def main(words: Sequence[str] | None = None) -> None:
    """Print the section."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rows", nargs="?", type=int, default=100_000)
    reader.add_argument("--megabytes", type=int, default=300)
    reader.add_argument("--million", type=int, default=1_000_000)
    chosen = reader.parse_args(words)
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(section(Path(folder), chosen.rows, chosen.megabytes, chosen.million)))


if __name__ == "__main__":
    main()
