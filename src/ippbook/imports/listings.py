"""Merges listings that scrapers found, by marketplace and item number."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from itertools import repeat
from pathlib import Path
from typing import Final

from ippbook.catalog import platforms
from ippbook.catalog.platforms.link_columns import parse_links
from ippbook.errors import UserError
from ippbook.imports.cell_edits import TypedCell
from ippbook.imports.every_row import values_for_all
from ippbook.imports.export_ahead import export_ahead
from ippbook.imports.export_rows import NO_CHOICES, ExportRow, ImportChoices
from ippbook.imports.headers import ITEM
from ippbook.imports.known_rows import KnownRows
from ippbook.imports.merge import (
    ALSO,
    ExportValues,
    ImportProgress,
    MergeResult,
    RefusedRow,
    TargetTable,
    WriteRefused,
    finish_merge,
    no_progress,
)
from ippbook.imports.unheaded import LONGEST_ITEM, SHORTEST_ITEM, link_column
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean, key
from ippbook.ooxml.whole_numbers import whole_number
from ippbook.tables.headers import header_of
from ippbook.tables.prices import price_from_text
from ippbook.tables.records.listings import Listing
from ippbook.tables.schema import Field
from ippbook.tables.sources import AnyWorkbook, WorkbookSource, opened
from ippbook.tables.values import Unreadable

_REFRESHED: Final = ("title", "price", "store", "seller")
"""Columns whose values change on the page; with *refresh* the export's value replaces the workbook's."""
_NUMBERED: Final = late_pattern(r"(.*?)(\d{1,15})")
_WHY: Final = {
    "short": say("the link is a short link, which does not show its listing; open it and export the long link"),
    "store": say("the link leads to a store, not to a listing; export links to listings"),
    "other": say("the link does not lead to a listing"),
    "": say("the link is not on a supported marketplace"),
}


def import_listings(  # noqa: PLR0913  # one parameter for each choice that a person has
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
    """Merge the listings in *export* into the table Listings of the workbook at *path*, and write it to *out*.

    A listing that the workbook already has keeps every filled cell; its blank cells are filled. With *refresh*, title,
    price, store and seller are updated. New listings use the blank rows at the table's end, then the table grows.
    *choices*: what the person says about its columns and about all its rows. *write_refused* writes the rows that cannot be imported to a file. Raises `UserError` or
    `ooxml.WorkbookError`.
    """
    return _Listings(path, export, out, encoding, choices, progress, refresh=refresh).run(
        write_refused, write=write, today=today
    )


class _Listings:
    def __init__(
        self,
        source: WorkbookSource,
        export: Path,
        out: Path | None,
        encoding: str,
        choices: ImportChoices,
        progress: ImportProgress,
        *,
        refresh: bool,
    ) -> None:
        book = opened(source)
        ahead = export_ahead(book, _probable_fields(book), export, encoding, choices.columns, ALSO)
        self.target = target = TargetTable(book, "Listings", progress)
        path = target.book.path
        if "url" not in target.columns:
            raise UserError("{path}: the table Listings has no column URL; add it", path=path)
        names = [name for name in target.fields if name != "listing"]
        extra = [item for item in target.table.record.fields() if item.name == "platform" and item.name not in names]
        self.every = values_for_all(target, choices)
        self.export = ExportValues(target, export, names, extra, encoding, choices.columns, ahead=ahead)
        if "url" not in self.export.places and ITEM not in self.export.places:
            found = self.export.source
            hint = link_column(found.headers, [row.values for row in found.rows if not row.spoiled])
            hint = f"; {hint}" if hint else say("; export one of them, or name the column with --columns")
            raise UserError(
                "{export}: no column with links, such as URL or 商品链接, and no column with item IDs found{hint}",
                export=export,
                hint=hint,
            )
        if "url" not in self.export.places and not (self.every.get("platform") or "platform" in self.export.places):
            raise UserError(
                "{export}: it has item IDs, but no links and no marketplace; name the marketplace, as in --platform taobao",
                export=export,
            )
        self.merge = MergeResult(
            path,
            out or path,
            self.export.source,
            "Listings",
            unknown_headers=self.export.unknown_headers,
            notes=self.export.notes,
        )
        self.refresh = refresh
        self.rows = first_rows(target.table.columns["url"].tolist())
        self.known = KnownRows(target, self.export, self.rows)
        self.skipped: Counter[str] = Counter()

    def run(self, write_refused: WriteRefused, *, write: bool, today: date | None) -> MergeResult:
        """Import every row of the export, then write."""
        self.target.progress("merging")
        if self.export.count > self.target.sure_room:
            self._refuse_without_room()
        quick = not self.every and not self.refresh  # where an earlier row cannot have changed what the table says
        rows = self.export.source.rows
        for row, known in self.known.each(rows) if quick else zip(rows, repeat(False)):
            if known:
                self.merge.unchanged += 1
                continue
            if row.spoiled:
                self.merge.refused.append(RefusedRow(row.place, row.spoiled, row.values, spoiled=True))
                continue
            try:
                self._take(row)
            except Unreadable as refusal:
                self.merge.refused.append(RefusedRow(row.place, refusal.why, row.values))
        self.target.new = self.merge.added
        self.rows.clear()  # writing needs the memory
        self.known.forget()
        self.export.forget_texts()
        self.merge.notes += [f"{count:,} × {what}" for what, count in self.skipped.items()]
        return finish_merge(self.target, self.merge, write_refused, write=write, today=today)

    @cached_property
    def keys(self) -> "_Keys":
        """The names for new rows."""
        return _Keys(self.target.table.columns["listing"] if "listing" in self.target.columns else [])

    def _refuse_without_room(self) -> None:
        """Refuse an export with more new listings than the sheet has room for, before any of them is kept."""
        known = set(map(hash, self.rows))
        before = len(known)
        for row in self.export.source.rows:
            if row.spoiled:
                continue
            try:
                known.add(hash(self._link(row, self._values_of_link(row))[1].key))
            except Unreadable:
                continue
            self.target.refuse_without_room(len(known) - before)
        self.skipped.clear()

    def _values_of_link(self, row: ExportRow) -> dict[str, TypedCell]:
        """The values that decide which listing the row is. Raises `Unreadable` for a row that is refused."""
        needed = {"url", "platform"} & self.export.places.keys()
        others = (name for name in self.export.places if name in self.export.fields and name not in needed)
        if "platform" in needed or not all(self.export.surely_read(row, name) for name in others):
            return self._values(row)
        url = self.export.typed(row, "url") if needed else None
        platform = self.every.get("platform", "")
        return {"url": url} if url else {"platform": platform} if platform else {}

    def _take(self, row: ExportRow) -> None:
        values = self._values(row)
        platform = self.every.get("platform", "")
        if platform and "url" not in values:
            values.setdefault("platform", platform)
        url, link = self._link(row, values)
        values["url"] = url
        if platform and link.platform == platform:
            values.setdefault("platform", platform)
        elif platform:
            self.skipped[
                say(
                    "--platform {platform} is not used for a link to {platform_2}",
                    platform=platform,
                    platform_2=link.platform,
                )
            ] += 1
        for name in ("right", "reason"):
            if name in self.every:
                values.setdefault(name, self.every[name])
        at = self.rows.get(link.key)
        if at is None:
            self._add(values, link.key)
        else:
            self._update(at, values)

    def _values(self, row: ExportRow) -> dict[str, TypedCell]:
        """Typed values of the row. A value that cannot be read refuses the row; a number, and a column with a weak name, is skipped."""
        found: dict[str, TypedCell] = {}
        for name in self.export.places:
            if name not in self.export.fields:
                continue
            try:
                value = self.export.typed(row, name)
            except Unreadable:
                platform = platforms.parse_link(str(found.get("url", ""))).platform if name == "platform" else ""
                if platform and _names(self.export.raw(row, name), platform):
                    found[name] = platform
                    continue
                if not (self.export.fields[name].kind.numeric or name in self.export.weak):
                    raise
                self.skipped[say("{header_of} is left out, because it cannot be read", header_of=header_of(name))] += 1
                continue
            if value is not None:
                found[name] = value
        return found

    def _link(self, row: ExportRow, values: dict[str, TypedCell]) -> tuple[str, platforms.Link]:
        """The link of the row, or the link made from its marketplace and item number."""
        url = str(values.get("url", ""))
        if url:
            link = platforms.parse_link_once(url)
        else:
            item, platform = self.export.item(row), str(values.get("platform", ""))
            if not item:
                raise Unreadable("it has no link")
            if not platform:
                raise Unreadable(
                    say("it has the item ID {item}, but no link and no marketplace; export one of them", item=item)
                )
            if not item.isascii() or not item.isdecimal():
                raise Unreadable(say("the item ID {item} is not a number", item=item[:40]))
            if not SHORTEST_ITEM <= len(item) <= LONGEST_ITEM:
                raise Unreadable(
                    say(
                        "the item ID {item} has {item_count} digits; item IDs have {shortest_item} to {longest_item}",
                        item=item[:40],
                        item_count=len(item),
                        shortest_item=SHORTEST_ITEM,
                        longest_item=LONGEST_ITEM,
                    )
                )
            url = platforms.PLATFORMS[platform].canonical.replace("{id}", item)
            link = platforms.parse_link_once(url)
            if link.kind != "item":
                raise Unreadable(
                    say(
                        "the item ID {item} on {platform} cannot be made into a link; export the links too",
                        item=item,
                        platform=platform,
                    )
                )
        if link.kind != "item":
            raise Unreadable(_WHY[link.kind])
        return url, link

    def _add(self, values: dict[str, TypedCell], link: str) -> None:
        at = self.rows[link] = self.target.length + self.merge.added
        if "listing" in self.target.columns:
            values = {"listing": self.keys.next()} | values
        for name, value in values.items():
            if name in self.target.columns:
                self.target.edits[at, name] = value
        self.merge.added += 1
        self.target.refuse_without_room(self.merge.added)

    def _update(self, at: int, values: dict[str, TypedCell]) -> None:
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


def first_rows(links: list[str]) -> dict[str, int]:
    """The first of the rows of each listing, by the key of its link. *links*: the link of each row."""
    found = parse_links(links)
    keys = (found.shared(lambda link: link.key) + found.item_id)[:-1].tolist()  # the key of a store has no item number
    rows = dict(zip(reversed(keys), reversed(range(len(keys))), strict=True))
    rows.pop("", None)
    return rows


def _probable_fields(book: AnyWorkbook) -> list[Field]:
    """The fields into which an export is read, if the table Listings has the columns that its own list names, by ippbook's headers."""
    table = next((table for table in book.tables.values() if table.name == "Listings"), None)
    headers = () if table is None else table.columns
    fields = [field for field in Listing.fields() if field.name != "listing"]
    return [
        *(field for field in fields if field.header in headers),
        *(field for field in fields if field.name == "platform" and field.header not in headers),
    ]


def _names(text: object, platform: str) -> bool:
    """Whether a text has the name of this platform: "Lazada (Malaysia)", "阿里巴巴1688站"."""
    known = platforms.PLATFORMS[platform]
    return any(key(name) in key(str(text)) for name in (known.code, known.label, known.zh))


def _alike(cell: TypedCell, exported: TypedCell) -> bool:
    """Whether a cell has the export's value. 101 and ¥101.00 are one price: the number has no other currency."""
    if isinstance(cell, str) and isinstance(exported, str):
        if cell == exported:
            return True
        return clean(cell) == clean(exported)
    if {type(cell), type(exported)} == {str, float}:
        number, text = (cell, exported) if isinstance(cell, float) else (exported, cell)
        try:
            price = price_from_text(text)
        except Unreadable:
            return False
        return price.amount == number and price.highest is None
    return bool(cell == exported)


class _Keys:
    """New names for rows, in the style of the existing ones: L0452 follows L0451."""

    def __init__(self, existing: Iterable[TypedCell]) -> None:
        names = [clean(str(name)) for name in existing]
        self.taken = {name.casefold() for name in names}
        numbered = [(found[1], found[2]) for name in names if (found := _NUMBERED.fullmatch(name))]
        forms = Counter((before, len(digits)) for before, digits in numbered)
        (self.before, self.digits), _ = forms.most_common(1)[0] if forms else (("L", 4), 0)
        self.last = max((whole_number(digits) for before, digits in numbered if before == self.before), default=0)

    def next(self) -> str:
        """The next name that is not in use."""
        while True:
            self.last += 1
            name = f"{self.before}{self.last:0{self.digits}d}"
            if name.casefold() not in self.taken:
                return name
