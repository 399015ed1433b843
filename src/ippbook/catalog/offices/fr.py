"""France: trade marks of seven digits, designs `YYYYNNNN-NNN`.

INPI printed the year in front of a mark's number (`09 3 645 729`); the number itself is the last seven digits. Marks last ten years from
filing, designs filed from 2001-10-01 on five years, renewed to twenty-five; earlier ones could be renewed to fifty.

Source: ipp-facts 4.1 [W1: LAW], its page on France (trademark YYNNNNNNN, design YYYYNNNN-NNN); terms general knowledge (CPI art. L712-1, L513-1).
Seen: 4763067 (Roi du Prono), 03 3237295 (CACES), 09 3 645 729 (o2switch). The design's number is made up in INPI's form.

>>> FR_TRADEMARK.format("INPI n° 4763067"), FR_TRADEMARK.format("03.3237295"), FR_TRADEMARK.format("09 3 645 729")
('4763067', '3237295', '3645729')
>>> FR_DESIGN.format("20190731-1"), FR_DESIGN.format("20190731")
('20190731-001', '20190731')
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader, with_part
from ippbook.catalog.offices.term import five_year_periods, if_filed_from, ten_years
from ippbook.languages import say

_REFORMED: Final = dt.date(2001, 10, 1)


FR_TRADEMARK: Final = NumberFormat(
    "FR",
    ("trademark",),
    say("French trade mark number"),
    shape_reader(
        "4763067",
        Shape(r"(?:FR-?|INPI)?(?:N°|NO\.?)?(?:[0-9]{2}[./-]?)?([0-9]{7})", r"\1"),
        Shape(r"(?:FR-?|INPI)?([0-9]{4,6})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

FR_DESIGN: Final = NumberFormat(
    "FR",
    ("design patent",),
    say("French design number"),
    shape_reader(
        "20190731-001",
        Shape(r"(?:FR-?|INPI)?((?:19|20)[0-9]{6})(?:-?([0-9]{1,3}))?", with_part(3)),
        Shape(r"(?:FR-?|INPI)?([0-9]{5,7}(?:-[0-9]{1,4})?)", r"\1"),
    ),
    term=if_filed_from(_REFORMED, five_year_periods()),
    certain=False,
)
