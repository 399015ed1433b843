"""Boundaries that one wrong sign or number would move: rows of findings, days of a workbook that counts from 1904."""

import numpy as np
import pytest

from ippbook.tables.findings import Finding, Severity
from ippbook.tables.read_column import _from_1904


@pytest.mark.parametrize(("row", "shown"), [(-1, 0), (0, 1), (12, 13)])
def test_programs_count_the_rows_of_a_table_from_one_and_zero_is_the_whole_table(row: int, shown: int) -> None:
    finding = Finding("RT108", Severity.ERROR, "Rights", "Rights", "D2", row, "Number", "wrong")
    assert finding.as_dict()["row"] == shown


def test_the_first_day_of_1904_is_moved_and_a_blank_and_a_date_written_as_digits_are_not() -> None:
    assert _from_1904(np.array([0.0, 0.5, 1.0, 20_260_131.0])).tolist() == [0.0, 1462.5, 1463.0, 20_260_131.0]
