"""A computed table gives each declared column, of its kind, under its header."""

from types import SimpleNamespace

import pandas as pd
import pytest

from ippbook.declare import ReportColumn, registry, report
from ippbook.declare.discovery import declarations_on
from ippbook.tables.schema import Kind

COLUMNS = (
    ReportColumn("Item ID", Kind.TEXT, "The item."),
    ReportColumn("First seen", Kind.DATE, "The day."),
    ReportColumn("Listings", Kind.COUNT, "How many."),
)


def declared(frame):
    @report("Items", columns=COLUMNS)
    def items(_wiring):
        """What was seen."""
        return frame

    (found,) = declarations_on(items)
    return found


def test_columns_come_by_header_in_their_kind_whatever_else_the_frame_has():
    frame = pd.DataFrame(
        {
            "other": [1, 2],
            "listings": [3, 4],
            "item_id": ["a", None],
            "first_seen": pd.to_datetime(["2026-01-31", None]),
        },
        index=[7, 5],
    )
    found = declared(frame).compute(SimpleNamespace())
    assert list(found) == ["Item ID", "First seen", "Listings"]
    assert found["Item ID"].tolist() == ["a", ""]
    assert found["First seen"].dtype.kind == "M"
    assert found["First seen"].isna().tolist() == [False, True]
    assert found["Listings"].tolist() == [3.0, 4.0]


def test_a_table_without_rows_has_its_columns():
    frame = pd.DataFrame({"item_id": [], "first_seen": [], "listings": []})
    assert {header: len(column) for header, column in declared(frame).compute(SimpleNamespace()).items()} == {
        "Item ID": 0,
        "First seen": 0,
        "Listings": 0,
    }


def test_a_declared_column_that_the_frame_lacks_is_an_error_that_names_it():
    with pytest.raises(KeyError, match="listings"):
        declared(pd.DataFrame({"item_id": [], "first_seen": []})).compute(SimpleNamespace())


def test_it_is_drawn_on_a_sheet_of_its_own_name_unless_it_names_another():
    assert declared(pd.DataFrame()).sheet == "Items"
    assert {each.table: each.sheet for each in registry().reports} == {
        "GoodFaithReasons": "Good-Faith",
        "GoodFaithMonths": "Figures",
        "Sellers": "Sellers",
        "OpenRows": "To print",
        "TodayAccounts": "Today",
        "TodayTasks": "Today",
        "ChartAccounts": "Figures",
        "OutcomeFigures": "Figures",
        "TakedownFigures": "Figures",
        "ComebackFigures": "Figures",
        "LastDayFigures": "Figures",
    }


@pytest.mark.parametrize("each", registry().reports, ids=lambda each: each.table)
def test_each_computed_table_says_what_it_is_and_where_that_comes_from(each):
    assert each.page.summary.endswith(".")
    assert each.page.source
    assert all(column.note.endswith(".") for column in each.columns)
    assert len({column.name for column in each.columns}) == len(each.columns)
