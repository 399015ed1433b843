"""Registered Community (EU) design numbers: nine digits, a dash, and the four-digit number of the design in its filing.

Source: ipp-facts 4.1 [L18: LAW], 14.

>>> EU_DESIGN.format("RCD 4048098-4"), EU_DESIGN.format("REUD 015012345-0001")
('004048098-0004', '015012345-0001')
"""

from typing import Final

from ippbook.catalog.offices.number_format import NumberError, NumberFormat
from ippbook.catalog.offices.term import Term, lasts
from ippbook.languages import say
from ippbook.late_patterns import late_pattern

_DESIGN: Final = late_pattern(r"(?:RCD|REUD|EUD|EU|EM)? ?(?:NO\.? ?)?([0-9]{5,9}) ?[-/\u2010-\u2015] ?([0-9]{1,4})")


def _read(text: str, _right_type: str) -> str:
    found = _DESIGN.fullmatch(text.upper())
    if found is None:
        raise NumberError(
            say("{text} should be nine digits, a dash and four digits, such as 004048098-0004", text=text)
        )
    return f"{found[1].zfill(9)}-{found[2].zfill(4)}"


EU_DESIGN: Final = NumberFormat(
    "EU",
    ("design patent",),
    say("EU design number"),
    _read,
    term=lasts(Term(5, "filed", renewable=True, at_most=25)),  # GK
)
