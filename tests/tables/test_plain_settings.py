"""A plain value of a setting is read without pydantic, as with it; the declarations fit what pydantic checks."""

import inspect
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.declare import registry
from ippbook.tables import settings as reading
from ippbook.tables.setting_marks import declared_settings
from ippbook.tables.setting_models import setting_model
from ippbook.tables.settings import SettingGroup, read_settings

GROUPS = registry().groups


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.__name__)
def test_every_annotation_of_a_group_is_a_setting_and_its_default_fits(group: type[SettingGroup]) -> None:
    constants = {"title", "parameter"}
    assert list(declared_settings(group)) == [each for each in inspect.get_annotations(group) if each not in constants]
    checked = setting_model(group)()
    for name, value in vars(group()).items():
        assert (getattr(checked, name), type(getattr(checked, name))) == (value, type(value)), name


VALUES = st.one_of(
    st.integers(-2, 40_000),
    st.floats(allow_nan=False),
    st.decimals(allow_nan=False, places=7),
    st.sampled_from(
        ["5 %", "0.95", "1e1", "٣", "1_0", "+5", " 7 ", "6 months", "3.0", "taken down", "Link", "auto", "zh"]
    ),
    st.sampled_from([True, date(2026, 1, 31), "2026-01-31", Decimal("0.9000000"), Decimal("0.1234567"), 1.0, 0.05]),
    st.text(max_size=4),
)


@given(st.sampled_from(GROUPS), st.data(), VALUES)
def test_a_plain_value_is_what_the_check_makes_of_it(
    group: type[SettingGroup], data: st.DataObject, value: object
) -> None:
    field = data.draw(st.sampled_from(group.settings()))
    quick = read_settings({field.header: value}, (group,))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_plain_value", lambda *_: None)
        checked = read_settings({field.header: value}, (group,))
    assert quick == checked
    assert [type(each) for each in quick.values().values()] == [type(each) for each in checked.values().values()]
    assert repr(quick.values()) == repr(checked.values())


def test_a_group_is_frozen_compared_by_values_and_hashed() -> None:
    group = GROUPS[0]
    with pytest.raises(AttributeError, match="is frozen"):
        group().title = "x"  # type: ignore[misc]
    assert (group(), hash(group())) == (group(), hash(group()))
    assert len({each() for each in GROUPS}) == len(GROUPS)
