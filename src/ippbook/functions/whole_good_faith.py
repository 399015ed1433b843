"""Good-Faith figures of an account as tables: by reason, and month by month, with the columns of the sheet Good-Faith."""

import numpy as np
import pandas as pd

from ippbook.declare import registry, worksheet
from ippbook.declare.parameters import TableBlock
from ippbook.functions.goodfaith_arguments import AccountHistory, HistoryArguments
from ippbook.goodfaith import assess_reasons, trend
from ippbook.goodfaith.trend import TREND_MONTHS, named_as_reported
from ippbook.tables.book import fold
from ippbook.tables.headers import header_of


@worksheet("IPP_GF_REASONS", "Good-Faith")
def reasons(account: HistoryArguments) -> TableBlock:
    """The figures of an account for each complaint reason in the window, as a table; each reason is tested separately.

    Source: ipp-facts 6.1, 6.2 [O1, O2 2021: OFF; unit and rates: INF].

    Examples:
        =IPP_GF_REASONS("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30), "counterfeit") -> Reason | Complaints | Decided | Taken down | Rejected | Pending | Counter upheld | Takedown rate | Counter rate | Tested | Fails ; counterfeit by comparison | 1 | 1 | 1 | 0 | 0 | 0 | 1 | 0 | yes |
    """
    found = account.history
    return _table(found, assess_reasons(found.history, found.day, found.terms), "GoodFaithReasons")


@worksheet("IPP_GF_MONTHS", "Good-Faith")
def months(account: HistoryArguments) -> TableBlock:
    """An account at the last twelve month ends, as a table: both rates with their limits, and whether it qualified.

    Source: ipp-facts 6.1, 6.2 [O1, O2: OFF; unit and rates: INF].

    Examples:
        =IPP_GF_MONTHS("a", DATE(2026,6,1), "accepted", "a", DATE(2026,6,30)) -> Month end | Complaints | Decided | Takedown rate | Takedown limit | Counter rate | Counter limit | Qualifies | Fails ; 2025-07-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2025-08-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2025-09-30 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2025-10-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2025-11-30 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2025-12-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2026-01-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2026-02-28 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2026-03-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2026-04-30 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2026-05-31 | 0 | 0 |  | 0.9 |  | 0.05 | no | 0 of 100 complaints; no decided complaint ; 2026-06-30 | 1 | 1 | 1 | 0.9 | 0 | 0.05 | no | 1 of 100 complaints
        =IPP_GF_MONTHS("a", DATE(2026,6,1), "accepted", "b", DATE(2026,6,30)) -> Month end | Complaints | Decided | Takedown rate | Takedown limit | Counter rate | Counter limit | Qualifies | Fails
    """
    found = account.history
    months_of = named_as_reported(trend(found.history, found.day, found.terms, TREND_MONTHS))
    return _table(found, months_of, "GoodFaithMonths")


def _table(account: AccountHistory, found: pd.DataFrame, report: str) -> TableBlock:
    """The account's rows under the headers of the computed table *report*, without the account. By portal, the portal is the first column."""
    columns = next(each.columns for each in registry().reports if each.table == report)
    shown = [(column.header, column.name) for column in columns if column.name not in {"account", "portal"}]
    if account.terms.scope == "account and portal":
        shown.insert(0, (header_of("portal"), "portal"))
    own = found[[fold(name) == fold(account.account) for name in found["account"]]]
    answer = np.empty((len(own) + 1, len(shown)), dtype=object)
    answer[0] = [header for header, _ in shown]
    for place, (_, name) in enumerate(shown):
        days = own[name].dtype.kind == "M"
        answer[1:, place] = [day.date() for day in own[name]] if days else own[name].tolist()
    return answer
