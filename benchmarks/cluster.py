"""What a cluster costs and brings: the same folder with one process, with `--jobs`, and with the workers of a scheduler on this machine.

Prints seconds of the whole command, the gain over one process, and what a workbook costs beyond its own work. Every way must write the
same bytes. A machine with N cores shows at most N times the speed; the figures of 1 worker show what the scheduler itself costs.

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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from recalculation import draw

DAY = "2026-10-31"


def recalculated(source: Path, out: Path, *options: str) -> float:
    """Seconds of one command; its process starts and ends in them."""
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
    begin = time.perf_counter()
    subprocess.run([*command, *options], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


@contextmanager
def cluster(workers: int, folder: Path) -> Iterator[str]:
    """The address of a scheduler with this many workers."""
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
        yield address
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
        seconds = {"one process": alone}
        for count in counts:
            seconds[f"--jobs {count}"] = recalculated(source, folder / f"jobs{count}", "--jobs", str(count))
        for count in counts:
            with cluster(count, folder / "scratch") as address:
                first = folder / f"first{count}"
                recalculated(source, first, "--scheduler", address)  # the workers import what they need once
                place = folder / f"workers{count}"
                seconds[f"--scheduler, {count} workers"] = recalculated(source, place, "--scheduler", address)
        same = all(
            content(each) == wanted
            for each in folder.iterdir()
            if each.is_dir() and each.name not in {"team", "scratch"}
        )
        for way, each in seconds.items():
            print(f"{way:24} {each:7.1f} s  {alone / each:5.2f} ×  {each / wish.files:6.3f} s a file")
        extra = seconds["--scheduler, 1 workers"] - alone
        print(f"a task costs {1000 * extra / wish.files:+.0f} ms beyond its work (1 worker against one process)")
        print("every way wrote the same bytes" if same else "THE BYTES DIFFER")


if __name__ == "__main__":
    main()
