"""Terms of protection: how long a right lasts, and whether it was in force on a day."""

from datetime import date

from ippbook.catalog.offices import terms
from ippbook.declare import worksheet
from ippbook.declare.parameters import Office, RightType


@worksheet("IPP_PROTECTED_UNTIL", "Rights")
def protected_until(
    right_type: RightType,
    office: Office,
    filed: date | None = None,
    registered: date | None = None,
    expires: date | None = None,
) -> date | None:
    """The last day of protection that follows from the dates; empty if they are not enough.

    A stated expiry counts, unless the law ends the right earlier. The function does not know annual fees: a patent whose
    fees were not paid ends before this day.

    Source: ipp-facts 3.6 [L2: LAW].

    Arguments:
        right_type: what kind of right it is, in any known spelling
        office: where it is registered
        filed: filing date of the application
        registered: date of registration or grant
        expires: last day as the register states it

    Examples:
        =IPP_PROTECTED_UNTIL("trademark", "EU", DATE(2018,3,1), DATE(2018,9,1), DATE(2028,3,1)) -> 2028-03-01
        =IPP_PROTECTED_UNTIL("trademark", "CN") ->
    """
    return terms.protected_until(right_type, office, filed, registered, expires)


@worksheet("IPP_IN_FORCE", "Rights")
def in_force(  # a right's dates are what it needs
    right_type: RightType,
    office: Office,
    filed: date | None,
    registered: date | None,
    expires: date | None,
    on: date | None,
) -> str:
    """Whether a right was in force on a day: yes, no, or empty if the dates are not enough.

    A right is in force from its registration until its last day, both included. After the first term of a right that
    may have been renewed, the result is empty until a later expiry is entered. The function does not know annual fees.

    Source: ipp-facts 3.6 [L2: LAW].

    Arguments:
        right_type: what kind of right it is, in any known spelling
        office: where it is registered
        filed: filing date of the application
        registered: date of registration or grant
        expires: last day as the register states it
        on: the day to check

    Examples:
        =IPP_IN_FORCE("trademark", "EU", "", DATE(2018,9,1), DATE(2028,3,1), DATE(2028,3,1)) -> yes
        =IPP_IN_FORCE("trademark", "EU", "", DATE(2018,9,1), DATE(2028,3,1), DATE(2028,3,2)) -> no
        =IPP_IN_FORCE("trademark", "EU", "", DATE(2018,9,1), DATE(2028,3,1), DATE(2018,8,31)) -> no
    """
    if on is None:
        return ""
    if registered is not None and on < registered:
        return "no"
    until, basis = terms.protection(right_type, office, filed, registered, expires)
    if until is None or (on > until and basis == "first term"):
        return ""
    return "yes" if on <= until else "no"
