"""Which listings are ready to be filed, and why each of the others is not.

Each check excludes some listings and says why; the first check that excludes a listing decides. Listings without a
decision of the team have no right yet, so the second check excludes them.
"""

from collections.abc import Callable
from dataclasses import field
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ippbook.cases.filing.choose_account import chosen_accounts
from ippbook.cases.filing.choose_reason import chosen_reasons
from ippbook.cases.filing.workbook_view import FilingView, LinkStage, TextValues, day_text
from ippbook.catalog import platforms, reasons
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.sellers import ENDED

SETTLED: Final = frozenset(
    {"whitelisted", "duplicate", say("drafted already"), say("open already"), *(str(stage) for stage in ENDED)}
)
"""Kinds of exclusion because a listing was handled already, not because something is missing."""
Why = str | Callable[[int], str]
"""A sentence, or a function that makes it for a row of Listings."""


@dataclass
class Eligibility:
    """The listings that are ready, and why the others are excluded."""

    view: FilingView
    kind: TextValues = field(init=False)
    """The kind of exclusion of each row, in a word or two; "" while it is ready."""
    why: TextValues = field(init=False)
    reason: TextValues = field(init=False)
    account: TextValues = field(init=False)

    def __post_init__(self) -> None:
        count = self.view.count
        self.kind, self.why = np.full(count, "", dtype=object), np.full(count, "", dtype=object)
        self.reason, self.account = np.full(count, "", dtype=object), np.full(count, "", dtype=object)
        self.kind[~self.view.study.tables["Listings"].filled] = "empty"

    @property
    def ready(self) -> list[int]:
        """The rows of Listings that are ready, in order."""
        found: list[int] = np.flatnonzero(self.kind == "").tolist()
        return found

    def exclude(self, rows: ArrayLike, kind: str, why: Why) -> None:
        """Exclude those of *rows* (bool[n]) that are still ready."""
        for row in np.flatnonzero((self.kind == "") & np.asarray(rows, dtype=bool)).tolist():
            self.exclude_row(row, kind, why if isinstance(why, str) else why(row))

    def exclude_row(self, row: int, kind: str, why: str) -> None:
        """Exclude one row."""
        self.kind[row], self.why[row] = kind, why


def check_eligibility(view: FilingView, account: str = "") -> Eligibility:
    """Check all listings of *view*, to be filed by *account* (default: see `chosen_accounts`)."""
    eligibility = Eligibility(view)
    eligibility.exclude(
        view.listings("listing") == "",
        say("no name"),
        say("it has no short name, so no complaint can refer to it; enter one under Listing"),
    )
    _whitelist(eligibility)
    named = view.listings("right")
    eligibility.exclude(named == "", say("no right"), say("its Right is blank; enter the right that it infringes"))
    eligibility.exclude(
        view.rights < 0, say("no right"), lambda row: say("the table Rights has no right {named}", named=named[row])
    )
    eligibility.reason, unclear_reasons = chosen_reasons(view)
    _links(eligibility)
    _history(eligibility)
    _rights(eligibility)
    eligibility.exclude(eligibility.reason == "", say("no reason"), lambda row: unclear_reasons[row])
    _fits(eligibility)
    of_listings, of_rights = view.errors.get("Listings", {}), view.errors.get("Rights", {})
    eligibility.exclude(_among(of_listings, view.count), "errors", lambda row: of_listings[row])
    faulty = np.isin(view.rights, list(of_rights))
    eligibility.exclude(
        faulty,
        "errors",
        lambda row: say("right {named}: {of_rights}", named=named[row], of_rights=of_rights[int(view.rights[row])]),
    )
    _accounts(eligibility, account)
    _twice(eligibility)
    return eligibility


def _among(rows: dict[int, str], count: int) -> NDArray[np.bool_]:
    return np.isin(np.arange(count), list(rows))


def _whitelist(eligibility: Eligibility) -> None:
    """An authorised seller is never reported, even if only one of its rows says so."""
    authorised = eligibility.view.authorised
    eligibility.exclude(_among(authorised, eligibility.view.count), "whitelisted", lambda row: authorised[row])


def _links(eligibility: Eligibility) -> None:
    """The link must lead to an offer, or to a store where the store front is reported (ipp-facts 5.1 [O7: OFF])."""
    view = eligibility.view
    urls, site, item = view.listings("url"), view.listings("url_platform"), view.listings("item_id")
    eligibility.exclude(urls == "", say("no link"), say("it has no link"))
    eligibility.exclude(site == "", say("unusable link"), say("its link is not on a supported marketplace"))
    storefront = eligibility.reason == reasons.STOREFRONT
    kinds = [platforms.parse_link(url).kind if not number else "item" for url, number in zip(urls, item, strict=True)]
    kind = np.array([*kinds, ""], dtype=object)[:-1]
    eligibility.exclude(
        kind == "short", say("unusable link"), say("its link is a short link; open it and paste the long link")
    )
    eligibility.exclude(
        storefront & (kind == "item"),
        say("unusable link"),
        say("its link leads to an offer, but its reason is about a store"),
    )
    eligibility.exclude(
        ~storefront & (kind != "item"), say("unusable link"), say("its link does not lead to a single offer")
    )


def _rights(eligibility: Eligibility) -> None:
    """Only an approved right in force can be cited, and only where the marketplace accepts it (ipp-facts 3.2, 5.1 [O21: OFF])."""
    view = eligibility.view
    named, status, site = view.listings("right"), view.listings("right_status"), view.listings("url_platform")
    eligibility.exclude(
        (status != "") & (status != "approved"),
        say("unusable right"),
        lambda row: say(
            "the portal has not approved the right {named} (it is {status})", named=named[row], status=status[row]
        ),
    )
    lapsed = view.listings("right_in_force") == "no"
    eligibility.exclude(
        lapsed, say("unusable right"), lambda row: say("the right {named} is not in force", named=named[row])
    )
    refused = view.listings("usable_on_platform") == "no"
    eligibility.exclude(
        refused,
        say("unusable right"),
        lambda row: say("{site} does not accept the right {named}", site=site[row], named=named[row]),
    )


def _fits(eligibility: Eligibility) -> None:
    types = eligibility.view.listings("right_type")
    pairs = zip(eligibility.reason.tolist(), types.tolist(), strict=True)
    wrong = np.array([reasons.reason_fits(reason, right_type) == "no" for reason, right_type in pairs], dtype=bool)
    eligibility.exclude(
        wrong,
        say("wrong reason"),
        lambda row: say(
            "the reason {reason} does not fit a right of type {types}", reason=eligibility.reason[row], types=types[row]
        ),
    )


def _history(eligibility: Eligibility) -> None:
    """An offer that was reported before for the same right is not reported again automatically.

    Open: never. Taken down or gone: after it was seen again. Rejected or withdrawn: for another reason; resubmission
    without new material is refused. Reinstated: never, because the seller has won.

    Source: ipp-facts 2.2, 5.5 [C1: CODE], 10 [V14: VEN].
    """
    view = eligibility.view
    for row in eligibility.ready:
        offer = view.offers[row]
        # A complaint whose right is blank or unknown may well be about this one.
        before = [*view.history.get((offer, -1), ()), *view.history.get((offer, int(view.rights[row])), ())]
        if before:
            kind, why = _before(view, row, before, eligibility.reason[row])
            if kind:
                eligibility.exclude_row(row, kind, why)


def _before(view: FilingView, row: int, before: list[int], reason: str) -> tuple[str, str]:
    """Why earlier complaints about a listing exclude another: the kind and the sentence; "" where they do not."""
    number = view.complaints("complaint")
    waiting = {
        LinkStage.UNFILED: (say("drafted already"), say("drafted and not filed")),
        LinkStage.OPEN: (say("open already"), say("filed and still open")),
    }
    for each in before:
        if view.stages[each] in waiting:
            kind, what = waiting[view.stages[each]]
            return kind, say("complaint {number} is {what}", number=number[each], what=what)
    stage = view.stages[before[-1]]
    if stage in {LinkStage.DOWN, LinkStage.DEAD}:
        return _gone(view, row, before[-1])
    return _lost(view, before[-1], reason)


def _gone(view: FilingView, row: int, last: int) -> tuple[str, str]:
    ended = view.ended(last)
    if view.seen[row] > ended:
        return "", ""
    what = say("took it down") if view.stages[last] is LinkStage.DOWN else say("found it gone")
    complaint = view.complaints("complaint")[last]
    return (
        str(view.stages[last]),
        say(
            "complaint {complaint} {what} on {day_text}; if it is back, enter the date under Last seen",
            complaint=complaint,
            what=what,
            day_text=day_text(ended),
        ),
    )


def _lost(view: FilingView, last: int, reason: str) -> tuple[str, str]:
    stage, on = view.stages[last], day_text(view.ended(last))
    complaint = say("complaint {complaints}", complaints=view.complaints("complaint")[last])
    if stage is LinkStage.REINSTATED:
        return str(stage), say(
            "{complaint} was lost to the seller's counter-notice on {on}; ask counsel before filing again",
            complaint=complaint,
            on=on,
        )
    if reason != view.complaints("reason")[last]:
        return "", ""
    remedy = say("file it manually with new evidence, or choose another reason")
    return str(stage), say(
        "{complaint} was {stage} on {on} for the same reason; {remedy}",
        complaint=complaint,
        stage=say("withdrawn") if stage is LinkStage.WITHDRAWN else say("rejected"),
        on=on,
        remedy=remedy,
    )


def _accounts(eligibility: Eligibility, requested: str) -> None:
    view = eligibility.view
    eligibility.account, unclear = chosen_accounts(view, requested)
    eligibility.exclude(eligibility.account == "", say("no account"), lambda row: unclear[row])
    faults = view.errors.get("Accounts", {})
    at = np.array([*(view.account_row(name) for name in eligibility.account), -1], dtype=np.int64)[:-1]
    eligibility.exclude(
        np.isin(at, list(faults)),
        "errors",
        lambda row: say("account {account}: {faults}", account=eligibility.account[row], faults=faults[int(at[row])]),
    )


def _twice(eligibility: Eligibility) -> None:
    """An offer is reported once for each right, even if several rows link to it."""
    names = eligibility.view.listings("listing")
    first: dict[tuple[str, int], int] = {}
    for row in eligibility.ready:
        other = first.setdefault((eligibility.view.offers[row], int(eligibility.view.rights[row])), row)
        if other != row:
            eligibility.exclude_row(
                row, "duplicate", say("it is the same offer as {names}, for the same right", names=names[other])
            )
