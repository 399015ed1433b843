"""The book of a host reads as its file does: cells, tables, findings; and in few calls."""

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.table import Table

pytest.importorskip("xlwings", reason="xlwings is not installed: the live book is not tested")
from ippbook import headless, ooxml, pipeline
from ippbook import tables as typed
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.excel import sheet_info
from ippbook.excel.cell_literal import text_literal
from ippbook.excel.live_book import LiveBook
from ippbook.tables.workbook import HostBook


def test_a_live_book_has_the_tables_that_its_file_has(office: Any, team: Path) -> None:
    live: HostBook = LiveBook(office.open(team))
    file = ooxml.open(team)
    shape = {name: (area.sheet, area.ref, area.data_rows, area.columns) for name, area in live.tables.items()}
    assert shape == {name: (area.sheet, area.ref, area.data_rows, area.columns) for name, area in file.tables.items()}
    assert [sheet.name for sheet in live.sheets] == [sheet.name for sheet in file.sheets]
    assert live.path == team


def test_typed_tables_of_a_live_book_are_those_of_its_file(office: Any, team: Path) -> None:
    live = typed.typed_tables(LiveBook(office.open(team)), registry().headers)
    file = typed.typed_tables(ooxml.open(team), registry().headers)
    for name, table in file.tables.items():
        assert live[name].places == table.places
        for field, column in table.columns.items():
            assert live[name].columns[field].equals(column), (name, field)
    assert live.settings.values == file.settings.values


def test_a_live_book_has_the_findings_of_its_file(office: Any, team: Path) -> None:
    day = dt.date(2026, 10, 31)
    live = pipeline.check(LiveBook(office.open(team)), None, today=day)
    assert live.findings == pipeline.check(team, None, today=day).findings
    assert len(live.findings) > 50


def junk(path: Path) -> Path:
    """Cells of every kind, merged ones, a date system of its own, a table below the first rows."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    sheet = book.active
    sheet.title = "Mixed"
    rows = [
        ["text", 1, 1.5, True, False, None],
        ["=1+1", dt.date(2026, 3, 1), 46_082.5, "00123", "  ", "x" * 9_000],
        ["#N/A", "#DIV/0!", "ä\tb\nc", 1e-9, 123456789012345, -0.5],
    ]
    for row in rows:
        sheet.append(row)
    sheet["H9"] = "far away"
    quoted = sheet["H10"]
    quoted.value, quoted.data_type = "=not a formula", "s"
    sheet["H11"] = '=IF(FALSE,1,"")'
    sheet["J1"], sheet["M9"], sheet["M7"] = "merged", "over", "too"
    sheet["N9"] = "beside"
    sheet.merge_cells("J1:K2")
    sheet.merge_cells("M7:M9")
    other = book.create_sheet("Second")
    for row in (["A", "B"], [1, "two"], [3, "four"]):
        other.append([None, *row])
    other.add_table(Table(displayName="Small", ref="B1:C3"))
    book.save(path)
    return path


def test_every_kind_of_cell_reads_as_in_the_file(office: Any, tmp_path: Path) -> None:
    path = junk(tmp_path / "junk.xlsx")
    live, file = LiveBook(office.open(path)), ooxml.open(path)
    assert live.date1904
    for sheet in ("Mixed", "Second"):
        cells, kept = live.read(sheet), file.read(sheet)
        for column in range(1, 15):
            mine, other = cells[column], kept[column]
            low = mine.first_row - other.first_row
            for name in ("kind", "text"):
                found = getattr(mine, name)
                assert found.tolist() == getattr(other, name)[low : low + len(found)].tolist(), (sheet, column, name)
            assert np.allclose(
                mine.number, other.number[low : low + len(mine.number)], rtol=0, atol=1e-9, equal_nan=True
            )


def test_a_text_that_begins_with_an_equals_sign_is_no_formula(office: Any, tmp_path: Path) -> None:
    live = LiveBook(office.open(junk(tmp_path / "junk.xlsx")))
    cells = live.read("Mixed", [8], 9, 11)[8]
    assert cells.formula is not None
    assert cells.formula.tolist() == ["", "", 'IF(FALSE,1,"")']
    assert cells.text[1] == "=not a formula"


def test_merged_blocks_are_found_as_the_file_has_them(office: Any, tmp_path: Path) -> None:
    path = junk(tmp_path / "junk.xlsx")
    live = LiveBook(office.open(path))
    assert [str(area) for area in live.merges("Mixed")] == ["J1:K2", "M7:M9"]
    assert sorted(ooxml.open(path).merged("Mixed")) == list(live.merges("Mixed"))
    assert live.merges("Second") == ()


def test_rows_below_the_last_used_one_read_as_blank(office: Any, team: Path) -> None:
    live = LiveBook(office.open(team))
    cells = live.read("Rights", range(1, 5), 5_000, 5_009)
    assert cells.columns == ()
    assert (cells.first_row, cells.last_row) == (5_000, 5_009)
    assert cells[2].kind.tolist() == [ooxml.BLANK] * 10


def test_an_unknown_sheet_is_refused_with_the_names_of_those_that_there_are(office: Any, team: Path) -> None:
    with pytest.raises(ooxml.EditError, match="there is no sheet 'Nowhere'; the sheets are Today, Guide, Rights"):
        LiveBook(office.open(team)).read("Nowhere")


def test_a_sheet_is_read_in_two_calls_however_many_rows_and_tables_it_has(office: Any, team: Path) -> None:
    live = LiveBook(office.open(team))
    pipeline.check(live, None, today=dt.date(2026, 10, 31))
    assert office.app.impl.calls["read"] <= 2 * len(live.sheets)
    assert office.writes == 0


def test_a_program_that_shows_no_formulas_is_refused_unless_they_are_handed_in(
    office: Any, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(team)
    formulas = {sheet.name: sheet.used_range.formula for sheet in book.sheets}
    blind = property(lambda _range: (_ for _ in ()).throw(NotImplementedError("await it")))
    monkeypatch.setattr(type(book.sheets[0].range("A1").impl), "formula", blind)
    with pytest.raises(UserError, match="does not give access to the formulas of sheet 'Rights'"):
        LiveBook(book).content("Rights")
    assert LiveBook(book, formulas=formulas).content("Rights").values.size


class Wide:
    """A sheet whose formats reach far below what it holds: its used range, the last cell that shows something, a table."""

    def __init__(self, last: int | None, table: int | None) -> None:
        found = None if last is None else SimpleNamespace(row=last)
        self.used_range: Any = SimpleNamespace(shape=(1_048_576, 9), row=1, column=1, find=lambda *_, **__: found)
        end = SimpleNamespace(range=SimpleNamespace(last_cell=SimpleNamespace(row=table)))
        self.tables = [] if table is None else [end]

    def range(self, first: tuple[int, int], last: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
        return first, last


@pytest.mark.parametrize(
    ("last", "table", "end"), [(700, None, 700), (700, 900, 900), (900, 700, 900), (None, 300, 300)]
)
def test_a_sheet_formatted_to_its_end_is_read_to_its_last_cell_and_no_table_is_cut_short(
    last: int | None, table: int | None, end: int
) -> None:
    found: Any = sheet_info.used(Wide(last, table))  # type: ignore[arg-type]  # replaces a sheet of xlwings
    assert found == ((1, 1), (end, 9))


HOSTILE = [
    "=cmd|'/c calc'!A1", "=1+1", "+1", "+49 30 1234", "-1", "-x", "@SUM(A1)", "1-2", "1/2", "00123", "1E5", "TRUE", "false",
    "Mar 1", "1 Mar", "March 2026", "2026-03-01", "12:30", "5%", "$5", "(3)", "#N/A", "#REF!", "'tis", "''", "'", " 1", "1 ",
    "Jan-26", "９", "1,000", "0x1F", "INFINITY", "\t=1+1", "=", "-", "+", "@", "WAHR", "Sept 2", "MARCH1", "\ud800 half a letter", "\x00", "\x1b[31m", "\r\n=1+1", "\xa0=1+1",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_lands_in_a_cell_as_that_text(text: str, office: Any) -> None:
    sheet = office.app.books.add().sheets[0]
    sheet["B2"].value = [[text_literal(text)], [text_literal("harmless")]]
    assert sheet["B2"].raw_value == text
    assert sheet["B2"].api.HasFormula is False


@pytest.mark.parametrize(
    "text",
    ["VERDADEIRO", "SANN", "USANN", "FALSKT", "FALS", "YANLIŞ", "yanlış", "segunda-feira, 5 de janeiro de 2026"],
)
def test_what_excel_reads_as_a_truth_or_a_day_in_another_language_stands_behind_an_apostrophe(text: str) -> None:
    assert text_literal(text) == f"'{text}"


@given(st.text(st.characters(exclude_categories=()), max_size=40))
def test_any_text_at_all_lands_in_a_cell_as_that_text(text: str) -> None:
    with headless.excel() as app:
        sheet = app.books.add().sheets[0]
        sheet["A1"].value = text_literal(text)
        assert sheet["A1"].raw_value == (text or None)


@given(st.from_regex(r"[A-Za-z]{1,9}[ .,-]{0,2}[0-9]{1,4}([ ,/-]{1,2}[0-9A-Za-z]{1,6})?", fullmatch=True))
def test_no_text_that_looks_like_a_day_in_words_becomes_one(text: str) -> None:
    with headless.excel() as app:
        sheet = app.books.add().sheets[0]
        sheet["A1"].value = text_literal(text)
        assert sheet["A1"].raw_value == text


@pytest.mark.parametrize(
    "text",
    ["Adidas shoes", "我方商标", "CP101 right 123 expired on 2026-01-31", "https://item.taobao.com/item.htm?id=1"],
)
def test_plain_prose_and_links_need_no_apostrophe(text: str) -> None:
    assert text_literal(text) in {text, f"'{text}"}
    assert text_literal("Adidas shoes") == "Adidas shoes"
    assert text_literal("CP101 right 123 expired on 2026-01-31") == "CP101 right 123 expired on 2026-01-31"
