"""The Good-Faith figures of whole tables, shared by columns and rules through `all_accounts.once(standing)` and the like."""

from collections.abc import Callable

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Whole
from ippbook.goodfaith import History, assess, rolling_counts, row_status
from ippbook.goodfaith import outlook as outlook_of


def history(complaints: Whole) -> History:
    """The rows of Complaints as a history; a row that names no platform has the one of its listing's link."""
    platform = complaints["platform"]
    return History.of(
        complaints["account"],
        complaints["complaint"],
        complaints["filed"],
        complaints["status"],
        complaints["reason"],
        complaints["decided"],
        platform.where(platform != "", complaints["listing_url_platform"]),
    )


def places(complaints: Whole) -> pd.DataFrame:
    """What `goodfaith.places` says of each row of Complaints: counts_as, in_window, leaves_on."""
    return row_status(complaints.once(history), complaints["as_of"], complaints["terms"])


def standing(accounts: Whole) -> pd.DataFrame:
    """The rows of `goodfaith.assess` for the rows of Accounts; figures are blank where the row names no account."""
    return _of_accounts(accounts, assess)


def outlook(accounts: Whole) -> pd.DataFrame:
    """The rows of `goodfaith.outlook` for the rows of Accounts; blank where the row names no account."""
    return _of_accounts(accounts, outlook_of)


def running(complaints: Whole) -> pd.DataFrame:
    """What `goodfaith.rolling` says of each row of Complaints."""
    return rolling_counts(complaints.once(history), complaints["terms"])


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
