"""Formulas are counted in the bytes of a sheet as a pattern would count them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from ippbook.formulas.workbook_formulas import formulas_in, may_name_ippbook

PIECES = st.lists(
    st.sampled_from(
        [
            b"<f>",
            b"<f ",
            b"<f/>",
            b"<f",
            b"<x:f>",
            b":f>",
            b"<fo>",
            b"f",
            b"<",
            b"\n",
            b"</f>",
            b"iPp_",
            b"IPP.",
            b"IPP",
            b"_",
        ]
    )
)


@given(PIECES.map(b"".join))
def test_formulas_are_counted_however_they_are_spelled(chunk):
    assert formulas_in(chunk) == len(re.findall(rb"<(?:[\w.-]+:)?f[\s/>]", chunk))
    assert may_name_ippbook(chunk) == (re.search(rb"IPP[_.]", chunk, re.IGNORECASE) is not None)
