"""Hong Kong: trade marks `30NNNNNNN`, designs `NNNNNNN.N`.

Marks before April 2003 have the year and a serial, some with a letter (`199912345`, `1999B1234`, `B1234/1990`). A design of a set ends with M and
three digits. Marks and designs last ten and five years from filing; designs are renewed to twenty-five.

Source: general knowledge (Cap. 559 s. 49, Cap. 522 s. 28).
The numbers below are made up in the registry's forms.

>>> HK_TRADEMARK.format("HK 301234567"), HK_TRADEMARK.format("1999B1234")
('301234567', '1999B1234')
>>> HK_DESIGN.format("1901234.5M001"), HK_DESIGN.format("19012345")
('1901234.5M001', '1901234.5')
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

HK_TRADEMARK: Final = NumberFormat(
    "HK",
    ("trademark",),
    say("Hong Kong trade mark number"),
    shape_reader(
        "301234567",
        Shape(r"(?:HK-?)?(30[0-9]{7}[A-Z]{0,3})", r"\1"),
        Shape(r"(?:HK-?)?((?:19|20)[0-9]{2}[AB]?[0-9]{4,5}[A-Z]{0,3})", r"\1"),
        Shape(r"(?:HK-?)?([AB]?[0-9]{1,5}(?:/|OF)(?:18|19|20)[0-9]{2}[A-Z]{0,3})", r"\1"),
    ),
    term=ten_years("filed"),
    certain=False,
)

HK_DESIGN: Final = NumberFormat(
    "HK",
    ("design patent",),
    say("Hong Kong design number"),
    shape_reader(
        "1901234.5",
        Shape(r"(?:HK-?)?([0-9]{7})[.]?([0-9])(M[0-9]{1,3})?", r"\1.\2\3"),
    ),
    term=five_year_periods(),
    certain=False,
)
