"""Every button in Calc's menu, pressed over a live document in a real LibreOffice, writes what `ippbook run` writes into the file."""

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.cli.command_line import run
from ippbook.declare import registry
from ippbook.libreoffice.extension import extension
from ippbook.normalize import key
from ippbook.ooxml.refs import column_letters

pytestmark = [pytest.mark.hosts, pytest.mark.slow(reason="a real LibreOffice is started")]
ROOT = Path(__file__).parents[2]
LIMIT = 150
"""Seconds for one run of LibreOffice, which takes 8 to 30: only a hang takes so long. The driver ends it then, and itself."""


@pytest.fixture(scope="module")
def calc(tmp_path_factory):
    """Does steps (see menu_driver.py) in a fresh LibreOffice with the extension, and gives what each step saw."""
    home = tmp_path_factory.mktemp("calc")
    if shutil.which("soffice") is None:
        pytest.fail("LibreOffice is missing: run make test-hosts, which installs it")
    python = home / "python"
    python.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT / "src"} XDG_STATE_HOME={home}/state exec {sys.executable} "$@"\n')
    python.chmod(0o755)
    packed = extension([str(python), "-m", "ippbook.libreoffice.server"])
    zipfile.ZipFile(io.BytesIO(packed)).extractall(home / "extensions" / "ippbook")

    def steps(*wanted):
        done = subprocess.run(
            [
                "/usr/bin/python3",
                Path(__file__).with_name("menu_driver.py"),
                home / "profile",
                home / "extensions",
                str(LIMIT),
            ],
            input=json.dumps(wanted, default=str),
            capture_output=True,
            text=True,
            timeout=LIMIT + 5,
            check=False,
            env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)

    return steps


@pytest.fixture(scope="module")
def stale(tmp_path_factory):
    """The sample with every third computed value blank and every fifth wrong."""
    path = tmp_path_factory.mktemp("stale") / "stale.xlsx"
    book, edits, known = ooxml.open(ROOT / "workbook" / "ippbook.xlsx"), ooxml.Edits(), registry()
    computed = {key(table): {key(header) for header in headers} for table, headers in known.headers.items()}
    for report in known.reports:
        for name in report.names():
            computed.setdefault(key(name), set()).update(key(column.header) for column in report.columns)
    for table in book.tables.values():
        first, last = table.data_rows
        for place, header in enumerate(table.columns, table.first_col):
            if key(header) not in computed.get(key(table.name), ()):
                continue
            formulas = book.read(table.sheet, [place], first, last)[place].formula
            for row in range(first, last + 1):
                if (formulas is None or not formulas[row - first]) and (not row % 3 or not row % 5):
                    edits.put(table.sheet, row, place, "stale" if row % 3 else None)
    ooxml.save(book, edits, path)
    return path


def differences(cells, path):
    """Cells with a value in the file *path* that the document does not have; native formulas are each program's own."""
    book, found = ooxml.open(path), []
    for sheet in book.sheets:
        shown, columns = cells["sheets"][sheet.name]["values"], book.read(sheet.name)
        for number in columns.columns:
            column = columns[number]
            for place, kind in enumerate(column.kind.tolist()):
                row = column.first_row + place
                formula = "" if column.formula is None else column.formula[place]
                if formula and "IPP_" not in formula:
                    continue
                inside = row <= len(shown) and number <= len(shown[row - 1])
                value = shown[row - 1][number - 1] if inside else ""
                wanted = {ooxml.BLANK: "", ooxml.TEXT: column.text[place]}.get(kind, float(column.number[place]))
                if value != wanted and not (wanted and wanted == pytest.approx(value, rel=1e-12)):
                    found.append((sheet.name, row, number, wanted, value))
    return found


GROUPS = [["check", "texts", "import_listings"], ["recalculate", "plan"], ["good_faith", "live"]]
BUTTONS = [button for group in GROUPS for button in group]
"""The buttons that write into the sample; each over the same stale document, which Undo brings back."""


@pytest.fixture(scope="module")
def export(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "listings.csv"
    path.write_text("URL,Title\nhttps://item.taobao.com/item.htm?id=700000000001,first\n", encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def seen(calc, stale, export, tmp_path_factory):
    """What each button did: message, cells, steps; digests before, after Undo and after Redo. One run of LibreOffice a group."""
    known = {}

    def of(button):
        if button not in known:
            group = next(each for each in GROUPS if button in each)
            live = shutil.copy(stale, tmp_path_factory.mktemp("live") / stale.name)
            found = calc(
                ["open", "a", live],
                ["calculate", "a"],
                ["digest", "a"],
                *(step for each in group for step in presses(each)),
            )
            parts = [found[at : at + 10] for at in range(3, len(found), 10)]
            known.update({each: (found[2], part) for each, part in zip(group, parts, strict=True)})
        return known[button]

    def presses(button):
        yield "press", "a", button, str(export) if button == "import_listings" else ""
        yield from (["cells", "a"], ["steps", "a"], ["digest", "a"])
        yield from (["undo", "a"], ["digest", "a"], ["redo", "a"], ["digest", "a"])
        yield from (["press", "a", "undo"], ["digest", "a"])

    return of


@pytest.mark.parametrize("button", BUTTONS)
def test_a_button_writes_what_the_command_writes_into_the_file(seen, stale, export, tmp_path, button, capsys):
    pressed, cells = seen(button)[1][:2]
    assert pressed["done"], pressed["text"]
    out = tmp_path / "out.xlsx"
    more = ["--with", str(export)] if button == "import_listings" else []
    assert run(["run", button, str(stale), "-o", str(out), *more]) < 2
    said = capsys.readouterr().out
    assert set(pressed["text"].splitlines()[1:-1]) <= set(said.splitlines())
    assert differences(cells, out) == []


@pytest.mark.parametrize("button", BUTTONS)
def test_one_undo_brings_every_cell_back_and_one_redo_writes_it_again(seen, button):
    before, (_, _, titles, after, _, undone, _, redone, _, _) = seen(button)
    assert len(titles[0]) == 1
    assert after != before
    assert undone == before
    assert redone == after


@pytest.mark.parametrize("button", BUTTONS)
def test_the_button_undo_brings_every_cell_back(seen, button):
    before, (*_, taken, restored) = seen(button)
    assert taken["done"], taken["text"]
    assert restored == before


@pytest.fixture(scope="module")
def obstacles(calc, stale, tmp_path_factory):
    """Presses with something in the way, in two runs of LibreOffice: what each step saw, by a word."""
    home = tmp_path_factory.mktemp("obstacles")
    first, second = (shutil.copy(stale, home / name) for name in ("first.xlsx", "second.xlsx"))
    table = ooxml.open(stale).tables["Listings"]
    letters = column_letters(table.first_col + table.columns.index("Findings"))
    steps = {
        "read-only": [["open_read_only", "r", second], ["press", "r", "check"], ["steps", "r"]],
        "go to": [["press", "r", "go_to_finding"], ["selected", "r"]],
        "explain": [["select", "r", "Complaints", "A2"], ["press", "r", "explain"], ["steps", "r"], ["close", "r"]],
        "unrelated": [["open", "n", "private:factory/scalc"], ["press", "n", "check"], ["steps", "n"]],
        "two documents": [
            ["open", "n", "private:factory/scalc"],
            ["open", "p", first],
            ["press", "p", "check"],
            ["steps", "n"],
            ["steps", "p"],
        ],
        "edited since": [["run", "p", "Listings", f"{letters}5", "setFormula", "mine"], ["press", "p", "undo"]],
        "protected": [
            ["undo", "p"],
            ["undo", "p"],
            ["run", "p", "Listings", "", "protect", ""],
            ["press", "p", "check"],
        ],
        "hidden": [
            ["run", "p", "Listings", "", "unprotect", ""],
            ["show_rows", "p", "Listings", "A5:A9", False],
            ["press", "p", "check"],
        ],
        "merged": [
            ["show_rows", "p", "Listings", "A5:A9", True],
            ["run", "p", "Listings", f"{letters}19:{letters}20", "merge", True],
            ["press", "p", "check"],
            ["steps", "p"],
        ],
        "no such button": [["press", "p", "nothing"]],
    }
    words = list(steps)
    runs = [words[:4], words[4:]]
    found = iter([seen for run in runs for seen in calc(*(step for word in run for step in steps[word]))])
    return {word: [next(found) for _ in each] for word, each in steps.items()}


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("read-only", "the workbook is open read-only, so nothing was changed"),
        ("unrelated", "No ippbook table"),
        ("edited since", "was changed after Check was pressed, so Check cannot be undone completely"),
        ("protected", "sheet 'Listings' is protected"),
        ("hidden", "has filtered or hidden rows in table Listings, so nothing was changed"),
        ("merged", "merged"),
        ("no such button", "there is no button 'nothing'"),
    ],
)
def test_what_is_in_the_way_is_one_sentence_and_nothing_is_changed(obstacles, word, says):
    pressed = next(each for each in obstacles[word] if isinstance(each, dict))
    assert not pressed["done"]
    assert says in pressed["text"]
    assert "error in ippbook" not in pressed["text"]
    assert not any("ippbook" in title for title in obstacles[word][-1][0]) if word == "merged" else True


def test_a_press_changes_only_the_document_of_its_window(obstacles):
    _, _, pressed, other, own = obstacles["two documents"]
    assert pressed["done"]
    assert other == [[], []]
    assert own[0] == ["ippbook: Check"]


def test_buttons_that_change_nothing_leave_no_step_and_select_the_cell(obstacles):
    assert obstacles["go to"][0]["done"], obstacles["go to"][0]["text"]
    assert obstacles["go to"][1] != "$Today.$A$1"
    assert obstacles["explain"][1]["done"]
    assert obstacles["explain"][2] == [[], []]
