"""After a calculation every formula shows what Excel would show, or is named with a reason."""

import zipfile
from datetime import date

import pytest
import xlsxwriter

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.formulas.workbook_formulas import Formulas
from ippbook.ooxml import Error

DAY = date(2026, 11, 29)
ROWS = 20
TAOBAO = "https://item.taobao.com/item.htm?id=6{:010d}"
OFFER = "https://detail.1688.com/offer/6{:010d}.html"


class Filled:
    """A workbook after its calculation."""

    def __init__(self, path, scope=FormulaScope.EVERYTHING, changed=None):
        self.book = ooxml.open(path)
        self.formulas = Formulas(self.book, registry().functions, FormulaRequest(scope=scope))
        self.outcome = self.formulas.calculate((), DAY, changed=changed)
        self.values = {
            (part.sheet, part.column, row): value
            for part in self.outcome.columns
            for row, value in zip(part.rows.tolist(), part.values.tolist(), strict=True)
        }
        self.stale = {(part.sheet, part.column, row): part.why for part in self.outcome.skipped for row in part.rows}

    def __getitem__(self, place):
        sheet, row, column = self.book.place(place)
        return self.values[sheet.name, column, row]

    def why(self, place):
        sheet, row, column = self.book.place(place)
        return self.stale.get((sheet.name, column, row), "")


def url(number):
    return (TAOBAO if number % 2 else OFFER).format(number)


def draw(path, formulas, *, arrays=(), spills=(), filled=(), names=(), dates=0):
    """A sheet Listings with a table (Listing, URL, Number), and a sheet Board with *formulas* by cell."""
    book = xlsxwriter.Workbook(str(path), {"date_1904": bool(dates)})
    book.use_future_functions = True
    listings, board = book.add_worksheet("Listings"), book.add_worksheet("Board")
    data = [[f"L{number}", url(number), number] for number in range(1, ROWS + 1)]
    listings.add_table(
        0,
        0,
        ROWS,
        2,
        {"name": "Listings", "data": data, "columns": [{"header": each} for each in ("Listing", "URL", "Number")]},
    )
    for name, text in names:
        book.define_name(name, text)
    for cell, text in formulas.items():
        board.write_formula(cell, text, None, 0.5 if "RAND" in text else "OLD")
    for area, text in arrays:
        board.write_array_formula(area, text, None, "OLD")
    for area, text in spills:
        board.write_dynamic_array_formula(area, text, None, "OLD")
    for column, text in filled:
        for row in range(2, ROWS + 2):
            listings.write_formula(
                f"{column}{row}", text.replace("{row}", str(row)).replace("{above}", str(row - 1)), None, "OLD"
            )
    book.close()
    return path


@pytest.fixture(scope="module")
def board(tmp_path_factory):
    formulas = {
        "A1": "=SUM(Listings[Number])",
        "A2": '=COUNTIFS(Listings[Number],">"&10,Listings[Listing],"L1*")',
        "A3": '=IF(IPP_PLATFORM(Listings!B2)="taobao","yes","no")',
        "A4": "=IPP_PLATFORM(TRIM(Listings!B3))",
        "A5": '=SUMPRODUCT(--(IPP_PLATFORM(Listings[URL])="taobao"))',
        "A6": "=A1+A2",
        "A7": "=VENDOR_ADDIN(1)",
        "A8": "=A7+1",
        "A9": "=IFERROR(A7,3)",
        "A10": "=TODAY()",
        "A11": '=IPP_ITEM_ID(INDEX(Listings[URL],3))&"x"',
        "A12": '=LET(u,Listings!B2,IPP_PLATFORM(u)&"!")',
        "A13": "=A13+1",
        "A14": '=VLOOKUP("L3",Listings,3,FALSE)',
        "A15": "=RAND()",
        "A16": "=IF(A15>2,1,5)",
        "A17": "=SUM(Listings!C2:INDEX(Listings!C:C,4))",
        "A18": "=MAP(Listings!B2:B3,LAMBDA(each,IPP_PLATFORM(each)))",
        "A19": "=Shop_of",
        "A20": "=NOW()",
        "A21": "=Listings[[#Headers],[URL]]",
        "A22": "=1/0",
        "A23": '=""',
        "A24": "=1=1",
        "A25": '=REPT("x",40000)',
        "A26": "=SUM(Listings:Board!C2)",
        "A27": "=IPP_PLATFROM(Listings!B2)",
        "A28": "=SUM(Gone!A1:A2)",
        "A29": '=COUNTIF(Listings[Listing],{"L1","L2"})',
        "A30": '=SUM(COUNTIF(Listings[Listing],{"L1","L2"}))',
        "A31": "=SUMPRODUCT(COUNTIF(Listings[Listing],Listings[Listing]))",
        "A32": "=Moving",
        "A33": '=IF([1]!IPP_PLATFORM(Listings!B2)="taobao",1,0)',
        "A34": '=IF(_xll.IPP_PLATFORM(Listings!B3)="1688",1,0)',
        "A35": "=IFERROR(SUM(#REF!A1:A2),7)",
        "A36": '=SUMIFS(Listings[Number],Listings[Listing],IPP_PLATFORM(Listings!B2)&"*")',
        "A37": '=IF(IPP_PLATFORM(IF(Listings!C2=1,Listings!B2,Listings!B3))="taobao",Listings!C2,0)',
        "A38": "=[2]Prices!A1",
        "A39": '=COUNTIF(Listings[Number],"<>")',
        "A40": "=SUBTOTAL(9,Listings[Number])",
    }
    arrays = [("C1:C3", "{=Listings!C2:C4*2}"), ("D1:E2", "{=Listings!C2:C3}"), ("C10:C12", "{=5}")]
    spills = [("G1", "=FILTER(Listings[Listing],Listings[Number]>17)"), ("H1:H9", "=SORT(Listings!C2:C4,,-1)")]
    spills += [("I1", "=IPP_PLATFORM(UNIQUE(Listings!B2:B4))"), ("J1", "=SEQUENCE(3)"), ("K1", "=SUM(H1#)")]
    filled = [
        ("E", '=IF(C{row}>3,UPPER(A{row})&"-"&IPP_PLATFORM(TRIM(B{row})),E{above}&"+")'),
        ("F", "=Listings[[#This Row],[Number]]+1"),
    ]
    names = [("Shop_of", "=IPP_PLATFORM(Listings!$B$2)"), ("Moving", "=Listings!A1")]
    path = draw(
        tmp_path_factory.mktemp("native") / "board.xlsx",
        formulas,
        arrays=arrays,
        spills=spills,
        filled=filled,
        names=names,
    )
    return Filled(path)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("Board!A1", 210.0),
        ("Board!A2", 9.0),
        ("Board!A3", "yes"),
        ("Board!A4", "1688"),
        ("Board!A5", 10.0),
        ("Board!A6", 219.0),
        ("Board!A10", 46355.0),
        ("Board!A11", "60000000003x"),
        ("Board!A12", "taobao!"),
        ("Board!A14", 3.0),
        ("Board!A16", 5.0),
        ("Board!A17", 6.0),
        ("Board!A19", "taobao"),
        ("Board!A20", 46355.0),
        ("Board!A21", "URL"),
        ("Board!A22", Error("#DIV/0!")),
        ("Board!A23", ""),
        ("Board!A24", True),
        ("Board!A25", Error("#VALUE!")),
        ("Board!A26", 5.0),
        ("Board!A30", 2.0),
        ("Board!A31", 20.0),
        ("Board!A33", 1.0),
        ("Board!A34", 1.0),
        ("Board!A35", 7.0),
        ("Board!A36", 0.0),
        ("Board!A37", 1.0),
        ("Board!A39", 20.0),
        ("Board!A40", 210.0),
        ("Listings!E4", "+++"),
        ("Listings!E5", "L4-1688"),
        ("Listings!F21", 21.0),
    ],
)
def test_a_formula_shows_what_excel_would_show(board, place, value):
    found = board[place]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("Board!A7", "VENDOR_ADDIN"),
        ("Board!A8", "it reads"),
        ("Board!A9", "it reads"),
        ("Board!A13", "itself"),
        ("Board!A18", "LAMBDA"),
        ("Board!A27", "IPP_PLATFROM is not a function of ippbook"),
        ("Board!A32", "Moving"),
        ("Board!A38", "another workbook"),
    ],
)
def test_a_formula_that_nobody_calculates_keeps_its_value_and_is_named_with_a_reason(board, place, why):
    assert why in board.why(place)
    with pytest.raises(KeyError):
        board[place]


def test_a_random_number_is_no_fault_and_stays(board):
    assert board.outcome.unsettled == 1
    assert not board.why("Board!A15")
    assert not board.why("Board!A16")


def test_an_array_formula_fills_its_range_as_excel_does(board):
    assert [board[f"Board!C{row}"] for row in (1, 2, 3)] == [2.0, 4.0, 6.0]
    assert [[board[f"Board!{column}{row}"] for column in "DE"] for row in (1, 2)] == [[1.0, 1.0], [2.0, 2.0]]
    assert [board[f"Board!C{row}"] for row in (10, 11, 12)] == [5.0, 5.0, 5.0]


def test_a_spill_gets_the_size_of_its_answer(board):
    assert [board[f"Board!G{row}"] for row in (1, 2, 3)] == ["L18", "L19", "L20"]
    assert [board[f"Board!H{row}"] for row in range(1, 10)] == [3.0, 2.0, 1.0, *[None] * 6]
    sizes = {(spill.row, spill.column): spill.until for spill in board.outcome.spills}
    assert sizes[1, 7] == (3, 7)
    assert sizes[1, 8] == (3, 8)
    assert board["Board!K1"] == 6.0


def test_a_function_of_ippbook_over_a_native_array_spills(board):
    assert [board[f"Board!I{row}"] for row in (1, 2, 3)] == ["taobao", "1688", "taobao"]


def test_only_what_depends_on_a_changed_cell_is_calculated_on_request(tmp_path):
    import numpy as np

    path = draw(
        tmp_path / "book.xlsx",
        {"A1": "=SUM(Listings[Number])", "A2": "=LEN(Listings!A2)", "A3": "=A1*2", "A4": "=TODAY()"},
    )
    changed = {("Listings", 3): np.array([5])}
    found = Filled(path, FormulaScope.CHANGED, changed)
    assert {place[2] for place in found.values} == {1, 3, 4}
    assert found.outcome.kept == 1


def test_days_of_1904_are_counted_as_excel_counts_them(tmp_path):
    found = Filled(
        draw(tmp_path / "book.xlsx", {"A1": "=TODAY()", "A2": "=DATE(2026,11,29)-A1", "A3": "=YEAR(A1)"}, dates=1904)
    )
    assert [found[f"Board!A{row}"] for row in (1, 2, 3)] == [46355.0 - 1462, 0.0, 2026.0]


def test_a_spill_that_something_blocks_shows_so_and_fills_one_cell(tmp_path):
    path = draw(tmp_path / "book.xlsx", {"A3": "=1+1"}, spills=[("A1", "=SEQUENCE(5)")])
    found = Filled(path)
    assert found["Board!A1"] == Error("#SPILL!")
    assert found["Board!A3"] == 2.0
    assert not found.stale


@pytest.mark.parametrize(("filtered", "sums"), [(False, [55.0, 25.0]), (True, [25.0, 25.0])])
def test_a_subtotal_leaves_out_what_a_filter_hides_and_counts_what_a_person_hid(tmp_path, filtered, sums):
    book = xlsxwriter.Workbook(str(tmp_path / "book.xlsx"))
    sheet, board = book.add_worksheet("Data"), book.add_worksheet("Board")
    sheet.write_row(0, 0, ["Kind", "Number"])
    for row in range(1, 11):
        sheet.write_row(row, 0, ["odd" if row % 2 else "even", row])
        if row % 2 == 0:
            sheet.set_row(row, None, None, {"hidden": True})
    if filtered:
        sheet.autofilter(0, 0, 10, 1)
        sheet.filter_column(0, "x == odd")
    for row, number in enumerate((9, 109)):
        board.write_formula(row, 0, f"=SUBTOTAL({number},Data!B2:B11)", None, 0)
    book.close()
    found = Filled(tmp_path / "book.xlsx")
    assert [found["Board!A1"], found["Board!A2"]] == sums


def test_formulas_with_the_same_text_in_two_rows_read_the_same_cells(tmp_path):
    path = draw(
        tmp_path / "book.xlsx", {"A1": '=CONCATENATE(Listings!A4," test")', "A5": '=CONCATENATE(Listings!A4," test")'}
    )
    found = Filled(path)
    assert [found["Board!A1"], found["Board!A5"]] == ["L3 test", "L3 test"]


def test_a_lookup_that_spills_gives_all_its_columns(tmp_path):
    path = draw(tmp_path / "book.xlsx", {}, spills=[("A1:B1", '=XLOOKUP("L3",Listings!A2:A9,Listings!B2:C9)')])
    found = Filled(path)
    assert found["Board!A1"] == url(3)
    assert found["Board!B1"] == 3.0


def test_a_name_over_a_table_column_is_calculated(tmp_path):
    path = draw(tmp_path / "book.xlsx", {"A1": "=Total"}, names=[("Total", "=SUBTOTAL(109,Listings[Number])")])
    assert Filled(path)["Board!A1"] == 210.0


def test_indirect_reads_its_own_sheet_or_is_named(tmp_path):
    path = draw(
        tmp_path / "book.xlsx",
        {"A1": '=IPP_PLATFORM(TRIM(INDIRECT("B2")))', "A2": '=SUM(INDIRECT("Listings!C2:C4"))', "A3": "=VENDOR(1)"},
    )
    found = Filled(path)
    assert "INDIRECT" in found.why("Board!A1")
    assert found["Board!A2"] == 6.0


@pytest.mark.parametrize("range_", ["A1:XFD1048576", "A1:D1048576"])
def test_an_array_formula_over_a_whole_sheet_costs_nothing_and_what_reads_its_range_is_named(tmp_path, range_):
    """A file may claim 17 billion cells in a few bytes."""
    drawn = draw(
        tmp_path / "drawn.xlsx",
        {},
        arrays=[("A1:A1", "{=SUM(1,2)}")],
        filled=[("E", "Board!D900+1"), ("F", "C{row}+1")],
    )
    path = tmp_path / "claimed.xlsx"
    with zipfile.ZipFile(drawn) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.namelist():
            new.writestr(
                part, old.read(part).replace(b'<f t="array" ref="A1">', f'<f t="array" ref="{range_}">'.encode())
            )
    filled = Filled(path)
    assert "it fills more than 4,000,000 cells" in filled.why("Board!A1")
    assert "which is stale" in filled.why("Listings!E2")
    assert filled["Listings!F2"] == 2.0
