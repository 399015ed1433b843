"""What a cluster costs and brings: the same folder with one process, with `--jobs`, and with the workers of a scheduler on this machine.

Prints seconds of the whole command, the gain over one process, processor seconds of all processes together, and what a workbook costs
beyond its own work; `--write` puts this into docs/cluster.md. Every way must write the same bytes. A machine with N cores shows at most N times the speed; the figures of 1 worker
show what the scheduler itself costs. On a busy machine only the processor seconds can be trusted.

    python benchmarks/cluster.py [FILES] [--rows ROWS] [--most PROCESSES] [--write]
"""

import argparse
import hashlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import psutil

from recalculation import draw

DAY = "2026-10-31"
PLAIN = "one process"
QUIET = 0.3
"""The load of each core up to which seconds on the clock say something."""
PAGE = Path(__file__).parents[1] / "docs" / "cluster.md"
BEGIN, END = "<!-- cost: written by benchmarks/cluster.py -->", "<!-- end of the cost -->"


class Spent(NamedTuple):
    """What one command cost."""

    seconds: float
    processor: float
    """Seconds of user and system in all processes."""


def recalculated(source: Path, out: Path, *options: str, servers: Sequence[int] = ()) -> Spent:
    """The cost of one command; its process starts and ends in it. *servers*: the processes that work for it."""
    command = [
        sys.executable,
        "-m",
        "ippbook",
        "recalc",
        str(source),
        "-o",
        str(out),
        "--as-of",
        DAY,
        "--fail-on",
        "never",
    ]
    begin, before = time.perf_counter(), _processor_seconds(servers)
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    return Spent(time.perf_counter() - begin, _processor_seconds(servers) - before)


def _processor_seconds(servers: Sequence[int]) -> float:
    """Of the children of this process that have ended, and of *servers* with their children."""
    spent = [os.times().children_user, os.times().children_system]
    for each in servers:
        known = psutil.Process(each).cpu_times()
        spent += [known.user, known.system, known.children_user, known.children_system]
    return sum(spent)


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The address of a scheduler with this many workers, and the processes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    dask = [sys.executable, "-m", "dask"]
    options = ["--nthreads", "1", "--no-nanny", "--host", "127.0.0.1"]
    commands = [[*dask, "scheduler", "--host", "tcp://127.0.0.1", "--port", str(port)]]
    commands += [
        [*dask, "worker", address, *options, "--local-directory", str(folder / str(at))] for at in range(workers)
    ]
    quiet = subprocess.DEVNULL
    processes = [subprocess.Popen([*each, "--no-dashboard"], stdout=quiet, stderr=quiet) for each in commands]
    try:
        yield address, [each.pid for each in processes]
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()


def content(folder: Path) -> str:
    """A hash of every file below *folder*."""
    parts = [
        path.relative_to(folder).as_posix().encode() + path.read_bytes() for path in sorted(folder.rglob("*.xlsx"))
    ]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def measured(files: int, rows: int, counts: Sequence[int], folder: Path) -> dict[str, Spent]:
    """What each way costs, the plain one first. Ends the program where two ways write different bytes."""
    source = folder / "team"
    source.mkdir()
    draw(folder / "one.xlsx", rows)
    one = (folder / "one.xlsx").read_bytes()
    for at in range(files):
        (source / f"{at:04}.xlsx").write_bytes(one)
    found = {PLAIN: recalculated(source, folder / "alone")}
    for count in counts:
        found[f"`--jobs {count}`"] = recalculated(source, folder / f"jobs{count}", "--jobs", str(count))
    for count in counts:
        with cluster(count, folder / "scratch") as (address, servers):
            recalculated(source, folder / f"first{count}", "--scheduler", address)  # the workers import once
            place = folder / f"workers{count}"
            found[workers(count)] = recalculated(source, place, "--scheduler", address, servers=servers)
    wanted = content(folder / "alone")
    results = [each for each in folder.iterdir() if each.is_dir() and each.name not in {"team", "scratch"}]
    if different := sorted(each.name for each in results if content(each) != wanted):
        sys.exit(f"the bytes differ: {', '.join(different)}")
    return found


def workers(count: int) -> str:
    """The name of the way over a scheduler."""
    return f"`--scheduler`, {count} worker{'' if count == 1 else 's'}"


def section(files: int, rows: int, counts: Sequence[int], found: dict[str, Spent], load: float) -> str:
    """The lines of docs/cluster.md."""
    alone = found[PLAIN]
    python = ".".join(map(str, sys.version_info[:3]))
    command = f"python benchmarks/cluster.py {files} --rows {rows} --write"
    done = f"{files} workbooks of {rows:,} + {rows:,} rows, {os.cpu_count()} cores, Python {python}, Dask {version('dask')}"
    today = date.today().isoformat()  # noqa: DTZ011  # the day here
    lines = [
        f"`{command}` wrote this part on {today}: {done}. Every way wrote the same bytes.",
        "",
        "| Way | Seconds | Times as quick as one process | Processor seconds | A file |",
        "|---|---:|---:|---:|---:|",
    ]
    for way, each in found.items():
        times = alone.seconds / each.seconds
        lines.append(
            f"| {way} | {each.seconds:.1f} | {times:.2f} | {each.processor:.1f} | {each.processor / files:.2f} |"
        )
    extra = (found[workers(1)].processor - alone.processor) / files
    lines += [
        "",
        f"With 1 worker a file costs {extra:.2f} processor seconds more than in one process. They contain the start of the command and ",
    ]
    lines[-1] += "its connection, which a run of thousands of workbooks pays once."
    for count in counts[1:]:
        more = (found[workers(count)].processor - found[workers(1)].processor) / files
        times = found[workers(1)].seconds / found[workers(count)].seconds
        lines[-1] += (
            f" {count} workers are {times:.2f} times as quick as 1, and a file costs {abs(more):.2f} s {'more' if more > 0 else 'less'}."
        )
    if load > QUIET * (os.cpu_count() or 1):
        lines += [
            "",
            f"Other programs used the machine at the same time (load {load:.1f} at the start), so only the processor seconds can be trusted.",
        ]
    return "\n".join(lines)


def write_page(lines: str) -> None:
    """Put *lines* into docs/cluster.md, between its two marks."""
    before, begin, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        sys.exit(f"{PAGE}: the marks {BEGIN} and {END} are not there")
    PAGE.write_text(f"{before}{begin}\n\n{lines}\n\n{end}{after}", "utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=int, nargs="?", default=40)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--most", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--write", action="store_true", help=f"write the table into {PAGE.name}")
    wish = parser.parse_args()
    counts = sorted({1, 2, wish.most} & set(range(1, wish.most + 1)))
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        found = measured(wish.files, wish.rows, counts, Path(name))
    lines = section(wish.files, wish.rows, counts, found, load)
    print(lines)
    if wish.write:
        write_page(lines)


if __name__ == "__main__":
    main()
