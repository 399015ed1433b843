"""The reader knows which cells share a text; a column keeps that knowledge as long as it is the column that was read."""

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from ippbook import ooxml, tables
from ippbook.declare import registry
from ippbook.formulas.answered_cells import AnsweredCells
from ippbook.formulas.recalculate import Calculated
from ippbook.ooxml import BLANK, NUMBER, TEXT, CellColumn
from ippbook.tables.read_column import read_column
from ippbook.tables.schema import Kind, vocabulary_of
from ippbook.tables.text_codes import TextCodes

ROWS = [
    ("C1", "acme", "taobao", "accepted"),
    ("C1", " ACME", "Taobao", "rejected"),
    (None, None, "ebay", ""),
    ("C2", "acme", "淘宝", "accepted"),
]


def cells(texts, codes, kind=TEXT):
    """A column of cells; a blank where a text is None."""
    blank = np.array([text is None for text in texts], dtype=bool)
    many = len(texts)
    return CellColumn(
        first_row=2,
        kind=np.where(blank, BLANK, kind).astype(np.uint8),
        number=np.full(many, 1.0 if kind == NUMBER else np.nan),
        text=np.array([*(text or "" for text in texts), None], dtype=object)[:-1],
        iso=np.zeros(many, dtype=bool),
        style=np.zeros(many, dtype=np.int32),
        formula=None,
        text_code=None if codes is None else np.array(codes, dtype=np.int32),
    )


def same_texts(categorical, column):
    assert categorical.dtype == "category"
    assert column.dtype == object
    assert categorical.index.equals(column.index)
    assert categorical.astype(object).where(categorical.notna(), "").tolist() == column.tolist()


texts = st.sampled_from(["taobao", " Taobao", "淘宝", "tmall", "ebay", "", "  "])


@given(
    st.lists(st.none() | st.tuples(texts, st.integers(0, 1)), max_size=12), st.sampled_from([Kind.TEXT, Kind.CHOICE])
)
def test_codes_give_the_texts_of_the_column(rows, kind):
    known: dict[tuple[str, int], int] = {}  # one text may have two codes
    codes = [-1 if row is None else known.setdefault(row, len(known)) for row in rows]
    column_cells = cells([row and row[0] for row in rows], codes)
    column, _ = read_column(column_cells, kind, vocabulary_of("platforms") if kind is Kind.CHOICE else None)
    found = TextCodes.of(column, column_cells)
    assert found is not None
    same_texts(found.categorical(), column)
    assert "" not in found.categorical().cat.categories


@pytest.mark.parametrize("unknown", [cells(["a", "a"], None), cells(["", ""], [-1, -1], NUMBER)])
def test_a_column_with_numbers_or_from_a_host_has_no_codes(unknown):
    column, _ = read_column(unknown, Kind.TEXT)
    assert TextCodes.of(column, unknown) is None


def with_openpyxl(path, rows):
    """Texts shared by all cells, as Excel writes them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Complaints"
    for row in rows:
        sheet.append(row)
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Complaints", ref=sheet.dimensions))
    book.save(path)


def with_texts_in_cells(path, rows):
    """Each text inside its cell, as exports of portals write them."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Complaints")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, ["" if value is None else value for value in row])


@pytest.fixture(params=[with_openpyxl, with_texts_in_cells])
def complaints(request, tmp_path):
    path = tmp_path / "team.xlsx"
    request.param(path, [("Complaint", "Account", "Platform", "Status"), *ROWS])
    return tables.typed_tables(ooxml.open(path), registry().headers)["Complaints"]


@pytest.mark.parametrize("name", ["complaint", "account", "platform", "status"])
def test_a_column_read_from_a_file_has_codes(complaints, name):
    column = complaints.columns[name]
    same_texts(complaints.categorical(name, column), column)


def test_another_column_of_the_same_name_has_no_codes(complaints):
    other = complaints.columns["account"].replace("acme", "beta")
    assert complaints.categorical("account", other) is other
    assert complaints.categorical("link", other) is other


class OneColumn:
    """A sheet of one column."""

    first_row, last_row, merges, columns = 2, 3, (), (1,)

    def __getitem__(self, column):
        return cells(["acme", "acme"], [0, 0])


def test_calculated_texts_do_not_keep_the_codes_of_old_ones():
    answered = AnsweredCells(
        OneColumn(), {1: Calculated("Complaints", 1, np.array([3]), np.array(["beta"], dtype=object))}
    )[1]
    assert answered.text.tolist() == ["acme", "beta"]
    assert answered.text_code is None
