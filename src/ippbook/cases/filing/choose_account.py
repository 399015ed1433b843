"""Which account files: the one asked for, else the one that the workbook leaves no doubt about."""

import difflib
from collections.abc import Iterable
from typing import Final

import numpy as np

from ippbook.cases.filing.workbook_view import FilingView, TextArray
from ippbook.errors import UserError
from ippbook.sellers import name_key
from ippbook.tables.book import fold

_UNCLEAR: Final = (
    "more than one account could file it; say which with --account, or file the right from one account first"
)
_NONE: Final = "there is no account to file it; add one to Accounts"


def chosen_accounts(view: FilingView, asked: str) -> tuple[TextArray, dict[int, str]]:
    """The account for each listing ("" where it is unclear), and why it is unclear by row of Listings.

    In this order: the account *asked* for; the only account of the workbook; the only account that has cited the
    right in Complaints, because a right is approved for the account that submitted it; the only account whose
    complainant is the right's owner. Raises `UserError` when Accounts has no *asked*.

    Source: ipp-facts 0.3, 5.1 (account, then its approved right) [O7, O21: OFF]; the order is ours.
    """
    names = view.study.wiring.value("Accounts", "account").to_numpy()
    known = [name for name in dict.fromkeys(names) if name]
    if asked:
        return _everywhere(view, _asked(view, asked)), {}
    if len(known) == 1:
        return _everywhere(view, known[0]), {}
    found = _everywhere(view, "")
    whys: dict[int, str] = {}
    cited, owned = _cited(view), _owned(view)
    for row, right in enumerate(view.rights.tolist()):
        for choice in (cited.get(right, set()), owned.get(right, set())):
            if len(choice) == 1 and not found[row]:
                found[row] = names[next(iter(choice))]
        if not found[row]:
            whys[row] = _UNCLEAR if known else _NONE
    return found, whys


def _everywhere(view: FilingView, name: str) -> TextArray:
    return np.full(view.count, name, dtype=object)


def _asked(view: FilingView, asked: str) -> str:
    row = view.account_row(asked)
    names = view.study.wiring.value("Accounts", "account").to_numpy()
    if row < 0:
        near = difflib.get_close_matches(fold(asked), [fold(name) for name in names if name], n=3, cutoff=0.6)
        hint = f"; did you mean {', '.join(near)}?" if near else "; add it to Accounts first"
        raise UserError(f"there is no account {asked!r} in the table Accounts{hint}")
    return str(names[row])


def _cited(view: FilingView) -> dict[int, set[int]]:
    """For each right (its row), the accounts (their rows) that have cited it."""
    wiring = view.study.wiring
    pairs = {
        *zip(wiring.rows("Complaints", "right").tolist(), wiring.rows("Complaints", "account").tolist(), strict=True)
    }
    return _gathered(pair for pair in pairs if min(pair) >= 0)


def _owned(view: FilingView) -> dict[int, set[int]]:
    """For each right, the accounts that complain in its owner's name."""
    wiring = view.study.wiring
    complainants: dict[str, list[int]] = {}
    for row, name in enumerate(wiring.value("Accounts", "complainant")):
        if name:
            complainants.setdefault(name_key(name), []).append(row)
    owners = enumerate(wiring.value("Rights", "owner"))
    return _gathered((right, row) for right, name in owners if name for row in complainants.get(name_key(name), []))


def _gathered(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for right, account in pairs:
        found.setdefault(right, set()).add(account)
    return found
