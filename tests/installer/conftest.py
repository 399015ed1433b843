"""A simulated computer in the test's own folder."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ippbook.installer.simulated_host import Simulated

ADDIN_TYPE = '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"/></Types>'


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    """A file that says of itself that it is an add-in."""
    path = tmp_path / "given.xlam"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("[Content_Types].xml", ADDIN_TYPE)
    return path


@pytest.fixture
def computer(tmp_path: Path) -> Callable[..., Simulated]:
    """Make the simulated computer, or change what machine.json says of it."""

    def make(**machine: Any) -> Simulated:
        folder = tmp_path / "computer"
        folder.mkdir(exist_ok=True)
        (folder / "machine.json").write_text(json.dumps(machine), "utf-8")
        return Simulated(folder)

    return make


@pytest.fixture
def tree() -> Callable[[Simulated], dict[str, bytes]]:
    """Every file of a simulated computer, with its bytes, but for its own log and description."""

    def read(host: Simulated) -> dict[str, bytes]:
        return {
            path.relative_to(host.folder).as_posix(): path.read_bytes()
            for path in host.folder.rglob("*")
            if path.is_file() and path.name not in ("ran.jsonl", "machine.json")
        }

    return read
