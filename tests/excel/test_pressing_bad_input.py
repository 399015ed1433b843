"""What stops a button gives one plain sentence with file, place and remedy; nothing changed; the program as it was."""

import re
import shutil
import sys
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pytest
from openpyxl.styles import Protection

pytest.importorskip("xlwings", reason="xlwings is not installed: the buttons are not tested over a live book")
from ippbook import ooxml, pipeline
from ippbook.buttons import buttons
from ippbook.errors import UserError
from ippbook.excel import desk, foreign_names, hosts, log, put_cells, sheet_info, write_cells
from ippbook.excel.live_book import LiveBook
from ippbook.headless import com_api

pytestmark = (
    pytest.mark.deep
)  # presses on whole files; tests of Undo, faults, hosts and `ippbook run` give the quick answer

WRITERS = ["check", "recalculate", "texts", "good_faith", "plan", "live"]


def refused(done: Any, *parts: str) -> None:
    """That *done* is one refusal in one sentence, with every part in it."""
    assert done.failed
    assert done.changed == 0
    assert "\n" not in done.text
    assert done.text.endswith(".")
    assert "Traceback" not in done.text
    for part in parts:
        assert part in done.text, done.text


def edited(path: Path, change: Any) -> Path:
    """The workbook with a *change* made through openpyxl."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def protect(*sheets: str, unlocked: bool = False) -> Any:
    def change(book: Any) -> None:
        for sheet in sheets:
            book[sheet].protection.sheet = True
            for row in book[sheet].iter_rows() if unlocked else ():
                for cell in row:
                    cell.protection = Protection(locked=False)

    return change


@pytest.mark.parametrize("name", WRITERS)
def test_a_protected_sheet_is_named_and_nothing_is_written(name: str, office: Any, stale: Path) -> None:
    edited(stale, protect("Complaints", "Listings", "Accounts", "Rights", "Good-Faith", "Sellers"))
    before = stale.read_bytes()
    book = office.open(stale)
    done = office.press(name, book)
    refused(done, str(stale), "is protected", "Unprotect Sheet", "nothing was changed")
    assert office.writes == 0
    book.save()
    assert stale.read_bytes() == before


def test_unlocked_cells_of_a_protected_sheet_are_written(office: Any, stale: Path) -> None:
    book = office.open(edited(stale, protect("Complaints", unlocked=True)))
    assert not office.press("texts", book).failed


@pytest.mark.whole_sample
def test_a_sheet_that_is_protected_against_people_alone_is_written(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """VBA's Protect UserInterfaceOnly:=True holds while Excel runs and is in no file, so the program's answers are made here."""
    monkeypatch.setattr(com_api.ComWorksheet, "ProtectContents", True)
    book = office.open(stale)
    refused(office.press("texts", book), "sheet 'Complaints' is protected")
    monkeypatch.setattr(com_api.ComWorksheet, "ProtectionMode", True)
    done = office.press("texts", book)
    assert not done.failed, done.text
    assert done.changed > 100


def test_a_table_on_a_protected_sheet_cannot_grow_even_where_its_cells_are_unlocked(office: Any, team: Path) -> None:
    book = office.open(edited(team, protect("Complaints", unlocked=True)))
    refused(office.press("plan", book), "sheet 'Complaints' is protected, so its tables cannot take new rows")
    assert office.writes == 0


def test_one_protected_sheet_stops_the_others_too_so_that_nothing_is_half_done(office: Any, stale: Path) -> None:
    book = office.open(edited(stale, protect("Sellers")))
    refused(office.press("recalculate", book), "sheet 'Sellers' is protected")
    assert office.writes == 0


@pytest.mark.parametrize("by_filter", [True, False], ids=["filtered", "hidden manually"])
@pytest.mark.parametrize("name", ["check", "recalculate", "texts", "plan"])
def test_hidden_rows_of_a_table_are_refused(name: str, by_filter: bool, office: Any, stale: Path) -> None:
    def hide(book: Any) -> None:
        sheet = book["Complaints"]
        for row in range(20, 30):
            sheet.row_dimensions[row].hidden = True
        if by_filter:
            sheet.tables["Complaints"].autoFilter.add_filter_column(0, ["C-1"])

    before = edited(stale, hide).read_bytes()
    book = office.open(stale)
    done = office.press(name, book)
    refused(
        done, "sheet 'Complaints' has filtered or hidden rows in table Complaints", "clear the filter", "Unhide Rows"
    )
    assert office.writes == 0
    book.save()
    assert stale.read_bytes() == before


@pytest.mark.parametrize("hidden", [2, 701])
@pytest.mark.whole_sample
def test_hidden_rows_of_a_table_are_refused_also_above_and_below_what_is_to_be_written(
    hidden: int, office: Any, team: Path
) -> None:
    def change(book: Any) -> None:
        sheet = book["Complaints"]
        characters = next(cell.column for cell in sheet[1] if cell.value == "Characters")
        sheet.cell(40, characters).value = 7
        sheet.row_dimensions[hidden].hidden = True

    book = office.open(edited(team, change))
    refused(office.press("texts", book), "sheet 'Complaints' has filtered or hidden rows in table Complaints")
    assert office.writes == 0


def test_hidden_rows_of_a_table_that_is_not_written_stop_nothing(office: Any, stale: Path) -> None:
    book = office.open(edited(stale, lambda book: setattr(book["Rights"].row_dimensions[5], "hidden", True)))
    assert not office.press("texts", book).failed


def test_merged_cells_in_a_computed_column_are_refused_as_the_command_refuses_them(
    office: Any, stale: Path, tmp_path: Path
) -> None:
    def merge(book: Any) -> None:
        sheet = book["Complaints"]
        del sheet.tables["Complaints"]
        column = next(cell.column for cell in sheet[1] if cell.value == "Findings")
        for row in range(2, 702):
            sheet.cell(row, column).value = None
        sheet.merge_cells(start_row=2, end_row=701, start_column=column, end_column=column)

    before = edited(stale, merge).read_bytes()
    with pytest.raises(ooxml.EditError) as command:
        pipeline.recalculate(stale, tmp_path / "out.xlsx", today=date(2026, 10, 31))
    sentence = re.search("cell [A-Z]+[0-9]+: the cell is hidden under the merged cells .*", str(command.value))
    assert sentence
    book = office.open(stale)
    for name in ("check", "recalculate"):
        refused(office.press(name, book), "sheet 'Complaints', ", sentence[0])
    assert office.writes == 0
    assert not (office.folder / "state" / "undo").exists()
    book.save()
    assert stale.read_bytes() == before


@pytest.mark.parametrize("one", buttons(), ids=lambda one: one.name)
def test_a_read_only_book_is_refused_by_every_button_that_writes_and_by_no_other(
    one: Any, office: Any, stale: Path, tmp_path: Path
) -> None:
    done = office.press(one.name, office.open(stale, read_only=True), chosen=tmp_path / "out")
    if one.writes:
        refused(done, "open read-only", "File, Save As")
    else:
        assert not done.failed
    assert office.writes == 0


@pytest.mark.parametrize("one", buttons(), ids=lambda one: one.name)
def test_a_cell_in_edit_mode_is_a_sentence_for_every_button(one: Any, office: Any, stale: Path) -> None:
    book = office.open(stale)
    office.app.impl.editing = True
    done = office.press(one.name, book)
    office.app.impl.editing = False
    refused(done, "a cell is being edited", "Press Enter or Esc and try again")
    assert office.writes == 0


def test_a_cell_that_is_edited_while_the_button_works_stops_it_and_what_was_written_is_put_back(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    before = {sheet.name: sheet.used_range.raw_value for sheet in book.sheets}
    put = put_cells.put_change
    count = []

    def sometimes(live: Any, change: Any) -> None:
        count.append(change)
        if len(count) == 4:
            raise type("com_error", (Exception,), {"hresult": -2147417846})(-2147417846, "busy", None, None)
        put(live, change)

    monkeypatch.setattr(put_cells, "put_change", sometimes)
    done = office.press("recalculate", book)
    refused(done, "Press Enter or Esc")
    assert {sheet.name: sheet.used_range.raw_value for sheet in book.sheets} == before
    assert office.app.calculation == "automatic"
    assert office.app.screen_updating
    assert office.app.status_bar is False


@pytest.mark.parametrize(
    "error",
    [
        pytest.param((-2147418111, "Call was rejected by callee.", None, None), id="rejected"),
        pytest.param((-2146777998, "", None, None), id="ignored"),
        pytest.param((-2147417846, "", None, None), id="retry later"),
        pytest.param(
            (-2147352567, "Exception occurred.", (0, None, None, None, 0, -2146777998), None), id="in a property"
        ),
    ],
)
def test_each_way_in_which_excel_says_that_it_is_busy_is_understood(error: tuple[Any, ...]) -> None:
    assert hosts.is_busy(Exception(*error))
    assert not hosts.is_busy(
        Exception(-2147352567, "Exception occurred.", (0, None, "1004", None, 0, -2146827284), None)
    )


def test_a_book_that_is_not_the_active_one_is_refused_with_both_names(office: Any, stale: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.xlsx"
    shutil.copy(stale, other)
    book = office.open(stale)
    office.open(other)
    done = office.press("check", book)
    refused(
        done, "team.xlsx is not the active workbook (other.xlsx is)", "click into team.xlsx and press the button again"
    )
    assert office.writes == 0


def test_a_workbook_without_our_tables_is_refused_by_every_button_alike(office: Any, tmp_path: Path) -> None:
    path = tmp_path / "strange.xlsx"
    openpyxl.Workbook().save(path)
    book = office.open(path)
    texts = {office.press(one.name, book).text for one in buttons()}
    assert len(texts) == 1
    refused(office.press("check", book), "No ippbook table (Rights", "ippbook new team.xlsx")
    assert office.writes == 0


def test_a_workbook_with_formulas_of_ours_alone_is_ours_all_the_same(office: Any, tmp_path: Path) -> None:
    path = tmp_path / "formulas.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = '=IPP_PLATFORM("https://item.taobao.com/item.htm?id=1")'
    book.save(path)
    live = office.open(path)
    assert not office.press("recalculate", live).failed
    assert live.sheets[0]["A1"].value == "taobao"


def test_a_sheet_that_somebody_changes_meanwhile_is_refused(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(stale)
    stands = LiveBook.is_unchanged

    def later(live: LiveBook, sheet: str) -> bool:
        if sheet == "Complaints":
            book.sheets["Complaints"].range("A5").value = "typed meanwhile"
        return stands(live, sheet)

    monkeypatch.setattr(LiveBook, "is_unchanged", later)
    done = office.press("texts", book)
    refused(done, "sheet 'Complaints' was changed while ippbook was calculating", "press the button again")
    assert book.sheets["Complaints"].range("A5").value == "typed meanwhile"


def test_no_selected_cell_is_a_sentence(office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office.open(stale)
    monkeypatch.setattr(type(office.app.impl), "selection", property(lambda _app: None))
    refused(office.press("explain", book), "no cell is selected; click a cell")


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_findings_on_hidden_sheets_are_passed_by_and_counted(state: str, office: Any, stale: Path) -> None:
    def hide(book: Any) -> None:
        book["Rights"].sheet_state = book["Accounts"].sheet_state = state

    book = office.open(edited(stale, hide))
    seen = set()
    for _ in range(4):
        done = office.press("go_to_finding", book)
        assert not done.failed, done.text
        assert re.search(r"cells with findings; \d+ more on hidden sheets \(Rights, Accounts\)$", done.text)
        seen.add((office.app.selection.sheet.name, office.app.selection.address))
    assert len(seen) == 4
    assert not {"Rights", "Accounts"} & {sheet for sheet, _ in seen}


def test_where_all_findings_are_on_hidden_sheets_there_is_a_sentence_and_nothing_is_selected(
    office: Any, stale: Path
) -> None:
    def hide(book: Any) -> None:
        for sheet in book:
            sheet.sheet_state = "visible" if sheet.title == "Guide" else "hidden"

    book = office.open(edited(stale, hide))
    before = office.app.selection.address
    done = office.press("go_to_finding", book)
    assert not done.failed
    assert re.search(r"all \d+ cells with findings are on hidden sheets \(.*Rights.*\); unhide a sheet", done.text)
    assert (office.app.selection.sheet.name, office.app.selection.address) == ("Guide", before)


def test_a_sheet_that_vba_alone_shows_is_a_hidden_one_though_com_answers_with_a_number_that_is_true() -> None:
    answers = [sheet_info.is_visible(cast("Any", SimpleNamespace(visible=state))) for state in (True, -1, False, 0, 2)]
    assert answers == [True, True, False, False, False]


def test_where_there_is_no_file_dialog_the_command_is_named(office: Any, stale: Path) -> None:
    refused(
        office.press("import_listings", office.open(stale)), "no file dialog is available here", "--with export.csv"
    )


def test_an_export_that_is_not_there_is_refused_and_nothing_is_written(
    office: Any, stale: Path, tmp_path: Path
) -> None:
    done = office.press("import_outcomes", office.open(stale), chosen=tmp_path / "gone.csv")
    refused(done, "gone.csv: the file does not exist")
    assert office.writes == 0


@pytest.mark.whole_sample
def test_the_one_text_that_excel_cannot_take_is_refused_with_its_cell(office: Any, stale: Path, tmp_path: Path) -> None:
    export = tmp_path / "export.csv"
    export.write_text(
        f"URL,Title\nhttps://item.taobao.com/item.htm?id=799999999901,'{'x' * 32_766}\n", encoding="utf-8"
    )
    done = office.press("import_listings", office.open(stale), chosen=export)
    refused(
        done,
        "cell",
        "452: the text has 32,767 characters and begins with an apostrophe",
        "shorten the text by one character",
    )
    assert office.writes == 0


# ---- macros of the team's own


def with_macro(path: Path, module: str, source: str, kind: str = "standard") -> Path:
    from pyopenvba import ExcelFile, VBAModuleKind

    made = path.with_suffix(".xlsm")
    shutil.copy(Path(__file__).parents[2] / "workbook" / "ippbook.xlsm", made)
    with ExcelFile(made) as book:
        book.vba_project().add_module(module, source, kind=VBAModuleKind[kind])
        book.save()
    return made


@pytest.mark.parametrize(
    "source",
    [
        "Sub IPP_Check()\r\nEnd Sub\r\n",
        "Public Function ipp_platform(a)\r\nEnd Function\r\n",
        "  Static Sub Ipp_Undo()\r\nEnd Sub\r\n",
    ],
)
def test_a_macro_of_the_team_with_a_name_of_ours_is_named_with_its_module(
    source: str, office: Any, stale: Path
) -> None:
    path = with_macro(stale, "TeamMacros", f'Attribute VB_Name = "TeamMacros"\r\n{source}')
    book = office.open(path)
    done = office.press("check", book)
    refused(done, "module TeamMacros has a macro called", "ippbook uses that name", "rename your macro")
    assert office.writes == 0


def test_our_own_modules_and_private_or_unlike_macros_are_not_foreign(office: Any, stale: Path) -> None:
    source = 'Attribute VB_Name = "TeamMacros"\r\nPrivate Sub IPP_Check()\r\nEnd Sub\r\nSub IPP_CheckMine()\r\nEnd Sub\r\n\' Sub IPP_Undo()\r\n'
    assert not office.press("check", office.open(with_macro(stale, "TeamMacros", source))).failed


def test_the_open_project_of_excel_is_looked_through_where_excel_shows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def component(name: str, kind: int, text: str) -> SimpleNamespace:
        code = SimpleNamespace(CountOfLines=text.count("\n"), Lines=lambda first, count: text)  # noqa: ARG005
        return SimpleNamespace(Name=name, Type=kind, CodeModule=code)

    project = SimpleNamespace(
        VBComponents=[
            component("IppBookButtons", 1, "Sub IPP_Check()\nEnd Sub\n"),
            component("Sheet1", 100, "Sub IPP_Check()\nEnd Sub\n"),
            component("Mine", 1, "Sub IPP_Plan()\nEnd Sub\n"),
        ]
    )
    monkeypatch.setattr(hosts, "program", lambda _book: "windows")
    book: Any = SimpleNamespace(api=SimpleNamespace(VBProject=project))
    with pytest.raises(UserError, match="module Mine has a macro called IPP_Plan"):
        foreign_names.refuse_name_clashes(book, Path("team.xlsm"))
    untrusted: Any = SimpleNamespace(api=object())
    foreign_names.refuse_name_clashes(untrusted, Path("team.xlsm"))


@pytest.mark.parametrize("program", ["windows", "mac"])
def test_where_excel_shows_no_project_the_saved_file_is_looked_into(
    program: str, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_macro(stale, "TeamMacros", 'Attribute VB_Name = "TeamMacros"\r\nSub IPP_Plan()\r\nEnd Sub\r\n')
    monkeypatch.setattr(hosts, "program", lambda _book: program)
    untrusted: Any = SimpleNamespace(api=object())
    with pytest.raises(UserError, match="module TeamMacros has a macro called IPP_Plan"):
        foreign_names.refuse_name_clashes(untrusted, path)


# ---- an internal error


def test_an_internal_error_is_reported_in_plain_words_with_the_log_and_no_traceback(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise ZeroDivisionError("a secret of the code")

    monkeypatch.setattr("ippbook.pipeline.recalculate", broken)
    done = office.press_from_excel("recalculate", office.open(stale))
    assert done.failed
    assert "failed because of an error in ippbook" in done.text
    assert str(office.folder / "state" / "excel.log") in done.text
    assert "Traceback" not in done.text
    assert "ZeroDivisionError" not in done.text
    assert office.app.impl.alerts == [("ippbook", done.text)]
    assert "ZeroDivisionError: a secret of the code" in office.log
    assert re.search(r"Recalculate · team\.xlsx · \d+\.\d s · failed", office.log)


@pytest.mark.parametrize("at", [1, 2, 5, 9])
def test_a_failure_half_way_puts_back_every_cell_and_setting(
    at: int, office: Any, team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.open(team)
    before = {sheet.name: (sheet.used_range.raw_value, sheet.used_range.formula) for sheet in book.sheets}
    table = book.sheets["Complaints"].tables["Complaints"]
    ref = table.range.address
    count, put = [], put_cells.put_change

    def sometimes(live: Any, change: Any) -> None:
        count.append(change)
        if len(count) == at:
            raise MemoryError("no room")
        put(live, change)

    monkeypatch.setattr(put_cells, "put_change", sometimes)
    done = office.press("plan", book)
    assert done.failed is (at <= 7)
    if done.failed:
        after = {sheet.name: (sheet.used_range.raw_value, sheet.used_range.formula) for sheet in book.sheets}
        assert after["Complaints"][0][:701] == before["Complaints"][0]
        assert not any(value for row in after["Complaints"][0][701:] for value in row)
        assert table.range.address == ref
        assert office.app.screen_updating
        assert office.app.calculation == "automatic"


def test_a_restore_that_fails_too_is_reported(office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(put_cells, "put_change", broken)
    monkeypatch.setattr(write_cells, "_restore", broken)
    done = office.press("texts", office.open(stale))
    refused(done, "some of its changes could not be undone", "Close the workbook without saving it")
    assert "MemoryError: no room" in office.log


def test_what_excel_itself_refuses_is_reported_in_its_own_words(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ippbook.headless.errors import excel_error as says

    def not_shared(*_: Any) -> None:
        raise says("Tables cannot be changed in a shared workbook.")

    monkeypatch.setattr(put_cells, "put_change", not_shared)
    done = office.press("texts", office.open(stale))
    refused(
        done,
        "Excel refused a change (Tables cannot be changed in a shared workbook). All changes of Fill texts were undone",
    )


def test_a_press_that_no_workbook_called_for_is_a_sentence(office: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert office.app.books.count == 0
    done = office.press("check", None)
    refused(done, "This command has to be started from a workbook", "ippbook run check team.xlsx")
    assert done.text in capsys.readouterr().err


def test_a_log_line_says_when_which_button_which_book_and_how_long_and_holds_no_cell(office: Any, stale: Path) -> None:
    office.press("check", office.open(stale))
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d Check · team\.xlsx · \d+\.\d s · \d+ cells changed\n", office.log
    )


def test_a_new_log_begins_when_it_is_large_and_keeps_three_older_files(tmp_path: Path) -> None:
    for number in range(6):
        (tmp_path / "excel.log").write_text(f"{number}" * 1_000_001, encoding="utf-8")
        log.write_log(tmp_path, "a line")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "excel.log",
        "excel.log.1",
        "excel.log.2",
        "excel.log.3",
    ]
    assert (tmp_path / "excel.log.3").read_text(encoding="utf-8")[0] == "3"


def test_a_log_that_cannot_be_written_stops_no_button(office: Any, stale: Path) -> None:
    (office.folder / "state").write_text("a file where the folder should be")
    assert not office.press("check", office.open(stale)).failed


@pytest.mark.parametrize(
    ("platform", "variable", "value", "expected"),
    [
        ("win32", "LOCALAPPDATA", "/users/anna/local", "/users/anna/local/ippbook/state"),
        ("linux", "XDG_STATE_HOME", "/home/anna/state", "/home/anna/state/ippbook"),
    ],
)
def test_log_and_journal_lie_in_the_users_own_folder(
    platform: str, variable: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setenv(variable, value)
    assert log.state_folder() == Path(expected)


def test_a_message_that_excel_cannot_show_is_still_reported(
    office: Any, stale: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    book = office.open(stale)
    book.set_mock_caller()
    office.app.impl.editing = True
    done = office.press("check", None)
    office.app.impl.editing = False
    assert done.text in capsys.readouterr().err
    assert monkeypatch


# ---- the dialogs of the programs


def desk_of(program: str, monkeypatch: pytest.MonkeyPatch, api: Any, folder: Path) -> desk.LiveDesk:
    monkeypatch.setattr(hosts, "program", lambda _book: program)
    book: Any = SimpleNamespace(path=folder / "team.xlsx", book=SimpleNamespace(app=SimpleNamespace(api=api)))
    return desk.LiveDesk(book, pytest.importorskip("datetime").date(2026, 10, 31))


def test_on_windows_excels_own_dialogs_are_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls = []
    answers: list[Any] = ["C:\\exports\\list.csv", False]
    dialog = SimpleNamespace(Show=lambda: -1, SelectedItems=lambda _: "C:\\out")
    api = SimpleNamespace(
        GetOpenFilename=lambda *a: (calls.append(a), answers.pop(0))[1], FileDialog=lambda _kind: dialog
    )
    here = desk_of("windows", monkeypatch, api, tmp_path)
    assert here.choose_file("An export", (".csv", ".xlsx")) == Path("C:\\exports\\list.csv")
    assert calls[0][0] == "An export (*.csv;*.xlsx),*.csv;*.xlsx"
    assert here.choose_file("An export", (".csv",)) is None
    assert here.choose_folder("Where", tmp_path / "out") == Path("C:\\out")
    assert dialog.InitialFileName == f"{tmp_path}\\"
    dialog.Show = lambda: 0
    assert here.choose_folder("Where", tmp_path / "out") is None


def test_on_a_mac_the_system_is_used_and_no_text_becomes_script(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ran = []

    def run(command: list[str], **_: Any) -> Any:
        ran.append(command)
        return SimpleNamespace(returncode=0, stdout="/Users/anna/list.csv\n")

    monkeypatch.setattr(desk.subprocess, "run", run)
    here = desk_of("mac", monkeypatch, None, tmp_path)
    title = 'An export" & do shell script "rm'
    assert here.choose_file(title, (".csv",)) == Path("/Users/anna/list.csv")
    assert title not in ran[0][2]
    assert ran[0][3] == title
    monkeypatch.setattr(desk.subprocess, "run", lambda *_, **__: SimpleNamespace(returncode=1, stdout=""))
    assert here.choose_folder("Where", tmp_path / "out") is None


def test_without_a_program_folders_go_next_to_the_workbook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = desk_of("", monkeypatch, None, tmp_path)
    assert here.choose_folder("Where", tmp_path / "team filings") == tmp_path / "team filings"
    assert here.choose_folder("Where", Path("never saved") / "filings") == Path.home() / "filings"


def test_unlocked_cells_of_the_format_text_are_refused_where_a_protected_sheet_may_not_be_formatted(
    office: Any, stale: Path
) -> None:
    """A number would become a text there, and the format cannot be put aside meanwhile."""
    book = openpyxl.load_workbook(stale)
    sheet = book["Accounts"]
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.protection, cell.number_format = openpyxl.styles.Protection(locked=False), "@"
    sheet.protection.sheet = True
    book.save(stale)
    done = office.press("recalculate", office.open(stale))
    refused(done, "sheet 'Accounts' is protected against formatting", "has the format Text", "unprotect it")
    assert office.writes == 0
    sheet.protection.formatCells = False
    open_to_formats = stale.with_name("formats.xlsx")
    book.save(open_to_formats)
    allowed = office.press("recalculate", office.open(open_to_formats))
    assert not allowed.failed, allowed.text
