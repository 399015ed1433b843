"""Writes a workbook with edits: untouched members as raw bytes, the whole file at once or not at all."""

import errno
import os
from collections.abc import Container
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Final

from ippbook.ooxml import refs
from ippbook.ooxml.cell_keys import cell_key, key_place
from ippbook.ooxml.errors import EditError, LockedError, WorkbookError
from ippbook.ooxml.package.access_lists import plain_mode
from ippbook.ooxml.package.container import ZipMember
from ippbook.ooxml.package.file_properties import keep_properties
from ippbook.ooxml.package.owner_files import open_elsewhere
from ippbook.ooxml.package.package import CONTENT_TYPES, Package, Parts
from ippbook.ooxml.package.temporary_files import new_file, only_writer
from ippbook.ooxml.package.zip_writer import copied, copy, copy_range, new_member, write_directory, write_member
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.open_book import ending_of
from ippbook.ooxml.read.records import Sheet
from ippbook.ooxml.write import calculated_columns, insert_row
from ippbook.ooxml.write.calcchain import rechained
from ippbook.ooxml.write.edits import Edits, SheetEdits
from ippbook.ooxml.write.later_rows import plan_sheet
from ippbook.ooxml.write.new_columns import table_with_columns
from ippbook.ooxml.write.print_areas import with_print
from ippbook.ooxml.write.sheet_packing import PackedAside, SheetPacker, packing_aside
from ippbook.ooxml.write.table_growth import grown_table, part_of_table
from ippbook.quick_dataclasses import dataclass

_ENDINGS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xlam", ".xls", ".ods", ".csv")
_PATIENCE: Final = 30.0
"""Seconds to wait while another run replaces the same file."""


@dataclass(frozen=True)
class Saved:
    """What a save did: the file, how many cells changed, which parts of the zip changed, and warnings."""

    path: Path
    changed_cells: int
    changed_parts: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def save(
    book: Book, edits: Edits, out: str | Path | None = None, *, parts: Parts | None = None, force: bool = False
) -> Saved:
    """Write *book* with *edits* to *out* (its own file when None). Only cells whose value really differs are changed.

    *parts* are whole parts to add, replace or take out. Where none differs, the file is not touched (another *out* gets the same bytes). *force* overrides the lock files that
    Excel (`~$…`), LibreOffice (`.~lock…#`) and WPS Office (`.~…`) leave next to an open file. The original is whole at every moment.
    """
    target = _behind_links(Path(out) if out is not None else book.path)
    _check_target(target, force=force)
    book.check_unchanged()
    plans = _plans(book, edits)
    try:
        tables = _tables(book, edits, plans)
        package = _packaged(book, parts or Parts(), {**plans, **tables})
        if edits.printed:
            workbook = package.read(book.workbook_part) or b""
            package.write(book.workbook_part, with_print(workbook, book, edits.printed))
        ending = ending_of(package.type_of(book.workbook_part)) if CONTENT_TYPES.lower() in package.now else book.ending
        saved = _Save(book, plans, target, tables, package).run()
    except OSError as error:
        raise _disk(target, error) from None
    return replace(saved, warnings=(*_warnings(book, saved, ending), *saved.warnings))


def _warnings(book: Book, saved: Saved, right: str) -> tuple[str, ...]:
    """That a signature is no longer valid, and that Excel does not open the new file under its ending; *right* is the one it should have."""
    warnings = book.warnings if saved.changed_parts else ()
    wrong = _ending_warning(book, saved.path, right)
    return (*warnings, wrong) if wrong else warnings


def ending_warning(book: Book, target: Path) -> str:
    """A sentence where Excel does not open *book* under the ending of *target*; empty where it does, or where the ending is not a workbook's."""
    return _ending_warning(book, target, book.ending)


def _ending_warning(book: Book, target: Path, right: str) -> str:
    ending = target.suffix.lower()
    if ending == right or ending not in _ENDINGS or (right == book.ending and ending == book.path.suffix.lower()):
        return ""
    return f"{target}: this is an {right} workbook, and Excel does not open it under the ending {ending}; name it {target.with_suffix(right).name}."


def write_whole(path: str | os.PathLike[str], data: bytes) -> tuple[str, ...]:
    """Put a new file of *data* at *path*, at once or not at all; until then an old file stays as it is. Gives warnings, as `save` does.

    Raises `LockedError` as `save` does: open in Excel or LibreOffice, read-only, no folder, no room.
    """
    target = _behind_links(Path(path))
    _check_target(target, force=False)
    try:
        with new_file(target) as new:
            new.stream.write(data)
            new.finish()
            warnings = keep_properties(new.path, target)
            new.take_place()
    except OSError as error:
        raise _disk(target, error) from None
    return warnings


def write_new(path: Path, data: bytes) -> bool:
    """Put a new file of *data* at *path*, at once or not at all, if nothing is there. Gives False where something is. Raises `OSError`."""
    if os.path.lexists(path):
        return False
    with new_file(path) as new:
        new.stream.write(data)
        new.finish()
        new.give_default_rights()
        return new.take_free_name(path)


def _behind_links(path: Path) -> Path:
    """The file that *path* names: links stay, and the file at their end is replaced. Raises `LockedError` where they end nowhere."""
    try:
        return path.resolve() if path.is_symlink() else path
    except (OSError, RuntimeError):  # Python before 3.13 raises a RuntimeError for a circle
        raise LockedError("{path}: this symbolic link leads in a circle; name a file.", path=path) from None


def _disk(target: Path, error: OSError) -> WorkbookError:
    if error.errno == errno.ENOSPC:
        return LockedError(
            "{target}: the disk is full, so nothing was written and the old file is unchanged; free some space.",
            target=target,
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LockedError(
            "{target}: you may not write into the folder {parent}; choose another place with -o, or ask for the right to write.",
            target=target,
            parent=target.parent,
        )
    return LockedError(
        "{target}: the file cannot be written ({strerror}); the old file is unchanged; choose another place.",
        target=target,
        strerror=(error.strerror or error),
    )


def _check_target(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise LockedError("{target}: this is a folder; name a file in it.", target=target)
    if target.exists() and not target.is_file():  # renaming over it would take the device away from every program
        raise LockedError("{target}: this is a device or a pipe, not a file; name a file.", target=target)
    if not target.parent.is_dir():
        raise LockedError(
            "{target}: the folder {parent} does not exist; make it first.", target=target, parent=target.parent
        )
    if not force and (open_in := open_elsewhere(target)) is not None:
        raise LockedError(
            "{target}: the file is open in {program}; close it there and run again (if no one has it open, delete the leftover {lock_name!r}).",
            target=target,
            program=open_in.program,
            lock_name=open_in.owner_file,
        )
    if target.exists() and (not os.access(target, os.W_OK) or not target.stat().st_mode & 0o222):
        raise LockedError(
            "{target}: the file is read-only; make it writable or choose another name with -o.", target=target
        )


def _plans(book: Book, edits: Edits) -> dict[str, tuple[Sheet, SheetEdits]]:
    """The plan of each sheet by its part's name in lower case."""
    out: dict[str, tuple[Sheet, SheetEdits]] = {}
    grown = {growth.table.sheet.casefold(): growth for growth in edits.growths.values()}
    for name in {**edits.batches, **grown}:
        sheet = book.sheet(name)
        plan = plan_sheet(book, sheet, edits)
        if sheet.kind == "chartsheet":
            raise EditError(
                "{book_path}: sheet {sheet_name!r} is a chart and has no cells; choose another sheet.",
                book_path=book.path,
                sheet_name=sheet.name,
            )
        if plan is not None:
            _check_headers(book, sheet, plan)
            out[sheet.part.lower()] = (sheet, plan)
    return out


def _tables(book: Book, edits: Edits, plans: dict[str, tuple[Sheet, SheetEdits]]) -> dict[str, bytes]:
    """The parts of the tables that grow or whose calculated columns change, by their names in lower case."""
    out: dict[str, bytes] = {}
    for table in book.tables.values():
        growth = edits.growths.get(table.name.casefold())
        _, plan = plans.get(book.sheet(table.sheet).part.lower(), (None, None))
        formulas = calculated_columns.changed_formulas(plan, table, growth) if plan else {}
        columns = [new for new in edits.columns if new.table is not None and new.table.name == table.name]
        filled = growth is not None or insert_row.gets_data(plan, table)
        if not formulas and not columns and not filled:
            continue
        old = part_of_table(book, table)
        new = grown_table(book, growth) if growth else old
        for added in columns:
            new = table_with_columns(new, added, f"{book.path}: the part {table.part!r}")
        new = calculated_columns.with_formulas(new, formulas, f"{book.path}: the part {table.part!r}")
        if filled:
            new = insert_row.without_insert_row(new, f"{book.path}: the part {table.part!r}")
        if new != old:
            out[table.part.lower()] = new
    return out


def _packaged(book: Book, parts: Parts, computed: Container[str]) -> Package:
    """The package with *parts*. Raises `EditError` for one that the workbook needs, or that is *computed* here."""
    needed = {book.workbook_part, book.strings_part, book.styles_part, *(sheet.part for sheet in book.sheets)}
    lowered = {part.lower() for part in needed}
    for part, removed in parts.touched():
        if part.lower() in computed:
            raise EditError(
                "{book_path}: the part {part!r} would be replaced and changed cell by cell in one save; save twice.",
                book_path=book.path,
                part=part,
            )
        if removed and part.lower() in lowered:
            raise EditError(
                "{book_path}: the workbook needs its part {part!r}; do not remove it.", book_path=book.path, part=part
            )
    package = Package(book.container, book.members)
    package.apply(parts)
    return package


def _check_headers(book: Book, sheet: Sheet, plan: SheetEdits) -> None:
    """A table's header cell and its column's name must agree, or Excel repairs the file."""
    for table in book.tables.values():
        if table.sheet != sheet.name or not table.header_rows:
            continue
        low, high = plan.key.searchsorted(
            [cell_key(table.first_row, table.first_col), cell_key(table.first_row, table.last_col) + 1]
        )
        for at in range(int(low), int(high)):
            row, col = key_place(int(plan.key[at]))
            if plan.formula[at]:
                raise EditError(
                    "{where}, cell {cell_name}: this is the header of a column of table {table_name!r}, which cannot be a formula; choose a row below it.",
                    where=book.where(sheet),
                    cell_name=refs.cell_name(row, col),
                    table_name=table.name,
                )
            if col - table.first_col < len(table.columns) and plan.text[at] != table.columns[col - table.first_col]:
                raise EditError(
                    "{where}, cell {cell_name}: this is the header of a column of table {table_name!r}, which the table's own list must repeat; rename the column in Excel.",
                    where=book.where(sheet),
                    cell_name=refs.cell_name(row, col),
                    table_name=table.name,
                )


class _Save:
    """One save, from the first byte of the temporary file to its renaming."""

    def __init__(
        self,
        book: Book,
        plans: dict[str, tuple[Sheet, SheetEdits]],
        target: Path,
        tables: dict[str, bytes],
        package: Package,
    ) -> None:
        self.book = book
        self.package = package
        self.tables = tables
        self.plans = plans
        self.packer = SheetPacker(book, plans)
        self.target = target
        self.cells = 0
        self.parts: list[str] = []

    def run(self) -> Saved:
        """Write, then take the old file's place."""
        same = self.target.exists() and self.target.resolve() == self.book.path.resolve()
        saved = None
        try:
            with self.book.path.open("rb") as source, new_file(self.target) as new:
                self.book.check_unchanged()  # so *source* is the file that was read
                self._write(source, new.stream)
                if not self.parts:
                    if same:
                        return Saved(self.target, 0, ())
                    new.stream.seek(0)
                    new.stream.truncate()
                    source.seek(0)
                    copy(source, new.stream, self.book.container.stat.size)
                new.finish()
                warnings = keep_properties(new.path, self.target, plain_mode(self.book.path))
                with only_writer(source, _PATIENCE) as alone:
                    self.book.check_unchanged()
                    if not alone:
                        raise LockedError(
                            "{target}: another program is writing this file; run again.", target=self.target
                        )
                    new.take_place()
                    saved = Saved(self.target, self.cells, tuple(self.parts), warnings)
        except OSError:
            if saved is None:  # else the new file is in its place, and only the closing of the old one failed
                raise
        return saved

    def _write(self, source: BinaryIO, out: BinaryIO) -> None:
        box = self.book.container
        self._rechain()
        replaced = self.package.changed() | self.tables
        order = sorted(box.members, key=lambda member: member.offset)
        copy_range(source, out, 0, order[0].offset if order else box.directory_at)
        written: dict[str, ZipMember | None] = {}
        with packing_aside(self.packer, order) as aside:
            for member in order:
                name = member.key
                if name in self.plans:
                    written[name] = self._sheet(source, out, member, aside)
                elif name in replaced:
                    data = replaced[name]
                    written[name] = None if data is None else write_member(source, out, box, member, iter((data,)))
                    self.parts.append(member.name)
                else:
                    written[name] = copied(source, out, member)
        added = self.package.added()
        self.parts += added
        write_directory(out, box, written, [new_member(out, box, name, data) for name, data in added.items()])

    def _sheet(self, source: BinaryIO, out: BinaryIO, member: ZipMember, aside: PackedAside) -> ZipMember:
        """Write a sheet's part, changed; where nothing changed in the end, its old bytes."""
        new = aside.put(out, member) or self.packer.pack(source, out, member)
        if new is None:
            return copied(source, out, member)
        self.cells += new.cells
        self.parts.append(member.name)
        return new.member

    def _rechain(self) -> None:
        """Bring the calculation chain in line with the formulas that come and go; an empty one is taken out."""
        book, part = self.book, self.book.calc_chain_part
        raw = self.package.read(part) if part else None
        if raw is None:
            return
        gone: dict[int, set[str]] = {}
        come: dict[int, list[str]] = {}
        for sheet, plan in self.plans.values():
            if plan.touches_formulas:
                patcher = self.packer.patcher(sheet, plan, None)
                for _ in patcher.run(book.stream(sheet, proved=True)):
                    pass
                gone[sheet.sheet_id] = {refs.cell_name(*key_place(key)) for key in patcher.log.lost_formula}
                come[sheet.sheet_id] = [refs.cell_name(*key_place(key)) for key in sorted(patcher.log.new_formula)]
        if not any(gone.values()) and not any(come.values()):
            return
        new = rechained(raw, gone, come, f"{book.path}: the part {part!r}")
        if new is None:
            self.package.remove(part)
        elif new != raw:
            self.package.write(part, new)
