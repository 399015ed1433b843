"""The public API: the same answers for a path, bytes, an xlwings book and DataFrames; refusals in one sentence."""

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ippbook

DAY = date(2026, 10, 31)
TABLES = ("Rights", "Accounts", "Listings", "Complaints", "Settings", "Texts", "Waivers")


def raw_frames(path: Path) -> dict[str, pd.DataFrame]:
    """The tables of a workbook as pandas would have them: cells as openpyxl reads them, headers in the first row."""
    book = openpyxl.load_workbook(path, data_only=True)
    found = {}
    for sheet in book.worksheets:
        for table in sheet.tables.values():
            if (name := table.displayName) in TABLES:
                header, *rows = [[cell.value for cell in row] for row in sheet[table.ref]]
                found[name] = pd.DataFrame(rows, columns=header, dtype=object)
    return found


@pytest.fixture(scope="module")
def sample_frames(sample_path: Path) -> dict[str, pd.DataFrame]:
    """The tables of the sample. Not to be changed."""
    return raw_frames(sample_path)


def places(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    """What is found, without sheet and cell, which a frame has otherwise."""
    return sorted(frame[["code", "table", "row", "column", "message"]].itertuples(index=False, name=None))


def test_importing_the_package_loads_nothing_but_the_standard_library() -> None:
    code = "import sys; before = set(sys.modules); import ippbook; print(sorted(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert eval(loaded) == ["ippbook", "ippbook.version"], loaded  # noqa: S307  # a list that the line above printed


def test_every_public_name_is_there_and_says_what_it_is() -> None:
    assert sorted(ippbook.__all__) == ippbook.__all__ or set(ippbook.__all__) <= set(dir(ippbook))
    for name in ippbook.__all__:
        found = getattr(ippbook, name)
        assert name == "__version__" or found.__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = ippbook.nothing


def test_no_public_name_is_the_name_of_a_module_which_its_import_would_replace() -> None:
    import pkgutil

    rooms = {each.name for each in pkgutil.iter_modules(ippbook.__path__)}
    assert rooms.isdisjoint(ippbook.__all__)


def test_frames_are_read_as_strictly_and_as_forgivingly_as_cells(
    sample_path: Path, sample_frames: dict[str, pd.DataFrame]
) -> None:
    frames = sample_frames
    before = {name: frame.copy(deep=True) for name, frame in frames.items()}
    of_frames = ippbook.check(frames, DAY).to_frame()
    of_file = ippbook.check(sample_path, DAY).to_frame()
    assert places(of_frames) == places(of_file)
    assert len(of_file) > 100
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_bytes_give_what_the_file_gives(sample_path: Path) -> None:
    content = sample_path.read_bytes()
    assert ippbook.check(content, DAY).to_frame().equals(ippbook.check(sample_path, DAY).to_frame())
    done = ippbook.recalculate(content, as_of=DAY)
    assert (done.changed, done.content, done.frames) == (0, content, None)


def test_frames_are_recalculated_to_the_computed_columns_of_the_workbook(
    sample_frames: dict[str, pd.DataFrame],
) -> None:
    inputs = {name: list(frame.columns) for name, frame in ippbook.open(sample_frames).to_frames().items()}
    bare = {name: sample_frames[name][headers] for name, headers in inputs.items()}
    filled = ippbook.recalculate(bare, as_of=DAY).frames
    assert filled is not None
    for name, frame in filled.items():
        assert len(frame.columns) > len(inputs[name]) or name == "Settings"
        for header in frame.columns:
            assert _plain(frame[header]) == _plain(sample_frames[name][header]), (name, header)


def _plain(column: "pd.Series[Any]") -> list[Any]:
    return ["" if value is None or value is pd.NaT or value != value else value for value in column]  # noqa: PLR0124  # NaN


def test_an_xlwings_book_gives_what_its_file_gives(sample_path: Path) -> None:
    xw = pytest.importorskip("xlwings", reason="xlwings is not installed: an open book is not tested")
    from ippbook import headless

    with headless.excel():
        book = xw.Book(sample_path)
        assert places(ippbook.check(book, DAY).to_frame()) == places(ippbook.check(sample_path, DAY).to_frame())


def test_a_date_as_text_and_an_unknown_status_are_findings() -> None:
    complaints = pd.DataFrame(
        {
            "Complaint": ["C1", "C2"],
            "Account": ["Acme", "ACME "],
            "Filed": ["31/12/2026", "2026-99-01"],
            "Status": ["acepted", "accepted"],
        }
    )
    found = ippbook.check({"Complaints": complaints}, DAY).to_frame()
    unread = found[found["code"] == "CL101"]
    assert {("Status", 0), ("Filed", 1)} <= set(unread[["column", "row"]].itertuples(index=False, name=None))
    typed = ippbook.open({"Complaints": complaints}).to_frames()["Complaints"]
    assert typed["Filed"].iloc[0] == pd.Timestamp(2026, 12, 31)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ({"Listing": pd.DataFrame()}, "'Listing' is not a table of ippbook. Did you mean 'Listings'?"),
        ({"Listings": [1, 2]}, "Listings: pass a pandas DataFrame, not list."),
        ({"Listings": pd.DataFrame(), "LISTINGS": pd.DataFrame()}, "mean the same table"),
        ({"Listings": pd.DataFrame(columns=pd.MultiIndex.from_tuples([("a", "b")]))}, "2 levels"),
        (5, "ippbook cannot open int"),
        ({}, "no ippbook table"),
    ],
)
def test_what_is_not_a_workbook_is_refused_in_one_sentence(source: Any, sentence: str) -> None:
    with pytest.raises(ippbook.UserError, match=r".*") as refusal:
        ippbook.check(source, DAY)
    assert sentence in str(refusal.value)


def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ippbook.WorkbookError, match="no such file"):
        ippbook.check(tmp_path / "none.xlsx", DAY)
    with pytest.raises(ippbook.WorkbookError, match="the bytes: "):
        ippbook.check(b"no workbook", DAY)


def test_bytes_and_frames_take_no_output_file() -> None:
    with pytest.raises(ippbook.UserError, match=r"use \.content or \.frames"):
        ippbook.recalculate({"Rights": pd.DataFrame({"Right": ["R1"]})}, "out.xlsx", DAY)


def test_a_study_for_another_day_is_refused(sample_study: Any) -> None:
    with pytest.raises(ippbook.UserError, match="The study is for 2026-10-31"):
        ippbook.good_faith(sample_study, date(2026, 1, 1))


def test_links_of_a_series_keep_its_index() -> None:
    links = pd.Series(
        ["https://item.taobao.com/item.htm?id=612345678901", None, np.nan, 7], index=list("abcd"), dtype=object
    )
    found = ippbook.item_id(links)
    assert found.to_dict() == {"a": "612345678901", "b": "", "c": "", "d": ""}
    assert ippbook.platform(links.iloc[:0]).to_list() == []


def test_a_number_of_an_unknown_office_is_refused() -> None:
    with pytest.raises(ippbook.UserError, match="Mars"):
        ippbook.number("1", office="Mars")


CELLS = st.one_of(
    st.none(),
    st.text(max_size=20),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.just(pd.NaT),
    st.just(pd.NA),
    st.binary(max_size=3),
)


@given(st.data())
def test_whatever_a_frame_has_in_its_cells_it_is_checked_without_a_traceback(data: st.DataObject) -> None:
    headers = data.draw(
        st.lists(st.sampled_from(["Complaint", "Account", "Filed", "Status", "Price", "x", 5, None]), max_size=5)
    )
    rows = data.draw(st.integers(0, 3))
    frame = pd.DataFrame([[data.draw(CELLS) for _ in headers] for _ in range(rows)], columns=headers, dtype=object)
    done = ippbook.recalculate({"Complaints": frame}, as_of=DAY)
    assert done.frames is not None
    assert len(done.frames["Complaints"]) == rows


def test_days_of_every_kind_are_one_day() -> None:
    frame = pd.DataFrame(
        {
            "Complaint": list("abcd"),
            "Filed": [
                date(2026, 1, 2),
                pd.Timestamp(2026, 1, 2, 8),
                pd.Timestamp("2026-01-02", tz="UTC"),
                np.datetime64("2026-01-02"),
            ],
        },
        dtype=object,
    )
    assert set(ippbook.open({"Complaints": frame}).to_frames()["Complaints"]["Filed"]) == {pd.Timestamp(2026, 1, 2)}
