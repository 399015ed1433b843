"""Chinese registration numbers of software: `YYYYSR` and six or seven digits, or the certificate `软著登字第NNNNNNN号`.

`YYYYR11…` is the receipt of a filing, not a registration. Early registers have shorter serials, and certificates have letters
(软著登字第BJ12345号); these are accepted, because no source lists them.

Source: ipp-facts 4.1, 14 (numbers seen: CODE; meaning of SR: VEN); the early forms are general knowledge.

>>> CN_SOFTWARE_COPYRIGHT.format("2016 sr 172900")
'2016SR172900'
>>> CN_SOFTWARE_COPYRIGHT.format("软著登字第2016SR172900号")
'2016SR172900'
>>> CN_SOFTWARE_COPYRIGHT.is_valid("2019R11L123456")
False
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_REGISTERED: Final = late_pattern(r"[0-9]{4}SR[0-9]{4,8}")
_CERTIFICATE: Final = late_pattern(r"软著登字第?([A-Z]{0,2}[0-9]{4,8})号?")
_BOTH: Final = late_pattern(r"软著登字第?([0-9]{4}SR[0-9]{4,8})号?")
_RECEIPT: Final = late_pattern(r"[0-9]{4}R[0-9]{2}[A-Z]?[0-9]+")
_GAPS: Final = late_pattern(r"[\s\-]")


def _read(text: str, _right_type: str) -> str:
    plain = _GAPS.sub("", text).upper()
    if _RECEIPT.fullmatch(plain):
        raise NumberError(
            say("{text} is the receipt of a filing, not a registration (YYYYSR…)", text=text), "application"
        )
    if both := _BOTH.fullmatch(plain):
        return both[1]
    if certificate := _CERTIFICATE.fullmatch(plain):
        return f"软著登字第{certificate[1]}号"
    if _REGISTERED.fullmatch(plain):
        return plain
    raise NumberError(say("{text} should read like 2016SR172900 or 软著登字第1234567号", text=text))


def _year(printed: str) -> int:
    return int(printed[:4]) if printed[:4].isdecimal() else 0


CN_SOFTWARE_COPYRIGHT: Final = NumberFormat(
    "CN", ("software copyright",), say("Chinese software registration number"), _read, _year
)
