"""European Union trade mark numbers: nine digits, the first a zero.

Spreadsheets drop leading zeros, so zeros are added to shorter numbers. The EU register shows a Madrid mark as `W` and eight
digits (general knowledge); this is accepted. `UK009…` is the British clone of an EU mark, another right.

Source: ipp-facts 4.1 [L18: LAW].

>>> EU_TRADEMARK.format("EUTM 18000001")
'018000001'
>>> EU_TRADEMARK.is_valid("UK00918000001")
False
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat, without_point_zero

_PREFIX: Final = re.compile(r"^(?:EUTM|CTM|EU|EM) *(?:NO\.?)? *")
_GAPS: Final = re.compile(r"[\s,.]")


def _read(text: str, _right_type: str) -> str:
    plain = _GAPS.sub("", _PREFIX.sub("", without_point_zero(text).upper()))
    if re.fullmatch(r"UK00?9[0-9]{8}", plain):
        raise NumberError(f"{text} is the British clone of an EU trade mark; its office is GB")
    if re.fullmatch(r"0[0-9]{8}|[0-9]{4,8}", plain):
        return plain.zfill(9)
    if re.fullmatch(r"W[0-9]{8}", plain):
        return plain
    raise NumberError(f"{text} should be nine digits that begin with 0")


EU_TRADEMARK: Final = NumberFormat("EU", ("trademark",), "EU trade mark number", _read)
