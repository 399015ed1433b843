"""Rules on Rights: the dates of a right, compared with each other and with the date of the check."""

from datetime import date

import pandas as pd

from ippbook.declare import rule
from ippbook.rules.check_settings import CheckSettings
from ippbook.rules.reminders import reminders
from ippbook.rules.rows import as_mask, future_slips
from ippbook.tables.column_types import DateColumn, Mask, Sentences


@rule(
    "RT115",
    on="Rights",
    at="Registered",
    says="registered on {registered:%Y-%m-%d}, before it was filed on {filed:%Y-%m-%d}; correct one of the dates",
)
def registered_before_filed(registered: DateColumn, filed: DateColumn) -> Mask:
    """Right registered before it was filed.

    The two dates contradict each other, and the term of protection is counted from one of them.

    Fix: correct the wrong date; the certificate has both.
    Source: ipp-facts 11 R07.
    Certainty: certain; the dates contradict each other.

    Flagged:
        | Filed      | Registered |
        | 2019-05-02 | 2019-05-01 |
        | 2019-05-02 | 2009-10-01 |
    Clean:
        | Filed      | Registered |
        | 2019-05-02 | 2019-05-02 |
        | 2019-05-02 | 2020-01-01 |
        |            | 2020-01-01 |
        | 2019-05-02 |            |
    """
    return as_mask(registered < filed)


@rule(
    "RT116",
    on="Rights",
    at="Expires",
    says="expires on {expires:%Y-%m-%d}, before it was filed or registered; correct the date",
)
def expires_before_it_began(expires: DateColumn, registered: DateColumn, filed: DateColumn) -> Mask:
    """Right that expires before it was filed or registered.

    The dates contradict each other. Often a day or a year was mistyped.

    Fix: correct the wrong date.
    Source: ipp-facts 3.6.
    Certainty: certain; the dates contradict each other.

    Flagged:
        | Filed      | Registered | Expires    |
        | 2019-05-02 | 2020-01-01 | 2019-12-31 |
        | 2019-05-02 |            | 2019-05-01 |
    Clean:
        | Filed      | Registered | Expires    |
        | 2019-05-02 | 2020-01-01 | 2030-01-01 |
        | 2019-05-02 | 2020-01-01 |            |
        |            |            | 2019-05-01 |
    """
    return as_mask((expires < registered) | (expires < filed))


@rule(
    "RT205",
    on="Rights",
    at="Registered",
    says="registered on {registered:%Y-%m-%d}, after {as_of:%Y-%m-%d}, the date of this check; correct the date",
)
def registered_in_the_future(registered: DateColumn, as_of: date) -> Mask:
    """Right with a registration date in the future.

    A right can be cited only after its registration. The date may be a typing error. If many rows have later dates, the
    check is made for an earlier day, and nothing is flagged.

    Fix: correct the date. Leave it empty until the right is registered.
    Source: ipp-facts 11 R07, 3.2 (pending marks: INF).
    Certainty: inferred, so this is a warning.

    Flagged:
        | Registered | As of      |
        | 2026-07-01 | 2026-06-30 |
        | 2062-01-01 | 2026-06-30 |
    Clean:
        | Registered | As of      |
        | 2026-06-30 | 2026-06-30 |
        | 2016-01-01 | 2026-06-30 |
        |            | 2026-06-30 |
    """
    return future_slips(registered, as_of)


@rule(
    "RT206",
    on="Rights",
    at="Filed",
    says="filed on {filed:%Y-%m-%d}, after {as_of:%Y-%m-%d}, the date of this check; correct the date",
)
def right_filed_in_the_future(filed: DateColumn, as_of: date) -> Mask:
    """Right with a filing date in the future.

    The term of protection is counted from this date. It may be a typing error. If many rows have later dates, the check
    is made for an earlier day, and nothing is flagged.

    Fix: correct the date.
    Source: ipp-facts 11 R07, 3.6.
    Certainty: inferred, so this is a warning.

    Flagged:
        | Filed      | As of      |
        | 2026-07-01 | 2026-06-30 |
    Clean:
        | Filed      | As of      |
        | 2026-06-30 | 2026-06-30 |
        |            | 2026-06-30 |
    """
    return future_slips(filed, as_of)


@rule(
    "RT207",
    on="Rights",
    at="Expires",
    says="this right expired on {expires:%Y-%m-%d}; renew it and enter the new date, or cite another right",
)
def right_expired(expires: DateColumn, as_of: date) -> Mask:
    """Right that has expired.

    Portals reject complaints that cite an expired right, and rejections count against the account. The row may stay for
    complaints of earlier years, so this is a warning. If a new complaint cites the right, that is an error.

    Fix: renew the right and enter the new date under Expires, or cite another right.
    Source: ipp-facts 10 [O15: OFF; V14: VEN], 3.6 [L2: LAW].
    Certainty: law.

    Flagged:
        | Expires    | As of      |
        | 2026-06-29 | 2026-06-30 |
        | 2016-01-01 | 2026-06-30 |
    Clean:
        | Expires    | As of      |
        | 2026-06-30 | 2026-06-30 |
        | 2036-06-30 | 2026-06-30 |
        |            | 2026-06-30 |
    """
    return as_mask(expires < pd.Timestamp(as_of))


@rule(
    "RT208",
    on="Rights",
    at="Expires",
    says="by its dates this right ended on {protected_until:%Y-%m-%d}; if it was renewed, enter the current last day under Expires",
)
def term_over(expires: DateColumn, protected_until: DateColumn, as_of: date) -> Mask:
    """Right whose term is over by its own dates.

    If no last day is entered, it is counted from filing or registration. Marks can be renewed, so this is only a
    question. Chinese patents cannot be renewed.

    Fix: enter the last day from the register under Expires. Do not cite a right that has ended.
    Source: ipp-facts 3.6 [L2: LAW for Chinese patents; marks GK].
    Certainty: law for Chinese patents; general knowledge for other rights, so this is a warning.

    Flagged:
        | Right type    | Office | Filed      | Registered | Expires    | As of      |
        | utility model | CN     | 2016-06-30 |            |            | 2026-06-30 |
        | trademark     | CN     |            | 2010-01-07 |            | 2026-06-30 |
        | utility model | CN     | 2010-01-07 |            | 2030-01-07 | 2026-06-30 |
    Clean:
        | Right type    | Office | Filed      | Registered | Expires    | As of      |
        | utility model | CN     | 2016-07-01 |            |            | 2026-06-30 |
        | trademark     | CN     |            | 2010-01-07 | 2030-01-06 | 2026-06-30 |
        | trademark     | CN     |            | 2010-01-07 | 2020-01-06 | 2026-06-30 |
        | copyright     | CN     | 1990-01-01 |            |            | 2026-06-30 |
        | trademark     | CN     |            |            |            | 2026-06-30 |
    """
    day = pd.Timestamp(as_of)
    return as_mask((protected_until < day) & ~(expires < day))


@rule(
    "RT209",
    on="Rights",
    at="Expires",
    says="this right ends on {protected_until:%Y-%m-%d}, {detail}; renew it or prepare another right",
)
def right_expires_soon(
    protected_until: DateColumn, as_of: date, expiry_warning_days: int, checks: CheckSettings
) -> Sentences:
    """Right that ends soon.

    A complaint filed today may be decided or appealed after the right has ended. Renewals take time.

    Fix: renew the right and enter the new date, or prepare another right. The setting Expiry warning days says how
    early the first reminder comes. The settings Second reminder days and Last reminder days say when the next two come.
    Source: ipp-facts 10 [O15, O20: OFF; V14: VEN].
    Certainty: the number of days is chosen, not official.

    Flagged:
        | Expires    | As of      |
        | 2026-06-30 | 2026-06-30 |
        | 2026-09-28 | 2026-06-30 |
    Clean:
        | Expires    | As of      |
        | 2026-09-29 | 2026-06-30 |
        | 2026-06-29 | 2026-06-30 |
        |            | 2026-06-30 |
    """
    return reminders(protected_until, as_of, expiry_warning_days, checks)
