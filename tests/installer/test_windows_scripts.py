"""The scripts for cmd.exe, read as cmd.exe reads them: a quotation mark switches quoting on or off, and outside it signs have a meaning."""

import re

import pytest
import start

import build
from ippbook.installer import layout
from ippbook.installer.own_uninstaller import _script

SCRIPTS = {
    "install.cmd": (build._ROOM / "windows" / "install.cmd").read_text("ascii"),
    "uninstall.cmd": (build._ROOM / "windows" / "uninstall.cmd").read_text("ascii"),
    "the one that stays": _script(
        layout.windows(dict.fromkeys(("LOCALAPPDATA", "APPDATA", "USERPROFILE"), "C:/a"))
    ).decode(),
}


def outside_quotes(line):
    """The part of a line that cmd.exe does not take as quoted."""
    return "".join(line.split('"')[::2])


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_folder_may_have_any_name(name):
    text = SCRIPTS[name]
    for line in text.splitlines():
        if not line.startswith(("rem ", "echo ")):
            assert "%~dp0" not in outside_quotes(line), line
            assert "%TEMP%" not in outside_quotes(line), line
            assert not re.match(r"call\b", line), f"call changes percent signs and carets: {line}"
    if "setlocal" in text:
        assert "setlocal DisableDelayedExpansion" in text, "else an exclamation mark goes, where the computer says so"


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_command_inside_a_for_ends_where_it_is_meant_to_end(name):
    for line in SCRIPTS[name].splitlines():
        if line.startswith("for /f"):
            inside = re.search(r" in \((.*)\) do ", line)[1]
            assert not re.search(r"[()&|;,=<>]", outside_quotes(inside)), line
            assert not inside.strip("'`").startswith('"'), "cmd /c takes the first and the last quotation mark away"


def test_the_script_that_stays_leaves_the_folder_that_it_removes():
    text = SCRIPTS["the one that stays"]
    assert text.rindex('cd /d "%TEMP%"') < text.index("rmdir")


def test_a_script_alone_or_a_forbidden_one_ends_with_a_sentence():
    for name in ("install.cmd", "uninstall.cmd"):
        assert "Extract the whole zip first" in SCRIPTS[name]
    assert "policy" in SCRIPTS["install.cmd"]
    assert "Nothing was changed" in SCRIPTS["the one that stays"]
    for text in SCRIPTS.values():
        assert {f":{each}" for each in re.findall(r"goto (\w+)", text)} <= set(text.splitlines())


@pytest.mark.parametrize("content", [None, "", "not a list\n", "\udcff"])
def test_a_folder_without_its_list_of_files_is_not_complete(tmp_path, monkeypatch, content):
    monkeypatch.setattr(start, "HERE", str(tmp_path))
    if content is not None:
        (tmp_path / "SHA256SUMS").write_text(content, "utf-8", "surrogateescape")
    with pytest.raises(start.Refused) as refused:
        start.check_files()
    assert "is not complete: SHA256SUMS is missing or changed" in refused.value.args[0]
