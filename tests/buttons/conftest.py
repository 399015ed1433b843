"""A desk over a plain file, with no host at all: what a button does there is what it does everywhere."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ippbook import ooxml
from ippbook.declare.button import Restored, Spot
from ippbook.imports import rejects

TOP = Spot("Guide", 1, 1)


@dataclass
class FileDesk:
    """Takes the place of the desk of a host; it notes the stages that are shown and the cells that are visited."""

    path: Path
    spot: Spot = TOP
    as_of: date | None = None
    today: date = date(2026, 10, 31)
    chosen: Path | None = None
    stages: list[str] = field(default_factory=list)
    visited: list[Spot] = field(default_factory=list)
    put_aside: Callable[..., Path] = rejects.write_rejects
    answers: bool = True

    @property
    def book(self) -> Any:
        return ooxml.open(self.path)

    def tell(self, stage: str) -> None:
        self.stages.append(stage)

    def go(self, spot: Spot) -> None:
        self.visited.append(spot)
        self.spot = spot

    def choose_file(self, _title: str, _endings: tuple[str, ...]) -> Path | None:
        return self.chosen

    def choose_folder(self, _title: str, _default: Path) -> Path | None:
        return self.chosen

    def take_back(self) -> Restored:
        return Restored("Check", 3)


@pytest.fixture
def desk(sample_or_small: Path, tmp_path: Path) -> FileDesk:
    """A desk over a copy of the sample: the small one, unless the test is marked `whole_sample`."""
    return FileDesk(Path(shutil.copy(sample_or_small, tmp_path / "team.xlsx")))
