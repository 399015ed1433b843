"""Small workbooks, so that a test of many files costs little."""

from pathlib import Path

import pytest
import xlsxwriter

GOOD = "https://item.taobao.com/item.htm?id=612345678901"
WRONG = "https://www.ebay.com/itm/1"


def small(path: Path, url: str = GOOD) -> Path:
    """A workbook of one listing with one computed column."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    headers = ["Listing", "URL", "Item ID"]
    sheet.write_row(1, 0, ["L1", url])
    sheet.add_table(0, 0, 1, 2, {"name": "Listings", "columns": [{"header": each} for each in headers]})
    book.close()
    return path


@pytest.fixture(scope="session")
def small_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a workbook without errors that is not up to date."""
    return small(tmp_path_factory.mktemp("small") / "small.xlsx").read_bytes()


@pytest.fixture
def three(tmp_path: Path, small_bytes: bytes) -> list[Path]:
    """Two good workbooks, and between them one that is no workbook."""
    paths = [tmp_path / name for name in ("a.xlsx", "bad.xlsx", "c.xlsx")]
    for path in paths:
        path.write_bytes(small_bytes)
    paths[1].write_bytes(b"not a workbook")
    return paths
