"""Numbers of registered rights, one small module a format, and how long rights last (`terms`).

A module that defines a `NumberFormat` is found automatically. A format has the four functions of python-stdnum: `compact`,
`validate`, `is_valid` and `format`, as in `cn_patent.CN_PATENT.validate("ZL…")`. python-stdnum itself has no format for
patents, trademarks or copyrights of any country. Formats that rest on general knowledge say so (`NumberFormat.certain`);
they call no number invalid.

>>> format_number("cn201710601862.3", "invention patent", "CN")
'ZL201710601862.3'
>>> check_number("ZL201710601862.4", "invention patent", "CN")
'Chinese patent number ZL201710601862.4 has the check digit 4 instead of 3: a digit is wrong.'
>>> number_valid("201710601862.3", "design patent", "CN"), number_valid("5", "trademark", "LK")
('no', '')
"""

import datetime as dt
import re
from typing import Final, Literal, NamedTuple

from ippbook.catalog.offices.catalogue import number_formats
from ippbook.catalog.offices.cn_patent import ANY_PATENT, kind_of_patent
from ippbook.catalog.offices.fees import Renewal, annuity_due, grace_ends, renewal
from ippbook.catalog.offices.labels import class_behind, without_label
from ippbook.catalog.offices.number_format import NumberError, NumberFault, NumberFormat, is_pct
from ippbook.catalog.offices.owners import same_owner
from ippbook.catalog.offices.terms import ProtectionEnd, protected_until, protection
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import key

__all__ = [
    "ANY_PATENT",
    "NumberError",
    "NumberFault",
    "NumberFormat",
    "ProtectionEnd",
    "Renewal",
    "WrongNumber",
    "annuity_due",
    "check_number",
    "class_behind",
    "format_number",
    "grace_ends",
    "is_known",
    "kind_of_patent",
    "number_formats",
    "number_valid",
    "protected_until",
    "protection",
    "renewal",
    "same_number_key",
    "same_owner",
    "settled_type",
    "wrong_number",
]


_HAGUE: Final = late_pattern(r"(?:WIPO)?[ /-]*DM ?[/-]? ?([0-9]{4,6})(?:-[0-9]{1,3})?", re.IGNORECASE)
_DESIGN: Final = late_pattern(r"(?:US|TW)? ?D(?:ES|M)?[ /.-]*[0-9]", re.IGNORECASE)
_HAGUE_OFFICES: Final = frozenset({"WIPO", ""})
_DESIGNS: Final = frozenset({"design patent", ANY_PATENT})


def settled_type(right_type: str, number: str, office: str) -> str:
    """The right type of a right whose type is only "patent"; any other *right_type* unchanged.

    In China the type digit of the number decides; without a whole number the type stays "patent". Elsewhere a number with a D
    in front is a design, and any other number an invention, which is what "patent" means there.

    >>> settled_type("patent", "ZL201730123456.7", "CN"), settled_type("patent", "D696456", "US"), settled_type("patent", "", "CN")
    ('design patent', 'design patent', 'patent')
    """
    if right_type != ANY_PATENT or not number or not office:
        return right_type
    if office == "CN":
        return kind_of_patent(number) or ANY_PATENT
    return "design patent" if _DESIGN.match(without_label(number)) else "invention patent"


def is_known(right_type: str, office: str) -> bool:
    """Whether a number format is known for *right_type* at *office* (codes)."""
    return (right_type, office) in number_formats()


def format_number(number: str, right_type: str, office: str) -> str:
    """Return *number* as the office prints it; only without its label where no format is known or the number does not fit."""
    form = number_formats().get((right_type, office))
    return form.format(number, right_type) if form else without_label(number)


class WrongNumber(NamedTuple):
    """The fault of a number: its kind, one sentence, and whether the format is certain."""

    kind: NumberFault
    sentence: str
    certain: bool = True


def wrong_number(number: str, right_type: str, office: str, as_of: dt.date | None = None) -> WrongNumber | None:
    """Give the fault of *number*; None where it is valid, blank, or of an unknown format.

    With *as_of*, a number with a later year is a fault too. A PCT application is recognised at every office.

    >>> wrong_number("CN107399230A", "invention patent", "CN").kind
    'publication'
    """
    text = without_label(number)
    if not text:
        return None
    if is_pct(text):
        return WrongNumber("pct", say("{text} is a PCT application, not a granted right.", text=text))
    if office not in _HAGUE_OFFICES and right_type in _DESIGNS and (hague := _HAGUE.fullmatch(text)):
        number = f"DM/{hague[1].zfill(6)}"
        return WrongNumber(
            "other office",
            say("{number} is an international (Hague) registration, whose office is WIPO.", number=number),
        )
    form = number_formats().get((right_type, office))
    if form is None:
        return None
    try:
        form.validate(number, right_type, as_of)
    except NumberError as wrong:
        return WrongNumber(
            wrong.kind,
            say("{number_name} {fault}.", number_name=form.name, fault=str(wrong)),
            form.certain or wrong.kind != "form",
        )
    return None


def check_number(number: str, right_type: str, office: str, as_of: dt.date | None = None) -> str:
    """Give the fault of *number* in one sentence; "" where it is valid, blank, or of an unknown format."""
    wrong = wrong_number(number, right_type, office, as_of)
    return wrong.sentence if wrong else ""


def number_valid(number: str, right_type: str, office: str) -> Literal["yes", "no", ""]:
    """Whether *number* is valid: "yes", "no", or "" where it is blank, no format is known, or it does not fit an uncertain format."""
    if wrong := wrong_number(number, right_type, office):
        return "no" if wrong.certain else ""
    return "yes" if without_label(number) and is_known(right_type, office) else ""


def same_number_key(number: str, right_type: str, office: str) -> str:
    """Return a key that is the same for all spellings of one number, "" for a blank; compare only within one right type and office."""
    form = number_formats().get((right_type, office))
    return form.same(number, right_type) if form else key(without_label(number))
