"""Prints what requirements.txt of xlwings Lite means in Pyodide: a package without a version has that of its distribution.

python -m tests.oracles.as_pyodide FOLDER, where FOLDER holds the npm package of Pyodide.
"""

import json
import sys
from pathlib import Path

from ippbook.excel.lite import program


def versions(home: Path) -> dict[str, str]:
    """The version of each package that the distribution carries, by name."""
    lock = json.loads((home / "node_modules" / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    return {name.replace("_", "-"): package["version"] for name, package in lock["packages"].items()}


def lines(home: Path) -> list[str]:
    """The lines of requirements.txt, each with a version."""
    known = versions(home)
    wanted = program.settings()["requirements.txt"].splitlines()
    return [line if "==" in line else f"{line}=={known[line]}" for line in wanted]


if __name__ == "__main__":
    sys.stdout.write("\n".join([*lines(Path(sys.argv[1])), ""]))
