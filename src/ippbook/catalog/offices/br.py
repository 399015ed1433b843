"""Brazil: trade marks of nine digits, designs `BR 30 YYYY NNNNNN-N`, until 2011 `DI NNNNNNN-N`.

A mark keeps the number of its application. Marks last ten years from grant, designs ten years from filing, renewed by five years to
twenty-five.

Source: ipp-facts 4.1 [W1: LAW], its page on Brazil (trademark NNNNNNNNN, design BR and thirteen digits); terms general knowledge (Lei 9.279/96 art. 133, 108).
Seen: processo INPI 944841171 (STAR INK). The designs' numbers are made up in INPI's forms.

>>> BR_TRADEMARK.format("BR 944841171"), BR_TRADEMARK.format("944.841.171")
('944841171', '944841171')
>>> BR_DESIGN.format("BR3020120012345"), BR_DESIGN.format("DI 7001234-5")
('BR 30 2012 001234-5', 'DI 7001234-5')
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

BR_TRADEMARK: Final = NumberFormat(
    "BR",
    ("trademark",),
    say("Brazilian trade mark number"),
    shape_reader(
        "944841171",
        Shape(r"(?:BR-?)?([0-9]{6,9})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("registered"),
    certain=False,
)

BR_DESIGN: Final = NumberFormat(
    "BR",
    ("design patent",),
    say("Brazilian design number"),
    shape_reader(
        "BR 30 2012 001234-5",
        Shape(r"(?:BR-?)*30-?((?:19|20)[0-9]{2})-?([0-9]{6})-?([0-9])", r"BR 30 \1 \2-\3"),
        Shape(r"(?:BR-?)*30-?((?:19|20)[0-9]{2})-?([0-9]{6})", r"BR 30 \1 \2"),
        Shape(r"(?:BR-?)?DI-?([0-9]{7})-?([0-9])", r"DI \1-\2"),
    ),
    term=five_year_periods(first=10),
    certain=False,
)
