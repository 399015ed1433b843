"""United States trademark numbers: registrations of up to seven digits, applications `NN/NNN,NNN` (serial numbers).

A registration is returned as digits: the portal asks for the number only (ipp-facts 3.3 [O14: OFF]) and no source read
prescribes commas for it. Eight digits are a serial number, which is printed with its stroke and comma; `79/` came by Madrid.

Source: ipp-facts 4.1 [L16, L17: LAW], 14.

>>> US_TRADEMARK.format("88123456"), US_TRADEMARK.format("USPTO Reg. No. 7,924,799"), US_TRADEMARK.format("Ser. No. 98-580,310")
('88/123,456', '7924799', '98/580,310')
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat, without_point_zero
from ippbook.catalog.offices.term import ten_years
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_GAPS: Final = late_pattern(r"[\s,/\-]")
_PREFIX: Final = late_pattern(r"^(?:USPTO|US|SN|RN) *")


def _read(text: str, _right_type: str) -> str:
    digits = _GAPS.sub("", _PREFIX.sub("", without_point_zero(text).upper()))
    if re.fullmatch(r"[0-9]{8}", digits):
        return f"{digits[:2]}/{digits[2:5]},{digits[5:]}"
    if re.fullmatch(r"[0-9]{3,7}", digits):
        return digits.lstrip("0") or digits
    raise NumberError(
        say("{text} should be a registration of up to seven digits or a serial number such as 88/123,456", text=text)
    )


US_TRADEMARK: Final = NumberFormat(
    "US", ("trademark",), say("US trademark number"), _read, term=ten_years("registered")
)
