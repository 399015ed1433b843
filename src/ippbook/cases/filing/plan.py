"""`ippbook plan`: drafts complaints from the listings that are ready, and appends them to Complaints."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from ippbook import ooxml, pipeline
from ippbook.cases.filing.drafts import Draft, group_listings
from ippbook.cases.filing.dry_run import STATUS, TrialText, exclude_incomplete, fitted
from ippbook.cases.filing.eligibility import Eligibility, check_eligibility
from ippbook.cases.filing.precheck import exclude_faulty
from ippbook.cases.filing.workbook_view import FilingView
from ippbook.errors import UserError
from ippbook.pipeline import FilePath, Study
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.tables import sources
from ippbook.tables.append_rows import new_rows
from ippbook.tables.book import Table, fold
from ippbook.tables.headers import header_of
from ippbook.tables.sources import AnyWorkbook, WorkbookSource, opened

_NEEDED: Final = ("complaint", "listing", "right", "account", "reason")
"""Columns of Complaints without which a draft says nothing."""
_QUIET: Final = "empty"
"""The gate of wholly empty rows; nobody wants to hear of them."""


@dataclass(frozen=True)
class DraftedComplaint:
    """A drafted complaint: its number, what its rows share, the listings by name, and what its text still lacks."""

    complaint: str
    account: str
    platform: str
    right: str
    reason: str
    listings: tuple[str, ...]
    characters: int
    """Length of its takedown text; 0 where there is none yet."""
    note: str
    """Why it has no text yet; "" where it has one."""


@dataclass(frozen=True)
class ExcludedListing:
    """A listing that no draft was made for."""

    listing: str
    place: str
    """Its cell: Listings!A7."""
    kind: str
    """Why, in a word or two; the same for all of one cause."""
    why: str


@dataclass(frozen=True)
class FilingPlan:
    """What would be filed, and what not."""

    as_of: date
    drafts: tuple[DraftedComplaint, ...]
    left_out: tuple[ExcludedListing, ...]

    @property
    def links(self) -> int:
        """Links in all drafts."""
        return sum(len(draft.listings) for draft in self.drafts)


@dataclass(frozen=True)
class PlanResult:
    """A plan, and what became of the workbook."""

    path: Path
    out: Path
    plan: FilingPlan
    written: bool
    grown: int
    """Rows by which the table Complaints grew."""
    content: bytes | None = None
    """The new workbook, if the public API was given bytes."""
    frames: Mapping[str, pd.DataFrame] | None = None
    """The new tables, if the public API was given DataFrames."""

    def to_frame(self) -> pd.DataFrame:
        """One row for each drafted link: complaint, listing, account, platform, right, reason, characters, note."""
        shared = ("account", "platform", "right", "reason", "characters", "note")
        rows = [
            (each.complaint, listing, *(getattr(each, name) for name in shared))
            for each in self.plan.drafts
            for listing in each.listings
        ]
        return pd.DataFrame(rows, columns=["complaint", "listing", *shared])


def draft(study: Study, account: str = "") -> FilingPlan:
    """Draft complaints from the listings of *study* that are ready. Pure: nothing is written.

    A draft has one account, one platform, one right, one reason and at most 300 links, all links of a seller together,
    and a text short enough for the portal. Raises `UserError` for an *account* that the workbook does not have.

    Source: ipp-facts 0.3, 5.1 [O5, O7, O10: OFF], 5.4, 5.7.
    """
    view = FilingView(study)
    sieve = check_eligibility(view, account)
    exclude_incomplete(sieve, group_listings(sieve))
    exclude_faulty(sieve, group_listings(sieve))
    numbers = _numbers(study)
    drafts = [_drafted(view, next(numbers), each, text) for each, text in fitted(view, group_listings(sieve))]
    return FilingPlan(study.as_of, tuple(drafts), tuple(_left_out(sieve)))


def _numbers(study: Study) -> Iterator[str]:
    """Numbers of our own until the portal gives one: P-20261031-001 and on; those in use are passed by."""
    used = {fold(number) for number in study.wiring.value("Complaints", "complaint")}
    for count in itertools.count(1):
        number = f"P-{study.as_of:%Y%m%d}-{count:03}"
        if fold(number) not in used:
            yield number


def _drafted(view: FilingView, number: str, each: Draft, text: TrialText) -> DraftedComplaint:
    names = view.listings("listing")
    return DraftedComplaint(
        number,
        each.account,
        each.platform,
        each.right,
        each.reason,
        tuple(names[row] for row in each.rows),
        text.characters,
        text.problem or (f"blank: {', '.join(header_of(name) for name in text.missing)}" if text.missing else ""),
    )


def _left_out(sieve: Eligibility) -> Iterator[ExcludedListing]:
    places = sieve.view.study.tables["Listings"].places
    names = sieve.view.listings("listing")
    for row in np.flatnonzero((sieve.kind != "") & (sieve.kind != _QUIET)).tolist():
        cell = f"{places.sheet}!{places.cell(row, 'Listing')}"
        yield ExcludedListing(names[row], cell, sieve.kind[row], sieve.why[row])


def plan(
    path: WorkbookSource,
    out: FilePath | None = None,
    account: str = "",
    as_of: date | None = None,
    *,
    today: date,
    write: bool = True,
    folders: SideFolders = NO_FOLDERS,
) -> PlanResult:
    """Draft complaints in the workbook at *path*, and write it to *out* (default: back into the file).

    With *write* False nothing is written. Where nothing is drafted, the output is the input, byte for byte. Computed
    columns of the new rows stay empty until `recalculate`. *folders* has the team's own texts. Raises `ooxml.WorkbookError` and `UserError`.
    """
    book = opened(path)
    study = pipeline.calculate(book, as_of, today, folders=folders).study
    _refuse_without(book, study, "Listings", ("listing", "url", "right"))
    _refuse_without(book, study, "Complaints", _NEEDED)
    made = draft(study, account)
    edits, grown = _appended(book, study.tables["Complaints"], made)
    target = Path(book.path if out is None else out)
    if write:
        sources.save_edits(book, edits, target)
    return PlanResult(book.path, target, made, write, grown)


def _refuse_without(book: AnyWorkbook, study: Study, name: str, columns: Sequence[str]) -> None:
    table = study.tables[name]
    if not table.present:
        raise UserError(
            f"{book.path}: there is no table {name}, and drafting needs it; make one, or take a new workbook"
        )
    for column in columns:
        if header_of(column) not in table.places.columns:
            raise UserError(
                f"{book.path}: the table {name} on sheet {table.places.sheet} has no column {header_of(column)}; add it"
            )


def _appended(book: AnyWorkbook, table: Table, made: FilingPlan) -> tuple[ooxml.Edits, int]:
    """The edits that append the drafts, a row a link, and by how many rows the table grows."""
    edits = ooxml.Edits()
    if not made.links:
        return edits, 0
    place = new_rows(book, edits, table, made.links)
    shared = {name: [getattr(each, name) for each in made.drafts for _ in each.listings] for name in _SHARED}
    values = shared | {
        "listing": [name for each in made.drafts for name in each.listings],
        "status": [STATUS] * made.links,
    }
    for name, column in values.items():
        number = table.places.columns.get(header_of(name))
        if number is not None:
            edits.put_column(place.sheet, number, place.rows, column)
    return edits, place.grown


_SHARED: Final = ("complaint", "right", "account", "platform", "reason")
