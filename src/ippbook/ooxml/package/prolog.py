"""The beginning of each XML part, before its first element: a document type there is refused, in whatever part it hides.

The parts that are read are proved by expat. The others are copied as they are, and would carry a document type to the
next program; so of each part the first bytes are unpacked, as far as its first element.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final

from ippbook.late_patterns import late_pattern
from ippbook.ooxml.errors import DamagedError, HostileError
from ippbook.ooxml.package import deflate
from ippbook.ooxml.package.container import Container, ZipMember, beginning
from ippbook.ooxml.package.file_state import unreadable
from ippbook.ooxml.xml import xmltree

_ENDINGS: Final = (".xml", ".rels", ".vml")  # a picture (.svg) may well state its document type
_BEFORE: Final = late_pattern(r"(?:\s|\ufeff|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_LONGEST: Final = 1 << 20
_DOCTYPE: Final = "<!DOCTYPE"


def refuse_document_types(box: Container) -> None:
    """Refuse the workbook when an XML part of it declares a document type. Raises `HostileError`."""
    try:
        with box.path.open("rb") as file:
            for member in box.members:
                if member.key.endswith(_ENDINGS):
                    with suppress(DamagedError, *deflate.ERRORS):  # a damaged part is reported when it is read
                        _look(f"{box.path}: the part {member.name!r}", _texts(file, box, member))
    except OSError as error:
        raise unreadable(box.path, error) from None


def _look(where: str, texts: Iterator[str]) -> None:
    for text in texts:
        before = _BEFORE.match(text)
        rest = text[before.end() if before else 0 :]
        if rest[: len(_DOCTYPE)].upper() == _DOCTYPE:
            raise xmltree.doctype_error(where)
        if len(rest) >= len(_DOCTYPE) and not rest.startswith(("<!--", "<?")):
            return
        if len(text) > _LONGEST:
            raise HostileError(
                "{where} holds more than 1 MB before its first element, so the file is not to be trusted; ask the sender for a clean copy.",
                where=where,
            )


def _texts(file: BinaryIO, box: Container, member: ZipMember) -> Iterator[str]:
    """The beginning of a part, longer each time until it is whole."""
    size = 2048
    while True:
        data = beginning(file, box, member, size)
        wide = data[:2] in (b"\xff\xfe", b"<\x00") or data[:2] in (b"\xfe\xff", b"\x00<")
        order = "utf-16-le" if data[:2] in (b"\xff\xfe", b"<\x00") else "utf-16-be"
        yield data.removeprefix(b"\xef\xbb\xbf").decode(order if wide else "latin-1", errors="replace")
        if len(data) < size:
            return
        size *= 8
