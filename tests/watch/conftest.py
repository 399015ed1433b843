"""Folders with small workbooks, and a watch whose clock the test drives."""

from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from ippbook.batch.one_file import FileOptions
from ippbook.watch import WatchedFolder, WatchPlan, watch_folders

DAY = date(2026, 11, 30)


class EndOfWatchError(Exception):
    """The end of a watch, from its pause."""


def _workbook(path: Path, number: str) -> bytes:
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    sheet.write_row(1, 0, ["L1", f"https://item.taobao.com/item.htm?id={number}"])
    headers = [{"header": each} for each in ("Listing", "URL", "Item ID")]
    sheet.add_table(0, 0, 1, 2, {"name": "Listings", "columns": headers})
    book.close()
    return path.read_bytes()


@pytest.fixture(scope="session")
def fresh_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of one listing whose computed column is blank."""
    return _workbook(tmp_path_factory.mktemp("watch") / "fresh.xlsx", "612345678901")


@pytest.fixture(scope="session")
def newer_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """As `fresh_bytes`, with the link of another item."""
    return _workbook(tmp_path_factory.mktemp("watch") / "newer.xlsx", "712345678901")


@pytest.fixture
def folder(tmp_path: Path, fresh_bytes: bytes) -> Path:
    """A folder with one workbook."""
    place = tmp_path / "d"
    place.mkdir()
    (place / "a.xlsx").write_bytes(fresh_bytes)
    return place


@pytest.fixture
def run_watch(folder):
    """Run a watch over *folder*: before each pause the next of *steps* is called. Gives the events as (kind, name of the file)."""

    def run(*steps, out=None, days=(), whole=False, settle=3.0):
        now = [0.0]
        waiting = list(steps)
        dates = list(days)

        def pause(seconds: float) -> None:
            now[0] += max(seconds, 0.01)
            if not waiting:
                raise EndOfWatchError
            waiting.pop(0)()

        def options():
            return FileOptions(today=dates.pop(0) if dates else DAY, recalculates=True, most=0)

        plan = WatchPlan([WatchedFolder(folder, out)], options, settle=settle, every=2.0)
        events = []
        with suppress(EndOfWatchError):
            events.extend(watch_folders(plan, lambda: now[0], pause))
        return events if whole else [(event.kind.value, Path(event.path).name) for event in events if event.path]

    return run


def rest() -> None:
    """A pause in which nothing happens."""
