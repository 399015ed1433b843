"""A table is found again in its sheet only where all its columns are in it."""

from types import SimpleNamespace

import pytest

from ippbook.tables.find_table import area_of

AREA = SimpleNamespace(sheet="Rights", data_rows=(2, 9), first_col=2, last_col=4)


@pytest.mark.parametrize(
    ("columns", "found"),
    [((2, 4), True), ((3,), True), ((2, 5), False), ((1, 4), False), ((5,), False)],
)
def test_a_table_that_has_only_some_of_the_columns_is_another_one(columns: tuple[int, ...], found: bool) -> None:
    places = SimpleNamespace(sheet="Rights", first_row=2, columns=dict(enumerate(columns)))
    area = area_of(SimpleNamespace(tables={"Mine": AREA}), SimpleNamespace(places=places))
    assert (area is AREA) == found
