"""Russia: trademarks of up to seven digits, design patents of up to six digits.

Ten digits that begin with a year are an application: `YYYY7NNNNN` of a mark, `YYYY5NNNNN` of a design. Marks last ten years from filing. Designs
filed from 2015-01-01 on last five years, renewed to twenty-five.

Source: general knowledge (Civil Code art. 1491, 1363).
Seen: товарный знак № 989247 (SMARTCARDIO), № 445945, № 1087731. The design's number is made up in the office's form.

>>> RU_TRADEMARK.format("Свидетельство на товарный знак № 989247"), RU_TRADEMARK.format("RU 1087731")
('989247', '1087731')
>>> RU_DESIGN.format("RU 123456"), RU_TRADEMARK.is_valid("2019712345")
('123456', False)
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, application, shape_reader
from ippbook.catalog.offices.term import five_year_periods, if_filed_from, ten_years
from ippbook.languages import say

_REFORMED: Final = dt.date(2015, 1, 1)


RU_TRADEMARK: Final = NumberFormat(
    "RU",
    ("trademark",),
    say("Russian trademark number"),
    shape_reader(
        "989247",
        application(r"(?:RU-?)?(?:19|20)[0-9]{2}/?7[0-9]{5}"),
        Shape(r"(?:RU-?)?([0-9]{3,7})(?:/[0-9]{1,2})?", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

RU_DESIGN: Final = NumberFormat(
    "RU",
    ("design patent",),
    say("Russian design number"),
    shape_reader(
        "123456",
        application(r"(?:RU-?)?(?:19|20)[0-9]{2}/?5[0-9]{5}"),
        Shape(r"(?:RU-?)?([0-9]{4,6})(?:S[0-9]?)?", r"\1"),
    ),
    term=if_filed_from(_REFORMED, five_year_periods()),
    certain=False,
)
