"""A trace goes from a cell through every formula and computed column to the input cells, and the other way round."""

import io
import json
from datetime import date

import pytest
import xlsxwriter
from typer.testing import CliRunner

from ippbook import ooxml
from ippbook.cli.parser import app
from ippbook.cli.render.traces import trace_lines, trace_object
from ippbook.trace.tree import MOST_NODES, dependents, precedents
from ippbook.trace.workbook import TracedWorkbook

URLS = ["https://item.taobao.com/item.htm?id=600000000001", "https://detail.1688.com/offer/600000000002.html"] * 3


def write_book(path):
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"use_future_functions": True}) as book:
        listings = book.add_worksheet("Listings")
        headers = [{"header": name} for name in ("Listing", "URL", "URL platform", "First seen")]
        rows = [[f"L{number}", url, None, None] for number, url in enumerate(URLS)]
        listings.add_table(0, 0, len(URLS), 3, {"name": "Listings", "columns": headers, "data": rows})
        listings.write_datetime("D2", date(2026, 1, 31), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet = book.add_worksheet("My sheet")
        sheet.write("A1", "taobao")
        sheet.write("A2", 2)
        for place, text in {
            "B1": "=COUNTIFS(Listings[URL platform],A1)",
            "B2": "=B1*Rate",
            "B3": "=IF(B2>3,B2+B1,IPP_PLATFORM(Listings!B3))",
            "B4": "=SUM(B1:B3)",
            "B5": "=[1]Other!A1+A1",
            "B6": '=INDIRECT("A2")',
            "C1": "=C2",
            "C2": "=C1",
            "E1": "=Listings!D2",
        }.items():
            sheet.write_formula(place, text, None, 0)
        for row in range(1, 40):
            sheet.write_formula(row, 3, f"=D{row}+1", None, 0)
        sheet.write("D1", 1)
        sheet.conditional_format(
            "B1:B4", {"type": "formula", "criteria": "=B1>$D$40", "format": book.add_format({"bold": True})}
        )
        sheet.data_validation("A1", {"validate": "list", "source": "=Listings!$C$2:$C$7"})
        book.define_name("Rate", "='My sheet'!$A$2")
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='My sheet'!$B$1:$B$3"})
        sheet.insert_chart("H2", chart)
    path.write_bytes(made.getvalue())
    return path


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return write_book(tmp_path_factory.mktemp("trace") / "book.xlsx")


@pytest.fixture(scope="module")
def book(file):
    return TracedWorkbook(ooxml.open(file), None, today=date(2026, 11, 29), engine="cellrune")


def nodes(root):
    """Every node of a trace by its place."""
    found, waiting = {}, [root]
    while waiting:
        node = waiting.pop()
        if node.place not in found:
            found[node.place] = node
            waiting += node.children
    return found


def test_a_trace_ends_at_the_input_cells(book):
    found = nodes(precedents(book, book.cell("'My sheet'!B3")))
    kinds = {place: node.kind for place, node in found.items()}
    assert kinds == {
        "'My sheet'!B3": "formula",
        "'My sheet'!B2": "formula",
        "'My sheet'!B1": "formula",
        "Listings!C2:C7": "computed",
        "Listings!B2:B7": "input",
        "'My sheet'!A1": "input",
        "'My sheet'!A2": "input",
        "Listings!B3": "input",
    }
    assert found["'My sheet'!B2"].summary.value == 6.0  # 3 listings on taobao, twice
    assert found["'My sheet'!B2"].summary.stored == "0"
    assert found["Listings!C2:C7"].table_name == "Listings[URL platform]"
    assert found["Listings!C2:C7"].summary.shown == '6 cells: "taobao", "1688"'


def test_the_lines_are_a_tree_of_at_most_eighty_characters_that_shows_a_range_once(book):
    lines = trace_lines(precedents(book, book.cell("'My sheet'!B4")))
    assert max(map(len, lines)) <= 80
    assert lines[:3] == ["'My sheet'!B4 = 18", "  the file still shows 0: recalculate it", "  =SUM(B1:B3)"]
    assert sum("=COUNTIFS(Listings[URL platform],A1)" in line for line in lines) == 1
    assert "      and 'My sheet'!B1: shown elsewhere" in lines


def test_a_date_is_shown_as_a_date(book):
    root = precedents(book, book.cell("'My sheet'!E1"))
    assert root.children[0].summary.value == "2026-01-31"


def test_a_column_filled_down_is_one_node(book):
    root = precedents(book, book.cell("'My sheet'!D40"))
    (above,) = root.children
    assert (above.place, above.formula) == ("'My sheet'!D2:D39", "=D1+1")
    assert above.notes[-1] == "it also reads its own column, 'My sheet'!D1:D38"
    below = dependents(book, book.cell("'My sheet'!D2"))
    assert [child.place for child in below.children] == ["'My sheet'!D3:D40"]


def test_what_cannot_be_followed_is_said(book):
    other, points = (precedents(book, book.cell(f"'My sheet'!{cell}")) for cell in ("B5", "B6"))
    assert "another workbook" in other.stale
    assert "it reads another workbook: [1]Other" in other.notes
    assert points.notes == ["only its calculation shows what it reads (INDIRECT)"]


def test_a_circle_ends(book):
    root = precedents(book, book.cell("'My sheet'!C1"))
    (other,) = root.children
    assert other.place == "'My sheet'!C2"
    assert other.children == [root]
    assert root.stale
    assert len(trace_lines(root)) < 10


def test_dependents_are_formulas_computed_columns_formats_validations_names_and_charts(book):
    found = nodes(dependents(book, book.cell("Listings!B2")))
    assert {(node.kind, place) for place, node in found.items()} == {
        ("input", "Listings!B2"),
        ("computed", "Listings!C2"),
        ("formula", "'My sheet'!B1"),
        ("formula", "'My sheet'!B2"),
        ("formula", "'My sheet'!B3"),
        ("formula", "'My sheet'!B4"),
        ("conditional format", "'My sheet'!B1:B4"),
        ("validation", "'My sheet'!A1"),
        ("chart", "xl/charts/chart1.xml"),
    }
    assert found["Listings!B2"].notes == ["perhaps also read by formulas with INDIRECT or OFFSET: 'My sheet'!B6"]
    assert ("defined name", "Rate") in {
        (each.kind, each.place) for each in dependents(book, book.cell("'My sheet'!A2")).children
    }


def test_a_conditional_format_uses_the_cells_of_its_formula(book):
    users = [
        each.place
        for each in nodes(dependents(book, book.cell("'My sheet'!D40"))).values()
        if each.kind == "conditional format"
    ]
    assert users == ["'My sheet'!B1:B4"]


def test_the_object_for_programs_has_each_range_once_and_links_by_number(book):
    found = trace_object(
        precedents(book, book.cell("'My sheet'!B4")), "'My sheet'!B4", day="2026-11-29", dependents=False
    )
    assert json.loads(json.dumps(found)) == found
    assert (found["cell"], found["direction"], found["complete"]) == ("'My sheet'!B4", "precedents", True)
    places = [node["place"] for node in found["nodes"]]
    assert len(places) == len(set(places))
    assert all(0 <= link < len(places) for node in found["nodes"] for link in node["links"])
    assert found["nodes"][0]["value"] == 18.0


def test_the_command_prints_the_tree_or_one_sentence(file):
    before = file.read_bytes()
    done = CliRunner().invoke(app, ["trace", str(file), "'My sheet'!E1"])
    assert done.output.splitlines()[-2] == "  Listings!D2 (in Listings[First seen]) [input] = 2026-01-31"
    assert file.read_bytes() == before
    wrong = CliRunner().invoke(app, ["trace", str(file), "Nowhere!A1"])
    assert isinstance(wrong.exception, ooxml.WorkbookError)
    assert "there is no sheet 'Nowhere'" in str(wrong.exception)


def test_a_trace_of_thousands_of_formulas_is_cut_and_says_so(tmp_path):
    path = tmp_path / "wide.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for row in range(600):
            sheet.write_formula(row, 1, f"=A{row + 1}*{row + 1}", None, 0)
            sheet.write(row, 0, row)
        sheet.write_formula("C1", "=SUM(B:B)", None, 0)
    traced = TracedWorkbook(ooxml.open(path), None, today=date(2026, 11, 29), engine="cellrune")
    root = precedents(traced, traced.cell("S!C1"))
    assert len(nodes(root)) <= MOST_NODES + 1
    lines = trace_lines(root)
    assert len(lines) < 5 * MOST_NODES
    assert any(line.strip().startswith("… ") and line.endswith(" more") for line in lines)
    assert not trace_object(root, "S!C1", day="", dependents=False)["complete"]


def test_a_computed_table_with_its_chinese_name_is_traced_to_what_it_reads(tmp_path):
    path = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in {
            "Accounts": [("Account", "Takedown rate"), ("acme", None)],
            "Complaints": [("Complaint", "Account", "Status"), ("C1", "acme", "accepted")],
            "诚信": [],
        }.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        sheet.add_table(
            "A1:B2", {"name": "诚信投诉按理由", "columns": [{"header": "Account"}, {"header": "Complaints"}]}
        )
    team = TracedWorkbook(ooxml.open(path), None, today=date(2026, 11, 29), engine="cellrune")
    places = nodes(precedents(team, team.cell("诚信!B2")))
    assert any(place.startswith("Complaints!") for place in places)


def test_a_figure_of_an_account_depends_on_its_complaints(tmp_path):
    path = tmp_path / "team.xlsx"
    with xlsxwriter.Workbook(path) as made:
        for name, rows in {
            "Accounts": [("Account", "Takedown rate"), ("acme", None)],
            "Complaints": [("Complaint", "Account", "Status"), ("C1", "acme", "accepted")],
        }.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    team = TracedWorkbook(ooxml.open(path), None, today=date(2026, 11, 29), engine="cellrune")
    places = nodes(precedents(team, team.cell("Accounts!B2")))
    assert {"Complaints!A2:C2", "Accounts!A2"} <= places.keys()
