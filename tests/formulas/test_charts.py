"""The values that charts keep of their cells are current after every save, and everything else of a chart stays byte for byte."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table

from ippbook import ooxml
from ippbook.formulas.charts import chart_updates
from ippbook.formulas.charts.chart_areas import pieces
from ippbook.ooxml.read.chart_parts import ChartPart, chart_parts
from ippbook.saving import save_current

DAY = date(2026, 1, 31)
PART = "xl/charts/chart1.xml"
ROWS = [("name", "count"), ("a", 1), ("b", 2.5), ("c", None), ("d", 4)]


@pytest.fixture
def book(tmp_path):
    """A table with a chart over all its rows, whose kept values are current."""
    return current(drawn(tmp_path / "chart.xlsx"))


def drawn(path, rows=ROWS, formulas=()):
    """A workbook by openpyxl, which gives charts no kept values; *formulas* take the place of the chart's references in order."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "My 'data', all"
    for row in rows:
        sheet.append(row)
    sheet.add_table(Table(displayName="Items", ref=f"A1:B{len(rows)}"))
    book.defined_names["counts"] = DefinedName("counts", attr_text="Items[count]")
    book.defined_names["moving"] = DefinedName(
        "moving", attr_text="OFFSET('My ''data'', all'!$B$2,0,0,COUNT('My ''data'', all'!$B$2:$B$5),1)"
    )
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=len(rows)), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=len(rows)))
    sheet.add_chart(chart, "D3")
    book.save(path)
    for place, formula in enumerate(formulas):
        edited(path, lambda text, place=place, formula=formula: with_formula(text, place, formula))
    return path


def with_formula(text, place, formula):
    found = [*re.finditer(r"<(?:c:)?f>(.*?)</(?:c:)?f>", text)][place]
    return text[: found.start(1)] + formula + text[found.end(1) :]


def edited(path, change, part=PART):
    """The workbook at *path* with the text of a part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


def current(path):
    """The workbook at *path* with its charts made current."""
    book = ooxml.open(path)
    ooxml.save(book, ooxml.Edits(), parts=chart_updates(book, ooxml.Edits(), everything=True).parts)
    return path


def put(path, *cells):
    """Put values into cells as the command set does: (cell, value)."""
    book = ooxml.open(path)
    edits = ooxml.Edits()
    for cell, value in cells:
        _, row, column = book.place(cell)
        edits.put_column(book.sheets[0].name, column, [row], [value])
    return save_current(book, edits, day=DAY)


def kept(path):
    """The kept values of the series, read by openpyxl: title, categories, values."""
    [chart] = openpyxl.load_workbook(path).worksheets[0]._charts
    [series] = chart.series
    cat = series.cat.numRef or series.cat.strRef
    cache = cat.numCache if series.cat.numRef else cat.strCache
    return (
        [point.v for point in series.tx.strRef.strCache.pt],
        {point.idx: point.v for point in cache.pt},
        {point.idx: point.v for point in series.val.numRef.numCache.pt},
    )


def text_of(path):
    with zipfile.ZipFile(path) as found:
        return found.read(PART).decode()


def changes(path):
    return chart_updates(ooxml.open(path), ooxml.Edits(), everything=True).changed


def test_a_chart_without_kept_values_gets_them(book):
    assert kept(book) == (["count"], {}, {0: 1, 1: 2.5, 3: 4})
    assert changes(book) == 0


def test_a_changed_cell_is_changed_in_the_chart_and_nothing_else_is(book):
    before = text_of(book)
    put(book, ("B3", 7), ("B4", 0.1), ("B5", None))
    assert kept(book)[2] == {0: 1, 1: 7, 2: 0.1}
    values = re.compile(r"<val>.*</val>", re.DOTALL)
    assert values.sub("", text_of(book)) == values.sub("", before)


def test_a_cell_that_no_chart_shows_leaves_the_chart_as_it_is(book):
    edited(book, lambda text: text.replace("<v>2.5</v>", "<v>9</v>"))
    put(book, ("G9", 1))
    assert kept(book)[2][1] == 9
    assert changes(book) == 1


def test_hostile_texts_stay_texts(tmp_path):
    book = current(drawn(tmp_path / "hostile.xlsx", formulas=["'My ''data'', all'!$A$2"]))
    put(book, ("A2", "</c:v><evil>&\x0b_x0041_"))
    assert "<evil>" not in text_of(book)
    [chart] = chart_parts(ooxml.open(book))
    assert chart.references[0].levels[0] == {0: "</c:v><evil>&\x0b_x0041_"}
    assert changes(book) == 0


def test_values_that_differ_in_the_last_digit_or_are_spelled_otherwise_are_current(book):
    edited(
        book, lambda text: text.replace("<v>2.5</v>", "<v>2.50000000000000001E0</v>").replace("<v>4</v>", "<v>4.0</v>")
    )
    before = book.read_bytes()
    assert changes(book) == 0
    current(book)
    assert book.read_bytes() == before


def test_a_chart_over_all_rows_of_a_table_grows_with_it(book):
    opened = ooxml.open(book)
    edits = ooxml.Edits()
    edits.grow(opened, "Items", 2)
    edits.put_column(opened.sheets[0].name, 2, [6, 7], [5, 6])
    save_current(opened, edits, day=DAY)
    assert kept(book)[2] == {0: 1, 1: 2.5, 3: 4, 4: 5, 5: 6}
    formulas = re.findall(r"<f>(.*?)</f>", text_of(book))
    assert [each.rpartition("!")[2] for each in formulas] == ["B1", "$A$2:$A$7", "$B$2:$B$7"]


def test_a_chart_over_some_rows_of_a_table_does_not_grow(tmp_path):
    sheet = "'My ''data'', all'!"
    path = current(
        drawn(tmp_path / "some.xlsx", formulas=["Items[[#Headers],[count]]", f"{sheet}$A$2:$A$4", f"{sheet}$B$2:$B$4"])
    )
    opened = ooxml.open(path)
    edits = ooxml.Edits()
    edits.grow(opened, "Items", 1)
    save_current(opened, edits, day=DAY)
    assert "$B$2:$B$4<" in text_of(path)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("[0]!counts", {0: 1, 1: 2.5, 3: 4}),
        ("counts", {0: 1, 1: 2.5, 3: 4}),
        ("('My ''data'', all'!$B$2,'My ''data'', all'!$B$5)", {0: 1, 1: 4}),
        ("'My ''data'', all'!$A$2:$B$2", {0: 0, 1: 1}),
    ],
)
def test_names_and_unions_are_followed(tmp_path, formula, expected):
    path = current(
        drawn(tmp_path / "named.xlsx", formulas=["'My ''data'', all'!$B$1", "'My ''data'', all'!$A$2", formula])
    )
    assert kept(path)[2] == expected


def test_a_chart_whose_cells_only_a_calculation_shows_is_named_when_they_may_have_changed(tmp_path):
    path = drawn(
        tmp_path / "moving.xlsx", formulas=["'My ''data'', all'!$B$1", "'My ''data'', all'!$A$2", "[0]!moving"]
    )
    assert put(path, ("G9", 1)).stale == ()
    [sentence] = put(path, ("B3", 7)).stale
    assert sentence.startswith("My 'data', all!D3: the chart that begins here keeps old values of [0]!moving")


@pytest.mark.parametrize("formula", ["[1]Sheet1!$A$1:$A$3", "gone", "'My ''data'', all'!$B:$B", "#REF!", "1+", "{1,2}"])
def test_what_is_not_in_the_workbook_is_left_alone(tmp_path, formula):
    path = drawn(tmp_path / "other.xlsx", formulas=["'My ''data'', all'!$B$1", "'My ''data'', all'!$A$2", formula])
    current(path)
    assert "numCache" not in text_of(path).partition("<val>")[2]


def test_rows_that_are_hidden_are_kept_or_left_out(book):
    loaded = openpyxl.load_workbook(book)
    loaded.worksheets[0].row_dimensions[3].hidden = True
    loaded.save(book)
    assert chart_parts(ooxml.open(book))[0].visible_only
    assert changes(book) == 0
    put(book, ("B5", 5))
    put(book, ("B5", 4))
    assert kept(book)[2] == {0: 1, 2: 4}
    edited(
        book,
        lambda text: (
            text.replace('<ptCount val="3" />', '<ptCount val="4" />')
            .replace('<ptCount val="3"/>', '<ptCount val="4"/>')
            .replace('<pt idx="2"><v>4</v>', '<pt idx="1"><v>2.5</v></pt><pt idx="3"><v>4</v>')
        ),
    )
    assert changes(book) == 0


@pytest.mark.parametrize("damage", [lambda text: text[:-20], lambda _: "", lambda text: text.replace("<f>", "<f><f>")])
def test_a_chart_that_cannot_be_read_stays(book, damage):
    edited(book, damage)
    before = text_of(book)
    current(book)
    assert text_of(book) == before


def test_a_pivot_chart_stays(book):
    edited(
        book,
        lambda text: text.replace("<chart>", "<pivotSource><name>p</name><fmtId val='0'/></pivotSource><chart>", 1),
    )
    [sentence] = put(book, ("B3", 7)).stale[-1:]
    assert "pivot table" in sentence
    assert kept(book)[2][1] == 2.5


@given(st.lists(st.sampled_from(["Sheet1!$A$1", "'B, C'!$A$2", "'it''s, (1)'!$A$1:$B$2"]), min_size=1))
def test_a_union_is_its_pieces(parts):
    assert pieces(f"({','.join(parts)})") == parts


@given(data=st.data())
def test_no_bytes_of_a_chart_break_the_reader(data, chart_bytes, monkeypatched_book):
    start = data.draw(st.integers(0, len(chart_bytes)))
    end = data.draw(st.integers(start, min(start + 40, len(chart_bytes))))
    raw = chart_bytes[:start] + data.draw(st.binary(max_size=20)) + chart_bytes[end:]
    [chart] = monkeypatched_book(raw)
    assert isinstance(chart, ChartPart)


@pytest.fixture(scope="module")
def chart_bytes(tmp_path_factory):
    path = current(drawn(tmp_path_factory.mktemp("chart") / "chart.xlsx"))
    return text_of(path).encode()


@pytest.fixture(scope="module")
def monkeypatched_book(tmp_path_factory):
    """Reads a workbook whose chart has other bytes."""
    book = ooxml.open(drawn(tmp_path_factory.mktemp("other") / "chart.xlsx"))
    own = book.part

    def read(raw):
        book.part = lambda name: raw if name == PART else own(name)
        return chart_parts(book)

    return read
