"""A message names a command that works where it appears."""

import sys
from pathlib import Path

import pytest

from ippbook import command_name
from ippbook.cli.commands import COMMANDS
from ippbook.command_name import COMMAND_WORDS, workable


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """This Python as the one that an installation on Windows starts, in a folder of that name; no plain ippbook is found."""

    def make(name: str = "ippbook", *, release: bool = True) -> Path:
        local = tmp_path / name
        (local / "env").mkdir(parents=True)
        for each in ("ippbook.cmd", *(["uninstall.cmd"] if release else [])):
            (local / each).touch()
        monkeypatch.setattr(sys, "prefix", str(local / "env"))
        monkeypatch.setattr(command_name.shutil, "which", lambda _: None)
        command_name._launcher.cache_clear()
        return local

    yield make
    command_name._launcher.cache_clear()


def test_every_command_is_known_by_its_first_word():
    assert set(COMMANDS) <= set(COMMAND_WORDS)


def test_outside_an_installation_a_message_stays_as_it_is():
    text = "run: ippbook adopt team.xlsx"
    assert workable(text) is text


def test_in_an_installation_a_message_has_the_whole_path_of_the_command(installed):
    local = installed()
    assert workable("To see it, run: ippbook adopt a.xlsx. Or: ippbook new b.xlsx.") == (
        f"To see it, run: {local}/ippbook.cmd adopt a.xlsx. Or: {local}/ippbook.cmd new b.xlsx."
    )


def test_a_path_with_blanks_is_quoted(installed):
    local = installed("Anna Müller 品牌")
    assert workable("请运行：ippbook doctor") == f'请运行："{local}/ippbook.cmd" doctor'


@pytest.mark.parametrize(
    "text", ["no ippbook table", "ippbook needs Python", "ippbook.cmd check", "ippbooks report", r"C:\ippbook check"]
)
def test_words_that_are_not_a_command_stay(installed, text):
    installed()
    assert workable(text) == text


def test_the_plain_command_stays_where_a_window_finds_it(installed, monkeypatch):
    installed()
    monkeypatch.setattr(command_name.shutil, "which", lambda _: "C:/ippbook.cmd")
    assert workable("run: ippbook doctor") == "run: ippbook doctor"


def test_what_an_installation_cannot_do_to_itself_names_the_file_to_start(installed):
    local = installed()
    assert workable("run ippbook excel install") == "run install.cmd (ippbook-…-windows.zip)"
    assert workable("or ippbook excel uninstall") == f"or {local}/uninstall.cmd"


def test_an_installation_by_the_command_is_repaired_by_the_command(installed):
    installed(release=False)
    assert workable("run ippbook excel install").endswith("ippbook.cmd excel install")
