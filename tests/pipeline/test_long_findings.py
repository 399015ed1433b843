"""The column Findings of a row with very many findings shows the first ones whole, and how many more there are."""

import numpy as np

from ippbook.pipeline.study import _row_findings
from ippbook.tables.findings import Batch
from ippbook.tables.problems import problem


def shown(messages):
    """The cell of one row with these findings."""
    return _row_findings(
        [Batch(problem("CL101"), "Rights", "Expires", np.array([0]), [said]) for said in messages], "Rights", 1, "en"
    )[0]


def test_findings_that_fit_are_all_there():
    assert shown(["a", "b"]) == "CL101 a; CL101 b"


def test_a_row_shows_whole_findings_and_the_number_of_the_others():
    text = shown(["x" * 400] * 10)
    assert text == "; ".join(["CL101 " + "x" * 400] * 3) + "; +7"


def test_a_finding_of_forty_thousand_characters_is_cut_and_says_so():
    text = shown(["y" * 40_000, "z"])
    assert len(text) < 1_520
    assert text.endswith("… +1")


def test_thousands_of_findings_of_one_batch_in_one_row_are_in_their_order():
    messages, rows = [str(number) for number in range(5_000)], np.array([0, 1] * 2_500)
    column = _row_findings([Batch(problem("CL101"), "Rights", "Expires", rows, messages)], "Rights", 2, "en")
    for row in (0, 1):
        assert column[row].startswith(f"CL101 {row}; CL101 {row + 2}; CL101 {row + 4}; ")
        kept, _, more = column[row].rpartition("; +")
        assert kept.count("; ") + 1 + int(more) == 2_500
