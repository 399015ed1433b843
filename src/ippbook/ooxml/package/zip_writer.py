"""Writes the members of a zip: copied byte for byte, or packed again; and the directory behind them."""

import errno
import struct
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from ippbook.ooxml.errors import EditError
from ippbook.ooxml.package import ahead, deflate
from ippbook.ooxml.package.container import CENTRAL, LOCAL, Container, ZipMember
from ippbook.ooxml.package.zip64_sizes import FULL32
from ippbook.quick_dataclasses import dataclass

_COPY: Final = 1 << 20
_DEFLATED: Final = 8
_FIRST_DAY: Final = 0x21  # 1980-01-01, the day that Excel itself writes


def copy(source: BinaryIO, out: BinaryIO, size: int) -> None:
    """Copy the next *size* bytes."""
    while size > 0:
        data = source.read(min(_COPY, size))
        if not data:
            raise OSError(errno.EIO, "the file became shorter while it was copied")
        out.write(data)
        size -= len(data)


def copy_range(source: BinaryIO, out: BinaryIO, start: int, end: int) -> None:
    """Copy the bytes from *start* to *end*."""
    source.seek(start)
    copy(source, out, end - start)


def copied(source: BinaryIO, out: BinaryIO, member: ZipMember) -> ZipMember:
    """Copy header, data and descriptor as they are."""
    at = out.tell()
    copy_range(source, out, member.offset, member.end)
    return replace(member, offset=at)


@dataclass
class _Packing:
    """A member that is being packed, piece by piece: its check sum and its size so far."""

    machine: deflate.Deflater
    """None: its bytes are stored as they are."""
    crc: int = 0
    size: int = 0

    def packed(self, piece: bytes) -> bytes:
        """What comes out for the next piece."""
        self.crc = deflate.crc32(piece, self.crc)
        self.size += len(piece)
        return bytes(self.machine.compress(piece)) if self.machine else piece


def write_member(
    source: BinaryIO, out: BinaryIO, box: Container, member: ZipMember, pieces: Iterator[bytes]
) -> ZipMember:
    """Pack a member again: its name, time and flags stay; its sizes are in the header, so it needs no descriptor."""
    source.seek(member.offset)
    fields = list(LOCAL.unpack(source.read(LOCAL.size)))
    rest = source.read(fields[9] + fields[10])
    name, extra = rest[: fields[9]], _without_zip64(rest[fields[9] :])
    at = out.tell()
    fields[2] &= ~0x8
    fields[10] = len(extra)
    out.write(LOCAL.pack(*fields) + name + extra)
    packing = _Packing(deflate.deflater() if member.method else None)
    begin = out.tell()
    large = ahead.THREADS and member.size > ahead.WORTH_A_THREAD
    out.writelines(ahead.each_behind(packing.packed, pieces) if large else map(packing.packed, pieces))
    if packing.machine:
        out.write(packing.machine.flush())
    end = out.tell()
    if packing.size >= FULL32 or end >= FULL32:
        raise EditError(
            "{box_path}: the part {member_name!r} would grow beyond 4 GB; split the sheet.",
            box_path=box.path,
            member_name=member.name,
        )
    fields[6:9] = packing.crc, end - begin, packing.size
    out.seek(at)
    out.write(LOCAL.pack(*fields))
    out.seek(end)
    return replace(member, flags=fields[2], crc=packing.crc, packed=end - begin, size=packing.size, offset=at)


def new_member(out: BinaryIO, box: Container, name: str, data: bytes) -> ZipMember:
    """Write a member that the zip does not have; its name is ASCII."""
    at, raw = out.tell(), name.encode("ascii")
    machine = deflate.deflater()
    packed = machine.compress(data) + machine.flush()
    if at + len(packed) + LOCAL.size >= FULL32:
        raise EditError("{box_path}: the workbook would grow beyond 4 GB; split it.", box_path=box.path)
    # version 2.0, deflated, the first day that a zip can name: the same parts give the same bytes
    fields = (20, 0, _DEFLATED, 0, _FIRST_DAY, deflate.crc32(data), len(packed), len(data), len(raw), 0)
    out.write(LOCAL.pack(b"PK\x03\x04", *fields) + raw + packed)
    central = CENTRAL.pack(b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, at) + raw
    return ZipMember(name, 0, _DEFLATED, fields[5], len(packed), len(data), at, central, out.tell())


def _without_zip64(extra: bytes) -> bytes:
    """The extra fields without zip64 sizes, which are not needed below 4 GB and would no longer be true."""
    out = b""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag != 1:
            out += extra[at : at + 4 + length]
        at += 4 + length
    return out + extra[at:]


def write_directory(
    out: BinaryIO, box: Container, written: dict[str, ZipMember | None], added: list[ZipMember]
) -> None:
    """The central directory in its old order, with new places and, for members packed again, new sizes; *added* come last."""
    start = out.tell()
    shift = box.directory_at - box.declared_at
    count = 0
    for old in box.members:
        new = written[old.key]
        if new is not None:
            out.write(_central(old, new, new.offset - shift))
            count += 1
    for new in added:
        out.write(_central(new, new, new.offset - shift))
        count += 1
    size = out.tell() - start
    out.write(_trailer(box, start - shift, size, count, out.tell() - shift))


def _central(old: ZipMember, new: ZipMember, offset: int) -> bytes:
    fields = list(CENTRAL.unpack_from(old.central))
    name = old.central[CENTRAL.size : CENTRAL.size + fields[10]]
    extra = old.central[CENTRAL.size + fields[10] :][: fields[11]]
    comment = old.central[CENTRAL.size + fields[10] + fields[11] :]
    repacked = (old.crc, old.packed, old.size, old.flags) != (new.crc, new.packed, new.size, new.flags)
    wide_offset = fields[16] == FULL32
    if repacked and not wide_offset:
        extra = _without_zip64(extra)
        fields[3], fields[7], fields[8], fields[9] = new.flags, new.crc, new.packed, new.size
    elif wide_offset:
        # every wide value is in the extra field, in the order size, packed, offset (APPNOTE 4.5.3)
        values = [
            value
            for value, field in ((new.size, fields[9]), (new.packed, fields[8]), (offset, FULL32))
            if field == FULL32
        ]
        extra = struct.pack(f"<2H{len(values)}Q", 1, 8 * len(values), *values) + _without_zip64(extra)
        fields[3], fields[7] = new.flags, new.crc
        fields[8] = FULL32 if fields[8] == FULL32 else new.packed
        fields[9] = FULL32 if fields[9] == FULL32 else new.size
    if not wide_offset:
        if offset >= FULL32:
            raise EditError("the workbook would grow beyond 4 GB; split it.")
        fields[16] = offset
    fields[11] = len(extra)
    return CENTRAL.pack(*fields) + name + extra + comment


def _trailer(box: Container, directory_at: int, size: int, count: int, here: int) -> bytes:
    """The end records with the directory's new place; the comment stays."""
    raw = bytearray(box.trailer)
    end = (
        raw.find(b"PK\x05\x06")
        if not raw.startswith(b"PK\x06\x06")
        else raw.find(b"PK\x05\x06", struct.unpack_from("<Q", raw, 4)[0] + 12)
    )
    if raw.startswith(b"PK\x06\x06"):
        struct.pack_into("<4Q", raw, 24, count, count, size, directory_at)
        locator = raw.find(b"PK\x06\x07", 56)
        struct.pack_into("<Q", raw, locator + 8, here)
    fields = struct.unpack_from("<2H2L", raw, end + 8)
    new = (
        min(count, 0xFFFF) if fields[0] != 0xFFFF else 0xFFFF,
        min(count, 0xFFFF) if fields[1] != 0xFFFF else 0xFFFF,
        size if fields[2] != FULL32 else FULL32,
        directory_at if fields[3] != FULL32 else FULL32,
    )
    if max(size, directory_at) >= FULL32 and FULL32 in new[2:] and not raw.startswith(b"PK\x06\x06"):
        raise EditError("{box_path}: the workbook would grow beyond 4 GB; split it.", box_path=box.path)
    struct.pack_into("<2H2L", raw, end + 8, *new)
    return bytes(raw)
