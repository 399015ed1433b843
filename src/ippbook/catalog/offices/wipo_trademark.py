"""International (Madrid) registration numbers: six or seven digits, with or without a letter after them.

Old registrations that were renewed have `R` or `2R` at the start. `G` at the start is Chinese practice; WIPO does not print it.

Source: ipp-facts 4.1 (GK; that WIPO has no G: L8, LAW). The old forms are general knowledge.

>>> WIPO_TRADEMARK.format("G1234567"), WIPO_TRADEMARK.format("IR 1 234 567")
('1234567', '1234567')
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat, without_point_zero
from ippbook.catalog.offices.term import ten_years
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_GAPS: Final = late_pattern(r"[\s,.\-]")
_MARK: Final = late_pattern(r"(?:IRN|IR|WO|G)?((?:[0-9]?R)?[0-9]{4,7}[A-Z]?)(?:H[0-9]{0,2})?")


def _read(text: str, _right_type: str) -> str:
    found = _MARK.fullmatch(_GAPS.sub("", without_point_zero(text)).upper())
    if found is None:
        raise NumberError(say("{text} should be the six or seven digits of the international registration", text=text))
    return found[1]


WIPO_TRADEMARK: Final = NumberFormat(
    "WIPO", ("trademark",), say("Madrid registration number"), _read, term=ten_years("registered"), certain=False
)
