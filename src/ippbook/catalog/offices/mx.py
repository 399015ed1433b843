"""Mexico: trademarks of up to seven digits, designs of up to six digits.

`MX/f/YYYY/NNNNNN` is the application of a design. The file number of a mark (expediente) has seven digits too; it is accepted. Marks granted
from 2020-11-05 on last ten years from grant, earlier ones ten years from filing. Designs filed from 2018-04-27 on last five years, renewed
to twenty-five.

Source: general knowledge (Ley Federal de Protección a la Propiedad Industrial art. 178, 78).
Seen: expediente EXP-3495968 (AHI 3.0). The other numbers are made up in the office's forms.

>>> MX_TRADEMARK.format("Registro No. 1234567"), MX_TRADEMARK.format("EXP-3495968")
('1234567', '3495968')
>>> MX_DESIGN.format("MX 56789"), MX_DESIGN.is_valid("MX/f/2019/001234")
('56789', False)
"""

import datetime as dt
from typing import Final

from ippbook.catalog.offices.number_format import NumberFormat
from ippbook.catalog.offices.shapes import INTERNATIONAL_MARK, Shape, application, shape_reader
from ippbook.catalog.offices.term import Term, five_year_periods, if_filed_from
from ippbook.languages import say

_MARKS_REFORMED: Final = dt.date(2020, 11, 5)
_DESIGNS_REFORMED: Final = dt.date(2018, 4, 27)


def _mark_term(_right_type: str, _filed: dt.date | None, registered: dt.date | None) -> Term | None:
    if registered is None:
        return None
    return Term(10, "registered" if registered >= _MARKS_REFORMED else "filed", renewable=True)


MX_TRADEMARK: Final = NumberFormat(
    "MX",
    ("trademark",),
    say("Mexican trademark number"),
    shape_reader(
        "1234567",
        Shape(r"(?:MX-?)?(?:EXP\.?-?)?([0-9]{4,7})", r"\1"),
        INTERNATIONAL_MARK,
    ),
    term=_mark_term,
    certain=False,
)

MX_DESIGN: Final = NumberFormat(
    "MX",
    ("design patent",),
    say("Mexican design number"),
    shape_reader(
        "56789",
        application(r"(?:MX)?/?F/[0-9]{4}/[0-9]{4,6}"),
        Shape(r"(?:MX-?)?([0-9]{3,6})[A-Z]?", r"\1"),
    ),
    term=if_filed_from(_DESIGNS_REFORMED, five_year_periods()),
    certain=False,
)
