"""Canada: trademarks `TMA` and up to seven digits, industrial designs of up to six digits.

The number without letters is that of the application; it is accepted, because the register finds a mark by both. UCA, TMDA, NFLD and LCD are
older registers. Marks last ten years from registration, those registered before 2019-06-17 fifteen. A design filed from 2018-11-05 on lasts
fifteen years from filing or ten from registration, whichever ends later; earlier ones ten years from registration.

Source: general knowledge (Trademarks Act s. 46, Industrial Design Act s. 10).
Seen: TMA917353 (DEF CON), TMA542,255, application 2429559 (OMARCHY). The design's number is made up in the office's form.

>>> CA_TRADEMARK.format("Canadian Reg. No. TMA542,255"), CA_TRADEMARK.format("tma 917353"), CA_TRADEMARK.format("2429559")
('TMA542255', 'TMA917353', '2429559')
>>> CA_DESIGN.format("CA 168399")
'168399'
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import Term, last_day
from ippbook.languages import say

_MARKS_REFORMED: Final = dt.date(2019, 6, 17)
_DESIGNS_REFORMED: Final = dt.date(2018, 11, 5)


def _mark_term(_right_type: str, _filed: dt.date | None, registered: dt.date | None) -> Term | None:
    if registered is None:
        return None
    return Term(10 if registered >= _MARKS_REFORMED else 15, "registered", renewable=True)


def _design_term(_right_type: str, filed: dt.date | None, registered: dt.date | None) -> Term | None:
    if filed is None or registered is None:
        return None
    if filed < _DESIGNS_REFORMED:
        return Term(10, "registered", capped=False)
    later = last_day(registered, 10) > last_day(filed, 15)
    return Term(10, "registered", capped=False) if later else Term(15, "filed", capped=False)


CA_TRADEMARK: Final = NumberFormat(
    "CA",
    ("trademark",),
    say("Canadian trademark number"),
    shape_reader(
        "TMA917353",
        Shape(r"(?:CA-?|CANADIAN(?:REG\.?NO\.?)?)?(TMA|TMDA|TMD|UCA|NFLD|LCD)-?([0-9]{1,7})", r"\1\2"),
        Shape(r"(?:CA-?)?([0-9]{5,7})(?:-?00)?", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=_mark_term,
    certain=False,
)

CA_DESIGN: Final = NumberFormat(
    "CA",
    ("design patent",),
    say("Canadian design number"),
    shape_reader(
        "168399",
        Shape(r"(?:CA-?)?([0-9]{4,6})", r"\1"),
    ),
    term=_design_term,
    certain=False,
)
