"""The dated trail of one listing, for counsel: what happened on which day, and the cell that shows it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import numpy as np

from ippbook.cases.dossier.table_row import CaseRow
from ippbook.cases.filing.workbook_view import FilingView, LinkStage
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.evidence.files import find, named_files
from ippbook.foreign_files import digest_of
from ippbook.functions.dates import in_force
from ippbook.languages import Clause, KnownWord, say, say_series
from ippbook.notices import LANGUAGES
from ippbook.notices.complaint_texts import complaint_groups
from ippbook.quick_dataclasses import dataclass

_LARGEST: Final = 1 << 30
"""Bytes up to which an evidence file is hashed: no portal takes one that is larger."""
_VALID: Final = {
    "yes": say("in force on that day"),
    "no": say("not in force on that day"),
    "": say("unknown whether in force on that day"),
}


@dataclass(frozen=True)
class DossierEntry:
    """One thing that happened."""

    day: date | None
    """None where the workbook has no date for it; such entries are last."""
    kind: str
    """right, sighting, evidence, notice, decision, counter-notice, deadline, test buy, relisting, new offer."""
    what: str
    place: str
    """Its cell, such as Complaints!H12, or its file."""
    text: str = ""
    """The text of a notice; "" for other entries."""


def dossier_entries(study_view: FilingView, listing: int, evidence: Path | None) -> list[DossierEntry]:
    """Everything in the workbook about the offer in row *listing* of Listings, in the order of dates.

    This includes every row that links to the same offer, and every complaint about one of these rows. *evidence* is the
    folder with the files that Listings names; each is hashed and dated by its last change (UTC).
    """
    rows = _same_offer(study_view, listing)
    complaints = _complaints(study_view, rows)
    found = [
        *_rights(study_view, rows, complaints),
        *(entry for row in rows for entry in _sightings(CaseRow(study_view.study, "Listings", row))),
        *(entry for row in rows for entry in _evidence(CaseRow(study_view.study, "Listings", row), evidence)),
        *_notices(study_view, complaints),
        *_relistings(study_view, rows, complaints),
    ]
    unique = list(dict.fromkeys(found))
    return sorted(unique, key=lambda entry: (entry.day is None, entry.day or date.max, _ORDER.index(entry.kind)))


_ORDER: Final = (
    "right", "sighting", "evidence", "test buy", "notice", "decision", "counter-notice", "deadline", "relisting",
    say("new offer"),
)  # fmt: skip
"""The order of the entries of one day."""


def _same_offer(view: FilingView, listing: int) -> list[int]:
    offer = view.offers[listing]
    same: list[int] = np.flatnonzero(view.offers == offer).tolist() if offer else [listing]
    return same


def _complaints(view: FilingView, rows: list[int]) -> list[int]:
    found: list[int] = np.flatnonzero(np.isin(view.study.wiring.rows("Complaints", "listing"), rows)).tolist()
    return found


def _rights(view: FilingView, rows: list[int], complaints: list[int]) -> Iterator[DossierEntry]:
    """The dates of every right that the listing or a complaint about it cites."""
    wiring = view.study.wiring
    cited = [int(view.rights[row]) for row in rows]
    cited += [int(wiring.rows("Complaints", "right")[row]) for row in complaints]
    for number in dict.fromkeys(cited):
        if number < 0:
            continue
        right = CaseRow(view.study, "Rights", number)
        name = _right_name(right)
        for column, happened in (("filed", say("was filed")), ("registered", say("was registered"))):
            if day := right.day(column):
                yield DossierEntry(
                    day, "right", say("{name} {happened}", name=name, happened=happened), right.place(column)
                )
        if until := right.day("protected_until"):
            yield DossierEntry(until, "right", say("{name}: last day of protection", name=name), right.place("expires"))


def _right_name(right: CaseRow) -> str:
    """What counsel calls the right: *design “Backpack” (EU 008123456-0001, owner Nordlys AS)*."""
    kinds = dict(LANGUAGES["en"].right_types)
    kind = kinds.get(right.text("right_type"), "right").lower()
    number, office = right.text("number_as_printed") or right.text("number"), right.text("office")
    registered = f"{office} {number}".strip() if office != "none" else say("unregistered")
    known = [registered, say("owner {text}", text=(right.text("owner") or say("not stated")))]
    return say(
        "{kind} {name} ({known})",
        kind=Clause(KnownWord(right.text("right_type"), "right_types"), kind),
        name=right.text("name"),
        known=say_series(each for each in known if each),
    )


def _sightings(row: CaseRow) -> Iterator[DossierEntry]:
    platform, link = row.text("url_platform"), row.text("canonical_url") or row.text("url")
    seller, store = row.text("seller"), row.text("store")
    named = (
        say("seller {seller}", seller=seller) if seller else "",
        say("store {store}", store=store) if store else "",
    )
    by = say(" ({named})", named=say_series(filter(None, named))) if seller or store else ""
    title = say(", titled “{text}”", text=row.text("title")) if row.text("title") else ""
    for column, event in (("first_seen", say("first seen")), ("last_seen", say("last seen online"))):
        if day := row.day(column):
            what = say(
                "{event}: {platform}, {link}{by}{title}",
                event=event,
                platform=KnownWord(platform, "platforms"),
                link=link,
                by=by,
                title=title,
            )
            yield DossierEntry(day, "sighting", what, row.place(column))


def _evidence(row: CaseRow, folder: Path | None) -> Iterator[DossierEntry]:
    for name in named_files([row.text("evidence")]):
        path = None if folder is None else find(folder, name)
        if path is None:
            lacking = (
                say("named in Listings; no evidence folder was passed")
                if folder is None
                else say("named in Listings; not in the evidence folder")
            )
            yield DossierEntry(
                None, "evidence", say("{name}: {lacking}", name=name, lacking=lacking), row.place("evidence")
            )
            continue
        try:
            digest, size, changed_ns = digest_of(path, _LARGEST)
        except OSError as failure:
            yield DossierEntry(
                None,
                "evidence",
                say("{name}: cannot be read ({strerror})", name=name, strerror=(failure.strerror or failure)),
                row.place("evidence"),
            )
            continue
        changed = datetime.fromtimestamp(changed_ns / 10**9, UTC)
        hashed = f"SHA-256 {digest}" if digest else say("too large for a hash")
        what = say(
            "{name}: {size:,} bytes, {hashed}, last changed {changed:%Y-%m-%d %H:%M} UTC",
            name=name,
            size=size,
            hashed=hashed,
            changed=changed,
        )
        yield DossierEntry(changed.date(), "evidence", what, row.place("evidence"))


def _notices(view: FilingView, complaints: list[int]) -> Iterator[DossierEntry]:
    """Each complaint about the offer: notice with its text, decision, counter-notice, and deadlines."""
    wiring = view.study.wiring
    groups = complaint_groups(wiring.value("Complaints", "complaint"), wiring.value("Complaints", "account"))
    texts = wiring.value("Complaints", "takedown_text")
    for number in complaints:
        row = CaseRow(view.study, "Complaints", number)
        first = int(np.flatnonzero(groups == groups[number])[0])
        yield from _notice(view, row, str(texts.iloc[first]))
        yield from _answers(row)


def _notice(view: FilingView, row: CaseRow, text: str) -> Iterator[DossierEntry]:
    name = say("complaint {text}", text=row.text("complaint"))
    bought, filed = row.day("order_date"), row.day("filed")
    if bought or row.text("order_number"):
        order = say(
            "{name}: test buy, order {text}", name=name, text=(row.text("order_number") or say("without a number"))
        )
        yield DossierEntry(bought, "test buy", order, row.place("order_date" if bought else "order_number"))
    if view.stages[row.number] is LinkStage.UNFILED:
        yield DossierEntry(None, "notice", say("{name}: drafted, not filed", name=name), row.place("complaint"), text)
        return
    valid = _VALID[_in_force(row, filed)] if filed else say("the filing date is unknown")
    right = row.text("right_number_as_printed") or row.text("right_number") or row.text("right")
    cited = say("citing {right} ({valid})", right=right, valid=valid)
    what = say(
        "{name} filed by {text} for “{text_2}”, {cited}",
        name=name,
        text=row.text("account"),
        text_2=KnownWord(row.text("reason"), "reasons"),
        cited=cited,
    )
    yield DossierEntry(filed, "notice", what, row.place("filed"), text)


def _in_force(row: CaseRow, on: date | None) -> str:
    days = [row.day(f"right_{name}") for name in ("filed", "registered", "expires")]
    return in_force(row.text("right_type"), row.text("right_office"), days[0], days[1], days[2], on)


def _answers(row: CaseRow) -> Iterator[DossierEntry]:
    name, status = say("complaint {text}", text=row.text("complaint")), row.text("status")
    label = load_vocabulary("statuses")[status].label if status in load_vocabulary("statuses") else ""
    decided, noticed = row.day("decided"), row.day("counter_noticed")
    if decided or (label and row.text("counts_as") not in {"", "unfiled"}):
        yield DossierEntry(
            decided,
            "decision",
            say(
                "{name}: {label}",
                name=name,
                label=Clause(KnownWord(status, "statuses"), label) if label else say("decided; the status is blank"),
            ),
            row.place("decided" if decided else "status"),
        )
    if noticed or row.text("counter_reason"):
        reason = f"“{row.text('counter_reason')}”" if row.text("counter_reason") else say("no reason recorded")
        yield DossierEntry(
            noticed,
            "counter-notice",
            say("{name}: the seller's counter-notice, {reason}", name=name, reason=reason),
            row.place("counter_noticed"),
        )
    for column, what in (
        ("reply_due", say("last day to answer the counter-notice")),
        ("suit_due", say("last day to complain to the authority or sue")),
    ):
        if day := row.day(column):
            yield DossierEntry(
                day, "deadline", say("{name}: {what}", name=name, what=what), row.place("counter_noticed")
            )


def _relistings(view: FilingView, rows: list[int], complaints: list[int]) -> Iterator[DossierEntry]:
    """Sightings of the offer after its takedown, and later offers of its seller that infringe the same right."""
    downs = [
        row
        for row in complaints
        if view.stages[row] is LinkStage.DOWN and not np.isnat(view.complaints("decided")[row])
    ]
    if not downs:
        return
    first = min(downs, key=lambda row: view.complaints("decided")[row])
    day = view.complaints("decided")[first]
    number = view.complaints("complaint")[first]
    for row in rows:
        listing = CaseRow(view.study, "Listings", row)
        for column in ("first_seen", "last_seen"):
            seen = listing.day(column)
            if seen and np.datetime64(seen) > day:
                yield DossierEntry(
                    seen,
                    "relisting",
                    say("online again after complaint {number} took it down", number=number),
                    listing.place(column),
                )
    seller, rights = view.sellers.codes, {int(view.rights[row]) for row in rows} - {-1}
    names = {int(seller[row]) for row in rows} - {-1}
    later = np.isin(seller, list(names)) & np.isin(view.rights, list(rights)) & (view.listings("first_seen") > day)
    for row in np.flatnonzero(later).tolist():
        if row not in rows:
            other = CaseRow(view.study, "Listings", row)
            what = say(
                "the same seller offers {text} for the same right: {text_2}",
                text=other.text("listing"),
                text_2=(other.text("canonical_url") or other.text("url")),
            )
            yield DossierEntry(other.day("first_seen"), say("new offer"), what, other.place("first_seen"))
