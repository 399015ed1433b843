"""Taiwan: trademarks of eight digits, the first a zero; design patents `D` and six digits.

Nine digits are an application: three digits of the year, then the serial (of a design after a 3). Marks last ten years from registration. Designs
filed from 2007-11-01 on last fifteen years from filing.

Source: general knowledge (Trademark Act art. 33, Patent Act art. 135).
Seen: 註冊第02507640號 (舞荳及圖), 註冊第00799710號. The design's number is made up in the office's form.

>>> TW_TRADEMARK.format("商標註冊第02507640號"), TW_TRADEMARK.format("799710")
('02507640', '00799710')
>>> TW_DESIGN.format("設計第D201234號"), TW_TRADEMARK.is_valid("108012345")
('D201234', False)
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, application, padded, shape_reader
from ippbook.catalog.offices.term import MONTH_END, Term, if_filed_from, lasts, ten_years
from ippbook.languages import say

_REFORMED: Final = dt.date(2007, 11, 1)


TW_TRADEMARK: Final = NumberFormat(
    "TW",
    ("trademark",),
    say("Taiwanese trademark number"),
    shape_reader(
        "02507640",
        application(r"(?:TW-?)?(?:0[6-9]|1[0-3])[0-9]{7}"),
        Shape(r"(?:TW-?)?([0-9]{5,8})", padded(8)),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("registered"),
    certain=False,
)

TW_DESIGN: Final = NumberFormat(
    "TW",
    ("design patent",),
    say("Taiwanese design number"),
    shape_reader(
        "D201234",
        application(r"(?:TW-?)?(?:0[6-9]|1[0-3])[0-9]3[0-9]{5}"),
        Shape(r"(?:TW-?)?(D?)([0-9]{6})S?", r"\1\2"),
    ),
    term=if_filed_from(_REFORMED, lasts(Term(15, "filed", slack=MONTH_END))),
    certain=False,
)
