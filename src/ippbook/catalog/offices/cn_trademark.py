"""Chinese trademark registration numbers.

Digits only; the application number stays the registration number. 7 or 8 digits are usual, older marks have fewer; `A` or
another letter is appended to a divided mark. The China part of a Madrid mark is written `G` + international number in
Chinese practice, with `H…` behind it for a later designation. WIPO's own database has no `G`.

Source: ipp-facts 4.1 [L8: LAW], 14. Fewer than 5 digits are refused as typing errors. The numbers approach nine digits (14: GK), so nine are
accepted and more are not.

>>> CN_TRADEMARK.format("第１２３４５６７８号")
'12345678'
>>> CN_TRADEMARK.format("g1234567"), CN_TRADEMARK.format("国际注册第1221382号")
('G1234567', 'G1221382')
>>> CN_TRADEMARK.is_valid("1234567890")
False
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat, without_point_zero
from ippbook.catalog.offices.term import ten_years
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_NATIONAL: Final = late_pattern(r"[0-9]{5,9}[A-Z]?")
_MADRID: Final = late_pattern(r"(?:G|IR)((?:[0-9]?R)?[0-9]{4,7}[A-Z]?(?:H[0-9]{0,2})?)")
_GAPS: Final = late_pattern(r"[\s,.\-]")


def _read(text: str, _right_type: str) -> str:
    plain = _GAPS.sub("", without_point_zero(text)).upper()
    if _NATIONAL.fullmatch(plain):
        return plain
    if madrid := _MADRID.fullmatch(plain):
        return f"G{madrid[1]}"
    raise NumberError(
        say("{text} should be 5 to 9 digits, or G and the international number of a Madrid mark", text=text)
    )


CN_TRADEMARK: Final = NumberFormat(
    "CN", ("trademark",), say("Chinese trademark number"), _read, term=ten_years("registered")
)
