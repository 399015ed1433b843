"""Singapore: trade marks `40YYYYNNNNNX`, designs `30YYYYNNNNNX`; until 2013 `TYY/NNNNNX` and `DYYYY/NNN`.

The last character is a check letter; no source that was read says how it is computed. Marks last ten years from filing, designs five years,
renewed to fifteen.

Source: general knowledge (Trade Marks Act s. 18, Registered Designs Act s. 21).
Seen: Singapore Trade Mark Number 40201820006P. The other numbers are made up in the office's forms.

>>> SG_TRADEMARK.format("40201820006p"), SG_TRADEMARK.format("T08/12345A")
('40201820006P', 'T0812345A')
>>> SG_DESIGN.format("30201812345X")
'30201812345X'
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years

SG_TRADEMARK: Final = NumberFormat(
    "SG",
    ("trademark",),
    "Singapore trade mark number",
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
    "Singapore design number",
    shape_reader(
        "30201812345X",
        Shape(r"(?:SG-?)?30-?(20[0-9]{2})-?([0-9]{5})-?([A-Z](?:-[0-9]{2})?)", r"30\1\2\3"),
        Shape(r"(?:SG-?)?D?((?:19|20)[0-9]{2})/?([0-9]{1,5})/?([A-Z])", r"D\1/\2/\3"),
    ),
    term=five_year_periods(at_most=15),
    certain=False,
)
