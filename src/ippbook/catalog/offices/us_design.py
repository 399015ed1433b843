"""United States design patents: `D` and six or seven digits. `29/NNN,NNN` is an application, not a right yet.

Source: ipp-facts 4.1 [W1: LAW; C6: CODE].

>>> US_DESIGN.format("USD696456S"), US_DESIGN.format("US D1,012,345 S1")
('D696456', 'D1012345')
"""

import datetime as dt
import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.catalog.offices.term import Term, if_filed_from, lasts
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_REFORMED: Final = dt.date(2015, 5, 13)
_GAPS: Final = late_pattern(r"[\s,.]")
_GRANTED: Final = late_pattern(r"(?:US)?(?:DES|D)0?([0-9]{5,7})(?:S[0-9]?)?")


def _read(text: str, _right_type: str) -> str:
    plain = _GAPS.sub("", text).upper()
    if re.fullmatch(r"(?:US)?29/[0-9]{6}", plain):
        raise NumberError(say("{text} is an application, not a granted design patent (D…)", text=text), "application")
    found = _GRANTED.fullmatch(plain)
    if found is None:
        raise NumberError(say("{text} should be D and six or seven digits, such as D696456", text=text))
    return f"D{found[1]}"


US_DESIGN: Final = NumberFormat(
    "US",
    ("design patent",),
    say("US design patent number"),
    _read,
    # Older filings had another term; the sources do not state it.
    term=if_filed_from(_REFORMED, lasts(Term(15, "registered"))),  # GK
)
