"""`ippbook dossier`: the trail of a listing, found by its short name, its item number or its link."""

import difflib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from ippbook import ooxml, pipeline
from ippbook.cases.dossier.entries import DossierEntry, dossier_entries
from ippbook.cases.dossier.table_row import CaseRow
from ippbook.cases.filing.workbook_view import FilingView
from ippbook.catalog import platforms
from ippbook.errors import UserError
from ippbook.pipeline import FilePath, Study
from ippbook.tables.book import fold

WHY: Final = (
    "Why this trail: a platform that knew, or should have known, of an infringement and did not act is liable together "
    "with the seller (E-Commerce Law art. 45; ipp-facts 5.8, GK: the text of the article was not read). What it knew, and "
    "when, is shown by the notices and their days."
)
CAUTION: Final = (
    "The texts below the notices are those that the workbook writes today. What was filed may differ: put the portal's own "
    "copies beside them. Deadlines are computed; the other entries are as the team entered them."
)


@dataclass(frozen=True)
class Dossier:
    """The trail of one listing."""

    listing: str
    link: str
    platform: str
    seller: str
    store: str
    right: str
    place: str
    as_of: date
    entries: tuple[DossierEntry, ...]
    why: str = WHY
    caution: str = CAUTION


def trail(study: Study, listing: str, evidence: Path | None = None) -> Dossier:
    """The trail of *listing*: its short name, its item number, or any form of its link. Raises `UserError` for none."""
    view = FilingView(study)
    row = _row(view, listing)
    held = CaseRow(study, "Listings", row)
    return Dossier(
        held.text("listing"),
        held.text("canonical_url") or held.text("url"),
        held.text("url_platform"),
        held.text("seller"),
        held.text("store"),
        held.text("right"),
        held.place("listing"),
        study.as_of,
        tuple(dossier_entries(view, row, evidence)),
    )


def dossier(
    path: FilePath, listing: str, evidence: FilePath | None = None, as_of: date | None = None, *, today: date
) -> Dossier:
    """The same for the workbook at *path*, which is only read. Raises `ooxml.WorkbookError` and `UserError`."""
    folder = None if evidence is None else Path(evidence)
    if folder is not None and not folder.is_dir():
        raise UserError(f"{folder}: there is no such folder of evidence; name the folder that holds the files")
    return trail(pipeline.calculate(ooxml.open(path), as_of, today).study, listing, folder)


def _row(view: FilingView, asked: str) -> int:
    keys = view.study.tables["Listings"].keys
    if fold(asked) in keys:
        return keys[fold(asked)]
    link = platforms.parse_link(asked).canonical
    for column, wanted in ((view.offers, link), (view.listings("item_id"), fold(asked))):
        rows = np.flatnonzero(column == wanted) if wanted else np.empty(0, dtype=np.int64)
        if len(rows):
            return int(rows[0])
    near = difflib.get_close_matches(fold(asked), list(keys), n=3, cutoff=0.6)
    hint = f"; did you mean {', '.join(near)}?" if near else "; give its short name, its item number or its link"
    raise UserError(f"there is no listing {asked!r} in the table Listings{hint}")
