"""The table of sellers, computed from Listings and Complaints."""

from collections.abc import Hashable, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.quick_dataclasses import dataclass
from ippbook.sellers.identity import Sellers, identify
from ippbook.sellers.stages import ENDED, LinkStage, link_stages
from ippbook.tables.schema import Kind

if TYPE_CHECKING:
    from ippbook.declare import Wiring
    from ippbook.declare.wiring import Whole
    from ippbook.tables.column_types import DateColumn, Mask, TextColumn

COLUMNS: Final[Mapping[str, tuple[Kind, str]]] = MappingProxyType(
    {
        "seller": (Kind.TEXT, "The seller's name as first written; the store's where no row names the seller."),
        "stores": (Kind.TEXT, "The stores, separated by semicolons."),
        "platforms": (Kind.TEXT, "The marketplaces on which the name was seen, separated by semicolons."),
        "listings": (Kind.COUNT, "Different offers in Listings."),
        "first_seen": (Kind.DATE, "The first day on which an offer was seen."),
        "last_seen": (Kind.DATE, "The last day on which an offer was seen."),
        "unfiled": (Kind.COUNT, "Reported links that are drafted and not filed."),
        "open": (Kind.COUNT, "Reported links on which something is still to come."),
        "closed": (Kind.COUNT, "Reported links that are decided, withdrawn or gone."),
        "taken_down": (Kind.COUNT, "Reported links that were taken down and did not come back by a counter-notice."),
        "relisted": (Kind.COUNT, "Offers that were seen again after they themselves were taken down."),
        "new_offers_after_a_takedown": (
            Kind.COUNT,
            "Other offers for the same right, first seen after the seller's first takedown for it.",
        ),
        "repeat": (
            Kind.YES_NO,
            "yes when more than one offer was reported as filed, or an offer came back or a new one appeared after a takedown.",
        ),
        "whitelisted": (Kind.YES_NO, "yes when a row says that the seller is authorised."),
    }
)
"""The columns in order: kind and meaning. Counts are of links, a row of Complaints each."""


_NEVER_DOWN: Final = np.datetime64("NaT", "s")


@dataclass(frozen=True)
class Seller:
    """A seller across marketplaces; the fields are the columns of `COLUMNS`."""

    seller: str
    stores: str
    platforms: str
    listings: int
    first_seen: date | None
    last_seen: date | None
    unfiled: int
    open: int
    closed: int
    taken_down: int
    relisted: int
    new_offers_after_a_takedown: int
    repeat: bool
    whitelisted: bool

    @classmethod
    def of(cls, row: "Mapping[Hashable, Any]") -> "Seller":
        """A row of the table of sellers."""
        return cls(**{name: _read(kind, row[name]) for name, (kind, _) in COLUMNS.items()})


def _read(kind: Kind, value: Any) -> Any:  # a cell of any kind
    """A value of the table as a field of `Seller` has it."""
    match kind:
        case Kind.COUNT:
            return 0 if pd.isna(value) else int(value)
        case Kind.DATE:
            return None if pd.isna(value) else value.date()
        case Kind.YES_NO:
            return value == "yes"
        case _:
            return str(value)


def offenders(wiring: "Wiring") -> pd.DataFrame:
    """One row a seller, with the columns of `COLUMNS`. Sellers with most relisted and new offers come first, then those with most takedowns.

    Rows of Listings without seller and store are skipped. "Same right" is the right that the rows cite; a
    takedown counts from its *Decided* date; without that date it has no effect on relistings.

    Source: ipp-facts 8 (per-store complaint count [C1, C2: CODE]), 10 (re-listing within days [V18: VEN]).
    """
    listing = {name: wiring.value("Listings", name) for name in ("store", "url_platform", "canonical_url")}
    found = wiring.once("Listings", _identified)
    count = len(found.names)
    named = found.codes >= 0
    code = found.codes[named]
    frame = pd.DataFrame({"seller": pd.Series(found.names, dtype=object)})
    frame["stores"] = _joined(listing["store"].to_numpy()[named], code, count)
    frame["platforms"] = _joined(listing["url_platform"].to_numpy()[named], code, count)
    frame["listings"] = _offers(listing["canonical_url"].to_numpy(), found.codes, count)
    first, last = _seen(wiring)
    frame["first_seen"] = _extreme(first[named], code, count, np.fmin)
    frame["last_seen"] = _extreme(np.fmax(first, last)[named], code, count, np.fmax)
    at = wiring.rows("Complaints", "listing")
    stage = link_stages(wiring.value("Complaints", "status"), wiring.value("Complaints", "filed"))
    about = np.where(at >= 0, np.append(found.codes, -1)[at], -1)
    counted = {
        "unfiled": {LinkStage.UNFILED},
        "open": {LinkStage.OPEN},
        "closed": ENDED,
        "taken_down": {LinkStage.DOWN},
    }
    for name, members in counted.items():
        rows = (about >= 0) & np.array([each in members for each in stage], dtype=bool)
        frame[name] = np.bincount(about[rows], minlength=count)
    links = listing["canonical_url"].to_numpy()
    again, new = (back := wiring.once("Listings", comebacks)).again, back.new
    frame["relisted"] = _offers(links[again], found.codes[again], count)
    frame["new_offers_after_a_takedown"] = _offers(links[new], found.codes[new], count)
    came_back = (frame["relisted"] > 0).to_numpy() | (frame["new_offers_after_a_takedown"] > 0).to_numpy()
    filed = (about >= 0) & np.array([each is not LinkStage.UNFILED for each in stage], dtype=bool)
    several = np.bincount(
        np.array([pair[0] for pair in {*zip(about[filed].tolist(), at[filed].tolist(), strict=True)}], dtype=np.int64),
        minlength=count,
    )
    frame["repeat"] = _yes_or((several > 1) | came_back, "no")
    white = (wiring.value("Listings", "whitelisted") == "yes").to_numpy()
    frame["whitelisted"] = _yes_or(np.bincount(found.codes[white & named], minlength=count) > 0, "")
    frame["back"] = frame["relisted"] + frame["new_offers_after_a_takedown"]
    order = ["back", "taken_down", "open", "listings"]
    frame = frame.sort_values(order, ascending=False, kind="stable").reset_index(drop=True)
    return frame[list(COLUMNS)]


@dataclass(frozen=True, eq=False)
class Comebacks:
    """The rows of Listings about offers that appeared after a takedown; all arrays have an entry a row."""

    offer: NDArray[np.object_]
    """The canonical link; all rows with one link are one offer."""
    first: NDArray[np.datetime64]
    """The first day on which it was seen; NaT where it is blank."""
    latest: NDArray[np.datetime64]
    """The last day on which it was seen."""
    again: "Mask"
    """It was seen again after it was taken down itself."""
    new: "Mask"
    """It is another offer that its seller began after a takedown for the same right."""
    taken_down: Mapping[str, np.datetime64]
    """The first day on which each offer that is still down was taken down."""


def comebacks(listings: "Whole") -> Comebacks:
    """The offers of the table *listings* that appeared after a takedown. Call it as `wiring.once("Listings", comebacks)`."""
    wiring = listings.wiring
    offer, seller = wiring.value("Listings", "canonical_url").to_numpy(), wiring.once("Listings", _identified).codes
    first, last = _seen(wiring)
    latest = np.fmax(first, last)
    of_offer, of_seller = _takedowns(wiring, offer, seller)
    again = _relisted(offer, latest, of_offer)
    new = _new_offers(offer, first, seller, wiring.rows("Listings", "right"), of_offer, of_seller)
    return Comebacks(offer, first, latest, again, new, of_offer)


def _identified(listings: "Whole") -> Sellers:
    return identify(listings["seller"], listings["store"])


def _yes_or(which: "Mask", otherwise: str) -> "TextColumn":
    return pd.Series(np.where(which, "yes", otherwise).astype(object), dtype=object)


def _relisted(
    offer: NDArray[np.object_], latest: NDArray[np.datetime64], of_offer: Mapping[str, np.datetime64]
) -> "Mask":
    """Which rows of Listings are about an offer that was seen again after it was taken down.

    The offer is the canonical link, so all rows with the same item are one offer.
    """
    down = np.array([of_offer.get(link, _NEVER_DOWN) for link in offer.tolist()], dtype="datetime64[s]")
    return np.asarray(latest > down)


def _new_offers(
    offer: NDArray[np.object_],
    first: NDArray[np.datetime64],
    seller: NDArray[np.int64],
    right: NDArray[np.int64],
    of_offer: Mapping[str, np.datetime64],
    of_seller: Mapping[tuple[int, int], np.datetime64],
) -> "Mask":
    """Which rows of Listings are other offers that their seller began after a takedown for the same right.

    *seller* is the seller of each row (-1: unknown). The right is the one that the rows cite.
    """
    pairs = zip(offer.tolist(), seller.tolist(), right.tolist(), strict=True)
    down = [_NEVER_DOWN if link in of_offer else of_seller.get((who, which), _NEVER_DOWN) for link, who, which in pairs]
    return np.asarray(first > np.array(down, dtype="datetime64[s]"))


def _takedowns(
    wiring: "Wiring", offer: NDArray[np.object_], seller: NDArray[np.int64]
) -> tuple[dict[str, np.datetime64], dict[tuple[int, int], np.datetime64]]:
    """The first day on which each offer, and any offer of each seller for each right, was taken down."""
    stage = link_stages(wiring.value("Complaints", "status"), wiring.value("Complaints", "filed"))
    decided = wiring.value("Complaints", "decided").to_numpy()
    at, right = wiring.rows("Complaints", "listing"), wiring.rows("Complaints", "right")
    of_offer: dict[str, np.datetime64] = {}
    of_seller: dict[tuple[int, int], np.datetime64] = {}
    for row in np.flatnonzero((at >= 0) & ~np.isnat(decided)).tolist():
        if stage[row] is not LinkStage.DOWN:
            continue
        day, listing = decided[row], int(at[row])
        link, who = str(offer[listing]), int(seller[listing])
        if link and not day > of_offer.get(link, day):
            of_offer[link] = day
        pair = (who, int(right[row]))
        if min(pair) >= 0 and not day > of_seller.get(pair, day):
            of_seller[pair] = day
    return of_offer, of_seller


def _seen(wiring: "Wiring") -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    return (
        wiring.value("Listings", "first_seen").to_numpy().astype("datetime64[s]"),
        wiring.value("Listings", "last_seen").to_numpy().astype("datetime64[s]"),
    )


def _extreme(days: NDArray[np.datetime64], code: NDArray[np.int64], count: int, pick: np.ufunc) -> "DateColumn":
    """For each seller the first or last of its days; NaT where none is known."""
    found = np.full(count, np.datetime64("NaT", "s"))
    pick.at(found, code, days)
    return pd.Series(found)


def _offers(link: NDArray[np.object_], code: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """How many different offers each seller has; a row whose link is unreadable counts by itself."""
    links = [text or f"row {row}" for row, text in enumerate(link)]
    pairs = {(who, text) for who, text in zip(code.tolist(), links, strict=True) if who >= 0}
    return np.bincount(np.array([who for who, _ in pairs], dtype=np.int64), minlength=count)


def _joined(texts: NDArray[np.object_], code: NDArray[np.int64], count: int) -> "TextColumn":
    """For each seller the different texts of its rows, in order of appearance."""
    found: list[dict[str, None]] = [{} for _ in range(count)]
    for who, text in zip(code.tolist(), texts, strict=True):
        if text:
            found[who].setdefault(text)
    return pd.Series(["; ".join(each)[:32_000] for each in found], dtype=object)
