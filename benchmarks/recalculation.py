"""Recalculation against what a user would use instead: openpyxl's load and save of the same file, in the same run.

openpyxl computes nothing and loses the cached values of formulas and many parts; it is the least that a script of
one's own would cost. Prints time, processor time (user and system) and peak memory of whole processes, as medians, and
the ratios. On a busy machine the ratio of processor times is the one to trust.

    python benchmarks/recalculation.py [ROWS …] [--runs N]
    python benchmarks/recalculation.py --guard
"""

import argparse
import multiprocessing
import random
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import xlsxwriter

from ippbook.declare import registry
from ippbook.tables.records import RECORDS
from measure import Cost, cost

OURS = ("-m", "ippbook", "recalc", "SOURCE", "-o", "OUT", "--as-of", "2026-10-31", "--fail-on", "never", "--limit", "1")
THEIRS = (
    "-c",
    "import sys, openpyxl; book = openpyxl.load_workbook(sys.argv[1]); book.save(sys.argv[2])",
    "SOURCE",
    "OUT",
)
STATUSES = (
    "accepted",
    "accepted",
    "accepted",
    "accepted",
    "rejected",
    "submitted",
    "upheld",
    "reinstated",
    "withdrawn",
    "link dead",
)
REASONS = ("counterfeit by comparison", "keyword abuse", "stolen pictures")


def listing(number: int, chance: random.Random) -> dict[str, object]:
    """A listing with facts for texts, and a link of one of four marketplaces."""
    item = chance.randrange(10**11, 10**12)
    url = (
        f"https://item.taobao.com/item.htm?spm=a1z10.{number}&id={item}&skuId=1",
        f"https://detail.tmall.com/item.htm?id={item}",
        f"https://www.aliexpress.com/item/1005{item}.html?pvid={number}",
        f"https://detail.1688.com/offer/{item}.html",
    )[number // 5 % 4]
    return {
        "Listing": f"L{number:07}",
        "URL": url,
        "Title": f"新款 防水 双肩包 NORDLYS 风格 {number} 男女通用 大容量 旅行背包 学生书包",
        "Store": f"店铺{number % 3000}",
        "Seller": f"seller{number % 3000}",
        "Right": f"TM-{number // 5 % 12}",
        "Price": round(chance.random() * 500, 2),
        "First seen": 46023 + number % 250,
        "Seller brand": "Aurora",
        "Quoted words": "NORDLYS 风格",
        "Found in": "title",
        "Genuine model": "Fjord 20",
        "Differences": "zip without logo; stitching uneven; label glued",
        "Official URL": f"https://www.example.com/fjord/{number}",
        "Pictures": "1, 3-5",
    }


def complaint(number: int, rows: int) -> dict[str, object]:
    """A reported link; five links a complaint."""
    status = STATUSES[number % len(STATUSES)]
    filed = 46023 + number * 280 // rows
    return {
        "Complaint": f"C{number // 5:07}",  # five links of one marketplace and one right
        "Listing": f"L{number:07}",
        "Right": f"TM-{number // 5 % 12}",
        "Account": f"account-{number // 5 % 3}",
        "Platform": ("taobao", "tmall", "aliexpress", "1688")[number // 5 % 4],
        "Reason": REASONS[number // 5 % 3],
        "Language": ("en", "zh")[number // 5 % 2],
        "Filed": filed,
        "Status": status,
        "Decided": None if status == "submitted" else filed + 2,
    }


def right(number: int) -> dict[str, object]:
    """A Chinese trademark in force."""
    return {
        "Right": f"TM-{number}", "Right type": "trademark", "Office": "CN", "Number": str(8_123_456 + number), "Name": "NORDLYS",
        "Owner": "Nordlys Outdoor AS", "Classes": "18, 25", "Registered": 43101, "Expires": 46752, "Status": "approved",
    }  # fmt: skip


def account(number: int) -> dict[str, object]:
    """A right holder's account."""
    return {
        "Account": f"account-{number}",
        "Role": "right holder",
        "Complainant": "Nordlys Outdoor AS",
        "Name on ID": "Nordlys Outdoor AS",
    }


def records(listings: int, complaints: int) -> dict[str, list[dict[str, object]]]:
    """Twelve rights, three accounts, and as many *listings* and *complaints*, by table; complaints beyond the listings report them again."""
    chance = random.Random(listings)  # noqa: S311  # sample data
    return {
        "Rights": [right(number) for number in range(12)],
        "Accounts": [account(number) for number in range(3)],
        "Listings": [listing(number, chance) for number in range(listings)],
        "Complaints": [
            {**complaint(number, complaints), "Listing": f"L{number % listings:07}"} for number in range(complaints)
        ],
    }


def draw(path: Path, rows: int) -> None:
    """A workbook of *rows* listings and *rows* complaints, its computed columns empty."""
    draw_tables(path, records(rows, rows))


def draw_tables(path: Path, data: Mapping[str, Iterable[Mapping[str, object]]]) -> None:
    """A workbook with the records *data* of each table."""
    book = xlsxwriter.Workbook(str(path), {"strings_to_urls": False, "strings_to_formulas": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for kind in RECORDS:
        if kind.table not in data:
            continue
        sheet = book.add_worksheet(kind.table)
        headers = [*(field.header for field in kind.fields()), *registry().headers.get(kind.table, ())]
        days = {field.header for field in kind.fields() if field.kind.value == "date"}
        last = 0
        for last, record in enumerate(data[kind.table], start=1):
            for column, header in enumerate(headers):
                value = record.get(header)
                if value is not None:
                    sheet.write(last, column, value, day if header in days else None)
        area = {"name": kind.table, "columns": [{"header": header} for header in headers]}
        sheet.add_table(0, 0, last, len(headers) - 1, area)
    book.close()


def drawn(folder: Path, rows: int) -> Path:
    """A workbook of *rows* listings and complaints in *folder*, drawn by a process of its own: what a process has needed counts for those that it starts."""
    source = folder / f"{rows}.xlsx"
    drawing = multiprocessing.get_context("spawn").Process(target=draw, args=(source, rows))
    drawing.start()
    drawing.join()
    return source


def command(program: Sequence[str], source: Path, out: Path, python: str = sys.executable) -> list[str]:
    """The arguments *program* for *python*, with the two files in the places of SOURCE and OUT."""
    return [python, *({"SOURCE": str(source), "OUT": str(out)}.get(each, each) for each in program)]


def once(
    program: Sequence[str],
    source: Path,
    runs: int = 1,
    *,
    keep: Path | None = None,
    python: str = sys.executable,
    ends_with: Sequence[int] = (0,),
) -> Cost:
    """What *program* costs on *source*. *keep*: where the result stays."""
    out = source.with_name("out.xlsx")
    found = cost(command(program, source, out, python), runs, ends_with=ends_with)
    if keep is not None:
        out.replace(keep)
    else:
        out.unlink(missing_ok=True)
    return found


LEAST_RATIO: Final = 2.0
"""By processor time at 10,000 rows, openpyxl takes at least this multiple. Measured: about twice as much, so that only a real loss fails."""
MOST_MEMORY: Final = 1.25
"""Of openpyxl's memory at 10,000 rows. Measured: about 1.0."""


def guard() -> int:
    """Compare the ratios at 10,000 rows with the limits; 1 where one is passed."""
    with tempfile.TemporaryDirectory() as folder:
        source = drawn(Path(folder), 10_000)
        once(OURS, source)  # so that everything is compiled
        mine, other = once(OURS, source, 3), once(THEIRS, source)
    ratio, memory = other.processor / mine.processor, mine.megabytes / other.megabytes
    print(
        f"10,000 rows: {ratio:.1f} × openpyxl by processor time (at least {LEAST_RATIO}), {memory:.2f} of its memory (at most {MOST_MEMORY})"
    )
    return int(ratio < LEAST_RATIO or memory > MOST_MEMORY)


def main() -> None:
    """Measure both sides and print the ratios."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    reader.add_argument("--runs", type=int, default=1)
    reader.add_argument("--guard", action="store_true", help="only compare the ratios with their limits; for CI")
    arguments = reader.parse_args()
    if arguments.guard:
        sys.exit(guard())
    print("rows: listings and complaints each; seconds, processor seconds and peak MB of whole processes")
    ours: dict[int, Cost] = {}
    with tempfile.TemporaryDirectory() as folder:
        for rows in arguments.rows:
            source = drawn(Path(folder), rows)
            ours[rows] = mine = once(OURS, source, arguments.runs)
            other = once(THEIRS, source, arguments.runs)
            print(f"{rows:,} rows ({source.stat().st_size / 1e6:.1f} MB)")
            for name, each in (("ippbook recalc", mine), ("openpyxl load + save", other)):
                print(f"    {name:<22}{each.seconds:8.2f} s {each.processor:8.2f} s processor {each.megabytes:7.0f} MB")
            print(
                f"    ippbook is {other.seconds / mine.seconds:.1f} x faster, {other.processor / mine.processor:.1f} x by processor time, "
                f"with {mine.megabytes / other.megabytes:.2f} of the memory",
                flush=True,
            )
    first, last = min(ours), max(ours)
    if first != last:
        print(
            f"scaling: {last / first:.0f} x the rows take {ours[last].seconds / ours[first].seconds:.1f} x the time, "
            f"{ours[last].processor / ours[first].processor:.1f} x the processor time"
        )


if __name__ == "__main__":
    main()
