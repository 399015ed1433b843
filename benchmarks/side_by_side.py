"""Writes RESULTS.md: recalculation next to what a user would pick instead, on the same files in the same run.

    python benchmarks/side_by_side.py [ROWS …] [--all ROWS] [--peers PYTHON] [--out FILE]

For each number of rows: openpyxl's load and save, and what only reads or only writes. Programs that take minutes at many
rows (pandas with openpyxl, LibreOffice) run up to *--all* rows. What is not installed is named. The floor is what no
program can avoid that changes these sheets: inflate the parts that are read, deflate the parts that are written, with
isal at level 1. Times are processor seconds of whole processes; on a busy machine only these can be compared.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from isal import isal_zlib

import drawn_workbooks
import goodfaith
import large_tables
import start_up
from ippbook import ooxml
from ippbook.goodfaith import Terms
from measure import Cost, cost, environment
from recalculation import OURS, THEIRS, drawn, once

HERE: Final = Path(__file__).parent


def python_code(text: str) -> tuple[str, ...]:
    """A program that reads the file `sys.argv[1]`, and may write `sys.argv[2]`."""
    return ("-c", f"import sys; {text}", "SOURCE", "OUT")


PYTHON_PEERS: Final = {
    "openpyxl: load and save": ("openpyxl", THEIRS),
    "wolfxl: load and save": (
        "wolfxl",
        python_code("import wolfxl; book = wolfxl.load_workbook(sys.argv[1]); book.save(sys.argv[2])"),
    ),
    "pyopenxlsx: load and save": (
        "pyopenxlsx",
        python_code("import pyopenxlsx; book = pyopenxlsx.load_workbook(sys.argv[1]); book.save(sys.argv[2])"),
    ),
    "rustypyxl: load and save": (
        "rustypyxl",
        python_code("import rustypyxl; book = rustypyxl.load_workbook(sys.argv[1]); book.save(sys.argv[2])"),
    ),
    "excelize: open and save": (
        "excelize",
        python_code("import excelize; book = excelize.open_file(sys.argv[1]); book.save_as(sys.argv[2])"),
    ),
    "fastexcel: read every sheet into polars": (
        "fastexcel",
        python_code(
            "import fastexcel; book = fastexcel.read_excel(sys.argv[1]); [book.load_sheet(name).to_polars() for name in book.sheet_names]"
        ),
    ),
    "polars.read_excel: read every sheet": (
        "polars",
        python_code("import polars; polars.read_excel(sys.argv[1], sheet_id=0)"),
    ),
    "python-calamine: read every sheet": (
        "python-calamine",
        python_code(
            "import python_calamine; book = python_calamine.CalamineWorkbook.from_path(sys.argv[1]); [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]"
        ),
    ),
    "opensheet-core: read every sheet": (
        "opensheet-core",
        python_code("import opensheet_core; opensheet_core.read_xlsx(sys.argv[1])"),
    ),
    "pandas with calamine: read every sheet": (
        "python-calamine",
        python_code("import pandas; pandas.read_excel(sys.argv[1], sheet_name=None, engine='calamine')"),
    ),
}
SLOW_PEERS: Final = {
    "pandas with openpyxl: read and write every sheet": (
        "pandas",
        python_code(
            "import pandas; frames = pandas.read_excel(sys.argv[1], sheet_name=None); writer = pandas.ExcelWriter(sys.argv[2]); [frame.to_excel(writer, sheet_name=name, index=False) for name, frame in frames.items()]; writer.close()"
        ),
    ),
    "pandas with XlsxWriter: write every sheet, read by openpyxl": (
        "xlsxwriter",
        python_code(
            "import pandas; frames = pandas.read_excel(sys.argv[1], sheet_name=None); writer = pandas.ExcelWriter(sys.argv[2], engine='xlsxwriter'); [frame.to_excel(writer, sheet_name=name, index=False) for name, frame in frames.items()]; writer.close()"
        ),
    ),
}
STAGES: Final = """
import sys, time
from datetime import date
marks = []
def note(stage): marks.append((stage, time.process_time()))
note("start and import")
from ippbook.pipeline import recalculate
recalculate(sys.argv[1], sys.argv[2], date(2026, 10, 31), today=date(2026, 10, 31), progress=note)
for (stage, begun), (_, ended) in zip(marks, marks[1:]):
    print("STAGE", stage.replace(" ", "_"), ended - begun)
"""


@dataclass(frozen=True)
class Floor:
    """Processor seconds that any program needs for these parts."""

    inflate: float
    deflate: float


def changed_parts(source: Path, out: Path) -> tuple[list[str], list[str]]:
    """The parts that a recalculation must read (its large ones), and those that it changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out) as new:
        read = [each.filename for each in old.infolist() if each.file_size > 1 << 16]
        sums = {each.filename: each.CRC for each in old.infolist()}
        return read, [each.filename for each in new.infolist() if sums.get(each.filename) != each.CRC]


def floor(source: Path, out: Path) -> Floor:
    """Inflate what is read and deflate what is written, the least of three runs each."""
    read, written = changed_parts(source, out)
    inflate, deflate = [], []
    with zipfile.ZipFile(out) as book:
        plain = [book.read(name) for name in written]
    packed = [(member.file_size, raw) for member, raw in _raw_members(source, read)]
    for _ in range(3):
        begun = time.process_time()
        for _, raw in packed:
            isal_zlib.decompress(raw, -15)
        inflate.append(time.process_time() - begun)
        begun = time.process_time()
        for data in plain:
            machine = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -15)
            machine.compress(data) + machine.flush()
        deflate.append(time.process_time() - begun)
    return Floor(min(inflate), min(deflate))


def _raw_members(path: Path, names: list[str]) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(path) as book, path.open("rb") as file:
        for name in names:
            member = book.getinfo(name)
            file.seek(member.header_offset + 26)
            lengths = int.from_bytes(file.read(2), "little") + int.from_bytes(file.read(2), "little")
            file.seek(lengths, os.SEEK_CUR)
            yield member, file.read(member.compress_size)


def stages(source: Path) -> dict[str, float]:
    """Processor seconds of each stage of one recalculation."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-c", STAGES, str(source), str(Path(folder) / "out.xlsx")],
            check=True, capture_output=True, text=True, env=environment(),
        )  # fmt: skip
    lines = (line.split() for line in done.stdout.splitlines() if line.startswith("STAGE"))
    return {name.replace("_", " "): float(seconds) for _, name, seconds in lines}


def libreoffice(source: Path) -> Cost | str:
    """LibreOffice loads and saves the workbook."""
    program = shutil.which("soffice")
    if program is None:
        return "not installed"
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        return cost([program, profile, "--headless", "--convert-to", "xlsx", "--outdir", folder, source])


def one_row_changed(source: Path, recalculated: Path) -> Path:
    """The *recalculated* workbook with another price in one listing."""
    changed = source.with_name("changed.xlsx")
    book = ooxml.open(recalculated)
    edits = ooxml.Edits()
    headers = next(table.columns for table in book.tables.values() if table.name == "Listings")
    edits.put("Listings", 2, headers.index("Price") + 1, 123.45)
    ooxml.save(book, edits, changed)
    return changed


def row(name: str, one: Cost | str, ours: Cost) -> str:
    """A line of the table; ratios above 1 are what ippbook saves."""
    if isinstance(one, str):
        return f"| {name} | {one} | | | | |"
    times = f"{one.seconds / ours.seconds:.1f} × | {one.megabytes / ours.megabytes:.2f} ×"
    return f"| {name} | {one.seconds:.2f} s | {one.processor:.2f} s | {one.megabytes:.0f} MB | {times} |"


def installed(name: str, python: str) -> str:
    """The version of a distribution that *python* has; "" where it is not there."""
    code = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
    done = subprocess.run([python, "-c", code, name], check=False, capture_output=True, text=True)
    return done.stdout.strip()


def peer(program: Sequence[str], source: Path, python: str) -> Cost | str:
    """What another program costs, or that it fails on this file."""
    try:
        return once(program, source, python=python)
    except RuntimeError as failure:
        return f"fails: {str(failure).strip().splitlines()[-1][:100]}"


def measured(rows: int, folder: Path, python: str, *, every: bool) -> list[str]:
    """The section of *rows*. *python* has the other programs."""
    source, out = drawn(folder, rows), folder / "recalculated.xlsx"
    once(OURS, source)  # so that everything is compiled
    ours = once(OURS, source, 3, keep=out)
    peers = PYTHON_PEERS | (SLOW_PEERS if every else {})
    lines = [
        f"## {rows:,} listings and {rows:,} complaints ({source.stat().st_size / 1e6:.1f} MB)",
        "",
        "| | time | processor time | peak memory | time, as a multiple of ippbook's | memory |",
        "|---|---|---|---|---|---|",
        row("**ippbook recalc**: every check, column, text and figure", ours, ours),
    ]
    for name, (distribution, program) in peers.items():
        lines.append(
            row(name, peer(program, source, python) if installed(distribution, python) else "not installed", ours)
        )
    if every:
        lines.append(row("LibreOffice: convert to xlsx", libreoffice(source), ours))
    found, least = stages(source), floor(source, out)
    both = found["reading"] + found["writing"]
    limit = least.inflate + least.deflate
    shown = ", ".join(f"{name} {seconds:.2f} s" for name, seconds in found.items())
    again = one_row_changed(source, out)
    changed = stages(again)
    return [
        *lines,
        "",
        f"Stages: {shown}.",
        "",
        f"Floor: inflate {least.inflate:.2f} s + deflate {least.deflate:.2f} s. Reading and writing together take {both / limit:.1f} × the floor.",
        "",
        f"After a change of one row: {sum(changed.values()):.2f} s of processor time, {', '.join(f'{name} {seconds:.2f} s' for name, seconds in changed.items())}.",
        "",
    ]


INCREMENTAL: Final = """## A recalculation of one row only

ippbook has none, because it would save little. The figures above show the stages after a change of one row. The file must be
read in any case, because a file does not say which cell has changed since. The check is what could be saved, and part of it
only: duplicates, links of a complaint, Good-Faith counts and the sellers' figures depend on all rows. What is saved would have
to be proved equal by a digest of each row, which costs a pass over all texts. Writing already is incremental: only
cells whose value differs are changed, and a workbook that is up to date is not written.
"""


def main() -> None:
    """Measure and write."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    reader.add_argument("--all", type=int, default=10_000, help="run the slow programs up to this many rows")
    reader.add_argument("--out", type=Path, default=HERE / "RESULTS.md")
    reader.add_argument("--peers", default=sys.executable, help="a Python that has the other programs")
    reader.add_argument("--large", type=int, default=1_000_000, help="complaints of the largest workbook; 0: none")
    arguments = reader.parse_args()
    packages = ("numpy", "pandas", "isal", *dict.fromkeys(name for name, _ in (PYTHON_PEERS | SLOW_PEERS).values()))
    versions = (
        (name, installed(name, arguments.peers) or installed(name, sys.executable)) for name in dict.fromkeys(packages)
    )
    lines = [
        "# Recalculation next to what a user would pick instead",
        "",
        f"Written by `python benchmarks/side_by_side.py` on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores ({platform.machine()}), {platform.system()}, Python {platform.python_version()};",
        ", ".join(f"{name} {version or 'not installed'}" for name, version in versions) + ".",
        "",
        "All figures of a table are of one run on the same file, of whole processes; memory is that of all processes of a command together, in a run of its own.",
        "openpyxl computes nothing; readers and writers do half of the work or less. The programs that load and save keep less of the workbook (docs/lossless.md).",
        "CI guards the ratios (`benchmarks/recalculation.py --guard`), not the seconds. DuckDB is not among them: its reader of workbooks is a download.",
        "",
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for section in sections(folder, arguments):
            lines += section
            print("\n".join(section), flush=True)
            arguments.out.write_text(
                "\n".join([*lines, INCREMENTAL]), encoding="utf-8"
            )  # each at once: all take ten minutes


def sections(folder: Path, chosen: argparse.Namespace) -> Iterator[list[str]]:
    """The sections of RESULTS.md, each measured when it is wanted."""
    for rows in chosen.rows:
        yield measured(rows, folder, chosen.peers, every=rows <= chosen.all)
    yield start_up.section(folder)
    yield outlook_section()
    for rows in chosen.rows:
        if rows <= chosen.all:
            yield drawn_workbooks.section(folder, rows)
    yield large_tables.section(folder, 100_000, 300, chosen.large)


def outlook_section(rows: int = 1_000_000) -> list[str]:
    """The figures of accounts (head-room, lock-outs) next to the columns of the same rows."""
    lines = [
        f"## Good-Faith of {rows:,} complaint rows",
        "",
        "Processor time of one call, in one process, the least of three. The columns are the figures of every row; the outlook is that of every account: head-room, dates, lock-outs.",
        "",
        "| accounts | columns | outlook | times the columns | wanted |",
        "|---|---|---|---|---|",
    ]
    for accounts in (20, 500, 5_000):
        frame = goodfaith.complaints(rows, accounts, 1_000)
        pairs = [
            (
                goodfaith.seconds(goodfaith.every_column, frame, Terms()),
                goodfaith.seconds(goodfaith.ahead, frame, Terms()),
            )
            for _ in range(3)
        ]
        columns, outlook = (min(each) for each in zip(*pairs, strict=True))
        lines.append(f"| {accounts:,} | {columns:.2f} s | {outlook:.2f} s | {outlook / columns:.2f} × | ≤ 1 × |")
    return [*lines, ""]


if __name__ == "__main__":
    main()
