"""Chinese patent numbers: inventions, utility models and designs.

Since October 2003: `ZL`, the year, a type digit, seven digits, a dot and a check digit. Before: `ZL`, two digits of the year,
the type digit, five digits, a dot and the check digit. Type digits: 1 invention, 2 utility model, 3 design, 8 and 9 the
invention and the utility model that came through PCT. The check digit weighs the digits before the dot by
2 3 4 5 6 7 8 9 2 3 4 5 and takes the sum modulo 11, X for 10.

Source: ipp-facts 4.1 and 4.2 [L2, W1: LAW; B1, B2: VEN; C7: CODE].

>>> CN_PATENT.format("CN201710601862.3")
'ZL201710601862.3'
>>> CN_PATENT.format("95115608x")
'ZL95115608.X'
>>> CN_PATENT.is_valid("ZL97101765.4"), CN_PATENT.is_valid("ZL97101765.5")
(True, False)
"""

import datetime as dt
import re
from types import MappingProxyType
from typing import Final

from ippbook.catalog.offices.labels import without_label
from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.catalog.offices.term import Term
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

ANY_PATENT: Final = "patent"
"""The right type of a patent of any kind."""
_TYPES: Final = MappingProxyType(
    {
        "1": "invention patent",
        "2": "utility model",
        "3": "design patent",
        "8": "invention patent",
        "9": "utility model",
    },
)
_WEIGHTS: Final = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_NEW: Final = late_pattern(r"(20[0-9]{2})([12389])[0-9]{7}")
_OLD: Final = late_pattern(r"(8[5-9]|9[0-9]|0[0-3])([12389])[0-9]{5}")
_PUBLISHED: Final = late_pattern(r"(?:CN)?[0-9]{7,9}[ABCUYS][0-9]?")
_WHOLE: Final = late_pattern(r"(?:ZL|CN)?([0-9]{9}|[0-9]{13})\.0+", re.IGNORECASE)
_TERMS: Final = MappingProxyType({"invention patent": Term(20, "filed"), "utility model": Term(10, "filed")})
_DESIGN_REFORM: Final = dt.date(2021, 6, 1)
_GAPS: Final = late_pattern(r"[\s.,\-]")


def check_digit(digits: str) -> str:
    """Compute the check digit of the 8 or 12 digits before the dot.

    >>> check_digit("201710601862"), check_digit("95115608")
    ('3', 'X')
    """
    rest = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False)) % 11
    return "X" if rest == 10 else str(rest)


def _read(text: str, right_type: str) -> str:
    # The digits before .0 show whether 0 is a check digit: 12 or 8 digits before a check digit, 13 or 9 before a float's .0.
    plain = _GAPS.sub("", found[1] if (found := _WHOLE.fullmatch(text)) else text).upper()
    if _PUBLISHED.fullmatch(plain):
        raise NumberError(
            say("{text} is a publication number, not the patent number (ZL…) of the certificate", text=text),
            "publication",
        )
    body = plain.removeprefix("ZL").removeprefix("CN")
    digits, check = (body[:-1], body[-1:]) if len(body) in {9, 13} else (body, "")
    shape = _NEW.fullmatch(digits) or _OLD.fullmatch(digits)
    if shape is None or (len(digits) == 12 and int(shape[1]) < 2003) or (check and check not in "0123456789X"):
        raise NumberError(
            say("{text} should be ZL, 12 digits (before October 2003: 8), a dot and the check digit", text=text)
        )
    if not check:
        raise NumberError(
            say(
                "{text} lacks its check digit: ZL{digits}.{check_digit}",
                text=text,
                digits=digits,
                check_digit=check_digit(digits),
            ),
            "check digit missing",
        )
    if check != check_digit(digits):
        raise NumberError(
            say(
                "{text} has the check digit {check} instead of {check_digit}: a digit is wrong",
                text=text,
                check=check,
                check_digit=check_digit(digits),
            ),
            "check digit",
        )
    if right_type not in {"", ANY_PATENT, _TYPES[shape[2]]}:
        raise NumberError(
            say(
                "{text} has the type digit {shape}, which means {types}, not {right_type}",
                text=text,
                shape=shape[2],
                types=_TYPES[shape[2]],
                right_type=right_type,
            ),
            "type digit",
        )
    return f"ZL{digits}.{check}"


def kind_of_patent(number: str) -> str:
    """The right type that the type digit of a Chinese patent number means; "" where it is not such a number.

    >>> kind_of_patent("ZL201710601862.3"), kind_of_patent("202030456789"), kind_of_patent("8123456")
    ('invention patent', 'design patent', '')
    """
    plain = _GAPS.sub("", without_label(number)).upper().removeprefix("ZL").removeprefix("CN")
    shape = _NEW.fullmatch(plain[:12]) or _OLD.fullmatch(plain[:8])
    return _TYPES[shape[2]] if shape and len(plain) in {8, 9, 12, 13} else ""


def _year(printed: str) -> int:
    digits = printed.removeprefix("ZL").partition(".")[0]
    if len(digits) == 12:
        return int(digits[:4])
    return 1900 + int(digits[:2]) if digits[0] in "89" else 2000 + int(digits[:2])


def _term(right_type: str, filed: dt.date | None, _registered: dt.date | None) -> Term | None:
    if right_type == "design patent":
        return Term(15 if filed is not None and filed >= _DESIGN_REFORM else 10, "filed")  # L2: LAW
    return _TERMS.get(right_type)  # L2: LAW


CN_PATENT: Final = NumberFormat(
    "CN",
    ("invention patent", "utility model", "design patent", "patent"),
    say("Chinese patent number"),
    _read,
    _year,
    _term,
)
