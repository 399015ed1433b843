"""Settings: the values of the Settings table are used, a value that cannot be used is a finding, and defaults apply to the rest."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.tables.settings import read_settings

GROUPS = registry().groups


def values(**typed):
    return read_settings({name.replace("_", " "): value for name, value in typed.items()}, GROUPS).values()


def test_without_a_settings_table_every_default_holds():
    found = read_settings({}, GROUPS)
    assert found.refused == ()
    assert found.values() | found.groups == found.values()
    assert values()["min_complaints"] == 100
    assert values()["expiry_warning_days"] == 90


@pytest.mark.parametrize("value", [0.92, "92 %", "0.92", "９２％", "0,92"])
def test_a_share_is_read_exactly_however_it_is_written(value):
    assert values(Min_takedown_rate=value)["min_takedown_rate"] == Decimal("0.92")


def test_names_are_compared_without_case_and_spaces():
    assert values(EXPIRY_warning_DAYS=30.0)["expiry_warning_days"] == 30


def test_a_day_is_read_from_serials_and_texts():
    assert values(As_of=46053.0)["as_of"] == values(As_of="2026-01-31")["as_of"] == date(2026, 1, 31)


@pytest.mark.parametrize(
    ("name", "value", "months"),
    [("Window months", "6 months", 6), ("Lock out months", "1 Month", 1), ("Window days", " 30  days", 30)],
)
def test_a_number_may_have_the_unit_that_its_name_has(name, value, months):
    assert values(**{name: value})[name.lower().replace(" ", "_")] == months


def test_a_share_above_one_is_refused_and_the_message_shows_how_to_write_it():
    found = read_settings({"Min takedown rate": 95.0}, GROUPS)
    assert "as in 95 %" in found.refused[0][1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Window days", "3 months"),
        ("Window months", "6 or 7 months"),
        ("Expiry warning days", "soon"),
        ("Expiry warning days", 1.5),
        ("Expiry warning days", -1.0),
        ("Text language", "Klingon"),
        ("As of", "03/04/2026"),
        ("Min takedown rate", 90.0),
        ("Min takedown rate", "many"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_with_its_default_and_the_others_hold(name, value):
    found = read_settings({name: value, "Min complaints": 50.0}, GROUPS)
    assert [refused for refused, _ in found.refused] == [name]
    assert "the default" in found.refused[0][1]
    assert found.values()["min_complaints"] == 50
    assert found.values() | {"min_complaints": 100} == values() | {
        "min_complaints": 100,
        "terms": found.groups["terms"],
    }


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("Window months", -3.0, "the least is 1; the default 3 is used"),
        ("Min complaints", "one hundred", "not a whole number"),
        ("Min complaints", "9" * 5000, "the number is too large"),
        ("Lock out months", 1.5, "not a whole number"),
        ("Unit", "complaints", "use 'link' or 'complaint'"),
        ("As of", "soon", "the default, today, is used"),
    ],
)
def test_a_refused_value_has_its_reason_in_plain_words(name, value, why):
    assert why in read_settings({name: value}, GROUPS).refused[0][1]


def test_an_unknown_name_is_refused():
    assert read_settings({"Min complaint": 1.0}, GROUPS).refused == (("Min complaint", "“Min complaint” is not known"),)


@pytest.mark.parametrize("field", registry().settings.values(), ids=lambda field: field.name)
def test_every_setting_says_what_it_decides_where_that_comes_from_and_how_sure_it_is(field):
    assert field.about.endswith(".")
    assert field.source
    assert field.certainty in {"official", "vendor", "inferred", "chosen"}


@given(
    st.dictionaries(
        st.sampled_from([field.header for field in registry().settings.values()]),
        st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=8)),
        max_size=6,
    )
)
def test_no_typed_settings_raise(typed):
    found = read_settings(typed, GROUPS)
    assert set(found.groups) == {group.parameter for group in GROUPS}
