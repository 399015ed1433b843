"""Every save keeps the formulas of the file current, whichever command makes it; what is stale is named, and decides as the team wants."""

import json
import zipfile

import pytest
import xlsxwriter

from ippbook import ooxml

DAY = ("--as-of", "2026-11-29")
HEADERS = ("Listing", "URL", "Platform", "Right", "Twice")


def team(path, *, board=None, precision=False, name="Listings"):
    """A workbook with a table Listings of two rows and a calculated column of the team's own, and a sheet with formulas over it."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(name)
    columns = [{"header": header} for header in HEADERS]
    columns[-1]["formula"] = f"={name}[[#This Row],[Listing]]&{name}[[#This Row],[Listing]]"
    data = [[f"L{row}", f"https://item.taobao.com/item.htm?id=60000000{row}", "taobao", "", "OLD"] for row in (1, 2)]
    sheet.add_table(0, 0, 2, len(HEADERS) - 1, {"name": name, "data": data, "columns": columns})
    other = book.add_worksheet("Board")
    for cell, text in (board or {}).items():
        other.write_formula(cell, text, None, 0)
    book.close()
    if precision:
        with zipfile.ZipFile(path) as old:
            parts = {each: old.read(each) for each in old.namelist()}
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<calcPr ", b'<calcPr fullPrecision="0" ')
        with zipfile.ZipFile(path, "w") as new:
            for each, content in parts.items():
                new.writestr(each, content)
    return path


BOARD = {
    "A1": '=COUNTIFS(Listings[Platform],"taobao")',
    "A2": '=A1&" of "&ROWS(Listings)',
    "A3": "=COUNTA(Listings[Twice])",
    "A4": "=VENDOR_ADDIN(1)",
}


def shown(path, *cells):
    book = ooxml.open(path)
    return [book.cell(f"Board!{cell}").value for cell in cells]


def test_recalc_writes_what_excel_would_show(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board=BOARD)
    ran = ippbook("recalc", path, "--fail-on", "never", *DAY)
    assert ran.code == 0
    assert shown(path, "A1", "A2", "A3") == [2, "2 of 2", 2]
    assert ooxml.open(path).cell("Listings!E3").value == "L2L2"
    assert "STALE Board!A4: " in ran.out


def test_only_the_values_of_formula_cells_change(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board=BOARD)
    with zipfile.ZipFile(path) as old:
        before = {name: old.read(name) for name in old.namelist()}
    ippbook("recalc", path, "--fail-on", "never", *DAY)
    with zipfile.ZipFile(path) as new:
        after = {name: new.read(name) for name in new.namelist()}
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
    }
    formula = before["xl/worksheets/sheet2.xml"].partition(b"<f>")[2].partition(b"</f>")[0]
    assert formula in after["xl/worksheets/sheet2.xml"]


def test_a_workbook_with_an_old_value_is_not_up_to_date(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board={"A1": BOARD["A1"]})
    ran = ippbook("recalc", path, "--check", "--format", "json", *DAY)
    assert ran.code == 1
    assert json.loads(ran.out)["files"][0]["up_to_date"] is False
    ippbook("recalc", path, "--fail-on", "never", *DAY)
    ran = ippbook("recalc", path, "--check", "--format", "json", *DAY)
    assert ran.code == 0
    assert json.loads(ran.out)["files"][0]["up_to_date"] is True


def test_a_stale_formula_fails_a_check_unless_the_team_allows_it(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board=BOARD)
    ippbook("recalc", path, "--fail-on", "never", *DAY)
    found = {
        policy: ippbook("recalc", path, "--check", "--stale", policy, "--format", "json", *DAY)
        for policy in ("error", "warn", "ignore")
    }
    assert {policy: ran.code for policy, ran in found.items()} == {"error": 1, "warn": 0, "ignore": 0}
    assert {policy: json.loads(ran.out)["files"][0]["up_to_date"] for policy, ran in found.items()} == {
        "error": False,
        "warn": False,
        "ignore": True,
    }
    assert ippbook("recalc", path, "--check", *DAY).code == 1
    assert ippbook("recalc", path, "--fail-on", "never", *DAY).code == 0


def test_set_calculates_the_formulas_that_read_the_cell(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board=BOARD)
    ippbook("recalc", path, "--fail-on", "never", *DAY)
    ran = ippbook("set", path, "Listings!C2", "1688")
    assert shown(path, "A1", "A2") == [1, "1 of 2"]
    assert "1 cell and 2 formulas changed" in ran.out


def test_an_import_calculates_the_formulas_over_the_grown_table(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board=BOARD)
    ippbook("recalc", path, "--fail-on", "never", *DAY)
    export = tmp_path / "export.csv"
    export.write_text("URL,Platform\nhttps://item.taobao.com/item.htm?id=690000001,taobao\n", encoding="utf-8")
    ran = ippbook("import", path, "--listings", export)
    assert ran.code == 0, ran.out + ran.err
    assert shown(path, "A1", "A2", "A3") == [3, "3 of 3", 3]
    listing = ooxml.open(path).cell("Listings!A4").value
    assert ooxml.open(path).cell("Listings!E4").value == f"{listing}{listing}"


def test_a_workbook_without_tables_of_ippbook_is_recalculated_with_a_message(tmp_path, ippbook):
    path = team(tmp_path / "board.xlsx", board={"A1": "=SUM(1,2)", "A2": "=COUNTA(Sales[URL])"}, name="Sales")
    ran = ippbook("recalc", path, *DAY)
    assert ran.code == 0
    assert shown(path, "A1", "A2") == [3, 2]
    assert "nothing of ippbook's was found" in ran.out


def test_a_workbook_that_calculates_with_the_displayed_precision_is_named(tmp_path, ippbook):
    path = team(tmp_path / "team.xlsx", board={"A1": "=1+1"}, precision=True)
    ran = ippbook("recalc", path, "--fail-on", "never", *DAY)
    assert "STALE Board!A1: the workbook calculates with the precision" in ran.out
    assert shown(path, "A1") == [0]


@pytest.mark.parametrize("engine", ["nosuch", ""])
def test_an_unknown_engine_is_refused_before_any_work(tmp_path, ippbook, engine):
    path = team(tmp_path / "team.xlsx", board=BOARD)
    before = path.read_bytes()
    assert ippbook("recalc", path, "--engine", engine).code == 2
    assert path.read_bytes() == before


def test_a_check_reads_what_a_formula_in_a_table_shows_now(tmp_path, ippbook):
    book = xlsxwriter.Workbook(str(tmp_path / "team.xlsx"))
    sheet = book.add_worksheet("Listings")
    sheet.write_row(0, 0, ["Listing", "URL", "Platform"])
    sheet.write_row(1, 0, ["L1", "https://item.taobao.com/item.htm?id=600000001"])
    sheet.write_formula("C2", '=IF(LEN(A2)>1,"1688","taobao")', None, "taobao")
    book.close()
    ran = ippbook("check", tmp_path / "team.xlsx", *DAY)
    assert "LS108" in ran.out


def test_a_sheet_with_a_name_that_ippbook_needs_is_named(tmp_path, ippbook):
    book = xlsxwriter.Workbook(str(tmp_path / "board.xlsx"))
    book.add_worksheet("Ippbook Helpers").write("A1", 5)
    book.add_worksheet("Board").write_formula("A1", "=SUM('Ippbook Helpers'!A1,1)", None, 0)
    book.close()
    ran = ippbook("recalc", tmp_path / "board.xlsx", *DAY)
    assert "STALE Board!A1: ippbook needs the name of the sheet Ippbook Helpers" in ran.out
    assert shown(tmp_path / "board.xlsx", "A1") == [0]
