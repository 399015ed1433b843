"""What each button does, over a plain file: its share and no more, and a message that a person understands."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ippbook import ooxml, pipeline
from ippbook.buttons import buttons
from ippbook.declare.button import Done, Spot
from ippbook.errors import UserError

pytestmark = (
    pytest.mark.deep
)  # presses on whole files; tests of Undo, faults, hosts and `ippbook run` give the quick answer

BUTTONS = {one.name: one for one in buttons()}


def press(name: str, desk: Any) -> Done:
    return BUTTONS[name].press(desk)


def cells(path: Path) -> dict[tuple[str, str], Any]:
    """Every cell as openpyxl reads it, formulas as formulas."""
    book = openpyxl.load_workbook(path)
    return {(sheet.title, cell.coordinate): cell.value for sheet in book for row in sheet.iter_rows() for cell in row}


def spoil(path: Path, *headers: tuple[str, str]) -> None:
    """Put nonsense into columns of tables."""
    book = ooxml.open(path)
    edits = ooxml.Edits()
    for name, header in headers:
        table = book.tables[name]
        first, last = table.data_rows
        rows = range(first, last + 1)
        column = table.first_col + table.columns.index(header)
        edits.put_column(table.sheet, column, rows, ["nonsense"] * len(rows))
    ooxml.save(book, edits)


def changed(before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any]) -> set[tuple[str, str]]:
    """Sheet and column letters of the cells that differ."""
    return {
        (sheet, place.rstrip("0123456789"))
        for sheet, place in {*before, *after}
        if before.get((sheet, place)) != after.get((sheet, place))
    }


@pytest.mark.parametrize("name", [name for name in BUTTONS if not name.startswith("import")])
def test_every_message_is_short_plain_text(name: str, desk: Any, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "out"
    done = press(name, desk)
    assert 0 < len(done.text) <= 2_500
    assert len(done.text.splitlines()) <= 16
    assert "Traceback" not in done.text
    assert not done.text.startswith("#IPP!")


@pytest.mark.whole_sample
def test_check_fills_the_columns_of_findings_and_nothing_else(desk: Any) -> None:
    right = cells(desk.path)
    spoil(desk.path, ("Complaints", "Findings"), ("Complaints", "Links"), ("Rights", "Findings"))
    spoiled = cells(desk.path)
    done = press("check", desk)
    assert {sheet for sheet, _ in changed(spoiled, cells(desk.path))} == {"Complaints", "Rights"}
    assert changed(right, cells(desk.path)) == {
        ("Complaints", next(iter(changed(right, spoiled) & _links(desk.path)))[1])
    }
    assert done.changed > 100


def _links(path: Path) -> set[tuple[str, str]]:
    table = ooxml.open(path).tables["Complaints"]
    column = openpyxl.utils.get_column_letter(table.first_col + table.columns.index("Links"))
    return {("Complaints", column)}


def test_check_counts_the_findings_and_names_the_gravest_three_in_words(desk: Any) -> None:
    study = pipeline.check(desk.path, None, today=desk.today)
    lines = press("check", desk).text.splitlines()
    counts = study.counts()
    assert lines[0].startswith(f"{counts['error']} errors, {counts['warning']} warnings")
    for line, finding in zip(lines[1:4], study.findings[:3], strict=True):
        assert line == f"{finding.code} {finding.place}: {finding.message}"
    assert press("check", desk).grave


def test_fill_texts_writes_the_takedown_texts_and_their_lengths_and_nothing_else(desk: Any) -> None:
    right = cells(desk.path)
    spoil(desk.path, ("Complaints", "Takedown text"), ("Complaints", "Characters"))
    wrong = changed(right, cells(desk.path))
    assert len(wrong) == 2
    done = press("texts", desk)
    assert cells(desk.path) == right
    assert "takedown texts ready to paste" in done.text


@pytest.mark.whole_sample
def test_good_faith_fills_the_figures_of_accounts_complaints_and_both_tables(desk: Any) -> None:
    right = cells(desk.path)
    spoil(
        desk.path,
        ("Accounts", "Takedown rate"),
        ("Complaints", "Running rate"),
        ("GoodFaithReasons", "Fails"),
        ("GoodFaithMonths", "Complaints"),
        ("Complaints", "Takedown text"),
    )
    done = press("good_faith", desk)
    assert len(changed(right, cells(desk.path))) == 1  # the takedown text is not a figure of Good-Faith
    assert "nordlys-legal meets every test of Good-Faith, but is locked out until 2026-11-04" in done.text
    assert "huanyu-ipr does not qualify for Good-Faith: takedown rate 87.0 %" in done.text


@pytest.mark.whole_sample
def test_recalculate_does_what_the_command_does(desk: Any, sample_path: Path, tmp_path: Path) -> None:
    spoil(desk.path, ("Complaints", "Takedown text"), ("Accounts", "Fails"), ("Rights", "Findings"))
    pipeline.recalculate(desk.path, tmp_path / "command.xlsx", today=desk.today)
    done = press("recalculate", desk)
    assert desk.path.read_bytes() == (tmp_path / "command.xlsx").read_bytes()
    assert cells(desk.path) == cells(sample_path)
    assert done.changed > 500


def test_going_from_finding_to_finding_visits_every_cell_with_one_gravest_first_and_starts_over(desk: Any) -> None:
    study = pipeline.check(desk.path, None, today=desk.today)
    stops = list(dict.fromkeys((each.sheet, each.cell) for each in study.findings if each.cell))
    first = press("go_to_finding", desk)
    assert first.text.splitlines()[-1] == f"1 of {len(stops)} cells with findings"
    for _ in stops[1:5]:
        press("go_to_finding", desk)
    names = [(spot.sheet, f"{openpyxl.utils.get_column_letter(spot.column)}{spot.row}") for spot in desk.visited]
    assert names == stops[:5]
    sheet, last = stops[-1]
    row, column = openpyxl.utils.cell.coordinate_to_tuple(last)
    desk.spot = Spot(sheet, row, column)
    again = press("go_to_finding", desk)
    assert "that was the last one, this is the first" in again.text
    assert desk.visited[-1] == desk.visited[0]


def test_going_to_a_finding_says_its_sentence_and_changes_nothing(desk: Any) -> None:
    before = desk.path.read_bytes()
    done = press("go_to_finding", desk)
    finding = pipeline.check(desk.path, None, today=desk.today).findings[0]
    assert f"{finding.place}: error {finding.code}: {finding.message}" in done.text
    assert desk.path.read_bytes() == before


def test_explain_tells_the_page_of_a_code_that_stands_in_the_cell(desk: Any) -> None:
    table = ooxml.open(desk.path).tables["Complaints"]
    column = table.first_col + table.columns.index("Findings")
    sheet = openpyxl.load_workbook(desk.path)["Complaints"]
    row = next(row for row in range(2, 800) if str(sheet.cell(row, column).value or "").startswith("CP"))
    code = sheet.cell(row, column).value[:5]
    desk.spot = Spot("Complaints", row, column)
    text = press("explain", desk).text
    assert text.startswith(f"{code} (")
    assert "To fix it: " in text
    assert "Source: " in text


def test_explain_tells_the_findings_of_the_row_the_active_cell_first(desk: Any) -> None:
    finding = pipeline.check(desk.path, None, today=desk.today).findings[0]
    row, column = openpyxl.utils.cell.coordinate_to_tuple(finding.cell)
    desk.spot = Spot(finding.sheet, row, column)
    assert press("explain", desk).text.startswith(f"{finding.code} (error")


def test_explain_tells_the_page_of_a_worksheet_function_in_the_cell(desk: Any) -> None:
    book = openpyxl.load_workbook(desk.path)
    book["Guide"]["Z90"] = '=IPP_PLATFORM("https://item.taobao.com/item.htm?id=1")'
    book.save(desk.path)
    desk.spot = Spot("Guide", 90, 26)
    assert press("explain", desk).text.startswith("IPP_PLATFORM(")


def test_explain_tells_the_page_of_a_computed_column(desk: Any) -> None:
    places = pipeline.check(desk.path, None, today=desk.today).tables["Accounts"].places
    desk.spot = Spot(places.sheet, places.first_row, places.columns["Takedown rate"])
    assert press("explain", desk).text.startswith("Accounts: Takedown rate (computed column")


def test_explain_says_so_where_there_is_nothing_to_explain(desk: Any) -> None:
    assert "nothing to explain" in press("explain", desk).text


def test_live_gives_formulas_where_a_column_has_one_and_freeze_brings_the_same_values_back(desk: Any) -> None:
    right = cells(desk.path)
    made = press("live", desk)
    live = cells(desk.path)
    formulas = {place: value for place, value in live.items() if str(value).startswith("=IPP_")}
    assert Counter(value.partition("(")[0] for value in formulas.values()).keys() >= {"=IPP_PLATFORM", "=IPP_ITEM_ID"}
    assert made.changed == len(formulas) > 100
    assert "Still values, for they do not come from cells of their own row alone: Accounts: " in made.text
    assert pipeline.recalculate(desk.path, write=False, today=desk.today).changed == 0
    frozen = press("freeze", desk)
    assert frozen.changed == made.changed
    assert cells(desk.path) == right


def test_live_and_freeze_leave_formulas_of_the_team_alone(desk: Any) -> None:
    table = ooxml.open(desk.path).tables["Listings"]
    place = (openpyxl.utils.get_column_letter(table.first_col + table.columns.index("Item ID")), 5)
    book = openpyxl.load_workbook(desk.path)
    book["Listings"][f"{place[0]}5"] = '=UPPER("mine")'
    book.save(desk.path)
    for name in ("live", "freeze", "recalculate", "check"):
        press(name, desk)
        assert openpyxl.load_workbook(desk.path)["Listings"][f"{place[0]}5"].value == '=UPPER("mine")'


def rename(path: Path, name: str, headers: dict[str, str], table_name: str = "") -> None:
    """Give columns of a table, and perhaps the table itself, other names."""
    book = openpyxl.load_workbook(path)
    sheet = book[name]
    table = sheet.tables.pop(name)
    for cell in sheet[1]:
        cell.value = headers.get(cell.value, cell.value)
    for column in table.tableColumns:
        column.name = headers.get(column.name, column.name)
    table.name = table.displayName = table_name or name
    sheet.add_table(table)
    book.save(path)


@pytest.mark.parametrize("table", ["Listings", "名单"])
def test_live_speaks_of_the_teams_own_headers_and_table_and_freeze_brings_the_values_back(
    table: str, desk: Any
) -> None:
    rename(desk.path, "Listings", {"URL": "链接"}, table)
    press("recalculate", desk)  # openpyxl has cut the last digit of some numbers
    before = cells(desk.path)
    made = press("live", desk)
    assert "Listings: Item ID" in made.text.splitlines()[0]
    formulas = [
        value for (sheet, _), value in cells(desk.path).items() if sheet == "Listings" and "=IPP_" in str(value)
    ]
    assert f"=IPP_ITEM_ID({table}[[#This Row],[链接]])" in formulas
    again = pipeline.recalculate(desk.path, write=False, today=desk.today)
    assert again.changed == 0
    assert again.ipp_formulas == made.changed
    assert press("freeze", desk).changed == made.changed
    assert cells(desk.path) == before


def test_live_says_why_columns_stay_values_each_reason_once(desk: Any) -> None:
    rename(desk.path, "Rights", {"Number": "its digits"})
    book = openpyxl.load_workbook(desk.path)
    for name in ("Listings", "Complaints", "Accounts"):
        del book[name].tables[name]
    book.save(desk.path)
    message = press("live", desk).text.splitlines()
    assert len(message) == 4
    named = dict(line.removeprefix("Still values, for ").split(": ", 1) for line in message[1:])
    assert named.keys() == {
        "they do not come from cells of their own row alone",
        "their table lacks a column that they need",
        "their sheet has no table (Insert, Table)",
    }
    assert "Rights: Number as printed (Number)" in named["their table lacks a column that they need"]
    assert "Listings: Item ID" in named["their sheet has no table (Insert, Table)"]


@pytest.mark.whole_sample
def test_plan_appends_drafts_and_pack_writes_folders_where_the_person_says(desk: Any, tmp_path: Path) -> None:
    done = press("plan", desk)
    assert "12 complaints drafted with 16 links" in done.text
    assert "434 listings excluded" in done.text
    desk.chosen = tmp_path / "filings"
    packed = press("pack", desk)
    assert str(tmp_path / "filings") in packed.text
    assert any((tmp_path / "filings").iterdir())


def test_pack_takes_the_evidence_that_is_next_to_the_workbook(desk: Any, tmp_path: Path) -> None:
    desk.chosen = tmp_path / "filings"
    without = press("pack", desk).text
    (desk.path.parent / "evidence").mkdir()
    assert "this file is not in" in press("pack", desk).text
    assert "this file is not in" not in without


@pytest.mark.parametrize("name", ["import_listings", "import_outcomes", "pack"])
def test_a_person_who_chooses_nothing_changes_nothing(name: str, desk: Any) -> None:
    before = desk.path.read_bytes()
    done = press(name, desk)
    assert "was chosen, so nothing was" in done.text
    assert desk.path.read_bytes() == before


def test_import_reports_what_came_in_and_puts_refused_rows_next_to_the_export(desk: Any, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    with export.open("w", newline="") as file:
        csv.writer(file).writerows(
            [
                ["URL", "Title"],
                ["https://item.taobao.com/item.htm?id=799999999991", "new"],
                ["https://example.com", "x"],
            ]
        )
    desk.chosen = export
    done = press("import_listings", desk)
    assert "1 line added" in done.text
    assert "1 line refused and written to " in done.text
    assert "not on a supported marketplace" in done.text
    assert done.grave
    assert len(list(tmp_path.glob("export*"))) == 2


def test_undo_says_what_was_taken_back(desk: Any) -> None:
    assert press("undo", desk).text == "Check was undone: 3 cells as before."


def test_buttons_tell_their_stages_while_they_work(desk: Any) -> None:
    press("recalculate", desk)
    assert desk.stages[:2] == ["reading", "checking"]
    assert "writing" in desk.stages


def test_live_is_refused_where_formulas_are_not_answered(desk: Any) -> None:
    before = desk.path.read_bytes()
    desk.answers = False
    with pytest.raises(UserError, match="Excel for Mac has no worksheet functions"):
        press("live", desk)
    assert desk.path.read_bytes() == before
