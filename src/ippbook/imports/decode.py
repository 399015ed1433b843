"""Bytes to text: UTF-8, UTF-16, and GB18030 (which includes GBK and GB2312)."""

import codecs
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from ippbook.errors import UserError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode_text(data: bytes, path: Path, encoding: str = "") -> tuple[str, str]:
    """The text and its encoding: the requested encoding, else the one that fits the bytes.

    >>> decode_text("商品链接".encode("gb18030"), Path("x"))
    ('商品链接', 'gb18030')
    >>> decode_text("商品链接".encode("utf-16"), Path("x"))[0]
    '商品链接'
    """
    for name in encoding_candidates(data, encoding):
        try:
            text = data.decode(name)
        except LookupError:
            raise UserError(
                "{path}: unknown encoding {name!r}; use utf-8, utf-16 or gb18030", path=path, name=name
            ) from None
        except (UnicodeError, ValueError):
            if name == "utf-8" and not encoding:
                _refuse_broken(data, path)
            continue
        return text.removeprefix("\ufeff"), name
    tried = encoding or "UTF-8, UTF-16 or GB18030"
    raise UserError(
        "{path}: the file is not in {tried}; save it as UTF-8, or pass its encoding with --encoding",
        path=path,
        tried=tried,
    )


def _refuse_broken(data: bytes, path: Path) -> None:
    """Refuse UTF-8 with a few broken letters: read as GB18030, its words would silently change."""
    text = data.decode("utf-8", "replace")
    if is_broken_utf8([text]):
        line = text[: text.index("\ufffd")].count("\n") + 1
        raise UserError(
            "{path}: line {line} has bytes that are not UTF-8, but the rest of the file is UTF-8; export it again, or pass its encoding with --encoding",
            path=path,
            line=line,
        )


def is_broken_utf8(texts: Iterable[str]) -> bool:
    """Whether most letters beyond ASCII are right in UTF-8. *texts*: the text in pieces, with U+FFFD for what is broken."""
    broken = letters = 0
    for text in texts:
        broken += text.count("\ufffd")
        letters += len(text) - len(text.encode("ascii", "ignore"))
    return letters - broken > broken


def encoding_candidates(data: bytes, encoding: str) -> tuple[str, ...]:
    """The encodings to try, in order, by the first bytes of a file."""
    if encoding:
        return (encoding,)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return (name,)
    start = data[:4096]
    zeros = [start[place::2].count(0) for place in (0, 1)]
    if sum(zeros) > len(start) // 8:  # every second byte of Latin letters in UTF-16 is zero
        return ("utf-16-be",) if zeros[0] > zeros[1] else ("utf-16-le",)
    return ("utf-8", "gb18030")
