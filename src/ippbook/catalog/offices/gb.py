"""United Kingdom: trade marks `UK` and eleven digits, designs of seven digits.

A mark is cited with or without its prefix and zeros. `UK009…` is the clone of an EU mark, `UK008…` that of an international mark. The
clone of an EU design is 9 and the thirteen digits of the EU design; that of a Hague design begins with 8. Marks last ten years from filing,
designs five years, renewed to twenty-five.

Source: ipp-facts 4.1 [L18: LAW] for the clones; the rest general knowledge (Trade Marks Act 1994 s. 42, Registered Designs Act 1949 s. 8).
Seen: UK00003407857 and UK00003056439 (Cheeky Cheese, Red Badger), design 6460391, clone 90040480980004 [L18].

>>> GB_TRADEMARK.format("3407857"), GB_TRADEMARK.format("UK 00003056439"), GB_TRADEMARK.format("UK00917654321")
('UK00003407857', 'UK00003056439', 'UK00917654321')
>>> GB_DESIGN.format("UK Registered Design No. 6460391"), GB_DESIGN.format("9004048098-0004")
('6460391', '90040480980004')
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say


def _padded(found: re.Match[str]) -> str:
    return f"UK{found[1].zfill(11)}{found[2]}"


GB_TRADEMARK: Final = NumberFormat(
    "GB",
    ("trademark",),
    say("UK trade mark number"),
    shape_reader(
        "UK00003407857",
        Shape(r"(?:UK|GB)?-?([0-9]{1,7}|[0-9]{11})([A-Z]?)", _padded),
        Shape(r"(?:UK|GB)?-?[AB][0-9]{4,7}"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

GB_DESIGN: Final = NumberFormat(
    "GB",
    ("design patent",),
    say("UK design number"),
    shape_reader(
        "6460391",
        Shape(r"(?:UK|GB)?-?([0-9]{6,7})", r"\1"),
        Shape(r"(?:UK|GB)?-?(9[0-9]{9}|90[0-9]{8})-?([0-9]{4})", r"\1\2"),
        Shape(r"(?:UK|GB)?-?(8[0-9]{6,13})", r"\1"),
    ),
    term=five_year_periods(),
    certain=False,
)
