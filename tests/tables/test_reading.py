"""Reading of tables out of workbooks that openpyxl wrote: headers, places, and a finding for all that is amiss."""

import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.table import Table

from ippbook import ooxml, tables
from ippbook.declare import registry
from ippbook.normalize import key
from ippbook.tables.find_table import TableRange
from ippbook.tables.findings import sorted_findings
from ippbook.tables.match_headers import match_headers
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.records import RECORDS, record

RIGHTS = ["Right", "Right type", "Office", "Number", "Name", "Filed", "Expires"]
ROW = ["R1", "trademark", "CN", "8123456", "NORDLYS", date(2020, 1, 31), "2030-01-31"]


def save(tmp_path, *sheets, change=None):
    """A workbook of (sheet name, table name or None, rows), the first row being the headers."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if table:
            sheet.add_table(Table(displayName=table, ref=sheet.dimensions))
    if change:
        change(book)
    path = tmp_path / "team.xlsx"
    book.save(path)
    return path


def read(path):
    return tables.typed_tables(ooxml.open(path), registry().headers)


def findings_of(found, *codes):
    every = sorted_findings(found.batches, found.places)
    return [(each.code, each.place, each.message) for each in every if each.code in codes or not codes]


def test_a_table_is_read_by_its_name_wherever_its_sheet_and_columns_stand(tmp_path):
    def move(book):
        sheet = book["Anything"]
        sheet.move_range("A1:G2", rows=4, cols=3)
        sheet.add_table(Table(displayName="rights", ref="D5:J6"))

    found = read(save(tmp_path, ("Anything", None, [RIGHTS[::-1], ROW[::-1]]), change=move))
    rights = found["Rights"]
    assert rights.length == 1
    assert rights.columns["right"][0] == "R1"
    assert [str(rights.columns[name][0])[:10] for name in ("filed", "expires")] == ["2020-01-31", "2030-01-31"]
    assert rights.places.cell(0, "Right") == "J6"


def test_without_a_table_the_header_row_of_the_named_sheet_is_found(tmp_path):
    rows = [["Rights of Nordlys AS"], [], RIGHTS, ROW]
    found = read(save(tmp_path, ("RIGHTS ", None, rows)))
    assert list(found["Rights"].columns["number"]) == ["8123456"]
    assert found["Rights"].places.cell(0, "Number") == "D4"


@pytest.mark.parametrize(
    "header", ["RIGHT TYPE", "right_type", "Ｒｉｇｈｔ　Ｔｙｐｅ", " Right\u200b type ", "权利类型", "IPR type"]
)
def test_a_header_is_known_in_any_case_width_spacing_and_in_chinese(tmp_path, header):
    headers = [header if name == "Right type" else name for name in RIGHTS]
    assert read(save(tmp_path, ("Rights", "Rights", [headers, ROW])))["Rights"].columns["right_type"][0] == "trademark"


def test_the_teams_own_columns_are_left_alone_and_named(tmp_path):
    found = read(save(tmp_path, ("Rights", "Rights", [[*RIGHTS, "Budget"], [*ROW, 5]])))
    assert found["Rights"].unknown == ("Budget",)


def test_a_header_that_is_almost_a_known_one_gets_a_question_with_its_name(tmp_path):
    headers = ["Numbr" if name == "Number" else name for name in RIGHTS]
    found = read(save(tmp_path, ("Rights", "Rights", [headers, ROW])))
    messages = [message for _, _, message in findings_of(found, "TB203")]
    assert messages == ["column “Numbr” is not read; did you mean “Number”?"]
    assert [message for _, _, message in findings_of(found, "TB101")] == ["there is no column “Number”"]


def test_two_columns_for_one_field_are_a_finding_and_the_own_header_is_read(tmp_path):
    found = read(save(tmp_path, ("Rights", "Rights", [["Reg no", *RIGHTS], ["999", *ROW]])))
    assert found["Rights"].columns["number"][0] == "8123456"
    assert "both mean Number" in findings_of(found, "TB202")[0][2]


def test_a_missing_table_is_a_finding_and_has_no_rows(tmp_path):
    found = read(save(tmp_path, ("Rights", "Rights", [RIGHTS, ROW])))
    assert not found["Listings"].present
    assert found["Listings"].length == 0
    missing = [message.split(" named ")[1].split(";")[0] for _, _, message in findings_of(found, "TB201")]
    assert missing == ["Accounts", "Listings", "Complaints"]


def test_a_table_without_rows_is_advice(tmp_path):
    found = read(save(tmp_path, ("Rights", "Rights", [RIGHTS, [None] * 7])))
    assert [code for code, _, _ in findings_of(found, "TB301")] == ["TB301"]


def test_a_cell_that_cannot_be_read_is_a_finding_at_that_cell_and_the_rest_of_the_row_counts(tmp_path):
    row = ["R1", "moon", "CN", "8123456", "NORDLYS", "03/04/2026", "=1/0"]
    found = read(save(tmp_path, ("My rights", "Rights", [RIGHTS, ROW, row])))
    assert list(found["Rights"].columns["name"]) == ["NORDLYS", "NORDLYS"]
    places = {code + " " + place for code, place, _ in findings_of(found, "CL101", "CL202")}
    assert places == {"CL101 My rights!B3", "CL101 My rights!F3", "CL202 My rights!G3"}


def test_merged_cells_in_a_table_are_a_finding(tmp_path):
    def merge(book):
        book["Rights"].merge_cells("C2:C3")

    found = read(save(tmp_path, ("Rights", None, [RIGHTS, ROW, ROW]), change=merge))
    assert findings_of(found, "CL203")[0][2].startswith("cells C2:C3 are merged")


def test_the_same_merged_range_many_times_is_one_finding(tmp_path):
    def merge(book):
        book["Rights"].merge_cells("C2:C3")

    path = save(tmp_path, ("Rights", None, [RIGHTS, ROW, ROW]), change=merge)
    many = tmp_path / "many.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(many, "w") as new:
        for part in old.namelist():
            new.writestr(
                part,
                old.read(part).replace(b'<mergeCell ref="C2:C3"', b'<mergeCell ref="C2:C3" /><mergeCell ref="C2:C3"'),
            )
    assert len(findings_of(read(many), "CL203")) == 1


def test_dates_of_a_1904_workbook_are_the_days_that_excel_shows(tmp_path):
    def mac(book):
        book.epoch = CALENDAR_MAC_1904

    path = save(tmp_path, ("Rights", "Rights", [RIGHTS, ROW]), change=mac)
    assert openpyxl.load_workbook(path)["Rights"]["F2"].value == datetime(2020, 1, 31)  # noqa: DTZ001  # cells have no zone
    assert str(read(path)["Rights"].columns["filed"][0])[:10] == "2020-01-31"


def test_settings_are_read_by_name_with_their_rows(tmp_path):
    rows = [["Setting", "Value"], ["Unit", "complaint"], [None, None], ["Min complaints", 50], ["Flag", True]]
    found = read(save(tmp_path, ("Settings", "Settings", rows)))
    assert found.settings.values == {"Unit": "complaint", "Min complaints": 50.0, "Flag": True}
    assert found.settings.places.cell(found.settings.rows["Min complaints"], "Value") == "B4"


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.table)
def test_no_two_fields_of_a_table_share_a_header(kind):
    spellings = [spelling for field in kind.fields() for spelling in field.spellings]
    computed = [key(name) for column in registry().columns_of(kind.table) for name in (column.header, *column.chinese)]
    every = spellings + computed
    assert sorted(every) == sorted(set(every))


@given(st.lists(st.one_of(st.text(max_size=12), st.sampled_from(RIGHTS)), max_size=12))
def test_no_row_of_headers_raises_and_no_column_is_read_twice(headers):
    area = TableRange("S", 1, 2, 3, 1, tuple(headers))
    found = match_headers(area, record("Rights").fields(), {"Findings": ()}, ProblemLog("Rights"))
    assert len(set(found.values())) == len(found)
    assert all(0 <= position < len(headers) for position in found.values())
