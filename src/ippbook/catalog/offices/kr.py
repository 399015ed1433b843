"""Korea: trademarks `40-NNNNNNN`, designs `30-NNNNNNN`.

41, 45 and 47 are earlier kinds of marks. Marks registered before 1999 have a running number alone. `40-YYYY-NNNNNNN` is an application. Four
digits behind the number count its renewals and are not part of it. Marks last ten years from registration. Designs filed from 2014-07-01 on
last 20 years from filing, earlier ones 15 years from registration.

Source: general knowledge (Trademark Act art. 83, Design Protection Act art. 91); the forms of designs also in a Chinese agent's guide (VEN).
Seen: 상표등록 제40-1190084호 (eduroam, KISTI), 제40-1257164호, 디자인등록 제30-0995853호, 30-0572831.

>>> KR_TRADEMARK.format("상표등록 제40-1190084호"), KR_TRADEMARK.format("4012571640000"), KR_TRADEMARK.format("40-1257164-0000")
('40-1190084', '4012571640000', '40-1257164')
>>> KR_DESIGN.format("30 0995853"), KR_TRADEMARK.is_valid("40-2025-0164692")
('30-0995853', False)
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, application, shape_reader
from ippbook.catalog.offices.term import MONTH_END, Term, if_filed_from, lasts, ten_years
from ippbook.languages import say

_REFORMED: Final = dt.date(2014, 7, 1)


KR_TRADEMARK: Final = NumberFormat(
    "KR",
    ("trademark",),
    say("Korean trademark number"),
    shape_reader(
        "40-1190084",
        application(r"(?:KR-?)?4[0-9]-(?:19|20)[0-9]{2}-[0-9]{6,7}"),
        Shape(r"(?:KR-?)?(4[0157])-?([0-9]{7})(?:-[0-9]{2,4}){0,2}", r"\1-\2"),
        Shape(r"4[0157][0-9]{11}"),
        Shape(r"(?:KR-?)?([0-9]{5,7})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("registered"),
    certain=False,
)

KR_DESIGN: Final = NumberFormat(
    "KR",
    ("design patent",),
    say("Korean design number"),
    shape_reader(
        "30-0995853",
        application(r"(?:KR-?)?3[0-9]-(?:19|20)[0-9]{2}-[0-9]{6,7}"),
        Shape(r"(?:KR-?)?30-?([0-9]{7})(?:-?(M[0-9]{2,3}|유사[0-9]{1,3}))?(?:-[0-9]{2,4})?", r"30-\1\2"),
        Shape(r"30[0-9]{11}"),
        Shape(r"(?:KR-?)?([0-9]{5,7})", r"\1"),
    ),
    term=if_filed_from(
        _REFORMED, lasts(Term(20, "filed", slack=MONTH_END)), lasts(Term(15, "registered", slack=MONTH_END))
    ),
    certain=False,
)
