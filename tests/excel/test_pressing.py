"""A button pressed over a live book does what the command does to the file, and leaves the program as it found it."""

import csv
import io
import shutil
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

pytest.importorskip("xlwings", reason="xlwings is not installed: the buttons are not tested over a live book")
import xlwings as xw

from ippbook import imports, ooxml, pipeline
from ippbook.cases import filing
from ippbook.excel import hosts, put_cells
from ippbook.imports import rejects

pytestmark = (
    pytest.mark.deep
)  # presses on whole files; tests of Undo, faults, hosts and `ippbook run` give the quick answer

TODAY = pytest.importorskip("datetime").date(2026, 10, 31)


def values(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every sheet's cells as openpyxl reads them."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in openpyxl.load_workbook(path)}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def saved(book: Any, path: Path) -> Path:
    book.save(str(path))
    return path


# ---- macro result = CLI result


@pytest.mark.whole_sample
def test_recalculating_in_the_program_gives_the_file_that_the_command_gives(
    office: Any, stale: Path, sample_path: Path, tmp_path: Path
) -> None:
    command = tmp_path / "command.xlsx"
    done = pipeline.recalculate(stale, command, today=TODAY)
    book = office.open(stale)
    pressed = office.press("recalculate", book)
    assert not pressed.failed
    assert pressed.changed == done.changed
    assert saved(book, tmp_path / "macro.xlsx").read_bytes() == command.read_bytes()
    assert values(command) == values(sample_path)


def without_tables(book: Any) -> None:
    for sheet in book:
        for name in list(sheet.tables):
            del sheet.tables[name]


def from_1904(book: Any) -> None:
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904


def with_short_tables(book: Any) -> None:
    """Computed tables that have to grow: they end after two rows, and nothing is below them."""
    for sheet, name in (("Good-Faith", "GoodFaithReasons"), ("Sellers", "Sellers")):
        table = book[sheet].tables[name]
        left, top, right, bottom = openpyxl.utils.range_boundaries(table.ref)
        letters = openpyxl.utils.get_column_letter
        table.ref = f"{letters(left)}{top}:{letters(right)}{top + 2}"
        if table.autoFilter is not None:
            table.autoFilter.ref = table.ref
        for row in range(top + 3, bottom + 1):
            for column in range(left, right + 1):
                book[sheet].cell(row, column).value = None


def with_formulas(book: Any) -> None:
    """Formulas where people type, formulas of ippbook outside the tables, one that depends on another."""
    book["Listings"]["B3"] = '="https://item.taobao.com/item.htm?id="&"712345678901"'
    book["Listings"]["B4"] = "=1/0"
    book["Guide"]["Z1"], book["Guide"]["Z2"], book["Guide"]["Z3"] = (
        "=IPP_PLATFORM(Listings!B5)",
        '=UPPER("x")',
        "=IPP_PLATFORM(Z1)",
    )


def store_results(path: Path) -> None:
    """The results of the native formulas of `with_formulas`, as Excel stores them: a button leaves them to its host."""
    edits = ooxml.Edits()
    edits.put_column(
        "Listings", 2, [3, 4], ["https://item.taobao.com/item.htm?id=712345678901", ooxml.Error("#DIV/0!")]
    )
    edits.put_column("Guide", 26, [2], ["X"])
    ooxml.save(ooxml.open(path), edits)


def with_few_sheets(book: Any) -> None:
    for name in ("Guide", "Lists", "Settings", "Waivers", "Texts", "Sellers", "Good-Faith"):
        del book[name]


def in_the_format_text(book: Any) -> None:
    """Every cell is formatted as text, and the computed ones are empty: numbers must become numbers all the same."""
    for name in ("Accounts", "Complaints", "Rights"):
        for row in book[name].iter_rows(min_row=2):
            for cell in row:
                cell.number_format = "@"
    for row in book["Accounts"].iter_rows(min_row=2, min_col=18, max_col=38):
        for cell in row:
            cell.value = None


def with_errors_and_texts_that_read_like_them(book: Any) -> None:
    columns = {cell.value: cell.column for cell in book["Listings"][1]}
    for row, kind in ((3, "s"), (4, "e")):
        for name in ("Seller", "Store", "Title"):
            cell = book["Listings"].cell(row, columns[name])
            cell.value, cell.data_type = "#N/A", kind


def with_amounts_and_times(book: Any) -> None:
    """Amounts of more than four places in a currency, days with fractions of a millisecond."""
    for name in ("Accounts", "Listings", "Complaints"):
        for row in book[name].iter_rows(min_row=2):
            for cell in row:
                if cell.is_date and cell.value is not None:
                    cell.value += timedelta(seconds=12_345.678_912)
                elif isinstance(cell.value, int | float):
                    cell.number_format, cell.value = "$#,##0.00", cell.value + 0.123_456


def with_a_formula_that_spills(book: Any) -> None:
    """All findings as one spill, in a sheet that is empty otherwise."""
    formula = (
        "=IPP_FINDINGS(DATE(2026,10,31),Rights[#All],Listings[#All],Complaints[#All],Accounts[#All],Settings[#All])"
    )
    book.create_sheet("Overview")["B1"] = ArrayFormula("B1:G4", formula)


def with_arrays_in_computed_columns(book: Any) -> None:
    """An array formula of the team and one of ippbook over several cells of plain sheets' computed columns."""
    without_tables(book)
    for sheet, header, text in (
        ("Complaints", "Findings", "=TRANSPOSE({1,2,3})"),
        ("Listings", "Platform", "=IPP_PLATFORM(B5:B7)"),
    ):
        column = next(cell.column_letter for cell in book[sheet][1] if cell.value == header)
        for row in range(2, 9):
            book[sheet][f"{column}{row}"] = "nonsense"
        book[sheet][f"{column}5"] = ArrayFormula(f"{column}5:{column}7", text)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(without_tables, marks=pytest.mark.whole_sample), from_1904, with_short_tables, with_formulas, with_few_sheets, in_the_format_text,
        with_errors_and_texts_that_read_like_them, with_amounts_and_times, with_a_formula_that_spills,
        with_arrays_in_computed_columns,
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["recalculate", "plan"])
def test_program_and_command_agree_to_the_byte_on_workbooks_of_every_make(
    name: str, change: Any, office: Any, team: Path, tmp_path: Path
) -> None:
    made = openpyxl.load_workbook(team)
    change(made)
    made.save(team)
    if change is with_formulas:
        store_results(team)
    command = tmp_path / "command.xlsx"
    work = {"recalculate": pipeline.recalculate, "plan": filing.plan}[name]
    work(team, command, today=TODAY)
    book = office.open(team)
    pressed = office.press(name, book)
    assert not pressed.failed, pressed.text
    assert pressed.changed
    assert saved(book, tmp_path / "macro.xlsx").read_bytes() == command.read_bytes()


@pytest.mark.parametrize("calculated_before", [False, True])
def test_a_formula_that_spills_shows_its_whole_answer_as_the_command_lays_it_down_and_undo_puts_all_cells_back(
    calculated_before: bool, office: Any, team: Path, tmp_path: Path
) -> None:
    made = openpyxl.load_workbook(team)
    with_a_formula_that_spills(made)
    made.save(team)
    pipeline.recalculate(team, today=TODAY)
    book = ooxml.open(team)
    edits = ooxml.Edits()
    if calculated_before:  # and the data changed since
        numbers = book.tables["Rights"].columns.index("Number") + 1
        edits.put_column("Rights", numbers, range(2, 8), ["1"] * 6)
    else:  # Excel has calculated its own formulas, and not yet this one
        cells = book.read("Overview")
        for column in cells.columns:
            edits.put_column("Overview", column, range(1, cells.last_row + 1), [None] * cells.last_row)
    ooxml.save(book, edits)
    before, command = team.read_bytes(), tmp_path / "command.xlsx"
    # the button's cells: Excel has calculated native formulas before, and the save without Excel does it
    cells = pipeline.calculate(ooxml.open(team), None, TODAY).changed
    pipeline.recalculate(team, command, today=TODAY)
    book = office.open(team)
    pressed = office.press("recalculate", book)
    assert not pressed.failed, pressed.text
    assert pressed.changed == cells
    shown = book.sheets["Overview"]["B1:G4"].value
    assert all(text for row in shown for text in row)
    assert saved(book, tmp_path / "macro.xlsx").read_bytes() == command.read_bytes()
    book = office.open(team)
    shown = book.sheets["Overview"].used_range.value
    assert office.press("recalculate", book).changed == cells
    assert office.press("undo", book).changed == cells
    assert book.sheets["Overview"].used_range.value == shown
    # a save calculates the formulas that depend on cells that were written: the spill is current in the file
    wanted, overview = parts_of(before), ooxml.open(command).sheet("Overview").part
    wanted[overview] = parts_of(command.read_bytes())[overview]
    assert parts_of(saved(book, tmp_path / "back.xlsx").read_bytes()) == wanted


def test_an_array_formula_of_the_team_stays_whole_in_a_computed_column(office: Any, team: Path, tmp_path: Path) -> None:
    made = openpyxl.load_workbook(team)
    with_arrays_in_computed_columns(made)
    made.save(team)
    edits = ooxml.Edits()
    place = next(cell.column for cell in made["Complaints"][1] if cell.value == "Findings")
    edits.put_column("Complaints", place, [5, 6, 7], [1, 2, 3])  # as Excel has calculated them
    ooxml.save(ooxml.open(team), edits)
    pipeline.recalculate(team, tmp_path / "command.xlsx", today=TODAY)
    book = office.open(team)
    for name in ("recalculate", "check", "live", "freeze"):
        assert not office.press(name, book).failed
    for path in (saved(book, tmp_path / "macro.xlsx"), tmp_path / "command.xlsx"):
        sheet = ooxml.open(path).read("Complaints", [place])[place]
        assert sheet.number[4:7].tolist() == [1, 2, 3]
        assert len(set(sheet.formula[4:7])) == 1
        assert "nonsense" not in sheet.text


def test_live_in_the_program_speaks_of_the_teams_own_headers(office: Any, team: Path) -> None:
    made = openpyxl.load_workbook(team)
    url = next(cell for cell in made["Listings"][1] if cell.value == "URL")
    url.value = made["Listings"].tables["Listings"].tableColumns[url.column - 1].name = "链接"
    made.save(team)
    book = office.open(team)
    office.press("recalculate", book)  # openpyxl has cut the last digit of some numbers
    done = office.press("live", book)
    assert "Listings: Item ID" in done.text.splitlines()[0]
    assert "=IPP_ITEM_ID([@链接])" in {text for row in book.sheets["Listings"].used_range.formula for text in row}
    assert office.press("recalculate", book).changed == 0
    assert office.press("freeze", book).changed == done.changed


def test_in_a_program_that_calculates_by_itself_formulas_of_ours_are_left_to_it(
    office: Any, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "calculates_nothing", lambda _book: False)
    book = office.open(team)
    made = office.press("live", book)
    assert made.changed > 100
    formulas = {sheet.name: sheet.used_range.formula for sheet in book.sheets}
    done = office.press("recalculate", book)
    assert not done.failed
    assert office.app.impl.calls["results"] == 0
    after = {sheet.name: sheet.used_range.formula for sheet in book.sheets}
    for name, rows in formulas.items():
        for old, new in zip(rows, after[name], strict=True):
            assert [each for each in old if each.startswith("=")] == [each for each in new if each.startswith("=")]


def test_in_a_program_that_tells_no_number_formats_all_values_are_written_all_the_same(
    office: Any, stale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = office.press("recalculate", office.open(stale)).changed
    other = tmp_path / "other.xlsx"
    shutil.copy(stale, other)

    def untold(_range: Any) -> str:
        raise NotImplementedError("xlwings Lite tells it only to those who wait")

    monkeypatch.setattr(xw.Range, "number_format", property(untold))
    done = office.press("recalculate", office.open(other))
    assert not done.failed, done.text
    assert done.changed == known


def test_the_command_that_presses_buttons_writes_the_file_that_recalc_writes(
    ippbook: Any, stale: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    command, macro = tmp_path / "command.xlsx", tmp_path / "macro.xlsx"
    assert ippbook("recalc", stale, "-o", command, "--as-of", "2026-10-31").code == 1
    ran = ippbook("run", "recalculate", stale, "-o", macro, "--as-of", "2026-10-31")
    assert ran.code == 1, ran.err
    assert macro.read_bytes() == command.read_bytes()


def test_planning_in_the_program_gives_the_cells_that_the_command_gives(
    office: Any, team: Path, tmp_path: Path
) -> None:
    command = tmp_path / "command.xlsx"
    filing.plan(team, command, today=TODAY)
    book = office.open(team)
    assert not office.press("plan", book).failed
    macro = saved(book, tmp_path / "macro.xlsx")
    assert values(macro) == values(command)
    assert ooxml.open(macro).tables["Complaints"].ref == ooxml.open(command).tables["Complaints"].ref
    assert values(macro) != values(team)


def test_filling_texts_in_the_program_gives_the_texts_that_the_command_gives_and_touches_no_other_column(
    office: Any, stale: Path, tmp_path: Path
) -> None:
    command = tmp_path / "command.xlsx"
    pipeline.recalculate(stale, command, today=TODAY)
    book = office.open(stale)
    office.press("texts", book)
    macro, right, before = (values(each)["Complaints"] for each in (saved(book, tmp_path / "m.xlsx"), command, stale))
    for place, header in enumerate(before[0]):
        wanted = right if header in ("Takedown text", "Characters", "Written in") else before
        assert [row[place] for row in macro] == [row[place] for row in wanted], header


HOSTILE = [
    "=cmd|'/c calc'!A1",
    "+1",
    "@SUM(A1)",
    "1-2",
    "00123",
    "TRUE",
    "#N/A",
    "'tis",
    "Mar 1",
    "-2+3",
    "1E5",
    "x" * 9_000,
]


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["URL", "Title", "Seller", "Price"])
        for number, text in enumerate(HOSTILE):
            out.writerow([f"https://item.taobao.com/item.htm?id=7999999990{number:02}", text, text[:60], 12.5])
        out.writerow(["https://example.com/nothing", "refused", "", ""])
    return path


def test_importing_in_the_program_gives_the_cells_that_the_command_gives(
    office: Any, team: Path, export: Path, tmp_path: Path
) -> None:
    command = tmp_path / "command.xlsx"
    imports.import_listings(team, export, command, rejects.write_rejects)
    book = office.open(team)
    pressed = office.press("import_listings", book, chosen=export)
    assert not pressed.failed, pressed.text
    assert pressed.severe  # a row was refused
    macro = saved(book, tmp_path / "macro.xlsx")
    assert values(macro) == values(command)


@pytest.mark.parametrize("code", ["General", "@"])
@pytest.mark.whole_sample
def test_a_text_that_has_no_room_for_an_apostrophe_lands_as_the_command_writes_it(
    code: str, office: Any, team: Path, tmp_path: Path
) -> None:
    made = openpyxl.load_workbook(team)
    columns = {cell.value: cell.column for cell in made["Listings"][1]}
    title = columns["Title"]
    for row in range(2, 452):
        made["Listings"].cell(row, title).number_format = code
    made["Listings"].cell(7, title).value = None
    url = made["Listings"].cell(7, columns["URL"]).value
    made.save(team)
    longest = ['="x"' + "y" * 32_763, "1" * 32_767, "+" + "😀" * 16_383]
    export = tmp_path / "export.csv"
    with export.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["URL", "Title"])
        out.writerow([url, longest[0]])
        out.writerows(
            [f"https://item.taobao.com/item.htm?id=7999999990{number:02}", text] for number, text in enumerate(longest)
        )
    command = tmp_path / "command.xlsx"
    imports.import_listings(team, export, command, rejects.write_rejects, today=TODAY)
    book = office.open(team)
    done = office.press("import_listings", book, chosen=export)
    assert not done.failed, done.text
    macro = saved(book, tmp_path / "macro.xlsx")
    assert macro.read_bytes() == command.read_bytes()
    texts = ooxml.open(macro).read("Listings", [title])[title].text
    assert [texts[6], *texts[451:454]] == [longest[0], *longest]


@pytest.mark.whole_sample
def test_hostile_texts_of_an_export_land_as_texts(office: Any, team: Path, export: Path, tmp_path: Path) -> None:
    book = office.open(team)
    office.press("import_listings", book, chosen=export)
    sheet = openpyxl.load_workbook(saved(book, tmp_path / "macro.xlsx"))["Listings"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    titles = [sheet.cell(row, columns["Title"]) for row in range(452, 452 + len(HOSTILE))]
    assert [cell.value for cell in titles] == HOSTILE
    assert {cell.data_type for cell in titles} == {"s"}


@pytest.mark.whole_sample
def test_importing_outcomes_in_the_program_gives_the_cells_that_the_command_gives(
    office: Any, team: Path, tmp_path: Path
) -> None:
    rows = values(team)["Complaints"]
    at = {header: place for place, header in enumerate(rows[0])}
    open_ones = [row for row in rows[1:] if row[at["Status"]] in ("submitted", "in review", "processing")][:5]
    assert open_ones, "the sample has no open complaint any more"
    export = tmp_path / "outcomes.csv"
    with export.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(["Complaint", "Listing", "Status", "Decided"])
        out.writerows([row[at["Complaint"]], row[at["Listing"]], "rejected", "2026-10-30"] for row in open_ones)
    command = tmp_path / "command.xlsx"
    imports.import_outcomes(team, export, command, rejects.write_rejects)
    book = office.open(team)
    assert not office.press("import_outcomes", book, chosen=export).failed
    assert values(saved(book, tmp_path / "macro.xlsx")) == values(command)


# ---- what is spared, and what is left as it was


def test_formulas_of_the_team_stay_where_a_computed_column_is_filled(office: Any, stale: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(stale)
    column = next(cell.column for cell in book["Complaints"][1] if cell.value == "Usable on platform")
    book["Complaints"].cell(40, column).value = '=UPPER("mine")'
    book.save(stale)
    live = office.open(stale)
    office.press("recalculate", live)
    after = values(saved(live, tmp_path / "macro.xlsx"))["Complaints"]
    assert after[39][column - 1] == '=UPPER("mine")'
    assert "nonsense" not in [row[column - 1] for row in after]


def test_the_program_is_left_as_it_was_found(office: Any, stale: Path) -> None:
    book, app = office.open(stale), office.app
    book.sheets["Listings"].activate()
    book.sheets["Listings"].range("C7:D9").select()
    app.calculation, app.enable_events, app.status_bar = "semiautomatic", False, "busy with something else"
    office.press("recalculate", book)
    assert (app.calculation, app.enable_events, app.screen_updating) == ("semiautomatic", False, True)
    assert app.status_bar == "busy with something else"
    assert (app.selection.sheet.name, app.selection.address) == ("Listings", "$C$7:$D$9")


def test_a_selection_that_moves_while_cells_are_written_is_put_back(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    book.sheets["Listings"].activate()
    book.sheets["Listings"].range("C7:D9").select()
    put, moved = put_cells.put_change, []

    def restless(live: Any, change: Any) -> None:
        """As a program that follows what is written, or an add-in that listens."""
        put(live, change)
        if not book.sheets[change.sheet].visible:  # nobody can select there
            return
        book.sheets[change.sheet].activate()
        book.sheets[change.sheet].range((int(change.rows[0]), change.column)).select()
        moved.append(office.app.selection.sheet.name)

    monkeypatch.setattr(put_cells, "put_change", restless)
    assert not office.press("recalculate", book).failed
    assert len(set(moved)) > 1
    assert (office.app.selection.sheet.name, office.app.selection.address) == ("Listings", "$C$7:$D$9")


def test_the_screen_stands_still_while_cells_are_written(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book, seen = office.open(stale), []
    kind = type(book.sheets[0].range("A1").impl)
    write = kind.raw_value

    def watched(block: Any, value: Any) -> None:
        seen.append((office.app.screen_updating, office.app.enable_events, office.app.calculation))
        write.fset(block, value)

    monkeypatch.setattr(kind, "raw_value", property(write.fget, watched))
    office.press("recalculate", book)
    assert set(seen) == {(False, False, "manual")}


def test_a_press_tells_its_stages_in_the_status_bar(office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries: list[Any] = []
    kind = type(office.app.impl)
    bar = kind.status_bar
    monkeypatch.setattr(
        kind, "status_bar", property(bar.fget, lambda app, text: (entries.append(text), bar.fset(app, text))[1])
    )
    office.press("recalculate", office.open(stale))
    assert entries[0] == "ippbook: Recalculate: reading …"
    assert "ippbook: Recalculate: writing …" in entries
    assert entries[-1] is False


# ---- the one message


def test_a_press_from_excel_ends_with_exactly_one_message(office: Any, stale: Path) -> None:
    done = office.press_from_excel("recalculate", office.open(stale))
    assert office.app.impl.alerts == [("ippbook", done.text)]
    assert "press Undo" in done.text


def test_a_press_over_a_book_that_is_handed_in_gives_its_message_to_the_caller_alone(office: Any, stale: Path) -> None:
    done = office.press("check", office.open(stale))
    assert office.app.impl.alerts == []
    assert str(done) == done.text


def test_a_message_that_is_too_long_for_excels_box_is_cut_and_still_says_how_to_take_it_back(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ippbook.buttons import checks

    monkeypatch.setattr(checks, "most_severe", lambda _study: ["a long finding " * 100])
    office.press_from_excel("check", office.open(stale))
    ((_, text),) = office.app.impl.alerts
    assert len(text) <= 1_000
    assert text.endswith("…\nTo undo it, press Undo in the tab ippbook.")


def test_a_press_that_changes_nothing_offers_no_undo(office: Any, team: Path) -> None:
    done = office.press("recalculate", office.open(team))
    assert done.changed == 0
    assert "Undo" not in done.text
    assert office.writes == 0


def test_a_button_answers_to_its_macro_name_as_well(office: Any, team: Path) -> None:
    assert office.press("IPP_GoToFinding", office.open(team)).button == "go_to_finding"
    assert office.app.selection.address != "$A$1"


def test_an_unknown_button_is_refused_with_the_nearest_name(office: Any, team: Path) -> None:
    done = office.press("recalc", office.open(team))
    assert done.failed
    assert "did you mean recalculate?" in done.text


# ---- few calls


def big(path: Path, rows: int) -> Path:
    """A team's workbook with this many listings and complaints, its computed columns empty."""
    from ippbook.declare import registry

    known = registry().headers
    typed = {
        "Rights": (["Right", "Type", "Office", "Number", "Expires"], [["R1", "trademark", "CN", "12345678", 50_000]]),
        "Accounts": (["Account", "Platform"], [["a", "taobao"]]),
        "Listings": (
            ["Listing", "URL", "Right"],
            [[f"L{n}", f"https://item.taobao.com/item.htm?id={700_000_000_000 + n}", "R1"] for n in range(rows)],
        ),
        "Complaints": (
            ["Complaint", "Listing", "Right", "Account", "Reason", "Filed", "Status"],
            [[f"C{n // 10}", f"L{n}", "R1", "a", "counterfeit", 46_000, "submitted"] for n in range(rows)],
        ),
    }
    with xlsxwriter.Workbook(path) as made:
        for name, (headers, lines) in typed.items():
            sheet = made.add_worksheet(name)
            every = [*headers, *known[name]]
            sheet.add_table(
                0, 0, len(lines), len(every) - 1, {"name": name, "columns": [{"header": each} for each in every]}
            )
            for number, line in enumerate(lines, 1):
                sheet.write_row(number, 0, line)
    return path


def test_ten_thousand_rows_cost_as_many_calls_as_one_hundred(office: Any, tmp_path: Path) -> None:
    calls = []
    for rows in (100, 10_000):
        book = office.open(big(tmp_path / f"big{rows}.xlsx", rows))
        office.app.impl.calls.clear()
        done = office.press("recalculate", book)
        assert done.changed > rows
        calls.append(dict(office.app.impl.calls))
    assert calls[0].keys() == calls[1].keys()
    for what, count in calls[1].items():
        assert count <= calls[0][what] + 12, (what, calls)
    columns = 60
    assert calls[1]["write"] <= columns


def test_the_book_that_called_is_the_one_that_is_pressed(office: Any, team: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    shutil.copy(team, other)
    book = office.open(team)
    office.open(other)
    book.activate()
    book.set_mock_caller()
    assert xw.Book.caller().name == "team.xlsx"
    assert not office.press("check", None).failed
