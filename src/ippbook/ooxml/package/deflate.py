"""Deflate and inflate: isal where it is installed, zlib elsewhere. The same calls, the same bytes when inflated."""

import importlib
import zlib
from typing import Any, Final

Deflater = Any
"""A compressor or decompressor object; isal publishes no types."""
isal_zlib: Any  # likewise
try:
    isal_zlib = importlib.import_module("isal.isal_zlib")
except ImportError:  # no wheel for this platform
    isal_zlib = None

FAST: Final = isal_zlib is not None
ERRORS: Final[tuple[type[Exception], ...]] = (zlib.error, isal_zlib.error) if FAST else (zlib.error,)

_RAW: Final = -15  # no zlib header: the form inside a zip
_ISAL_LEVEL: Final = 2
_ZLIB_LEVEL: Final = 4


def deflater() -> Deflater:
    """A compressor of raw deflate, for one part."""
    if FAST:
        return isal_zlib.compressobj(_ISAL_LEVEL, isal_zlib.DEFLATED, _RAW)
    return zlib.compressobj(_ZLIB_LEVEL, zlib.DEFLATED, _RAW)


def inflater() -> Deflater:
    """A decompressor of raw deflate, for one part."""
    return isal_zlib.decompressobj(_RAW) if FAST else zlib.decompressobj(_RAW)


def crc32(data: bytes, start: int = 0) -> int:
    """The CRC of *data*, continuing from *start*."""
    return int(isal_zlib.crc32(data, start)) if FAST else zlib.crc32(data, start)
