"""Links that can be clicked, and rows that somebody appends: they look and work like the drawn ones."""

from datetime import date, datetime

import openpyxl
import pytest

from ippbook import pipeline
from ippbook.declare import registry
from ippbook.verification import verify
from ippbook.workbook_builder import Content, draw

TODAY = date(2026, 10, 31)
GOOD = "https://item.taobao.com/item.htm?spm=a1&id=520813250866"
HOSTILE = [
    "javascript:alert(1)",
    "file:///C:/Windows/system32/calc.exe",
    "https://item.taobao.com.evil.cn/item.htm?id=520813250866",
    "https://item.taobao.com@evil.cn/item.htm?id=520813250866",
    "\\\\server\\share\\a.exe",
    "https://example.org/" + "a" * 400,
    '"),CMD("calc',
    "=1+1",
]


@pytest.fixture(scope="module")
def linked(tmp_path_factory):
    """A recalculated workbook with one good link and hostile ones: formulas and values of Listings by header."""
    path = tmp_path_factory.mktemp("links") / "book.xlsx"
    rows = [{"listing": f"L{place}", "url": url} for place, url in enumerate([GOOD, *HOSTILE])]
    draw(path, content=Content({"Listings": rows}))
    pipeline.recalculate(path, today=TODAY)
    assert verify(path) == []
    return path


def column(path, header, *, values):
    sheet = openpyxl.load_workbook(path, data_only=values)["Listings"]
    place = next(cell.column for cell in sheet[1] if cell.value == header)
    return [sheet.cell(row, place).value for row in range(2, len(HOSTILE) + 3)]


def test_a_known_link_can_be_clicked_and_a_hostile_one_stays_text(linked):
    shown = column(linked, "Open page", values=True)
    assert shown[0] == "item.taobao.com/item.htm?id=520813250866"
    assert set(shown[1:]) <= {None, ""}
    formulas = set(column(linked, "Open page", values=False))
    assert len(formulas) == 1, "the text of the formula never changes, so it needs no escape"
    assert "HYPERLINK(" in formulas.pop()


def test_links_need_no_engine_and_are_current_after_recalculation(linked):
    again = pipeline.recalculate(linked, today=TODAY, write=False)
    assert again.up_to_date
    assert again.stale == ()
    assert again.ipp_formulas == 0


@pytest.mark.deep
def test_a_link_that_becomes_another_page_shows_that_page(linked, tmp_path):
    book = openpyxl.load_workbook(linked)
    book["Listings"].cell(2, 4).value = "https://item.taobao.com/item.htm?id=520813250867"
    path = tmp_path / "book.xlsx"
    book.save(path)
    pipeline.recalculate(path, today=TODAY)
    assert column(path, "Open page", values=True)[0] == "item.taobao.com/item.htm?id=520813250867"


def test_rows_that_another_program_appends_get_dates_as_dates_and_heights_that_fit(tmp_path):
    path = tmp_path / "book.xlsx"
    draw(path)
    book = openpyxl.load_workbook(path)
    sheet = book["Complaints"]
    headers = [cell.value for cell in sheet[1]]
    last = 2_105
    for row in (last - 1, last):
        for header, value in {
            "Complaint": "C-1",
            "Listing": "L404",
            "Account": "nobody",
            "Reason": "keyword abuse",
            "Filed": datetime(2026, 10, 1),  # noqa: DTZ001  # a cell has no time zone
            "Status": "counter-noticed",
            "Counter noticed": datetime(2026, 10, 20),  # noqa: DTZ001
        }.items():
            sheet.cell(row, headers.index(header) + 1).value = value
    sheet.tables["Complaints"].ref = sheet.tables["Complaints"].autoFilter.ref = (
        f"A1:{sheet.cell(last, len(headers)).coordinate}"
    )
    book.save(path)
    pipeline.recalculate(path, today=TODAY)
    sheet = openpyxl.load_workbook(path)["Complaints"]
    dates = {"Reply due", "Suit due", "Leaves window on"}
    assert dates <= {one.header for one in registry().columns_of("Complaints")}
    for header in dates:
        cell = sheet.cell(last, headers.index(header) + 1)
        assert isinstance(cell.value, datetime), header
        assert cell.number_format == "yyyy-mm-dd"
    findings = sheet.cell(last, 2)
    assert findings.value
    assert findings.alignment.wrap_text
    assert sheet.row_dimensions[last].height > 15 * (len(findings.value) // 75)
    for rule in sheet.data_validations.dataValidation:
        assert all(area.max_row >= last for area in rule.sqref.ranges)
