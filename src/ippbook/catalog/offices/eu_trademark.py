"""European Union trade mark numbers: nine digits, the first a zero.

Spreadsheets drop leading zeros, so zeros are added to shorter numbers. The EU register shows a Madrid mark as `W` and eight
digits (general knowledge); this is accepted, as `W 1 662 319` too (14). `UK009…` is the British clone of an EU mark, another right.

Source: ipp-facts 4.1 [L18: LAW], 14.

>>> EU_TRADEMARK.format("EUTM 18000001"), EU_TRADEMARK.format("EUTM-017966390"), EU_TRADEMARK.format("W 1 662 319")
('018000001', '017966390', 'W01662319')
>>> EU_TRADEMARK.is_valid("UK00918000001")
False
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat, without_point_zero
from ippbook.catalog.offices.term import ten_years
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_PREFIX: Final = late_pattern(r"^(?:EUTM|CTM|EU|EM)[ \-\u2010-\u2015]*(?:NO\.?)? *")
_GAPS: Final = late_pattern(r"[\s,.]")


def _read(text: str, _right_type: str) -> str:
    plain = _GAPS.sub("", _PREFIX.sub("", without_point_zero(text).upper()))
    if re.fullmatch(r"UK00?9[0-9]{8}", plain):
        raise NumberError(say("{text} is the British clone of an EU trade mark; its office is GB", text=text))
    if re.fullmatch(r"0[0-9]{8}|[0-9]{4,8}", plain):
        return plain.zfill(9)
    if madrid := re.fullmatch(r"(?:W|IR)0?([0-9]{6,7})", plain):
        return f"W{madrid[1].zfill(8)}"
    raise NumberError(say("{text} should be nine digits that begin with 0", text=text))


EU_TRADEMARK: Final = NumberFormat("EU", ("trademark",), say("EU trade mark number"), _read, term=ten_years("filed"))
