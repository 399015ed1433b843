"""The large sheets of a file, scanned by the second core while this process still loads what it will do with them.

The command line knows the file long before it has loaded pandas and the rules. A copy of this process (`second_core`) opens
the file itself, finds every cell of each large sheet, and proves its blocks, as `Book.read` does. Whatever goes wrong with it,
the book does it again, and says what is wrong.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ippbook.ooxml.package.limits import allowed
from ippbook.ooxml.read.scanned_ahead import SCANNING, FileMark, ScannedAhead
from ippbook.second_core import Post, forked

_LARGE_SHEET: Final = 2 << 20
"""A sheet of fewer inflated bytes is not worth it."""
_LARGE_FILE: Final = 1 << 18
"""A smaller file has no large sheet, or one that packs so well that it is a table of nothing."""


@contextmanager
def scanning_ahead(path: Path | None) -> Iterator[None]:
    """Inside the block the second core scans the file *path* for the books that are opened from it, if it is large enough."""
    try:
        large = path is not None and path.is_file() and path.stat().st_size > _LARGE_FILE
    except (OSError, ValueError):  # whoever opens it says why
        large = False
    if path is None or not large:
        yield
        return
    with forked(lambda post: _scan(path, post)) as copy:
        token = SCANNING.set(ScannedAhead(copy))
        try:
            yield
        finally:
            SCANNING.reset(token)


def _scan(path: Path, post: Post) -> None:
    """In the copy: post the file and the sheets that will come, then each of them."""
    from ippbook.ooxml.read.open_book import open_book  # noqa: PLC0415  # late: it needs numpy, which only the copy loads now

    book = open_book(path, allowed())
    large = [
        (sheet, member)
        for sheet in book.sheets
        if sheet.kind == "worksheet" and (member := book.members.get(sheet.part.lower())) and member.size > _LARGE_SHEET
    ]
    post((FileMark.of(book.container), [member.key for _, member in large]))
    for sheet, _ in large:
        scanned = book.scanned(sheet)
        post(scanned.cells)
        post(scanned.proofs)  # apart: they are kept longer, and what is kept keeps its piece of the memory
