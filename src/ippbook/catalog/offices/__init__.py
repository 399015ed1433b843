"""Numbers of registered rights, one small module a format, and how long rights last (`terms`).

A module that holds a `FORM` is found by itself. python-stdnum, whose habit this follows, has no format for patents,
trademarks or copyrights of any country, so none is taken from there. Formats that rest on general knowledge say so
(`NumberFormat.certain`), and no number is called invalid by them.

>>> format_number("cn201710601862.3", "invention patent", "CN")
'ZL201710601862.3'
>>> check_number("ZL201710601862.4", "invention patent", "CN")
'Chinese patent number ZL201710601862.4 has the check digit 4 where 3 belongs: a digit is wrong.'
>>> number_valid("201710601862.3", "design patent", "CN"), number_valid("5", "trademark", "KR")
('no', '')
"""

import datetime as dt
from typing import Literal, NamedTuple

from ippbook.catalog.offices.catalogue import number_formats
from ippbook.catalog.offices.fees import Renewal, annuity_due, grace_ends, renewal
from ippbook.catalog.offices.number_format import NumberError, NumberFault, NumberFormat, is_pct, without_label
from ippbook.catalog.offices.owners import same_owner
from ippbook.catalog.offices.terms import ProtectionEnd, protected_until, protection
from ippbook.normalize import key

__all__ = [
    "NumberError",
    "NumberFault",
    "NumberFormat",
    "ProtectionEnd",
    "Renewal",
    "WrongNumber",
    "annuity_due",
    "check_number",
    "format_number",
    "grace_ends",
    "is_known",
    "number_formats",
    "number_valid",
    "protected_until",
    "protection",
    "renewal",
    "same_number_key",
    "same_owner",
    "wrong_number",
]


def is_known(right_type: str, office: str) -> bool:
    """Tell whether a number format is known for *right_type* at *office* (codes)."""
    return (right_type, office) in number_formats()


def format_number(number: str, right_type: str, office: str) -> str:
    """Return *number* as the office prints it; without labels and margins where no format is known or it does not fit."""
    form = number_formats().get((right_type, office))
    return form.format(number, right_type) if form else without_label(number)


class WrongNumber(NamedTuple):
    """What is wrong with a number: the kind of fault, one sentence, and whether the format is certain."""

    kind: NumberFault
    sentence: str
    certain: bool = True


def wrong_number(number: str, right_type: str, office: str, as_of: dt.date | None = None) -> WrongNumber | None:
    """Say what is wrong with *number*; None where it is fine, blank, or of no known format.

    *as_of* also refuses numbers that bear a later year. A PCT application is named as such at every office.

    >>> wrong_number("CN107399230A", "invention patent", "CN").kind
    'publication'
    """
    text = without_label(number)
    if not text:
        return None
    if is_pct(text):
        return WrongNumber("pct", f"{text} is a PCT application, not a granted right.")
    form = number_formats().get((right_type, office))
    if form is None:
        return None
    try:
        form.validate(number, right_type, as_of)
    except NumberError as wrong:
        return WrongNumber(wrong.kind, f"{form.name} {wrong}.", form.certain or wrong.kind != "form")
    return None


def check_number(number: str, right_type: str, office: str, as_of: dt.date | None = None) -> str:
    """Say in one sentence what is wrong with *number*; "" where it is fine, blank, or of no known format."""
    wrong = wrong_number(number, right_type, office, as_of)
    return wrong.sentence if wrong else ""


def number_valid(number: str, right_type: str, office: str) -> Literal["yes", "no", ""]:
    """Tell "yes" or "no"; "" where the number is blank, no format is known, or it does not fit an uncertain format."""
    if wrong := wrong_number(number, right_type, office):
        return "no" if wrong.certain else ""
    return "yes" if without_label(number) and is_known(right_type, office) else ""


def same_number_key(number: str, right_type: str, office: str) -> str:
    """Return what two spellings of one number share, "" for a blank; compare only within one right type and office."""
    form = number_formats().get((right_type, office))
    return form.same(number, right_type) if form else key(without_label(number))
