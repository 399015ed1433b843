"""The engine without Excel with the sample open in it, and how the tests press buttons there."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ippbook import ooxml

TODAY = date(2026, 10, 31)


@dataclass
class Office:
    """An app without Excel, and the user's own folder of this test."""

    app: Any
    folder: Path

    def open(self, path: Path, **options: Any) -> Any:
        return self.app.books.open(str(path), **options)

    def press(self, name: str, book: Any, **options: Any) -> Any:
        from ippbook.excel.press_button import press

        return press(name, book, today=options.pop("today", TODAY), state=self.folder / "state", **options)

    def press_from_excel(self, name: str, book: Any, **options: Any) -> Any:
        """As the ribbon does: the book is the caller, and the message is shown."""
        book.set_mock_caller()
        return self.press(name, None, **options)

    @property
    def writes(self) -> int:
        """How often cells or tables were changed in the engine."""
        calls = self.app.impl.calls
        return int(calls["write"] + calls["resize"] + calls["results"])

    @property
    def log(self) -> str:
        return (self.folder / "state" / "excel.log").read_text(encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    pytest.importorskip("xlwings", reason="xlwings is not installed: the buttons are not tested over a live book")
    from ippbook import headless

    with headless.excel() as app:
        yield Office(app, tmp_path)


@pytest.fixture
def team(sample_or_small: Path, tmp_path: Path) -> Path:
    """A copy of the sample: the small one, unless the test is marked `whole_sample`."""
    return Path(shutil.copy(sample_or_small, tmp_path / "team.xlsx"))


@pytest.fixture
def stale(team: Path) -> Path:
    """A copy of the sample whose computed columns and tables hold nonsense, or nothing."""
    from ippbook.declare import registry

    book = ooxml.open(team)
    edits = ooxml.Edits()
    known = registry()
    ours = {name: set(headers) for name, headers in known.headers.items()}
    ours |= {each.table: {column.header for column in each.columns} for each in known.reports}
    for name, headers in ours.items():
        table = book.tables[name]
        first, last = table.data_rows
        for place, header in enumerate(table.columns):
            if header in headers:
                edits.put_column(
                    table.sheet,
                    table.first_col + place,
                    range(first, last + 1),
                    [None if row % 3 else "nonsense" for row in range(first, last + 1)],
                )
    ooxml.save(book, edits)
    return team
