"""Both Good-Faith rates of each account at the ends of the last months, next to their limits."""

import pandas as pd

from ippbook.declare.wiring import Wiring
from ippbook.goodfaith.from_tables import history
from ippbook.goodfaith.trend import TREND_MONTHS, named_as_reported, trend
from ippbook.trends.accounts import in_order_of_accounts, terms_of, with_portal


def rates_by_month(wiring: Wiring) -> pd.DataFrame:
    """Each account at the ends of the last twelve months: `goodfaith.trend` for a workbook, in the order of Accounts.

    Columns: account (with the portal after its name where accounts are judged by portal), portal, month_end, complaints, decided,
    takedown_rate, takedown_limit, counter_rate, counter_limit (shares of 1; NaN where there is none), qualifies, fails.
    Source: ipp-facts 6.1, 6.2.
    """
    found = trend(wiring.once("Complaints", history), wiring.as_of, terms_of(wiring), TREND_MONTHS)
    found = in_order_of_accounts(found, wiring)
    return named_as_reported(found.assign(account=with_portal(found)))
