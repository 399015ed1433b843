"""What a cell says of whole tables is what the check of the file says; the tables are read by openpyxl, as a host would hand them over."""

import importlib
from datetime import date

import numpy as np
import openpyxl
import pytest

from ippbook import pipeline
from ippbook.declare import registry
from ippbook.declare.worksheet_function import FAILED
from ippbook.functions.whole_tables import ORDER
from ippbook.ooxml import Error

DAY = date(2026, 10, 31)
HEADERS = ["Severity", "Code", "Table", "Row", "Column", "Finding"]


def table(book, name):
    """The cells of a table with its headers, or None where the workbook has none."""
    for sheet in book:
        for area in sheet.tables.values():
            if area.displayName == name:
                return [[cell.value for cell in row] for row in sheet[area.ref]]
    return None


@pytest.fixture(scope="session")
def blocks(sample_path):
    book = openpyxl.load_workbook(sample_path, data_only=True)
    return {name: table(book, name) for name in ORDER}


@pytest.fixture(scope="session")
def tables(blocks):
    """The tables in the order of the functions' arguments."""
    return [blocks[name] for name in ORDER]


def ask(name, *arguments):
    return registry().functions[name].call(list(arguments))


def test_the_findings_of_all_tables_are_those_of_the_check_in_its_order(tables, sample_study):
    found = ask("IPP_FINDINGS", DAY, *tables)
    assert found.shape[1] == 6
    assert list(found[0]) == HEADERS
    wanted = [
        [each.severity.word, each.code, each.table, each.row + 1 if each.row >= 0 else "", each.header, each.message]
        for each in sample_study.findings
    ]
    assert len(wanted) > 50
    assert found[1:].tolist() == wanted


@pytest.mark.parametrize("name", ["Rights", "Listings", "Complaints", "Accounts"])
def test_the_findings_of_each_row_are_those_of_the_column_findings(name, tables, blocks, sample_study):
    rows = len(blocks[name]) - 1
    found = ask("IPP_ROW_FINDINGS", name.lower(), [float(row) for row in range(1, rows + 1)], DAY, *tables)
    assert list(found) == list(sample_study.computed[name, "Findings"])
    assert any(found)


@pytest.mark.deep
def test_the_takedown_text_of_each_complaint_is_the_one_of_the_command(tables, blocks, sample_path):
    numbers = list(dict.fromkeys(row[0] for row in blocks["Complaints"][1:] if row[0]))[:12]
    written = 0
    for number in numbers:
        wanted = pipeline.takedown_text(sample_path, number, "", DAY, today=DAY)
        found = ask("IPP_TAKEDOWN_TEXT", number, DAY, *tables[:4], None, *tables[4:6])
        assert found == (wanted.text or f"{FAILED} {wanted['problem']}")
        written += len(wanted.text) > 255
    assert written >= 3, "long texts come whole"


TAKEDOWN_TEXT = registry().functions["IPP_TAKEDOWN_TEXT"].parameters
SPILLS = [place for place, parameter in enumerate(TAKEDOWN_TEXT) if parameter.lifted]


@pytest.mark.parametrize("place", SPILLS, ids=lambda place: TAKEDOWN_TEXT[place].name)
def test_a_column_in_any_place_that_would_spill_texts_is_refused_because_spilled_texts_are_short(place, tables):
    arguments = ["C1", DAY, *tables[:4], "en", *tables[4:6]]
    arguments[place] = [arguments[place]] * 2
    header = TAKEDOWN_TEXT[place].name.replace("_", " ").capitalize()
    found = ask("IPP_TAKEDOWN_TEXT", *arguments)
    assert found.startswith(f"{FAILED} IPP_TAKEDOWN_TEXT takes one {header}, not a column")
    assert "255" in found


def test_a_function_that_returns_a_table_takes_one_account():
    columns = [["a", "b"], [DAY, DAY], ["accepted", "accepted"]]
    found = ask("IPP_GF_REASONS", *columns, ["a", "b"], DAY)
    assert found == f"{FAILED} IPP_GF_REASONS takes one Account, not a column: the result is a table"


def test_the_day_is_the_setting_where_the_argument_is_blank_and_refused_where_neither_says_it(blocks):
    four = [blocks[name] for name in ORDER[:4]]
    stated = [["Setting", "Value"], ["As of", "2026-10-31"]]
    assert ask("IPP_FINDINGS", None, *four, stated).tolist() == ask("IPP_FINDINGS", DAY, *four).tolist()
    assert ask("IPP_FINDINGS", None, *four) == (
        f"{FAILED} As of is blank: give the day for which to check, for example DATE(2026,6,30) or TODAY()"
    )


def test_a_table_without_its_header_row_is_refused_in_words(blocks):
    four = [blocks[name] for name in ORDER[:4]]
    four[0] = four[0][1:]
    assert ask("IPP_FINDINGS", DAY, *four) == (
        f"{FAILED} Rights: the first row has no known header; pass the whole table with its headers, as in Rights[#All]"
    )


@pytest.mark.parametrize("missing", ORDER[:4])
def test_a_blank_in_place_of_a_table_is_what_the_check_says_of_a_workbook_without_it(missing, blocks, tmp_path):
    path = tmp_path / "team.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name in ORDER:
        if blocks[name] is not None and name != missing:
            sheet = book.create_sheet(name)
            for row in blocks[name]:
                sheet.append(row)
    book.save(path)
    wanted = [
        [each.severity.word, each.code, each.table, each.row + 1 if each.row >= 0 else "", each.header, each.message]
        for each in pipeline.check(path, DAY, today=DAY).findings
    ]
    assert ("TB201", missing) in {(code, table) for _, code, table, *_ in wanted}
    for blank in (None, "", [], [[None]], [[""]]):
        tables = [blank if name == missing else blocks[name] for name in ORDER]
        assert ask("IPP_FINDINGS", DAY, *tables)[1:].tolist() == wanted


def test_blanks_in_place_of_all_tables_are_refused_in_words():
    refusal = f"{FAILED} there is no table to check: pass whole tables with their headers, as in Rights[#All]"
    assert ask("IPP_FINDINGS", DAY, None, "", [[None]], None) == refusal
    assert ask("IPP_ROW_FINDINGS", "Rights", 1, DAY, None, None, None, None, [["Setting"], ["As of"]]) == refusal
    assert ask("IPP_TAKEDOWN_TEXT", "C1", DAY, None, None, None, None) == refusal


@pytest.mark.parametrize(
    ("table_name", "row", "refusal"),
    [
        ("Sheet1", 1, "Table “Sheet1” is not known; name one of: Rights,"),
        ("Rights", 0, "there is no row 0 in Rights, which has"),
        ("Rights", 10_000, "there is no row 10000 in Rights, which has"),
        ("Rights", 1.5, "Row “1.5” cannot be read: enter a whole number"),
    ],
)
def test_a_row_or_table_that_does_not_exist_is_refused_in_words(table_name, row, refusal, tables):
    assert ask("IPP_ROW_FINDINGS", table_name, row, DAY, *tables).startswith(f"{FAILED} {refusal}")


def test_an_error_value_in_a_table_is_a_finding_about_its_cell_as_in_a_file(blocks):
    four = [[list(row) for row in blocks[name]] for name in ORDER[:4]]
    column = four[1][0].index("URL")
    four[1][1][column] = Error("#N/A")
    found = ask("IPP_FINDINGS", DAY, *four)
    assert ["error", "CL102", "Listings", 1, "URL"] in found[:, :5].tolist()


def test_equal_tables_are_examined_once_however_many_cells_ask(tables, monkeypatch):
    calls = []
    examine = pipeline.examine
    monkeypatch.setattr("ippbook.functions.whole_tables.examine", lambda *a: calls.append(1) or examine(*a))
    day = date(2026, 10, 30)
    for row in (1, 2, 3):
        copies = [None if each is None else [list(line) for line in each] for each in tables]
        ask("IPP_ROW_FINDINGS", "Rights", row, day, *copies)
    assert len(calls) == 1
    changed = [None if each is None else [list(line) for line in each] for each in tables]
    changed[0][1][0] = "another"
    ask("IPP_ROW_FINDINGS", "Rights", 1, day, *changed)
    assert len(calls) == 2


def test_texts_are_written_once_however_many_cells_ask_for_one(tables, blocks, monkeypatch):
    written = []
    takedown_text = importlib.import_module("ippbook.pipeline.takedown_text")
    takedowns = takedown_text.takedowns
    monkeypatch.setattr(takedown_text, "takedowns", lambda complaints: written.append(1) or takedowns(complaints))
    day = date(2026, 10, 29)
    numbers = list(dict.fromkeys(row[0] for row in blocks["Complaints"][1:] if row[0]))[:5]

    def texts(language):
        copies = [None if each is None else [list(line) for line in each] for each in tables]
        return [
            ask("IPP_TAKEDOWN_TEXT", number, day, *copies[:4], language, *copies[4:6])
            for number in [*numbers, "C-none"]
        ]

    own = texts(None)
    assert len(written) == 1
    assert len(set(own)) == 6
    assert texts("zh") != own
    assert len(written) == 2
    assert texts(None) == own
    assert len(written) == 2


def test_good_faith_by_reason_and_month_are_the_rows_of_the_sheet_good_faith(blocks, sample_study):
    complaints = blocks["Complaints"]
    column = {header: [row[place] for row in complaints[1:]] for place, header in enumerate(complaints[0])}
    terms = sample_study.wiring.settings["terms"]
    assert terms == type(terms)(unit=terms.unit), "the functions know only the limits in their arguments"
    numbers = column["Complaint"] if terms.unit == "complaint" else None
    reports = {each.table: each for each in registry().reports}
    for name, report in (("IPP_GF_REASONS", "GoodFaithReasons"), ("IPP_GF_MONTHS", "GoodFaithMonths")):
        wanted = reports[report].compute(sample_study.wiring)
        shown = [header for header in wanted if header not in {"Account", "Portal"}]
        for account in dict.fromkeys(wanted["Account"]):
            found = ask(
                name, column["Account"], column["Filed"], column["Status"], account, DAY,
                column["Reason"], numbers, column["Decided"],
            )  # fmt: skip
            rows = np.flatnonzero((wanted["Account"] == account).to_numpy())
            assert list(found[0]) == shown
            assert len(found) - 1 == len(rows) > 0
            for place, header in enumerate(shown):
                assert [plain(value) for value in found[1:, place]] == [plain(wanted[header].iloc[row]) for row in rows]


def plain(value):
    """A value of a computed column as a cell shows it."""
    if value is None or value != value or value == "":  # noqa: PLR0124  # blanks of numbers and days are not themselves
        return ""
    return value.isoformat()[:10] if hasattr(value, "isoformat") else value
