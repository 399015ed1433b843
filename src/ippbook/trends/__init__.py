"""What happens over months: outcomes, days to a takedown, offers that come back, rights that run out. The figures of charts and reports.

Columns in, tables out, no file and no clock. Each function takes the `Wiring` of a run, or the `History` of the complaints. Rates over months
are in `ippbook.goodfaith.trend`; `rates_by_month` gives them in the order of the sheet Accounts.
"""

from ippbook.trends.accounts import (
    ALL_ACCOUNTS,
    account_names,
    in_order_of_accounts,
    scoped_history,
    seat_names,
    with_portal,
)
from ippbook.trends.comebacks import comebacks_by_month
from ippbook.trends.last_days import last_days_by_month
from ippbook.trends.months import TREND_MONTHS
from ippbook.trends.outcomes import OUTCOME_GROUPS, outcome_figures, outcomes
from ippbook.trends.rates import rates_by_month
from ippbook.trends.takedown_days import takedown_days, takedown_times

__all__ = [
    "ALL_ACCOUNTS",
    "OUTCOME_GROUPS",
    "TREND_MONTHS",
    "account_names",
    "comebacks_by_month",
    "in_order_of_accounts",
    "last_days_by_month",
    "outcome_figures",
    "outcomes",
    "rates_by_month",
    "scoped_history",
    "seat_names",
    "takedown_days",
    "takedown_times",
    "with_portal",
]
