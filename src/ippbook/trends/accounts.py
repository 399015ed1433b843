"""The accounts of figures over months: their names, and their order."""

from typing import Final

import numpy as np
import pandas as pd

from ippbook.declare.wiring import Wiring
from ippbook.goodfaith.from_tables import history
from ippbook.goodfaith.history import History
from ippbook.goodfaith.terms import Terms
from ippbook.tables.book import fold
from ippbook.tables.column_types import TextColumn

ALL_ACCOUNTS: Final = "All accounts"
"""The name of all accounts together. The sheets show it first."""


def terms_of(wiring: Wiring) -> Terms:
    """The Good-Faith terms of the workbook's settings."""
    terms = wiring.settings["terms"]
    if not isinstance(terms, Terms):  # the group of that name is declared so
        raise TypeError(terms)
    return terms


def scoped_history(wiring: Wiring) -> History:
    """The complaints of a workbook, with an account for each thing that is judged by itself (`History.in_scope`)."""
    return wiring.once("Complaints", history).in_scope(terms_of(wiring))


def seat_names(scoped: History) -> tuple[str, ...]:
    """The name of each account of *scoped*; an account that is judged by portal has the portal after its name."""
    seats = scoped.seats or ("",) * len(scoped.accounts)
    return tuple(
        f"{account} · {portal}" if portal else account for account, portal in zip(scoped.accounts, seats, strict=True)
    )


def with_portal(found: pd.DataFrame) -> TextColumn:
    """The accounts of *found* (columns account and portal), each with its portal after the name where it has one."""
    portal = found["portal"].where(found["portal"] == "", " · " + found["portal"])
    named: TextColumn = found["account"] + portal
    return named


def in_order_of_accounts(found: pd.DataFrame, wiring: Wiring) -> pd.DataFrame:
    """The rows of *found* in the order of the sheet Accounts, by their column account; accounts that are only in Complaints come last."""
    own = [fold(account) for account in wiring.value("Accounts", "account")]
    place = {name: row for row, name in reversed([*enumerate(own)]) if name}
    names, distinct = pd.factorize(found["account"])
    order = np.array([place.get(fold(account), len(own)) for account in distinct], dtype=np.int64)
    return found.iloc[np.argsort(order[names], kind="stable")].reset_index(drop=True)


def account_names(wiring: Wiring) -> list[str]:
    """The accounts that a chart can show: those of Accounts in their order, then those that are only in Complaints.

    Where accounts are judged by portal, an account with complaints has an entry for each of its portals.
    """
    scoped = scoped_history(wiring)
    by_account: dict[str, list[str]] = {}
    for account, name in zip(scoped.accounts, seat_names(scoped), strict=True):
        by_account.setdefault(fold(account), []).append(name)
    found: dict[str, None] = {}
    for account in wiring.value("Accounts", "account"):
        if fold(account):
            found.update(dict.fromkeys(by_account.pop(fold(account), [account])))
    for names in by_account.values():
        found.update(dict.fromkeys(names))
    return list(found)
