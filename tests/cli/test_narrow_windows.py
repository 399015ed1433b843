"""Tables in a narrow window: no word breaks; columns go, or rows are stacked. And: help and accounts as people type them."""

import re
from io import StringIO

import pandas as pd
import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from ippbook import cli
from ippbook.cli.parser import app
from ippbook.cli.render import text

WIDE = {"account": ["nordlys-legal"] * 2, "complaints": [158, 36], "why": ["the takedown rate is below the limit"] * 2}


def printed(frame, width=80, spare=()):
    console = Console(
        file=StringIO(), width=width, force_terminal=True, color_system=None, soft_wrap=True, highlight=False
    )
    text.show_frame(console, "Title", pd.DataFrame(frame), spare=spare)
    return console.file.getvalue()


def words(printed_text):
    return re.findall(r"\S+", re.sub(r"\x1b\[[0-9;]*m", "", printed_text))


def test_a_table_that_fits_is_a_table():
    out = printed(WIDE)
    assert len(out.splitlines()) == 4
    assert max(map(len, out.splitlines())) <= 80


def test_what_all_rows_share_goes_above_the_table_where_room_is_short():
    out = printed(WIDE, 30)
    assert "account: nordlys-legal" in out
    assert max(map(len, out.splitlines())) <= 30


def test_a_spare_column_is_dropped_and_named():
    frame = {f"column_{letter}": ["a" * 10, letter] for letter in "abcdefgh"}
    out = printed(frame, 80, ("column_h", "column_g"))
    assert "Not shown, for want of room: column h" in " ".join(out.split())
    assert "column a" in " ".join(out.split())


def test_where_nothing_can_be_dropped_each_row_is_a_list():
    frame = {f"column_{letter}": ["a" * 12, letter] for letter in "abcdefgh"}
    lines = [line.split() for line in printed(frame, 60).splitlines()]
    assert ["column", "h", "h"] in lines
    assert ["column", "a", "aaaaaaaaaaaa"] in lines


@given(
    st.lists(
        st.lists(st.text("abc", min_size=1, max_size=18), min_size=1, max_size=6).map(" ".join), min_size=1, max_size=9
    ),
    st.integers(60, 120),
)
def test_no_word_breaks_in_any_table(cells, width):
    out = words(printed({f"h{number}": [cell, "x"] for number, cell in enumerate(cells)}, width))
    assert set(" ".join(cells).split()) <= set(out)


@pytest.mark.parametrize("command", sorted(typer.main.get_command(app).commands))
def test_every_command_knows_the_short_form_of_help(command, capsys):
    assert cli.main([command, "-h"]) == 0
    assert f"ippbook {command}" in capsys.readouterr().out


def test_ready_takes_the_account_without_an_option(ippbook, sample_path):
    both = [
        ippbook("ready", sample_path, "nordlys-legal").out,
        ippbook("ready", sample_path, "--account", "nordlys-legal").out,
    ]
    assert both[0] == both[1]
    assert "huanyu-ipr" not in both[0]
    assert ippbook("ready", sample_path, "nordlys-legal", "--account", "huanyu-ipr").code == 2


def test_a_long_chinese_sentence_is_printed_whole():
    console = Console(
        file=StringIO(), width=40, force_terminal=True, color_system=None, soft_wrap=True, highlight=False
    )
    text.tell(console, "被投诉产品未经许可使用了上述外观设计" * 5)
    assert "".join(words(console.file.getvalue())) == "被投诉产品未经许可使用了上述外观设计" * 5
