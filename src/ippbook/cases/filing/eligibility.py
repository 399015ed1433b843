"""Which listings are ready to be filed, and why each of the others is not.

Each gate keeps some listings back and says why; a listing stays out by the first gate that holds it. Listings that
nobody has judged yet have no right, so they are held at the second.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ippbook.cases.filing.choose_account import chosen_accounts
from ippbook.cases.filing.choose_reason import chosen_reasons
from ippbook.cases.filing.workbook_view import FilingView, Stage, TextArray, day_text
from ippbook.catalog import platforms, reasons
from ippbook.sellers import ENDED

SETTLED: Final = frozenset(
    {"whitelisted", "duplicate", "drafted already", "open already", *(str(stage) for stage in ENDED)}
)
"""Gates that hold a listing because it was dealt with, not because something is lacking."""
Say = str | Callable[[int], str]


@dataclass
class Eligibility:
    """The listings that are still in, and why the others are out."""

    view: FilingView
    kind: TextArray = field(init=False)
    """The gate that held each row, in a word or two; "" while it is in."""
    why: TextArray = field(init=False)
    reason: TextArray = field(init=False)
    account: TextArray = field(init=False)

    def __post_init__(self) -> None:
        count = self.view.count
        self.kind, self.why = np.full(count, "", dtype=object), np.full(count, "", dtype=object)
        self.reason, self.account = np.full(count, "", dtype=object), np.full(count, "", dtype=object)
        self.kind[~self.view.study.tables["Listings"].filled] = "empty"

    @property
    def ready(self) -> list[int]:
        """The rows of Listings that are in, in order."""
        found: list[int] = np.flatnonzero(self.kind == "").tolist()
        return found

    def hold(self, rows: Any, kind: str, say: Say) -> None:
        """Keep back those of *rows* (bool[n]) that are still in."""
        for row in np.flatnonzero((self.kind == "") & np.asarray(rows, dtype=bool)).tolist():
            self.hold_one(row, kind, say if isinstance(say, str) else say(row))

    def hold_one(self, row: int, kind: str, why: str) -> None:
        """Keep back one row."""
        self.kind[row], self.why[row] = kind, why


def check_eligibility(view: FilingView, account: str = "") -> Eligibility:
    """All listings of *view* through all gates, to be filed by *account* (default: see `chosen_accounts`)."""
    sieve = Eligibility(view)
    sieve.hold(view.listings("listing") == "", "no name", "it has no short name, so no complaint can refer to it")
    _whitelist(sieve)
    named = view.listings("right")
    sieve.hold(named == "", "no right", "no right is named that it infringes")
    sieve.hold(view.rights < 0, "no right", lambda row: f"the right {named[row]} is not in Rights")
    sieve.reason, unsaid = chosen_reasons(view)
    _links(sieve)
    _history(sieve)
    _rights(sieve)
    sieve.hold(sieve.reason == "", "no reason", lambda row: unsaid[row])
    _fits(sieve)
    of_listings, of_rights = view.errors.get("Listings", {}), view.errors.get("Rights", {})
    sieve.hold(_among(of_listings, view.count), "errors", lambda row: of_listings[row])
    faulty = np.isin(view.rights, list(of_rights))
    sieve.hold(faulty, "errors", lambda row: f"right {named[row]}: {of_rights[int(view.rights[row])]}")
    _accounts(sieve, account)
    _twice(sieve)
    return sieve


def _among(rows: dict[int, str], count: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(count), list(rows))


def _whitelist(sieve: Eligibility) -> None:
    """An authorised seller is never reported, whichever of its rows says so."""
    view = sieve.view
    white = view.listings("whitelisted") == "yes"
    sieve.hold(white, "whitelisted", "the seller is authorised")
    codes = view.sellers.codes
    friends = np.isin(codes, codes[white & (codes >= 0)]) & (codes >= 0)
    sieve.hold(
        friends, "whitelisted", lambda row: f"another row says that {view.sellers.names[codes[row]]} is authorised"
    )


def _links(sieve: Eligibility) -> None:
    """The link must lead to an offer; to a store where the store front is reported (ipp-facts 5.1 [O7: OFF])."""
    view = sieve.view
    urls, site, item = view.listings("url"), view.listings("url_platform"), view.listings("item_id")
    sieve.hold(urls == "", "no link", "it has no link")
    sieve.hold(site == "", "unusable link", "its link leads to none of the marketplaces of the portal")
    storefront = sieve.reason == reasons.STOREFRONT
    kinds = [platforms.parse_link(url).kind if not number else "item" for url, number in zip(urls, item, strict=True)]
    kind = np.array([*kinds, ""], dtype=object)[:-1]
    sieve.hold(kind == "short", "unusable link", "its link is a short one; open it and paste the long link")
    sieve.hold(
        storefront & (kind == "item"), "unusable link", "its link leads to an offer, and its reason is the store"
    )
    sieve.hold(~storefront & (kind != "item"), "unusable link", "its link leads to no single offer")


def _rights(sieve: Eligibility) -> None:
    """Only an approved right in force can be cited, where the marketplace takes it (ipp-facts 3.2, 5.1 [O21: OFF])."""
    view = sieve.view
    named, status, site = view.listings("right"), view.listings("right_status"), view.listings("url_platform")
    sieve.hold(
        (status != "") & (status != "approved"),
        "unusable right",
        lambda row: f"the portal has not approved the right {named[row]} (it is {status[row]})",
    )
    lapsed = view.listings("right_in_force") == "no"
    sieve.hold(lapsed, "unusable right", lambda row: f"the right {named[row]} is not in force")
    refused = view.listings("usable_on_platform") == "no"
    sieve.hold(refused, "unusable right", lambda row: f"{site[row]} does not take the right {named[row]}")


def _fits(sieve: Eligibility) -> None:
    types = sieve.view.listings("right_type")
    pairs = zip(sieve.reason.tolist(), types.tolist(), strict=True)
    wrong = np.array([reasons.fits(reason, right_type) == "no" for reason, right_type in pairs], dtype=bool)
    sieve.hold(
        wrong, "wrong reason", lambda row: f"the reason {sieve.reason[row]} cannot rest on a right of type {types[row]}"
    )


def _history(sieve: Eligibility) -> None:
    """What was reported before for the same offer and right is not reported again by itself.

    Open: never. Taken down or gone: once it was seen again. Rejected or withdrawn: under another reason; resubmission
    without new material is refused. Reinstated: never, because the seller has won.

    Source: ipp-facts 2.2, 5.5 [C1: CODE], 10 [V14: VEN].
    """
    view = sieve.view
    for row in sieve.ready:
        offer = view.offers[row]
        # A complaint whose right is blank or unknown may well be about this one.
        before = [*view.history.get((offer, -1), ()), *view.history.get((offer, int(view.rights[row])), ())]
        if before:
            kind, why = _before(view, row, before, sieve.reason[row])
            if kind:
                sieve.hold_one(row, kind, why)


def _before(view: FilingView, row: int, before: list[int], reason: str) -> tuple[str, str]:
    """Why earlier complaints about a listing speak against another: the gate and the sentence; "" where they do not."""
    number = view.complaints("complaint")
    waiting = {
        Stage.UNFILED: ("drafted already", "drafted and not filed"),
        Stage.OPEN: ("open already", "filed and still open"),
    }
    for each in before:
        if view.stages[each] in waiting:
            kind, what = waiting[view.stages[each]]
            return kind, f"complaint {number[each]} is {what}"
    stage = view.stages[before[-1]]
    if stage in {Stage.DOWN, Stage.DEAD}:
        return _gone(view, row, before[-1])
    return _lost(view, before[-1], reason)


def _gone(view: FilingView, row: int, last: int) -> tuple[str, str]:
    ended = view.ended(last)
    if view.seen[row] > ended:
        return "", ""
    what = "took it down" if view.stages[last] is Stage.DOWN else "found it gone"
    said = f"complaint {view.complaints('complaint')[last]} {what} on {day_text(ended)}"
    return str(view.stages[last]), f"{said}; enter Last seen when it is back"


def _lost(view: FilingView, last: int, reason: str) -> tuple[str, str]:
    stage, on = view.stages[last], day_text(view.ended(last))
    said = f"complaint {view.complaints('complaint')[last]}"
    if stage is Stage.REINSTATED:
        return str(stage), f"{said} was lost to the seller's counter-notice on {on}; ask counsel before filing again"
    if reason != view.complaints("reason")[last]:
        return "", ""
    remedy = "file it by hand with new evidence, or choose another reason"
    return str(stage), f"{said} was {stage} on {on} under the same reason; {remedy}"


def _accounts(sieve: Eligibility, asked: str) -> None:
    view = sieve.view
    sieve.account, unclear = chosen_accounts(view, asked)
    sieve.hold(sieve.account == "", "no account", lambda row: unclear[row])
    faults = view.errors.get("Accounts", {})
    at = np.array([*(view.account_row(name) for name in sieve.account), -1], dtype=np.int64)[:-1]
    sieve.hold(np.isin(at, list(faults)), "errors", lambda row: f"account {sieve.account[row]}: {faults[int(at[row])]}")


def _twice(sieve: Eligibility) -> None:
    """An offer goes once for each right, however many rows link to it."""
    names = sieve.view.listings("listing")
    first: dict[tuple[str, int], int] = {}
    for row in sieve.ready:
        other = first.setdefault((sieve.view.offers[row], int(sieve.view.rights[row])), row)
        if other != row:
            sieve.hold_one(row, "duplicate", f"it is the same offer as {names[other]}, for the same right")
