"""A share as people read it, the same in tables and in sentences.

>>> percent_text(39 / 46), percent_text(0.9), percent_text(0.8996, Decimal("0.90"))
('84.8 %', '90.0 %', '89.96 %')
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_MOST_DECIMALS: Final = 6
_EDGES: Final = (Decimal(0), Decimal(100))


def percent_text(share: float, limit: Decimal | None = None) -> str:
    """The share (of 1) in percent, rounded to one decimal as a cell of Excel shows it.

    It has more decimals where the rounded number would be on the other side of *limit* (a share), of 0 % or of 100 %: 899.6 of 1,000
    are 89.96 %, never "90.0 % < 90 %".
    """
    # The shortest text of the number: 0.8475 is a little less in binary, and a cell shows 84.8 % for it.
    exact = Decimal(repr(float(share))) * 100
    edges = (*_EDGES, limit * 100) if limit is not None else _EDGES
    for decimals in range(1, _MOST_DECIMALS + 1):
        rounded = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        if _sides(rounded, edges) == _sides(exact, edges):
            return f"{rounded} %"
    return f"{exact.normalize():f} %"


def _sides(value: Decimal, edges: Iterable[Decimal]) -> list[int]:
    return [(value > edge) - (value < edge) for edge in edges]


def limit_text(limit: Decimal) -> str:
    """A limit as it is set: 90 %, 92.5 %."""
    return f"{(limit * 100).normalize():f} %"
