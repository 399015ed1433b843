"""A simulated computer in the test's own folder."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ippbook.faces.excel.setup.simulated import Simulated

ADDIN = b"PK\x03\x04 an add-in"


@pytest.fixture
def addin(tmp_path: Path) -> Path:
    """Bytes that begin as an add-in does."""
    path = tmp_path / "given.xlam"
    path.write_bytes(ADDIN)
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
