"""The inputs that `explain` and the reference pages show are those that the wiring passes."""

from datetime import date

import pytest

from ippbook.declare import Wiring, registry
from ippbook.declare.inputs import ParameterRole, inputs_of, inputs_of_column, inputs_of_function, meaning_of
from ippbook.declare.pages import page_entry
from ippbook.declare.wiring import Whole
from ippbook.errors import UserError
from ippbook.tables.book import Tables
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Kind
from ippbook.tables.settings import read_settings

KNOWN = registry()
SETTINGS = read_settings({}, KNOWN.groups).values()
WIRING = Wiring(Tables.of(), KNOWN, date(2026, 6, 30), SETTINGS)
HEADERS = {
    kind.table: {field.header for field in kind.fields()} | {column.header for column in KNOWN.columns_of(kind.table)}
    for kind in RECORDS
}
DECLARED = [(rule.code, rule.table, rule.parameters) for rule in KNOWN.rules]
DECLARED += [(f"{each.table}: {each.header}", each.table, each.parameters) for each in KNOWN.columns if each.by is None]


@pytest.mark.parametrize(("table", "names"), [each[1:] for each in DECLARED], ids=[each[0] for each in DECLARED])
def test_every_parameter_has_a_line_whose_table_and_header_exist(table, names):
    lines = inputs_of(names, table, KNOWN)
    assert list(dict.fromkeys(line.parameter for line in lines)) == list(names)
    for line in lines:
        if line.table == "Settings":
            assert line.default
            assert line.header in {field.header for field in KNOWN.settings.values()}
        elif line.header:
            assert line.header in HEADERS[line.table]


@pytest.mark.parametrize(("table", "names"), [each[1:] for each in DECLARED], ids=[each[0] for each in DECLARED])
def test_a_line_has_the_kind_of_the_value_that_the_wiring_passes(table, names):
    for name in names:
        meaning = meaning_of(name, table, KNOWN)
        if meaning.role is ParameterRole.FINDINGS:
            continue  # the checks of the run are their value
        value = WIRING.value(table, name)
        match meaning.role:
            case ParameterRole.DAY | ParameterRole.SETTING:
                assert value == (WIRING.as_of if meaning.role is ParameterRole.DAY else SETTINGS[name])
            case ParameterRole.GROUP:
                assert type(value).title == meaning.table
            case ParameterRole.TABLE:
                assert isinstance(value, Whole)
                assert value.table == meaning.table
            case ParameterRole.FOUND:
                assert value.dtype == bool
            case _:
                assert (value.dtype.kind == "M") == (meaning.kind is Kind.DATE)
                assert (value.dtype.kind == "f") == meaning.kind.numeric


def test_a_column_of_another_table_says_by_which_column_the_row_refers_to_it():
    (line,) = inputs_of(("right_expires",), "Complaints", KNOWN)
    assert line.place == "Rights: Expires (of the record that Right names)"
    assert line.kind == "date"


def test_a_group_of_settings_has_a_line_for_each_setting_with_its_default():
    lines = inputs_of(("terms",), "Accounts", KNOWN)
    assert {line.parameter for line in lines} == {"terms"}
    assert "90 %" in {line.default for line in lines}


def test_an_unknown_parameter_has_no_line():
    assert inputs_of(("nonsense", "right_nonsense", "url_found"), "Complaints", KNOWN) == ()


def test_a_column_that_a_worksheet_function_computes_reads_the_cells_of_its_row():
    column = KNOWN.by_name["Rights", "number_as_printed"]
    assert [line.place for line in inputs_of_column(column, KNOWN)] == [
        "Rights: Number",
        "Rights: Right type",
        "Rights: Office",
    ]


def test_the_inputs_of_a_function_are_its_arguments():
    function = KNOWN.functions["IPP_USABLE_ON"]
    assert [line.parameter for line in inputs_of_function(function)] == [each.name for each in function.parameters]


@pytest.mark.parametrize("name", ["Complaints: Links", "complaints links", "COMPLAINTS.LINKS"])
def test_a_computed_column_is_explained_by_table_and_header(name):
    found = page_entry(name)
    assert found.code == "Complaints: Links"
    assert [line.parameter for line in found.inputs] == ["complaint", "account"]


def test_a_header_that_only_one_table_has_is_enough():
    assert page_entry("Number as printed").code == "Rights: Number as printed"
    with pytest.raises(UserError, match="did you mean"):
        page_entry("Findings")


def test_every_code_and_every_function_is_explained_with_its_inputs():
    for rule in KNOWN.rules:
        assert page_entry(rule.code).inputs
    for name in KNOWN.functions:
        assert page_entry(name.lower()).inputs


def late(terms, filed):
    return terms.min_complaints if filed else terms.max_counter_rate


def passed_on(terms):
    return late(terms, terms.unit)


def test_of_a_group_only_the_settings_that_the_function_reads_are_listed():
    lines = inputs_of(("terms",), "Accounts", KNOWN, late)
    assert {line.header for line in lines} == {"Min complaints", "Max counter rate"}
    assert len(inputs_of(("terms",), "Accounts", KNOWN, passed_on)) == len(inputs_of(("terms",), "Accounts", KNOWN))
