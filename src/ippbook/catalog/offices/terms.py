"""How long a right lasts.

The last day is the day before the anniversary: a term of 10 years from 2011-03-15 ends on 2021-03-14, as Chinese
certificates state it (general knowledge; the sources that were read do not say). A date one day later, as some offices
print it, is therefore used only where it is stated and the term is not fixed. An anniversary of 29 February falls on 1 March.

Source: ipp-facts 3.6 [L2: LAW for Chinese patents; the rest GK].
"""

import datetime as dt
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

Basis = Literal["stated", "term", "first term", ""]
"""The source of the last day: the workbook; a fixed term; the first term of a right that may have been renewed."""


class ProtectionEnd(NamedTuple):
    """The last day of a right and its source. "first term" does not prove a lapse: warn, never refuse."""

    until: dt.date | None
    basis: Basis


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


_TERMS: Final = MappingProxyType(
    {
        ("invention patent", "CN"): Term(20, "filed"),  # L2: LAW
        ("utility model", "CN"): Term(10, "filed"),  # L2: LAW
        ("trademark", "CN"): Term(10, "registered", renewable=True),  # GK
        ("trademark", "US"): Term(10, "registered", renewable=True),  # GK
        ("trademark", "WIPO"): Term(10, "registered", renewable=True),  # GK
        ("trademark", "EU"): Term(10, "filed", renewable=True),  # GK
        ("design patent", "EU"): Term(5, "filed", renewable=True, at_most=25),  # GK
        ("invention patent", "US"): Term(20, "filed", capped=False),  # GK; the office adjusts terms
    },
)
_CN_DESIGN_REFORM: Final = dt.date(2021, 6, 1)
_US_DESIGN_REFORM: Final = dt.date(2015, 5, 13)


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


def _term(right_type: str, office: str, filed: dt.date | None) -> Term | None:
    if right_type == "design patent" and office == "CN":
        return Term(15 if filed is not None and filed >= _CN_DESIGN_REFORM else 10, "filed")  # L2: LAW
    if right_type == "design patent" and office == "US":
        # Older filings had another term; the sources do not state it.
        return Term(15, "registered") if filed is not None and filed >= _US_DESIGN_REFORM else None  # GK
    return _TERMS.get((right_type, office))


def protection(
    right_type: str,
    office: str,
    filed: dt.date | None = None,
    registered: dt.date | None = None,
    expires: dt.date | None = None,
) -> ProtectionEnd:
    """Compute the last day of a right from its dates and the term of its office.

    For rights that can be renewed, a stated *expires* is used; a fixed term limits it, so the earlier of the two counts.
    Annuities and renewal fees are not considered: a term alone does not prove that a right is in force.

    >>> protection("utility model", "CN", filed=dt.date(2018, 5, 2), expires=dt.date(2030, 1, 1))
    ProtectionEnd(until=datetime.date(2028, 5, 1), basis='term')
    """
    term = _term(right_type, office, filed)
    start = None if term is None else {"filed": filed, "registered": registered}[term.counted_from]
    if term is None or start is None:
        return ProtectionEnd(expires, "stated" if expires is not None else "")
    if expires is None:
        return ProtectionEnd(last_day(start, term.years), "first term" if term.renewable else "term")
    longest = term.at_most if term.renewable else term.years * term.capped
    if longest and last_day(start, longest) < expires:
        return ProtectionEnd(last_day(start, longest), "term")
    return ProtectionEnd(expires, "stated")


def protected_until(
    right_type: str,
    office: str,
    filed: dt.date | None = None,
    registered: dt.date | None = None,
    expires: dt.date | None = None,
) -> dt.date | None:
    """Give the last day of a right, None where its dates do not show it. `protection` also says how certain it is."""
    return protection(right_type, office, filed, registered, expires).until
