"""A small team's desk: its workbook, and exports to import into it."""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from ippbook import imports
from ippbook.imports import rejects

HEADERS = {
    "Listings": ["Listing", "URL", "Platform", "Title", "Store", "Seller", "Right", "Price", "First seen", "Notes"],
    "Complaints": ["Complaint", "Listing", "Right", "Account", "Platform", "Reason", "Filed", "Status", "Decided",
                   "Counter noticed", "Counter reason", "Withdrawn by", "Notes"],
}  # fmt: skip
TAOBAO = "https://item.taobao.com/item.htm?id=71234567890{}"
LISTINGS: list[list[Any]] = [
    ["L0001", TAOBAO.format(1) + "&spm=a1", "taobao", "my own title", "", "", "R1", 12.5, None, "typed"],
    ["L0002", TAOBAO.format(2), "", "", "", "", "", "ask", None, None],
    ["L0003", "https://detail.tmall.com/item.htm?id=712345678903", None, None, None, None, None, None, None, None],
]
COMPLAINTS: list[list[Any]] = [
    ["C-1", "L0001", "R1", "a", "taobao", "counterfeit", 46_174, "submitted", None, None, None, None, "typed"],
    ["C-1", "L0002", "R1", "a", "taobao", "counterfeit", 46_174, "submitted", None, None, None, None, None],
    ["C-2", "L0003", "R1", "a", "tmall", "counterfeit", 46_174, "reinstated", 46_180, 46_178, None, None, None],
]


def book(path: Path, *, blank_rows: int = 2, plain: bool = False) -> Path:
    """The team's workbook, its tables with blank rows at their ends; *plain*: sheets without tables."""
    with xlsxwriter.Workbook(path) as made:
        for name, rows in (("Listings", LISTINGS), ("Complaints", COMPLAINTS)):
            sheet = made.add_worksheet(name)
            headers = HEADERS[name]
            if plain:
                sheet.write_row(0, 0, headers)
            else:
                columns = [{"header": header} for header in headers]
                sheet.add_table(0, 0, len(rows) + blank_rows, len(headers) - 1, {"name": name, "columns": columns})
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    if value is not None:
                        sheet.write(number, place, value) if not isinstance(value, str) else sheet.write_string(
                            number, place, value
                        )
    return path


def rows_of(path: Path, sheet: str = "Listings") -> list[dict[str, Any]]:
    """The rows of a sheet as openpyxl reads them, blank ones left out."""
    cells = list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:] if any(value is not None for value in row)]


def export(path: Path, records: Sequence[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write an export in the form that its name says."""
    headers = list(dict.fromkeys(name for record in records for name in record))
    if path.suffix == ".json":
        path.write_text(json.dumps(records, ensure_ascii=False), encoding=encoding)
    elif path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding=encoding)
    elif path.suffix == ".xlsx":
        with xlsxwriter.Workbook(path) as made:
            sheet = made.add_worksheet()
            sheet.write_row(0, 0, headers)
            for number, record in enumerate(records, start=1):
                for place, name in enumerate(headers):
                    value = record.get(name)
                    if isinstance(value, str):
                        sheet.write_string(number, place, value)
                    elif value is not None:
                        sheet.write(number, place, value)
    else:
        with path.open("w", encoding=encoding, newline="") as file:
            writer = csv.DictWriter(file, headers, delimiter=delimiter, restval="")
            writer.writeheader()
            writer.writerows(records)
    return path


@dataclass
class Desk:
    """A folder with the team's workbook."""

    folder: Path
    team: Path

    def export(
        self, name: str, records: Sequence[dict[str, Any]], encoding: str = "utf-8", delimiter: str = ","
    ) -> Path:
        """Write an export."""
        return export(self.folder / name, records, encoding, delimiter)

    def write(self, name: str, data: bytes) -> Path:
        """Write any file."""
        path = self.folder / name
        path.write_bytes(data)
        return path

    def listings(self, path: Path, **options: Any) -> imports.MergeResult:
        """Import listings."""
        return imports.import_listings(self.team, path, None, rejects.write_rejects, **options)

    def outcomes(self, path: Path, **options: Any) -> imports.MergeResult:
        """Import outcomes."""
        return imports.import_outcomes(self.team, path, None, rejects.write_rejects, **options)

    def rows(self, sheet: str = "Listings") -> list[dict[str, Any]]:
        """The rows of the workbook as openpyxl reads them."""
        return rows_of(self.team, sheet)

    def plain(self) -> None:
        """Take a workbook without tables instead."""
        book(self.team, plain=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The team's desk."""
    return Desk(tmp_path, book(tmp_path / "team.xlsx"))


@pytest.fixture(scope="session")
def shared_desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk for many examples, each of which leaves it as it found it."""
    folder = tmp_path_factory.mktemp("desk")
    return Desk(folder, book(folder / "team.xlsx"))
