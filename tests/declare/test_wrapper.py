"""The names and notes of a worksheet function are such that VBA compiles them and Excel's function wizard takes them."""

import keyword

import pytest

from ippbook.declare import registry
from ippbook.declare.parameters import Parameter
from ippbook.declare.udf_wrapper import legal, note, wrapper_of
from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.tables.findings import Page
from ippbook.tables.schema import Kind

FUNCTIONS = tuple(registry().functions.values())


def function(*names: str, name: str = "IPP_X") -> WorksheetFunction:
    parameters = tuple(Parameter(item, Kind.TEXT, False, True, None, "", f"the {item}") for item in names)
    return WorksheetFunction(name, "Links", lambda *_: "", parameters, Kind.TEXT, Page("A sentence."))


@pytest.mark.parametrize(
    "word", ["type", "next", "date", "end", "on", "Date", "SELECT", "range", "array", "caller", "err"]
)
def test_an_argument_named_like_a_word_of_vba_or_of_the_wrapper_gets_another_name(word):
    (argument,) = wrapper_of(function(word)).arguments
    assert argument.name == f"{word}_"
    assert argument.parameter == word


def test_a_name_never_begins_with_an_underscore_or_a_digit():
    assert [argument.name for argument in wrapper_of(function("_x", "__", "größe")).arguments] == [
        "x",
        "argument",
        "gre",
    ]


def test_names_that_differ_only_in_case_stay_apart():
    assert [a.name for a in wrapper_of(function("rows", "Rows", "ROWS", "ipp_x")).arguments] == [
        "rows",
        "Rows_2",
        "ROWS_3",
        "ipp_x_2",
    ]


@pytest.mark.parametrize(
    "name", ["GF1", "XFD1048576", "A1", "R1C1", "RC", "R", "C", "DATE", "IPP.X", "ipp_x", "1X", "IPP_", "_X"]
)
def test_a_cell_address_or_a_word_of_vba_is_no_name_of_a_function(name):
    assert not legal(name)
    with pytest.raises(ValueError, match="cannot be the name"):
        wrapper_of(function(name=name))


def test_a_note_is_one_ascii_line_of_at_most_255_characters():
    assert note("a\r\n\tb\u00a0c\u2014\u201cd\u201d\u2026") == 'a b c-"d"...'
    long = note("word " * 100)
    assert len(long) <= 255
    assert long.endswith("word...")
    assert len(note("x" * 300)) == 255
    assert note("商标 é") == "e"


def test_a_note_has_no_asterisks_around_a_name_and_keeps_those_that_stand_for_times():
    assert note("It is the column *Findings* of *Due in days*.") == "It is the column Findings of Due in days."
    assert note("2 * 3 * 4") == "2 * 3 * 4"


def test_more_arguments_than_vba_takes_are_refused():
    with pytest.raises(ValueError, match="61 arguments"):
        wrapper_of(function(*(f"a{place}" for place in range(61))))


@pytest.mark.parametrize("declared", FUNCTIONS, ids=lambda item: item.name)
def test_every_declared_function_has_a_wrapper_that_says_what_its_page_says(declared):
    wrapper = wrapper_of(declared)
    assert [argument.parameter for argument in wrapper.arguments] == [p.name for p in declared.parameters]
    assert [argument.optional for argument in wrapper.arguments] == [not p.required for p in declared.parameters]
    assert all(argument.name.isidentifier() and not keyword.iskeyword(argument.name) for argument in wrapper.arguments)
    texts = [wrapper.description, wrapper.category, *wrapper.argument_notes]
    assert all(text and text.isascii() and len(text) <= 255 for text in texts)
    # Nothing is lost on the way: what the wizard shows is the sentence of the page, whole.
    assert wrapper.description == declared.page.summary.replace("*", "")
    assert wrapper.argument_notes == tuple(parameter.note for parameter in declared.parameters)
