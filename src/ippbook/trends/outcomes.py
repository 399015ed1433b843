"""How the complaints of the last twelve months ended, by marketplace and by reason."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Wiring
from ippbook.goodfaith.history import History
from ippbook.goodfaith.history_columns import Codes
from ippbook.goodfaith.outcome import Outcome
from ippbook.trends.accounts import ALL_ACCOUNTS, account_names, scoped_history, seat_names
from ippbook.trends.months import last_months, month_places

OUTCOME_GROUPS: Final = MappingProxyType(
    {
        "taken_down": (Outcome.TAKEN_DOWN,),
        "reinstated": (Outcome.REINSTATED, Outcome.REJECTED_AND_REINSTATED),
        "rejected": (Outcome.REJECTED,),
        "pending": (Outcome.PENDING,),
        "withdrawn": (Outcome.WITHDRAWN, Outcome.DEAD),
    }
)
"""The columns of counts, and the outcomes that each of them counts. *taken_down* is what is still down."""
MOST_NAMES: Final = 8
"""The rows of an account by platform, and by reason. The rest share one more row."""
OTHERS: Final = "others"
NO_NAME: Final = "unknown"


def outcomes(scoped: History, as_of: date, names: Sequence[str] = ()) -> pd.DataFrame:
    """The reported links that were filed in the last twelve months, by their status today.

    One row an account, `by` ("platform" or "reason") and name, most links first; `ALL_ACCOUNTS` first, then *names* (default: the accounts of
    *scoped*), those without links left out. Beyond `MOST_NAMES` the names share the row `OTHERS`. Columns: account, by, place (1, 2 …
    within account and by), name ("unknown" where the row has none), filed, and the counts of `OUTCOME_GROUPS`, which add up to filed.
    """
    ends = last_months(as_of)
    rows = np.flatnonzero(scoped.counts & (month_places(scoped.filed, ends) >= 0))
    account, kind = scoped.account[rows], scoped.kind[rows]
    group_of = np.full(len(Outcome), -1, dtype=np.int64)
    for place, members in enumerate(OUTCOME_GROUPS.values()):
        group_of[list(members)] = place
    group = group_of[scoped.outcome[rows]]
    seats, width = len(scoped.accounts), len(OUTCOME_GROUPS)
    kinds = max(len(scoped.kinds), 1)
    cells = np.bincount((account * kinds + kind) * width + group, minlength=seats * kinds * width)
    cells = cells.reshape(seats, kinds, width)
    by_name = dict(zip(seat_names(scoped), cells, strict=True))
    parts = [
        (ALL_ACCOUNTS, cells.sum(axis=0)),
        *((name, by_name[name]) for name in names or by_name if name in by_name),
    ]
    found = [
        _ranked(account_name, by, [each[at] for each in scoped.kinds], counts)
        for account_name, counts in parts
        for by, at in (("platform", 0), ("reason", 2))
    ]
    return pd.concat([_NOTHING, *found], ignore_index=True)


_NOTHING: Final = pd.DataFrame(
    {
        **{name: pd.Series(dtype=object) for name in ("account", "by", "name")},
        **{name: pd.Series(dtype=np.int64) for name in ("place", "filed", *OUTCOME_GROUPS)},
    }
)


def outcome_figures(wiring: Wiring) -> pd.DataFrame:
    """`outcomes` of a workbook, its accounts in the order of `account_names`."""
    return outcomes(scoped_history(wiring), wiring.as_of, account_names(wiring))


def _ranked(account: str, by: str, names: Sequence[str], counts: Codes) -> pd.DataFrame:
    """The rows of one account: *counts* by kind and group of outcomes, *names* by kind."""
    raw, distinct = pd.factorize(np.array([name or NO_NAME for name in names], dtype=object))
    table = np.zeros((len(distinct), counts.shape[1]), dtype=np.int64)
    np.add.at(table, raw, counts[: len(raw)])
    filed = table.sum(axis=1)
    order = [at for at in sorted(range(len(distinct)), key=lambda at: (-filed[at], distinct[at])) if filed[at]]
    shown, rest = (order, []) if len(order) <= MOST_NAMES else (order[: MOST_NAMES - 1], order[MOST_NAMES - 1 :])
    table = np.vstack([table[shown], table[rest].sum(axis=0)[None]]) if rest else table[shown]
    labels = [*(distinct[at] for at in shown), *([OTHERS] if rest else [])]
    return pd.DataFrame(
        {
            "account": pd.Series([account] * len(labels), dtype=object),
            "by": pd.Series([by] * len(labels), dtype=object),
            "name": pd.Series(labels, dtype=object),
            "place": np.arange(1, len(labels) + 1),
            "filed": table.sum(axis=1),
            **dict(zip(OUTCOME_GROUPS, table.T, strict=True)),
        }
    )
