"""The `spans` of a row tell Excel which columns have cells, so they must hold every cell of the row."""

import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from ippbook import ooxml


@pytest.mark.parametrize("height", [(), (7,), tuple(range(1, 40, 3))], ids=["alike", "one unlike", "many unlike"])
def test_spans_hold_every_cell_of_each_row_and_change_in_no_other(tmp_path: Path, height: tuple[int, ...]) -> None:
    source, out = tmp_path / "in.xlsx", tmp_path / "out.xlsx"
    with xlsxwriter.Workbook(str(source)) as book:
        sheet = book.add_worksheet("S")
        for row in range(40):
            sheet.write_row(row, 1, [row, row + 1, row + 2])
        for row in height:
            sheet.set_row(row, 30)
    edits = ooxml.Edits()
    for row in range(2, 40, 2):
        edits.put("S", row, 3 + row % 6, f"new {row}")
    for row in range(5, 40, 5):
        edits.put("S", row, 1, float(row))
    ooxml.save(ooxml.open(source), edits, out)

    before, after = (_rows(path) for path in (source, out))
    assert len(after) == len(before) == 40
    changed = set(range(2, 40, 2)) | set(range(5, 40, 5))
    for number, text in after.items():
        spans = re.search(r'<row [^>]*spans="(\d+):(\d+)"', text)
        assert spans is not None
        columns = [ord(letter) - 64 for letter in re.findall(r'<c r="([A-Z])\d', text)]
        assert int(spans[1]) <= min(columns) <= max(columns) <= int(spans[2])
        assert columns == sorted(set(columns))
        assert number in changed or text == before[number]
    cells = openpyxl.load_workbook(out)["S"]
    assert [cells.cell(row, 3 + row % 6).value for row in range(2, 40, 2)] == [f"new {row}" for row in range(2, 40, 2)]
    assert [cells.cell(row, 1).value for row in range(5, 40, 5)] == list(range(5, 40, 5))


def _rows(path: Path) -> dict[int, str]:
    """Each row of the first sheet by its number, as it stands in the file."""
    with zipfile.ZipFile(path) as package:
        text = package.read("xl/worksheets/sheet1.xml").decode()
    return {int(found[1]): found[0] for found in re.finditer(r'<row r="(\d+)".*?</row>', text)}
