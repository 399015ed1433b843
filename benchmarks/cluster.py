"""What a cluster costs and brings: the same folder with one process, with `--jobs`, and with the workers of a scheduler on this machine.

Prints seconds of the whole command, the gain over one process, processor seconds of all processes together, and what a workbook costs
beyond its own work. Every way must write the same bytes. A machine with N cores shows at most N times the speed; the figures of 1 worker
show what the scheduler itself costs. On a busy machine only the processor seconds can be trusted.

    python benchmarks/cluster.py [FILES] [--rows ROWS] [--most PROCESSES]
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
from pathlib import Path
from typing import NamedTuple

import psutil

from recalculation import draw

DAY = "2026-10-31"


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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=int, nargs="?", default=40)
    parser.add_argument("--rows", type=int, default=1_000)
    parser.add_argument("--most", type=int, default=os.cpu_count() or 1)
    wish = parser.parse_args()
    counts = sorted({1, 2, wish.most} & set(range(1, wish.most + 1)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "team"
        source.mkdir()
        draw(folder / "one.xlsx", wish.rows)
        one = (folder / "one.xlsx").read_bytes()
        for at in range(wish.files):
            (source / f"{at:04}.xlsx").write_bytes(one)
        print(f"{wish.files} workbooks of {wish.rows:,} + {wish.rows:,} rows, {os.cpu_count()} cores")
        alone = recalculated(source, folder / "alone")
        wanted = content(folder / "alone")
        found = {"one process": alone}
        for count in counts:
            found[f"--jobs {count}"] = recalculated(source, folder / f"jobs{count}", "--jobs", str(count))
        for count in counts:
            with cluster(count, folder / "scratch") as (address, servers):
                first = folder / f"first{count}"
                recalculated(source, first, "--scheduler", address)  # the workers import what they need once
                place = folder / f"workers{count}"
                found[f"--scheduler, {count} workers"] = recalculated(
                    source, place, "--scheduler", address, servers=servers
                )
        same = all(
            content(each) == wanted
            for each in folder.iterdir()
            if each.is_dir() and each.name not in {"team", "scratch"}
        )
        for way, each in found.items():
            print(
                f"{way:24} {each.seconds:7.1f} s  {alone.seconds / each.seconds:5.2f} ×  {each.processor:7.1f} processor s  {each.processor / wish.files:6.3f} a file"
            )
        extra = found["--scheduler, 1 workers"].processor - alone.processor
        print(
            f"a task costs {1000 * extra / wish.files:+.0f} ms of processor beyond its work (1 worker against one process)"
        )
        print("every way wrote the same bytes" if same else "THE BYTES DIFFER")


if __name__ == "__main__":
    main()
