"""The sheet Today as it is drawn and filled: first, linked, with a tile for each account."""

import re
from datetime import date

import openpyxl
import pytest

from ippbook import pipeline
from ippbook.today.task_list import MOST_TASKS
from ippbook.today.tiles import PLACES
from ippbook.workbook_builder import Content, draw

DAY = date(2026, 10, 31)
NASTY = ['=HYPERLINK("http://evil","x")', "+1", "@SUM(A1)", "x" * 4_000, "https://evil.example"]


@pytest.fixture(scope="module")
def tasks(sample_path):
    """The rows of the list: by header, the formula or value, and the value that is shown."""
    found = []
    books = [openpyxl.load_workbook(sample_path, data_only=shown)["Today"] for shown in (False, True)]
    area = books[0].tables["TodayTasks"].ref
    header = [cell.value for cell in books[0][area][0]]
    for written, shown in zip(*(sheet[area][1:] for sheet in books), strict=True):
        found.append({name: (one.value, other.value) for name, one, other in zip(header, written, shown, strict=True)})
    return found


def test_today_is_the_first_sheet_and_the_one_that_opens(sample_book):
    assert sample_book.sheetnames[0] == sample_book.active.title == "Today"


def test_the_list_has_its_rows_from_the_start_so_that_it_need_not_grow(new_book):
    ref = new_book["Today"].tables["TodayTasks"].ref
    assert len(new_book["Today"][ref]) == MOST_TASKS + 1


def test_the_text_of_a_link_is_the_same_formula_in_every_row_and_its_result_is_the_address(tasks):
    for name, shown in (("Go to", "Cell"), ("Listing", "Listing link")):
        assert len({row[name][0] for row in tasks}) == 1
        assert tasks[0][name][0].startswith("=IF(TodayTasks[[#This Row],")
        for row in tasks:
            assert (row[name][1] or "") == (row[shown][0] or "").removeprefix("https://")[:80]


def test_each_link_leads_to_a_cell_of_the_table_that_its_task_is_about(tasks, sample_book):
    addresses = [row["Cell"][0] for row in tasks if row["Cell"][0]]
    assert len(addresses) > 20
    for address in addresses:
        sheet, cell = address.rsplit("!", 1)
        assert sample_book[sheet.strip("'")][cell].row > 1
    late = next(row for row in tasks if str(row["What to do"][0]).startswith("answer"))
    sheet, cell = late["Cell"][0].split("!")
    column = sample_book[sheet][re.sub(r"\d", "", cell) + "1"].value
    assert (sheet, column) == ("Complaints", "Counter noticed")


def test_the_most_urgent_tasks_are_first(tasks):
    words = [row["Urgency"][0] for row in tasks if row["Urgency"][0]]
    assert words == sorted(words, key=["now", "this week", "soon"].index)
    assert set(words) == {"now", "this week", "soon"}


def tiles_of(path):
    sheet = openpyxl.load_workbook(path)["Today"]
    area = sheet[sheet.tables["TodayAccounts"].ref]
    return [[cell.value for cell in row] for row in area[1:]]


def team(path, names):
    draw(path, content=Content({"Accounts": [{"account": name} for name in names]}))
    pipeline.recalculate(path, today=DAY)
    return path


def test_tiles_follow_the_accounts_and_names_stay_texts(tmp_path):
    path = team(tmp_path / "team.xlsx", [*NASTY, "brand"])
    shown = [value for row in tiles_of(path) for value in row if value]
    for name in NASTY:
        assert any(str(value).startswith(name[:20]) for value in shown)
    sheet = openpyxl.load_workbook(path)["Today"]
    assert not any(
        cell.data_type == "f" or cell.hyperlink for row in sheet[sheet.tables["TodayAccounts"].ref] for cell in row
    )
    assert all(len(str(value)) <= 160 for value in shown)


@pytest.mark.deep
def test_a_button_fills_what_the_command_fills(tmp_path, ippbook):
    path = tmp_path / "team.xlsx"
    draw(path, content=Content({"Accounts": [{"account": "brand"}], "Rights": [{"right": "TM1"}]}))
    assert ippbook("run", "recalculate", path, "--as-of", str(DAY)).code <= 1  # 1: it has found something
    pressed = [[cell.value for cell in row] for row in openpyxl.load_workbook(path, data_only=True)["Today"]]
    assert tiles_of(path)[2][0] == "brand"
    pipeline.recalculate(path, today=DAY)
    again = [[cell.value for cell in row] for row in openpyxl.load_workbook(path, data_only=True)["Today"]]
    assert again == pressed


def test_more_accounts_than_tiles_are_counted_below_them(tmp_path):
    path = team(tmp_path / "team.xlsx", [f"account-{place}" for place in range(PLACES + 1)])
    assert tiles_of(path)[-1][0] == "and 1 more: see Good-Faith"


def test_a_workbook_without_today_stays_without_it(tmp_path):
    path = tmp_path / "own.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Listings"
    sheet.append(["Listing", "URL"])
    sheet.append(["L1", "https://m.tb.cn/h.1"])
    book.save(path)
    pipeline.recalculate(path, today=DAY)
    assert openpyxl.load_workbook(path).sheetnames == ["Listings"]


@pytest.mark.deep
def test_a_team_formula_in_the_column_of_links_stays(tmp_path):
    path = team(tmp_path / "team.xlsx", ["brand"])
    book = openpyxl.load_workbook(path)
    sheet = book["Today"]
    first = sheet[sheet.tables["TodayTasks"].ref][1]
    place = next(cell for cell in first if str(cell.value).startswith("=IF(TodayTasks[[#This Row],[Cell]]"))
    place.value = '="mine"'
    book.save(path)
    pipeline.recalculate(path, today=DAY)
    assert openpyxl.load_workbook(path)["Today"][place.coordinate].value == '="mine"'
