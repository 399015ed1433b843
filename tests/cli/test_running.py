"""`ippbook run`: a button of the Excel face over a file, without Excel."""

import json
import sys
import zipfile

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: ippbook run is not tested")

import openpyxl  # an extra, as xlwings

from ippbook import ooxml
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
    listed = json.loads(ippbook("run", "--list", "--format", "json").out)["buttons"]
    assert [(each["macro"], each["label"]) for each in listed] == [(each.macro, each.label) for each in buttons()]


@pytest.mark.deep
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


def test_the_text_ends_with_the_day_and_zone(ippbook, team):
    assert ippbook("run", "check", team, "--as-of", DAY).out.endswith(f"Day of the run: {DAY} (Asia/Shanghai)\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("chek", "TEAM"), "did you mean check"),
        (("check", "missing.xlsx"), "missing.xlsx"),
        (("check",), "name a button and a workbook"),
        (("check", "TEAM", "--at", "Nowhere!A1"), "there is no sheet 'Nowhere'"),
        (("check", "TEAM", "--at", "not a cell"), "is not a cell"),
        (("explain", "TEAM", "--at", "Lists!A1"), "sheet 'Lists' is hidden"),
        (("explain", "TEAM", "--at", "Lists!ZZ99999"), "choose a cell of another sheet"),
        (("no_such_module:macro", "TEAM"), "there is no macro 'no_such_module:macro'"),
        (("json:nothing", "TEAM"), "there is no macro 'json:nothing'"),
        (("import_listings", "TEAM", "--with", "missing.csv"), "missing.csv"),
        (("check", "TEAM", "--with", "missing.csv"), "the button check needs no file or folder"),
        (("plan", "TEAM", "-o", "plan.csv"), "Excel does not open it under the ending .csv"),
        (("plan", "TEAM", "-o", "plan.xlsm"), "name it plan.xlsx"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_exit_code_two_and_nothing_changed(
    ippbook, team, arguments, said, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
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
    for name in [name for name in sys.modules if name == "xlwings" or name.startswith(("xlwings.", "ippbook.excel"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "xlwings", None)
    ran = ippbook("run", "check", team)
    assert ran.code == 2
    assert "pip install 'ippbook[excel]'" in ran.err


# macros of the team's own


@pytest.fixture
def own_module(tmp_path, monkeypatch):
    """Write a module of the team's own into the folder in which ippbook is started."""
    (tmp_path / "state").mkdir()
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)

    def write(text, name="team_macros.py"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    yield write
    for name in set(sys.modules) - before:
        if str(getattr(sys.modules[name], "__file__", "")).startswith(str(tmp_path)):
            del sys.modules[name]


@pytest.fixture
def own_macro(own_module):
    def write(body):
        own_module(f"import xlwings as xw\n\ndef tidy():\n{body}")

    return write


@pytest.fixture
def small(tmp_path):
    """A workbook in which a macro of the team has little to read."""
    book = openpyxl.Workbook()
    book.active.title = "Listings"
    book.create_sheet("Rights")
    book.save(tmp_path / "team.xlsx")
    return tmp_path / "team.xlsx"


TIDIED = "    book = xw.Book.caller()\n    book.sheets['Listings']['D2'].value = 'tidied'\n"


def tidied(path):
    return openpyxl.load_workbook(path)["Listings"]["D2"].value == "tidied"


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
    assert "team_macros.py line 4" in ran.err
    assert "Traceback" not in ran.err
    assert ran.err.count("\n") == 1


def test_after_debug_the_traceback_of_a_macro_begins_with_the_macro(ippbook, team, own_macro):
    own_macro("    1 / 0\n")
    ran = ippbook("--debug", "run", "team_macros:tidy", team)
    assert ran.code == 2
    assert ran.err.count("  File ") == 1
    assert "team_macros.py" in ran.err.partition("Traceback")[2]


def test_what_a_macro_raises_is_told_in_one_line_and_gives_the_terminal_no_orders(ippbook, team, own_macro):
    own_macro("    raise ValueError('one\\ntwo\\x1b[31m')\n")
    ran = ippbook("run", "team_macros:tidy", team)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert "one two" in ran.err
    assert "\x1b" not in ran.err


# where a macro's changes go


def test_the_message_says_what_a_macro_changed_and_where(ippbook, small, own_macro):
    own_macro(TIDIED + "    book.sheets['Rights']['A2'].value = 'R-1'\n    book.sheets['Rights']['A3'].value = 'R-2'\n")
    ran = ippbook("run", "team_macros:tidy", small, "--format", "json")
    assert f"{small}: written, 3 cells changed on " in ran.err
    assert all(sheet in ran.err for sheet in ("Listings", "Rights"))
    assert json.loads(ran.out)["changed"] == 3


@pytest.mark.parametrize("opened", ["xw.Book.caller()", "xw.App(visible=False).books.open('team.xlsx')"])
def test_a_macro_that_saves_its_book_does_not_write_the_input_of_a_run_with_another_place(
    ippbook, small, own_macro, opened, tmp_path
):
    own_macro(TIDIED.replace("xw.Book.caller()", opened) + "    book.save()\n")
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small, "-o", tmp_path / "out.xlsx")
    assert ran.code == 0
    assert small.read_bytes() == before
    assert tidied("out.xlsx")
    assert ippbook("run", "team_macros:tidy", small, "-o", tmp_path / "no folder" / "out.xlsx").code == 2
    assert small.read_bytes() == before
    assert ippbook("run", "team_macros:tidy", small).code == 0
    assert tidied(small)


def test_a_macro_that_fails_after_it_saved_has_saved_nothing(ippbook, small, own_macro):
    own_macro(TIDIED + "    book.save()\n    1 / 0\n")
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small)
    assert ran.code == 2
    assert ran.err.rstrip().endswith("nothing was saved")
    assert small.read_bytes() == before


def test_a_book_that_a_macro_saves_under_another_name_is_told_by_that_name(ippbook, small, own_macro, tmp_path):
    own_macro(TIDIED + "    book.save('other.xlsx')\n")
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small, "--format", "json")
    assert small.read_bytes() == before
    assert tidied("other.xlsx")
    told = json.loads(ran.out)
    assert told["saved"] == str(tmp_path / "other.xlsx")
    assert told["written"] == [told["saved"]]


def test_what_a_macro_had_written_elsewhere_before_it_failed_is_told(ippbook, small, own_macro, tmp_path):
    own_macro(TIDIED + "    book.save('other.xlsx')\n    1 / 0\n")
    ran = ippbook("run", "team_macros:tidy", small)
    assert ran.code == 2
    assert ran.err.rstrip().endswith(f"before that it wrote {tmp_path / 'other.xlsx'}")


@pytest.mark.parametrize("closing", ["book.close()", "book.app.quit()"])
def test_a_book_that_a_macro_closes_keeps_what_was_saved_and_nothing_else(ippbook, small, own_macro, closing):
    own_macro(f"{TIDIED}    {closing}\n")
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small)
    assert ran.code == 0
    assert "closed it without saving it" in ran.err
    assert small.read_bytes() == before


def test_a_book_that_a_macro_saves_and_closes_is_written(ippbook, small, own_macro):
    own_macro(TIDIED + "    book.save()\n    book.close()\n")
    ran = ippbook("run", "team_macros:tidy", small)
    assert ran.code == 0
    assert tidied(small)
    assert "lost" not in ran.err


def test_a_workbook_that_a_macro_changed_in_two_places_is_refused(ippbook, small, own_macro):
    own_macro(
        TIDIED + "    other = xw.App(visible=False).books.open('team.xlsx')\n"
        "    other.sheets['Listings']['D3'].value = 'too'\n    other.save()\n"
    )
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small)
    assert ran.code == 2
    assert "changed this workbook twice" in ran.err
    assert small.read_bytes() == before


def test_other_books_that_a_macro_changed_and_did_not_save_are_named(ippbook, small, own_macro, tmp_path):
    (tmp_path / "second.xlsx").write_bytes(small.read_bytes())
    own_macro("    xw.Book('second.xlsx').sheets['Listings']['D2'].value = 'tidied'\n")
    ran = ippbook("run", "team_macros:tidy", small, "--format", "json")
    assert ran.code == 0
    assert any("second.xlsx" in warning and "lost" in warning for warning in json.loads(ran.out)["warnings"])
    assert not tidied("second.xlsx")


@pytest.mark.parametrize(
    ("body", "notes"),
    [("", 0), ("    book.sheets['Listings']['D2:E2'].value\n", 1), ("    book.app.calculate()\n", 0)],
)
def test_a_macro_that_reads_formulas_before_their_calculation_gets_one_note_and_the_save_calculates_them(
    ippbook, small, own_macro, body, notes
):
    drawn = openpyxl.load_workbook(small)
    drawn["Listings"]["E2"] = "=LEN(D2)"
    drawn.save(small)
    own_macro(TIDIED + body * 2)
    ran = ippbook("run", "team_macros:tidy", small, "--format", "json")
    assert ran.code == 0
    found = [warning.partition(" that")[0] for warning in json.loads(ran.out)["warnings"]]
    assert found == ["team.xlsx: the macro read formulas"] * notes
    assert ran.err.count("the macro read formulas") == notes
    cells = ooxml.open(small)
    assert cells.cell("Listings!E2").value == len(cells.cell("Listings!D2").value)


def test_a_macro_may_go_to_another_folder(ippbook, small, own_macro, tmp_path):
    own_macro("    import os\n    os.chdir('state')\n" + TIDIED)
    assert ippbook("run", "team_macros:tidy", small.name, "-o", "out.xlsx").code == 0
    assert tidied(tmp_path / "out.xlsx")


def test_what_a_macro_prints_stands_not_among_the_json(ippbook, small, own_macro):
    own_macro("    print('hello')\n" + TIDIED)
    ran = ippbook("run", "team_macros:tidy", small, "--format", "json")
    assert json.loads(ran.out)["failed"] is False
    assert "hello" in ran.err


@pytest.mark.parametrize("option", [("--as-of", DAY), ("--with", "export.csv")])
def test_options_of_the_buttons_are_refused_for_a_macro_of_the_team(ippbook, small, own_macro, option):
    own_macro(TIDIED)
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small, *option)
    assert ran.code == 2
    assert option[0] in ran.err
    assert small.read_bytes() == before


# how macros are found and called


@pytest.mark.parametrize("decorated", ["", "@xw.script\n", "@xw.script(button='Tidy')\n"])
@pytest.mark.parametrize("argument", ["book", "wb: xw.Book", "book: 'xw.Book'"])
def test_a_macro_may_take_the_book_as_its_one_argument(ippbook, small, own_module, decorated, argument):
    name = argument.partition(":")[0]
    own_module(
        f"import xlwings as xw\n\n{decorated}def tidy({argument}):\n    {name}.sheets['Listings']['D2'].value = 'tidied'\n"
    )
    assert ippbook("run", "team_macros:tidy", small).code == 0
    assert tidied(small)


def test_a_macro_may_import_its_neighbours_when_it_runs(ippbook, small, own_macro, own_module):
    own_module("WORD = 'tidied'\n", "neighbour.py")
    own_macro("    import neighbour\n" + TIDIED.replace("'tidied'", "neighbour.WORD"))
    path = list(sys.path)
    assert ippbook("run", "team_macros:tidy", small).code == 0
    assert tidied(small)
    assert sys.path == path


def test_the_search_path_is_as_it_was_but_for_what_a_macro_put_there(ippbook, small, own_macro, monkeypatch):
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = list(sys.path)
    own_macro("    import sys\n    sys.path.insert(0, 'lib')\n")
    ippbook("run", "team_macros:tidy", small)
    assert sys.path == ["lib", *before]


@pytest.mark.parametrize("name", ["tools/tidying.py", "tools/json.py", "tools/team-macros 2.py"])
def test_a_macro_may_be_named_by_its_file(ippbook, small, own_module, name):
    own_module("WORD = 'tidied'\n", "tools/neighbour.py")
    own_module(f"import xlwings as xw\nfrom neighbour import WORD\n\ndef tidy():\n{TIDIED}", name)
    assert ippbook("run", f"{name}:tidy", small).code == 0
    assert tidied(small)
    assert json.loads("1") == 1
    assert json is sys.modules["json"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("def tidy(:\n", ("invalid syntax", "line 1")),
        ("\n1 / 0\n", ("ZeroDivisionError: division by zero", "line 2")),
        ("def tidy(): pass\n".encode("utf-16"), ("null bytes",)),
        ("import no_such_library\n", ("No module named 'no_such_library'", "line 1")),
        ("import sys\nsys.exit(4)\n", ("SystemExit: 4",)),
        ("raise NotImplementedError\n", ("NotImplementedError",)),
    ],
)
def test_a_module_that_cannot_be_loaded_is_the_fault_of_the_module(ippbook, small, own_module, text, said):
    own_module(text)
    for macro in ("team_macros:tidy", "./team_macros.py:tidy"):
        ran = ippbook("run", macro, small)
        assert (ran.code, ran.err.count("\n")) == (2, 1)
        assert "cannot be loaded" in ran.err
        assert "there is no macro" not in ran.err
        assert "fault of ippbook" not in ran.err
        assert all(part in ran.err for part in said), ran.err


@pytest.mark.parametrize(
    ("macro", "said"),
    [
        ("team_macros:tody", "it has tidy"),
        ("team_macros:", "it has"),
        ("team_macros:WORD", "WORD is not a function"),
        ("team_macros:Kind", "Kind is not a function"),
        ("team_macros:Kind.method", "needs self"),
        ("team_macros:later", "asynchronous"),
        ("team_macros:each", "generator"),
        ("team_macros:two", "needs one, other"),
        ("team_macros:double", "needs number"),
        (".team_macros:tidy", "is not the name of a module"),
        ("team_macros.txt/:tidy", "no Python file"),
        ("other/team_macros.py:tidy", "no Python file"),
        ("team_macros.deeper:tidy", "there is no module team_macros.deeper"),
        ("os:getcwd", "Python or ippbook has a module named os"),
        ("csv:tidy", "write ./csv.py:"),
        ("typer:tidy", "write ./typer.py:"),
    ],
)
def test_what_is_no_macro_is_refused_before_anything_is_called(ippbook, small, own_module, macro, said):
    for other in ("csv.py", "typer.py"):
        own_module("def tidy(): pass\n", other)
    own_module(
        "WORD = 'tidied'\nclass Kind:\n    def method(self): pass\ndef tidy(): pass\nasync def later(): pass\n"
        "def each(): yield\ndef two(one, other): pass\ndef double(number: float): pass\n"
    )
    ran = ippbook("run", macro, small)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert said in ran.err


@pytest.mark.parametrize("ending", ["sys.exit()", "sys.exit(0)"])
def test_a_macro_that_ends_itself_well_is_saved(ippbook, small, own_macro, ending):
    own_macro(f"    import sys\n{TIDIED}    {ending}\n")
    assert ippbook("run", "team_macros:tidy", small).code == 0
    assert tidied(small)


@pytest.mark.parametrize("code", ["3", "'no listings today'"])
def test_a_macro_that_ends_itself_badly_has_failed(ippbook, small, own_macro, code):
    own_macro(f"    import sys\n{TIDIED}    sys.exit({code})\n")
    before = small.read_bytes()
    ran = ippbook("run", "team_macros:tidy", small)
    assert ran.code == 2
    assert f"sys.exit({code})" in ran.err
    assert small.read_bytes() == before


def test_a_button_reads_what_native_formulas_give_now_as_recalc_does(ippbook, small, tmp_path):
    drawn = openpyxl.load_workbook(small)
    sheet = drawn["Listings"]
    sheet.append(["Listing", "URL", "Platform", "Findings"])
    platform = '=IF(TODAY()=DATE(2026,10,31),"1688","taobao")'  # no result is stored, and another day gives another one
    sheet.append(["L1", "https://item.taobao.com/item.htm?id=712345678901", platform])
    drawn.save(small)
    other = tmp_path / "command.xlsx"
    other.write_bytes(small.read_bytes())
    ippbook("recalc", other, "--as-of", DAY, "--fail-on", "never")
    ran = ippbook("run", "recalculate", small, "--as-of", DAY)
    assert ran.code in {0, 1}, ran.err
    assert small.read_bytes() == other.read_bytes()
    ran = ippbook("run", "recalculate", small, "--as-of", DAY)
    assert small.read_bytes() == other.read_bytes()
