"""Tables that grow at their end, judged by openpyxl and LibreOffice."""

import datetime as dt
import subprocess
import zipfile
from pathlib import Path
from unittest import mock

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.ooxml.write import later_rows

# openpyxl says that it does not read data bars of 2010; it is asked for everything else
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")

ROWS = 5


@pytest.fixture
def team(tmp_path):
    """A table of three columns and five rows at B3, the last a calculated column, with what teams lay over columns."""
    return made(tmp_path / "team.xlsx")


def made(path, *, below="", total=False, neighbour=False):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        day, text = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "@"})
        columns = [
            {"header": "Name", "format": text},
            {"header": "Day", "format": day},
            {"header": "Twice", "formula": "=[@Day]*2"},
        ]
        if total:
            columns[2]["total_function"] = "sum"
        sheet.add_table(2, 1, 2 + ROWS + total, 3, {"name": "Team", "columns": columns, "total_row": total})
        for row in range(3, 3 + ROWS):
            sheet.write_string(row, 1, f"n{row}", text)
            sheet.write_datetime(row, 2, dt.datetime(2026, 1, row), day)  # noqa: DTZ001  # cells have no zone
        sheet.data_validation(3, 1, 2 + ROWS, 1, {"validate": "list", "source": ["a", "b"], "error_type": "warning"})
        sheet.data_validation(
            3, 2, 2 + ROWS + 3, 2, {"validate": "date", "criteria": ">", "value": dt.date(2020, 1, 1)}
        )
        sheet.conditional_format(3, 2, 2 + ROWS, 2, {"type": "cell", "criteria": ">", "value": 3, "format": day})
        sheet.conditional_format(3, 3, 2 + ROWS, 3, {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format(20, 8, 25, 8, {"type": "cell", "criteria": ">", "value": 3, "format": day})
        sheet.write(0, 0, "above")
        if below:
            sheet.write(2 + ROWS + 2, 2, below)
        if neighbour:
            sheet.add_table(2 + ROWS + 3, 2, 2 + ROWS + 5, 4, {"name": "Other"})
        book.add_worksheet("Else").write(0, 0, "=SUM(Team[Day])")
    return path


def grown(path, rows, *, out=None):
    book = ooxml.open(path)
    edits = ooxml.Edits()
    first = edits.grow(book, "Team", rows)
    edits.put_column("Data", 2, range(first, first + rows), [f"new {place}" for place in range(rows)])
    edits.put_column("Data", 3, range(first, first + rows), [dt.date(2026, 3, 1)] * rows)
    return ooxml.save(book, edits, out or path)


def test_the_table_and_its_filter_reach_over_the_new_rows(team):
    grown(team, 4)
    table = openpyxl.load_workbook(team)["Data"].tables["Team"]
    assert (table.ref, table.autoFilter.ref) == ("B3:D12", "B3:D12")


def test_new_cells_hold_the_values_look_like_the_last_row_and_fill_the_calculated_column_down(team):
    grown(team, 4)
    sheet = openpyxl.load_workbook(team)["Data"]
    assert [sheet.cell(row, 2).value for row in range(9, 13)] == ["new 0", "new 1", "new 2", "new 3"]
    assert all(
        sheet.cell(row, col).style_id == sheet.cell(8, col).style_id for row in range(9, 13) for col in (2, 3, 4)
    )
    assert sheet["C12"].value == dt.datetime(2026, 3, 1)  # noqa: DTZ001
    assert [sheet.cell(row, 4).value for row in range(9, 13)] == [sheet["D8"].value] * 4


def test_validations_and_conditional_formats_go_on_and_others_stay(team):
    grown(team, 4)
    sheet = openpyxl.load_workbook(team)["Data"]
    assert sorted(str(rule.sqref) for rule in sheet.data_validations.dataValidation) == ["B4:B12", "C4:C12"]
    assert sorted(str(area.sqref) for area in sheet.conditional_formatting) == ["C4:C12", "D4:D12", "I21:I26"]
    with zipfile.ZipFile(team) as file:
        assert b"<xm:sqref>D4:D12</xm:sqref>" in file.read("xl/worksheets/sheet1.xml")


def test_what_already_reaches_further_down_stays_as_it_is(team):
    grown(team, 1)
    sheet = openpyxl.load_workbook(team)["Data"]
    assert sorted(str(rule.sqref) for rule in sheet.data_validations.dataValidation) == ["B4:B9", "C4:C11"]


def test_every_other_part_keeps_its_bytes(team, tmp_path):
    out = tmp_path / "out.xlsx"
    assert sorted(grown(team, 4, out=out).changed_parts) == ["xl/tables/table1.xml", "xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(team) as old, zipfile.ZipFile(out) as new:
        assert old.namelist() == new.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
    assert changed == {"xl/tables/table1.xml", "xl/worksheets/sheet1.xml"}


def test_growing_twice_is_growing_by_the_sum(tmp_path):
    one, two = made(tmp_path / "1.xlsx"), made(tmp_path / "2.xlsx")
    grown(one, 5)
    grown(two, 2)
    grown(two, 3)
    tables = [openpyxl.load_workbook(path)["Data"].tables["Team"].ref for path in (one, two)]
    assert tables == ["B3:D13", "B3:D13"]


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ({"below": "mine"}, r"C10.*not empty"),
        ({"total": True}, "totals row"),
        ({"neighbour": True}, "'Other' is below"),
    ],
)
def test_what_stands_in_the_way_is_named_and_nothing_is_written(tmp_path, what, says):
    path = made(tmp_path / "team.xlsx", **what)
    before = path.read_bytes()
    with pytest.raises(ooxml.EditError, match=says):
        grown(path, 4)
    assert path.read_bytes() == before


def test_a_table_that_is_not_there_is_named(team):
    with pytest.raises(ooxml.EditError, match="Nobody"):
        ooxml.Edits().grow(ooxml.open(team), "Nobody", 1)


@settings(max_examples=25)
@given(st.lists(st.one_of(st.none(), st.text(max_size=8), st.integers(-5, 5), st.booleans()), min_size=1, max_size=6))
def test_any_values_in_new_rows_read_back(tmp_path_factory, values):
    path = made(tmp_path_factory.mktemp("grown") / "team.xlsx")
    book = ooxml.open(path)
    edits = ooxml.Edits()
    first = edits.grow(book, "Team", len(values))
    edits.put_column("Data", 2, range(first, first + len(values)), values)
    ooxml.save(book, edits)
    again = ooxml.open(path)
    found = [again.cell(f"Data!B{first + place}").value for place in range(len(values))]
    assert found == values
    assert again.tables["Team"].data_rows == (4, first + len(values) - 1)
    assert len(openpyxl.load_workbook(path)["Data"]["B"]) >= first


def test_a_table_grows_over_cells_that_are_only_styled(tmp_path):
    path = made(tmp_path / "team.xlsx")
    book = openpyxl.load_workbook(path)
    for row in range(9, 12):
        for col in "BCD":
            book["Data"][f"{col}{row}"].font = openpyxl.styles.Font(bold=True)
    book.save(path)
    grown(path, 3)
    sheet = openpyxl.load_workbook(path)["Data"]
    assert sheet.tables["Team"].ref == "B3:D11"
    assert [sheet[f"D{row}"].value for row in (9, 11)] == [sheet["D8"].value] * 2
    assert sheet["B9"].value == "new 0"


@pytest.mark.hosts
def test_libreoffice_opens_the_grown_table_and_calculates_its_new_rows(team, tmp_path):
    grown(team, 4)
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "--outdir", tmp_path, team],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    lines = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8").splitlines()
    assert "new 3,2026-03-01" in lines[11]
    assert lines[11].split(",")[-1] not in {"", "#NAME?"}


@pytest.mark.parametrize("grows", [False, True])
def test_the_insert_row_of_a_table_goes_when_data_comes(small_table_with_insert_row: Path, grows: bool):
    book = ooxml.open(small_table_with_insert_row)
    edits = ooxml.Edits()
    edits.put("Sheet1", 2, 1, "first row")
    if grows:
        edits.grow(book, "T", 1)
        edits.put("Sheet1", 3, 1, "second row")
    ooxml.save(book, edits)
    part = ooxml.open(book.path).part("xl/tables/table1.xml") or b""
    assert b"insertRow" not in part
    assert b'name="T"' in part


def test_the_insert_row_stays_while_the_table_is_empty(small_table_with_insert_row: Path):
    book = ooxml.open(small_table_with_insert_row)
    edits = ooxml.Edits()
    edits.put("Sheet1", 9, 9, "elsewhere")
    ooxml.save(book, edits)
    assert b'insertRow="1"' in (ooxml.open(book.path).part("xl/tables/table1.xml") or b"")


@pytest.fixture
def small_table_with_insert_row(tmp_path: Path) -> Path:
    """A table with a header and the blank row that Excel shows in a table without data."""
    plain, path = tmp_path / "plain.xlsx", tmp_path / "insert.xlsx"
    with xlsxwriter.Workbook(plain) as made:
        made.add_worksheet("Sheet1").add_table("A1:B2", {"name": "T", "columns": [{"header": "a"}, {"header": "b"}]})
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"<table ", b'<table insertRow="1" ') if "tables/" in name else data)
    return path


PUT_VALUES = st.one_of(st.none(), st.text("aé中 <&\n", max_size=4), st.integers(-5, 5), st.floats(-1, 1), st.booleans())
PUTS = st.lists(st.tuples(st.integers(-3, 14), st.integers(2, 3), PUT_VALUES), max_size=12)


def grown_by(path, out, puts, rows=15):
    """The parts of *path* with 15 new rows and *puts*: places from the first new row, columns and values. Also how many cells were planned at once."""
    book, edits, sizes = ooxml.open(path), ooxml.Edits(), []
    first = edits.grow(book, "Team", rows)
    for place, col, value in puts:
        edits.put("Data", first + place, col, value)
    edits.put_column("Data", 3, range(first + rows - 1, first - 1, -1), [float(place) for place in range(rows)])
    plan = edits.plan
    edits.plan = lambda *places, **named: sizes.append(len((made := plan(*places, **named)).key)) or made
    saved = ooxml.save(book, edits, out)
    with zipfile.ZipFile(out) as parts:
        return {name: parts.read(name) for name in parts.namelist()}, saved.changed_cells, sizes


@settings(max_examples=25)
@given(puts=PUTS, below=st.sampled_from(["", "beside"]))
def test_new_rows_that_are_planned_some_at_a_time_are_those_that_are_planned_at_once(tmp_path_factory, puts, below):
    folder = tmp_path_factory.mktemp("later")
    path = made(folder / "team.xlsx")
    if below:  # a cell beside the new rows: those down to it are planned with the rest
        book, edits = ooxml.open(path), ooxml.Edits()
        edits.put("Data", 12, 8, below)
        ooxml.save(book, edits)
    at_once, cells, _ = grown_by(path, folder / "at-once.xlsx", puts)
    with mock.patch.multiple(later_rows, MOST_AT_ONCE=1, CELLS_AT_ONCE=9):
        some, changed, sizes = grown_by(path, folder / "some.xlsx", puts)
    assert some == at_once
    assert changed == cells
    assert len(sizes) >= 4  # else the new rows were not planned apart


def test_of_very_many_new_rows_only_some_are_planned_at_once(team, tmp_path, monkeypatch):
    monkeypatch.setattr(later_rows, "MOST_AT_ONCE", 100)
    monkeypatch.setattr(later_rows, "CELLS_AT_ONCE", 300)
    _, changed, sizes = grown_by(team, tmp_path / "out.xlsx", [], rows=2_000)
    assert changed == 2_000 * 3
    assert max(sizes) <= 300 + 100  # values that are put where a cell is blank count twice until the plan is made


def test_a_formula_that_is_put_into_new_rows_is_filled_down_as_ever(team, tmp_path, monkeypatch):
    def with_formula(out):
        book, edits = ooxml.open(team), ooxml.Edits()
        first = edits.grow(book, "Team", 9)
        edits.put_formula("Data", 4, range(4, first + 9), "Team[[#This Row],[Day]]*3", [0.0] * (first + 5))
        ooxml.save(book, edits, out)
        with zipfile.ZipFile(out) as parts:
            return {name: parts.read(name) for name in parts.namelist()}

    at_once = with_formula(tmp_path / "at-once.xlsx")
    monkeypatch.setattr(later_rows, "MOST_AT_ONCE", 1)
    assert with_formula(tmp_path / "some.xlsx") == at_once
    assert b"*3</calculatedColumnFormula>" in at_once["xl/tables/table1.xml"]
