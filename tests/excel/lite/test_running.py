"""Buttons under xlwings Lite: an engine that tells, and refuses, what Lite's own does (xlwings 0.37.8, as its pages and source say)."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ippbook import headless, workbook_builder
from ippbook.buttons import buttons
from ippbook.excel import press_button, put_cells
from ippbook.excel.lite import program, run
from ippbook.headless import apps, books

pytestmark = pytest.mark.deep

ROOT = Path(__file__).parents[3]
DAY = date(2026, 10, 31)


@pytest.fixture
def pressed(like_lite, tmp_path, monkeypatch):  # noqa: ARG001  # a fixture that is there for what it does
    """Press a button over a copy of the workbook, as a script of main.py does; gives the message and the saved file."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def press(name, changes=()):
        path = Path(shutil.copy(ROOT / "workbook" / "ippbook.xlsx", tmp_path))
        if changes:
            _change(path, changes)
        with headless.excel() as app:
            book = app.books.open(path)
            done = asyncio.run(run.press_in_lite(name, book))
            shown = app.impl.alerts
            book.save()
        return done, shown, path

    return press


@pytest.mark.parametrize("name", [button.name for button in buttons() if program.works_in_lite(button)])
def test_every_button_of_main_py_ends_with_its_message_and_no_fault(name, pressed):
    done, shown, _ = pressed(name)
    assert not done.failed, done.text
    assert done.text
    assert [text for _, text in shown] == [done.text]


def test_the_message_comes_when_excel_has_written(pressed, monkeypatch):
    events = []

    async def flush(_):
        events.append("written")

    monkeypatch.setattr(books.HeadlessBook, "flush", flush, raising=False)
    monkeypatch.setattr(apps.HeadlessApp, "alert", lambda *_: events.append("message"))
    pressed("check", [("Listings", "Findings", 5, 90, "x")])
    assert events == ["written", "message"]


def test_what_excel_does_not_accept_is_reported_in_a_sentence_with_the_remedy(pressed, monkeypatch):
    async def flush(_):
        raise RuntimeError("AccessDenied: the sheet is protected")

    monkeypatch.setattr(books.HeadlessBook, "flush", flush, raising=False)
    done, shown, _ = pressed("check", [("Listings", "Findings", 5, 90, "x")])
    assert done.failed
    assert "Excel did not accept all changes of check (AccessDenied: the sheet is protected)" in done.text
    assert "lose the workbook without saving it" in done.text
    assert [text for _, text in shown] == [done.text]


def test_a_button_that_fails_on_the_way_raises_so_that_the_add_in_drops_what_it_has_not_written(pressed, monkeypatch):
    def fail(*_):
        raise RuntimeError("an error in ippbook")

    monkeypatch.setattr(put_cells, "read_back", fail)
    with pytest.raises(run.NotDoneError, match="check failed, and nothing was changed"):
        pressed("check", [("Listings", "Findings", 5, 90, "x")])


def _cells(path):
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in openpyxl.load_workbook(path)
        for row in sheet
        for cell in row
        if cell.value not in (None, "")
    }


def _change(path, changes):
    """Put something else into cells of columns: (sheet, header, first row, last row, value)."""
    book = openpyxl.load_workbook(path)
    for name, header, first, last, value in changes:
        column = next(cell.column for cell in book[name][1] if cell.value == header)
        for row in range(first, last + 1):
            book[name].cell(row, column).value = value
    book.save(path)


@pytest.mark.deep
@pytest.mark.slow("the whole sample, pressed cell by cell as xlwings Lite would, and recalculated by the command")
def test_recalculate_fills_what_the_command_line_fills(pressed, tmp_path, ippbook):
    emptied = [
        ("Listings", "Item ID", 2, 300, None),
        ("Listings", "Findings", 5, 90, None),
        ("Rights", "Findings", 2, 9, "x"),
    ]
    done, _, path = pressed("recalculate", emptied)
    assert done.changed > 300
    expected = Path(shutil.copy(ROOT / "workbook" / "ippbook.xlsx", tmp_path / "expected.xlsx"))
    _change(expected, emptied)
    assert ippbook("recalc", expected, "--fail-on", "never").code == 0
    assert _cells(path) == _cells(expected)


def test_a_formula_of_the_users_in_a_computed_column_is_spared(pressed):
    mine = '=UPPER("mine")'
    _, _, path = pressed("recalculate", [("Listings", "Duplicate of", 3, 3, mine), ("Listings", "Findings", 4, 4, "x")])
    found = _cells(path)
    assert [cell for cell, value in found.items() if value == mine]
    assert "x" not in {value for (sheet, _), value in found.items() if sheet == "Listings"}


@pytest.mark.usefixtures("like_lite")
def test_a_workbook_without_our_tables_gets_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with headless.excel() as app:
        book = app.books.add()
        done = asyncio.run(run.press_in_lite("check", book))
        assert done.failed
        assert "No ippbook table" in done.text
        assert [text for _, text in app.impl.alerts] == [done.text]


def test_formulas_as_xlwings_lite_stores_them_are_calculated_without_it(tmp_path, ippbook):
    """A cell that was filled in Excel with xlwings Lite says `_xldudf_IPP_PLATFORM(...)` in the file."""
    path = tmp_path / "stored.xlsx"
    book = openpyxl.load_workbook(ROOT / "workbook" / "ippbook.xlsx")
    sheet = book["Listings"]
    link, platform = (
        next(cell.coordinate for cell in sheet[2] if sheet.cell(1, cell.column).value == header)
        for header in ("URL", "URL platform")
    )
    other = book.create_sheet("Mine")
    other["A1"] = f"=_xldudf_IPP_PLATFORM(Listings!{link})"
    other["A2"] = '=_xldudf_IPP_ITEM_ID("https://item.taobao.com/item.htm?id=520813250866")'
    book.save(path)
    assert ippbook("recalc", path, "--fail-on", "never").code == 0
    shown = openpyxl.load_workbook(path, data_only=True)["Mine"]
    assert shown["A2"].value == "520813250866"
    assert shown["A1"].value == sheet[platform].value
    assert "_xldudf_IPP_PLATFORM(" in openpyxl.load_workbook(path)["Mine"]["A1"].value


def test_the_message_box_is_titled_like_that_of_excel(pressed):
    _, shown, _ = pressed("check")
    assert shown[0][0] == press_button.TITLE


@pytest.mark.deep
@pytest.mark.slow("every formula of the sample is entered twice")
@pytest.mark.usefixtures("like_lite")
def test_freeze_and_live_enter_every_formula_of_a_live_workbook_again(tmp_path, monkeypatch):
    """What a workbook needs whose formulas were written for Excel with macros: they are bound to the add-in when entered."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    path = tmp_path / "live.xlsx"
    workbook_builder.sample(path, live=True)

    def ours():
        return {cell: value for cell, value in _cells(path).items() if str(value).startswith("=IPP_")}

    before, left = ours(), []
    for name in ("freeze", "live"):
        with headless.excel() as app:
            book = app.books.open(path)
            done = asyncio.run(run.press_in_lite(name, book))
            book.save()
        assert not done.failed, done.text
        left.append(ours())
    assert len(before) > 1000
    assert left == [{}, before]
