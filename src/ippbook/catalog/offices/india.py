"""India: trade marks of up to seven digits, designs `NNNNNN-NNN`.

The number of the application is that of the registration. Marks last ten years from filing, designs ten years, renewed once by five.

Source: general knowledge (Trade Marks Act 1999 s. 25, Designs Act 2000 s. 11).
Seen: registered design 485611-001 (Government of India). The mark's number is made up in the register's form.

>>> IN_TRADEMARK.format("IN 2345678"), IN_DESIGN.format("485611-1"), IN_DESIGN.format("485611")
('2345678', '485611-001', '485611')
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader, with_part
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

IN_TRADEMARK: Final = NumberFormat(
    "IN",
    ("trademark",),
    say("Indian trade mark number"),
    shape_reader(
        "2345678",
        Shape(r"(?:IN-?)?([0-9]{4,7}[A-Z]?)", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

IN_DESIGN: Final = NumberFormat(
    "IN",
    ("design patent",),
    say("Indian design number"),
    shape_reader(
        "485611-001",
        Shape(r"(?:IN-?)?([0-9]{5,6})(?:[-/]([0-9]{1,3}))?", with_part(3)),
    ),
    term=five_year_periods(at_most=15, first=10),
    certain=False,
)
