"""Listings merged by marketplace and item number; judged by openpyxl."""

import json
import re

import openpyxl
import pytest
import xlsxwriter

from ippbook import ooxml
from ippbook.errors import UserError

TAOBAO = "https://item.taobao.com/item.htm?id=71234567890{}"
NEW = {"URL": TAOBAO.format(9), "Title": "new one", "Price": 5.5}


def test_a_new_listing_takes_the_first_blank_row_and_the_next_name(desk):
    found = desk.listings(desk.export("e.csv", [NEW]))
    assert (found.added, found.updated, found.unchanged, found.refused) == (1, 0, 0, [])
    sheet = openpyxl.load_workbook(desk.team)["Listings"]
    assert [cell.value for cell in sheet[5]][:4] == ["L0004", TAOBAO.format(9), None, "new one"]
    assert sheet["H5"].value == 5.5
    assert sheet.tables["Listings"].ref == "A1:J6"


def test_the_table_grows_when_its_blank_rows_are_used_up(desk):
    desk.listings(desk.export("e.csv", [NEW | {"URL": TAOBAO.format(n)} for n in (4, 5, 6, 7)]))
    sheet = openpyxl.load_workbook(desk.team)["Listings"]
    assert sheet.tables["Listings"].ref == "A1:J8"
    assert [sheet.cell(row, 1).value for row in range(5, 9)] == ["L0004", "L0005", "L0006", "L0007"]


def test_a_sheet_without_a_table_goes_on_below(desk):
    desk.plain()
    desk.listings(desk.export("e.csv", [NEW]))
    assert desk.rows()[3]["Title"] == "new one"


def test_blank_cells_are_filled_and_typed_cells_stay(desk):
    exported = {
        "链接": "http://item.taobao.com/item.htm?spm=x&id=712345678901#detail",
        "标题": "scraped",
        "店铺名称": "shop",
        "价格": 99,
        "备注": "x",
    }
    found = desk.listings(desk.export("e.csv", [exported]))
    row = desk.rows()[0]
    assert (row["Title"], row["Store"], row["Price"], row["Notes"]) == ("my own title", "shop", 12.5, "typed")
    assert row["URL"] == TAOBAO.format(1) + "&spm=a1"
    assert (found.updated, found.kept) == (1, 3)


def test_differences_on_lines_of_their_own_stay_apart(desk):
    desk.plain()
    book = openpyxl.load_workbook(desk.team)
    book["Listings"].cell(1, book["Listings"].max_column + 1).value = "Differences"
    book.save(desk.team)
    desk.listings(desk.export("e.csv", [NEW | {"差异点": "（1）红色；\n （2）无标！", "Title": "a\nb"}]))
    row = desk.rows()[3]
    assert (row["Differences"], row["Title"]) == ("（1）红色；\n（2）无标！", "a b")


def test_refresh_takes_title_price_store_and_seller_and_nothing_else(desk):
    exported = {"URL": TAOBAO.format(1), "Title": "scraped", "Price": 99, "Notes": "x", "Right": "R9"}
    desk.listings(desk.export("e.csv", [exported]), refresh=True)
    row = desk.rows()[0]
    assert (row["Title"], row["Price"], row["Notes"], row["Right"]) == ("scraped", 99, "typed", "R1")


def test_a_cell_that_cannot_be_read_is_not_taken_for_blank(desk):
    desk.listings(desk.export("e.csv", [{"URL": TAOBAO.format(2), "Price": 7}]))
    assert desk.rows()[1]["Price"] == "ask"


def test_importing_twice_changes_nothing_more_and_keeps_every_byte(desk):
    path = desk.export("e.csv", [NEW, {"URL": TAOBAO.format(1), "Store": "s"}])
    desk.listings(path)
    before = desk.team.read_bytes()
    found = desk.listings(path)
    assert (found.added, found.updated, found.unchanged) == (0, 0, 2)
    assert desk.team.read_bytes() == before


def test_one_listing_named_twice_is_added_once_and_its_rows_complete_each_other(desk):
    first, second = (
        {"URL": TAOBAO.format(9), "Title": "t"},
        {"URL": TAOBAO.format(9) + "&x=1", "Store": "s", "Title": "other"},
    )
    found = desk.listings(desk.export("e.csv", [first, second]))
    assert (found.added, found.updated) == (1, 1)
    assert [(row["Title"], row["Store"]) for row in desk.rows()[3:]] == [("t", "s")]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://x")', "+1", "-2+3", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]
)
def test_scraped_text_never_becomes_a_formula(desk, text):
    desk.listings(desk.export("e.csv", [NEW | {"Title": text}]))
    cell = openpyxl.load_workbook(desk.team)["Listings"]["D5"]
    assert (cell.data_type, cell.value) == ("s", text.strip())
    assert ooxml.open(desk.team).formulas("Listings") == []


@pytest.mark.parametrize(
    ("exported", "why"),
    [
        ({"URL": "https://m.tb.cn/h.abc"}, "short link"),
        ({"URL": "https://shop123.taobao.com"}, "store"),
        ({"URL": "https://example.com/1"}, "not on a supported marketplace"),
        ({"URL": ""}, "no link"),
        ({"URL": TAOBAO.format(9), "First seen": "03/04/2026"}, "can mean 3 April"),
        ({"URL": TAOBAO.format(9), "First seen": "1899-01-01"}, "is before"),
        ({"URL": TAOBAO.format(9), "Platform": "ebay"}, "use one of"),
        ({"URL": TAOBAO.format(9), "Title": "x" * 40_000}, "longer than"),
    ],
)
def test_a_row_that_cannot_be_taken_is_put_aside_with_its_place_and_reason(desk, exported, why):
    blank = {"URL": "", "Platform": "", "First seen": "", "Title": "t"}
    found = desk.listings(desk.export("e.csv", [NEW, blank | exported]))
    assert found.added == 1
    assert [row.place for row in found.refused] == [3]
    assert why in found.refused[0].why
    text = found.rejects.read_text(encoding="utf-8").splitlines()
    assert found.rejects == desk.folder / "e.rejects.csv"
    assert (len(text), why in text[1]) == (2, True)


def test_a_corrected_file_of_refused_rows_is_imported_as_it_is(desk):
    bad = {"URL": "https://m.tb.cn/h.abc", "Title": "=evil()", "Price": "3"}
    found = desk.listings(desk.export("e.csv", [bad]))
    text = found.rejects.read_text(encoding="utf-8")
    assert "'=evil()" in text
    found.rejects.write_text(text.replace("https://m.tb.cn/h.abc", TAOBAO.format(9)), encoding="utf-8")
    again = desk.listings(found.rejects)
    assert (again.added, again.refused, again.unknown_headers) == (1, [], ("Refused line", "Refused because"))
    assert desk.rows()[3]["Title"] == "=evil()"


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json", ".jsonl"])
def test_refused_rows_keep_the_form_of_the_export(desk, suffix):
    found = desk.listings(desk.export(f"e{suffix}", [{"URL": "https://m.tb.cn/h.1", "Title": "=1", "Price": 2}]))
    again = desk.listings(found.rejects)
    assert found.rejects.suffix == suffix
    assert [row.why for row in again.refused] == [row.why for row in found.refused]


def test_a_file_of_refused_rows_is_never_overwritten(desk):
    (desk.folder / "e.rejects.csv").write_text("mine", encoding="utf-8")
    found = desk.listings(desk.export("e.csv", [{"URL": "https://m.tb.cn/h.1"}]))
    assert found.rejects.name == "e.rejects-2.csv"
    assert (desk.folder / "e.rejects.csv").read_text(encoding="utf-8") == "mine"


def test_nothing_is_left_behind_when_the_workbook_cannot_be_written(desk):
    path = desk.export("e.csv", [NEW, {"URL": "https://m.tb.cn/h.1"}])
    (desk.folder / "~$team.xlsx").write_text("", encoding="utf-8")
    before = desk.team.read_bytes()
    with pytest.raises(ooxml.LockedError):
        desk.listings(path)
    assert desk.team.read_bytes() == before
    assert not list(desk.folder.glob("*.rejects*"))


def test_a_price_with_a_currency_is_the_price_that_is_there_as_a_number(desk):
    path = desk.export("e.csv", [{"URL": TAOBAO.format(1), "Price": "¥12.50"}])
    assert (desk.listings(path, refresh=True).unchanged, desk.rows()[0]["Price"]) == (1, 12.5)
    assert desk.listings(desk.export("f.csv", [{"URL": TAOBAO.format(1), "Price": "¥13"}])).kept == 1


@pytest.mark.parametrize(("blank_rows", "format_", "cell"), [(2, "yyyy-mm-dd", "2026-11-20 00:00:00"), (0, "yyyy-mm-dd", "2026-11-20 00:00:00"), (2, "General", "2026-11-20"), (0, "General", "2026-11-20")])  # fmt: skip
def test_a_day_is_a_date_in_a_date_cell_and_never_a_bare_number(tmp_path, ippbook, blank_rows, format_, cell):
    team, export = tmp_path / "team.xlsx", tmp_path / "e.csv"
    with xlsxwriter.Workbook(team) as made:
        sheet, dated = made.add_worksheet("Listings"), made.add_format({"num_format": format_})
        sheet.add_table(
            0,
            0,
            1 + blank_rows,
            2,
            {"name": "Listings", "columns": [{"header": name} for name in ("Listing", "URL", "First seen")]},
        )
        sheet.write_row(1, 0, ["L0001", TAOBAO.format(1)])
        for row in range(1, 2 + blank_rows):
            sheet.write_blank(row, 2, None, dated)
    export.write_text(
        f"url,crawl_time\n{TAOBAO.format(2)},2026-11-20\n{TAOBAO.format(3)},2026-11-20\n", encoding="utf-8"
    )
    assert ippbook("import", team, "--listings", export).code == 0
    found = openpyxl.load_workbook(team)["Listings"]
    assert [str(found.cell(row, 3).value) for row in (3, 4)] == [cell, cell]


def test_checking_writes_nothing(desk):
    before = sorted((path.name, path.read_bytes()) for path in desk.folder.iterdir())
    path = desk.export("e.csv", [NEW, {"URL": "https://m.tb.cn/h.1"}])
    found = desk.listings(path, write=False)
    assert (found.added, len(found.refused), found.written, found.rejects) == (1, 1, False, None)
    path.unlink()
    assert sorted((path.name, path.read_bytes()) for path in desk.folder.iterdir()) == before


@pytest.mark.parametrize(
    ("exported", "cell"),
    [("12.5", 12.5), ("1,299.00", 1299), ("US $12.99", "US $12.99"), ("¥88-128", "¥88-128"), ("10..20", "10..20"), ("面议", "面议"), ("see coupon", "see coupon"), ("", None)],
)  # fmt: skip
def test_a_price_keeps_its_currency_its_range_and_its_words(desk, exported, cell):
    path = desk.export("e.csv", [NEW | {"Price": exported}])
    found = desk.listings(path)
    assert (found.added, found.refused, found.notes) == (1, [], [])
    assert desk.rows()[3]["Price"] == cell
    again = desk.listings(path, refresh=True)
    assert (again.unchanged, again.kept) == (1, 0)


def test_a_link_is_made_from_marketplace_and_item_number(desk):
    exported = [
        {"商品ID": "612345678902", "平台": "1688", "标题": "a"},
        {"商品ID": "612345678903", "平台": "", "标题": "b"},
    ]
    found = desk.listings(desk.export("e.csv", exported))
    assert desk.rows()[3]["URL"] == "https://detail.1688.com/offer/612345678902.html"
    assert "no link and no marketplace" in found.refused[0].why


def test_an_item_number_that_excel_has_rounded_is_refused(desk):
    found = desk.listings(desk.export("e.xlsx", [{"Item ID": 1005005968714361, "Platform": "aliexpress"}]))
    assert "rounded" in found.refused[0].why


def test_long_numbers_in_json_keep_their_digits(desk):
    desk.listings(desk.export("e.json", [{"item_id": 1005005968714361, "platform": "aliexpress"}]))
    assert desk.rows()[3]["URL"] == "https://www.aliexpress.com/item/1005005968714361.html"


def test_the_same_goods_on_another_host_are_the_same_listing(desk):
    found = desk.listings(
        desk.export("e.csv", [{"URL": "https://h5.m.taobao.com/awp/core/detail.htm?id=712345678901"}])
    )
    assert (found.added, found.unchanged) == (0, 1)


def test_an_export_without_links_is_refused_in_words(desk):
    with pytest.raises(UserError, match="no column with links"):
        desk.listings(desk.export("e.csv", [{"Title": "t", "Price": 1}]))


def test_every_other_part_of_the_workbook_keeps_its_bytes(desk):
    import zipfile

    before = zipfile.ZipFile(desk.team)
    old = {name: before.read(name) for name in before.namelist()}
    desk.listings(desk.export("e.csv", [NEW]))
    new = zipfile.ZipFile(desk.team)
    assert [name for name in old if new.read(name) != old[name]] == ["xl/worksheets/sheet1.xml"]


def test_the_command_says_what_it_did_and_exits_with_1_when_rows_are_refused(ippbook, desk):
    path = desk.export("e.csv", [NEW, {"URL": "https://m.tb.cn/h.1"}])
    ran = ippbook("import", desk.team, "--listings", path, "--format", "json")
    reasons = json.loads(ran.out)
    assert (ran.code, reasons["added"], reasons["refused"][0]["line"]) == (1, 1, 3)
    ran = ippbook("import", desk.team, "--listings", desk.export("f.csv", [NEW]))
    assert (ran.code, "1 unchanged" in ran.out, "nothing changed" in ran.out) == (0, True, True)
    assert re.search(r"; as of \d{4}-\d\d-\d\d \(Asia/Shanghai\)$", ran.out, re.MULTILINE)


def test_the_command_wants_exactly_one_export(ippbook, desk):
    assert ippbook("import", desk.team).code == 2


def test_the_same_rows_refused_again_are_in_the_file_that_is_there(desk):
    export = desk.export("e.csv", [{"URL": "no link at all", "Title": "x"}])
    assert desk.listings(export).rejects == desk.listings(export).rejects
    assert [path.name for path in desk.folder.glob("e.rejects*")] == ["e.rejects.csv"]


@pytest.mark.parametrize("first", ["合计", "Total", "Summe:"])
def test_a_totals_row_of_an_export_is_named_and_is_not_a_refused_row(desk, first):
    found = desk.listings(desk.export("e.csv", [NEW, {"URL": first, "Title": "1"}]))
    assert (found.added, found.refused) == (1, [])
    assert "line 3 is a totals row; it is not read as data" in found.notes


@pytest.mark.parametrize("name", ["Taobao (China)", "淘宝 PC", "TAOBAO.COM app"])
def test_a_marketplace_under_a_longer_name_is_read_where_the_link_is_on_it(desk, name):
    found = desk.listings(desk.export("e.csv", [{"URL": TAOBAO.format(9), "Platform": name}]))
    assert (found.added, found.refused) == (1, [])
    assert desk.rows()[3]["Platform"] == "taobao"


def test_the_names_of_a_search_page_are_read(desk):
    found = desk.listings(
        desk.export("e.csv", [{"detail_url": TAOBAO.format(9), "raw_title": "pole", "view_price": "99.00"}])
    )
    assert (found.added, found.unknown_headers) == (1, ())
    assert [desk.rows()[3][name] for name in ("Title", "Price")] == ["pole", 99]
