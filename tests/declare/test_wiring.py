"""The wiring: a parameter's name becomes a column, a join, a setting, a day or a whole table; a wrong name is an error."""

from datetime import date

import numpy as np
import pytest

from ippbook.declare import ComputedColumn, Registry, Wiring, registry
from ippbook.declare.wiring import UnknownNameError
from ippbook.tables.book import Table, Tables
from ippbook.tables.findings import Page
from ippbook.tables.schema import Kind
from ippbook.tables.settings import read_settings
from ippbook.tables.values import series

DAY = date(2026, 6, 30)


def text(*values):
    return series(list(values), Kind.TEXT)


def tables():
    return Tables.of(
        Table.of(
            "Rights",
            {
                "right": text("R1", "R2", "r1"),
                "right_type": text("trademark", "copyright", "portrait right"),
                "expires": series([date(2026, 1, 31), None, date(2030, 1, 1)], Kind.DATE),
            },
        ),
        Table.of("Listings", {"listing": text("L1"), "url": text("https://item.taobao.com/item.htm?id=520813250866")}),
        Table.of(
            "Complaints",
            {"right": text("R1", " Ｒ2", "", "R9"), "listing": text("l1", "", "L1", ""), "complaint": text(*"abcd")},
        ),
    )


def wiring(known=None, **settings):
    known = known or registry()
    return Wiring(tables(), known, DAY, read_settings(settings, known.groups).values())


def test_an_own_column_a_setting_a_group_and_the_day_answer_to_their_names():
    found = wiring(**{"Expiry warning days": 30.0})
    assert list(found.value("Complaints", "complaint")) == ["a", "b", "c", "d"]
    assert found.value("Complaints", "expiry_warning_days") == 30
    assert found.value("Complaints", "general").expiry_warning_days == 30
    assert found.value("Complaints", "as_of") == DAY


def test_a_joined_name_gives_the_record_that_the_row_refers_to_and_blank_where_there_is_none():
    found = wiring()
    expires = found.value("Complaints", "right_expires")
    assert expires.dtype == np.dtype("datetime64[s]")
    assert [str(day)[:10] for day in expires] == ["2026-01-31", "NaT", "NaT", "NaT"]
    assert list(found.value("Complaints", "right_type")) == ["trademark", "copyright", "", ""]


def test_keys_are_compared_without_case_width_and_margins_and_the_first_of_two_rows_counts():
    found = wiring()
    assert list(found.value("Complaints", "right_found")) == [True, True, False, False]
    assert found.value("Complaints", "right_expires")[0].year == 2026


def test_a_computed_column_of_another_table_is_joined_by_its_name():
    assert list(wiring().value("Complaints", "listing_url_platform")) == ["taobao", "", "taobao", ""]


def test_a_whole_table_gives_any_of_its_names():
    rights = wiring().value("Complaints", "all_rights")
    assert len(rights) == 3
    assert list(rights["right_type"]) == ["trademark", "copyright", "portrait right"]
    assert rights["as_of"] == DAY
    assert list(rights.filled) == [True, True, True]


def test_what_is_made_once_of_a_table_is_made_once_a_run():
    made = []

    def make(table):
        made.append(table.table)
        return len(table)

    found = wiring()
    assert found.value("Rights", "all_rights").once(make) == 3
    assert found.value("Complaints", "all_rights").once(make) == 3
    assert found.value("Complaints", "all_complaints").once(make) == 4
    assert made == ["Rights", "Complaints"]


@pytest.mark.parametrize("name", ["nonsense", "right_nonsense", "all_nonsense", "url_found", "listing_right_expires"])
def test_an_unknown_name_is_an_error_that_names_table_and_name(name):
    found = wiring()
    assert not found.is_known("Complaints", name)
    with pytest.raises(UnknownNameError, match=f"Complaints has no column, join or setting called {name}"):
        found.value("Complaints", name)


@pytest.mark.parametrize(
    "name",
    [
        "complaint",
        "right_expires",
        "right_type",
        "right_found",
        "all_rights",
        "as_of",
        "terms",
        "links",
        "row_findings",
    ],
)
def test_a_known_name_is_known_before_anything_is_computed(name):
    assert wiring().is_known("Complaints", name)


def test_an_override_comes_before_all_other_values():
    found = wiring()
    found.overrides["Complaints", "complaint"] = text("x")
    assert list(found.value("Complaints", "complaint")) == ["x"]


def computed(header, function, *parameters, kind=Kind.TEXT):
    return ComputedColumn("Complaints", header, kind, function, parameters, Page("A column."), 10)


def test_computed_columns_that_need_each_other_in_a_ring_are_an_error_and_not_an_endless_loop():
    ring = (computed("One", lambda two: two, "two"), computed("Two", lambda one: one, "one"))
    found = wiring(Registry((), ring, {}, registry().groups))
    for _ in range(2):
        with pytest.raises(UnknownNameError, match="One of Complaints needs itself"):
            found.value("Complaints", "one")


def test_a_column_of_the_wrong_length_is_an_error_that_names_it():
    wrong = (computed("Short", lambda complaint: complaint[:2], "complaint"),)
    with pytest.raises(ValueError, match="computed column Short of Complaints returned 2 rows for 4"):
        wiring(Registry((), wrong, {}, registry().groups)).value("Complaints", "short")


@pytest.mark.parametrize(
    ("answer", "kind", "wanted"),
    [
        (lambda column: column == "a", Kind.YES_NO, ["yes", "no", "no", "no"]),
        (lambda _: [None, float("nan"), "x", "y"], Kind.TEXT, ["", "", "x", "y"]),
        (lambda _: "same", Kind.TEXT, ["same"] * 4),
        (lambda _: np.array([1, 2, 3, 4]), Kind.COUNT, [1.0, 2.0, 3.0, 4.0]),
        (lambda _: 7, Kind.COUNT, [7.0] * 4),
        (lambda column: column.str.upper(), Kind.TEXT, ["A", "B", "C", "D"]),
    ],
)
def test_whatever_shape_a_column_answers_in_its_values_have_its_kind(answer, kind, wanted):
    column = computed("Some", answer, "complaint", kind=kind)
    found = wiring(Registry((), (column,), {}, registry().groups)).value("Complaints", "some")
    assert list(found) == wanted
    assert found.dtype == (np.float64 if kind.numeric else object)


def test_a_refusal_in_a_date_column_is_blank():
    column = computed("Day", lambda _: ["#IPP! no", date(2026, 1, 31), "", None], "complaint", kind=Kind.DATE)
    found = wiring(Registry((), (column,), {}, registry().groups)).value("Complaints", "day")
    assert [str(day)[:10] for day in found] == ["NaT", "2026-01-31", "NaT", "NaT"]
