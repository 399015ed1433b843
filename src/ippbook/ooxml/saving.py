"""Writes a workbook with edits: untouched members as raw bytes, the whole file at once or not at all."""

import errno
import os
import stat
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Final

from ippbook.ooxml import container, refs, xmltree
from ippbook.ooxml.book import Book, Sheet
from ippbook.ooxml.container import Member
from ippbook.ooxml.edits import Edits, Plan, place_of
from ippbook.ooxml.errors import EditError, LockedError, WorkbookError
from ippbook.ooxml.exact import Head
from ippbook.ooxml.growth import grown_table
from ippbook.ooxml.patch import Patcher
from ippbook.ooxml.zipwriting import copied, copy, copy_range, write_directory, write_member

_ENDINGS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xlam", ".xls", ".ods", ".csv")


@dataclass(frozen=True)
class Saved:
    """What a save did: the file, how many cells changed, which parts of the zip are not as they were, and what to heed."""

    path: Path
    changed_cells: int
    changed_parts: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def save(book: Book, edits: Edits, out: str | Path | None = None, *, force: bool = False) -> Saved:
    """Write *book* with *edits* to *out* (its own file when None). Only cells whose value really differs are changed.

    Where none differs, the file is not touched (another *out* gets the same bytes). *force* overrides the lock files that
    Excel (`~$…`) and LibreOffice (`.~lock…#`) leave beside an open file. The original is whole at every moment.
    """
    target = Path(out) if out is not None else book.path
    if target.is_symlink():
        target = target.resolve()
    _check_target(target, force=force)
    book.check_unchanged()
    plans = _plans(book, edits)
    try:
        saved = _Save(book, plans, target, _grown_tables(book, edits)).run()
    except OSError as error:
        raise _disk(target, error) from None
    return replace(saved, warnings=_warnings(book, saved))


def _warnings(book: Book, saved: Saved) -> tuple[str, ...]:
    """That a signature no longer holds, and that Excel does not open the new file under its ending."""
    ending = saved.path.suffix.lower()
    said = book.warnings if saved.changed_parts else ()
    if ending in (book.ending, book.path.suffix.lower()) or ending not in _ENDINGS:
        return said
    return (
        *said,
        f"{saved.path}: this is an {book.ending} workbook, and Excel does not open it under the ending {ending}; name it {saved.path.with_suffix(book.ending).name}.",
    )


def write_whole(path: str | os.PathLike[str], data: bytes) -> None:
    """Put a new file of *data* at *path*, at once or not at all; what stood there before stands until then.

    Raises `LockedError` as `save` does: open in Excel or LibreOffice, read-only, no folder, no room.
    """
    target = Path(path).resolve() if Path(path).is_symlink() else Path(path)
    _check_target(target, force=False)
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:40]}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
                out.flush()
                os.fsync(out.fileno())
            temporary.chmod(stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_mask())
            temporary.replace(target)
            _sync_folder(target.parent)
        finally:
            with suppress(OSError):
                temporary.unlink()
    except OSError as error:
        raise _disk(target, error) from None


def _mask() -> int:
    """The bits that a new file does not get; they can only be read by setting them."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _disk(target: Path, error: OSError) -> WorkbookError:
    if error.errno == errno.ENOSPC:
        return LockedError(
            f"{target}: the disk is full, so nothing was written and the old file stands; free some space."
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return LockedError(
            f"{target}: you may not write into the folder {target.parent}; choose another place with -o, or ask for the right to write."
        )
    return LockedError(
        f"{target}: the file cannot be written ({error.strerror or error}); the old file stands, choose another place."
    )


def _check_target(target: Path, *, force: bool) -> None:
    if target.is_dir():
        raise LockedError(f"{target}: this is a folder; name a file in it.")
    if target.exists() and not target.is_file():  # renaming over it would take the device away from every program
        raise LockedError(f"{target}: this is a device or a pipe, not a file; name a file.")
    if not target.parent.is_dir():
        raise LockedError(f"{target}: the folder {target.parent} does not exist; make it first.")
    for program, name in (("Excel", f"~${target.name}"), ("LibreOffice", f".~lock.{target.name}#")):
        lock = target.parent / name
        if not force and os.path.lexists(lock):
            raise LockedError(
                f"{target}: the file is open in {program}; close it there and run again (if no one has it open, delete the leftover {lock.name!r})."
            )
    if target.exists() and (not os.access(target, os.W_OK) or not target.stat().st_mode & 0o222):
        raise LockedError(f"{target}: the file is read-only; make it writable or choose another name with -o.")


def _plans(book: Book, edits: Edits) -> dict[str, tuple[Sheet, Plan]]:
    """The plan of each sheet by its part's name in lower case."""
    out: dict[str, tuple[Sheet, Plan]] = {}
    grown = {growth.table.sheet.casefold(): growth for growth in edits.growths.values()}
    for name in {**edits.batches, **grown}:
        sheet = book.sheet(name)
        plan = edits.plan(name, book.where(sheet), date1904=book.date1904)
        if sheet.kind == "chartsheet":
            raise EditError(f"{book.path}: sheet {sheet.name!r} is a chart and has no cells; choose another sheet.")
        if plan is not None:
            _check_headers(book, sheet, plan)
            out[sheet.part.lower()] = (sheet, plan)
    return out


def _grown_tables(book: Book, edits: Edits) -> dict[str, bytes]:
    """The parts of the tables that grow, by their names in lower case."""
    return {growth.table.part.lower(): grown_table(book, growth) for growth in edits.growths.values()}


def _check_headers(book: Book, sheet: Sheet, plan: Plan) -> None:
    """A table's header cell and its column's name must agree, or Excel repairs the file."""
    for table in book.tables.values():
        if table.sheet != sheet.name or not table.header_rows:
            continue
        low, high = plan.key.searchsorted(
            [table.first_row << 15 | table.first_col, (table.first_row << 15 | table.last_col) + 1]
        )
        for at in range(int(low), int(high)):
            row, col = place_of(int(plan.key[at]))
            if col - table.first_col < len(table.columns) and plan.text[at] != table.columns[col - table.first_col]:
                raise EditError(
                    f"{book.where(sheet)}, cell {refs.name(row, col)}: this is the header of a column of table {table.name!r}, which the table's own list must repeat; rename the column in Excel.",
                )


class _Save:
    """One save, from the first byte of the temporary file to its renaming."""

    def __init__(
        self, book: Book, plans: dict[str, tuple[Sheet, Plan]], target: Path, tables: dict[str, bytes]
    ) -> None:
        self.book = book
        self.tables = tables
        self.plans = plans
        self.target = target
        self.cells = 0
        self.parts: list[str] = []

    def run(self) -> Saved:
        """Write, then take the old file's place."""
        same = self.target.exists() and self.target.resolve() == self.book.path.resolve()
        handle, name = tempfile.mkstemp(dir=self.target.parent, prefix=f".{self.target.name[:40]}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w+b") as out, self.book.path.open("rb") as source:
                self._write(source, out)
                if not self.parts:
                    if same:
                        return Saved(self.target, 0, ())
                    out.seek(0)
                    out.truncate()
                    source.seek(0)
                    copy(source, out, self.book.container.stat[0])
                out.flush()
                os.fsync(out.fileno())
            self._keep_mode(temporary)
            self.book.check_unchanged()
            temporary.replace(self.target)
            _sync_folder(self.target.parent)
        finally:
            with suppress(OSError):
                temporary.unlink()
        return Saved(self.target, self.cells, tuple(self.parts))

    def _keep_mode(self, temporary: Path) -> None:
        old = (self.target if self.target.exists() else self.book.path).stat()
        temporary.chmod(stat.S_IMODE(old.st_mode))
        if self.target.exists() and hasattr(os, "chown"):
            with suppress(OSError):  # only root may give a file away
                os.chown(temporary, old.st_uid, old.st_gid)

    def _write(self, source: BinaryIO, out: BinaryIO) -> None:
        box = self.book.container
        replaced = self._replaced_parts() | self.tables
        order = sorted(box.members, key=lambda member: member.offset)
        copy_range(source, out, 0, order[0].offset if order else box.directory_at)
        written: dict[str, Member | None] = {}
        for member in order:
            name = member.key
            if name in self.plans:
                written[name] = self._sheet(source, out, member)
            elif name in replaced:
                data = replaced[name]
                written[name] = None if data is None else write_member(source, out, box, member, iter((data,)))
                self.parts.append(member.name)
            else:
                written[name] = copied(source, out, member)
        write_directory(out, box, written)

    def _sheet(self, source: BinaryIO, out: BinaryIO, member: Member) -> Member:
        """Write a sheet's part, changed; where nothing changed in the end, its old bytes."""
        sheet, plan = self.plans[member.key]
        start = out.tell()
        dimension = self._foreseen(sheet, plan) if plan.growths else None
        while True:
            patcher = self._patcher(sheet, plan, dimension)
            new = write_member(source, out, self.book.container, member, patcher.run(self.book.stream(sheet)))
            if not patcher.count() and not plan.growths:
                out.seek(start)
                out.truncate()
                return copied(source, out, member)
            wanted = patcher.outside(patcher.head.dimension if patcher.head else "")
            if wanted == dimension:
                break
            # the dimension stands before the rows, and only now is it known what was inserted: once more, with the right one
            dimension = wanted
            out.seek(start)
            out.truncate()
        self.cells += patcher.count()
        self.parts.append(member.name)
        return new

    def _foreseen(self, sheet: Sheet, plan: Plan) -> refs.Area | None:
        """The dimension of a sheet whose tables grow, so that its many new cells are written once."""
        head = next((item for item in self.book.stream(sheet) if isinstance(item, Head)), None)
        return self._patcher(sheet, plan, None).foreseen(head.dimension if head else "")

    def _patcher(self, sheet: Sheet, plan: Plan, dimension: refs.Area | None) -> Patcher:
        book = self.book
        return Patcher(plan, book.where(sheet), lambda: book.shared_strings, book.date1904, dimension)

    def _replaced_parts(self) -> dict[str, bytes | None]:
        """The parts besides sheets that change when formulas go: the calculation chain, and what names it when it is empty."""
        book = self.book
        member = book.members.get(book.calc_chain_part.lower())
        gone: dict[int, set[str]] = {}
        for sheet, plan in self.plans.values():
            if plan.replace.any():
                patcher = self._patcher(sheet, plan, None)
                for _ in patcher.run(book.stream(sheet)):
                    pass
                gone[sheet.sheet_id] = {refs.name(*place_of(key)) for key in patcher.unformulated}
        if member is None or not any(gone.values()):
            return {}
        raw = container.whole(book.container, member)
        new = _without(raw, gone, f"{book.path}: the part {member.name!r}")
        if new == raw:
            return {}
        if new is not None:
            return {member.key: new}
        return {member.key: None, **self._unnamed(member.name)}

    def _unnamed(self, part: str) -> dict[str, bytes | None]:
        """Content types and relationships without *part*."""
        book = self.book
        folder, _, name = book.workbook_part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels".lstrip("/").lower()
        out: dict[str, bytes | None] = {}
        for where, attribute in (("[content_types].xml", "PartName"), (rels, "Target")):
            member = book.members[where]
            raw = container.whole(book.container, member)
            root = xmltree.parse(raw, f"{book.path}: the part {member.name!r}")
            ends = ("/" + part).lower()
            nodes = [
                node
                for node in root.children
                if ends.endswith("/" + node.get(attribute).lstrip("/").lower()) and node.get(attribute)
            ]
            out[where] = _cut_out(raw, nodes)
        return out


def _cut_out(raw: bytes, nodes: list[xmltree.Node]) -> bytes:
    """The bytes without these elements, which have no children."""
    for node in sorted(nodes, key=lambda node: -node.at):
        raw = raw[: node.at] + raw[node.end :]
    return raw


def _without(raw: bytes, gone: dict[int, set[str]], where: str) -> bytes | None:
    """The calculation chain without the cells *gone* (by sheet id); None when nothing is left of it.

    An entry without `i` belongs to the sheet of the entry before it, so the first such entry behind a removed one gets its `i`.
    """
    root = xmltree.parse(raw, where)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw
    sheet = 0
    kept = 0
    lost = False  # the entry that said the sheet was removed
    cuts: list[tuple[int, int, bytes]] = []
    for node in root.all("c"):
        own = node.get("i")
        if own.isdecimal():
            sheet, lost = int(own), False
        if node.get("r") in gone.get(sheet, ()):
            cuts.append((node.at, node.end, b""))
            lost = lost or bool(own)
            continue
        kept += 1
        if lost:
            start = raw.index(b" ", node.at)
            cuts.append((start, start, b' i="%d"' % sheet))
            lost = False
    if not kept:
        return None
    for start, end, data in reversed(cuts):
        raw = raw[:start] + data + raw[end:]
    return raw


def _sync_folder(folder: Path) -> None:
    """Make the new name survive a power cut; Windows needs and allows no such call."""
    if os.name != "posix":
        return
    with suppress(OSError):  # some file systems cannot
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
