"""How long a right lasts.

The last day is the day before the anniversary: a term of 10 years from 2011-03-15 ends on 2021-03-14, as Chinese
certificates state it (general knowledge; the sources that were read do not say). A date one day later, as some offices
print it, is therefore used only where it is stated and the term is not fixed. An anniversary of 29 February falls on 1 March.

Each office's terms are in the modules of its number formats.

Source: ipp-facts 3.6 [L2: LAW for Chinese patents; the rest GK].
"""

import datetime as dt
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ippbook.catalog.offices.catalogue import number_formats
from ippbook.catalog.offices.term import Term, last_day

Basis = Literal["stated", "term", "first term", ""]
"""The source of the last day: the workbook; a fixed term; the first term of a right that may have been renewed."""


class ProtectionEnd(NamedTuple):
    """The last day of a right and its source. "first term" does not prove a lapse: warn, never refuse."""

    until: dt.date | None
    basis: Basis


_WITHOUT_FORMAT: Final = MappingProxyType(
    {("invention patent", "US"): Term(20, "filed", capped=False)}  # GK; the office adjusts terms
)
"""Terms of rights whose numbers have no format. The others are in the modules of the formats."""


def _term(right_type: str, office: str, filed: dt.date | None, registered: dt.date | None) -> Term | None:
    form = number_formats().get((right_type, office))
    return _WITHOUT_FORMAT.get((right_type, office)) if form is None else form.term(right_type, filed, registered)


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
    term = _term(right_type, office, filed, registered)
    start = None if term is None else {"filed": filed, "registered": registered}[term.counted_from]
    if term is None or start is None:
        return ProtectionEnd(expires, "stated" if expires is not None else "")
    if expires is None:
        return ProtectionEnd(last_day(start, term.years), "first term" if term.renewable else "term")
    longest = term.at_most if term.renewable else term.years * term.capped
    if longest and last_day(start, longest) + dt.timedelta(days=term.slack) < expires:
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
