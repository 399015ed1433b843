"""Personal data are forwarded to the seller, so they are found before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.notices.personal_data import is_identity_number, personal


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ask li.wei@nordlys.example", "an e-mail address"),
        ("call 138 1234 5678", "a mobile number"),
        ("call +86-13812345678", "a mobile number"),
        ("call 13812345678.", "a mobile number"),
        ("version 1.13812345678.2", ""),
        ("the buyer 11010519491231002X", "an identity card number"),
        ("the buyer 11010519491231002x", "an identity card number"),
        ("the buyer 110105194912310021", ""),
        ("order 3412345678901234567", ""),
        ("https://item.taobao.com/item.htm?id=13812345678", ""),
        ("registration no. 8123456", ""),
        ("", ""),
    ],
)
def test_personal_data_are_distinguished_from_other_numbers(text, found):
    assert personal(text) == found


def test_identity_numbers_of_the_standard_and_of_no_other_check_digit():
    """The example of GB 11643-1999, copied manually."""
    assert [digit for digit in "0123456789X" if is_identity_number("11010519491231002" + digit)] == ["X"]


@given(st.text())
def test_junk_never_raises(text):
    assert personal(text) in {"", "an e-mail address", "a mobile number", "an identity card number"}
