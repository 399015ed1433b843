"""A sheet that the second core has scanned reads like one that was scanned here, and a workbook is written with the same bytes."""

import os
import pickle
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.formulas.workbook_formulas import census
from ippbook.ooxml import refs
from ippbook.ooxml.read import scan_ahead
from ippbook.ooxml.read.scan_ahead import scanning_ahead
from ippbook.ooxml.read.scanned_ahead import ScannedAhead, ScannedSheet
from ippbook.second_core import ForkedWork, second_core_allowed

linux = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the second core is not used"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),  # a test runner may have threads
]
FORMS = (
    '<c r="{0}"><v>{1}</v></c>',
    '<c r="{0}" s="3" t="s"><v>{2}</v></c>',
    '<c r="{0}" t="inlineStr"><is><t>text {2}</t></is></c>',
    '<c r="{0}"><f>A1*{2}</f><v>{1}</v></c>',
    '<c r="{0}" t="str"><f>B{2}&amp;"x"</f><v>x</v></c>',
    '<c r="{0}" t="str"><f>ipp_Item_ID(B{2})</f><v>x</v></c>',
    '<c r="{0}"><f/><v>{1}</v></c>',
    '<c r="{0}" t="b"><v>1</v></c>',
    '<c r="{0}" t="e"><v>#N/A</v></c>',
    '<c r="{0}" s="2"/>',
    '<c r="{0}" t="d"><v>2026-02-03</v></c>',
    "<c  r='{0}'><v>{1}</v></c>",
)
"""Plain cells, and one that only the exact reader takes."""
ODD = (
    '<c r="{0}"><f t="shared" ref="A1:C9" si="1">B2</f><v>{1}</v></c>',
    '<c r="{0}"><f t="array" ref="{0}:{0}">X()</f></c>',
)


@st.composite
def sheets(draw: st.DrawFn, forms: tuple[str, ...] = FORMS) -> str:
    rows = []
    for row in draw(st.lists(st.integers(1, 12), unique=True, max_size=8).map(sorted)):
        cells = "".join(
            draw(st.sampled_from(forms)).format(
                refs.cell_name(row, col), draw(st.integers(-99, 99)), draw(st.integers(0, 2))
            )
            for col in draw(st.lists(st.integers(1, 6), unique=True, max_size=5).map(sorted))
        )
        hidden = draw(st.sampled_from(["", ' hidden="1"']))
        rows.append(f'<row r="{row}"{hidden}>{cells}</row>')
    return "".join(rows)


class Arrived(ScannedAhead):
    """A sheet that came from another process."""

    def __init__(self, found: ScannedSheet) -> None:
        super().__init__(ForkedWork())
        self.found: ScannedSheet = pickle.loads(pickle.dumps(found, protocol=5))  # noqa: S301  # made here

    def take(self, _box: object, _key: str) -> ScannedSheet:
        return self.found


def same_cells(one: ooxml.SheetCells, other: ooxml.SheetCells) -> None:
    for name in ("first_row", "last_row", "used", "merges", "columns", "fills"):
        assert getattr(one, name) == getattr(other, name), name
    assert one.hidden.tolist() == other.hidden.tolist()
    assert list(one.formulas()) == list(other.formulas())
    for column in range(1, 9):
        mine, theirs = one[column], other[column]
        for each in fields(mine):
            left, right = getattr(mine, each.name), getattr(theirs, each.name)
            if each.name == "text_code":
                left, right = alike(left), alike(right)
            assert type(left) is type(right)
            np.testing.assert_array_equal(left, right, err_msg=each.name)


def alike(codes: "np.ndarray | None") -> "np.ndarray | None":
    """Which cells share a code, whatever the codes are."""
    return None if codes is None else np.where(codes < 0, -1, np.unique(codes, return_inverse=True)[1])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=sheets(),
    columns=st.one_of(st.none(), st.lists(st.integers(1, 8))),
    first=st.integers(1, 5),
    last=st.one_of(st.none(), st.integers(3, 12)),
)
def test_any_part_of_a_scanned_sheet_reads_like_the_file(make, rows, columns, first, last):
    compare(make(rows, strings="<si><t>a</t></si><si><t>b</t></si><si><t>c</t></si>"), columns, first, last)


@pytest.mark.deep
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=sheets(FORMS + ODD),
    columns=st.one_of(st.none(), st.lists(st.integers(1, 8))),
    first=st.integers(1, 5),
    last=st.one_of(st.none(), st.integers(3, 12)),
)
def test_any_part_of_a_scanned_sheet_reads_like_the_file_with_formulas_of_every_kind(make, rows, columns, first, last):
    compare(make(rows, strings="<si><t>a</t></si><si><t>b</t></si><si><t>c</t></si>"), columns, first, last)


def compare(path: Path, columns: list[int] | None, first: int, last: int | None) -> None:
    plain, ahead = ooxml.open(path), ooxml.open(path)
    ahead.ahead = Arrived(ooxml.open(path).scanned(plain.sheets[0]))
    same_cells(ahead.read("Sheet1", columns, first, last), plain.read("Sheet1", columns, first, last))
    counted, known = census(ahead), census(plain)
    assert counted.counts == known.counts
    assert counted.with_ippbook <= known.with_ippbook  # bytes are looked at with what stands beside a formula


# ---- with a process of its own


@pytest.fixture
def always(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two cores, no thread of the test runner, and every sheet is large."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(scan_ahead, "_LARGE_SHEET", 0)
    monkeypatch.setattr(scan_ahead, "_LARGE_FILE", 0)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The parts of sheets that are scanned in this process."""
    found: list[str] = []
    stream, first = ooxml.Book.stream, os.getpid()

    def noted(book: ooxml.Book, sheet: ooxml.Sheet, **more: bool) -> Iterator[object]:
        if os.getpid() == first:
            found.append(sheet.part)
        return stream(book, sheet, **more)

    monkeypatch.setattr(ooxml.Book, "stream", noted)
    return found


@pytest.fixture
def two_sheets(tmp_path: Path, rich: Path) -> Path:
    return shutil.copyfile(rich, tmp_path / "two.xlsx")


def opened_ahead(path: Path, work: Callable[[ooxml.Book], object]) -> None:
    with second_core_allowed(), scanning_ahead(path):
        work(ooxml.open(path))


class TestAnotherProcess:
    pytestmark = linux

    @pytest.mark.usefixtures("always")
    def test_its_sheets_read_like_the_file_and_are_written_like_it(self, two_sheets, here, tmp_path):
        plain = ooxml.open(two_sheets)
        cells = {sheet.name: plain.read(sheet.name) for sheet in plain.sheets if sheet.kind == "worksheet"}
        edits = ooxml.Edits()
        edits.put(plain.sheets[0].name, 3, 2, "changed")
        edits.put(plain.sheets[0].name, 40, 9, 5)
        ooxml.save(plain, edits, tmp_path / "plain.xlsx")
        here.clear()

        def look(book: ooxml.Book) -> None:
            apart = [name for name, each in cells.items() if each._parts.apart]
            assert apart
            for name in apart:
                same_cells(book.read(name), cells[name])
            assert here == []
            ooxml.save(book, edits, tmp_path / "ahead.xlsx")
            book.forget_scanned()
            same_cells(book.read(apart[0]), cells[apart[0]])
            assert here

        opened_ahead(two_sheets, look)
        assert (tmp_path / "ahead.xlsx").read_bytes() == (tmp_path / "plain.xlsx").read_bytes()

    @pytest.mark.usefixtures("always")
    def test_a_file_that_takes_the_place_of_the_scanned_one_is_read_itself(self, make):
        path, other = (
            make('<row r="1"><c r="A1"><v>1</v></c></row>'),
            make('<row r="1"><c r="A1"><v>2</v></c></row>', "other.xlsx"),
        )
        with second_core_allowed(), scanning_ahead(path):
            other.replace(path)
            assert ooxml.open(path).read("Sheet1")[1].number.tolist() == [
                2
            ]  # whichever of the two the other process has opened

    @pytest.mark.usefixtures("always")
    def test_a_file_that_changes_after_it_was_opened_is_refused(self, make):
        path = make('<row r="1"><c r="A1"><v>1</v></c></row>')
        other = make('<row r="1"><c r="A1"><v>2</v></c></row>', "other.xlsx")

        def look(book: ooxml.Book) -> None:
            other.replace(path)
            with pytest.raises(ooxml.LockedError, match="the file changed since it was read"):
                book.read("Sheet1")

        opened_ahead(path, look)

    @pytest.mark.usefixtures("always")
    def test_when_it_dies_half_way_the_rest_is_scanned_here(self, two_sheets, here, monkeypatch):
        whole, first = ooxml.Book.scanned, os.getpid()
        calls: list[int] = []

        def dying(book: ooxml.Book, sheet: ooxml.Sheet) -> ScannedSheet:
            calls.append(1)
            if len(calls) > 1 and os.getpid() != first:
                os.kill(os.getpid(), 9)
            return whole(book, sheet)

        monkeypatch.setattr(ooxml.Book, "scanned", dying)
        plain = ooxml.open(two_sheets)
        cells = {sheet.name: plain.read(sheet.name) for sheet in plain.sheets if sheet.kind == "worksheet"}
        here.clear()

        def look(book: ooxml.Book) -> None:
            for name, each in cells.items():
                same_cells(book.read(name), each)

        opened_ahead(two_sheets, look)
        assert len(cells) > 1
        assert here

    @pytest.mark.usefixtures("always")
    def test_a_damaged_file_has_its_own_sentence(self, make):
        path = make('<row r="1"><c r="A1"><v>1</v></c></row><wrong')

        def look(book: ooxml.Book) -> None:
            with pytest.raises(ooxml.DamagedError):
                book.read("Sheet1")

        opened_ahead(path, look)

    def test_a_small_file_and_no_file_start_none(self, make, monkeypatch):
        monkeypatch.setattr(os, "fork", lambda: pytest.fail("a process was started"))
        with second_core_allowed(), scanning_ahead(make("")), scanning_ahead(Path("no\0file")), scanning_ahead(None):
            pass
