"""A button that Windows does not let reach Excel says so in a sentence that names the error, and what to do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("xlwings", reason="xlwings is not installed: the buttons are not tested over a live book")

from ippbook.excel import hosts, press_button, press_result

SAMPLE = Path(__file__).parents[2] / "workbook" / "ippbook.xlsm"


def com_error(number: int, words: str, info: tuple[object, ...] | None = None) -> Exception:
    """As pywin32 raises it: the number, Windows' words in its language, Excel's own words, the argument."""
    failure: Exception = type("com_error", (Exception,), {"hresult": number})(number, words, info, None)
    return failure


LOST = [
    (-2147024894, "系统找不到指定的文件。", "0x80070002, 系统找不到指定的文件"),
    (-2147352573, "Member not found.", "0x80020003, Member not found"),
    (-2147221005, "Invalid class string", "0x800401F3, Invalid class string"),
    (-2147221164, "Class not registered", "0x80040154, Class not registered"),
    (-2146959355, "Server execution failed", "0x80080005, Server execution failed"),
    (-2147319779, "Library not registered.", "0x8002801D, Library not registered"),
]


@pytest.mark.parametrize(("number", "words", "named"), LOST)
def test_a_press_without_excel_behind_its_name_says_so_and_names_the_error_and_wps(number, words, named, tmp_path):
    text = press_result.failed_press("check", "Check", com_error(number, words), tmp_path / "excel.log").text
    assert f"COM error {named})" in text
    assert "WPS Office" in text
    assert text.endswith('cmd /k "%LOCALAPPDATA%\\ippbook\\ippbook.cmd" doctor')


def test_a_book_that_cannot_be_asked_for_because_of_com_is_not_called_a_command_outside_a_workbook(
    monkeypatch, tmp_path
):
    def caller():
        raise com_error(-2147352573, "Member not found.")

    shown = []
    monkeypatch.setattr("xlwings.Book.caller", caller)
    monkeypatch.setattr(press_button, "show_message", lambda _, done: shown.append(done))
    done = press_button.press("check", state=tmp_path)
    assert shown == [done]
    assert "0x80020003, Member not found" in done.text
    assert "0x" not in press_result.failed_press("check", "Check", RuntimeError("ours"), tmp_path / "x.log").text


def test_another_error_of_com_is_named_too_and_wps_is_not_blamed(tmp_path):
    text = press_result.failed_press(
        "check", "Check", com_error(-2146827864, "OLE error 0x800a01a8"), tmp_path / "x.log"
    ).text
    assert "0x800A01A8, OLE error 0x800a01a8" in text
    assert "WPS" not in text
    refused = com_error(
        -2147352567, "Exception occurred.", (0, "Microsoft Excel", "Unable to set the Value property.", None, 0, 1)
    )
    assert (
        "(Unable to set the Value property)"
        in press_result.failed_press("check", "Check", refused, tmp_path / "x.log").text
    )


def test_an_error_that_did_not_come_through_com_has_no_number_of_com():
    assert hosts.com_error_text(PermissionError(13, "Permission denied")) == ""
    assert not hosts.lost_excel(FileNotFoundError(-2147024894, "x"))


def test_run_works_where_a_variable_asks_xlwings_for_its_paid_server(tmp_path):
    (tmp_path / "mine.py").write_text(
        "import os\n\ndef say():\n    print('variable', os.environ['XLWINGS_ON_SERVER'])\n", "utf-8"
    )
    ran = subprocess.run(
        [sys.executable, "-m", "ippbook", "run", "mine.py:say", SAMPLE],
        env={**os.environ, "XLWINGS_ON_SERVER": "true"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, "Internal error" in ran.stderr, "variable true" in ran.stdout + ran.stderr) == (
        0,
        False,
        True,
    ), ran
