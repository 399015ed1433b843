"""What an import keeps until it writes: as a dictionary by row and field would keep it, in a part of the memory; and no more than a sheet holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.errors import UserError
from ippbook.imports import merge
from ippbook.imports.cell_edits import CellEdits
from ippbook.normalize import clean, says_nothing
from ippbook.ooxml.write import table_growth
from ippbook.tables import append_rows

TAOBAO = "https://item.taobao.com/item.htm?id=712345678901"
PUTS = st.lists(st.tuples(st.integers(0, 6), st.sampled_from(["url", "title"]), st.integers(0, 3)))


@given(puts=PUTS, length=st.integers(0, 4))
def test_edits_by_field_are_those_of_a_dictionary(puts, length):
    edits, plain = CellEdits(length), {}
    for row, name, value in puts:
        edits[row, name] = plain[row, name] = value
    assert len(edits) == len(plain)
    for row in range(8):
        for name in ("url", "title", "price"):
            assert ((row, name) in edits) == ((row, name) in plain)
            assert (row, name) not in plain or edits[row, name] == plain[row, name]
    found = {(row, name): value for name, rows, values in edits.take_columns() for row, value in zip(rows.tolist(), values, strict=True)}  # fmt: skip
    assert found == plain
    assert len(edits) == 0


@given(st.text(st.sampled_from("aZ0é\u4e00\u9fff\u3164\u115f\u200b\ufe0f \t\u00ad\u0301-"), max_size=5))
def test_a_text_says_nothing_exactly_where_cleaning_leaves_nothing(text):
    assert says_nothing(text) == (not clean(text))


LINK = "https://item.taobao.com/item.htm?id=7999999900{:02}"


@pytest.fixture
def short_sheet(monkeypatch):
    """Sheets end at row 9: the team's table has room for five new listings."""
    for module in (merge, append_rows, table_growth):
        monkeypatch.setattr(module, "MAX_ROW", 9)


def exported(desk, count):
    """So many new listings, each twice, and one that the team has."""
    return desk.export("e.csv", [{"URL": LINK.format(row % count)} for row in range(2 * count)] + [{"URL": TAOBAO}])


@pytest.mark.usefixtures("short_sheet")
def test_as_many_new_listings_as_the_sheet_holds_are_imported(desk):
    assert desk.listings(exported(desk, 5)).added == 5


@pytest.mark.usefixtures("short_sheet")
def test_more_new_listings_than_the_sheet_holds_are_refused_before_any_is_kept(desk, monkeypatch):
    monkeypatch.setattr(CellEdits, "__setitem__", lambda *_: pytest.fail("a value was kept"))
    before = desk.team.read_bytes()
    with pytest.raises(UserError, match="a sheet ends at row 9; start a second workbook"):
        desk.listings(exported(desk, 6))
    assert desk.team.read_bytes() == before
