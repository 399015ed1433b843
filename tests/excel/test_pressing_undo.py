"""What a press changed can be taken back as a whole, or not at all."""

import json
import stat
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: Undo is not tested over a live book")
from ippbook import ooxml
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.saving import save_current

pytestmark = pytest.mark.deep

TODAY = date(2026, 10, 31)


def saved(book: Any, path: Path) -> bytes:
    book.save(str(path))
    return path.read_bytes()


@pytest.mark.parametrize("name", ["check", "recalculate", "texts", "good_faith", "plan", "live"])
def test_undo_gives_back_every_cell_and_table_that_a_press_changed(
    name: str, office: Any, stale: Path, tmp_path: Path
) -> None:
    before = stale.read_bytes()
    book = office.open(stale)
    done = office.press(name, book)
    assert done.changed
    back = office.press("undo", book)
    assert not back.failed, back.text
    assert back.text.startswith(
        f"{ {'texts': 'Fill texts', 'good_faith': 'Good-Faith', 'plan': 'Plan complaints'}.get(name, name.capitalize()) } was undone: {done.changed:,} cell"
    )
    assert _cells(saved(book, tmp_path / "out.xlsx"), tmp_path) == _cells(before, tmp_path)


def _cells(data: bytes, folder: Path) -> list[Any]:
    path = folder / "look.xlsx"
    path.write_bytes(data)
    book = openpyxl.load_workbook(path)
    return [
        [(sheet.title, cell.coordinate, cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row]
        for sheet in book
    ] + [sorted((name, area.ref) for name, area in ooxml.open(path).tables.items())]


def test_undo_gives_back_numbers_truths_errors_days_and_amounts_as_they_were_in_cells_of_every_format(
    office: Any, team: Path, tmp_path: Path
) -> None:
    made = openpyxl.load_workbook(team)
    sheet = made["Listings"]
    odd = [5.25, True, "#N/A", "1-2", "'tis", 12.3456789, 46_000.123456789, "=1+1"]
    for row, value in enumerate(odd * 2, 2):
        cell = sheet.cell(row, [each.value for each in sheet[1]].index("Findings") + 1)
        cell.value = value
        cell.data_type = {2: "e", 3: "s", 4: "s"}.get((row - 2) % 8, cell.data_type)
        cell.number_format = "@" if row < 10 else "$#,##0.00" if row < 15 else "yyyy-mm-dd hh:mm"
    made.save(team)
    edits = ooxml.Edits()
    edits.put_column("Listings", cell.column, [9, 17], [2, 2])  # as Excel has calculated =1+1; a save does so too
    everything = FormulaRequest(scope=FormulaScope.EVERYTHING)  # openpyxl keeps no results
    save_current(ooxml.open(team), edits, day=TODAY, request=everything)
    before = team.read_bytes()
    book = office.open(team)
    assert office.press("check", book).changed
    assert not office.press("undo", book).failed
    assert saved(book, tmp_path / "out.xlsx") == before


@pytest.mark.whole_sample
def test_undo_of_an_import_takes_the_new_rows_from_the_table_again(office: Any, team: Path, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=799999999901,=1+1\n", encoding="utf-8")
    before = team.read_bytes()
    book = office.open(team)
    office.press("import_listings", book, chosen=export)
    assert book.sheets["Listings"].tables["Listings"].range.last_cell.row == 452
    assert not office.press("undo", book).failed
    assert book.sheets["Listings"].tables["Listings"].range.last_cell.row == 451
    assert _cells(saved(book, tmp_path / "out.xlsx"), tmp_path) == _cells(before, tmp_path)


def test_undo_of_freeze_brings_the_formulas_back(office: Any, team: Path, tmp_path: Path) -> None:
    book = office.open(team)
    office.press("live", book)
    live = saved(book, tmp_path / "live.xlsx")
    office.press("freeze", book)
    assert not office.press("undo", book).failed
    assert _cells(saved(book, tmp_path / "out.xlsx"), tmp_path) == _cells(live, tmp_path)


def test_only_the_last_press_can_be_taken_back_and_only_once(office: Any, stale: Path) -> None:
    book = office.open(stale)
    office.press("check", book)
    office.press("texts", book)
    assert office.press("undo", book).text.startswith("Fill texts was undone")
    again = office.press("undo", book)
    assert again.failed
    assert "there is nothing to undo" in again.text


def test_a_press_that_changes_nothing_leaves_the_way_back_of_the_one_before_it(office: Any, stale: Path) -> None:
    book = office.open(stale)
    office.press("check", book)
    assert office.press("check", book).changed == 0
    assert office.press("undo", book).text.startswith("Check was undone")


def test_undo_is_refused_where_somebody_changed_a_cell_since(office: Any, stale: Path) -> None:
    book = office.open(stale)
    office.press("texts", book)
    column = next(cell.column for cell in openpyxl.load_workbook(stale)["Complaints"][1] if cell.value == "Characters")
    cell = book.sheets["Complaints"].range((9, column))
    cell.value = 7
    writes = office.writes
    done = office.press("undo", book)
    assert done.failed
    assert f"Complaints!{cell.get_address(False, False)} was changed after Fill texts was pressed" in done.text
    assert office.writes == writes
    assert cell.value == 7


def test_undo_is_refused_where_a_table_has_grown_since(office: Any, team: Path) -> None:
    book = office.open(team)
    office.press("plan", book)
    table = book.sheets["Complaints"].tables["Complaints"]
    whole = table.range
    table.resize(whole.resize(whole.shape[0] + 1, whole.shape[1]))
    done = office.press("undo", book)
    assert done.failed
    assert "table Complaints was changed after Plan complaints was pressed" in done.text


def test_two_workbooks_have_each_their_own_way_back(office: Any, stale: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    other.write_bytes(stale.read_bytes())
    first, second = office.open(stale), office.open(other)
    assert not office.press("check", second).failed
    first.activate()
    done = office.press("undo", first)
    assert done.failed
    second.activate()
    assert not office.press("undo", second).failed


def test_the_journal_is_for_its_user_alone_and_a_damaged_one_is_as_none(office: Any, stale: Path) -> None:
    book = office.open(stale)
    office.press("check", book)
    journal = next((office.folder / "state" / "undo").glob("*.json"))
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert json.loads(journal.read_text())["label"] == "Check"
    journal.write_text("{ damaged")
    done = office.press("undo", book)
    assert "there is nothing to undo" in done.text


def test_undo_across_two_runs_of_the_command_finds_what_the_first_one_changed(
    ippbook: Any, stale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    before = _cells(stale.read_bytes(), tmp_path)
    assert ippbook("run", "texts", stale, "--as-of", "2026-10-31").code == 0
    assert _cells(stale.read_bytes(), tmp_path) != before
    ran = ippbook("run", "undo", stale)
    assert ran.code == 0, ran.err
    assert _cells(stale.read_bytes(), tmp_path) == before


def test_undo_of_rows_that_are_saved_already_is_refused_without_excel_and_stays_possible_in_it(
    ippbook: Any, team: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert ippbook("run", "plan", team, "--as-of", "2026-10-31").code == 0
    planned = team.read_bytes()
    ran = ippbook("run", "undo", team)
    assert ran.code == 2
    assert "only Excel can make a table smaller" in ran.err
    assert team.read_bytes() == planned
    assert len(list((tmp_path / "state" / "ippbook" / "undo").iterdir())) == 1
