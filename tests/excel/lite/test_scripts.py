"""The scripts of the main.py that a workbook carries, started as xlwings Lite starts them, over its asynchronous engine and Office.js.

The package that answers is the one out of the archive in the workbook, not the one of this repository.
"""

import asyncio
import importlib
import pkgutil
import shutil
import sys
import tempfile
import types
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Protection
from tests.excel.lite.lite_engine import put_office_js

from ippbook import headless
from ippbook.buttons import buttons
from ippbook.excel.lite import embed, extension, payload, program
from ippbook.excel.lite.sheet_reader import ask_book

pytestmark = pytest.mark.deep

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def carried(tmp_path_factory):
    """A workbook with the code for xlwings Lite."""
    path = tmp_path_factory.mktemp("carried") / "team.xlsx"
    embed.embed(ROOT / "workbook" / "ippbook.xlsx", path)
    return path


@pytest.fixture
def lite(carried, recorded, like_lite, tmp_path, monkeypatch):  # noqa: ARG001  # fixtures that are there for what they do
    """Start a script of the workbook's main.py over a copy that *change* has changed; gives messages, cells before and cells after."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    main = types.ModuleType("main")
    code = embed.embedded_settings(carried)[extension.MAIN_FILE]
    exec(compile(code, "main.py", "exec"), main.__dict__)  # noqa: S102  # as the add-in runs it
    for each in pkgutil.walk_packages(headless.__path__, "ippbook.headless."):
        importlib.import_module(each.name)  # the engine stays the repository's, though some of it is imported late
    engine = {
        name: module
        for name, module in sys.modules.items()
        if name.split(".")[0] == "ippbook" and not is_in_the_archive(name)
    }
    main._package()  # unpacks the archive, and forgets what was imported from elsewhere
    sys.modules.update(engine)

    def start(names, change=None):
        path = Path(shutil.copy(carried, tmp_path))
        if change is not None:
            book = openpyxl.load_workbook(path)
            change(book)
            book.save(path)
        messages = []
        with headless.excel() as app:
            book = app.books.open(path)
            put_office_js(monkeypatch, book)
            before = cells_of(book)
            for name in names:
                asyncio.run(getattr(main, f"press_{name}")(book))
                messages.append([text for _, text in app.impl.alerts])
                app.impl.alerts.clear()
            home = Path(sys.modules["ippbook"].__file__)
            after = cells_of(book)
        assert home.parents[1].name.startswith("ippbook-")
        return messages, before, after

    return start


def cells_of(book):
    return {sheet.name: sheet.used_range.value for sheet in book.sheets}


def is_in_the_archive(module):
    path = module.replace(".", "/")
    return not {f"{path}.py", f"{path}/__init__.py"}.isdisjoint(payload.payload().files)


def all_scripts():
    return [button.name for button in buttons() if program.works_in_lite(button)]


@pytest.mark.slow("all scripts, one after another, over the whole sample")
def test_every_script_ends_with_one_message_and_no_fault(lite):
    messages, _, _ = lite(all_scripts())
    assert [len(each) for each in messages] == [1] * len(all_scripts())
    assert not [text for (text,) in messages if "Excel did not accept" in text or "nothing was changed" in text]


def hide(name, first, last):
    def change(book):
        book["Listings"]["A1"].value = book["Listings"]["A1"].value
        column = next(cell.column for cell in book[name][1] if cell.value == "Findings")
        book[name].cell(5, column).value = "old"
        for row in range(first, last + 1):
            book[name].row_dimensions[row].hidden = True

    return change


def protect(name, *, unlocked=()):
    def change(book):
        column = next(cell for cell in book[name][1] if cell.value == "Findings")
        book[name].cell(5, column.column).value = "old"
        book[name].protection.enable()
        for row in unlocked:
            book[name].cell(row, column.column).protection = Protection(locked=False)

    return change


@pytest.mark.parametrize(
    ("change", "says", "remedy"),
    [
        (
            hide("Complaints", 20, 29),
            "sheet 'Complaints' has filtered or hidden rows in table Complaints",
            "Unhide Rows",
        ),
        (protect("Complaints"), "sheet 'Complaints' is protected and cell", "Unprotect Sheet"),
        (protect("Complaints", unlocked=range(40, 60)), "sheet 'Complaints' is protected and cell", "Unprotect Sheet"),
    ],
)
def test_hidden_rows_and_protection_are_seen_before_the_first_cell_is_written(change, says, remedy, lite):
    ((message,),), before, after = lite(["check"], change)
    assert says in message
    assert remedy in message
    assert "nothing was changed" in message
    assert after == before


def test_unlocked_cells_of_a_protected_sheet_are_written(lite):
    ((message,),), before, after = lite(["check"], protect("Complaints", unlocked=range(2, 800)))
    assert "nothing was changed" not in message, message
    assert after != before, message


def test_hidden_rows_of_a_sheet_that_is_not_written_stop_nothing(lite):
    def change(book):
        book["Settings"].row_dimensions[3].hidden = True

    ((message,),), _, _ = lite(["check"], change)
    assert "hidden" not in message


@pytest.mark.usefixtures("like_lite")
def test_the_facts_about_a_sheet_are_exact(monkeypatch, tmp_path):
    """Against openpyxl's own reading: each hidden row, each unlocked cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in range(1, 301):
        sheet.append([row, "x", None])
    for row in (7, 8, 9, 120, 300):
        sheet.row_dimensions[row].hidden = True
    for row in (*range(10, 20), 22):
        sheet.cell(row, 2).protection = Protection(locked=False)
    sheet.protection.enable()
    path = tmp_path / "facts.xlsx"
    book.save(path)
    with headless.excel() as app:
        opened = app.books.open(path)
        put_office_js(monkeypatch, opened)
        facts = asyncio.run(ask_book(opened)).facts["Sheet"]
    assert [row for row in range(1, 301) if facts.hides(row, row)] == [7, 8, 9, 120, 300]
    assert facts.protected
    assert [row for row in range(1, 301) if not facts.locks(2, row, row)] == [*range(10, 20), 22]
    assert not facts.locks(2, 10, 19)
    assert facts.locks(2, 10, 20)
    assert facts.locks(1, 10, 10)
    assert facts.locks(9, 1, 1)


@pytest.mark.usefixtures("like_lite")
def test_without_office_js_the_rows_are_known_and_protection_is_left_to_excel(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active.row_dimensions[1].hidden = True
    book.active.protection.enable()
    book.save(tmp_path / "facts.xlsx")
    with headless.excel() as app:
        facts = asyncio.run(ask_book(app.books.open(tmp_path / "facts.xlsx"))).facts["Sheet"]
    assert facts.hides(1, 1)
    assert not facts.protected
