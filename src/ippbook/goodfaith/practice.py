"""How each account works, over all its complaints: what is not filed yet, what was withdrawn after an appeal, for which owners."""

from collections import defaultdict

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog import offices
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare.wiring import Whole
from ippbook.languages import say_series
from ippbook.tables.book import fold
from ippbook.tables.column_types import Mask, TextColumn
from ippbook.tables.distinct_texts import blank_rows, rows_equal


def practice(accounts: Whole) -> pd.DataFrame:
    """One row a row of Accounts; columns and rules share it through `all_accounts.once(practice)`.

    Columns: waiting (rows of Complaints that are not filed yet, float64), withdrawn (share of the rows in the Good-Faith
    window that were withdrawn after the seller's appeal, float64, NaN where the window is empty), owners (the owners
    whose rights it cites, joined by "; ", where there is more than one; text).
    """
    complaints = accounts["all_complaints"]
    names = [fold(name) for name in accounts["account"]]
    status, inside = complaints["status"], rows_equal(complaints["in_window"], "yes")
    drafts = blank_rows(status) & blank_rows(complaints["filed"]) & complaints.filled
    for choice in load_vocabulary("statuses"):
        if choice.facts["outcome"] == "unfiled":
            drafts |= rows_equal(status, choice.code)
    appealed = rows_equal(status, "withdrawn") & complaints["counter_noticed"].notna().to_numpy()
    waiting, filed, withdrawn = (
        _counts(complaints["account"], names, rows) for rows in (drafts, inside, inside & appealed)
    )
    return pd.DataFrame(
        {
            "waiting": np.where(np.array(names) == "", np.nan, waiting),
            "withdrawn": np.divide(withdrawn, filed, out=np.full(len(names), np.nan), where=filed > 0),
            "owners": pd.Series(_owners(complaints, names), dtype=object),
        }
    )


def _counts(account: TextColumn, names: list[str], rows: Mask) -> NDArray[np.float64]:
    """How many of *rows* each account has (float64)."""
    counts: dict[str, int] = defaultdict(int)
    for spelling, number in account[rows].value_counts().items():  # each spelling is folded once
        counts[fold(str(spelling))] += number
    return np.array([counts[name] if name else 0 for name in names], dtype=float)


def _owners(complaints: Whole, names: list[str]) -> list[str]:
    """The owners of each account's rights, where there is more than one. Names that cannot be compared count as one owner."""
    found: dict[str, list[str]] = defaultdict(list)
    pairs = pd.DataFrame({"account": complaints["account"], "owner": complaints["right_owner"]}).drop_duplicates()
    for account, owner in zip(pairs["account"], pairs["owner"], strict=True):
        known = found[fold(account)]
        if owner and all(offices.same_owner(owner, other) == "no" for other in known):
            known.append(owner)
    return [say_series(found[name], "; ") if name and len(found[name]) > 1 else "" for name in names]
