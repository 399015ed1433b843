"""Listings: what scrapers found is merged by marketplace and item number."""

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

from ippbook.catalog import platforms
from ippbook.errors import UserError
from ippbook.imports.export_rows import ExportRow
from ippbook.imports.headers import ITEM
from ippbook.imports.merge import ExportValues, MergeResult, PutAside, RefusedRow, TargetTable, finish_merge
from ippbook.normalize import clean
from ippbook.tables.sources import WorkbookSource
from ippbook.tables.values import Unreadable

_REFRESHED: Final = ("title", "price", "store", "seller")
"""What a page may show otherwise tomorrow; with *refresh* the export's value goes before the workbook's."""
_NUMBERED: Final = re.compile(r"(.*?)(\d{1,15})")
_WHY: Final = {
    "short": "the link is a short one, which does not show its listing; open it and export the long one",
    "store": "the link leads to a store, not to a listing",
    "other": "the link leads to no listing",
    "": "the link leads to no marketplace that is known",
}


def import_listings(
    path: WorkbookSource,
    export: Path,
    out: Path | None,
    put_aside: PutAside,
    *,
    refresh: bool = False,
    encoding: str = "",
    write: bool = True,
) -> MergeResult:
    """Merge the listings in *export* into the table Listings of the workbook at *path*, and write it to *out*.

    A listing that is there already keeps every cell that holds anything; its blank cells are filled. With *refresh* title,
    price, store and seller are brought up to date. New listings take the blank rows at the table's end, then it grows.
    Rows that cannot be taken are put aside. Raises `UserError` or `ooxml.WorkbookError`.
    """
    return _Listings(path, export, out, encoding, refresh=refresh).run(put_aside, write=write)


class _Listings:
    def __init__(self, source: WorkbookSource, export: Path, out: Path | None, encoding: str, *, refresh: bool) -> None:
        self.target = target = TargetTable(source, "Listings")
        path = target.book.path
        if "url" not in target.columns:
            raise UserError(f"{path}: the table Listings has no column URL; add it")
        names = [name for name in target.fields if name != "listing"]
        extra = [item for item in target.table.record.fields() if item.name == "platform" and item.name not in names]
        self.given = ExportValues(target, export, names, extra, encoding)
        if "url" not in self.given.places and ITEM not in self.given.places:
            raise UserError(f"{export}: there is no column with links, such as URL or 商品链接, and none with item IDs")
        self.merge = MergeResult(path, out or path, self.given.source, "Listings", left_out=self.given.left_out)
        self.refresh = refresh
        self.rows: dict[str, int] = {}
        for row, url in enumerate(target.table.columns["url"]):
            if link := platforms.parse_link(url).key:
                self.rows.setdefault(link, row)
        self.keys = _Keys(target.table.columns["listing"] if "listing" in target.columns else [])
        self.skipped: Counter[str] = Counter()

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
        self.target.new = self.merge.added
        self.merge.notes += [f"{count:,} × {what}" for what, count in self.skipped.items()]
        return finish_merge(self.target, self.merge, put_aside, write=write)

    def _take(self, row: ExportRow) -> None:
        values = self._values(row)
        url, link = self._link(row, values)
        values["url"] = url
        at = self.rows.get(link.key)
        if at is None:
            self._add(values, link.key)
        else:
            self._update(at, values)

    def _values(self, row: ExportRow) -> dict[str, Any]:
        """Typed values of the row; a figure that cannot be read is left out, anything else refuses the row."""
        found = {}
        for name in self.given.places:
            if name == ITEM:
                continue
            try:
                value = self.given.typed(row, name)
            except Unreadable:
                if not self.given.fields[name].kind.numeric:
                    raise
                self.skipped[f"{name} left out, because it is no number"] += 1
                continue
            if value is not None:
                found[name] = value
        return found

    def _link(self, row: ExportRow, values: dict[str, Any]) -> tuple[str, platforms.Link]:
        """The link of the row, as given or made from marketplace and item number."""
        url = str(values.get("url", ""))
        if url:
            link = platforms.parse_link(url)
        else:
            item, platform = self.given.item(row), str(values.get("platform", ""))
            if not item:
                raise Unreadable("it has no link")
            if not platform:
                raise Unreadable(f"it has the item ID {item}, but neither a link nor a marketplace")
            if not item.isascii() or not item.isdecimal():
                raise Unreadable(f"the item ID {item[:40]} is no number")
            url = platforms.PLATFORMS[platform].canonical.replace("{id}", item)
            link = platforms.parse_link(url)
            if link.kind != "item":
                raise Unreadable(f"no link can be made from the item ID {item} on {platform}; export the links too")
        if link.kind != "item":
            raise Unreadable(_WHY[link.kind])
        return url, link

    def _add(self, values: dict[str, Any], link: str) -> None:
        at = self.rows[link] = self.target.length + self.merge.added
        if "listing" in self.target.columns:
            values = {"listing": self.keys.next()} | values
        for name, value in values.items():
            if name in self.target.columns:
                self.target.edits[at, name] = value
        self.merge.added += 1

    def _update(self, at: int, values: dict[str, Any]) -> None:
        changed = False
        for name, value in values.items():
            if name not in self.target.columns or name == "url":
                continue
            if self.target.is_blank(at, name):
                self.target.edits[at, name] = value
                changed = True
            elif not _alike(self.target.value(at, name), value):
                if self.refresh and name in _REFRESHED and not self.target.has_formula(at, name):
                    self.target.edits[at, name] = value
                    changed = True
                else:
                    self.merge.kept += 1
        if changed:
            self.merge.updated += 1
        else:
            self.merge.unchanged += 1


def _alike(held: Any, given: Any) -> bool:
    """Whether a cell says what the export says."""
    if isinstance(held, str) and isinstance(given, str):
        return clean(held) == clean(given)
    return bool(held == given)


class _Keys:
    """New names for rows, in the manner of those that are there: after L0451 comes L0452."""

    def __init__(self, there: Any) -> None:
        self.taken = {clean(str(name)).casefold() for name in there}
        forms: Counter[tuple[str, int]] = Counter()
        self.last = 0
        for name in there:
            if found := _NUMBERED.fullmatch(clean(str(name))):
                forms[found[1], len(found[2])] += 1
        (self.before, self.digits), _ = forms.most_common(1)[0] if forms else (("L", 4), 0)
        for name in there:
            found = _NUMBERED.fullmatch(clean(str(name)))
            if found and found[1] == self.before:
                self.last = max(self.last, int(found[2]))

    def next(self) -> str:
        """The next name that is not taken."""
        while True:
            self.last += 1
            name = f"{self.before}{self.last:0{self.digits}d}"
            if name.casefold() not in self.taken:
                return name
