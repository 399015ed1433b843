"""What small commands cost next to `import pandas`, which any script about tables of one's own begins with.

    python benchmarks/start_up.py [--runs N]

Medians of whole processes, wall time and processor time; the commands and the import take turns, so that both see the same machine.
"""

import argparse
import statistics
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from measure import cost

LINK: Final = '=IPP_ITEM_ID("https://item.taobao.com/item.htm?id=123456789012")'
WANTED: Final = {"ippbook --version": 0.3, "ippbook eval, one link": 0.6, "ippbook check, the sample": 2.0}
"""Times of `import pandas` that the project has set itself as a limit."""


def commands(sample: Path) -> Mapping[str, Sequence[str]]:
    """The commands by name."""
    ippbook = [sys.executable, "-m", "ippbook"]
    return {
        "import pandas": [sys.executable, "-c", "import pandas"],
        "ippbook --version": [*ippbook, "--version"],
        "ippbook eval, one link": [*ippbook, "eval", LINK],
        "ippbook get, one cell": [*ippbook, "get", str(sample), "Listings!A5"],
        "ippbook check, the sample": [*ippbook, "check", str(sample), "--as-of", "2026-10-31"],
        "ippbook recalc --check, the sample": [*ippbook, "recalc", "--check", str(sample), "--as-of", "2026-10-31"],
    }


def section(folder: Path, runs: int = 7) -> list[str]:
    """The section of RESULTS.md."""
    sample = folder / "sample.xlsx"
    cost([sys.executable, "-m", "ippbook", "new", str(sample), "--sample"], memory=False)
    works = commands(sample)
    found = [
        {name: cost(work, ends_with=(0, 1), memory=False) for name, work in works.items()} for _ in range(runs + 1)
    ][1:]
    lines = [
        "## Small commands next to `import pandas`",
        "",
        "| | time | processor time | times `import pandas` | wanted |",
        "|---|---|---|---|---|",
    ]
    for name in works:
        seconds = statistics.median(run[name].seconds for run in found)
        processor = statistics.median(run[name].processor for run in found)
        ratio = statistics.median(run[name].seconds / run["import pandas"].seconds for run in found)
        limit = f"≤ {WANTED[name]} ×" if name in WANTED else ""
        lines.append(f"| {name} | {seconds:.2f} s | {processor:.2f} s | {ratio:.2f} × | {limit} |")
    return [*lines, ""]


def main() -> None:
    """Print the section."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--runs", type=int, default=7)
    with tempfile.TemporaryDirectory() as folder:
        print("\n".join(section(Path(folder), reader.parse_args().runs)))


if __name__ == "__main__":
    main()
