"""Which account files: the requested one, else the only one that the workbook allows."""

from collections.abc import Iterable
from typing import Final

import numpy as np

from ippbook.cases.filing.workbook_view import FilingView, TextValues
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.likely_names import did_you_mean
from ippbook.sellers import name_key

_UNCLEAR: Final = say(
    "more than one account could file it; choose one with --account, or file the right from one account first"
)
_NONE: Final = say("the table Accounts has no account that could file it; add one")


def chosen_accounts(view: FilingView, requested: str) -> tuple[TextValues, dict[int, str]]:
    """The account for each listing ("" where it is unclear), and by row of Listings why it is unclear.

    In this order: the account *requested*; the only account of the workbook; the only account that has cited the right
    in Complaints, because a right is approved for the account that submitted it; the only account whose complainant is
    the right's owner. Raises `UserError` when Accounts has no account *requested*.

    Source: ipp-facts 0.3, 5.1 (account, then its approved right) [O7, O21: OFF]; the order is a house rule.
    """
    names = view.study.wiring.value("Accounts", "account").to_numpy()
    known = [name for name in dict.fromkeys(names) if name]
    if requested:
        return _everywhere(view, _requested(view, requested)), {}
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


def _everywhere(view: FilingView, name: str) -> TextValues:
    return np.full(view.count, name, dtype=object)


def _requested(view: FilingView, requested: str) -> str:
    row = view.account_row(requested)
    names = view.study.wiring.value("Accounts", "account").to_numpy()
    if row < 0:
        hint = did_you_mean(requested, filter(None, names), say("add it to Accounts first"))
        raise UserError("the table Accounts has no account {requested!r}; {hint}", requested=requested, hint=hint)
    return str(names[row])


def _cited(view: FilingView) -> dict[int, set[int]]:
    """For each right (its row), the accounts (their rows) that have cited it."""
    wiring = view.study.wiring
    pairs = {
        *zip(wiring.rows("Complaints", "right").tolist(), wiring.rows("Complaints", "account").tolist(), strict=True)
    }
    return _gathered(pair for pair in pairs if min(pair) >= 0)


def _owned(view: FilingView) -> dict[int, set[int]]:
    """For each right, the accounts that file in its owner's name."""
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
