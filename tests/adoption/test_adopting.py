"""Adopting a team's own workbook: what is recognised, what is added, what is refused. Nothing that is there changes."""

import json
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table as ExcelTable

from ippbook import cli, ooxml, pipeline
from ippbook.adoption import ReadingCertainty, adopt
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.tables import typed_tables

DAY = date(2026, 11, 1)
LINK = "https://item.taobao.com/item.htm?id=6123456789"
HEADERS = ["商品编号", "商品链接", "平台", "商品标题", "负责人"]
ROWS = [[f"A{n}", f"{LINK}{n}", "淘宝", "同款", "李雷"] for n in range(10, 14)]
RIGHTS = ["Right", "Right type", "Office", "Number", "Name", "Expires"]
RIGHT = ["R1", "trademark", "CN", "8123456", "NORDLYS", date(2030, 1, 31)]


def saved(path, *sheets, table_names=(), change=None):
    """A workbook of (sheet, rows); those with a table name become tables of Excel."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, (name, rows) in enumerate(sheets):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if number < len(table_names) and table_names[number]:
            sheet.add_table(ExcelTable(displayName=table_names[number], ref=sheet.dimensions))
    if change:
        change(book)
    book.save(path)
    return path


def own(path, **options):
    return saved(path, ("侵权登记", [["侵权链接登记表"], HEADERS, *ROWS]), ("权利", [RIGHTS, RIGHT]), **options)


def cells(path, sheet):
    found = ooxml.open(path).read(sheet)
    return {
        (row, col): (int(found[col].kind[row]), str(found[col].text[row]), str(found[col].number[row]))
        for col in found.columns
        for row in range(len(found[col].kind))
        if found[col].kind[row]
    }


def read(path):
    return typed_tables(ooxml.open(path), registry().headers)


def test_a_look_writes_nothing_and_says_what_each_column_is_taken_for(tmp_path):
    path = own(tmp_path / "own.xlsx")
    before = path.read_bytes()
    found = adopt(path)
    assert (path.read_bytes(), found.written) == (before, False)
    listings = next(each for each in found.look.tables if each.table == "Listings")
    assert (listings.sheet, listings.range, listings.found_by, listings.rows) == ("侵权登记", "A2:E6", "its headers", 4)
    assert [(each.header, each.taken_for, each.certainty) for each in listings.columns] == [
        ("商品编号", "Listing", ReadingCertainty.CERTAIN),
        ("商品链接", "URL", ReadingCertainty.CERTAIN),
        ("平台", "Platform", ReadingCertainty.CERTAIN),
        ("商品标题", "Title", ReadingCertainty.CERTAIN),
        ("负责人", "", ReadingCertainty.YOURS),
    ]
    added = {each.table: [column.header for column in each.columns] for each in found.additions.columns}
    assert added["Listings"][-1] == "检查结果"
    assert found.additions.names == (("Listings", "", "侵权登记"),)


def test_what_was_shown_is_added_and_every_old_cell_and_part_stays(tmp_path):
    path, out = own(tmp_path / "own.xlsx"), tmp_path / "out.xlsx"
    shown = adopt(path)
    done = adopt(path, out, write=True)
    assert (done.written, done.additions) == (True, shown.additions)
    for sheet in ("侵权登记", "权利"):
        old, new = cells(path, sheet), cells(out, sheet)
        assert {place: new[place] for place in old} == old
        assert {place[0] for place in new.keys() - old.keys()} == {1 if sheet == "侵权登记" else 0}  # only headers
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(out) as after:
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert "xl/theme/theme1.xml" not in changed
    assert set(changed) <= {
        "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels", "[Content_Types].xml",
    }  # fmt: skip


def test_an_adopted_workbook_is_computed_and_has_nothing_more_to_add(tmp_path):
    out = tmp_path / "out.xlsx"
    adopt(own(tmp_path / "own.xlsx"), out, write=True)
    pipeline.recalculate(out, as_of=DAY, today=DAY)
    book = openpyxl.load_workbook(out)
    sheet = book["侵权登记"]
    at = {cell.value: cell.column for cell in sheet[2]}
    assert sheet.cell(3, at["链接平台"]).value == "taobao"
    rights = book["权利"]
    until = next(cell for cell in rights[1] if cell.value in ("Protected until", "法定保护期至"))
    assert rights.cell(2, until.column).number_format == "yyyy-mm-dd"
    assert set(book.sheetnames) >= {"Settings", "Sellers", "Good-Faith", "IPP names"} or "设置" in book.sheetnames
    again = adopt(out)
    assert again.additions.nothing
    assert "nothing to add" not in again.problems


def test_a_table_of_excel_gets_wider_and_keeps_its_columns(tmp_path):
    path = own(tmp_path / "own.xlsx", table_names=("", "Rights"))
    done = adopt(path, tmp_path / "out.xlsx", write=True, only=["Rights"], sheets=False)
    table = ooxml.open(done.out).tables["Rights"]
    assert table.columns[:6] == tuple(RIGHTS)
    assert table.columns[-1] in ("Findings", "检查结果")
    assert table.last_row == 2
    assert openpyxl.load_workbook(done.out)["权利"].tables["Rights"].autoFilter.ref == table.ref


def test_a_workbook_of_an_earlier_version_gets_the_columns_that_are_new(tmp_path):
    """A workbook that ippbook drew, without an input, a computed column and the waivers: as an earlier version drew it."""
    sheets = []
    for kind, lacks in (
        ("Rights", "Certificate copy"),
        ("Accounts", "Portal"),
        ("Listings", "Duplicate of"),
        ("Complaints", ""),
    ):
        record = next(each for each in typed_tables_kinds() if each.table == kind)
        headers = [field.header for field in record.fields()] + [each.header for each in registry().columns_of(kind)]
        sheets.append((kind, [[header for header in headers if header != lacks]]))
    for _, rows in sheets:
        rows.append(["x"] + [None] * (len(rows[0]) - 1))
    path = saved(tmp_path / "old.xlsx", *sheets, table_names=("Rights", "Accounts", "Listings", "Complaints"))
    assert read(path)["Rights"].present
    done = adopt(path, tmp_path / "new.xlsx", write=True)
    assert {each.table: [column.header for column in each.columns] for each in done.additions.columns} == {
        "Rights": ["Certificate copy"],
        "Accounts": ["Portal"],
        "Listings": ["Duplicate of"],
    }
    found = read(done.out)
    assert all(found[name].absent == frozenset() for name in ("Rights", "Accounts", "Listings", "Complaints"))
    assert found["Waivers"].present


def typed_tables_kinds():
    from ippbook.tables.records import RECORDS

    return RECORDS


def test_what_the_user_says_is_used_and_remembered(tmp_path):
    rows = [["编码", "宝贝地址", "平台"], ["A1", LINK + "10", "淘宝"], ["A2", LINK + "11", "淘宝"]]
    path, out = saved(tmp_path / "own.xlsx", ("Sheet7", rows)), tmp_path / "out.xlsx"
    said = ["Listings=Sheet7", "Listings.Listing=编码", "Listings.URL=宝贝地址"]
    done = adopt(path, out, mapped=said, write=True, sheets=False)
    assert {each.table for each in done.look.tables} == {"Listings"}
    found = read(out)["Listings"]
    assert list(found.columns["listing"]) == ["A1", "A2"]
    assert list(found.columns["url"]) == [LINK + "10", LINK + "11"]


def test_links_under_an_unknown_header_are_asked_about(tmp_path):
    path = saved(tmp_path / "own.xlsx", ("商品", [["商品编号", "宝贝地址", "标题"], ["A1", LINK + "10", "x"]]))
    assert any("--map 'Listings.URL=宝贝地址'" in question for question in adopt(path).look.questions)


def test_two_places_that_look_alike_are_a_question_and_none_is_taken(tmp_path):
    path = saved(
        tmp_path / "own.xlsx", ("一", [HEADERS, ROWS[0]]), ("二", [HEADERS, ROWS[1]]), ("权利", [RIGHTS, RIGHT])
    )
    found = adopt(path)
    assert [each.table for each in found.look.tables] == ["Rights"]
    assert found.look.questions == (
        "一 and 二 all look like Listings; say which one it is with --map Listings=一 or --map Listings=二",
    )
    chosen = adopt(path, mapped=["Listings=二"])
    assert {each.table: each.sheet for each in chosen.look.tables}["Listings"] == "二"


def test_a_column_of_the_team_with_a_computed_name_is_asked_about(tmp_path):
    path = saved(tmp_path / "own.xlsx", ("Listings", [["Listing", "URL", "Item ID"], ["A1", LINK + "10", "mine"]]))
    assert any("has a column Item ID" in question for question in adopt(path).look.questions)


def protect(book):
    book["权利"].protection.enable()


def merge(book):
    book["权利"].merge_cells("B1:C1")


def block(book):
    book["权利"]["I2"] = "see the portal"


def lock_structure(book):
    from openpyxl.workbook.protection import WorkbookProtection

    book.security = WorkbookProtection(lockStructure=True)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (protect, "is protected"),
        (merge, "B1:C1 are merged"),
        (block, "cell I2 is in the way"),
        (lock_structure, "structure of the workbook is protected"),
    ],
)
def test_what_is_in_the_way_is_said_beforehand_and_refused_when_writing(tmp_path, change, words):
    path, out = own(tmp_path / "own.xlsx", change=change), tmp_path / "out.xlsx"
    assert any(words in problem for problem in adopt(path).problems)
    with pytest.raises(UserError, match=words):
        adopt(path, out, write=True)
    assert not out.exists()


def test_a_table_that_is_in_order_can_be_adopted_alone(tmp_path):
    path = own(tmp_path / "own.xlsx", change=protect)
    assert adopt(path, tmp_path / "out.xlsx", only=["Listings"], write=True).written


def test_a_file_that_is_open_or_that_changed_meanwhile_is_not_written(tmp_path, monkeypatch):
    path = own(tmp_path / "own.xlsx")
    (tmp_path / "~$own.xlsx").write_bytes(b"")
    with pytest.raises(ooxml.LockedError, match="open in Excel"):
        adopt(path, write=True)
    (tmp_path / "~$own.xlsx").unlink()
    from ippbook.ooxml.write import save as saving

    check = saving._check_target

    def changed(target, *, force):
        own(path, change=block)
        check(target, force=force)

    monkeypatch.setattr(saving, "_check_target", changed)
    with pytest.raises(ooxml.LockedError, match="changed since it was read"):
        adopt(path, write=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"mapped": ["Listings"]}, "write TABLE=YOUR SHEET"),
        ({"mapped": ["Nothing=权利"]}, "is not a table of ippbook"),
        ({"mapped": ["Listings=Nowhere"]}, "no sheet and no table 'Nowhere'"),
        ({"mapped": ["Rights.Colour=Name"]}, "Rights has no column 'Colour'"),
        ({"mapped": ["Rights.Number=Nummer"]}, "Rights has no header 'Nummer'"),
        ({"only": ["Elsewhere"]}, "is not a table of ippbook"),
        ({"only": ["Rights.Colour"]}, "Rights has no column 'Colour'"),
    ],
)
def test_an_option_that_names_nothing_is_refused_in_one_sentence(tmp_path, options, words):
    with pytest.raises(UserError, match=words):
        adopt(own(tmp_path / "own.xlsx"), **options)


def test_a_workbook_without_anything_known_is_refused(tmp_path):
    with pytest.raises(UserError, match="no sheet and no table looks like one of ippbook"):
        adopt(saved(tmp_path / "own.xlsx", ("x", [["a", "b"], [1, 2]])))


def test_the_command_shows_first_and_writes_when_told_to(tmp_path, capsys):
    path = own(tmp_path / "own.xlsx")
    assert cli.main(["adopt", str(path)]) == 0
    shown = capsys.readouterr().out
    assert "Would add to Listings" in shown
    assert "nothing written" in shown
    assert cli.main(["adopt", str(path), "-o", str(tmp_path / "o.xlsx"), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["written"] is True
    assert {each["table"] for each in found["tables"]} == {"Rights", "Listings"}
    assert cli.main(["adopt", str(tmp_path / "o.xlsx")]) == 0
    assert "nothing to add" in capsys.readouterr().out


def test_the_command_ends_with_two_where_it_cannot_write(tmp_path, capsys):
    path = own(tmp_path / "own.xlsx", change=protect)
    assert cli.main(["adopt", str(path)]) == 1
    assert "In the way" in capsys.readouterr().out
    assert cli.main(["adopt", str(path), "--write"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(HEADERS + RIGHTS), st.text("ab12合计", max_size=4)), max_size=5),
        max_size=5,
    )
)
def test_no_sheet_fails_and_what_is_added_is_read_afterwards(tmp_path, rows):
    path, out = saved(tmp_path / "own.xlsx", ("Listings", rows)), tmp_path / "out.xlsx"
    try:
        done = adopt(path, out, write=True, sheets=False)
    except (UserError, ooxml.WorkbookError):
        return
    assert {place: cells(out, "Listings")[place] for place in cells(path, "Listings")} == cells(path, "Listings")
    for each in done.additions.columns:
        assert {column.field for column in each.columns} <= set(read(out)[each.table].places.columns)


def test_a_sheet_with_listings_and_complaints_side_by_side_is_asked_about(tmp_path):
    headers = ["商品链接", "店铺", "权利编号", "投诉账号", "投诉理由", "投诉单号", "处理状态"]
    path = saved(
        tmp_path / "own.xlsx", ("台账", [headers, [LINK + "10", "店", "R1", "a", "滥用商标关键词", "T1", "已提交"]])
    )
    found = adopt(path).look
    assert [each.table for each in found.tables] == ["Complaints"]
    assert any("has columns of Listings too" in question for question in found.questions)


def test_a_chinese_workbook_gets_sheets_with_chinese_names(tmp_path):
    path = saved(tmp_path / "own.xlsx", ("商品链接", [["商品编号", "商品链接", "商品标题"], ["L1", LINK + "10", "包"]]))
    assert [sheet.name for sheet in adopt(path).additions.sheets if sheet.name.isascii()] == []
