"""A link that someone put at a name that ippbook chooses is never followed; a file that the person names is written as a whole."""

import json
import os
import threading
import time
from datetime import UTC, date, datetime

import pytest
import xlsxwriter

from ippbook.batch.one_file import FileOptions, report_file
from ippbook.batch.sources import find_workbooks
from ippbook.batch.targets import recalc_tasks
from ippbook.watch.events import WaitKind
from ippbook.watch.look import look_at
from ippbook.watch.note import NOTE_NAME, WatchNote

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="links and pipes as POSIX has them")
RECALCULATION = FileOptions(date(2026, 10, 31), recalculates=True)


@pytest.fixture
def place(tmp_path):
    """Two workbooks of a team, one in a sub-folder, and the file of somebody else."""
    for name in ("in/a.xlsx", "in/sub/b.xlsx", "elsewhere/precious.xlsx"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        with xlsxwriter.Workbook(tmp_path / name) as book:
            book.add_worksheet("Listings").write_row(0, 0, ["Listing", "URL"])
    (tmp_path / "out").mkdir()
    return tmp_path


@pytest.mark.parametrize(("link", "leads_to"), [("a.xlsx", "precious.xlsx"), ("a.xlsx", "new.xlsx"), ("sub", ".")])
def test_no_result_goes_through_a_link_in_the_folder_for_results(place, link, leads_to):
    (place / "out" / link).symlink_to(place / "elsewhere" / leads_to)
    before = {path.name: path.read_bytes() for path in (place / "elsewhere").iterdir()}
    tasks = recalc_tasks(find_workbooks([str(place / "in")]).workbooks, place / "out", searched=True)
    (found,) = [done for done in (report_file(task, RECALCULATION) for task in tasks) if done.failed]
    assert f"{place / 'out' / link} is a link to another place" in found.error
    assert {path.name: path.read_bytes() for path in (place / "elsewhere").iterdir()} == before


def test_a_searched_folder_gives_no_workbook_of_another_folder(place):
    for link, leads_to in {"x.xlsx": "elsewhere/precious.xlsx", "y.xlsx": "in/sub/b.xlsx"}.items():
        (place / "in" / link).symlink_to(place / leads_to)
    found = find_workbooks([str(place / "in")])
    assert {each.path.resolve() for each in found.workbooks} == {place / "in/a.xlsx", place / "in/sub/b.xlsx"}
    assert any("leads out of the folder; name it" in note and "x.xlsx" in note for note in found.notes)
    waiting = look_at([place / "in"]).workbooks[str(place / "in/x.xlsx")].waiting
    assert waiting is not None
    assert waiting.kind is WaitKind.LINK


def test_a_pipe_in_place_of_the_note_of_a_watch_keeps_nobody_waiting(tmp_path):
    os.mkfifo(tmp_path / NOTE_NAME)
    assert WatchNote(tmp_path, lambda: datetime(2026, 10, 31, tzinfo=UTC), str).other_watch() == ""


def test_new_does_not_write_through_a_link_that_leads_nowhere(ippbook, place):
    (place / "team.xlsx").symlink_to(place / "elsewhere" / "new.xlsx")
    done = ippbook("new", place / "team.xlsx")
    assert (done.code, done.out) == (2, "")
    assert "already exists" in done.err
    assert not (place / "elsewhere" / "new.xlsx").exists()


def test_a_named_pipe_that_no_program_opens_is_one_sentence_after_a_while(ippbook, place, monkeypatch):
    monkeypatch.setattr("ippbook.cli.many.LONGEST_WAIT", 0.1)
    monkeypatch.setattr("ippbook.cli.report_output.LONGEST_WAIT", 0.1)
    pipe = place / "pipe"
    os.mkfifo(pipe)
    done = ippbook("verify", "--files-from", pipe)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "no program writes into this pipe" in done.err
    done = ippbook("check", place / "in/a.xlsx", "--report", f"json={pipe}")
    assert done.code == 2
    assert "no program reads from this pipe" in done.err


def test_a_named_pipe_that_another_program_opens_works_both_ways(ippbook, place):
    pipe, got = place / "pipe", []
    os.mkfifo(pipe)

    def other_program():
        with pipe.open("w") as names:
            time.sleep(0.1)  # it is open, and nothing has come yet
            names.write(f"{place / 'in/a.xlsx'}\n")
            names.flush()
            time.sleep(0.1)
            names.write(f"{place / 'elsewhere/precious.xlsx'}\n")
        got.append(pipe.read_text())

    other = threading.Thread(target=other_program, daemon=True)
    other.start()
    done = ippbook("check", "--files-from", pipe, "--report", f"json={pipe}")
    other.join(20)
    assert done.code in {0, 1}
    assert len(json.loads(got[0])["files"]) == 2


def test_a_report_file_is_whole_and_keeps_its_rights_and_a_split_hard_link_is_said(ippbook, place):
    report, other = place / "r.json", place / "other.json"
    report.write_text("old")
    report.chmod(0o600)
    os.link(report, other)
    done = ippbook("check", place / "in/a.xlsx", "--report", f"json={report}")
    assert "hard links" in done.err
    assert other.read_text() == "old"
    assert json.loads(report.read_text())["files"]
    assert report.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("arguments", [("new", "{}", "--force"), ("report", "{in}", "-o", "{}")])
def test_a_new_workbook_and_a_page_say_what_the_old_file_loses(ippbook, place, arguments):
    old = place / ("old.xlsx" if arguments[0] == "new" else "old.html")
    old.write_text("old")
    os.link(old, place / "other")
    done = ippbook(*(each.replace("{in}", str(place / "in/a.xlsx")).replace("{}", str(old)) for each in arguments))
    assert done.code == 0
    assert "hard links" in done.err


def test_a_circle_of_links_as_the_folder_for_results_is_one_sentence(ippbook, place):
    (place / "circle").symlink_to(place / "circle")
    for arguments in (("watch", place / "in", "--once", "--settle", "0"), ("recalc", place / "in")):
        done = ippbook(*arguments, "-o", place / "circle")
        assert done.code == 2
        assert "Internal error" not in done.err
