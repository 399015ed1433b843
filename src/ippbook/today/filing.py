"""What can be filed: complaints that are ready, drafts that are not complete, and listings without a complaint."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare.wiring import Whole, Wiring
from ippbook.languages import say
from ippbook.notices.complaint_texts import complaint_groups, takedowns
from ippbook.tables.column_types import Mask
from ippbook.tables.distinct_texts import distinct_texts
from ippbook.tables.findings import Severity
from ippbook.today.accounts import AccountDirectory
from ippbook.today.task import Pile, TaskWords
from ippbook.today.urgency import TaskKind

_CITED: Final = {"listing": "Listings", "right": "Rights", "account": "Accounts"}
_NO_REASON: Final = say("its Reason is blank; choose one")


def unfiled_rows(wiring: Wiring) -> Mask:
    """Which rows of Complaints are not filed, as `sellers.stage_of` says; blank rows too."""
    return wiring.once("Complaints", _unfiled)


def _unfiled(complaints: Whole) -> Mask:
    status, filed = complaints["status"], complaints["filed"]
    unfiled = [choice.code for choice in load_vocabulary("statuses") if choice.facts["outcome"] == "unfiled"]
    return np.asarray(status.isin(unfiled) | ((status == "") & filed.isna()), dtype=np.bool_)


def filing_piles(wiring: Wiring, directory: AccountDirectory) -> Iterator[Pile]:
    """The complaints that can be filed now, those whose draft is not complete, and the listings that could have a draft."""
    if wiring.tables["Complaints"].length:
        yield from _drafts(wiring, directory)
    if wiring.tables["Listings"].length:
        yield from _listings(wiring)


def error_rows(wiring: Wiring, table: str) -> Mask:
    """Which rows of *table* have an error; one more entry for the row -1, which has none."""
    found = np.zeros(wiring.tables[table].length + 1, dtype=bool)
    for batch in wiring.batches:
        if batch.table == table and batch.problem.severity is Severity.ERROR:
            found[batch.rows] = True
    found[-1] = False
    return found


def authorised_rows(wiring: Wiring) -> Mask:
    """Which rows of Listings are of an authorised seller or store; one more entry for the row -1.

    `sellers.identify` knows more ways to write a name; here the same text is the same seller, and every row of it counts.
    """
    columns = wiring.tables["Listings"].columns
    white = (columns["whitelisted"] == "yes").to_numpy()
    found = white.copy()
    if white.any():
        for name in ("seller", "store"):
            codes, texts = distinct_texts(columns[name])
            friends = np.unique(codes[white])
            found |= np.isin(codes, friends[texts[friends] != ""])
    return np.append(found, False)


def _drafts(wiring: Wiring, directory: AccountDirectory) -> Iterator[Pile]:
    unfiled = unfiled_rows(wiring) & wiring.tables["Complaints"].filled
    if not unfiled.any():
        return
    complaints = Whole(wiring, "Complaints")
    number = complaints["complaint"]
    groups = complaint_groups(number, complaints["account"])
    bad = error_rows(wiring, "Complaints")[:-1] | (number == "").to_numpy()
    for name, table in _CITED.items():
        bad |= error_rows(wiring, table)[wiring.rows("Complaints", name)]
    bad |= authorised_rows(wiring)[wiring.rows("Complaints", "listing")]
    bad |= (wiring.value("Complaints", "listing_canonical_url") == "").to_numpy()
    count = int(groups.max()) + 1
    faulty = np.zeros(count, dtype=bool)
    faulty[groups[bad | ~unfiled_rows(wiring)]] = True
    rows = np.flatnonzero(unfiled & ~faulty[groups])
    if not len(rows):
        return
    faulty[groups[rows][_link_faults(wiring, rows, groups[rows])]] = True
    texts = complaints.once(takedowns)
    text, problem = texts["text"].to_numpy(), texts["problem"].to_numpy()
    first = np.full(count, -1, dtype=np.int64)
    first[groups[rows][::-1]] = rows[::-1]
    written = text[first[groups[rows]]] != ""
    ready = rows[written & ~faulty[groups[rows]]]
    unwritten = rows[~written]
    names = number.to_numpy()
    if len(ready):
        yield Pile(
            TaskKind.FILE, "Complaints", "Complaint", ready, directory.of_complaints[ready],
            lambda at, links: TaskWords(
                say("file complaint {name} ({links:,} links)", name=names[ready[at]], links=links) if links > 1 else say("file complaint {name}", name=names[ready[at]]),
                say("it is complete and has no errors"),
            ),
            lambda _at, many: TaskWords(say("file {many:,} complaints", many=many), say("they are complete and have no errors")),
            unit=groups[ready],
        )  # fmt: skip
    if len(unwritten):
        yield Pile(
            TaskKind.DRAFT, "Complaints", "Complaint", unwritten, directory.of_complaints[unwritten],
            lambda at, _links: TaskWords(
                say("complete the draft {name}", name=names[unwritten[at]]),
                problem[first[groups[unwritten[at]]]] or _NO_REASON,
            ),
            lambda at, many: TaskWords(
                say("complete {many:,} drafts", many=many), problem[first[groups[unwritten[at]]]] or _NO_REASON
            ),
            unit=groups[unwritten],
        )  # fmt: skip


def _link_faults(wiring: Wiring, rows: NDArray[np.int64], group: NDArray[np.int64]) -> Mask:
    """Rows whose link is in their complaint twice, and rows of complaints with more links than the portal takes."""
    links = wiring.value("Complaints", "listing_canonical_url").iloc[rows]
    codes, _ = distinct_texts(links.reset_index(drop=True))
    pairs = group * (int(codes.max(initial=0)) + 1) + codes
    _, back, often = np.unique(pairs, return_inverse=True, return_counts=True)
    platform = wiring.value("Complaints", "platform").iloc[rows]
    site = platform.where(platform != "", wiring.value("Complaints", "listing_url_platform").iloc[rows])
    places, names = distinct_texts(site.reset_index(drop=True))
    most = np.array([platforms.complaint_limits(name).links for name in names.tolist()], dtype=np.int64)[places]
    return np.asarray((often[back] > 1) | (np.bincount(group)[group] > most), dtype=np.bool_)


def _listings(wiring: Wiring) -> Iterator[Pile]:
    """Listings that cite a right in force and have no complaint. Whether they infringe is for the team to decide."""
    table = wiring.tables["Listings"]
    value = {
        name: wiring.value("Listings", name).to_numpy()
        for name in ("listing", "canonical_url", "item_id", "right_status", "right_in_force", "usable_on_platform")
    }
    right = wiring.rows("Listings", "right")
    usable = (right >= 0) & (value["listing"] != "") & (value["canonical_url"] != "") & (value["item_id"] != "")
    usable &= np.isin(value["right_status"], ["", "approved"])
    usable &= (value["right_in_force"] != "no") & (value["usable_on_platform"] != "no")
    usable &= ~authorised_rows(wiring)[:-1] & ~error_rows(wiring, "Listings")[:-1]
    usable &= ~error_rows(wiring, "Rights")[right] & table.filled
    if not usable.any():
        return
    codes, links = distinct_texts(wiring.value("Listings", "canonical_url"))
    reported = np.zeros(len(links), dtype=bool)
    about = wiring.rows("Complaints", "listing")
    reported[codes[about[about >= 0]]] = True
    rows = np.flatnonzero(usable & ~reported[codes])
    if not len(rows):
        return
    names = value["listing"]
    yield Pile(
        TaskKind.PLAN, "Listings", "Listing", rows, np.full(len(rows), -1, dtype=np.int64),
        lambda at, _rows: TaskWords(
            say("decide whether to report {name}, and draft the complaint", name=names[rows[at]]),
            say("it cites a right in force, and no complaint is about it"),
        ),
        lambda _at, many: TaskWords(
            say("decide whether to report {many:,} listings, and draft the complaints", many=many),
            say("they cite a right in force, and no complaint is about them"),
        ),
        unit=codes[rows].astype(np.int64),
    )  # fmt: skip
