"""Personal data in what is filed: it is forwarded to the seller (ipp-facts 0.8 [C1: CODE; O20: OFF])."""

import re
from typing import Final

from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_LINK: Final = late_pattern(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_MAIL: Final = late_pattern(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_MOBILE: Final = late_pattern(r"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d|\.\d)")
_IDENTITY: Final = late_pattern(
    r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX](?![\dA-Z])", re.IGNORECASE
)
_CHECKS: Final = "10X98765432"


def is_identity_number(text: str) -> bool:
    """Whether 18 characters are a Chinese identity number: the last is the check digit (ISO 7064 MOD 11-2) of the others.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    weighted = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(text[:17]))
    return _CHECKS[weighted % 11] == text[17].upper()


def personal(text: str) -> str:
    """The personal data in *text*, with its article; "" where none is found. Links are ignored.

    >>> personal("ask li.wei@nordlys.example"), personal("order 3412345678901234567")
    ('an e-mail address', '')
    """
    plain = _LINK.sub(" ", text)
    if _MAIL.search(plain):
        return say("an e-mail address")
    if any(is_identity_number(found.group()) for found in _IDENTITY.finditer(plain)):
        return say("an identity card number")
    return say("a mobile number") if _MOBILE.search(plain) else ""
