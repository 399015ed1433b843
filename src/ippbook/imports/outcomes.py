"""Outcomes: what a portal says of complaints, by complaint number and link."""

from pathlib import Path
from typing import Any, Final

import numpy as np

from ippbook.catalog import platforms
from ippbook.errors import UserError
from ippbook.imports.export_rows import ExportRow
from ippbook.imports.merge import ExportValues, MergeResult, PutAside, RefusedRow, TargetTable, finish_merge
from ippbook.tables.book import fold
from ippbook.tables.records import record
from ippbook.tables.sources import WorkbookSource
from ippbook.tables.values import Unreadable

_FIELDS: Final = ("complaint", "status", "decided", "counter_noticed", "counter_reason", "withdrawn_by")
STATUS_ORDER: Final = (
    ("draft", "ready"),
    ("submitted",),
    ("accepted", "rejected", "link dead"),
    ("counter-noticed",),
    ("intervention",),
    ("upheld", "reinstated", "withdrawn"),
)
"""The order in which a complaint passes through its statuses (ipp-facts 5.5: INF). An older export never leads back."""
_STAGE: Final = {status: place for place, codes in enumerate(STATUS_ORDER) for status in codes}


def import_outcomes(
    path: WorkbookSource,
    export: Path,
    out: Path | None,
    put_aside: PutAside,
    *,
    refresh: bool = False,
    encoding: str = "",
    write: bool = True,
) -> MergeResult:
    """Merge the portal's word on complaints in *export* into the table Complaints of the workbook at *path*.

    A row of the export is for all links of its complaint, or for the one that it names. The status moves on, never back;
    days and reasons fill blank cells. With *refresh* the export goes before the workbook in both. Rows that fit to no
    complaint are put aside. Raises `UserError` or `ooxml.WorkbookError`.
    """
    return _Outcomes(path, export, out, encoding, refresh=refresh).run(put_aside, write=write)


class _Outcomes:
    def __init__(self, source: WorkbookSource, export: Path, out: Path | None, encoding: str, *, refresh: bool) -> None:
        self.target = target = TargetTable(source, "Complaints")
        path = target.book.path
        for name in ("complaint", "status"):
            if name not in target.columns:
                raise UserError(f"{path}: the table Complaints has no column {name.capitalize()}; add it")
        url = record("Listings").field("url")
        self.given = ExportValues(
            target, export, [name for name in _FIELDS if name in target.columns], [url] if url else [], encoding
        )
        if "complaint" not in self.given.places:
            raise UserError(f"{export}: there is no column with complaint numbers, such as Complaint or 投诉单号")
        if not set(self.given.places) - {"complaint", "url", "item"}:
            raise UserError(f"{export}: it says nothing of the complaints; export status or days too")
        self.merge = MergeResult(path, out or path, self.given.source, "Complaints", left_out=self.given.left_out)
        self.refresh = refresh
        self.rows: dict[str, list[int]] = {}
        for row, number in enumerate(target.table.columns["complaint"]):
            if number:
                self.rows.setdefault(fold(number), []).append(row)
        self.links = self._links()
        self.said: dict[tuple[int, str], Any] = {}

    def _links(self) -> list[str]:
        """What tells the listing of each row, "" where it has none."""
        listings = self.target.typed["Listings"]
        keys = np.array([platforms.parse_link(url).space_key for url in listings.columns["url"]] + [""], dtype=object)
        return [str(text) for text in keys[self.target.typed.rows_of("Complaints", "listing")]]

    def run(self, put_aside: PutAside, *, write: bool) -> MergeResult:
        """Every row of the export, then the write."""
        for row in self.given.source.rows:
            if row.spoiled:
                self.merge.refused.append(RefusedRow(row.place, row.spoiled, row.values, spoiled=True))
                continue
            try:
                self._take(row)
            except Unreadable as refusal:
                self.merge.refused.append(RefusedRow(row.place, refusal.why, row.values))
        return finish_merge(self.target, self.merge, put_aside, write=write)

    def _take(self, row: ExportRow) -> None:
        values = {name: self.given.typed(row, name) for name in self.given.places if name != "item"}
        number = values.pop("complaint", None)
        if number is None:
            raise Unreadable("it has no complaint number")
        rows = self._rows(str(number), values.pop("url", None))
        values = {name: value for name, value in values.items() if value is not None}
        self._check_said(rows, values)
        changed = [self._put(at, name, value) for at in rows for name, value in values.items()]
        if any(changed):
            self.merge.updated += 1
        else:
            self.merge.unchanged += 1

    def _rows(self, number: str, url: str | None) -> list[int]:
        rows = self.rows.get(fold(number))
        if rows is None:
            raise Unreadable(f"there is no complaint {number[:60]} in the table Complaints")
        if url is None:
            return rows
        link = platforms.parse_link(url)
        if not link.key:
            raise Unreadable("its link leads to no listing and no store that is known")
        rows = [row for row in rows if self.links[row] == link.space_key]
        if not rows:
            raise Unreadable(f"complaint {number[:60]} has no row with this link")
        return rows

    def _check_said(self, rows: list[int], values: dict[str, Any]) -> None:
        """Refuse a row that contradicts an earlier one of the same export."""
        for at in rows:
            for name, value in values.items():
                if self.said.get((at, name), value) != value:
                    raise Unreadable(f"an earlier row says otherwise of the {name.replace('_', ' ')} of the same link")
        self.said |= {(at, name): value for at in rows for name, value in values.items()}

    def _put(self, at: int, name: str, value: Any) -> bool:
        """Whether the cell changes."""
        held = self.target.value(at, name)
        if held == value:
            return False
        onward = name == "status" and self._is_known(at) and _STAGE[str(value)] >= _STAGE[str(held)]
        if not (self.target.is_blank(at, name) or onward or self.refresh) or self.target.has_formula(at, name):
            self.merge.kept += 1
            return False
        self.target.edits[at, name] = value
        return True

    def _is_known(self, at: int) -> bool:
        """Whether the status cell holds a status, and nothing that could not be read."""
        return bool(self.target.value(at, "status"))
