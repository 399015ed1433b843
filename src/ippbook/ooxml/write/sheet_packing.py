"""Packs the changed parts of sheets, the later ones on the second core while this process packs the first ones.

Each sheet is packed by itself, from the same edits to the same bytes, whichever process does it. A copy of this process
(`second_core`) packs its sheets into its memory and sends them; whatever goes wrong with it, this process packs them too, and says
what is wrong.
"""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple

import numpy as np

from ippbook.ooxml import refs
from ippbook.ooxml.package.container import ZipMember
from ippbook.ooxml.package.zip64_sizes import FULL32
from ippbook.ooxml.package.zip_writer import write_member
from ippbook.ooxml.read.blocks import SheetHead
from ippbook.ooxml.read.book import Book
from ippbook.ooxml.read.records import Sheet
from ippbook.ooxml.write.dimension import widened
from ippbook.ooxml.write.edits import SheetEdits
from ippbook.ooxml.write.patch import SheetPatcher
from ippbook.quick_dataclasses import dataclass
from ippbook.second_core import ForkedWork, Post, forked

_LARGE_SHEET: Final = 2 << 20
"""A sheet of fewer inflated bytes is not worth a copy."""
_MOST_CELLS: Final = 200_000
"""Cells that a copy may write. Who reads a text writes into its memory, so a copy gets the texts of its cells once more."""


class PackedSheet(NamedTuple):
    """A sheet's part that was written."""

    member: ZipMember
    cells: int
    """How many cells changed."""


@dataclass
class SheetPacker:
    """Packs the sheets of *book* by their plans, which are kept by the names of their parts in lower case."""

    book: Book
    plans: dict[str, tuple[Sheet, SheetEdits]]

    def pack(self, source: BinaryIO, out: BinaryIO, member: ZipMember) -> PackedSheet | None:
        """Write a sheet's part, changed; None where nothing changed in the end, and nothing is written."""
        sheet, plan = self.plans[member.key]
        start = out.tell()
        dimension = self._foreseen(sheet, plan) if plan.shaped else None
        while True:
            patcher = self.patcher(sheet, plan, dimension)
            new = write_member(
                source, out, self.book.container, member, patcher.run(self.book.stream(sheet, proved=True))
            )
            if not patcher.log.count() and not plan.shaped:
                out.seek(start)
                out.truncate()
                return None
            wanted = patcher.new_dimension()
            if wanted == dimension:
                return PackedSheet(new, patcher.log.count())
            # the dimension is before the rows, and only now is it known what was inserted: once more, with the right one
            dimension = wanted
            out.seek(start)
            out.truncate()

    def patcher(self, sheet: Sheet, plan: SheetEdits, dimension: refs.Area | None) -> SheetPatcher:
        """What changes the bytes of a sheet."""
        book = self.book
        return SheetPatcher(plan, book.where(sheet), lambda: book.shared_strings, book.date1904, dimension)

    def _foreseen(self, sheet: Sheet, plan: SheetEdits) -> refs.Area | None:
        """The dimension of a sheet whose tables grow, so that its many new cells are written once."""
        head = next((item for item in self.book.stream(sheet) if isinstance(item, SheetHead)), None)
        return widened(
            head.dimension if head else "", [plan.key[plan.creates], *([plan.later.corners] if plan.later else [])]
        )


class PackedAside:
    """The sheets that the second core packs. They come in their order, each once."""

    def __init__(self, copy: ForkedWork, order: list[str]) -> None:
        self._copy = copy
        self._order = order

    def put(self, out: BinaryIO, member: ZipMember) -> PackedSheet | None:
        """Write a sheet's part as the second core has packed it; it may wait. None where it has not, and nothing is written."""
        if not self._order or self._order[0] != member.key:
            return None
        found, packed = self._copy.take(), self._copy.take()
        at = out.tell()
        if found is None or packed is None or at + len(packed.value) >= FULL32:
            self._order.clear()
            return None
        del self._order[0]
        out.write(packed.value.data)
        sheet: PackedSheet = found.value
        return sheet._replace(member=replace(sheet.member, offset=at))


@contextmanager
def packing_aside(packer: SheetPacker, members: Sequence[ZipMember]) -> Iterator[PackedAside]:
    """Inside the block the second core packs the later half of the large sheets among *members*, where it can be used and the memory allows it."""
    large = [member for member in members if member.key in packer.plans and member.size > _LARGE_SHEET]
    later = large[(len(large) + 1) // 2 :]
    plans = [packer.plans[member.key][1] for member in later]
    if not later or any(plan.later for plan in plans) or sum(len(plan.key) for plan in plans) > _MOST_CELLS:
        yield PackedAside(ForkedWork(), [])
        return
    with forked(lambda post: _pack(packer, later, post)) as copy:
        yield PackedAside(copy, [member.key for member in later])


def _pack(packer: SheetPacker, members: Sequence[ZipMember], post: Post) -> None:
    """In the copy: pack each sheet and send it. One that does not change in the end is left to the first process."""
    with packer.book.path.open("rb") as source:
        packer.book.check_unchanged()  # so *source* is the file that was read
        for member in members:
            out = io.BytesIO()
            sheet = packer.pack(source, out, member)
            if sheet is None:
                return
            post(sheet)
            post(np.frombuffer(out.getbuffer(), dtype=np.uint8))  # an array goes into the shared memory as it is
