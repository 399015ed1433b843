"""The term of a right: its years, what they are counted from, and whether it can be renewed. Number formats name theirs."""

import datetime as dt
from collections.abc import Callable
from typing import Final, Literal, TypeAlias

from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A term in whole years."""

    years: int
    """Years of the first (or only) term."""
    counted_from: Literal["filed", "registered"]
    renewable: bool = False
    at_most: int = 0
    """The most years with all renewals, 0 for no limit."""
    capped: bool = True
    """Whether a later stated date is cut to the fixed term; False where offices extend terms."""
    slack: int = 0
    """Days by which a stated date may be later than the last possible day: offices print the anniversary, or the end of its month."""


TermRule: TypeAlias = Callable[[str, dt.date | None, dt.date | None], Term | None]
"""The term by right type, filing date and registration date; None where it is not known."""
MONTH_END: Final = 31
"""The slack of an office that prints the end of a month, in days."""


def last_day(start: dt.date, years: int) -> dt.date:
    """Compute the last day of a term of *years* from *start*.

    >>> last_day(dt.date(2011, 3, 15), 10), last_day(dt.date(2012, 2, 29), 10)
    (datetime.date(2021, 3, 14), datetime.date(2022, 2, 28))
    """
    if start.year + years > dt.MAXYEAR:
        return dt.date.max
    try:
        anniversary = start.replace(year=start.year + years)
    except ValueError:
        anniversary = dt.date(start.year + years, 3, 1)
    return anniversary - dt.timedelta(days=1)


def no_term(_right_type: str, _filed: dt.date | None, _registered: dt.date | None) -> Term | None:
    """No term is known."""
    return None


def lasts(term: Term) -> TermRule:
    """The rule of rights that all have the same *term*."""
    return lambda _right_type, _filed, _registered: term


def ten_years(counted_from: Literal["filed", "registered"]) -> TermRule:
    """The rule of trademarks: ten years, renewable for ten years without limit."""
    return lasts(Term(10, counted_from, renewable=True))


def if_filed_from(day: dt.date, rule: TermRule, before: TermRule = no_term) -> TermRule:
    """The rule of rights whose law changed: *rule* for those filed from *day* on, *before* for earlier ones, no term without a filing date."""

    def term(right_type: str, filed: dt.date | None, registered: dt.date | None) -> Term | None:
        return None if filed is None else (rule if filed >= day else before)(right_type, filed, registered)

    return term


def five_year_periods(at_most: int = 25, first: int = 5) -> TermRule:
    """The rule of registered designs: *first* years from filing, renewable by five years, *at_most* years in all."""
    return lasts(Term(first, "filed", renewable=True, at_most=at_most, slack=MONTH_END))


__all__ = [
    "MONTH_END",
    "Term",
    "TermRule",
    "five_year_periods",
    "if_filed_from",
    "last_day",
    "lasts",
    "no_term",
    "ten_years",
]
