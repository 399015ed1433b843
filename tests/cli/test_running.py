"""`ippbook run`: a button of the Excel face over a file, without Excel."""

import json
import zipfile

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: ippbook run is not tested")

import openpyxl  # an extra, as xlwings

from ippbook.buttons import buttons

DAY = "2026-10-31"


@pytest.fixture(autouse=True)
def own_state(tmp_path, monkeypatch):
    """Log and journal of the presses go where the test may look."""
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "state"))


@pytest.fixture
def team(sample_path, tmp_path):
    path = tmp_path / "team.xlsx"
    path.write_bytes(sample_path.read_bytes())
    return path


@pytest.fixture
def stale(team):
    """The team's workbook after somebody wrote over computed cells."""
    from ippbook import ooxml

    book = ooxml.open(team)
    table = book.tables["Listings"]
    column = table.first_col + table.columns.index("Canonical URL")
    edits = ooxml.Edits()
    edits.put_column(table.sheet, column, range(table.first_row + 1, table.first_row + 21), ["stale"] * 20)
    ooxml.save(book, edits)
    return team


def parts(path):
    with zipfile.ZipFile(path) as box:
        return {name: box.read(name) for name in box.namelist()}


def test_every_button_is_listed_with_what_it_does(ippbook):
    ran = ippbook("run", "--list")
    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()] == [button.name for button in buttons()]
    listed = json.loads(ippbook("run", "--list", "--format", "json").out)
    assert [(each["macro"], each["label"]) for each in listed] == [(each.macro, each.label) for each in buttons()]


def test_recalculating_by_the_button_gives_the_very_file_of_the_command(ippbook, stale, tmp_path):
    by_button, by_command = tmp_path / "button.xlsx", tmp_path / "command.xlsx"
    pressed = ippbook("run", "recalculate", stale, "-o", by_button, "--as-of", DAY)
    ippbook("recalc", stale, "-o", by_command, "--as-of", DAY)
    assert pressed.code in (0, 1)
    assert parts(by_button) == parts(by_command)
    assert parts(by_button) != parts(stale)
    assert f"{by_button}: written" in pressed.err


def test_a_button_that_changes_nothing_writes_nothing(ippbook, team):
    before = team.read_bytes()
    ran = ippbook("run", "explain", team, "--at", "Listings!B2")
    assert team.read_bytes() == before
    assert "written" not in ran.err


def test_the_active_cell_is_the_one_that_was_asked_for(ippbook, team):
    found = openpyxl.load_workbook(team)["Listings"]
    findings = next(cell.column for cell in found[1] if cell.value == "Findings")
    row = next(row for row in range(2, found.max_row + 1) if found.cell(row, findings).value)
    code = str(found.cell(row, findings).value).split()[0].strip(",;:")
    ran = ippbook("run", "explain", team, "--at", f"Listings!{found.cell(row, findings).coordinate}")
    assert ran.code == 0
    assert ran.out.startswith(code)


def test_something_grave_is_exit_code_one_and_json_says_all(ippbook, team):
    ran = ippbook("run", "check", team, "--as-of", DAY, "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["grave"], told["failed"]) == (1, True, False)
    assert "errors" in told["text"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek", "TEAM"), "did you mean check"),
        (("check", "missing.xlsx"), "missing.xlsx"),
        (("check",), "name a button and a workbook"),
        (("check", "TEAM", "--at", "Nowhere!A1"), "there is no sheet 'Nowhere'"),
        (("check", "TEAM", "--at", "not a cell"), "is no cell"),
        (("explain", "TEAM", "--at", "Lists!A1"), "sheet 'Lists' is hidden"),
        (("explain", "TEAM", "--at", "Lists!ZZ99999"), "choose a cell of another sheet"),
        (("no_such_module:macro", "TEAM"), "there is no macro 'no_such_module:macro'"),
        (("json:nothing", "TEAM"), "there is no macro 'json:nothing'"),
        (("import_listings", "TEAM", "--with", "missing.csv"), "missing.csv"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_exit_code_two_and_nothing_changed(ippbook, team, arguments, said):
    before = team.read_bytes()
    ran = ippbook("run", *(team if argument == "TEAM" else argument for argument in arguments))
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert team.read_bytes() == before


def test_a_read_only_workbook_is_refused_unless_it_is_written_elsewhere(ippbook, stale, tmp_path):
    stale.chmod(0o444)
    before = stale.read_bytes()
    refused = ippbook("run", "recalculate", stale, "--as-of", DAY)
    assert refused.code == 2
    assert "read-only" in refused.err
    ran = ippbook("run", "recalculate", stale, "-o", tmp_path / "copy.xlsx", "--as-of", DAY)
    assert ran.code in (0, 1)
    assert (tmp_path / "copy.xlsx").exists()
    assert stale.read_bytes() == before


def test_without_xlwings_the_command_says_what_to_install(ippbook, team, monkeypatch):
    import sys

    for name in [
        name for name in sys.modules if name == "xlwings" or name.startswith(("xlwings.", "ippbook.faces.excel"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "xlwings", None)
    ran = ippbook("run", "check", team)
    assert ran.code == 2
    assert "pip install 'ippbook[excel]'" in ran.err


# macros of the team's own


@pytest.fixture
def own_macro(tmp_path, monkeypatch):
    def write(body):
        (tmp_path / "team_macros.py").write_text(f"import xlwings as xw\n\ndef tidy():\n{body}", encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delitem(__import__("sys").modules, "team_macros", raising=False)

    return write


def test_a_macro_of_the_team_runs_over_the_file(ippbook, team, own_macro):
    own_macro(
        "    book = xw.Book.caller()\n"
        "    book.sheets['Listings']['D2'].value = 'tidied'\n"
        "    book.app.alert('1 title tidied')\n"
    )
    before = parts(team)
    ran = ippbook("run", "team_macros:tidy", team)
    assert (ran.code, ran.out) == (0, "1 title tidied\n")
    assert openpyxl.load_workbook(team)["Listings"]["D2"].value == "tidied"
    assert sum(before[name] != data for name, data in parts(team).items()) == 1


def test_a_macro_that_needs_what_is_not_covered_is_refused_and_nothing_is_saved(ippbook, team, own_macro):
    own_macro(
        "    sheet = xw.Book.caller().sheets['Listings']\n"
        "    sheet['D2'].value = 'tidied'\n"
        "    sheet['D2'].font.bold = True\n"
    )
    before = team.read_bytes()
    ran = ippbook("run", "team_macros:tidy", team)
    assert ran.code == 2
    assert "has no Range.font" in ran.err
    assert team.read_bytes() == before


def test_a_macro_that_excel_would_refuse_is_one_sentence(ippbook, team, own_macro):
    own_macro("    xw.Book.caller().sheets['Nowhere']['A1'].value = 1\n")
    ran = ippbook("run", "team_macros:tidy", team)
    assert ran.code == 2
    assert "Subscript out of range" in ran.err
    assert ran.err.count("\n") == 1


def test_a_macro_with_a_fault_of_its_own_is_named_as_such(ippbook, team, own_macro):
    own_macro("    1 / 0\n")
    ran = ippbook("run", "team_macros:tidy", team)
    assert ran.code == 2
    assert "team_macros:tidy" in ran.err
    assert "ZeroDivisionError" in ran.err
    assert "fault of ippbook" not in ran.err
