"""Text from a workbook and names of files are data to a terminal, to a log and to a text file too."""

import io
import json
import os
import threading
import unicodedata
from contextlib import redirect_stderr, redirect_stdout, suppress
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from ippbook import cli, pipeline
from ippbook.cli.render import icalendar, text
from ippbook.control_characters import control_free, visible, visible_line
from ippbook.deadlines import Due
from ippbook.excel.log import write_log
from ippbook.imports.export_rows import ExportFile, ExportFormat
from ippbook.imports.merge import RefusedRow
from ippbook.imports.rejects import write_rejects

NASTY = "商标\x1b]0;owned\x07\x1b[31m\x9b2J\u202egpj.exe\r\u2028x"
SHOWN = r"商标\u001b]0;owned\u0007\u001b[31m\u009b2J\u202egpj.exe\u000d\u2028x"


def has_controls(words: str) -> bool:
    """An oracle of its own: the Unicode category, and the properties that turn the direction of a line."""
    return any(
        (unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"} and letter not in "\t\n")
        or unicodedata.bidirectional(letter) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        for letter in words
    )


@pytest.fixture(scope="module")
def nasty_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a nasty title and a nasty link, in a file with a nasty name."""
    path = tmp_path_factory.mktemp("nasty") / "team\x1b[31m\nippbook: all is well\u202e.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_urls": False}) as book:
        sheet = book.add_worksheet("Listings")
        for column, texts in enumerate((("Listing", "L1"), ("URL", f"https://{NASTY}"), ("Title", NASTY))):
            sheet.write_column(0, column, texts)
    return path


@given(st.text())
def test_visible_text_has_no_control_character_and_is_json_for_the_same_text(words):
    assert not has_controls(visible(words))
    assert "\n" not in visible_line(words)
    assert not has_controls(control_free(words))
    assert json.loads(visible(json.dumps(words, ensure_ascii=False))) == words


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_people_read_stays_as_it_is(words):
    assert visible(words) == visible_line(words) == control_free(words) == words


def test_a_control_character_in_a_name_never_reaches_the_terminal():
    console = Console(force_terminal=True, width=80, file=io.StringIO())
    text.tell(console, "listing \x1b]0;owned\x07 \x9b31m L1", "[red]not markup[/red]", "one\nippbook: forged")
    shown = console.file.getvalue()
    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[red]not markup[/red]" in shown
    assert "\nippbook: forged" not in shown


def test_a_pipe_gets_visible_text_from_every_kind_of_command(nasty_book, ippbook, tmp_path):
    for arguments in (
        ["get", nasty_book, "Listings!C2"],
        ["get", nasty_book, "Listings!C2", "--format", "json"],
        ["get", nasty_book, "No\x1bsheet!A2"],
        ["set", nasty_book, "Listings!N2", NASTY, "-o", tmp_path / "out\x1b[31m\nippbook: forged.xlsx"],
        ["check", nasty_book],
        ["eval", f'="{NASTY}"'],
        ["notice", nasty_book, NASTY],
        ["plan", nasty_book, "--account", NASTY, "--dry-run"],
        ["check", f"no such file {NASTY}\nippbook: forged"],
        ["import", nasty_book, "--listings", f"no such file {NASTY}"],
    ):
        done = ippbook(*arguments)
        assert not has_controls(done.out + done.err), arguments
        assert "\nippbook: all is well" not in done.out + done.err, arguments
        assert "\nippbook: forged" not in done.out + done.err, arguments
        assert "Internal error" not in done.err, (arguments, done.err)
    assert SHOWN in ippbook("get", nasty_book, "Listings!C2").out
    assert json.loads(ippbook("get", nasty_book, "Listings!C2", "--format", "json").out)["cells"][0]["value"] == NASTY


@pytest.mark.skipif(os.name != "posix", reason="terminals as POSIX has them")
def test_a_terminal_gets_colours_of_ippbook_only(nasty_book, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "250")
    code, shown = on_a_terminal("check", nasty_book)
    assert code == 1
    assert "\x1b[31m" in shown  # the severity is red
    assert "\x1b]0;" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "\x1b[31m\n" not in shown
    assert r"team\u001b[31m\u000aippbook: all is well\u202e.xlsx: " in shown  # the progress bar


def on_a_terminal(*arguments: "str | Path") -> tuple[int, str]:
    """The exit code, and what the command line writes to a terminal: output, errors and the progress bar."""
    ours, theirs = os.openpty()
    pieces: list[bytes] = []
    reader = threading.Thread(target=read_all, args=(ours, pieces))
    reader.start()
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal, redirect_stdout(terminal), redirect_stderr(terminal):
        code = cli.main([str(each) for each in arguments])
    reader.join()
    os.close(ours)
    return code, b"".join(pieces).decode()


def read_all(end: int, pieces: list[bytes]) -> None:
    with suppress(OSError):  # the other end is closed
        while piece := os.read(end, 65_536):
            pieces.append(piece)


def test_a_traceback_of_an_engineer_is_visible_text_too(ippbook, monkeypatch):
    def broken(*_arguments, **_options):
        raise ZeroDivisionError(NASTY)

    monkeypatch.setattr(pipeline, "check", broken)
    done = ippbook("check", "x.xlsx", "--debug")
    assert done.code == 2
    assert "Traceback" in done.err
    assert not has_controls(done.err)


def test_text_files_have_no_control_characters(tmp_path):
    due = Due(date(2026, 11, 1), "reply", NASTY, "Complaints", NASTY, NASTY, 1, None, NASTY)
    assert not has_controls(icalendar.calendar([due], date(2026, 10, 31)).decode().replace("\r\n", "\n"))

    source = ExportFile(tmp_path / "new.csv", ExportFormat.CSV, ("URL", NASTY), (), "utf-8", ",")
    refused = write_rejects(source, [RefusedRow(2, NASTY, ("https://x", NASTY))])
    assert not has_controls(refused.read_bytes().decode().replace("\r\n", "\n"))
    lines = ExportFile(tmp_path / "new.jsonl", ExportFormat.LINES, ("URL", "Title"), (), "utf-8", ",")
    refused = write_rejects(lines, [RefusedRow(2, "why", ("https://x", NASTY))])
    assert not has_controls(refused.read_text("utf-8"))
    assert json.loads(refused.read_text("utf-8"))["Title"] == NASTY

    log = write_log(tmp_path, f"check {NASTY}", f"Traceback\n{NASTY}")
    assert not has_controls(log.read_text("utf-8"))
