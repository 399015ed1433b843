"""A resumed run does a workbook again only where its result could be another one."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.batch import journal as journals
from ippbook.batch.journal import ResumeJournal
from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.reports import FileReport, FormulaReport, StaleCells
from ippbook.batch.sources import NamedWorkbook
from ippbook.errors import UserError
from ippbook.tables.findings import Finding, Severity

TODAY, TOMORROW = date(2026, 11, 30), date(2026, 12, 1)
OPTIONS = FileOptions(TODAY, recalculates=True, all_formulas=True)
FULL = FileReport(
    file="a.xlsx", out="out.xlsx", as_of=TODAY, rows={"Listings": 2}, counts={"error": 1}, waived_count=1,
    findings=(Finding("LS103", Severity.ERROR, "Listings", "Listings", "B2", 0, "URL", "no link", "L1"),),
    waived=(Finding("LS203", Severity.WARNING, "Listings", "", "", -1, "", "中文 \u2028 text"),),
    stale_inputs=("S!A1: why",), switched_off=("LS301",), notes=("note",), changed_cells=3,
    formulas=FormulaReport(1, 2, 3, "engine", (StaleCells("S", "A1", "A9", 9, "why"),)), stale_policy="warn",
    own_columns={"Listings": ("Our mark",)}, without_findings=("Rights",), warnings=("a warning",),
)  # fmt: skip
"""A report with something in every field."""


class Once:
    """A workbook that was done once, with a journal; then a cause may come, and a second run asks the journal."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.journal, self.source, self.out = (folder / name for name in ("journal", "a.xlsx", "out.xlsx"))
        self.source.write_bytes(b"before")
        (folder / "texts").mkdir()
        self.options, self.report, self.in_place = OPTIONS, FULL, False

    def task(self) -> FileTask:
        return FileTask(
            NamedWorkbook(self.source, "a.xlsx", Path("a.xlsx")), self.source if self.in_place else self.out
        )

    def run(self) -> FileReport | None:
        """What the journal knows before the workbook is done; then it is done, unless it is known."""
        with ResumeJournal(self.journal, self.options, {"texts": self.folder / "texts"}) as journal:
            known = journal.known(self.task())
            if known is None:
                (self.source if self.in_place else self.out).write_bytes(b"after")
                journal.record(self.task(), self.report)
        self.notes = journal.notes
        return known


@pytest.fixture
def once(tmp_path):
    return Once(tmp_path)


@pytest.mark.parametrize("in_place", [False, True])
def test_where_nothing_has_changed_the_report_comes_back_whole(once, in_place):
    once.in_place = in_place
    assert once.run() is None
    assert once.run() == replace(FULL, resumed=True)
    assert once.run() == replace(FULL, resumed=True)


def change(**options):
    def cause(once, _monkeypatch):
        once.options = replace(once.options, **options)

    return cause


CAUSES = {
    "the workbook": lambda once, _: once.source.write_bytes(b"edited"),
    "the output": lambda once, _: once.out.write_bytes(b"edited"),
    "the output is gone": lambda once, _: once.out.unlink(),
    "the place of the output": lambda once, _: setattr(once, "out", once.out.with_name("other.xlsx")),
    "the version": lambda _, monkeypatch: monkeypatch.setattr(journals, "__version__", "99.0"),
    "the texts": lambda once, _: (once.folder / "texts" / "de.txt").write_text("neu"),
    "the day of the run": change(today=TOMORROW),
    "the day of the command": change(as_of=TOMORROW),
    "the formulas": change(all_formulas=False),
    "the engine": change(engine="libreoffice"),
    "that it is written": change(writes=False),
    "check in place of recalc": change(recalculates=False),
    "how many findings are kept": change(most=20),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_each_cause_of_another_result_does_the_workbook_again_once(once, cause, monkeypatch):
    once.run()
    CAUSES[cause](once, monkeypatch)
    assert once.run() is None
    assert once.run() is not None


def test_the_next_day_changes_nothing_where_the_workbook_sets_its_own_day(once):
    once.report = replace(FULL, as_of=date(2026, 10, 31))
    once.run()
    once.options = replace(OPTIONS, today=TOMORROW)
    assert once.run() is not None


def test_a_workbook_that_was_edited_after_it_was_written_back_is_done_again(once):
    once.in_place = True
    once.run()
    once.source.write_bytes(b"edited")
    assert once.run() is None


@pytest.mark.parametrize("content", [b"edited", None])
def test_an_output_that_has_changed_is_said(once, content):
    once.run()
    once.out.unlink() if content is None else once.out.write_bytes(content)
    once.run()
    assert any("out.xlsx" in note and "done again" in note for note in once.notes)


def test_a_failure_is_tried_again(once):
    once.report = FileReport("a.xlsx", error="bad")
    once.run()
    assert once.run() is None


def test_a_workbook_that_is_saved_while_it_is_read_is_done_again(once):
    with ResumeJournal(once.journal, OPTIONS) as journal:
        assert journal.known(once.task()) is None
        once.out.write_bytes(b"after")
        once.source.write_bytes(b"saved meanwhile")
        journal.record(once.task(), FULL)
    assert once.run() is None


@given(st.integers(0, 400))
def test_a_journal_that_was_cut_anywhere_by_a_kill_is_read_as_far_as_it_is_whole(tmp_path_factory, lost):
    once = Once(tmp_path_factory.mktemp("cut"))
    once.run()
    whole = once.journal.read_bytes()
    once.journal.write_bytes(whole[: max(len(whole) - lost, 0)])
    assert (once.run() is None) == (lost > 1)  # without its line end the line is whole
    assert once.run() is not None


@pytest.mark.parametrize("kept", [0, 1, 10, 22, 23, 24])
def test_a_journal_whose_first_line_was_cut_is_begun_again(once, kept):
    once.run()
    once.journal.write_bytes(once.journal.read_bytes()[:kept])
    assert once.run() is None
    assert once.run() is not None


@pytest.mark.parametrize("line", ["{}", "[]", '"x"', "null", '{"workbook": "x", "report": {}}', "{" * 5000, "\x00"])
def test_a_line_of_another_shape_costs_only_its_own_workbook(once, line):
    once.run()
    with once.journal.open("a") as file:
        file.write(line + "\n")
    assert once.run() is not None
    assert any("unreadable" in note for note in once.notes)


def test_only_a_journal_is_written_to(once):
    for content in (b"PK\x03\x04 a workbook", b'{"ippbook journal": 2}\n', b"x"):
        once.journal.write_bytes(content)
        with pytest.raises(UserError, match="not a journal"):
            once.run()
        assert once.journal.read_bytes() == content
    once.journal.unlink()
    once.journal.mkdir()
    with pytest.raises(UserError, match="not a file"):
        once.run()


def test_a_journal_does_not_grow_for_ever(once):
    with ResumeJournal(once.journal, OPTIONS, {"texts": once.folder / "texts"}) as journal:
        for number in range(250):
            once.source.write_bytes(str(number).encode())
            assert journal.known(once.task()) is None
            once.out.write_bytes(b"after")
            journal.record(once.task(), FULL)
    assert len(once.journal.read_bytes().splitlines()) < 110
    assert once.run() is not None


# ---- the command


def test_a_resumed_command_says_everything_that_the_first_run_said(three, tmp_path, ippbook):
    command = ("recalc", *three, "-o", tmp_path / "out", "--resume", tmp_path / "journal", "--format", "json")
    (tmp_path / "out").mkdir()
    first, second = ippbook(*command), ippbook(*command)
    assert (first.code, second.code) == (2, 2)
    assert first.out == second.out.replace('"resumed": true', '"resumed": false')
    assert second.out.count('"resumed": true') == 2
    again = ippbook(*command[:-2])
    assert again.out.count("done before") == 0  # text keeps other findings than JSON, so it is another choice
    assert json.loads(first.out)
