"""The Good-Faith figures of whole tables, shared by columns and rules through `all_accounts.once(standing)` and the like."""

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Whole
from ippbook.goodfaith import History, assess
from ippbook.goodfaith import places as places_of


def history(complaints: Whole) -> History:
    """The rows of Complaints as a history."""
    return History.of(
        complaints["account"],
        complaints["complaint"],
        complaints["filed"],
        complaints["status"],
        complaints["reason"],
        complaints["decided"],
    )


def places(complaints: Whole) -> pd.DataFrame:
    """What `goodfaith.places` says of each row of Complaints: counts_as, in_window, leaves_on."""
    return places_of(complaints.once(history), complaints["as_of"], complaints["terms"])


def standing(accounts: Whole) -> pd.DataFrame:
    """The rows of `goodfaith.assess` for the rows of Accounts; figures are blank where the row names no account."""
    complaints = accounts["all_complaints"].once(history)
    found = assess(complaints, accounts["as_of"], accounts["terms"], list(accounts["account"]))
    nameless = (accounts["account"] == "").to_numpy()
    if not nameless.any():
        return found
    blanked = {
        name: figures.astype(float).mask(nameless, np.nan)
        if figures.dtype.kind in "iuf"
        else figures.mask(nameless, "")
        for name, figures in found.items()
    }
    return pd.DataFrame(blanked)
