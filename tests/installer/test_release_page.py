"""docs/windows-release.md names what there is, and expects what the buttons say."""

import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from ippbook import pipeline
from ippbook.buttons import buttons
from ippbook.cli.commands import COMMANDS
from ippbook.cli.declared import app
from ippbook.declare import registry
from ippbook.docsgen.doctor_checks import with_check_table
from ippbook.excel.press_button import BUSY
from ippbook.installer.doctor.check import checks
from ippbook.version import __version__

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "windows-release.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$",
    PAGE.partition("<!-- buttons -->")[2].partition("<!-- end")[0],
    re.MULTILINE,
)[1:]
STEPS = re.findall(r"^\*\*(\d+)\. (.+?)\*\* (.+?)(?=^\*\*\d|^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)


def test_every_button_is_in_the_table_once_and_no_other():
    labels = [row[0] for row in ROWS if set(row[0]) != {"-"}]
    assert sorted(labels) == sorted(button.label for button in buttons())


def test_every_function_and_macro_that_is_named_exists():
    named = set(re.findall(r"\bIPP_\w+", PAGE)) - {"IPP_"}
    assert named - registry().functions.keys() - {button.macro for button in buttons()} == set()


def test_every_formula_gives_its_function_as_many_arguments_as_it_takes():
    found = re.findall(r"`=(IPP_\w+)\((.*?)\)`", PAGE)
    assert len(found) >= 5
    for name, inside in found:
        given = len(re.sub(r"\(\)|\"[^\"]*\"", "", inside).split(","))
        parameters = registry().functions[name].parameters
        assert sum(each.required for each in parameters) <= given <= len(parameters), name


def test_every_command_that_is_named_exists():
    groups = {group.name: {each.name for each in group.commands} for group in app.groups}
    for words in re.findall(r"`ippbook ([a-z]+(?: [a-z]+)?)", PAGE):
        first, _, second = words.partition(" ")
        assert first in COMMANDS or second in {"", *groups[first]}, words


def test_the_steps_are_numbered_and_each_says_what_to_do_what_to_see_and_what_if_not():
    assert [int(number) for number, _, _ in STEPS] == list(range(1, len(STEPS) + 1))
    for _, title, text in STEPS:
        places = [text.find(word) for word in ("Do: ", "See: ", "If not: ")]
        assert places == sorted(places), title
        assert -1 not in places, title


def test_the_table_of_the_checks_is_the_declared_one():
    assert with_check_table(PAGE) == PAGE
    assert all(f"| {each.title} |" in PAGE for each in checks())


def test_every_check_that_a_step_names_exists():
    titles = {each.title for each in checks()}
    text = " ".join(step[2] for step in STEPS)
    named = {
        title.strip("*")
        for row in re.findall(r"rows? ((?:\*[^*]+\*(?:, | and )?)+)", text)
        for title in re.findall(r"\*[^*]+\*", row)
    }
    named |= set(re.findall(r"\*([^*]+)\* (?:is )?(?:a problem|uncertain)", text))
    assert len(named) >= 6
    assert named <= titles


def test_the_message_for_a_cell_in_edit_mode_is_the_buttons_message():
    assert "a cell is being edited or a dialog is open" in PAGE
    assert BUSY.startswith("a cell is being edited or a dialog is open")


def test_the_wheel_in_the_steps_has_the_current_version():
    assert set(re.findall(r"ippbook-([\d.]+)-py3", PAGE)) == {__version__}


def test_a_page_without_a_place_for_the_checks_is_refused():
    with pytest.raises(ValueError, match="lacks the line"):
        with_check_table("# nothing")


@pytest.mark.deep
def test_the_formula_of_all_findings_counts_as_check_does(tmp_path, small_path):
    """In step 14 a maintainer compares the two; a difference must mean a bug."""
    (formula,) = re.findall(r"`(=IPP_FINDINGS\(.*?\))`", PAGE)
    path = tmp_path / "team.xlsx"
    book = openpyxl.load_workbook(small_path)
    book.create_sheet("All")["A1"] = ArrayFormula("A1:A999", formula.replace(" ", ""))
    book.save(path)
    study = pipeline.recalculate(path, today=date(2026, 11, 28)).study
    shown = [
        row[0].value for row in openpyxl.load_workbook(path, data_only=True)["All"].iter_rows(min_row=2, max_col=1)
    ]
    counts = {word: shown.count(word) for word in ("error", "warning", "advice")}
    assert counts == {word: study.counts()[word] for word in counts}
    assert min(counts.values()) >= 10


BEFORE = {"Freeze": ["live"], "Undo": ["live", "freeze"]}
EXPORTS = {
    "Import listings": "URL,Title\nhttps://item.taobao.com/item.htm?id=612345678901,A mug\n",
    "Import outcomes": "Complaint,Status\nR-2026-01,taken down\n",
}


@pytest.mark.deep
@pytest.mark.parametrize("row", [row for row in ROWS if row[2].strip("-… ")], ids=lambda row: row[0])
def test_the_message_in_the_table_is_the_buttons_message_without_excel(row, tmp_path, ippbook, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))  # the log and what Undo needs
    label, place, begins, _ = row
    button = next(each for each in buttons() if each.label == label)
    team = tmp_path / "team.xlsm"
    team.write_bytes((ROOT / "workbook" / "ippbook.xlsm").read_bytes())
    (tmp_path / "export.csv").write_text(EXPORTS.get(label, ""), "utf-8")
    for before in BEFORE.get(label, []):
        assert ippbook("run", before, team).code == 0
    where = ["--at", place] if "!" in place else []
    asked = ["--with", tmp_path / "export.csv"] if label in EXPORTS else []
    ran = ippbook("run", button.name, team, *where, *asked)
    pattern = ".*".join(re.escape(part) for part in begins.split("…"))
    assert re.match(pattern, ran.out), (ran.out, ran.err)
