"""Singapore: trade marks `40YYYYNNNNNX`, designs `30YYYYNNNNNX`; until 2013 `TYY/NNNNNX` and `DYYYY/NNN`.

The last character is a check letter; it is not computed here, because numbers that were seen do not agree with the algorithm that was read.
`-01` behind it is a part of a divided application. Marks last ten years from filing, designs five years, renewed to fifteen.

Source: cantab-ip.com, 2014-01-20 (a law firm in Singapore: LAW) for the form since 2014; terms general knowledge (Trade Marks Act s. 18,
Registered Designs Act s. 21).
Seen: T0812097B (a decision of the office, 2014), 40201820006P, 40201300054R-01. The design's number is made up in the office's form.

>>> SG_TRADEMARK.format("40201820006p"), SG_TRADEMARK.format("T08/12097B"), SG_TRADEMARK.format("40201300054R-01")
('40201820006P', 'T0812097B', '40201300054R-01')
>>> SG_DESIGN.format("30201812345X")
'30201812345X'
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

SG_TRADEMARK: Final = NumberFormat(
    "SG",
    ("trademark",),
    say("Singapore trade mark number"),
    shape_reader(
        "40201820006P",
        Shape(r"(?:SG-?)?40-?(20[0-9]{2})-?([0-9]{5})-?([A-Z](?:-[0-9]{2})?)", r"40\1\2\3"),
        Shape(r"(?:SG-?)?T([0-9]{2})/?([0-9]{5})-?([A-Z](?:-[0-9]{2})?)", r"T\1\2\3"),
        Shape(r"(?:SG-?)?([ABS]?[0-9]{1,5}/[0-9]{2}[A-Z]?)", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

SG_DESIGN: Final = NumberFormat(
    "SG",
    ("design patent",),
    say("Singapore design number"),
    shape_reader(
        "30201812345X",
        Shape(r"(?:SG-?)?30-?(20[0-9]{2})-?([0-9]{5})-?([A-Z](?:-[0-9]{2})?)", r"30\1\2\3"),
        Shape(r"(?:SG-?)?D?((?:19|20)[0-9]{2})/?([0-9]{1,5})/?([A-Z])", r"D\1/\2/\3"),
    ),
    term=five_year_periods(at_most=15),
    certain=False,
)
