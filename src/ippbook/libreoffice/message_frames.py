"""The messages between LibreOffice and ippbook's processes: the length of the content (four bytes, the high one first), then JSON.

The extension inside LibreOffice has its own code for them (`inside/ippbook_channel.py`), because its Python has no ippbook.
"""

import json
import os
import struct
import sys
from collections.abc import Mapping
from typing import BinaryIO, Final

_LENGTH: Final = struct.Struct(">I")
_LONGEST_CONTENT: Final = 1 << 30
"""Bytes. A longer message is refused: nothing that a workbook holds is so long."""


def send_framed(target: BinaryIO, message: Mapping[str, object]) -> None:
    """Send one message. Raises `ValueError` for a number that JSON does not have, such as NaN."""
    content = json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii")
    target.write(_LENGTH.pack(len(content)) + content)
    target.flush()


def received_framed(source: BinaryIO) -> dict[str, object] | None:
    """The next message; None where the other end is closed, or sends what is not a message."""
    head = source.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > _LONGEST_CONTENT:
        return None
    content = source.read(length)
    message = json.loads(content) if len(content) == length else None
    return message if isinstance(message, dict) else None


def standard_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Where messages come from and go to. What Python prints goes to its errors from now on, never into the messages."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return sys.stdin.buffer, target


__all__ = ["received_framed", "send_framed", "standard_pipes"]
