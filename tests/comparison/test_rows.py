"""Rows are compared by their names and typed values: what is moved or spelled otherwise is the same, everything else is shown."""

from collections import Counter
from datetime import date

import numpy as np
import pandas as pd
import pytest
from compared_workbooks import complaint, listing
from hypothesis import given
from hypothesis import strategies as st

from ippbook.comparison import Side
from ippbook.comparison.table_changes import table_changes
from ippbook.tables import Tables
from ippbook.tables.book import Table

DAY = date(2026, 10, 31)
HEADERS = {"complaint": "Complaint", "listing": "Listing", "status": "Status", "filed": "Filed", "notes": "Notes"}


def only(found, change):
    return list(found.rows(change))


def cells_of(row):
    return {cell.header: (cell.old, cell.new) for cell in row.cells}


# ---- any two tables

CELLS = st.tuples(
    st.sampled_from(["", "C1", "C2", "c2", "C3"]),
    st.sampled_from(["", "L1", "L2", "L3"]),
    st.sampled_from(["", "accepted", "rejected"]),
    st.sampled_from([None, date(2026, 1, 31), date(2026, 2, 1)]),
    st.sampled_from(["", "x", "a note"]),
)
ROWS = st.lists(CELLS, max_size=9)


def side(rows):
    columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], [], [], []]
    days = np.array([np.datetime64(day or "NaT") for day in columns[3]], dtype="datetime64[s]")
    named = dict(zip(HEADERS, columns, strict=True)) | {"filed": days}
    series = {name: pd.Series(values, dtype=None if name == "filed" else object) for name, values in named.items()}
    return Side("a.xlsx", Tables.of(Table.of("Complaints", series)), DAY)


def complaints(old, new):
    return table_changes(side(old), side(new), "Complaints")


def shown(row):
    """A row as the comparison shows it: its cells that are not blank, by header."""
    values = (*row[:3], row[3] and row[3].isoformat(), row[4])
    return {header: value for header, value in zip(HEADERS.values(), values, strict=True) if value}


def counter(rows):
    return Counter(tuple(sorted(row.items())) for row in rows if row)


@given(ROWS)
def test_a_workbook_does_not_differ_from_itself(rows):
    assert not complaints(rows, rows).differs


@given(ROWS, st.randoms())
def test_the_order_of_rows_is_no_difference(rows, random):
    moved = random.sample(rows, len(rows))
    assert not complaints(rows, moved).differs


@given(ROWS, ROWS)
def test_the_differences_applied_to_the_old_rows_give_the_new_rows(old, new):
    found = complaints(old, new)
    kept = {at + 2: shown(row) for at, row in enumerate(old)}
    for row in found.rows("removed"):
        assert kept.pop(row.old_row) == {cell.header: cell.old for cell in row.cells}
    for row in found.rows("changed"):
        target = kept[row.old_row]
        for cell in row.cells:
            assert target.pop(cell.header, None) == cell.old
            if cell.new is not None:
                target[cell.header] = cell.new
    result = [*kept.values(), *({cell.header: cell.new for cell in row.cells} for row in found.rows("added"))]
    assert counter(result) == counter(map(shown, new))


@given(ROWS, ROWS)
def test_the_comparison_is_symmetric(old, new):
    there, back = complaints(old, new), complaints(new, old)
    assert there.counts["added"] == back.counts["removed"]
    assert there.counts["removed"] == back.counts["added"]
    forth = Counter(
        (row.old_row, row.new_row, cell.header, cell.old, cell.new)
        for row in there.rows("changed")
        for cell in row.cells
    )
    assert forth == Counter(
        (row.new_row, row.old_row, cell.header, cell.new, cell.old)
        for row in back.rows("changed")
        for cell in row.cells
    )


@given(ROWS, ROWS)
def test_rows_that_match_have_the_same_name(old, new):
    def name(row):
        return row[0].casefold(), row[1].casefold()

    found = complaints(old, new)
    for row in found.rows("changed"):
        assert name(old[row.old_row - 2]) == name(new[row.new_row - 2])
    names = [Counter(name(row) for row in rows if any(shown(row).values())) for rows in (old, new)]
    for each in names[0].keys() & names[1].keys() - {("", "")}:
        removed = sum(name(old[row.old_row - 2]) == each for row in found.rows("removed"))
        assert removed == max(names[0][each] - names[1][each], 0)  # no more rows go than there are fewer of


# ---- what counts


def test_added_changed_and_removed_rows_are_named_with_their_cells(changes_of):
    old = {"Listings": [listing(1), listing(2), listing(3)]}
    new = {"Listings": [listing(4), listing(3), listing(2, Seller="other")]}
    found = changes_of(old, new)
    assert found.differs
    assert [row.name for row in only(found, "added")] == ["L4"]
    assert [row.name for row in only(found, "removed")] == ["L1"]
    (changed,) = only(found, "changed")
    assert (changed.name, changed.old_row, changed.new_row) == ("L2", 3, 4)
    assert cells_of(changed) == {"Seller": ("seller2", "other")}


def test_complaints_are_the_same_by_number_and_listing(changes_of):
    listings = [listing(1), listing(2)]
    old = {"Listings": listings, "Complaints": [complaint("C1", "L1"), complaint("C1", "L2")]}
    new = {"Listings": listings, "Complaints": [complaint("C1", "L2", Status="rejected"), complaint("C1", "L1")]}
    (changed,) = only(changes_of(old, new, "Complaints"), "changed")
    assert changed.name == "C1 / L2"
    assert cells_of(changed) == {"Status": ("accepted", "rejected")}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"First seen": date(2026, 1, 31)}, {"First seen": "2026-01-31"}),
        ({"First seen": date(2026, 1, 31)}, {"First seen": "31 Jan 2026"}),
        ({"Seller": "Aurora"}, {"Seller": "  Aurora\u200b "}),
        ({"Seller": 1.0}, {"Seller": "1"}),
        ({"Price": 12.5}, {"Price": "12.50"}),
        ({"Platform": "taobao"}, {"Platform": "淘宝"}),
    ],
)
def test_another_spelling_of_the_same_value_is_no_difference(changes_of, before, after):
    found = changes_of({"Listings": [listing(1, **before)]}, {"Listings": [listing(1, **after)]})
    assert only(found, "changed") == []


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ({"First seen": date(2026, 1, 31)}, {"First seen": date(2026, 2, 1)}, ("2026-01-31", "2026-02-01")),
        ({"Seller": "aurora"}, {"Seller": "Aurora"}, ("aurora", "Aurora")),
        ({"Seller": "x"}, {"Seller": None}, ("x", None)),
        ({"First seen": "31 February"}, {"First seen": "30 February"}, ("31 February", "30 February")),
        ({"First seen": date(2026, 1, 31)}, {"First seen": "soon"}, ("2026-01-31", "soon")),
    ],
)
def test_another_value_is_shown_before_and_after(changes_of, before, after, shown):
    found = changes_of({"Listings": [listing(1, **before)]}, {"Listings": [listing(1, **after)]})
    (row,) = only(found, "changed")
    assert next(iter(cells_of(row).values())) == shown


def test_a_formula_in_place_of_the_same_value_is_shown(changes_of):
    found = changes_of({"Listings": [listing(1, Price=0)]}, {"Listings": [listing(1, Price="=B9")]})
    (row,) = only(found, "changed")
    assert [(cell.header, cell.kind, cell.old, cell.new) for cell in row.cells] == [("Price", "formula", None, "=B9")]


def test_a_formula_that_moved_with_its_row_is_the_same(changes_of):
    old = [listing(1, Twice="=LEN(B2)"), listing(2, Twice="=LEN(B3)")]
    new = [listing(2, Twice="=LEN(B2)"), listing(1, Twice="=LEN(B3)")]
    assert not changes_of({"Listings": old}, {"Listings": new}).differs


def test_the_number_1_and_the_text_1_differ_in_a_column_that_ippbook_does_not_know(changes_of):
    found = changes_of({"Listings": [listing(1, Tag=1)]}, {"Listings": [listing(1, Tag="1")]})
    (row,) = only(found, "changed")
    assert [(cell.header, cell.kind) for cell in row.cells] == [("Tag", "own")]


# ---- names


def test_rows_with_one_name_are_matched_by_content_and_this_is_stated(changes_of):
    old = [listing(1, Seller="a"), listing(1, Seller="b"), listing(1, Seller="c")]
    new = [listing(1, Seller="c"), listing(1, Seller="x"), listing(1, Seller="a")]
    found = changes_of({"Listings": old}, {"Listings": new})
    (row,) = only(found, "changed")
    assert cells_of(row) == {"Seller": ("b", "x")}
    assert found.matches.repeated == 1


def test_rows_without_a_name_are_matched_by_content_alone(changes_of):
    old = [listing(1, Listing=None), listing(2, Listing=None)]
    new = [listing(2, Listing=None), listing(3, Listing=None)]
    found = changes_of({"Listings": old}, {"Listings": new})
    assert [row.shown_name for row in only(found, "removed")] == ["row 2 (no name)"]
    assert [row.shown_name for row in only(found, "added")] == ["row 3 (no name)"]
    assert found.matches.nameless == 4


def test_a_row_with_nothing_but_an_own_or_unreadable_cell_is_a_row(changes_of):
    old = {"Listings": [listing(1, Tag=None, **{"First seen": None})]}
    new = {"Listings": [*old["Listings"], {"Tag": "call them"}, {"First seen": "31 February"}]}
    added = only(changes_of(old, new), "added")
    assert [cells_of(row) for row in added] == [{"Tag": (None, "call them")}, {"First seen": (None, "31 February")}]


# ---- columns


def columns_of(found):
    return {(each.change, each.kind, each.old, each.new) for each in found.columns}


def test_columns_that_were_added_removed_and_renamed_are_named(changes_of):
    old = {"Listings": [listing(1, Tag="x", Price=2, Gone="y")]}
    new = {"Listings": [listing(1, Label="x", Title="z", New="n")]}
    found = changes_of(old, new)
    assert columns_of(found) == {
        ("renamed", "own", "Tag", "Label"),
        ("removed", "input", "Price", ""),
        ("added", "input", "", "Title"),
        ("added", "own", "", "New"),
        ("removed", "own", "Gone", ""),
    }


def test_where_a_part_of_the_name_lost_its_header_the_rest_still_names_the_rows(changes_of):
    old = [complaint("C1", "L1"), complaint("C2", "L2")]
    new = [{("Anzeige" if header == "Listing" else header): value for header, value in row.items()} for row in old]
    new[1]["Notes"] = "x"
    found = changes_of({"Complaints": old}, {"Complaints": new}, "Complaints")
    assert (found.counts["added"], found.counts["removed"], found.counts["changed"]) == (0, 0, 2)
    assert [each.name for each in found.rows("changed")] == ["C1 / –", "C2 / –"]  # the sign of a blank
    back = changes_of({"Complaints": new}, {"Complaints": old}, "Complaints")
    assert [each.name for each in back.rows("changed")] == ["C1 / L1", "C2 / L2"]


def test_another_accepted_header_is_a_note_and_no_difference(changes_of):
    old = [{"Listing": "L1", "URL": "https://item.taobao.com/item.htm?id=612345678901", "Platform": "taobao"}]
    new = [{"商品编号": "L1", "商品链接": "https://item.taobao.com/item.htm?id=612345678901", "平台": "淘宝"}]
    found = changes_of({"Listings": old}, {"Listings": new})
    assert not found.differs
    assert ("respelled", "input", "URL", "商品链接") in columns_of(found)


def test_a_chinese_workbook_equals_the_english_one_with_the_same_content(comparing):
    old = {"Listings": [listing(1)], "Complaints": [complaint("C1", "L1")]}
    new = {
        "商品": [{"商品编号": "L1", "商品链接": listing(1)["URL"], "卖家": "seller1"}],
        "投诉": [
            {"投诉单号": "C1", "商品编号": "L1", "投诉账号": "nordlys", "所属站点": "淘宝", "投诉理由": "keyword abuse",
             "投诉时间": date(2026, 9, 1), "处理状态": "accepted", "处理时间": "2026年9月3日"}
        ],
    }  # fmt: skip
    found = comparing(old, new)
    assert not found.differs, [(table.name, table.counts, table.columns) for table in found.tables]
    assert any("URL is now 商品链接" in note for note in found.notes)
