"""Merges the portal's decisions on complaints, by complaint number and link."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.imports.cell_edits import TypedCell
from ippbook.imports.every_row import right_name
from ippbook.imports.export_rows import NO_CHOICES, ExportRow, ImportChoices
from ippbook.imports.headers import APPEAL, ITEM
from ippbook.imports.merge import (
    ExportValues,
    ImportProgress,
    MergeResult,
    RefusedRow,
    TargetTable,
    WriteRefused,
    finish_merge,
    no_progress,
)
from ippbook.languages import say
from ippbook.normalize import clean
from ippbook.tables.book import fold
from ippbook.tables.headers import header_of
from ippbook.tables.records import record
from ippbook.tables.sources import WorkbookSource
from ippbook.tables.values import Unreadable, choice

_FIELDS: Final = ("complaint", "status", "decided", "counter_noticed", "counter_reason", "withdrawn_by")
_FILLED: Final = ("filed", "reason", "right", "platform")
"""Columns whose blank cells are filled; a value that cannot be read is left out, and the rest of its row is taken."""
STATUS_ORDER: Final = (
    ("draft", "ready"),
    ("submitted",),
    ("accepted", "rejected", "link dead"),
    ("counter-noticed",),
    ("intervention",),
    ("upheld", "reinstated", "withdrawn"),
)
"""The order of a complaint's statuses (ipp-facts 5.5: INF). An older export never moves a status back."""
_STAGE: Final = {status: place for place, codes in enumerate(STATUS_ORDER) for status in codes}


def import_outcomes(  # noqa: PLR0913  # one parameter for each choice that a person has
    path: WorkbookSource,
    export: Path,
    out: Path | None,
    write_refused: WriteRefused,
    *,
    refresh: bool = False,
    encoding: str = "",
    choices: ImportChoices = NO_CHOICES,
    write: bool = True,
    today: date | None = None,
    progress: ImportProgress = no_progress,
) -> MergeResult:
    """Merge the portal's decisions in *export* into the table Complaints of the workbook at *path*.

    A row of the export applies to all links of its complaint, or to the link that it names. The status moves forward,
    never back; dates and reasons fill blank cells. With *refresh* the export's values replace both. The result of a
    counter-notice in a column of its own overrides the status of the complaint. *choices*: what the person says about its columns. *write_refused* writes the rows that match no complaint to a file. Raises `UserError` or `ooxml.WorkbookError`.
    """
    if choices.every_row():
        raise UserError("--platform, --right and --reason are for --listings; the complaints have them already")
    return _Outcomes(path, export, out, encoding, choices.columns, progress, refresh=refresh).run(
        write_refused, write=write, today=today
    )


class _Outcomes:
    def __init__(
        self,
        source: WorkbookSource,
        export: Path,
        out: Path | None,
        encoding: str,
        columns: str,
        progress: ImportProgress,
        *,
        refresh: bool,
    ) -> None:
        self.target = target = TargetTable(source, "Complaints", progress)
        path = target.book.path
        for name in ("complaint", "status"):
            if name not in target.columns:
                raise UserError(
                    "{path}: the table Complaints has no column {name}; add it", path=path, name=name.capitalize()
                )
        url = record("Listings").field("url")
        self.export = ExportValues(
            target, export, [name for name in (*_FIELDS, *_FILLED) if name in target.columns], [url] if url else [], encoding, columns, (APPEAL, ITEM),
        )  # fmt: skip
        if "complaint" not in self.export.places:
            raise UserError(
                "{export}: no column with complaint numbers, such as Complaint or 投诉单号, found; export the numbers too",
                export=export,
            )
        if not set(self.export.places) - {"complaint", "url", ITEM, *_FILLED}:
            raise UserError("{export}: no status and no dates of complaints found; export them too", export=export)
        self.merge = MergeResult(
            path, out or path, self.export.source, "Complaints", notes=self.export.notes,
            unknown_headers=self.export.unknown_headers, unused_headers=self.export.unused_headers,
        )  # fmt: skip
        self.skipped: Counter[str] = Counter()
        self.refresh = refresh
        self.rows: dict[str, list[int]] = {}
        for row, number in enumerate(target.table.columns["complaint"]):
            if number:
                self.rows.setdefault(fold(number), []).append(row)
        self.links, self.items = self._links()
        self.stated: dict[tuple[int, str], TypedCell] = {}

    def _links(self) -> tuple[list[str], list[str]]:
        """The key and the item number of each row's listing; "" where it has none."""
        links = [platforms.parse_link(url) for url in self.target.typed["Listings"].columns["url"]]
        rows = self.target.typed.rows_of("Complaints", "listing")
        keys = np.array([link.space_key for link in links] + [""], dtype=object)
        items = np.array([link.item_id for link in links] + [""], dtype=object)
        return [str(text) for text in keys[rows]], [str(text) for text in items[rows]]

    def run(self, write_refused: WriteRefused, *, write: bool, today: date | None) -> MergeResult:
        """Import every row of the export, then write."""
        self.target.progress("merging")
        for row in self.export.source.rows:
            if row.spoiled:
                self.merge.refused.append(RefusedRow(row.place, row.spoiled, row.values, spoiled=True))
                continue
            try:
                self._take(row)
            except Unreadable as refusal:
                self.merge.refused.append(RefusedRow(row.place, refusal.why, row.values))
        self.merge.notes += [f"{count:,} × {what}" for what, count in self.skipped.items() if count]
        return finish_merge(self.target, self.merge, write_refused, write=write, today=today)

    def _take(self, row: ExportRow) -> None:
        values = self._values(row)
        number = values.pop("complaint", None)
        if number is None:
            raise Unreadable("it has no complaint number")
        rows = self._rows(str(number), values.pop("url", None), self.export.item(row))
        values = {name: value for name, value in values.items() if value is not None}
        self._check_stated(rows, values)
        changed = [self._put(at, name, value) for at in rows for name, value in values.items()]
        if any(changed):
            self.merge.updated += 1
        else:
            self.merge.unchanged += 1

    def _values(self, row: ExportRow) -> dict[str, TypedCell]:
        """The typed values of the row, and the status that its counter-notice gives."""
        values: dict[str, TypedCell] = {}
        for name in self.export.places:
            if name in {APPEAL, ITEM}:
                continue
            try:
                values[name] = self.export.typed(row, name)
                if name == "right" and values[name] is not None:
                    values[name] = right_name(self.target, str(values[name])) or None
                    self.skipped["Right is left out, because Rights has no such right"] += values[name] is None
            except Unreadable:
                if name == "counter_noticed" and self._appeal(row, name):
                    continue
                if name not in _FILLED and name not in self.export.weak:
                    raise
                self.skipped[say("{header_of} is left out, because it cannot be read", header_of=header_of(name))] += 1
        for name in ("counter_noticed", APPEAL):
            if appeal := self._appeal(row, name):
                values["status"] = appeal
        return values

    def _appeal(self, row: ExportRow, name: str) -> str:
        """The status that the words of a counter-notice column give; "" where the cell is blank or has a date. Raises `Unreadable`."""
        text = clean(str(self.export.raw(row, name) or ""))
        if not text or (name == "counter_noticed" and load_vocabulary("counter_notices").read(text) is None):
            return ""
        return str(choice(text, load_vocabulary("counter_notices"))).replace("none", "")

    def _rows(self, number: str, url: str | None, item: str) -> list[int]:
        """The rows of a complaint: all of them, or those with the link or the item number. Raises `Unreadable`."""
        rows = self.rows.get(fold(number))
        if rows is None:
            raise Unreadable(say("the table Complaints has no complaint {number}", number=number[:60]))
        if url is None and not item:
            return rows
        if url is None:
            if not (rows := [row for row in rows if self.items[row] == item]):
                raise Unreadable(
                    say("complaint {number} has no row with the item ID {item}", number=number[:60], item=item[:40])
                )
            return rows
        link = platforms.parse_link(url)
        if not link.key:
            raise Unreadable("its link does not lead to a listing or store on a supported marketplace")
        same = [row for row in rows if self.links[row] == link.space_key]
        rows = same or [
            row for row in rows if link.item_id and self.items[row] == link.item_id
        ]  # a portal may name another site
        if not rows:
            raise Unreadable(say("complaint {number} has no row with this link", number=number[:60]))
        return rows

    def _check_stated(self, rows: list[int], values: dict[str, TypedCell]) -> None:
        """Refuse a row that contradicts an earlier one of the same export."""
        for at in rows:
            for name, value in values.items():
                if name in _FIELDS and self.stated.get((at, name), value) != value:
                    raise Unreadable(
                        say("an earlier row has another {name} for the same link", name=name.replace("_", " "))
                    )
        self.stated |= {(at, name): value for at in rows for name, value in values.items()}

    def _put(self, at: int, name: str, value: TypedCell) -> bool:
        """Enter a value; returns whether the cell changes."""
        stored = self.target.value(at, name)
        if stored == value:
            return False
        if name in _FILLED and not self.target.is_blank(at, name):
            self.merge.kept += stored != value
            return False
        onward = name == "status" and self._is_known(at) and _STAGE[str(value)] >= _STAGE[str(stored)]
        if not (self.target.is_blank(at, name) or onward or self.refresh) or self.target.has_formula(at, name):
            self.merge.kept += 1
            return False
        self.target.edits[at, name] = value
        return True

    def _is_known(self, at: int) -> bool:
        """Whether the status cell has a status that could be read."""
        return bool(self.target.value(at, "status"))
