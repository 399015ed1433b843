"""`ippbook plan`: drafts complaints from the listings that are ready, and appends them to Complaints."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
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
from ippbook.languages import say, say_series
from ippbook.pipeline import FilePath, Study
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.quick_dataclasses import dataclass
from ippbook.saving import save_current
from ippbook.tables.append_rows import new_rows
from ippbook.tables.book import Table, fold
from ippbook.tables.headers import header_of
from ippbook.tables.sources import AnyWorkbook, WorkbookSource, opened

_NEEDED: Final = ("complaint", "listing", "right", "account", "reason")
"""Columns that Complaints must have for a draft."""
_EMPTY: Final = "empty"
"""The kind of exclusion of completely empty rows; they are not reported."""


@dataclass(frozen=True)
class DraftedComplaint:
    """A drafted complaint: its number, the values that its rows share, its listings, and what its text still lacks."""

    complaint: str
    account: str
    platform: str
    right: str
    reason: str
    listings: tuple[str, ...]
    characters: int
    """Length of its takedown text; 0 where there is none yet."""
    note: str
    """Why it has no text yet; "" where it has a text."""


@dataclass(frozen=True)
class ExcludedListing:
    """A listing without a draft, and why."""

    listing: str
    place: str
    """Its cell, such as Listings!A7."""
    kind: str
    """The kind of reason, in a word or two; the same for all listings with the same cause."""
    why: str


@dataclass(frozen=True)
class FilingPlan:
    """The drafts, and the listings that are excluded."""

    as_of: date
    drafts: tuple[DraftedComplaint, ...]
    excluded: tuple[ExcludedListing, ...]

    @property
    def links(self) -> int:
        """Links in all drafts."""
        return sum(len(draft.listings) for draft in self.drafts)


@dataclass(frozen=True)
class PlanResult:
    """A plan, and how the workbook changed."""

    path: Path
    out: Path
    plan: FilingPlan
    written: bool
    grown: int
    """Rows by which the table Complaints grew."""
    stale: tuple[str, ...] = ()
    """Formulas that keep an old value after the drafts were added: place and reason."""
    warnings: tuple[str, ...] = ()
    """What the user must know of the new file, as `CurrentSave.warnings`."""
    content: bytes | None = None
    """The new workbook, if the public API received bytes."""
    frames: Mapping[str, pd.DataFrame] | None = None
    """The new tables, if the public API received DataFrames."""

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

    A draft has one account, one platform, one right, one reason, no more links than the platform accepts, and a text
    short enough for the portal. All links of a seller stay together. Raises `UserError` for an *account* that the workbook does not have.

    Source: ipp-facts 0.3, 5.1 [O5, O7, O10: OFF], 5.4, 5.7.
    """
    view = FilingView(study)
    eligibility = check_eligibility(view, account)
    exclude_incomplete(eligibility, group_listings(eligibility))
    exclude_faulty(eligibility, group_listings(eligibility))
    numbers = _numbers(study)
    drafts = [_drafted(view, next(numbers), each, text) for each, text in fitted(view, group_listings(eligibility))]
    return FilingPlan(study.as_of, tuple(drafts), tuple(_excluded(eligibility)))


def _numbers(study: Study) -> Iterator[str]:
    """Temporary numbers until the portal gives one: P-20261031-001 and on; numbers in use are skipped."""
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
        text.problem
        or (
            say("blank: {missing}", missing=say_series(header_of(name) for name in text.missing))
            if text.missing
            else ""
        ),
    )


def _excluded(eligibility: Eligibility) -> Iterator[ExcludedListing]:
    places = eligibility.view.study.tables["Listings"].places
    names = eligibility.view.listings("listing")
    for row in np.flatnonzero((eligibility.kind != "") & (eligibility.kind != _EMPTY)).tolist():
        cell = f"{places.sheet}!{places.cell(row, 'Listing')}"
        yield ExcludedListing(names[row], cell, eligibility.kind[row], eligibility.why[row])


def plan(
    path: WorkbookSource,
    out: FilePath | None = None,
    account: str = "",
    as_of: date | None = None,
    *,
    today: date,
    write: bool = True,
    folders: SideFolders = NO_FOLDERS,
    progress: pipeline.Progress = pipeline.silent,
) -> PlanResult:
    """Draft complaints in the workbook at *path*, and write it to *out* (default: back into the file).

    With *write* False nothing is written. Without drafts, the output is the input, byte for byte. Computed columns of
    the new rows stay empty until `recalculate`. *folders* has the team's own texts. Raises `ooxml.WorkbookError` and
    `UserError`.
    """
    book = opened(path)
    study = pipeline.calculate(book, as_of, today, progress, folders).study
    _refuse_without(book, study, "Listings", ("listing", "url", "right"))
    _refuse_without(book, study, "Complaints", _NEEDED)
    made = draft(study, account)
    edits, grown = _appended(book, study.tables["Complaints"], made)
    target = Path(book.path if out is None else out)
    if not write:
        return PlanResult(book.path, target, made, write, grown)
    progress("writing")
    done = save_current(book, edits, target, day=study.as_of)
    return PlanResult(book.path, target, made, write, grown, stale=done.stale, warnings=done.warnings)


def _refuse_without(book: AnyWorkbook, study: Study, name: str, columns: Sequence[str]) -> None:
    table = study.tables[name]
    if not table.present:
        raise UserError(
            "{book_path}: no table {name} found, and drafting needs it; add the table, or start with: ippbook new team.xlsx",
            book_path=book.path,
            name=name,
        )
    for column in columns:
        if header_of(column) not in table.places.columns:
            raise UserError(
                "{book_path}: the table {name} on sheet {places_sheet} has no column {header_of}; add it",
                book_path=book.path,
                name=name,
                places_sheet=table.places.sheet,
                header_of=header_of(column),
            )


def _appended(book: AnyWorkbook, table: Table, made: FilingPlan) -> tuple[ooxml.Edits, int]:
    """The edits that append the drafts, a row a link, and the number of rows by which the table grows."""
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
