"""Functions of ours are known in every spelling that hosts write into files."""

import pytest

from ippbook.formulas import plain_name
from ippbook.formulas.names import calls_ippbook


@pytest.mark.parametrize(
    "spelling",
    [
        "IPP_ITEM_ID",
        "ipp_item_id",
        "_xldudf_IPP_ITEM_ID",
        "_xll.IPP_ITEM_ID",
        "_XLL.IPP_ITEM_ID",
        "IPPX.IPP_ITEM_ID",
        "IPP.ITEM_ID",
        "IPP.IPP_ITEM_ID",
        "[1]!IPP_ITEM_ID",
        "[12]!_xldudf_IPP_ITEM_ID",
        "'C:\\Users\\O''Hara\\AddIns\\ippbook.xlam'!IPP_ITEM_ID",
        "'/Users/o/ippbook.xlam'!IPP_ITEM_ID",
        "ippbook.xlam!IPP_ITEM_ID",
    ],
)
def test_every_spelling_in_files_names_the_same_function(spelling):
    assert plain_name(spelling) == "IPP_ITEM_ID"
    assert calls_ippbook(f"LET(x,1+{spelling} (A1")  # even where the formula is one that nobody can read


@pytest.mark.parametrize(
    "other",
    ["SUM", "IPP", "IPP_", "MY_IPP_X", "XIPP_X", "IPP_X!A1", "IPP_É", "IPP_X Y", "", "a!b!IPP_X", "'open!IPP_X"],
)
def test_other_names_are_not_ours(other):
    assert plain_name(other) is None


@pytest.mark.parametrize(
    "formula",
    [
        "MY_IPP_PLATFORM(A1)",
        "My.IPP_PLATFORM(A1)",
        "ÉIPP_PLATFORM(A1)",
        '"see IPP_PLATFORM(url)"&A1',
        '"a""IPP_X("',
        "'IPP_X (2)'!A1+SUM(B1)",
        "SUM(Listings[IPP_X (old)])",
        "IPP_X+SUM(A1)",
        "SUM(IPP_RATES)",
    ],
)
def test_a_formula_that_only_mentions_our_names_calls_nothing_of_ours(formula):
    assert not calls_ippbook(formula)
