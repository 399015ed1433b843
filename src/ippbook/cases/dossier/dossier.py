"""`ippbook dossier`: the trail of a listing, found by its short name, item number or link."""

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
from ippbook.languages import say
from ippbook.likely_names import did_you_mean
from ippbook.pipeline import FilePath, Study
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold

WHY: Final = say(
    "Why this trail: a platform is liable together with the seller if it knew, or should have known, of an infringement "
    "and did not act (E-Commerce Law art. 45; check its wording, which ippbook does not quote). The notices and their "
    "dates show what it knew, and when."
)
CAUTION: Final = say(
    "The texts below the notices are those that the workbook writes today. The texts that were filed may differ: compare "
    "them with the portal's own copies. Deadlines are computed; the team entered everything else."
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
    entry_row = CaseRow(study, "Listings", row)
    return Dossier(
        entry_row.text("listing"),
        entry_row.text("canonical_url") or entry_row.text("url"),
        entry_row.text("url_platform"),
        entry_row.text("seller"),
        entry_row.text("store"),
        entry_row.text("right"),
        entry_row.place("listing"),
        study.as_of,
        tuple(dossier_entries(view, row, evidence)),
    )


def dossier(
    path: FilePath, listing: str, evidence: FilePath | None = None, as_of: date | None = None, *, today: date
) -> Dossier:
    """The trail of *listing* in the workbook at *path*; the workbook is only read. Raises `ooxml.WorkbookError` and `UserError`."""
    folder = None if evidence is None else Path(evidence)
    if folder is not None and not folder.is_dir():
        raise UserError(
            "{folder}: this folder of evidence does not exist; pass the folder with the evidence files", folder=folder
        )
    return trail(pipeline.calculate(ooxml.open(path), as_of, today).study, listing, folder)


def _row(view: FilingView, listing: str) -> int:
    keys = view.study.tables["Listings"].keys
    if fold(listing) in keys:
        return keys[fold(listing)]
    link = platforms.parse_link(listing).canonical
    for column, wanted in ((view.offers, link), (view.listings("item_id"), fold(listing))):
        rows = np.flatnonzero(column == wanted) if wanted else np.empty(0, dtype=np.int64)
        if len(rows):
            return int(rows[0])
    names = list(dict.fromkeys(str(view.listings("listing")[row]) for row in keys.values()))
    hint = did_you_mean(listing, names, say("pass its short name, its item number or its link"))
    raise UserError("the table Listings has no listing {listing!r}; {hint}", listing=listing, hint=hint)
