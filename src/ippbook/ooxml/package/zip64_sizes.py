"""Sizes of a member of a zip that need more than 32 bits."""

import struct
from typing import Final

FULL32: Final = 0xFFFF_FFFF
"""A size that is in the zip64 field."""


def wide_sizes(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes and offset with those of the zip64 extra field (APPNOTE 4.5.3)."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<2H", extra, at)
        if tag == 1:
            field = extra[at + 4 : at + 4 + length]
            values = iter(struct.unpack_from(f"<{len(field) // 8}Q", field))
            size = next(values, size) if size == FULL32 else size
            packed = next(values, packed) if packed == FULL32 else packed
            offset = next(values, offset) if offset == FULL32 else offset
            break
        at += 4 + length
    return size, packed, offset
