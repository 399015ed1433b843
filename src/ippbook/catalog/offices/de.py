"""Germany: trade marks `30 YYYY NNN NNN`, designs `40 YYYY NNN NNN-NNNN`.

A mark keeps the number of its application. Marks of 1995 to 2008 have eight digits (`398 12 345`), older ones a running number. A check digit
after a dot and a class after a stroke are not part of the number. Marks last ten years from filing, designs five years, renewed to
twenty-five.

Source: general knowledge (Markengesetz § 47, Designgesetz §§ 27, 28).
Seen: DPMA 30 2024 240 269 (an imprint). The other numbers below are made up in the office's forms.

>>> DE_TRADEMARK.format("302024240269"), DE_TRADEMARK.format("DE 30 2024 240 269.4"), DE_TRADEMARK.format("39812345/25")
('30 2024 240 269', '30 2024 240 269', '398 12 345')
>>> DE_DESIGN.format("402012001234-0001"), DE_DESIGN.format("40 2012 001 234")
('40 2012 001 234-0001', '40 2012 001 234')
"""

import re
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say


def _design(found: re.Match[str]) -> str:
    return f"40 {found[1]} {found[2]} {found[3]}" + (f"-{found[4].zfill(4)}" if found[4] else "")


DE_TRADEMARK: Final = NumberFormat(
    "DE",
    ("trademark",),
    say("German trade mark number"),
    shape_reader(
        "30 2024 240 269",
        Shape(r"(?:DE-?)?30-?((?:19|20)[0-9]{2})-?([0-9]{3})([0-9]{3})(?:\.[0-9])?(?:[/-][0-9]{1,2})?", r"30 \1 \2 \3"),
        Shape(r"(?:DE-?)?(3[0-9]{2})([0-9]{2})([0-9]{3})(?:\.[0-9])?(?:[/-][0-9]{1,2})?", r"\1 \2 \3"),
        Shape(r"(?:DE-?|DD-?)?([A-Z]?[0-9]{4,7})(?:/[0-9A-Z]{1,4})?", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

DE_DESIGN: Final = NumberFormat(
    "DE",
    ("design patent",),
    say("German design number"),
    shape_reader(
        "40 2012 001 234-0001",
        Shape(r"(?:DE-?)?40-?((?:19|20)[0-9]{2})-?([0-9]{3})([0-9]{3})(?:\.[0-9])?(?:-?([0-9]{1,4}))?", _design),
        Shape(r"(?:DE-?)?([M4][0-9]{7,8}(?:[.-][0-9]{1,4})?)", r"\1"),
        Shape(r"(?:DE-?)?([0-9]{4,7}(?:[.-][0-9]{1,4})?)", r"\1"),
    ),
    term=five_year_periods(),
    certain=False,
)
