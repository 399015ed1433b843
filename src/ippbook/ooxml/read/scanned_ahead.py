"""What `scan_ahead` has found, as `Book.read` takes it.

A sheet is taken where the file, its state and the limits are the same. In every other case the book scans the sheet itself.
"""

from contextvars import ContextVar
from typing import TYPE_CHECKING, NamedTuple

from ippbook.ooxml.package.limits import Limits
from ippbook.second_core import ForkedWork

if TYPE_CHECKING:
    from ippbook.ooxml.package.container import Container
    from ippbook.ooxml.package.file_state import FileState
    from ippbook.ooxml.read.block_proofs import BlockProofs
    from ippbook.ooxml.read.sparse_cells import SparseCells


class ScannedSheet(NamedTuple):
    """Every cell of a sheet, and what is proved of its blocks."""

    cells: "SparseCells"
    proofs: "BlockProofs"


class FileMark(NamedTuple):
    """What tells one file from another, and from itself in another state."""

    state: "FileState"
    digest: bytes
    limits: Limits

    @classmethod
    def of(cls, box: "Container") -> "FileMark":
        """The mark of an open file."""
        return cls(box.stat, box.digest, box.limits)


class ScannedAhead:
    """The sheets that come from the second core. They come in the order of the workbook, each once."""

    def __init__(self, copy: ForkedWork) -> None:
        self._copy = copy
        self._file: FileMark | None = None
        self._order: list[str] = []
        self._ready: dict[str, ScannedSheet] = {}

    def take(self, box: "Container", key: str) -> ScannedSheet | None:
        """The sheet whose part is *key* in the open file *box*; None where the second core does not scan it. It may wait."""
        if not self._is_of(box):
            return None
        while self._order and key in self._order:
            cells, proofs = self._copy.take(), self._copy.take()
            if cells is None or proofs is None:
                self._order.clear()
                break
            self._ready[self._order.pop(0)] = ScannedSheet(cells.value, proofs.value)
        return self._ready.get(key)

    def forget(self) -> None:
        """End the scan, and let go of the sheets."""
        self._copy.end()
        self._order.clear()
        self._ready.clear()

    def _is_of(self, box: "Container") -> bool:
        """Whether the second core has opened the same file, in the same state, with the same limits."""
        if self._file is None:
            found = self._copy.take()
            if found is None:
                return False
            self._file, self._order = found.value
        return self._file == FileMark.of(box)


SCANNING: ContextVar[ScannedAhead | None] = ContextVar("scanned_ahead", default=None)
"""What the second core scans; `open` gives it to the book."""
