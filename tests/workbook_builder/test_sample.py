"""The committed workbook: what it promises to hold, that it is safe, and that it is what the declarations draw."""

import re
import zipfile
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from ippbook.catalog.platforms import parse_link
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.workbook_builder import Content, draw, sample

COMMITTED = Path(__file__).parents[2] / "workbook" / "ippbook.xlsx"


def rows_of(book, table):
    header, *rows = list(book[table].iter_rows(values_only=True))
    return [dict(zip(header, row, strict=True)) for row in rows]


def parts_of(path):
    with zipfile.ZipFile(path) as package:
        return [(entry.filename, package.read(entry)) for entry in package.infolist()]


@pytest.mark.deep
def test_drawing_twice_gives_the_same_bytes(sample_path, tmp_path):
    sample(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == sample_path.read_bytes()


def test_the_committed_workbook_is_what_the_declarations_draw(sample_path):
    # Part by part: the same parts may be compressed into other bytes by another zlib.
    committed, drawn = parts_of(COMMITTED), parts_of(sample_path)
    assert [name for name, _ in committed] == [name for name, _ in drawn]
    assert [name for (name, one), (_, other) in zip(committed, drawn, strict=True) if one != other] == [], (
        "run: make workbook"
    )


def test_no_part_of_the_package_names_the_day_it_was_made(sample_path):
    with zipfile.ZipFile(sample_path) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2026-11-01T00:00:00Z" in package.read("docProps/core.xml")


def test_there_are_twelve_rights_and_more_of_all_types_and_offices(sample_book):
    rights = rows_of(sample_book, "Rights")
    assert len(rights) >= 12
    assert {load_vocabulary("right_types").read(row["Right type"]) for row in rights} >= {
        "trademark",
        "design patent",
        "utility model",
        "invention patent",
        "copyright",
        "software copyright",
    }
    assert {load_vocabulary("offices").read(row["Office"]) for row in rights} >= {"CN", "EU", "US", "WIPO", "GB"}


def test_there_are_420_listings_and_more_on_all_eight_platforms(sample_book):
    listings = rows_of(sample_book, "Listings")
    links = [parse_link(row["URL"] or "") for row in listings]
    found = Counter(link.platform for link in links)
    assert len(listings) >= 420
    eight = ("alibaba", "aliexpress", "taobao", "tmall", "tmallhk", "1688", "xianyu", "lazada")
    assert min(found[platform] for platform in eight) >= 10
    assert any("aliexpress.us" in (row["URL"] or "") for row in listings)
    assert Counter((link.platform, link.item_id) for link in links if link.item_id).most_common(1)[0][1] > 1, (
        "duplicates"
    )


def test_there_are_640_complaint_rows_of_three_accounts_over_nine_months_in_every_status(sample_book):
    complaints = rows_of(sample_book, "Complaints")
    filed = [row["Filed"].date() for row in complaints if isinstance(row["Filed"], datetime)]
    assert len(complaints) >= 640
    assert {row["Account"] for row in complaints} >= {"nordlys-legal", "huanyu-ipr", "lighthouse-sea"}
    assert {day.month for day in filed} == set(range(2, 11))
    assert max(filed) <= date(2026, 10, 31)
    assert {row["Status"] for row in complaints} >= set(load_vocabulary("statuses").codes)


def test_one_account_qualifies_one_fails_on_its_rate_and_one_on_volume_and_a_reason(sample_book):
    first, second, third = rows_of(sample_book, "Accounts")
    assert (first["Account"], first["Qualifies"], first["Fails"]) == ("nordlys-legal", "yes", None)
    assert second["Qualifies"] == third["Qualifies"] == "no"
    assert second["Complaints filed"] >= 100
    assert second["Takedown rate"] < 0.9
    assert third["Complaints filed"] < 100
    assert third["Takedown rate"] >= 0.9
    assert 'reason "design infringement"' in third["Fails"]


def test_good_faith_figures_agree_with_a_separate_count(sample_book):
    complaints = rows_of(sample_book, "Complaints")
    window = [
        row
        for row in complaints
        if row["Account"] == "nordlys-legal"
        and isinstance(row["Filed"], datetime)
        and date(2026, 7, 31) < row["Filed"].date() <= date(2026, 10, 31)
    ]
    down = sum(
        row["Status"] in {"accepted", "counter-noticed", "intervention", "upheld", "reinstated"} for row in window
    )
    rejected = sum(row["Status"] == "rejected" for row in window)
    account = rows_of(sample_book, "Accounts")[0]
    assert account["Complaints filed"] == len(window)
    assert account["Takedown rate"] == pytest.approx(down / (down + rejected))


def test_texts_are_written_in_both_languages_and_within_the_limit(sample_book):
    texts = [
        (row["Takedown text"], row["Characters"])
        for row in rows_of(sample_book, "Complaints")
        if row["Status"] == "ready" and row["Takedown text"]
    ]
    assert any("Please remove" in text for text, _ in texts)
    assert any("请贵平台" in text for text, _ in texts)


def test_the_flaws_of_a_real_team_are_found(sample_book):
    said = " ".join(
        str(row["Findings"])
        for table in ("Rights", "Accounts", "Listings", "Complaints")
        for row in rows_of(sample_book, table)
    )
    for flaw in (
        "check digit",
        "publication number",
        "power of attorney ended",
        "short link",
        "no right called TM-CN-9",
        "can mean 4 February or 2 April 2026",
        "has no reason",
        "needs the order number",
        "needs the proof number of the chat",
    ):
        assert flaw in said


def test_nothing_in_the_sample_but_its_links_and_figures_is_a_formula_or_a_link(sample_book):
    for sheet in sample_book:
        if sheet.title in {"Today", "Good-Faith", "Charts"}:  # test_today_sheet.py, test_computed_tables.py
            continue
        for row in sheet.iter_rows():
            for cell in row:
                link = sheet.title == "Listings" and sheet.cell(1, cell.column).value == "Open page"  # test_growth.py
                assert cell.data_type != "f" or link, cell.coordinate
                assert cell.hyperlink is None or sheet.title == "Guide", cell.coordinate


def formulas_of(path):
    """The texts of a workbook's formulas."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    return set(re.findall(rb"<f[^>]*>([^<]*)</f>", b"".join(parts)))


@pytest.fixture(scope="module")
def new_formulas(new_path):
    return formulas_of(new_path)


@pytest.mark.parametrize(
    "hostile", ["=1+1", "+1", "@SUM(A1)", "{=A1}", "https://example.org", "-2+3", "00123", "1E5", "#REF!", "\u4f60=好"]
)
def test_a_text_stays_a_text_whatever_it_looks_like(tmp_path, hostile, new_formulas):
    path = tmp_path / "hostile.xlsx"
    draw(path, content=Content({"Listings": [{"listing": "L1", "title": hostile}]}))
    sheet = openpyxl.load_workbook(path)["Listings"]
    place = next(cell.column for cell in sheet[1] if cell.value == "Title")
    cell = sheet.cell(2, place)
    assert (cell.value, cell.hyperlink) == (hostile, None)
    assert cell.data_type == "s" or hostile == "#REF!" or cell.value.startswith("=")
    assert not formulas_of(path) - new_formulas  # the text of every formula is constant, whatever the cells hold
