"""The Good-Faith figures of whole tables. Columns and rules share them through `all_accounts.once(account_figures)` and the like."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Whole
from ippbook.goodfaith.account_names import similar_accounts
from ippbook.goodfaith.assess import assess
from ippbook.goodfaith.history import History
from ippbook.goodfaith.outlook import outlook
from ippbook.goodfaith.rolling_counts import rolling_counts, rolling_failures
from ippbook.goodfaith.row_status import row_status
from ippbook.tables.column_types import AnyColumn, TextColumn


def history(complaints: Whole) -> History:
    """The rows of Complaints as a history. A row without a platform has the platform of its listing's link.

    A misspelt account (`similar_accounts`) is not an account of its own: its rows count for no account.
    """
    found = History.of(
        complaints.categorical("account"),
        complaints.categorical("complaint"),
        complaints["filed"],
        complaints.categorical("status"),
        complaints.categorical("reason"),
        complaints["decided"],
        platform_of_rows(complaints),
    )
    return found.without(similar_accounts(found.accounts, complaints["all_accounts"]["account"].unique()))


def platform_of_rows(complaints: Whole) -> AnyColumn:
    """The platform of each row of Complaints; where it is blank, that of the listing's link."""
    platform: AnyColumn = complaints["platform"]
    blanks = platform.to_numpy() == ""
    if not blanks.any():
        return complaints.categorical("platform")
    return platform.mask(blanks, complaints["listing_url_platform"])


def complaint_statuses(complaints: Whole) -> pd.DataFrame:
    """The rows of `row_status` for the rows of Complaints: counts_as, in_window, leaves_on."""
    return row_status(complaints.once(history), complaints["as_of"], complaints["terms"])


def complaint_counts(complaints: Whole) -> pd.DataFrame:
    """The rows of `rolling_counts` for the rows of Complaints."""
    return rolling_counts(complaints.once(history), complaints["terms"])


def complaint_failures(complaints: Whole) -> TextColumn:
    """Why the account of each row of Complaints did not qualify on its filing day; "" where it did (`rolling_failures`)."""
    return rolling_failures(complaints.once(complaint_counts), complaints["terms"])


def account_figures(accounts: Whole) -> pd.DataFrame:
    """The rows of `assess` for the rows of Accounts; blank where a row names no account."""
    return _of_accounts(accounts, assess)


def account_outlook(accounts: Whole) -> pd.DataFrame:
    """The rows of `outlook` for the rows of Accounts; blank where a row names no account."""
    return _of_accounts(accounts, outlook)


def _of_accounts(accounts: Whole, figures_of: Callable[..., pd.DataFrame]) -> pd.DataFrame:
    complaints = accounts["all_complaints"].once(history)
    found = figures_of(complaints, accounts["as_of"], accounts["terms"], list(accounts["account"]))
    nameless = (accounts["account"] == "").to_numpy()
    if not nameless.any():
        return found
    blanked = {}
    for name, figures in found.items():
        if figures.dtype.kind in "iuf":
            blanked[name] = figures.astype(float).mask(nameless, np.nan)
        else:
            blanked[name] = figures.mask(nameless, pd.NaT if figures.dtype.kind == "M" else "")
    return pd.DataFrame(blanked)
