"""What a terminal gets: pages, links where it shows them, 80 columns; and what --quiet leaves out."""

import io
import re
import shutil
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from ippbook import cli
from ippbook.cli.render.fitting import LONGEST_WORD
from ippbook.cli.render.terminal_links import link_items, shows_links

ITEM = "https://item.taobao.com/item.htm?id=612345678901"
KNOWN = {"TERM": "xterm-256color", "WT_SESSION": "1"}
COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\]8;[^\x1b]*\x1b\\")


@pytest.fixture
def terminal(monkeypatch):
    """Run the command line as on a terminal of 80 columns, and give what it prints."""
    for name, value in {"TTY_COMPATIBLE": "1", "COLUMNS": "80", "LINES": "25", "TERM": "xterm-256color"}.items():
        monkeypatch.setenv(name, value)
    for name in ("NO_COLOR", "FORCE_COLOR", "FORCE_HYPERLINK", "WT_SESSION", "TERM_PROGRAM", "VTE_VERSION"):
        monkeypatch.delenv(name, raising=False)

    def run(*words):
        out = io.StringIO()
        monkeypatch.setattr(sys, "stdout", out)
        monkeypatch.setattr(sys, "stderr", io.StringIO())
        cli.main([str(word) for word in words])
        return out.getvalue()

    return run


def fits(printed, width=80):
    for line in COLOURS.sub("", printed).splitlines():
        long = any(
            cell_len(word) > LONGEST_WORD for word in line.split()
        )  # a link, a Chinese sentence: the terminal wraps it
        assert cell_len(line) <= width or long, line


# ---- pages


def test_a_page_has_headings_examples_and_sources(terminal):
    out = terminal("explain", "CP101")
    plain = COLOURS.sub("", out)
    for heading in ("Why", "Fix", "Source", "Certainty", "Flagged: rows that have this finding", "Reads"):
        assert f"\n{heading}\n" in plain
    assert "2026-02-01  2026-01-31" in plain
    fits(out)


@pytest.mark.parametrize(
    "code", ["CP212", "LS106", "GF101", "IPP_GF_RATE", "IPP_DUPLICATE_OF", "Complaints: Links", "CL101"]
)
def test_every_kind_of_page_fits_80_columns(code, terminal):
    fits(terminal("explain", code))


def test_a_page_without_colours_is_the_same_text(terminal, monkeypatch):
    coloured = COLOURS.sub("", terminal("explain", "CP101"))
    monkeypatch.setenv("NO_COLOR", "1")
    plain = terminal("explain", "CP101")
    assert not re.search(r"\x1b\[3[0-9]", plain)
    assert COLOURS.sub("", plain) == coloured


@pytest.mark.deep
@pytest.mark.slow("runs every command that prints a table")
@pytest.mark.parametrize(
    "words",
    ["check", "recalc -o out.xlsx", "due", "goodfaith", "goodfaith --plan", "goodfaith --forecast", "goodfaith --explain nordlys-legal",
     "sellers", "ready", "plan -o out.xlsx", "pack -o to-file", "dossier L0041", "adopt", "doctor", "verify", "today"],
)  # fmt: skip
def test_what_a_command_prints_fits_80_columns(words, terminal, small_path, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shutil.copy(small_path, "team.xlsx")
    command, *rest = words.split()
    out = terminal(command, "team.xlsx", *rest)
    assert out
    fits(out)


def test_the_list_of_rules_fits_80_columns(terminal):
    fits(terminal("rules"))


# ---- links


@pytest.mark.parametrize(
    ("environment", "shown"),
    [
        (KNOWN, True),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "vscode"}, True),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4600"}, False),
        ({"TERM": "xterm-256color"}, False),
        ({**KNOWN, "TERM": "dumb"}, False),
        ({**KNOWN, "TERM": "tmux-256color"}, False),
        ({**KNOWN, "CI": "true"}, False),
        ({**KNOWN, "FORCE_HYPERLINK": "0"}, False),
        ({"FORCE_HYPERLINK": "1"}, True),
        ({}, False),
    ],
)
def test_links_are_only_for_terminals_that_show_them(environment, shown):
    assert shows_links(environment) is shown


def links(text):
    return [span.style.link for span in link_items(Text(text)).spans]


def test_the_link_of_an_item_can_be_opened(monkeypatch):
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert links(f"first seen: {ITEM} (seller x)") == [ITEM]


@pytest.mark.parametrize(
    "text",
    [
        "https://evil.example/item.htm?id=612345678901",
        "https://item.taobao.com.evil.cn/item.htm?id=612345678901",
        "https://item.taobao.com@evil.cn/item.htm?id=612345678901",
        f"{ITEM}&x=1",
        "javascript:alert(1)//https://",
        "file:///etc/passwd",
        f"{ITEM}\x1b]8;;https://evil.example\x1b\\",
    ],
)
def test_a_hostile_link_stays_text(text, monkeypatch):
    monkeypatch.setenv("FORCE_HYPERLINK", "1")
    assert [link for link in links(text) if link != ITEM] == []


@given(st.text(max_size=60))
def test_no_text_makes_a_link_to_an_unknown_place(text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORCE_HYPERLINK", "1")
        assert links(f"https://{text}") == []


# ---- quiet


def test_quiet_leaves_findings_and_errors_and_nothing_else(ippbook, small_path, tmp_path):
    loud, quiet = ippbook("check", small_path), ippbook("check", small_path, "--quiet")
    assert loud.code == quiet.code == 1
    left_out = set(loud.out.splitlines()) - set(quiet.out.splitlines())
    assert len(left_out) == 1  # rows, counts, day
    assert ": error " in quiet.out
    made = ippbook("--quiet", "new", tmp_path / "team.xlsx")
    assert (made.code, made.out, made.err) == (0, "", "")
    assert (tmp_path / "team.xlsx").exists()
    assert ippbook("check", "gone.xlsx", "--quiet").err.startswith("ippbook: gone.xlsx: there is no such file")


def test_quiet_does_not_last(ippbook, tmp_path):
    ippbook("new", tmp_path / "a.xlsx", "--quiet")
    assert "written" in ippbook("new", tmp_path / "b.xlsx").out
