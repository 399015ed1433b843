"""Apps, books, sheets, blocks, tables and names of the engine without Excel, through xlwings' own classes."""

import openpyxl
import pytest
import xlsxwriter

xw = pytest.importorskip("xlwings", reason="xlwings is not installed: the engine without Excel is not tested")

from ippbook import headless  # noqa: E402  # after importorskip
from ippbook.errors import UserError  # noqa: E402  # as above


@pytest.fixture
def app():
    with headless.excel() as app:
        yield app


@pytest.fixture
def book(app):
    return app.books.add()


@pytest.fixture
def sheet(book):
    return book.sheets[0]


# the app


def test_apps_are_counted_and_the_last_one_is_active(app):
    second = xw.App(add_book=False)
    assert xw.apps.keys() == [second.pid, app.pid]
    assert xw.apps.active == second
    app.activate()
    assert xw.apps.active == app
    assert xw.apps[second.pid] == second
    assert second.engine.apps.count == 2
    second.quit()
    assert xw.apps.count == 1
    with pytest.raises(KeyError):
        xw.apps[second.pid]


def test_settings_are_kept_and_put_back_by_xlwings(app):
    assert (app.screen_updating, app.enable_events, app.display_alerts, app.calculation) == (
        True,
        True,
        True,
        "automatic",
    )
    with app.properties(screen_updating=False, calculation="manual", status_bar="working", enable_events=False):
        assert (app.screen_updating, app.enable_events, app.calculation) == (False, False, "manual")
        assert app.status_bar == "working"
    assert (app.screen_updating, app.enable_events, app.calculation, app.status_bar) == (True, True, "automatic", False)
    with pytest.raises(KeyError):
        app.calculation = "sometimes"


def test_vba_is_not_run(app, book):
    with pytest.raises(NotImplementedError, match="runs no VBA"):
        app.macro("Tidy")()
    with pytest.raises(NotImplementedError, match="runs no VBA"):
        book.macro("Tidy")()


def test_an_app_without_a_book_has_no_selection(app):
    assert app.selection is None
    with pytest.raises(headless.ComError):
        _ = app.books.active


# books


def test_a_book_is_found_by_name_in_any_case_and_opened_once(app, tmp_path):
    path = tmp_path / "Team.xlsx"
    with xlsxwriter.Workbook(path) as drawn:
        drawn.add_worksheet("Data").write("A1", 1)
    book = app.books.open(path)
    assert app.books["TEAM.XLSX"] == book
    assert app.books.open(path) == book
    assert xw.Book(path) == book
    assert len(app.books) == 1
    assert book.fullname == str(path)
    book.close()
    assert len(app.books) == 0


def test_closing_the_active_book_brings_another_to_the_front(app):
    first, second = app.books.add(), app.books.add()
    assert [each.name for each in app.books] == ["Book1", "Book2"]
    second.close()
    assert app.books.active == first


def test_passwords_and_other_ways_of_opening_are_not_taken(app, book, tmp_path):
    path = tmp_path / "team.xlsx"
    book.save(path)
    with pytest.raises(NotImplementedError, match="does not encrypt"):
        book.save(tmp_path / "other.xlsx", password="secret")
    book.close()
    with pytest.raises(NotImplementedError, match="only read_only"):
        app.books.open(path, password="secret")
    assert app.books.open(path, read_only=True).api.ReadOnly is True


# sheets


def test_sheets_are_added_at_the_requested_place_and_the_new_one_is_active(book):
    book.sheets.add("Last", after=book.sheets["Sheet1"])
    book.sheets.add("First", before=book.sheets["Sheet1"])
    assert book.sheet_names == ["First", "Sheet1", "Last"]
    assert book.sheets.active.name == "First"
    assert book.sheets["last"].index == 3
    assert book.sheets.add().name == "Sheet2"
    book.sheets["Sheet2"].delete()
    assert "Sheet2" not in book.sheets


@pytest.mark.parametrize("name", ["a/b", "x" * 32, "", "'quoted", "[1]"])
def test_names_that_excel_does_not_take_are_refused(sheet, name):
    with pytest.raises((headless.ComError, ValueError)):  # some are caught by xlwings itself
        sheet.name = name
    with pytest.raises(headless.ComError):
        sheet.impl.name = name


def test_the_last_sheet_stays(sheet):
    with pytest.raises(headless.ComError):
        sheet.delete()


def test_a_sheet_that_is_not_there_is_an_error(book):
    for place in ("Nowhere", 9):
        with pytest.raises((headless.ComError, IndexError)):
            book.sheets[place]


# blocks


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("B2", "$B$2"),
        ("$b$2:C3", "$B$2:$C$3"),
        ("C3:B2", "$B$2:$C$3"),
        ("A:B", "$A:$B"),
        ("2:3", "$2:$3"),
        ("Sheet1!B2", "$B$2"),
        ("'Sheet1'!B2", "$B$2"),
    ],
)
def test_places_are_named_as_excel_names_them(sheet, place, address):
    assert sheet.range(place).address == address


def test_a_place_on_another_sheet_is_that_sheets(book):
    other = book.sheets.add("It's mine")
    assert book.sheets["Sheet1"].range("'It''s mine'!B2").sheet == other
    assert other["B2"].get_address(external=True) == "'[Book1]It''s mine'!$B$2"


@pytest.mark.parametrize("place", ["A1,C1", "Offers[a],Offers[c]", "Sheet1!A1,Sheet1!C1"])
def test_several_areas_are_not_covered(sheet, place):
    with pytest.raises(NotImplementedError):
        sheet.range(place)


@pytest.mark.parametrize(
    ("place", "address"),
    [
        ("Offers[a]", "$A$2:$A$3"),
        ("Offers[[a]:[it's]]", None),
        ("Offers[[a]:[it''s]]", "$A$2:$C$3"),
        ("Offers[[it''s]:[b]]", "$B$2:$C$3"),
        ("offers[[#headers],[B]]", "$B$1"),
        ("Offers[[#Headers],[#Data],[b]]", "$B$1:$B$3"),
        ("Offers[[#All],[a]:[b]]", "$A$1:$B$3"),
        ("Offers[]", "$A$2:$C$3"),
        ("Sheet1!Offers[b]", "$B$2:$B$3"),
        ("Offers[#Totals]", None),
        ("Offers[none]", None),
        ("Offers[[#Headers],[#Totals]]", None),
        ("Nothing[a]", None),
    ],
)
def test_structured_references_are_blocks_or_error_1004(sheet, place, address):
    sheet["A1"].value = [["a", "b", "it's"], [1, 2, 3], [4, 5, 6]]
    sheet.tables.add(sheet["A1:C3"], name="Offers")
    if address:
        assert sheet.range(place).address == address
        return
    with pytest.raises(headless.ComError):
        sheet.range(place)


def test_a_row_of_its_own_is_not_looked_up_where_there_is_none(sheet):
    sheet["A1"].value = [["a"], [1]]
    sheet.tables.add(sheet["A1:A2"], name="Offers")
    with pytest.raises(NotImplementedError, match="no row of its own"):
        sheet.range("Offers[@a]")


@pytest.mark.parametrize("place", ["[Book1]Sheet1!A1:B2", "'[book1]Sheet1'!A1:B2", "[BOOK1]sheet1!$A$1:$B$2"])
def test_a_place_in_another_open_book_is_that_books(app, place):
    app.books.add()
    found = app.books.add().sheets[0].range(place)
    assert (found.sheet.book.name, found.address) == ("Book1", "$A$1:$B$2")


@pytest.mark.parametrize("place", ["[Closed.xlsx]Sheet1!A1", "[Book1]Nowhere!A1"])
def test_a_place_in_a_book_that_is_not_open_is_an_error(sheet, place):
    with pytest.raises(headless.ComError):
        sheet.range(place)


def test_a_place_without_meaning_is_an_error(sheet):
    with pytest.raises(headless.ComError):
        sheet.range("NoSuchName")


def test_blocks_are_cut_moved_and_walked(sheet):
    sheet["A1"].value = [[1, 2, 3], [4, 5, 6]]
    block = sheet["A1:C2"]
    assert block[1, 2].value == 6.0
    assert block[:, 1:].value == [[2.0, 3.0], [5.0, 6.0]]
    assert block.offset(1, 1).address == "$B$2:$D$3"
    assert block.resize(1, 2).address == "$A$1:$B$1"
    assert block.last_cell.value == 6.0
    assert [row.value for row in block.rows] == [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]
    assert [column.value for column in block.columns] == [[1.0, 4.0], [2.0, 5.0], [3.0, 6.0]]
    assert [cell.value for cell in block] == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    assert (block.count, block.shape, block(4).value, block(2, 1).value) == (6, (2, 3), 4.0, 4.0)
    assert block[0:0, :].value is None


def test_the_region_round_a_cell_ends_at_blank_rows_and_columns(sheet):
    sheet["B2"].value = [[1, 2], [3, 4]]
    sheet["E2"].value = "apart"
    sheet["B6"].value = "apart"
    assert sheet["C3"].current_region.address == "$B$2:$C$3"
    assert sheet["A1"].current_region.address == "$A$1:$C$3", "a corner counts, as in Excel"
    assert sheet["H9"].current_region.address == "$H$9"


def test_the_first_and_the_last_cell_that_hold_anything_are_found(sheet):
    sheet["B2"].value = [["a", None], [None, "z"]]
    block = sheet["A1:D9"]
    assert block.find("*", direction="backward", order="rows").address == "$C$3"
    assert block.find("*").address == "$B$2"
    assert sheet["F1:G2"].find("*") is None
    with pytest.raises(NotImplementedError, match="finds only"):
        block.find("a")


def test_cells_are_emptied_and_their_formats_stay(sheet):
    sheet["A1"].number_format = "0.00"
    sheet["A1:B1"].value = [[1, "=1+1"]]
    sheet["A1:B1"].clear_contents()
    assert sheet["A1:B1"].raw_value == ((None, None),)
    assert sheet["A1"].number_format == "0.00"
    assert sheet["A1:B1"].number_format is None


def test_merged_cells_are_known(app, tmp_path):
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as drawn:
        drawn.add_worksheet("Data").merge_range("B2:C3", "together")
    sheet = app.books.open(path).sheets[0]
    assert (sheet["B2:C3"].merge_cells, sheet["A1"].merge_cells, sheet["A1:B2"].merge_cells) == (True, False, None)
    assert sheet["C3"].merge_area.address == "$B$2:$C$3"


def test_looks_come_from_openpyxl(app, tmp_path):
    path = tmp_path / "looks.xlsx"
    with xlsxwriter.Workbook(path) as drawn:
        sheet = drawn.add_worksheet("Data")
        sheet.write("A1", 1, drawn.add_format({"bg_color": "#112233"}))
        sheet.set_column("B:C", 30, None, {"hidden": True})
        sheet.set_row(0, 30)
    sheet = app.books.open(path).sheets[0]
    assert sheet["A1"].color == (0x11, 0x22, 0x33)
    assert sheet["A2"].color is None
    assert sheet["A1"].row_height == 30
    assert sheet["B1"].impl.column_hidden is True
    assert sheet["A1:B1"].impl.column_hidden is None
    assert sheet["B1"].column_width == pytest.approx(30, abs=1)


def test_one_formula_for_many_cells_is_not_covered_rather_than_wrong(sheet):
    with pytest.raises(NotImplementedError, match="each cell its own formula"):
        sheet["A1:A3"].formula = "=B1*2"
    assert sheet["A1"].formula == ""


def test_what_is_not_covered_says_so_in_words(sheet):
    for ask in (
        lambda: sheet["A1"].font.bold,
        lambda: sheet.charts,
        sheet["A1"].clear_formats,
        lambda: sheet.pivot_tables,
    ):
        with pytest.raises(NotImplementedError, match="The engine without Excel has no"):
            ask()
    with pytest.raises(NotImplementedError, match=r"does not change Range\.color"):
        sheet["A1"].color = (1, 2, 3)


# tables and names


def test_tables_do_not_overlap_and_names_are_taken_once(sheet):
    sheet["A1"].value = [["a", "b"], [1, 2], [3, 4]]
    sheet["D1"].value = [["c"], [5]]
    first = sheet.tables.add(sheet["A1:B3"])
    assert first.name == "Table1"
    with pytest.raises(headless.ComError):
        sheet.tables.add(sheet["B2:D3"])
    with pytest.raises(headless.ComError):
        sheet.tables.add(sheet["D1:D2"], name="TABLE1")
    second = sheet.tables.add(sheet["D1:D2"], name="Other")
    with pytest.raises(NotImplementedError, match="not its columns"):
        second.resize(sheet["C1:D2"])
    assert [table.name for table in sheet.tables] == ["Table1", "Other"]
    assert (first.show_headers, first.show_totals, first.totals_row_range) == (True, False, None)
    assert sheet.range("Other[#All]").address == "$D$1:$D$2"
    assert sheet.range("table1[#Headers]").value == ["a", "b"]
    assert sheet.range("Table1").address == "$A$2:$B$3"
    assert first.columns["B"].range.address == "$B$1:$B$3"
    with pytest.raises(KeyError):
        first.columns["none"]
    with pytest.raises(KeyError):
        sheet.tables["none"]


def test_names_are_added_looked_up_and_counted(book, sheet):
    book.names.add("Rate", "=0.19")
    book.names["Prices"] = sheet["B2:B3"]
    assert sorted(name.name for name in book.names) == ["Prices", "Rate"]
    assert book.names["Prices"].refers_to == "=Sheet1!$B$2:$B$3"
    assert "rate" in book.names
    with pytest.raises(headless.ComError):
        _ = book.names["Rate"].refers_to_range
    with pytest.raises(headless.ComError):
        book.names("Nothing")


@pytest.mark.parametrize(
    ("stands_for", "address"),
    [
        ("=Sheet1!$B$2:$B$3", "$B$2:$B$3"),
        ("='Sheet1'!$B$2", "$B$2"),
        ("=Sheet1!$B:$C", "$B:$C"),
        ("=Sheet1!$2:$3", "$2:$3"),
        ("=Offers[b]", "$B$2:$B$3"),
    ],
)
def test_a_name_of_a_block_is_looked_up(book, sheet, stands_for, address):
    sheet["A1"].value = [["a", "b"], [1, 2], [3, 4]]
    sheet.tables.add(sheet["A1:B3"], name="Offers")
    book.names.add("Here", stands_for)
    assert sheet.range("here").address == book.names["Here"].refers_to_range.address == address


@pytest.mark.parametrize("stands_for", ["=0.19", '="a,b"', "=-{1,2}", "=TRUE", "=Sheet1!#REF!"])
def test_a_name_of_a_value_stands_for_no_cells(book, sheet, stands_for):
    book.names.add("Rate", stands_for)
    with pytest.raises(headless.ComError):
        sheet.range("Rate")


@pytest.mark.parametrize(
    "stands_for",
    ["=OFFSET(Sheet1!$A$1,0,0,3,1)", "=Sheet1!$A$1,Sheet1!$C$1", "=Sheet1!A1", "=Other", "=[1]Data!$A$1", "=Sheet1!$A$1:INDEX(1:1,2)"],
)  # fmt: skip
def test_a_name_that_excel_may_find_cells_for_is_not_covered_rather_than_an_error(book, sheet, stands_for):
    book.names.add("Dynamic", stands_for)
    for ask in (lambda: sheet.range("Dynamic"), lambda: book.names["Dynamic"].refers_to_range):
        with pytest.raises(NotImplementedError, match="which is not a plain block"):
            ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda book: book.sheets[0].api.ListObjects,
        lambda book: book.sheets[0].api.Protect("secret"),
        lambda book: book.sheets[0]["A1"].api.Interior,
        lambda book: book.sheets[0]["A1"].api.EntireRow.Group(),
        lambda book: book.api.RefreshAll(),
        lambda book: book.app.api.CalculateFull(),
    ],
)
def test_what_excels_own_objects_have_and_the_engine_has_not_is_refused_in_a_sentence(app, ask):
    with pytest.raises(NotImplementedError, match="The engine without Excel has no api"):
        ask(app.books.add())


# a new book, as it is saved


def saved(book, tmp_path):
    path = tmp_path / "new.xlsx"
    book.save(str(path))
    return openpyxl.load_workbook(path)


def test_two_sheets_of_one_name_are_refused_as_excel_refuses_them(app):
    book = app.books.add()
    other = book.sheets.add("Other")
    with pytest.raises(headless.ComError, match="already taken"):
        other.name = "sheet1"
    other.name = "OTHER"
    assert book.sheet_names == ["OTHER", "Sheet1"]
    with pytest.raises(ValueError, match="already present"):  # xlwings itself says so
        book.sheets.add("SHEET1")


def test_a_sheet_that_was_renamed_or_deleted_is_not_saved_under_its_old_name(app, tmp_path):
    book = app.books.add()
    book.sheets.add("Gone")
    assert book.sheets["Sheet1"].api.title == "Sheet1"  # openpyxl's own workbook is made here
    book.sheets["Gone"].delete()
    book.sheets["Sheet1"].name = "Rights"
    assert saved(book, tmp_path).sheetnames == ["Rights"]


def test_a_new_table_gets_the_headers_that_excel_gives_it(app, tmp_path):
    book = app.books.add()
    sheet = book.sheets[0]
    sheet["A1"].value = [["Link", "link", None, 2026.0, None], ["a", "b", "c", "d", "e"]]
    table = sheet.tables.add(sheet["A1:E2"], name="Listings")
    wanted = ["Link", "link2", "Column3", "2026", "Column5"]
    assert [column.name for column in table.columns] == wanted
    assert sheet["A1:E1"].value == wanted
    (found,) = saved(book, tmp_path).active.tables.values()
    assert [column.name for column in found.tableColumns] == wanted


def test_a_control_character_in_a_new_book_is_refused_with_its_cell(app, tmp_path):
    book = app.books.add()
    book.sheets[0]["B2"].value = "a\x01b"
    with pytest.raises(UserError, match="Sheet1!B2 holds a control character"):
        book.save(str(tmp_path / "new.xlsx"))
    assert not (tmp_path / "new.xlsx").exists()
