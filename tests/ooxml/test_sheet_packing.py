"""A workbook whose sheets two processes have packed has the same bytes as one that this process has written alone."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from ippbook import ooxml
from ippbook.ooxml.write import sheet_packing
from ippbook.ooxml.write.sheet_packing import PackedAside, PackedSheet, SheetPacker
from ippbook.second_core import second_core_allowed

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the second core is not used"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),  # a test runner may have threads
]
SHEETS = ("One", "Two", "Three", "Four", "Five")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("packing") / "five.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for number, name in enumerate(SHEETS):
            sheet = book.add_worksheet(name)
            for row in range(40):
                sheet.write_row(row, 0, [f"{name} {row}", row * number, "same"])
    return path


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(sheet_packing, "_LARGE_SHEET", 100)


@pytest.fixture
def put_aside(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """For each sheet whether the second core has packed it."""
    found: list[bool] = []
    plain = PackedAside.put

    def noted(*args: object) -> PackedSheet | None:
        sheet = plain(*args)
        found.append(sheet is not None)
        return sheet

    monkeypatch.setattr(PackedAside, "put", noted)
    return found


def edited(path: Path, out: Path, *, unchanged: str = "") -> tuple[bytes, ooxml.Saved]:
    book, edits = ooxml.open(path), ooxml.Edits()
    for number, name in enumerate(SHEETS):
        if name == unchanged:
            edits.put(name, 1, 3, "same")
            continue
        edits.put_column(name, 3, range(1, 41), [f"new <{row}>" for row in range(40)])
        edits.put_column(name, 4 + number, range(1, 61), list(range(60)))
    saved = ooxml.save(book, edits, out)
    return out.read_bytes(), saved


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("unchanged", ["", "Two", "Five"])
def test_two_processes_write_the_same_bytes_and_report_the_same(
    workbook: Path, tmp_path: Path, put_aside: list[bool], unchanged: str
) -> None:
    alone, said = edited(workbook, tmp_path / "out.xlsx", unchanged=unchanged)
    assert put_aside == [False] * 5
    with second_core_allowed():
        together, also_said = edited(workbook, tmp_path / "out.xlsx", unchanged=unchanged)
    assert put_aside[5:] == [False, False, False, True, unchanged != "Five"]
    assert (together, also_said) == (alone, said)


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize(
    "fault", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: os.kill(os.getpid(), signal.SIGSTOP), lambda: 1 / 0]
)
def test_what_becomes_of_the_other_process_changes_nothing(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, put_aside: list[bool], fault: Callable[[], object]
) -> None:
    alone, said = edited(workbook, tmp_path / "out.xlsx")
    first, plain = os.getpid(), SheetPacker.pack

    def failing(self: SheetPacker, *args: object) -> PackedSheet | None:
        if os.getpid() != first and args[-1].name.endswith("sheet5.xml"):
            fault()
        return plain(self, *args)

    monkeypatch.setattr(SheetPacker, "pack", failing)
    with second_core_allowed():
        together, also_said = edited(workbook, tmp_path / "out.xlsx")
    assert put_aside[5:] == [False, False, False, True, False]
    assert (together, also_said) == (alone, said)


@pytest.mark.usefixtures("two_cores")
def test_an_error_in_the_other_process_is_said_as_if_there_were_one(workbook: Path, tmp_path: Path) -> None:
    book, edits = ooxml.open(workbook), ooxml.Edits()
    for name in SHEETS:
        edits.put(name, 1, 3, "new")
    damaged = next(sheet for sheet in book.sheets if sheet.name == "Five")
    plain = book.stream
    book.stream = lambda sheet, **more: iter(_refused(sheet.name)) if sheet == damaged else plain(sheet, **more)
    with second_core_allowed(), pytest.raises(ooxml.WorkbookError, match="Five cannot be read"):
        ooxml.save(book, edits, tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []


def _refused(name: str):
    raise ooxml.WorkbookError("{name} cannot be read", name=name)
    yield
