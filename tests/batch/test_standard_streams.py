"""A workbook from standard input and to standard output."""

import io
import json
import sys
from types import SimpleNamespace

import pytest

from ippbook import cli


@pytest.fixture
def stdin(monkeypatch):
    """Give standard input these bytes."""

    def put(content: bytes, terminal: bool = False) -> None:
        stream = SimpleNamespace(buffer=io.BytesIO(content), isatty=lambda: terminal)
        monkeypatch.setattr(sys, "stdin", stream)

    return put


def test_recalc_of_standard_input_gives_the_bytes_that_recalc_of_the_file_gives(
    stdin, small_bytes, tmp_path, capsysbinary
):
    path = tmp_path / "a.xlsx"
    path.write_bytes(small_bytes)
    assert cli.main(["recalc", str(path)]) == 0
    capsysbinary.readouterr()
    stdin(small_bytes)
    assert cli.main(["recalc", "-"]) == 0
    out, err = capsysbinary.readouterr()
    assert out == path.read_bytes()
    assert b"-: written, 1 cell changed" in err


@pytest.mark.parametrize("format_", ["text", "json"])
def test_a_report_never_mixes_with_the_bytes_of_a_workbook(stdin, small_bytes, capsysbinary, format_):
    stdin(small_bytes)
    assert cli.main(["recalc", "-", "--format", format_]) == 0
    out, err = capsysbinary.readouterr()
    assert out.startswith(b"PK")
    assert b"Listings" not in out[:200]
    assert b"listings" in err.lower()


def test_a_bad_workbook_on_standard_input_gives_no_bytes_and_one_sentence_that_says_so(stdin, capsysbinary):
    stdin(b"not a workbook")
    assert cli.main(["recalc", "-"]) == 2
    out, err = capsysbinary.readouterr()
    assert out == b""
    assert err.count(b"\n") == 1
    assert b"standard input" in err
    assert b"/tmp" not in err


def test_check_reads_standard_input_next_to_files(stdin, small_bytes, three, ippbook):
    stdin(small_bytes)
    found = json.loads(ippbook("check", three[0], "-", "--format", "json").out)["files"]
    assert [entry["file"] for entry in found] == [str(three[0]), "-"]
    assert found[0]["counts"] == found[1]["counts"]


def test_o_and_a_dash_writes_a_named_file_to_standard_output_and_leaves_it_as_it_is(three, capsysbinary, small_bytes):
    assert cli.main(["recalc", str(three[0]), "-o", "-"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"PK")
    assert three[0].read_bytes() == small_bytes


def test_names_of_a_list_come_from_standard_input_too(stdin, three, ippbook):
    stdin("\n".join(map(str, three)).encode())
    ran = ippbook("check", "--files-from", "-", "--format", "json")
    assert [entry["file"] for entry in json.loads(ran.out)["files"]] == list(map(str, three))


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "-", "-"],
        ["check", "-", "--files-from", "-"],
        ["check"],
        ["check", "--files-from", "missing.txt"],
        ["check", "--files-from", "empty.txt"],
        ["recalc", "a.xlsx", "c.xlsx", "-o", "-"],
    ],
)
def test_sources_that_cannot_be_meant_are_refused_with_one_sentence(
    stdin, three, tmp_path, ippbook, arguments, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("\n \n")
    stdin(b"")
    ran = ippbook(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert three


def test_the_keyboard_is_no_workbook(stdin, ippbook):
    stdin(b"", terminal=True)
    ran = ippbook("check", "-")
    assert ran.code == 2
    assert "keyboard" in ran.err
