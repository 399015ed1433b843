"""New records go into the empty rows at a table's end, then into rows by which it grows."""

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook import ooxml, tables
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.tables.append_rows import new_rows

HEADERS = ("Our mark", "Listing", "URL", "Item ID")


def workbook(path, rows, *, table=True, below=None, totals=False):
    """A sheet Listings with *rows* under `HEADERS`, as a table or plain; *below* is in the cell under the last row."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    sheet.write_row(0, 0, HEADERS)
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value.startswith("="):
                sheet.write_formula(number, column, value, None, "")
            elif value:
                sheet.write_string(number, column, value)
    if table:
        last = len(rows) + totals
        sheet.add_table(
            0,
            0,
            last,
            3,
            {"name": "Listings", "columns": [{"header": header} for header in HEADERS], "total_row": totals},
        )
        for number, row in enumerate(rows, start=1):  # the table's columns blank nothing, but formulas are written last
            for column, value in enumerate(row):
                if value.startswith("="):
                    sheet.write_formula(number, column, value, None, "")
    if below:
        sheet.write_string(len(rows) + 1, 1, below)
    book.close()
    return path


def placed(path, count):
    book = ooxml.open(path)
    edits = ooxml.Edits()
    found = new_rows(book, edits, tables.typed_tables(book, registry().headers)["Listings"], count)
    return book, edits, found


@pytest.mark.parametrize(
    ("rows", "count", "wanted", "grown"),
    [
        ([("", "L1", "u", "")], 2, [3, 4], 2),
        ([("", "L1", "u", ""), ("", "", "", ""), ("", "", "", "")], 2, [3, 4], 0),
        ([("", "L1", "u", ""), ("", "", "", ""), ("", "", "", "")], 3, [3, 4, 5], 1),
        ([("", "L1", "u", ""), ("x", "", "", ""), ("", "", "", "")], 1, [4], 0),
        ([("", "", "", ""), ("", "L1", "u", "")], 1, [4], 1),
        ([("", "L1", "u", ""), ("", "", "", "=IPP_ITEM_ID(C3)")], 1, [3], 0),
        ([("", "L1", "u", ""), ("", "", "=A1", "")], 1, [4], 1),
        ([("", "", "", "")], 1, [2], 0),
    ],
)
def test_new_rows_are_below_the_last_one_that_the_team_filled(tmp_path, rows, count, wanted, grown):
    _, _, found = placed(workbook(tmp_path / "book.xlsx", rows), count)
    assert (found.rows.tolist(), found.grown) == (wanted, grown)


def test_on_a_plain_sheet_new_rows_are_below_the_last(tmp_path):
    _, _, found = placed(workbook(tmp_path / "book.xlsx", [("", "L1", "u", ""), ("note", "", "", "")], table=False), 2)
    assert (found.rows.tolist(), found.grown) == ([4, 5], 0)


@pytest.mark.parametrize(
    ("options", "refusal"), [({"below": "someone's note"}, "not empty"), ({"totals": True}, "totals row")]
)
def test_where_the_table_cannot_grow_a_sentence_says_why(tmp_path, options, refusal):
    with pytest.raises(UserError, match=refusal):
        placed(workbook(tmp_path / "book.xlsx", [("", "L1", "u", "")], **options), 1)


def test_a_missing_table_is_refused_with_what_to_do(tmp_path):
    book = ooxml.open(workbook(tmp_path / "book.xlsx", [("", "L1", "u", "")]))
    with pytest.raises(UserError, match="no table Complaints"):
        new_rows(book, ooxml.Edits(), tables.typed_tables(book, registry().headers)["Complaints"], 1)


@settings(max_examples=30)
@given(st.lists(st.tuples(*[st.sampled_from(["", "a"])] * 3), min_size=1, max_size=5), st.integers(1, 4))
def test_whatever_stands_there_new_rows_cover_nothing_and_the_table_holds_them_all(tmp_path_factory, rows, count):
    path = workbook(tmp_path_factory.mktemp("append") / "book.xlsx", [(*row, "") for row in rows])
    book, edits, found = placed(path, count)
    edits.put_column(found.sheet, 2, found.rows, [f"new {place}" for place in range(count)])
    out = path.with_name("out.xlsx")
    ooxml.save(book, edits, out)
    before, after = openpyxl.load_workbook(path)["Listings"], openpyxl.load_workbook(out)["Listings"]
    cells_before = {cell.coordinate: cell.value for row in before.iter_rows() for cell in row if cell.value is not None}
    now = {cell.coordinate: cell.value for row in after.iter_rows() for cell in row if cell.value is not None}
    assert {at: now[at] for at in cells_before} == cells_before
    assert sorted(value for at, value in now.items() if at not in cells_before) == [
        f"new {place}" for place in range(count)
    ]
    end = int(after.tables["Listings"].ref.split(":D")[1])
    assert end == max(len(rows) + 1, int(found.rows[-1]))
