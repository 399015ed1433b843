"""Blank cells of a large table are filled all at once, and the file is the one that filling them one by one writes."""

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.ooxml.write import changed_cells

ROWS, COLUMNS = 8, 6
PUTS = st.lists(
    st.tuples(
        st.integers(1, ROWS),
        st.integers(1, COLUMNS),
        st.sampled_from([1.5, 0, True, "a<b", "", " x\n", "品牌", None, ooxml.Error("#N/A")]),
        st.booleans(),
    ),
    max_size=20,
)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """Styled blank cells next to filled ones, a formula and an array formula."""
    path = tmp_path_factory.mktemp("blanks") / "team.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    looks = [book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})]
    for row in range(ROWS):
        for column in range(COLUMNS):
            sheet.write_blank(row, column, None, looks[(row + column) % 2])
    sheet.write_row(2, 0, ["text", 5, True])
    sheet.write_formula("E2", "=A1", looks[0], 1)
    sheet.write_array_formula("F4:F5", "{=A1:A2}", looks[1], 1)
    book.close()
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(puts=PUTS)
def test_cells_filled_at_once_are_those_filled_one_by_one(path, tmp_path_factory, puts):
    written = []
    for plain_blocks in (changed_cells.PlainBlock, type("NoBlock", (), {})):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(changed_cells, "PlainBlock", plain_blocks)
            edits = ooxml.Edits()
            for row, column, value, replaces in puts:
                edits.put("Sheet1", row, column, value, replace_formula=replaces)
            out = tmp_path_factory.getbasetemp() / "out.xlsx"
            try:
                ooxml.save(ooxml.open(path), edits, out)
            except ooxml.EditError as refusal:
                written.append(str(refusal))
            else:
                written.append(out.read_bytes())
    assert written[0] == written[1]
