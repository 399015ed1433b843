"""`ippbook watch` on the command line: its lines, its note, its end."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ippbook.watch import NOTE_NAME

ONCE = ("--once", "--settle", "0", "--as-of", "2026-11-30")


def test_once_does_what_is_closed_and_says_what_waits(folder, ippbook, fresh_bytes) -> None:
    (folder / "open.xlsx").write_bytes(fresh_bytes)
    (folder / "~$open.xlsx").write_bytes(b"x")
    ran = ippbook("watch", str(folder), *ONCE)
    assert ran.code == 1
    assert "open.xlsx: open in Excel or WPS Office; close it there" in ran.out
    assert "a.xlsx: written, 1 cell changed" in ran.out
    (folder / "~$open.xlsx").unlink()
    assert ippbook("watch", str(folder), *ONCE, "--fail-on", "never").code == 0
    assert ippbook("watch", str(folder), *ONCE, "--quiet", "--fail-on", "never").out == ""


def test_the_note_says_what_needs_a_person_and_what_was_done(folder, ippbook) -> None:
    (folder / "bad.xlsx").write_bytes(b"not a workbook")
    ran = ippbook("watch", str(folder), *ONCE)
    note = (folder / NOTE_NAME).read_text(encoding="utf-8-sig")
    assert ran.code == 2
    assert note.startswith("ippbook watch: ended at ")
    attention, done = note.split("Recalculated, the last one first:")
    assert "bad.xlsx: this is not an Excel workbook" in attention
    assert "a.xlsx: written, 1 cell changed" in done


def test_the_note_speaks_chinese(folder, ippbook) -> None:
    ippbook("watch", str(folder), *ONCE, "--language", "zh")
    note = (folder / NOTE_NAME).read_text(encoding="utf-8-sig")
    assert "已重新计算" in note
    assert "Recalculated" not in note


def test_json_lines_are_one_object_for_each_event(folder, ippbook) -> None:
    lines = ippbook("watch", str(folder), *ONCE, "--json-lines", "--no-note").out.splitlines()
    events = [json.loads(line) for line in lines]
    assert [event["event"] for event in events] == ["started", "recalculated"]
    assert (events[1]["changed_cells"], events[1]["as_of"]) == (1, "2026-11-30")
    assert not (folder / NOTE_NAME).exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nowhere"], "There is no folder nowhere. Check its name"),
        (["d/a.xlsx"], "d/a.xlsx is a file. Name the folder that it is in."),
        (["d", "-o", "d"], "the results would be written over the watched workbooks"),
        (["d", "-o", "d/a.xlsx"], "d/a.xlsx is a file, not a folder"),
        (["d", "e/d", "-o", "out"], "Two of the watched folders have the same name"),
    ],
)
def test_what_cannot_be_watched_is_refused_at_once(folder, ippbook, monkeypatch, arguments, sentence) -> None:
    monkeypatch.chdir(folder.parent)
    Path("e/d").mkdir(parents=True)
    before = (folder / "a.xlsx").read_bytes()
    ran = ippbook("watch", *arguments, "--once")
    assert (ran.code, sentence in ran.err) == (2, True)
    assert (folder / "a.xlsx").read_bytes() == before


def test_a_second_watch_of_the_same_folder_is_warned(folder, ippbook) -> None:
    (folder / NOTE_NAME).write_text("ippbook watch: works\nANNA-PC, since 2026-11-30 09:00\n", encoding="utf-8")
    assert "a watch works here already (ANNA-PC, since 2026-11-30 09:00)" in ippbook("watch", str(folder), *ONCE).err


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a process without asking it")
@pytest.mark.parametrize("ending", [pytest.param(signal.SIGINT, marks=pytest.mark.deep), signal.SIGTERM])
def test_a_signal_ends_the_watch_with_its_exit_code_and_an_ended_note(tmp_path: Path, ending) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ippbook", "watch", str(tmp_path), "--every", "0.1"], stderr=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + 20
        while not (tmp_path / NOTE_NAME).exists() and time.monotonic() < until:
            time.sleep(0.02)
        process.send_signal(ending)
        _, err = process.communicate(timeout=20)
    finally:
        process.kill()
    assert process.returncode == 128 + ending
    assert "No file was partially written." in err
    assert (tmp_path / NOTE_NAME).read_text(encoding="utf-8-sig").startswith("ippbook watch: ended at ")
