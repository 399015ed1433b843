"""A workbook that goes through the engine without Excel: read as others read it, saved with nothing changed but what was written."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

xw = pytest.importorskip("xlwings", reason="xlwings is not installed: the engine without Excel is not tested")

from ippbook import headless, ooxml  # noqa: E402  # after importorskip
from ippbook.errors import UserError  # noqa: E402

at = dt.datetime.fromisoformat


@pytest.fixture
def app():
    with headless.excel() as app:
        yield app


@pytest.fixture
def draw(tmp_path):
    """Draw a workbook with another library: a function gets it and its first sheet."""

    def drawn(paint, name="team.xlsx", **options):
        path = tmp_path / name
        with xlsxwriter.Workbook(path, options) as book:
            paint(book, book.add_worksheet("Data"))
        return path

    return drawn


def offers(book, sheet):
    sheet.write_row("A1", ["Item", "Price", "Twice"])
    sheet.write_row("A2", ["B01", 9.5])
    sheet.write_row("A3", ["B02", 4])
    columns = [
        {"header": "Item"},
        {"header": "Price"},
        {"header": "Twice", "formula": "=Offers[[#This Row],[Price]]*2"},
    ]
    sheet.add_table("A1:C3", {"name": "Offers", "columns": columns})
    sheet.write_formula("E1", "=SUM(B2:B3)", None, 13.5)
    sheet.insert_textbox("H1", "a note of the team")
    other = book.add_worksheet("Other")
    other.write("A1", "untouched")


def parts(path):
    with zipfile.ZipFile(path) as box:
        return {name: box.read(name) for name in box.namelist()}


def changed(before, path):
    after = parts(path)
    assert list(before) == list(after)
    return [name for name in before if before[name] != after[name]]


# reading


def test_every_cell_of_the_sample_reads_as_openpyxl_reads_it(app, sample_path):
    theirs = openpyxl.load_workbook(sample_path, data_only=True)
    ours = app.books.open(sample_path)
    assert ours.sheet_names == theirs.sheetnames
    for sheet in ours.sheets:
        used = sheet.used_range
        values = used.options(ndim=2, err_to_str=True).value
        for row, cells in enumerate(values):
            for col, value in enumerate(cells):
                wanted = theirs[sheet.name].cell(used.row + row, used.column + col).value
                if isinstance(wanted, dt.date) and not isinstance(wanted, dt.datetime):
                    wanted = dt.datetime.combine(wanted, dt.time())
                assert value == (wanted or None if isinstance(wanted, str) else wanted), (sheet.name, row, col)


def test_formulas_read_as_others_wrote_them(app, draw):
    book = app.books.open(draw(offers))
    assert book.sheets["Data"]["C2:C3"].formula == (("=[@Price]*2",), ("=[@Price]*2",))
    assert book.sheets["Data"]["E1"].formula == "=SUM(B2:B3)"
    assert book.sheets["Data"]["E1"].value == 13.5


def test_days_count_from_1904_where_the_book_does(app, draw):
    def paint(book, sheet):
        sheet.write_datetime("A1", at("2026-01-31"), book.add_format({"num_format": "yyyy-mm-dd"}))

    path = draw(paint, date_1904=True)
    book = app.books.open(path)
    assert book.sheets["Data"]["A1"].value == openpyxl.load_workbook(path)["Data"]["A1"].value == at("2026-01-31")
    book.sheets["Data"]["A1"].value = dt.date(2026, 2, 1)
    book.save()
    assert openpyxl.load_workbook(path)["Data"]["A1"].value == at("2026-02-01")


def test_currency_in_a_file_is_a_decimal(app, draw):
    path = draw(lambda book, sheet: sheet.write("A1", 12.34567, book.add_format({"num_format": "$#,##0.00"})))
    assert app.books.open(path).sheets[0]["A1"].value == Decimal("12.3457")


BUILT_IN = {
    5: "$#,##0_);($#,##0)", 8: "$#,##0.00_);[Red]($#,##0.00)", 14: "m/d/yyyy", 22: "m/d/yyyy h:mm", 37: "#,##0_);(#,##0)",
    41: '_(* #,##0_);_(* (#,##0);_(* "-"_);_(@_)', 44: '_($* #,##0.00_);_($* (#,##0.00);_($* "-"??_);_(@_)', 47: "mm:ss.0", 49: "@",
}  # fmt: skip
"""As Excel's Range.NumberFormat says them in English (United States); XlsxWriter and openpyxl write no more than the number."""


def test_the_formats_that_a_file_has_by_number_alone_are_those_that_excel_says(app, draw):
    known = [*range(23), *range(37, 50)]

    def paint(book, sheet):
        for row, number in enumerate(known):
            sheet.write_number(row, 0, 45000.25, book.add_format({"num_format": number}))

    sheet = app.books.open(draw(paint)).sheets[0]
    cells = {number: sheet[row, 0] for row, number in enumerate(known)}
    assert {number: cells[number].number_format for number in BUILT_IN} == BUILT_IN
    kinds = {number: type(cell.value) for number, cell in cells.items()}
    money, days = {5, 6, 7, 8, 42, 44}, {14, 15, 16, 17, 18, 19, 20, 21, 22, 45, 46, 47}
    assert {number for number, kind in kinds.items() if kind is Decimal} == money
    assert {number for number, kind in kinds.items() if kind is dt.datetime} == days
    assert {number for number, kind in kinds.items() if kind is float} == set(known) - money - days


@pytest.mark.parametrize("code", ["[$€-2] #,##0.00", "#,##0.00", "[$-409]0"])
def test_a_dollar_sign_that_is_no_currency_makes_no_decimal(code, app, draw):
    path = draw(lambda book, sheet: sheet.write("A1", 12.5, book.add_format({"num_format": code})))
    assert type(app.books.open(path).sheets[0]["A1"].value) is float


def test_hidden_rows_hidden_sheets_and_names_are_known(app, draw):
    def paint(book, sheet):
        sheet.write_column("A1", [1, 2, 3, 4])
        sheet.set_row(2, None, None, {"hidden": True})
        book.add_worksheet("Away").very_hidden()
        book.define_name("First", "=Data!$A$1")
        book.define_name("Data!Own", "=Data!$A$2:$A$3")

    book = app.books.open(draw(paint))
    sheet = book.sheets["Data"]
    assert sheet["A3"].impl.row_hidden is True
    assert sheet["A1:A4"].impl.row_hidden is None
    assert sheet["A1:A2"].impl.row_hidden is False
    assert book.sheets["Away"].visible is False
    with pytest.raises(headless.ComError):
        book.sheets["Away"].activate()
    assert sheet.range("First").value == 1.0
    assert sheet.range("Own").address == "$A$2:$A$3"
    assert [name.name for name in sheet.names] == ["Data!Own"]
    assert sheet.names["own"].refers_to_range.address == sheet.names["Data!Own"].refers_to_range.address
    assert "Own" in sheet.names
    assert "Own" not in book.sheets["Away"].names


def test_the_print_area_is_a_name_of_its_sheet(app, draw):
    def paint(_book, sheet):
        sheet.write("A1", 1)
        sheet.print_area("A1:B9")
        sheet.repeat_rows(0)

    sheet = app.books.open(draw(paint)).sheets["Data"]
    assert sheet.range("Print_Area").address == "$A$1:$B$9"
    assert sheet.names["Print_Titles"].refers_to_range.address == "$1:$1"


def test_the_active_sheet_and_cell_are_those_of_the_file(app, draw):
    def paint(book, sheet):
        sheet.write("A1", 1)
        second = book.add_worksheet("Second")
        second.set_selection("C7")
        second.activate()

    book = app.books.open(draw(paint))
    assert book.sheets.active.name == "Second"
    assert app.selection.address == "$C$7"


def test_a_sheet_of_charts_has_no_cells_and_stops_nothing(app, draw):
    def paint(book, sheet):
        sheet.write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$A$1:$A$1"})
        book.add_chartsheet("Chart").set_chart(chart)

    book = app.books.open(draw(paint))
    assert not hasattr(book.sheets["Chart"].impl, "used_range")
    assert book.sheets["Data"]["A1"].value == 1.0


def test_cells_are_read_and_saved_without_openpyxl(app, draw, monkeypatch):
    path = draw(offers)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("seconds for a big book"))
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    assert sheet["A1"].expand().options(ndim=2).value[1] == ["B01", 9.5, 0.0]
    sheet["A2"].value = "B99"
    book.save()


def test_a_block_of_ten_thousand_rows_is_one_read_and_one_write(app):
    sheet = app.books.add().sheets[0]
    sheet["A1"].options(ndim=2).value = [[float(row), f"text {row}"] for row in range(10_000)]
    assert len(sheet["A1:B10000"].options(ndim=2).value) == 10_000
    assert (app.impl.calls["write"], app.impl.calls["read"]) == (1, 1)


# saving


def test_a_book_that_was_only_read_keeps_every_byte(app, sample_path, tmp_path):
    path = tmp_path / "team.xlsx"
    path.write_bytes(sample_path.read_bytes())
    book = app.books.open(path)
    for sheet in book.sheets:
        assert sheet.used_range.value is not None
    book.save()
    assert path.read_bytes() == sample_path.read_bytes()


def test_one_written_cell_changes_one_part_and_another_program_reads_it(app, draw):
    path = draw(offers)
    before = parts(path)
    book = app.books.open(path)
    book.sheets["Data"]["A2"].value = "B77"
    book.save()
    assert changed(before, path) == ["xl/worksheets/sheet1.xml"]
    assert openpyxl.load_workbook(path)["Data"]["A2"].value == "B77"


def test_macros_of_a_workbook_keep_their_bytes(app, tmp_path, draw):
    import pathlib

    path = draw(lambda _book, sheet: sheet.write("A1", 1))
    macros = pathlib.Path(xw.__file__).parent / "quickstart_standalone.xlsm"
    path = tmp_path / "team.xlsm"
    path.write_bytes(macros.read_bytes())
    before = parts(path)
    book = app.books.open(path)
    book.sheets[0]["C3"].value = "ours"
    book.save()
    assert len(changed(before, path)) == 1
    assert parts(path)["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]


def test_a_formula_is_written_as_the_file_wants_it(app, draw):
    path = draw(offers)
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    sheet["C2:C3"].formula = [["=[@Price]*3"], ["=[@Price]*3"]]
    sheet["C2:C3"].impl.set_results([[28.5], [12.0]])
    sheet["E1"].value = 5
    book.save()
    assert openpyxl.load_workbook(path)["Data"]["C3"].value == "=Offers[[#This Row],[Price]]*3"
    assert openpyxl.load_workbook(path, data_only=True)["Data"]["C3"].value == 12
    assert openpyxl.load_workbook(path)["Data"]["E1"].value == 5
    assert sheet["C2"].formula == "=[@Price]*3"


def test_a_formula_that_may_spill_is_refused_as_formula2_and_taken_as_formula(app, draw):
    path = draw(offers)
    book = app.books.open(path)
    cell = book.sheets["Data"]["F1"]
    with pytest.raises(NotImplementedError, match="more than one value"):
        cell.formula2 = "=UNIQUE(A2:A3)"
    assert cell.formula == ""
    cell.formula = "=UNIQUE(A2:A3)"
    cell.offset(1).formula2 = "=SUM(B2:B3)"
    book.save()
    reopened = openpyxl.load_workbook(path)["Data"]
    assert (reopened["F1"].value, reopened["F2"].value) == ("=_xlfn.UNIQUE(A2:A3)", "=SUM(B2:B3)")


def test_a_formula_of_the_file_that_is_written_again_stays_as_it_is(app, draw):
    path = draw(lambda _book, sheet: sheet.write_formula("A1", "=_xlfn.LET(_xlpm.x,1,_xlpm.x)", None, 1))
    before = path.read_bytes()
    book = app.books.open(path)
    cell = book.sheets["Data"]["A1"]
    cell.formula = cell.formula
    cell.impl.set_results(1)
    book.save()
    assert changed(zip_of(before), path) == []


def test_a_formula_with_a_result_keeps_its_text(app, draw):
    path = draw(offers)
    book = app.books.open(path)
    book.sheets["Data"]["C2"].impl.set_results(19)
    book.save()
    assert openpyxl.load_workbook(path, data_only=True)["Data"]["C2"].value == 19
    assert "Price" in openpyxl.load_workbook(path)["Data"]["C2"].value


def test_a_table_that_grows_takes_its_formula_along(app, draw):
    path = draw(offers)
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    table = sheet.tables["Offers"]
    table.resize(sheet["A1:C5"])
    assert sheet["C4:C5"].formula == (("=[@Price]*2",), ("=[@Price]*2",))
    sheet["A4:B5"].value = [["B03", 1], ["B04", 2]]
    sheet["C4:C5"].impl.set_results([[2], [4]])
    book.save()
    found = openpyxl.load_workbook(path)["Data"]
    assert found.tables["Offers"].ref == "A1:C5"
    assert [cell.value for cell in found["A"]] == ["Item", "B01", "B02", "B03", "B04"]
    assert "Price" in found["C5"].value
    assert openpyxl.load_workbook(path, data_only=True)["Data"]["C5"].value == 4
    assert table.range.address == "$A$1:$C$5"
    table.resize(sheet["A1:C6"])
    sheet["A6"].value = "B05"
    book.save()
    assert openpyxl.load_workbook(path)["Data"].tables["Offers"].ref == "A1:C6"


def test_a_table_that_grew_and_shrank_again_saves_as_it_was(app, draw):
    path = draw(offers)
    before = path.read_bytes()
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    sheet.tables["Offers"].resize(sheet["A1:C6"])
    sheet.tables["Offers"].resize(sheet["A1:C3"])
    book.save()
    assert changed(zip_of(before), path) == []


def zip_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return {name: box.read(name) for name in box.namelist()}


@pytest.mark.parametrize(
    ("what", "message"),
    [
        (lambda sheet: sheet.book.sheets.add("New"), "sheet 'New' is new"),
        (lambda sheet: setattr(sheet["A2"], "number_format", "0.000"), "A2 got the number format '0.000'"),
        (lambda sheet: setattr(sheet["G9"], "value", "2026-01-31"), "G9 got the number format 'm/d/yyyy'"),
        (lambda sheet: sheet.tables["Offers"].resize(sheet["A1:C2"]), "table 'Offers' lost 1 rows"),
        (lambda sheet: sheet.tables.add(sheet["G1:H3"], name="Second"), "table 'Second' is new"),
        (lambda sheet: sheet.book.names.add("Here", "=Data!$A$1"), "the name 'Here' is new"),
    ],
)
def test_what_cannot_be_written_losslessly_is_refused_and_nothing_is_written(app, draw, what, message):
    path = draw(offers)
    before = path.read_bytes()
    book = app.books.open(path)
    what(book.sheets["Data"])
    with pytest.raises(UserError) as met:
        book.save()
    assert message in str(met.value)
    assert str(path) in str(met.value)
    assert path.read_bytes() == before


def test_a_read_only_file_opens_read_only_and_can_be_saved_elsewhere(app, draw, tmp_path):
    path = draw(offers)
    path.chmod(0o444)
    book = app.books.open(path)
    assert book.api.ReadOnly is True
    with pytest.raises(headless.ComError) as met:
        book.save()
    assert "read-only" in met.value.excepinfo[2]
    book.sheets["Data"]["A2"].value = "B77"
    book.save(tmp_path / "copy.xlsx")
    assert openpyxl.load_workbook(tmp_path / "copy.xlsx")["Data"]["A2"].value == "B77"
    assert book.name == "copy.xlsx"
    assert book.api.ReadOnly is False


def test_a_new_book_is_saved_through_openpyxl(app, tmp_path):
    book = app.books.add()
    sheet = book.sheets[0]
    sheet["A1"].value = [["Item", "Day"], ["'=1+1", at("2026-01-31")]]
    sheet.tables.add(sheet["A1:B2"], name="Offers")
    book.names.add("Days", "=Sheet1!$B$2")
    book.sheets.add("Second")["A1"].value = "=Sheet1!A1"
    book.save(tmp_path / "new.xlsx")
    found = openpyxl.load_workbook(tmp_path / "new.xlsx")
    assert found["Sheet1"]["A2"].value == "=1+1"
    assert found["Sheet1"]["A2"].data_type == "s"
    assert found["Sheet1"]["B2"].value == at("2026-01-31")
    assert found["Sheet1"].tables["Offers"].ref == "A1:B2"
    assert found.defined_names["Days"].attr_text == "Sheet1!$B$2"
    assert found["Second"]["A1"].value == "=Sheet1!A1"
    assert book.fullname == str(tmp_path / "new.xlsx")


def test_what_api_gives_shows_what_was_written(app, draw):
    book = app.books.open(draw(offers))
    assert book.api["Data"]["A2"].value == "B01"
    book.sheets["Data"]["A2"].value = "B77"
    assert book.api["Data"]["A2"].value == "B77"
    assert book.api.workbook.sheetnames == ["Data", "Other"]
    assert book.api["Data"].max_row == 3
    assert [cell.value for cell in next(book.api.workbook["Data"].iter_rows())][:2] == ["Item", "Price"]
    assert book.sheets["Data"].tables["Offers"].api.tableStyleInfo.name == "TableStyleMedium9"


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: setattr(sheet["B2"].api, "Value", 99),
        lambda sheet: setattr(sheet["B2"].api, "NumberFormat", "0.00"),
        lambda sheet: setattr(sheet["B2"].api, "Locked", False),
        lambda sheet: setattr(sheet["B2"].api.EntireRow, "Hidden", True),
        lambda sheet: setattr(sheet.api, "Name", "New"),
        lambda sheet: setattr(sheet.api, "sheet_state", "hidden"),
        lambda sheet: setattr(sheet.api["B2"], "value", 99),
        lambda sheet: setattr(sheet.api.worksheet.column_dimensions["A"], "width", 50),
        lambda sheet: sheet.api.worksheet.__setitem__("B2", 99),
        lambda sheet: sheet.api.cell(2, 2, 99),
        lambda sheet: sheet.api.delete_rows(2),
        lambda sheet: sheet.api.append([1]),
        lambda sheet: sheet.api.merge_cells("A1:B2"),
        lambda sheet: sheet.api.worksheet.insert_rows(1),
        lambda sheet: sheet.book.api.create_sheet("zzz"),
        lambda sheet: sheet.book.api.workbook.remove(sheet.api.worksheet),
        lambda sheet: setattr(sheet.tables["Offers"].api, "ref", "A1:C9"),
        lambda sheet: sheet.book.names.api.clear(),
        lambda sheet: sheet.book.sheets.api.clear(),
        lambda sheet: setattr(sheet.book.app.api, "Caption", "x"),
    ],
)
def test_what_would_be_changed_through_api_is_refused_and_not_lost_in_silence(app, draw, change):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    with pytest.raises(NotImplementedError, match=r"The engine without Excel (does not change|has no) api\."):
        change(sheet)


def test_settings_of_the_program_are_kept_under_excels_own_names_too(app):
    own = app.api
    own.DisplayAlerts = own.ScreenUpdating = own.EnableEvents = False
    own.Calculation, own.StatusBar = -4135, "working"
    assert (app.display_alerts, app.screen_updating, app.enable_events) == (False, False, False)
    assert (app.calculation, app.status_bar) == ("manual", "working")
    assert (app.api.DisplayAlerts, app.api.Calculation, app.api.Interactive, app.api.Visible) == (
        False,
        -4135,
        True,
        False,
    )
    with pytest.raises(headless.ComError):
        own.Calculation = 7


@settings(max_examples=25)
@given(st.lists(st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable()), min_size=1, max_size=5))
def test_any_text_behind_an_apostrophe_comes_back_as_that_text(tmp_path_factory, texts):
    path = tmp_path_factory.mktemp("texts") / "texts.xlsx"
    with xlsxwriter.Workbook(path) as drawn:
        drawn.add_worksheet("Data").write("A1", "x")
    with headless.excel() as app:
        book = app.books.open(path)
        book.sheets[0]["B1"].options(ndim=2).value = [[f"'{text}"] for text in texts]
        book.save()
    found = openpyxl.load_workbook(path)["Data"]
    assert [found.cell(row, 2).value for row in range(1, len(texts) + 1)] == texts
    assert {found.cell(row, 2).data_type for row in range(1, len(texts) + 1)} == {"s"}


# what stops a write


def test_locked_cells_of_a_protected_sheet_are_refused_and_open_ones_are_not(app, draw):
    def paint(book, sheet):
        sheet.write("A1", "locked")
        sheet.write("B1", "open", book.add_format({"locked": False}))
        sheet.protect("secret")

    sheet = app.books.open(draw(paint)).sheets["Data"]
    assert sheet.api.ProtectContents is True
    assert (sheet["A1"].api.Locked, sheet["B1"].api.Locked, sheet["A1:B1"].api.Locked) == (True, False, None)
    with pytest.raises(headless.ComError) as met:
        sheet["A1:B1"].value = [["x", "y"]]
    assert "protected sheet" in met.value.excepinfo[2]
    assert sheet["A1:B1"].value == ["locked", "open"]
    sheet["B1"].value = "written"
    assert sheet["B1"].value == "written"


def test_rows_that_a_filter_hides_are_not_written_over(app, draw):
    def paint(_book, sheet):
        sheet.write_column("A1", ["Item", "a", "b", "a"])
        sheet.autofilter("A1:A4")
        sheet.filter_column(0, "x == a")
        sheet.set_row(2, None, None, {"hidden": True})

    sheet = app.books.open(draw(paint)).sheets["Data"]
    assert sheet.api.FilterMode is True
    with pytest.raises(NotImplementedError, match="a filter hides"):
        sheet["A2:A4"].value = [["x"], ["y"], ["z"]]
    assert sheet["A2:A4"].value == ["a", "b", "a"]


@pytest.mark.parametrize("place", ["A4", "C4:D4", "A2:C4", "B4:B9"])
def test_the_empty_row_below_a_table_is_not_written_before_the_table_is_resized(app, draw, place):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    with pytest.raises(NotImplementedError, match="row below table Offers"):
        sheet[place].value = "B03"
    assert sheet["A4"].value is None


@pytest.mark.parametrize("place", ["D1", "D2:D3", "D3:F9", "B1:D1"])
def test_the_empty_column_next_to_a_table_is_not_written_before_the_table_is_resized(app, draw, place):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    with pytest.raises(NotImplementedError, match="column to the right of table Offers"):
        sheet[place].value = "note"
    assert sheet["D1:D9"].value == [None] * 9


def test_next_to_a_table_one_may_write_where_excel_lets_no_table_grow(app, draw):
    def paint(book, sheet):
        offers(book, sheet)
        sheet.write("D1", "Notes")
        sheet.write("B4", "total")
        sheet.add_table(
            "A11:A13", {"name": "Counted", "total_row": True, "columns": [{"header": "n", "total_function": "sum"}]}
        )

    sheet = app.books.open(draw(paint)).sheets["Data"]
    sheet["D2"].value = "a column with a header of its own"
    sheet["A4"].value = "a row that is not empty"
    sheet["A14"].value = "below totals"
    sheet["D4"].value = "only a corner touches"
    assert [sheet[place].value is not None for place in ("D2", "A4", "A14", "D4")] == [True] * 4


def test_emptying_lets_no_table_grow_and_goes_on_over_what_is_used(app, draw):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    for empty in (sheet["A4"].clear_contents, sheet["A3:D5"].clear_contents):
        empty()
    sheet["A4:C4"].value = [[None, "", None]]
    assert sheet["A2:B3"].value == [["B01", 9.5], [None, None]]
    sheet["A3:Z1048576"].value = None
    sheet["M:Z"].clear_contents()
    assert sheet["A2"].value == "B01"
    sheet.cells.clear_contents()
    assert sheet["A1:E9"].value == [[None] * 5] * 9
    assert sheet.used_range.last_cell.row < 10


def test_what_excel_may_be_able_to_do_with_millions_of_cells_is_not_covered_rather_than_out_of_memory(app, draw):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    for ask in (
        lambda: sheet.cells.value,
        lambda: sheet.cells.formula,
        lambda: sheet.cells.api.Value2,
        lambda: sheet.cells.api.HasFormula,
        lambda: setattr(sheet.cells, "value", 1),
        lambda: setattr(sheet.cells, "number_format", "0.00"),
    ):
        with pytest.raises(NotImplementedError, match="5,000,000 cells at once"):
            ask()
    assert sheet.cells.find("*", direction="backward", order="rows").address == "$C$3"
    assert sheet.cells.number_format == "General"


def test_formulas_that_are_read_after_a_write_are_noted_once(app, draw):
    book = app.books.open(draw(offers))
    sheet = book.sheets["Data"]
    assert sheet["E1"].value == 13.5
    app.calculate()
    assert app.impl.notes == [], "nothing was written yet"
    sheet["A2"].value = "B77"
    assert sheet["A1:B3"].value[1] == ["B77", 9.5]
    assert app.impl.notes == [], "no formula was read"
    assert sheet["E1"].value == 13.5
    (note,) = app.impl.notes
    assert note.startswith("team.xlsx: the macro read formulas that were not calculated after it wrote")


def test_calculate_shows_what_formulas_give_after_a_write_and_the_save_keeps_it(app, draw, tmp_path):
    path = draw(offers)
    book = app.books.open(path)
    sheet = book.sheets["Data"]
    sheet["B2"].value = 100
    app.calculate()
    shown = sheet["E1"].value
    assert shown != 13.5
    assert app.impl.notes == []
    book.save(tmp_path / "later.xlsx")
    assert ooxml.open(tmp_path / "later.xlsx").cell("Data!E1").value == shown


def test_a_save_calculates_the_formulas_that_read_a_written_cell(app, draw, tmp_path):
    book = app.books.open(draw(offers))
    book.sheets["Data"]["B2"].value = 100
    book.save(tmp_path / "later.xlsx")
    assert ooxml.open(tmp_path / "later.xlsx").cell("Data!E1").value not in {13.5, None}


@pytest.mark.parametrize(
    "ask",
    [
        lambda sheet: sheet["E1"].api.Value2,
        lambda sheet: sheet.used_range.value,
        lambda sheet: (setattr(sheet["F1"], "formula", "=1+1"), sheet["F1"].value),
    ],
)
def test_each_way_to_an_old_result_is_noted(app, draw, ask):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    sheet["B2"].clear_contents()
    ask(sheet)
    assert len(app.impl.notes) == 1


def test_results_that_were_laid_down_are_not_noted(app, draw):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    sheet["B2"].value = 3
    sheet["C2:C3"].impl.set_results([[6], [8]])
    assert sheet["A1:C3"].value[1] == ["B01", 3.0, 6.0]
    assert app.impl.notes == []


def test_has_formula_is_nothing_where_only_some_cells_have_one(app, draw):
    sheet = app.books.open(draw(offers)).sheets["Data"]
    assert (sheet["C2:C3"].api.HasFormula, sheet["A1:B3"].api.HasFormula) == (True, False)
    assert [sheet[place].api.HasFormula for place in ("B2:C2", "C1:C3", "A1:C3")] == [None] * 3


def test_a_table_with_totals_is_not_resized(app, draw):
    def paint(_book, sheet):
        sheet.add_table(
            "A1:A4", {"name": "Counted", "total_row": True, "columns": [{"header": "n", "total_function": "sum"}]}
        )

    sheet = app.books.open(draw(paint)).sheets["Data"]
    for block in ("A1:A9", "A1:A3"):
        with pytest.raises(NotImplementedError, match="row of totals"):
            sheet.tables["Counted"].resize(sheet[block])
    assert sheet.tables["Counted"].range.address == "$A$1:$A$4"


def test_part_of_an_array_formula_cannot_be_changed(app, draw):
    path = draw(lambda _book, sheet: sheet.write_array_formula("A1:A3", "{=B1:B3*2}", None, 0))
    sheet = app.books.open(path).sheets["Data"]
    assert sheet["A2"].has_array is True
    with pytest.raises(headless.ComError) as met:
        sheet["A2"].value = 1
    assert "part of an array" in met.value.excepinfo[2]


def test_a_book_that_is_no_workbook_is_refused_in_a_sentence(app, tmp_path):
    from ippbook import ooxml

    path = tmp_path / "notes.xlsx"
    path.write_text("hello")
    with pytest.raises(ooxml.WorkbookError, match=r"notes\.xlsx"):
        app.books.open(path)
    assert len(app.books) == 0


# the engine among engines


def test_an_engine_that_is_there_is_put_aside_and_comes_back(monkeypatch):
    class Real:
        name = "excel"
        type = "desktop"

    real = xw.Engine(impl=Real())
    monkeypatch.setattr(xw, "engines", xw.engines)
    xw.engines.add(real)
    real.activate()
    try:
        with headless.excel() as app:
            assert xw.engines["excel"] is not real
            assert xw.engines.active is not real
            assert [engine.name for engine in xw.engines] == ["excel"]
            app.books.add()
        assert xw.engines["excel"] is real
        assert xw.engines.active is real
        assert list(xw.engines) == [real]
    finally:
        xw.engines.engines.remove(real)
        del xw.engines.engines_by_name["excel"]
        xw.engines.active = None


def test_the_engine_goes_when_a_macro_fails():
    def fail():
        with headless.excel() as app:
            app.books.add().set_mock_caller()
            app.impl.editing = True
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(xw.engines) == 0
    assert xw.engines.active is None
    assert not hasattr(xw.Book, "_mock_caller"), "xlwings asks whether the name is there"
