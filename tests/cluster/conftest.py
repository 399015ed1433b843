"""Remote storage without a network: fsspec's file system in memory, with a version for each content."""

from collections.abc import Callable, Iterator
from pathlib import Path

import fsspec
import pytest
import xlsxwriter

from ippbook.cluster.storage import kinds
from ippbook.cluster.storage.contract import NO_FILE, ChangedMeanwhileError, Storage, StoredFile, refuse_size

collect_ignore = ["sftp_server.py"]  # needs paramiko, which only the tests of hosts install

GOOD = "https://item.taobao.com/item.htm?id=612345678901"


class MemoryStorage(Storage):
    """Storage as the others are, in memory. `before_write` is called before each write, as another program would come between."""

    before_write: Callable[[str], None] = staticmethod(lambda _address: None)
    writes: list[str]

    def read(self, address: str, most: int) -> StoredFile:
        data = self.files.cat_file(address)
        refuse_size(address, len(data), most)
        return StoredFile(self.files.info(address)["created"].isoformat(), data, {"owner": "ana"})

    def present(self, address: str) -> StoredFile:
        if not self.files.exists(address):
            return NO_FILE
        return StoredFile(self.files.info(address)["created"].isoformat())

    def write(self, address: str, data: bytes, expected: StoredFile) -> None:
        type(self).before_write(address)
        if self.present(address).version != expected.version:
            raise ChangedMeanwhileError
        self.files.pipe_file(address, data)


@pytest.fixture(scope="session")
def small_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A workbook of one listing with one computed column, which is not up to date."""
    path = tmp_path_factory.mktemp("small") / "small.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Listings")
    sheet.write_row(1, 0, ["L1", GOOD])
    sheet.add_table(
        0, 0, 1, 2, {"name": "Listings", "columns": [{"header": each} for each in ("Listing", "URL", "Item ID")]}
    )
    book.close()
    return path.read_bytes()


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    """The file system behind memory:// addresses, empty at first."""
    kind = kinds.StorageKind("memory", ("memory",), "fsspec", "")
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, kind))
    known = kinds._storage_class
    monkeypatch.setattr(kinds, "_storage_class", lambda each: MemoryStorage if each is kind else known(each))
    files = fsspec.filesystem("memory")
    files.store.clear()
    files.pseudo_dirs[:] = [""]
    yield files
    files.store.clear()


@pytest.fixture
def before_write(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[str], None]], None]:
    """Set what happens directly before a write."""
    return lambda action: monkeypatch.setattr(MemoryStorage, "before_write", staticmethod(action))


@pytest.fixture
def recalculated_bytes(tmp_path: Path, small_bytes: bytes) -> bytes:
    """What `recalc` of one process makes of the small workbook."""
    from tests.cluster.test_remote_files import DAY

    from ippbook import pipeline

    path = tmp_path / "single.xlsx"
    path.write_bytes(small_bytes)
    pipeline.recalculate(path, as_of=DAY, today=DAY)
    return path.read_bytes()
