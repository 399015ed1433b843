"""Every computed column keeps the promises of the house, also on rows that hold junk, little or nothing."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.declare import Wiring, registry
from ippbook.languages import KnownWord, Sentence, TextSeries
from ippbook.tables.book import Table, Tables
from ippbook.tables.records import RECORDS, record
from ippbook.tables.schema import Kind
from ippbook.tables.settings import read_settings
from ippbook.tables.values import series

COLUMNS = registry().columns
NAMED = pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.table}.{column.name}")
PROMISED = {
    "Rights": "number_as_printed number_valid protected_until in_force findings",
    "Accounts": "complaints_filed complaints_decided complaints_taken_down complaints_rejected counter_notices_upheld "
    "takedown_rate counter_rate worst_reason qualifies fails head_room head_room_by takedowns_needed best_case worst_case runs_out_on "
    "runs_out_by locked_out_until waiting withdrawn_after_appeal owners findings",
    "Listings": "url_platform item_id canonical_url open_page duplicate_of usable_on_platform findings",
    "Complaints": "links usable_on_platform takedown_text written_in characters counts_as in_window leaves_window_on "
    "running_count running_rate qualified_that_day failed_that_day reply_due reply_overdue suit_due findings",
}


def wiring(tables, as_of=date(2026, 6, 30), **values):
    known = registry()
    found = Wiring(tables, known, as_of, read_settings(values, known.groups).values())
    for name, table in tables.tables.items():
        found.overrides[name, "row_findings"] = series([""] * table.length, Kind.TEXT)
    return found


@pytest.mark.parametrize("table", PROMISED)
def test_each_table_has_the_promised_columns_in_the_promised_order(table):
    assert [column.name for column in registry().columns_of(table)] == PROMISED[table].split()


@NAMED
def test_its_page_says_what_it_is_and_where_that_comes_from(column):
    assert column.page.summary.endswith(".")
    assert column.page.source


@NAMED
def test_its_parameters_are_names_that_the_wiring_knows(column):
    known = wiring(Tables.of())
    assert all(known.is_known(column.table, name) for name in column.parameters)


@NAMED
def test_its_name_is_no_input_column_and_no_setting(column):
    assert record(column.table).field(column.name) is None
    assert column.name not in registry().settings


def test_no_setting_hides_an_input_column():
    fields = {field.name for kind in RECORDS for field in kind.fields()}
    assert not fields & registry().settings.keys()


def test_columns_of_own_cells_have_a_formula_and_others_have_none():
    by_name = registry().by_name
    formula = registry().formula(by_name["Listings", "item_id"])
    assert formula == "IPP_ITEM_ID(Listings[[#This Row],[URL]])"
    printed = registry().formula(by_name["Rights", "number_as_printed"])
    assert (
        printed
        == "IPP_NUMBER(Rights[[#This Row],[Number]],Rights[[#This Row],[Right type]],Rights[[#This Row],[Office]])"
    )
    assert registry().formula(by_name["Rights", "in_force"]) == ""
    assert registry().formula(by_name["Complaints", "links"]) == ""


VALUES = {
    Kind.TEXT: st.sampled_from(
        ["", "a", "b", "https://item.taobao.com/item.htm?id=520813250866", "{{ 7*7 }}", "=1+1", "ＺＬ"]
    ),
    Kind.DATE: st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    Kind.NUMBER: st.one_of(st.just(float("nan")), st.floats(0, 1e6)),
    Kind.PRICE: st.one_of(st.just(float("nan")), st.floats(0, 1e6)),
    Kind.YES_NO: st.sampled_from(["", "yes", "no"]),
}


@st.composite
def any_tables(draw):
    found = []
    for kind in RECORDS:
        length = draw(st.integers(0, 4))
        columns = {}
        for field in kind.fields():
            values = st.sampled_from(["", *field.vocabulary.codes]) if field.vocabulary else VALUES[field.kind]
            columns[field.name] = series(draw(st.lists(values, min_size=length, max_size=length)), field.kind)
        found.append(Table.of(kind.table, columns))
    return Tables.of(*found)


@settings(max_examples=settings().max_examples, deadline=None)
@given(any_tables())
def test_every_column_computes_on_any_tables_with_a_value_of_its_kind_in_each_row(tables):
    known = wiring(tables)
    for column in COLUMNS:
        found = known.value(column.table, column.name)
        assert len(found) == tables[column.table].length
        if column.kind is Kind.DATE:
            assert found.dtype == np.dtype("datetime64[s]")
        elif column.kind.numeric:
            assert found.dtype == np.float64
        else:
            # A text that can be shown in another language keeps what it is made of; the writer and the reports translate it.
            assert all(type(value) in {str, Sentence, TextSeries, KnownWord} for value in found)
            assert not any("#IPP!" in value for value in found), column.header


@NAMED
def test_a_row_that_holds_nothing_has_nothing_computed(column):
    blank_rows = {
        kind.table: Table.of(kind.table, {kind.fields()[0].name: series(["", "x", ""], Kind.TEXT)}) for kind in RECORDS
    }
    found = wiring(Tables.of(*blank_rows.values())).value(column.table, column.name)
    for row in (0, 2):
        value = found[row]
        assert value == "" or pd.isna(value)
