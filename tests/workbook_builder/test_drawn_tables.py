"""The drawn workbook holds what is declared: sheets, tables, headers, notes, drop-downs, formats, panes."""

import re
import zipfile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from ippbook.buttons import buttons
from ippbook.cli.commands import COMMANDS
from ippbook.declare import registry
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Kind
from ippbook.workbook_builder import Instructions, conditional_formats, vba
from ippbook.workbook_builder.drawn_columns import SENTENCES
from ippbook.workbook_builder.instructions import STEPS, label

TABLES = [record.table for record in RECORDS]


def columns(table):
    """Every declared column of *table* from left to right: header, kind, whether it is computed, its field if any."""
    record = next(record for record in RECORDS if record.table == table)
    key, *own = [(field.header, field.kind, False, field) for field in record.fields()]
    computed = [(column.header, column.kind, True, None) for column in registry().columns_of(table)]
    findings = [column for column in computed if column[0] == "Findings"]
    links = [column for column in computed if column[0] == "Open page"]
    others = [column for column in computed if column[0] not in {"Findings", "Open page"}]
    rare = rare_headers(table)
    return [
        key,
        *findings,
        *links,
        *(each for part in (own, others) for each in sorted(part, key=lambda one: one[0] in rare)),
    ]


def rare_headers(table):
    """The headers of columns that are in a closed group."""
    record = next(record for record in RECORDS if record.table == table)
    own = {field.header for field in record.fields() if field.column.rare}
    return own | {column.header for column in registry().columns_of(table) if column.rare}


def rule_of(sheet, place):
    """The data validation of the column at *place*, from its first row on."""
    begin = f"{get_column_letter(place)}2:"
    return next((rule for rule in sheet.data_validations.dataValidation if begin in str(rule.sqref)), None)


def dimensions_of(sheet):
    """Width and format of each column; openpyxl keeps neighbours that are alike in one."""
    dimensions = [each for each in sheet.column_dimensions.values() if each.min]
    return {place: each for each in dimensions for place in range(each.min, each.max + 1)}


def test_the_sheets_are_in_the_order_of_the_work(new_book):
    assert new_book.sheetnames == [
        "Today",
        "Guide",
        "Rights",
        "Accounts",
        "Listings",
        "Complaints",
        "Good-Faith",
        "Sellers",
        "To print",
        "Charts",
        "Figures",
        "Texts",
        "Waivers",
        "Settings",
        "Lists",
    ]
    assert new_book["Lists"].sheet_state == "hidden"
    assert new_book.active.title == "Today"


@pytest.mark.parametrize("table", TABLES)
def test_each_table_has_its_key_and_findings_first_then_input_then_what_is_computed(new_book, table):
    sheet = new_book[table]
    expected = [header for header, *_ in columns(table)]
    assert list(sheet.tables) == [table]
    assert [column.name for column in sheet.tables[table].tableColumns] == expected
    assert [cell.value for cell in sheet[1][: len(expected)]] == expected


@pytest.mark.parametrize("table", TABLES)
def test_header_row_and_key_column_stay_in_sight(new_book, table):
    assert new_book[table].freeze_panes == "B2"


@pytest.mark.parametrize("table", TABLES)
def test_every_header_has_a_note_that_says_what_belongs_there(new_book, table):
    for place, (header, _, computed, field) in enumerate(columns(table), start=1):
        note = new_book[table].cell(1, place).comment
        assert note is not None, header
        assert note.text.strip()
        if computed:
            assert "ippbook fills this column" in note.text
        else:
            assert note.text.startswith(field.column.note)


@pytest.mark.parametrize("table", TABLES)
def test_input_and_computed_columns_can_be_told_apart(new_book, table):
    sheet = new_book[table]
    shades = {True: set(), False: set()}
    for place, (_, _, computed, _) in enumerate(columns(table), start=1):
        shades[computed].add((sheet.cell(1, place).fill.fgColor.rgb, sheet.cell(2, place).fill.fgColor.rgb))
    assert len(shades[True]) == len(shades[False]) == 1
    (computed_header, computed_cell), (input_header, input_cell) = shades[True].pop(), shades[False].pop()
    assert computed_header != input_header
    assert computed_cell != input_cell


@pytest.mark.parametrize("table", TABLES)
def test_choices_come_from_a_drop_down_with_a_plain_message(new_book, table):
    for place, (header, kind, computed, field) in enumerate(columns(table), start=1):
        if computed or kind is not Kind.CHOICE:
            continue
        rule = rule_of(new_book[table], place)
        assert rule.type == "list", header
        name = new_book.defined_names[rule.formula1.lstrip("=")]
        sheet, area = name.attr_text.split("!")
        listed = [row[0].value for row in new_book[sheet][area.replace("$", "")]]
        assert listed == list(field.vocabulary.codes)
        assert rule.allowBlank
        # The drop-down of offices has those that are cited most; every other country can be typed.
        assert (rule.errorStyle or "stop") == ("warning" if field.vocabulary.further else "stop")
        assert header in rule.error


@pytest.mark.parametrize("table", TABLES)
def test_days_must_be_days_between_1985_and_2100(new_book, table):
    for place, (_, kind, computed, _) in enumerate(columns(table), start=1):
        if computed or kind is not Kind.DATE:
            continue
        rule = rule_of(new_book[table], place)
        # 31048 and 73415: the serial numbers of 1985-01-01 and 2100-12-31 in the 1900 system.
        assert (rule.type, rule.operator or "between", rule.formula1, rule.formula2) == (
            "date",
            "between",
            "31048",
            "73415",
        )


def test_a_reference_lists_the_other_tables_keys_and_only_warns(new_book):
    expected = {
        "Listings": {"Right": "Rights[Right]"},
        "Complaints": {"Listing": "Listings[Listing]", "Right": "Rights[Right]", "Account": "Accounts[Account]"},
    }
    for table, references in expected.items():
        headers = [header for header, *_ in columns(table)]
        for header, target in references.items():
            rule = rule_of(new_book[table], headers.index(header) + 1)
            assert rule.errorStyle == "warning"
            assert new_book.defined_names[rule.formula1.lstrip("=")].attr_text == target


@pytest.mark.parametrize("table", TABLES)
def test_drop_downs_and_colours_reach_the_last_row_of_the_sheet(new_book, table):
    areas = [area for rule in new_book[table].data_validations.dataValidation for area in rule.sqref.ranges]
    areas += [area for one in new_book[table].conditional_formatting for area in one.sqref.ranges]
    assert areas
    assert {area.max_row for area in areas} == {1_048_576}


@pytest.mark.parametrize("table", ["Rights", "Accounts", "Listings", "Complaints"])
def test_rare_columns_are_in_closed_groups_that_a_plus_opens(new_book, table):
    dimensions = dimensions_of(new_book[table])
    found = {header for place, (header, *_) in enumerate(columns(table), start=1) if dimensions[place].hidden}
    assert found == rare_headers(table)
    for place, (header, *_) in enumerate(columns(table), start=1):
        assert dimensions[place].outlineLevel == (1 if header in found else 0), header
        if place > 1 and header not in found and columns(table)[place - 2][0] in found:
            assert dimensions[place].collapsed, "the plus is above this column"


@pytest.mark.parametrize("table", ["Rights", "Accounts", "Listings", "Complaints"])
def test_a_date_that_is_computed_below_the_table_is_shown_as_a_date(new_book, table):
    dimensions = dimensions_of(new_book[table])
    for place, (header, kind, *_) in enumerate(columns(table), start=1):
        if kind is Kind.DATE:
            assert dimensions[place].number_format == "yyyy-mm-dd", header


@pytest.mark.parametrize("table", TABLES)
def test_texts_are_kept_as_text_and_days_are_shown_year_first(new_book, table):
    for place, (header, kind, *_) in enumerate(columns(table), start=1):
        shown = new_book[table].cell(2, place).number_format
        if kind in {Kind.TEXT, Kind.CHOICE, Kind.YES_NO}:
            assert shown == "@", header
        elif kind is Kind.DATE:
            assert shown == "yyyy-mm-dd", header
        else:
            assert "0" in shown, header


@pytest.mark.parametrize("table", TABLES)
def test_numbers_are_aligned_right_and_everything_else_left(new_book, table):
    for place, (header, kind, *_) in enumerate(columns(table), start=1):
        stands = new_book[table].cell(2, place).alignment.horizontal
        assert stands == ("right" if kind in {Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.PRICE} else "left"), header


@pytest.mark.parametrize("table", TABLES)
def test_an_id_typed_below_the_table_stays_text(new_book, table):
    dimensions = dimensions_of(new_book[table])
    for place, (header, kind, computed, _) in enumerate(columns(table), start=1):
        if not computed and kind is Kind.TEXT:
            assert dimensions[place].number_format == "@", header


@pytest.mark.parametrize("table", TABLES)
def test_no_word_of_a_header_is_cut_by_the_edge_or_the_filter_button(new_book, table):
    dimensions = dimensions_of(new_book[table])
    for place, (header, *_) in enumerate(columns(table), start=1):
        assert dimensions[place].width >= max(map(len, re.split("[ -]", header))) + 3, header


@pytest.mark.parametrize("table", [*TABLES, "Sellers", "Settings"])
def test_a_print_is_landscape_and_repeats_its_header(new_book, table):
    sheet = new_book[table]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows in {"1:1", "$1:$1"}


@pytest.mark.parametrize("table", [*TABLES, "Sellers"])
def test_a_print_has_enough_a4_pages_side_by_side_for_text_of_6_5_points(new_book, table):
    sheet = new_book[table]
    assert sheet.page_setup.paperSize == 9
    dimensions = dimensions_of(sheet)
    shown = [dimensions[place] for place in range(1, sheet.max_column + 1) if not dimensions[place].hidden]
    widths = [one.width * 7 * 72 / 96 for one in shown]
    room = (11.69 - sheet.page_margins.left - sheet.page_margins.right) * 72 * 10 / 6.5
    pages, used = 1, 0.0
    for width in widths:
        if used + width > room:
            pages, used = pages + 1, widths[0]
        used += width
    assert pages <= (sheet.page_setup.fitToWidth or 1) <= 3
    if pages > 1:
        assert sheet.print_title_cols in {"A:A", "$A:$A"}, "every page names the row"


@pytest.mark.parametrize("table", TABLES)
def test_a_row_is_as_high_as_its_findings_and_excel_fits_it_again_when_it_changes(sample_path, sample_book, table):
    sheet = sample_book[table]
    place = next(cell.column for cell in sheet[1] if cell.value == "Findings")
    found = [(cell.row, cell.value) for row in sheet.iter_rows(min_row=2, min_col=place, max_col=place) for cell in row]
    assert any(text for _, text in found)
    for row, text in found:
        assert sheet.cell(row, place).alignment.wrap_text
        height = sheet.row_dimensions[row].height or 15
        assert height >= 12.5 * -(-len(text or "") // 75), f"row {row}: {text}"
        assert height <= 40 or table in {"Accounts", "Texts"} or len(text) > 100
    part = part_of_sheet(sample_path, sample_book.sheetnames.index(table) + 1)
    rows = re.findall(rb'<row r="(\d+)"([^>]*)>', part)
    assert [number for number, tag in rows if number != b"1" and b"customHeight" in tag] == []
    assert b"customHeight" not in re.search(rb"<sheetFormatPr[^>]*>", part)[0]


def part_of_sheet(path, number):
    with zipfile.ZipFile(path) as package:
        return package.read(f"xl/worksheets/sheet{number}.xml")


@pytest.mark.parametrize("table", TABLES)
def test_a_header_is_aligned_like_its_values(new_book, table):
    for place in range(1, new_book[table].max_column + 1):
        header, value = (new_book[table].cell(row, place).alignment for row in (1, 2))
        assert (header.horizontal, header.indent) == (value.horizontal, value.indent)
        assert value.indent >= 1


def test_columns_with_a_look_of_their_own_are_declared():
    declared = {field.name for record in RECORDS for field in record.fields()}
    declared |= {column.name for table in TABLES for column in registry().columns_of(table)}
    declared |= {column.name for report in registry().reports for column in report.columns}
    assert declared >= SENTENCES | conditional_formats._LAST_DAYS | conditional_formats._BAD_NEWS


def test_the_styles_are_named_so_that_a_team_can_use_them(new_book):
    assert {"IPP input", "IPP computed", "IPP input header", "IPP computed header"} <= set(new_book.named_styles)
    assert new_book["Rights"]["A1"].style == "IPP input header"
    assert new_book["Rights"]["A2"].style == "IPP input"


def test_excel_does_not_recalculate_on_opening(new_path, live_path):
    # Read from the part itself: openpyxl takes a missing fullCalcOnLoad for a true one, Excel for a false one.
    for path in (new_path, live_path):
        with zipfile.ZipFile(path) as package:
            told = re.search(rb"<calcPr ([^>]*)/>", package.read("xl/workbook.xml"))[1]
        assert b"fullCalcOnLoad" not in told
        number = int(re.search(rb'calcId="(\d+)"', told)[1])
        assert number >= 191029  # an older number makes Excel 2019 and later recalculate


def test_settings_name_every_setting_with_its_default_and_source(new_book):
    sheet = new_book["Settings"]
    header, *rows = list(sheet.iter_rows(values_only=True))
    assert header == ("Setting", "Value", "Default", "What it decides", "Source", "Certainty")
    expected = [
        (field.header, None, field.shown_default or None, field.about, field.source, field.certainty)
        for field in registry().settings.values()
    ]
    assert rows == expected


def test_a_setting_with_closed_choices_offers_them(new_book):
    sheet = new_book["Settings"]
    names = [row[0].value for row in sheet.iter_rows()]
    row = names.index("Text language") + 1
    rule = next(rule for rule in sheet.data_validations.dataValidation if f"B{row}" in rule.sqref)
    assert rule.formula1 == '"en,zh,ja,ko,de,fr,es"'


def test_the_guide_states_the_three_tests_with_their_limits(new_book):
    text = "\n".join(str(cell.value) for row in new_book["Guide"].iter_rows() for cell in row if cell.value)
    for said in (
        "At least 100 complaints in the last 3 months",
        "At least 90 %",
        "At most 5 %",
        "Only a vendor states the number",
        "error",
        "warning",
        "advice",
        "2026-",
    ):
        assert said in text
    tagged = [line for line in text.splitlines() if "ipp-facts" in line]
    assert len(tagged) == 1, "an analyst does not know our tags"
    for code in ("OFF", "PLAT", "LAW", "VEN", "CODE", "INF", "GK"):
        assert f" {code} " in tagged[0]


def formulas_of(book):
    """The formulas that are no links (test_today_sheet.py and test_growth.py have those), on sheets that have tables of a team."""
    sheets = [sheet for sheet in book if sheet.title not in {"Charts", "Good-Faith"}]
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return [cell.value for cell in cells if "HYPERLINK(" not in cell.value]


def test_a_live_workbook_holds_formulas_of_declared_functions_and_a_plain_one_holds_none(new_book, live_book):
    formulas = formulas_of(live_book)
    assert formulas
    for formula in formulas:
        name = re.match(r"=(IPP_[A-Z_]+)\(", formula)
        assert name, formula
        assert name[1] in registry().functions
    assert formulas_of(new_book) == []
    platform = next(
        c for c in live_book["Listings"][2] if live_book["Listings"].cell(1, c.column).value == "URL platform"
    )
    assert platform.value == "=IPP_PLATFORM(Listings[[#This Row],[URL]])"


def guide_of(book):
    return "\n".join(str(cell.value) for row in book["Guide"].iter_rows() for cell in row if cell.value)


@pytest.fixture(scope="module")
def macro_book(once_a_run):
    return openpyxl.load_workbook(once_a_run("new.xlsm", vba.workbook))


def test_every_command_and_sheet_that_the_guide_names_exists(new_book, macro_book):
    known = set(COMMANDS)
    for book in (new_book, macro_book):
        named = set(re.findall(r"ippbook (\w+) (?:FILE|CODE)", guide_of(book)))
        assert {"ready", "due", "goodfaith", "dossier"} <= named
        assert named <= known
        labels = {row[1].value for row in book["Guide"].iter_rows()}
        assert set(book.sheetnames) - {"Guide", "Lists", "Figures", "xlwings.conf"} <= labels
    assert {"import", "plan", "recalc", "pack", "sellers", "explain"} <= set(
        re.findall(r"ippbook (\w+)", guide_of(new_book))
    )


def test_the_guide_of_a_workbook_with_macros_names_buttons_and_a_command_only_where_there_is_none(macro_book):
    guide = guide_of(macro_book)
    labels = {button.label for button in buttons()}
    pressed = re.findall(r"[Cc]lick ([A-Z][a-zA-Z -]*)[. ]", guide)
    assert set(pressed) <= labels
    assert {
        "Import listings",
        "Import outcomes",
        "Plan complaints",
        "Recalculate",
        "Pack",
        "Good-Faith",
        "Explain",
    } <= set(pressed)
    commands = re.findall(r"ippbook (\w+ (?:FILE|CODE)[^).]*)", guide)
    assert set(commands) == {way.command.removeprefix("ippbook ") for way in STEPS.values() if not way.button}
    assert commands == re.findall(r"[Bb]y command \(ippbook ([^)]*)\)", guide), "each is said to be a command"
    assert "ippbook recalc" not in str(macro_book["Good-Faith"]["A2"].value)


def test_the_guide_of_a_workbook_without_macros_names_the_button_behind_each_command_that_has_one(new_book):
    guide = guide_of(new_book)
    for way in STEPS.values():
        behind = f" (button: {label(way.button)})" if way.button else "."
        if way.command in guide:
            assert f"{way.command}{behind}" in guide


def test_the_guide_is_short_links_to_every_sheet_and_says_what_the_yellow_bar_means(new_book):
    sheet = new_book["Guide"]
    heights = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    assert heights * sheet.sheet_view.zoomScale / 100 <= 920, "little more than a screen"
    links = {cell.hyperlink.location for row in sheet.iter_rows() for cell in row if cell.hyperlink}
    shown = [other.title for other in new_book if other.sheet_state == "visible" and other.title != "Guide"]
    assert {sheet.page_setup.fitToHeight or 1, sheet.page_setup.fitToWidth or 1} == {1}, "one page"
    assert links == {f"'{name}'!A1" for name in shown}
    for said in ("yellow bar", "Protected View", "Enable Editing", "Enable Content"):
        assert said in guide_of(new_book)


def test_every_step_is_started_by_a_declared_button_and_command():
    names = {button.name for button in buttons()}
    assert {way.button for way in STEPS.values()} - {""} <= names
    with pytest.raises(KeyError):
        label("gone")


def test_a_new_workbook_says_how_to_go_on_where_it_is_opened():
    assert Instructions(macros=True).after_new("team.xlsm").startswith("click Recalculate on the ribbon tab ippbook")
    assert Instructions(macros=False).after_new("team.xlsx") == "run: ippbook recalc team.xlsx"
