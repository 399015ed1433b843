"""Benelux: trade marks of seven digits, designs `NNNNN-NN`.

The office (BOIP) registers for Belgium, the Netherlands and Luxembourg, which have no marks and designs of their own. Marks last ten years from
filing, designs five years, renewed to twenty-five.

Source: general knowledge (Benelux Convention on Intellectual Property art. 2.9, 3.14).
Seen: BOIP registration 980089, application 1556706. The design's number is made up in the office's form.

>>> BX_TRADEMARK.format("BOIP 980089"), BX_TRADEMARK.format("BX 1556706")
('0980089', '1556706')
>>> BX_DESIGN.format("38212-1")
'38212-01'
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, padded, shape_reader, with_part
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

BX_TRADEMARK: Final = NumberFormat(
    "BX",
    ("trademark",),
    say("Benelux trade mark number"),
    shape_reader(
        "0980089",
        Shape(r"(?:BX-?|BOIP)?([0-9]{4,7})", padded(7)),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

BX_DESIGN: Final = NumberFormat(
    "BX",
    ("design patent",),
    say("Benelux design number"),
    shape_reader(
        "38212-01",
        Shape(r"(?:BX-?|BOIP)?([0-9]{4,6})(?:-([0-9]{1,3}))?", with_part(2)),
    ),
    term=five_year_periods(),
    certain=False,
)
