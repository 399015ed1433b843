"""International (Hague) design registrations: `DM/NNNNNN`.

Source: ipp-facts 4.1 (GK).

>>> WIPO_DESIGN.format("dm 083512")
'DM/083512'
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat, without_point_zero
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_DESIGN: Final = late_pattern(r"(?:DM?)?/?([0-9]{4,6})(-[0-9]{1,3})?")


def _read(text: str, _right_type: str) -> str:
    found = _DESIGN.fullmatch(re.sub(r"\s|(?<=[DM])-", "", without_point_zero(text)).upper())
    if found is None:
        raise NumberError(say("{text} should be DM/ and six digits, such as DM/083512", text=text))
    return f"DM/{found[1].zfill(6)}{found[2] or ''}"


WIPO_DESIGN: Final = NumberFormat("WIPO", ("design patent",), say("Hague registration number"), _read, certain=False)
