"""Switzerland: trade marks of six digits, older ones with `P-` or `2P-` in front; designs of six digits.

`NNNNN/YYYY` is an application. Marks last ten years from filing, designs five years, renewed to twenty-five.

Source: general knowledge (Markenschutzgesetz art. 10, Designgesetz art. 5).
Known from published judgments: P-486889 (Nespresso's capsule). The other numbers are made up in the office's forms.

>>> CH_TRADEMARK.format("P-486 889"), CH_TRADEMARK.format("CH 612176"), CH_TRADEMARK.is_valid("52345/2019")
('P-486889', '612176', False)
>>> CH_DESIGN.format("CH 141234")
'141234'
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, application, shape_reader
from ippbook.catalog.offices.term import five_year_periods, ten_years
from ippbook.languages import say

CH_TRADEMARK: Final = NumberFormat(
    "CH",
    ("trademark",),
    say("Swiss trade mark number"),
    shape_reader(
        "P-486889",
        application(r"(?:CH-?)?[0-9]{1,6}/(?:19|20)[0-9]{2}"),
        Shape(r"(?:CH-?)?([0-9]?P)-?([0-9]{4,6})", r"\1-\2"),
        Shape(r"(?:CH-?)?([0-9]{4,7})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=ten_years("filed"),
    certain=False,
)

CH_DESIGN: Final = NumberFormat(
    "CH",
    ("design patent",),
    say("Swiss design number"),
    shape_reader(
        "141234",
        Shape(r"(?:CH-?)?([0-9]{4,7}(?:[./-][0-9]{1,3})?)", r"\1"),
    ),
    term=five_year_periods(),
    certain=False,
)
