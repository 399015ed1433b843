"""How the process talks with what started it: pipes, locales, environment variables."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ippbook import ooxml

IPPBOOK = [sys.executable, "-m", "ippbook"]
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and locales as POSIX has them")


@pytest.fixture
def team(sample_path: Path, tmp_path: Path) -> Path:
    """A copy of the sample that a test may change."""
    return Path(shutil.copy(sample_path, tmp_path / "team.xlsx"))


def into_closed_pipe(*arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the command line with nobody at the other end of its output."""
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        return subprocess.run([*IPPBOOK, *arguments], stdout=theirs, stderr=subprocess.PIPE, check=False)
    finally:
        os.close(theirs)


@posix
@pytest.mark.parametrize(
    "arguments", [["rules"], ["rules", "--format", "json"], ["eval", "=IPP_CHARACTERS(1)"], ["--version"]]
)
def test_output_that_nobody_reads_ends_quietly_and_neither_as_clean_nor_as_findings(arguments):
    done = into_closed_pipe(*arguments)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="only where there is such a device")
def test_a_short_answer_to_a_full_disk_is_refused_too():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*IPPBOOK, "--version"], stdout=full, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, b"cannot be written" in done.stderr) == (2, True)


def in_ascii(*arguments: "str | bytes | Path") -> "subprocess.CompletedProcess[bytes]":
    """Run the command line where the locale knows no letters but ASCII."""
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    return subprocess.run([*IPPBOOK, *arguments], capture_output=True, check=False, env=environment)


@posix
def test_in_a_plain_ascii_locale_values_and_file_names_are_what_was_typed(team, tmp_path):
    out = tmp_path / "商标é.xlsx"
    done = in_ascii("set", team, "Rights!N2", "品牌 é", "-o", out)
    assert done.returncode == 0
    assert ooxml.open(out).cell("Rights!N2").value == "品牌 é"
    assert out.name.encode() in done.stdout


@posix
def test_a_value_that_is_no_utf8_is_refused_and_nothing_is_written(team):
    before = team.read_bytes()
    for done in (
        in_ascii("set", team, "Rights!N2", b"caf\xe9"),
        subprocess.run([*IPPBOOK, "set", team, "Rights!N2", b"caf\xe9"], capture_output=True, check=False),
    ):
        assert done.returncode == 2
        assert b"is not UTF-8 text" in done.stderr
    assert team.read_bytes() == before


def test_a_workbook_beyond_the_limits_is_refused_with_the_variable_that_lets_it_pass(team, ippbook, monkeypatch):
    assert ippbook("get", team, "Rights!A1").code == 0
    for variable in (
        "IPPBOOK_MAX_PARTS",
        "IPPBOOK_MAX_PART_BYTES",
        "IPPBOOK_MAX_TOTAL_BYTES",
        "IPPBOOK_MAX_TREE_BYTES",
    ):
        monkeypatch.setenv(variable, "1")
        refused = ippbook("get", team, "Rights!A1")
        assert refused.code == 2
        assert f"set the environment variable {variable} higher" in refused.err
        monkeypatch.setenv(variable, "9000000000")
        assert ippbook("get", team, "Rights!A1").code == 0
        monkeypatch.delenv(variable)


def test_a_part_that_unpacks_too_far_passes_once_the_ratio_is_raised(make_large, ippbook, monkeypatch):
    refused = ippbook("get", make_large, "A1")
    assert refused.code == 2
    assert "IPPBOOK_MAX_RATIO" in refused.err
    monkeypatch.setenv("IPPBOOK_MAX_RATIO", "2000")
    assert ippbook("get", make_large, "A1").code == 0


@pytest.fixture
def make_large(team: Path) -> Path:
    """A workbook with a part of 65 MB of nothing, which packs about 1,000 : 1."""
    import zipfile

    with zipfile.ZipFile(team, "a", zipfile.ZIP_DEFLATED) as box:
        box.writestr("customXml/large.bin", bytes(65 << 20))
    return team


@pytest.mark.parametrize("text", ["many", "0", "-1", "1e3", "4.5"])
def test_a_limit_that_is_no_number_is_refused_with_its_name(team, ippbook, monkeypatch, text):
    monkeypatch.setenv("IPPBOOK_MAX_RATIO", text)
    refused = ippbook("get", team, "Rights!A1")
    assert refused.code == 2
    assert "IPPBOOK_MAX_RATIO" in refused.err
    assert "such as 400" in refused.err
