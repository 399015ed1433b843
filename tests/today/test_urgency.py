"""The order and the words of urgency, which the sheet, `today`, `due` and the report share."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.deadlines import Due
from ippbook.today.task import cell_address
from ippbook.today.tiles import cut_to_width
from ippbook.today.urgency import TaskKind, Urgency, by_urgency, how_late, place_in_order, urgency_of

DAY = date(2026, 6, 30)


def due(kind, days, key="C-1"):
    return Due(DAY + timedelta(days=days), kind, "do it", "Complaints", key, "a", 1, None, "Complaints!A2")


@pytest.mark.parametrize(
    ("days", "words"),
    [(-16, "16 days late"), (-1, "1 day late"), (0, "due today"), (1, "in 1 day"), (3, "in 3 days"), (None, "")],
)
def test_how_late_it_is_stands_in_words(days, words):
    assert how_late(days) == words


def test_what_is_late_or_due_today_is_for_now_and_what_is_due_in_a_week_for_this_week():
    assert [urgency_of(TaskKind.REPLY, days) for days in (-1, 0, 1, 7, 8)] == [
        Urgency.NOW, Urgency.NOW, Urgency.THIS_WEEK, Urgency.THIS_WEEK, Urgency.SOON,
    ]  # fmt: skip


def test_a_late_decision_of_the_platform_is_never_more_urgent_than_an_answer_of_ours():
    found = by_urgency([due("decision", -90), due("reply", 5), due("reply", -2)], DAY)
    assert [(each.kind, each.left(DAY)) for each in found] == [("reply", -2), ("reply", 5), ("decision", -90)]


def test_answers_and_suits_are_in_one_order_the_latest_first():
    found = by_urgency([due("reply", -5), due("suit", -16), due("right", -20), due("suit", -4)], DAY)
    assert [(each.kind, each.left(DAY)) for each in found] == [
        ("suit", -16),
        ("reply", -5),
        ("suit", -4),
        ("right", -20),
    ]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["reply", "suit", "decision", "answer", "right", "authority"]), st.integers(-400, 400)
        )
    )
)
def test_by_urgency_loses_nothing_and_never_puts_later_before_now(pairs):
    dues = [due(kind, days, f"C-{place}") for place, (kind, days) in enumerate(pairs)]
    found = by_urgency(dues, DAY)
    assert sorted(each.key for each in found) == sorted(each.key for each in dues)
    keys = [place_in_order(TaskKind(each.kind), each.left(DAY)) for each in found]
    assert keys == sorted(keys)


@given(st.text(max_size=60), st.integers(2, 30))
def test_a_text_that_is_cut_is_never_wider_than_its_cell_and_a_short_one_stays(text, most):
    def width(part):
        from unicodedata import east_asian_width

        return sum(2 if east_asian_width(character) in "WF" else 1 for character in part)

    cut = cut_to_width(text, most)
    assert width(cut) <= most
    assert (cut == text) is (width(text) <= most) or cut.endswith("…")


@given(st.text(min_size=1, max_size=31))
def test_an_address_leads_to_one_sheet_whatever_its_name_is(name):
    address = cell_address(name, "B7")
    sheet, cell = address.rsplit("!", 1)
    assert cell == "B7"
    assert (sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet) == name
