"""Every worksheet function keeps the promises of the house: a page, examples that hold, a legal name, no junk raised."""

import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.declare.worksheet_function import FAILED, AnswerShape
from ippbook.formulas.evaluation import evaluate
from ippbook.formulas.parser import parse
from ippbook.formulas.source import NoWorkbook
from ippbook.tables.schema import Kind
from ippbook.tables.values import text_value

FUNCTIONS = tuple(registry().functions.values())
NAMED = pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
EXAMPLES = [
    (function, line)
    for function in FUNCTIONS
    for line in function.page.section("Examples").splitlines()
    if line.strip()
]


def test_the_first_functions_have_the_names_that_were_promised():
    promised = "PLATFORM ITEM_ID CANONICAL_URL NUMBER NUMBER_VALID PROTECTED_UNTIL USABLE_ON GF_COMPLAINTS GF_RATE GF_QUALIFIES"
    assert {f"IPP_{name}" for name in promised.split()} <= registry().functions.keys()


@NAMED
def test_its_name_is_upper_case_no_cell_address_and_short_enough_for_every_host(function):
    assert re.fullmatch(r"IPP_[A-Z0-9]+(?:_[A-Z0-9]+)*", function.name)
    assert not re.fullmatch(r"[A-Z]{1,3}[0-9]+", function.name)
    assert len(function.name) <= 31


@NAMED
def test_its_page_has_a_sentence_a_source_and_every_argument(function):
    assert function.page.summary.endswith(".")
    assert function.page.source
    assert function.category
    assert all(parameter.note for parameter in function.parameters), function.signature


@NAMED
def test_optional_arguments_stand_last(function):
    needed = [parameter.required for parameter in function.parameters]
    assert needed == sorted(needed, reverse=True)


@NAMED
def test_it_has_examples(function):
    assert any(known is function for known, _ in EXAMPLES)


@NAMED
def test_one_of_its_examples_has_an_answer_so_that_it_can_fail(function):
    answers = [line.partition(" ->")[2].strip() for known, line in EXAMPLES if known is function]
    rows = 2 if function.shape is AnswerShape.TABLE else 1  # a table has its headers
    assert any(len(answer.split(" ; ")) >= rows and answer for answer in answers), answers


@pytest.mark.parametrize(("function", "line"), EXAMPLES, ids=lambda item: item if isinstance(item, str) else item.name)
def test_its_examples_hold_when_they_are_calculated_as_formulas(function, line):
    formula, arrow, wanted = line.strip().partition(" ->")
    assert arrow
    assert formula.startswith(f"={function.name}(")
    found = evaluate(parse(formula), registry().functions, NoWorkbook())
    assert shown_in_cells(found) == wanted.strip()


def shown_in_cells(found):
    """One value as its text; several as rows parted by " ; " and cells parted by " | "."""
    if not isinstance(found, np.ndarray):
        return text_value(found)
    return " ; ".join(" | ".join(text_value(value) for value in row) for row in found).strip()


ISSUE = """PLATFORM ITEM_ID CANONICAL_URL STORE NUMBER_VALID PROTECTED_UNTIL IN_FORCE USABLE_ON REASON_FITS DUPLICATE_OF ROW_FINDINGS
FINDINGS TAKEDOWN_TEXT CHARACTERS WORKDAY REPLY_DUE SUIT_DUE GF_COMPLAINTS GF_DECIDED GF_TAKEN_DOWN GF_REJECTED GF_COUNTER_UPHELD
GF_RATE GF_COUNTER_RATE GF_WORST_REASON GF_QUALIFIES GF_FAILS GF_HEADROOM GF_HEADROOM_BY GF_NEEDED GF_BEST GF_WORST GF_RUNS_OUT GF_RUNS_OUT_BY
GF_LOCKED_UNTIL GF_REASONS GF_MONTHS"""


def test_there_is_a_function_for_everything_that_a_cell_was_promised():
    assert {f"IPP_{name}" for name in ISSUE.split()} <= registry().functions.keys()


def test_every_good_faith_column_of_accounts_has_a_function_that_gives_its_figure():
    # These functions get only columns of complaints, which are not enough for other figures.
    others = {"waiting", "withdrawn_after_appeal", "owners", "findings"}
    names = {column.name for column in registry().columns_of("Accounts")} - others
    by_figure = {
        "complaints_filed": "COMPLAINTS",
        "complaints_decided": "DECIDED",
        "complaints_taken_down": "TAKEN_DOWN",
        "complaints_rejected": "REJECTED",
        "counter_notices_upheld": "COUNTER_UPHELD",
        "takedown_rate": "RATE",
        "counter_rate": "COUNTER_RATE",
        "worst_reason": "WORST_REASON",
        "qualifies": "QUALIFIES",
        "fails": "FAILS",
        "head_room": "HEADROOM",
        "takedowns_needed": "NEEDED",
        "best_case": "BEST",
        "worst_case": "WORST",
        "runs_out_on": "RUNS_OUT",
        "runs_out_by": "RUNS_OUT_BY",
        "head_room_by": "HEADROOM_BY",
        "locked_out_until": "LOCKED_UNTIL",
    }
    assert names == by_figure.keys()
    assert {f"IPP_GF_{name}" for name in by_figure.values()} <= registry().functions.keys()


JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.text(max_size=12),
    st.just("x" * 5000),
    st.dates(),
    st.sampled_from(["trademark", "CN", "taobao", "accepted", "yes", 46053.0, "2026-01-31", "keyword abuse"]),
    st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=5), st.dates()), max_size=3),
    st.builds(object),
)


@NAMED
@settings(max_examples=settings().max_examples, deadline=None)
@given(data=st.data())
def test_junk_in_every_argument_never_raises_and_gives_what_a_cell_can_hold(function, data):
    found = function.call([data.draw(JUNK) for _ in function.parameters])
    for item in found.ravel() if isinstance(found, np.ndarray) else [found]:
        assert isinstance(item, str | int | float | date)
        assert not isinstance(item, bool)
        assert item == item  # noqa: PLR0124  # a cell cannot hold NaN
        assert not str(item).startswith(FAILED) or len(item) <= 255, "a refusal is short, whatever it quotes"


@pytest.mark.parametrize(
    "function",
    [function for function in FUNCTIONS if all(parameter.lifted for parameter in function.parameters)],
    ids=lambda function: function.name,
)
def test_a_row_of_no_values_and_a_row_of_blank_texts_answer_alike(function):
    found = function.call([[None, ""] for _ in function.parameters])
    assert len(found) == 2
    assert found[0] == found[1]


def test_a_whole_column_function_answers_row_by_row_for_a_column_of_accounts():
    names = ["a", "b", "a", "c"]
    filed = [date(2026, 6, 1)] * 4
    count = registry().functions["IPP_GF_COMPLAINTS"]
    rate = registry().functions["IPP_GF_RATE"]
    statuses = ["accepted", "rejected", "rejected", "submitted"]
    assert list(count.call([names, filed, statuses, ["a", "b", "z"], date(2026, 6, 30)])) == [2, 1, 0]
    assert list(rate.call([names, filed, statuses, ["a", "b", "c"], date(2026, 6, 30)])) == [0.5, 0.0, ""]


def test_links_of_one_complaint_number_count_once_if_the_numbers_are_an_argument():
    count = registry().functions["IPP_GF_COMPLAINTS"]
    columns = [["a"] * 4, [date(2026, 6, 1)] * 4, ["accepted"] * 4]
    assert count.call([*columns, "a", date(2026, 6, 30)]) == 4
    assert count.call([*columns, "a", date(2026, 6, 30), None, ["C1", "C1", "C2", "C2"]]) == 2


def test_a_decision_after_the_day_is_pending_if_the_decision_dates_are_an_argument():
    rate = registry().functions["IPP_GF_RATE"]
    columns = [["a", "a"], [date(2026, 6, 1)] * 2, ["accepted", "rejected"], "a", date(2026, 6, 30), None, None]
    assert rate.call([*columns, [date(2026, 6, 5), date(2026, 7, 2)]]) == 1.0


def test_columns_of_different_length_are_refused_in_words():
    found = (
        registry().functions["IPP_GF_RATE"].call([["a", "b"], [date(2026, 6, 1)], ["accepted"], "a", date(2026, 6, 30)])
    )
    assert found == f"{FAILED} the column filed has 1 rows and the column accounts has 2"


def test_a_right_is_in_force_from_its_registration_to_its_last_day_and_unknown_after_a_renewable_term():
    force = registry().functions["IPP_IN_FORCE"]
    days = [date(2019, 1, 1), date(2019, 1, 2), date(2029, 1, 1), date(2029, 1, 2)]
    stated = force.call(["trademark", "CN", None, date(2019, 1, 2), date(2029, 1, 1), days])
    assert list(stated) == ["no", "yes", "yes", "no"]
    # Without a stated expiry the first ten years are sure; a renewal may have followed them.
    unstated = force.call(["trademark", "CN", None, date(2019, 1, 2), None, days])
    assert list(unstated) == ["no", "yes", "yes", ""]


def test_the_portals_count_takes_a_text_as_it_stands():
    # "…" is one character; cleaned it would be three. A line break is one, an emoji two.
    assert registry().functions["IPP_CHARACTERS"].call(["a…\r\n👍"]) == 5


def test_every_answer_has_the_kind_that_is_declared():
    kinds = {
        Kind.TEXT: str,
        Kind.DATE: date,
        Kind.COUNT: int,
        Kind.PERCENT: float,
        Kind.YES_NO: str,
        Kind.NUMBER: float,
    }
    for function, line in EXAMPLES:
        found = evaluate(parse(line.strip().partition(" ->")[0]), registry().functions, NoWorkbook())
        if function.shape is AnswerShape.TABLE:
            assert isinstance(found, np.ndarray) or str(found).startswith(FAILED), line
            continue
        numeric = function.returns.numeric
        assert found == "" or isinstance(found, (int, float) if numeric else kinds[function.returns]), line
