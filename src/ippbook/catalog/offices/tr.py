"""Türkiye: trade marks `YYYY/NNNNN`, designs `YYYY/NNNNN`, with the number of the design behind it.

The number of the application is that of the registration. Marks last ten years from filing, designs five years, renewed to twenty-five.

Source: general knowledge (Industrial Property Law no. 6769 art. 23, 69); the form YYYY/NNNNNN of the office was seen in patents (2026/007632).
The numbers below are made up in the office's forms.

>>> TR_TRADEMARK.format("2012 34567"), TR_TRADEMARK.format("TR 2019/123456")
('2012/34567', '2019/123456')
>>> TR_DESIGN.format("2015/04321-3")
'2015/04321-3'
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

TR_TRADEMARK: Final = NumberFormat(
    "TR",
    ("trademark",),
    say("Turkish trade mark number"),
    shape_reader(
        "2012/34567",
        Shape(r"(?:TR-?|T/)?((?:19|20)[0-9]{2})[/-]?([0-9]{4,6})", r"\1/\2"),
        Shape(r"(?:TR-?)?([0-9]{2})[/-]([0-9]{4,6})", r"\1/\2"),
        Shape(r"(?:TR-?)?([0-9]{4,6})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

TR_DESIGN: Final = NumberFormat(
    "TR",
    ("design patent",),
    say("Turkish design number"),
    shape_reader(
        "2015/04321-3",
        Shape(r"(?:TR-?)?((?:19|20)[0-9]{2})[/-]?([0-9]{4,6})", r"\1/\2"),
        Shape(r"(?:TR-?)?((?:19|20)[0-9]{2})[/-]?([0-9]{4,6})[/.-]([0-9]{1,3})", r"\1/\2-\3"),
        Shape(r"(?:TR-?)?([0-9]{4,6})", r"\1"),
    ),
    term=five_year_periods(),
    certain=False,
)
