"""United States copyright registration numbers: prefix and digits, such as `VA 1-319-228`.

The certificate groups the digits with dashes; the catalogue adds zeros up to twelve characters (VA0001319228). `u` after the
prefix marks an unpublished work. The list of prefixes is open, so a number that does not fit is unusual, never wrong.

Source: ipp-facts 4.1 (GK). The numbers below are those of published judgments (Star Athletica, Oracle).

>>> US_COPYRIGHT.format("VA0001319228"), US_COPYRIGHT.format("va 1-417-427"), US_COPYRIGHT.format("TX 6-196-514")
('VA 1-319-228', 'VA 1-417-427', 'TX 6-196-514')
>>> US_COPYRIGHT.format("Reg. No. VAu000123456"), US_COPYRIGHT.certain
('VAu 123-456', False)
"""

import re
from typing import Final

from ippbook.catalog.offices.labels import without_label
from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_NUMBER: Final = late_pattern(r"(?!REG|NO|NUM)([A-Z]{1,3}?)(U?)0*([1-9][0-9]{0,8})", re.IGNORECASE)
"""`Reg567` is a word and a number, not a prefix."""
_GAPS: Final = late_pattern(r"[\s,.\-]")


def _unusual(text: str) -> str:
    return say("{text} should be a prefix and digits, such as VA 1-319-228", text=text)


def _read(text: str, _right_type: str) -> str:
    found = _NUMBER.fullmatch(_GAPS.sub("", text))
    if found is None:
        raise NumberError(_unusual(text))
    prefix, unpublished, digits = found.groups()
    printed = f"{prefix.upper()}{unpublished.lower()} {int(digits):,}".replace(",", "-")
    if without_label(printed) != printed:  # TM123: a word before a number, no prefix
        raise NumberError(_unusual(text))
    return printed


US_COPYRIGHT: Final = NumberFormat(
    "US", ("copyright", "software copyright"), say("US copyright number"), _read, certain=False
)
