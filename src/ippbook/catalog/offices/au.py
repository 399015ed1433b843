"""Australia: trade marks of up to seven digits, designs `YYYYNNNNN`.

A mark keeps the number of its application. Designs of the former Act have six digits. Marks last ten years from filing, designs five years,
renewed once to ten.

Source: general knowledge (Trade Marks Act 1995 s. 72, Designs Act 2003 s. 46).
Seen: trade mark 1749660 (xShopper), registered design 202318723.

>>> AU_TRADEMARK.format("AU 1749660"), AU_DESIGN.format("Australian Registered Design No. 202318723")
('1749660', '202318723')
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

AU_TRADEMARK: Final = NumberFormat(
    "AU",
    ("trademark",),
    say("Australian trade mark number"),
    shape_reader(
        "1749660",
        Shape(r"(?:AU-?)?([AB]?[0-9]{4,7})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

AU_DESIGN: Final = NumberFormat(
    "AU",
    ("design patent",),
    say("Australian design number"),
    shape_reader(
        "202318723",
        Shape(r"(?:AU-?|AUSTRALIAN(?:REGISTERED)?(?:DESIGN)?(?:NO\.?)?)?((?:19|20)[0-9]{7})S?", r"\1"),
        Shape(r"(?:AU-?)?([0-9]{5,6})", r"\1"),
    ),
    term=five_year_periods(at_most=10),
    certain=False,
)
