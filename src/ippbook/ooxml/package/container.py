"""The zip container of a workbook: what is in it, checked before anything is read.

The central directory is read here and not by `zipfile`, because untouched members must be copied as raw bytes: local
header, data and descriptor, with their extra fields, in their order.
"""

import hashlib
import os
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import unquote

from ippbook.ooxml.errors import DamagedError, FormatError, HostileError, LimitError, WorkbookError
from ippbook.ooxml.package import ahead, deflate
from ippbook.ooxml.package.file_state import FileState, changed_error, unreadable
from ippbook.ooxml.package.limits import Limits
from ippbook.ooxml.package.old_files import ole_refusal
from ippbook.ooxml.package.zip64_sizes import FULL32, wide_sizes
from ippbook.quick_dataclasses import dataclass

PIECE: Final = 1 << 19  # bytes inflated at a time
OLE_START: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of an OLE file: an old workbook, an encrypted one, a VBA project."""
_EOCD: Final = struct.Struct("<4s4H2LH")
_EOCD64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR: Final = struct.Struct("<4sLQL")
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
LOCAL: Final = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8


@dataclass(frozen=True)
class ZipMember:
    """One member of the zip: where it is, and what the central directory states about it."""

    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    offset: int  # of the local header, in the file
    central: bytes  # the whole record of the central directory
    end: int = 0  # where the next member (or the central directory) begins

    @property
    def key(self) -> str:
        """The name as parts are compared: without case (ECMA-376-2 6.2.2.3), with slashes where a tool wrote backslashes."""
        return self.name.lower().replace("\\", "/")


@dataclass(frozen=True)
class Container:
    """The members of a zip in the order of the central directory, and the bytes behind them."""

    path: Path
    members: tuple[ZipMember, ...]
    directory_at: int
    directory_size: int
    declared_at: (
        int  # where the end record states that the directory begins; differs when there are bytes before the zip
    )
    trailer: bytes  # zip64 records, end record, comment
    digest: bytes  # of directory and trailer: holds every member's CRC
    stat: FileState
    limits: Limits

    def by_name(self) -> dict[str, ZipMember]:
        """Members by their key."""
        return {member.key: member for member in self.members}


def read_container(path: Path, limits: Limits) -> Container:
    """Read and check the central directory of *path*."""
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):  # opening a pipe would wait for ever
            raise FormatError("{path}: this is a pipe or a device, not a workbook; save it as a file first.", path=path)
        with path.open("rb") as file:
            return _read(path, file, limits)
    except FileNotFoundError:
        raise WorkbookError("{path}: there is no such file; check the name and the folder.", path=path) from None
    except IsADirectoryError:
        raise WorkbookError("{path}: this is a folder, not a workbook; name a file in it.", path=path) from None
    except PermissionError:
        if path.is_dir():  # Windows answers so for a folder
            raise WorkbookError("{path}: this is a folder, not a workbook; name a file in it.", path=path) from None
        raise WorkbookError("{path}: you may not read this file; ask for the right to read it.", path=path) from None
    except OSError as error:
        raise unreadable(path, error) from None


def _read(path: Path, file: BinaryIO, limits: Limits) -> Container:
    status = os.fstat(file.fileno())
    size = status.st_size
    start = file.read(8) if size else b""  # some files of /proc have no size, and reading them waits for ever
    if not start:
        raise FormatError("{path}: the file is empty; take the last good copy.", path=path)
    if start == OLE_START:
        raise ole_refusal(path, file, size)
    tail_at = max(0, size - _EOCD.size - 0xFFFF)
    file.seek(tail_at)
    tail = file.read(_EOCD.size + 0xFFFF)
    found = _end_record(tail)
    if found < 0:
        if start.startswith(b"PK"):
            raise DamagedError(
                "{path}: the end of the file is missing, so it was cut off while being copied or saved; copy it again.",
                path=path,
            )
        raise FormatError("{path}: this is not an Excel workbook; save it from Excel as .xlsx or .xlsm.", path=path)
    _, disk, _, _, count, cd_size, cd_at, _ = _EOCD.unpack_from(tail, found)
    end_at = tail_at + found
    trailer_at = end_at
    if disk not in (0, 0xFFFF):
        raise FormatError("{path}: the zip is split over several files; save the workbook again from Excel.", path=path)
    if FULL32 in (cd_size, cd_at) or count == 0xFFFF:
        wide = _zip64(file, end_at)
        if wide is not None:
            count, cd_size, cd_at, trailer_at = wide
    directory_at = trailer_at - cd_size
    shift = directory_at - cd_at
    if directory_at < 0 or shift < 0:
        raise DamagedError(
            "{path}: the list of the parts does not fit the file, so it was cut off; copy it again.", path=path
        )
    if count > limits.max_parts:
        raise LimitError(f"{path}: the workbook has {count:,} parts and the limit is {limits.max_parts:,}", "max_parts")
    file.seek(directory_at)
    directory = file.read(cd_size)
    file.seek(trailer_at)
    trailer = file.read()
    members = _members(path, directory, shift, limits)
    if len(members) != count:
        raise DamagedError("{path}: the list of the parts is damaged; copy the file again.", path=path)
    members = _spans(path, members, directory_at)
    _check_sizes(path, members, limits)
    digest = hashlib.sha256(directory + trailer).digest()
    return Container(path, members, directory_at, cd_size, cd_at, trailer, digest, FileState.of(status), limits)


def _end_record(tail: bytes) -> int:
    """Where the end record begins whose comment reaches exactly to the end of the file; else the last one; else -1."""
    at = tail.rfind(b"PK\x05\x06")
    last = at if 0 <= at <= len(tail) - _EOCD.size else -1
    while at >= 0:
        if at <= len(tail) - _EOCD.size and at + _EOCD.size + _EOCD.unpack_from(tail, at)[7] == len(tail):
            return at
        at = tail.rfind(b"PK\x05\x06", 0, at)
    return last


def _zip64(file: BinaryIO, end_at: int) -> tuple[int, int, int, int] | None:
    """Count, size and place of the directory, and where the zip64 end record begins."""
    if end_at < _LOCATOR.size + _EOCD64.size:
        return None
    file.seek(end_at - _LOCATOR.size)
    mark, _, at, _ = _LOCATOR.unpack(file.read(_LOCATOR.size))
    if mark != b"PK\x06\x07":
        return None
    for place in (at, end_at - _LOCATOR.size - _EOCD64.size):
        if 0 <= place <= end_at - _LOCATOR.size - _EOCD64.size:
            file.seek(place)
            fields = _EOCD64.unpack(file.read(_EOCD64.size))
            if fields[0] == b"PK\x06\x06":
                return fields[7], fields[8], fields[9], place
    return None


def _members(path: Path, directory: bytes, shift: int, limits: Limits) -> tuple[ZipMember, ...]:
    members: list[ZipMember] = []
    seen: set[str] = set()
    at = 0
    while at + CENTRAL.size <= len(directory) and directory[at : at + 4] == b"PK\x01\x02":
        fields = CENTRAL.unpack_from(directory, at)
        flags, method, crc, packed, size = fields[3], fields[4], fields[7], fields[8], fields[9]
        name_length, extra_length, comment_length, offset = fields[10], fields[11], fields[12], fields[16]
        end = at + CENTRAL.size + name_length + extra_length + comment_length
        if end > len(directory):
            break
        raw = directory[at + CENTRAL.size : at + CENTRAL.size + name_length]
        extra = directory[at + CENTRAL.size + name_length :][:extra_length]
        size, packed, offset = wide_sizes(extra, size, packed, offset)
        name = raw.decode("utf-8" if flags & 0x800 else "cp437", errors="replace")
        _check_name(path, name)
        if name.lower() in seen:
            raise DamagedError(
                "{path}: the part {name!r} is in the file twice; open it in Excel, let it repair the file, and save.",
                path=path,
                name=name,
            )
        seen.add(name.lower())
        members.append(ZipMember(name, flags, method, crc, packed, size, offset + shift, directory[at:end]))
        if len(members) > limits.max_parts:
            raise LimitError(f"{path}: the workbook has more than {limits.max_parts:,} parts", "max_parts")
        at = end
    return tuple(members)


def _check_name(path: Path, name: str) -> None:
    plain = unquote(name).replace("\\", "/")  # some Windows tools write `xl\\workbook.xml`, which stays inside
    if plain.startswith("/") or ".." in plain.split("/") or "\x00" in name or (len(name) > 1 and name[1] == ":"):
        raise HostileError(
            "{path}: the part name {name!r} points outside the workbook, so the file is not to be trusted; ask its sender for a clean copy.",
            path=path,
            name=name,
        )


def _spans(path: Path, members: tuple[ZipMember, ...], directory_at: int) -> tuple[ZipMember, ...]:
    """The members with `end`; members that overlap are refused, because that is how small files unpack to huge ones."""
    order = sorted(range(len(members)), key=lambda i: members[i].offset)
    out = list(members)
    for this, after in zip(order, [*order[1:], -1], strict=False):
        end = directory_at if after < 0 else members[after].offset
        member = members[this]
        if member.offset + LOCAL.size + member.packed > end or member.offset < 0:
            raise DamagedError(
                "{path}: the part {member_name!r} reaches into the next one, so the file is damaged or not to be trusted; copy it again.",
                path=path,
                member_name=member.name,
            )
        out[this] = ZipMember(**{**member.__dict__, "end": end})
    return tuple(out)


def _check_sizes(path: Path, members: tuple[ZipMember, ...], limits: Limits) -> None:
    total = 0
    for member in members:
        total += member.size
        if member.size > limits.max_part_bytes:
            raise LimitError(
                f"{path}: the part {member.name!r} unpacks to {member.size:,} bytes and the limit is {limits.max_part_bytes:,}",
                "max_part_bytes",
            )
        if member.size > limits.ratio_from and member.size > limits.max_ratio * max(member.packed, 1):
            raise LimitError(
                f"{path}: the part {member.name!r} unpacks {member.size // max(member.packed, 1):,} : 1 and the limit is {limits.max_ratio:g} : 1",
                "max_ratio",
            )
    if total > limits.max_total_bytes:
        raise LimitError(
            f"{path}: the workbook unpacks to {total:,} bytes and the limit is {limits.max_total_bytes:,}",
            "max_total_bytes",
        )


def data_offset(path: Path, file: BinaryIO, member: ZipMember) -> int:
    """Where the packed bytes of *member* begin."""
    file.seek(member.offset)
    header = file.read(LOCAL.size)
    if len(header) < LOCAL.size or header[:4] != b"PK\x03\x04":
        raise DamagedError(
            "{path}: the part {member_name!r} is not where the list of the parts says; copy the file again.",
            path=path,
            member_name=member.name,
        )
    fields = LOCAL.unpack(header)
    at = int(member.offset + LOCAL.size + fields[9] + fields[10])
    if at + member.packed > member.end:
        raise DamagedError(
            "{path}: the part {member_name!r} reaches into the next one; copy the file again.",
            path=path,
            member_name=member.name,
        )
    return at


def has_changed(container: Container) -> bool:
    """Whether the file is not the one that was opened. Raises `OSError` where there is none any more."""
    if FileState.of(container.path.stat()) == container.stat:
        return False
    return read_container(container.path, container.limits).digest != container.digest


def _seems_changed(container: Container) -> bool:
    try:
        return has_changed(container)
    except (OSError, WorkbookError):  # it is being replaced, or gone
        return True


def inflate(container: Container, member: ZipMember) -> Iterator[bytes]:
    """The bytes of *member* in pieces of about 0.5 MB; size and CRC are proved at the end. Raises `LockedError` where the file has changed."""
    pieces = _inflated(container, member)
    try:
        yield from ahead.read_ahead(pieces) if ahead.THREADS and member.size > ahead.WORTH_A_THREAD else pieces
    except (DamagedError, HostileError):
        if _seems_changed(container):
            raise changed_error(container.path) from None
        raise


def _inflated(container: Container, member: ZipMember) -> Iterator[bytes]:
    path = container.path
    damaged = DamagedError(
        "{path}: the part {member_name!r} is damaged (its check sum is wrong); take the last good copy of the file.",
        path=path,
        member_name=member.name,
    )
    if member.flags & 0x1:
        raise FormatError(
            "{path}: the part {member_name!r} is encrypted; open the workbook in Excel, remove the password and save.",
            path=path,
            member_name=member.name,
        )
    if member.method not in (_STORED, _DEFLATED):
        raise FormatError(
            "{path}: the part {member_name!r} is packed in a way that Excel does not use (method {method}); save the workbook again from Excel.",
            path=path,
            member_name=member.name,
            method=member.method,
        )
    crc = total = 0
    try:
        file = path.open("rb")
        try:
            file.seek(data_offset(path, file, member))
            for piece in _pieces(file, member):
                total += len(piece)
                if total > member.size:
                    raise HostileError(
                        "{path}: the part {member_name!r} is larger than the file says, so the file is not to be trusted; ask its sender for a clean copy.",
                        path=path,
                        member_name=member.name,
                    )
                crc = deflate.crc32(piece, crc)
                yield piece
        finally:
            with suppress(OSError):  # nothing was written
                file.close()
    except deflate.ERRORS:
        raise damaged from None
    except OSError as error:
        raise unreadable(path, error) from None
    if total != member.size or crc != member.crc:
        raise damaged


def _pieces(file: BinaryIO, member: ZipMember) -> Iterator[bytes]:
    left = member.packed
    if member.method == _STORED:
        while left and (data := file.read(min(PIECE, left))):
            left -= len(data)
            yield data
        return
    machine = deflate.inflater()
    waiting = b""
    while not machine.eof and (left or waiting):
        if not waiting:
            waiting = file.read(min(PIECE >> 2, left))
            if not waiting:
                return
            left -= len(waiting)
        piece = machine.decompress(waiting, PIECE)
        waiting = machine.unconsumed_tail
        if piece:
            yield piece
    if not machine.eof and (piece := machine.flush()):
        yield piece


def beginning(file: BinaryIO, container: Container, member: ZipMember, size: int) -> bytes:
    """The first *size* bytes of *member*, or all where it is shorter; nothing of one that is packed otherwise than Excel packs."""
    if member.flags & 0x1 or member.method not in (_STORED, _DEFLATED):
        return b""
    file.seek(data_offset(container.path, file, member))
    if member.method == _STORED:
        return file.read(min(size, member.packed))
    machine = deflate.inflater()
    out = b""
    left = member.packed
    while len(out) < size and not machine.eof and (packed := file.read(min(size, left))):
        left -= len(packed)
        out += bytes(machine.decompress(packed, size - len(out)))
    return out


def whole(container: Container, member: ZipMember) -> bytes:
    """The bytes of a small part; above `max_tree_bytes` it is refused."""
    if member.size > container.limits.max_tree_bytes:
        raise LimitError(
            f"{container.path}: the part {member.name!r} unpacks to {member.size:,} bytes and the limit for it is {container.limits.max_tree_bytes:,}",
            "max_tree_bytes",
        )
    return b"".join(inflate(container, member))
