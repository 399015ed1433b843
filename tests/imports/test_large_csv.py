"""A large CSV export is read a row at a time, and its rows are those of the file read at once."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ippbook.errors import UserError
from ippbook.imports import export_reader, import_listings, large_csv, rejects
from ippbook.imports.export_rows import ExportFile
from ippbook.imports.headers import CURRENCY, ITEM, KnownHeaders
from ippbook.tables.records import record

WANTED = KnownHeaders(record("Listings").fields(), (ITEM, CURRENCY))
LINK = "https://item.taobao.com/item.htm?id=7123456789{:02d}"
CELL = st.sampled_from(
    ["", "a", "品牌", '"', '"x', 'x"', '"two\nlines"', '"a ""b"""', "1,5", "=1", "'=1", "合计", LINK.format(3), "\r"]
)
FILE = st.lists(st.lists(CELL, max_size=4), max_size=8)


def read(path: Path, encoding: str, columns: str, *, at_once: bool) -> object:
    """What a reader makes of the file: everything, or its sentence."""
    before, large_csv.LARGE_CSV = large_csv.LARGE_CSV, (1 << 60 if at_once else -1)
    try:
        found = export_reader.read_export(path, WANTED, encoding, columns)
        return everything(found)
    except UserError as refusal:
        return str(refusal)
    finally:
        large_csv.LARGE_CSV = before


def everything(found: ExportFile) -> tuple[object, ...]:
    return found.headers, list(found.rows), found.encoding, found.delimiter, found.notes, found.form


@given(
    FILE,
    st.sampled_from(["URL,Title,Price", "链接;标题", "some title\nURL\tTitle", "nothing", "", "\ufeffURL|Seller|x"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]),
    st.sampled_from(["", "URL,Title", "x=URL"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
@example([[LINK.format(1), '"open'], [LINK.format(2), "b"], [LINK.format(3)]], "URL,Title", ",", "utf-8", "", "\n")
@example([[LINK.format(1)], ["合计", "5"], ["a", "b", "c", "d"]], "URL,Title,Price", ",", "gb18030", "", "\r\n")
def test_a_file_read_a_row_at_a_time_says_what_it_says_at_once(
    rows: list[list[str]], head: str, delimiter: str, encoding: str, columns: str, ending: str
) -> None:
    text = ending.join([head, *(delimiter.join(row) for row in rows)])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        path.write_bytes(text.encode(encoding))
        assert read(path, "", columns, at_once=False) == read(path, "", columns, at_once=True)


@pytest.fixture
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(large_csv, "LARGE_CSV", -1)
    return None


@pytest.mark.usefixtures("every_file_is_large")
def test_an_import_of_a_large_file_writes_the_same_workbook_and_the_same_refused_rows(
    desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = tmp_path / "export.csv"
    lines = [f"{LINK.format(row)},title {row},¥{row}.50,more" for row in range(30)]
    export.write_text(
        "\n".join(["URL,Title,Price", *[line.rsplit(",", 1)[0] for line in lines[:20]], *lines[20:], "合计,,9"]),
        "utf-8",
    )

    def imported(out: str) -> tuple[bytes, object, list[str]]:
        done = import_listings(desk.team, export, tmp_path / out, rejects.write_rejects)
        assert done.rejects is not None
        said = done.rejects.read_text("utf-8-sig")
        done.rejects.unlink()
        return (tmp_path / out).read_bytes(), (done.added, len(done.refused), said), done.notes

    streamed = imported("a.xlsx")
    monkeypatch.setattr(large_csv, "LARGE_CSV", 1 << 60)
    assert streamed == imported("b.xlsx")
    assert streamed[1][1] == 10


@pytest.mark.usefixtures("every_file_is_large")
def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"URL,Title\n{LINK.format(1)},a\n", "utf-8")
    found = export_reader.read_export(path, WANTED)
    assert len(list(found.rows)) == 1
    path.write_text(f"URL,Title\n{LINK.format(1)},ab\n", "utf-8")
    os.utime(path, (1, 1))
    with pytest.raises(UserError, match="the file changed while it was read"):
        list(found.rows)


@pytest.mark.usefixtures("every_file_is_large")
def test_a_change_is_seen_though_size_and_time_are_as_before(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text(f"URL,Title\n{LINK.format(1)},a\n", "utf-8")
    found = export_reader.read_export(path, WANTED)
    before = path.stat()
    while path.stat().st_ctime_ns == before.st_ctime_ns:  # the clock of a disk goes in steps
        time.sleep(0.01)
        path.write_text(f"URL,Title\n{LINK.format(2)},a\n", "utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(UserError, match="the file changed while it was read"):
        list(found.rows)


@pytest.mark.parametrize("encoding", ["hex", "rot13", "nonsense"])
@pytest.mark.usefixtures("every_file_is_large")
def test_an_encoding_of_something_else_than_texts_is_refused(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text("URL\nx\n", "utf-8")
    with pytest.raises(UserError, match="use utf-8, utf-16 or gb18030"):
        export_reader.read_export(path, WANTED, encoding)
