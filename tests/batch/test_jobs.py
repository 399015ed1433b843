"""`--jobs`: the same results as one by one, in the same order, whatever happens to one process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ippbook.batch.one_file import FileTask
from ippbook.batch.sources import NamedWorkbook
from ippbook.cli import many


def test_a_file_whose_process_died_has_an_error_that_says_what_to_do():
    task = FileTask(NamedWorkbook(Path("a.xlsx"), "a.xlsx", Path("a.xlsx")))
    report = many._lost(task, "SIGKILL")
    assert report.file == "a.xlsx"
    assert all(each in report.error for each in ("a.xlsx", "SIGKILL", "--jobs"))


@pytest.mark.deep
@pytest.mark.parametrize("command", ["check", "recalc"])
def test_with_jobs_output_and_files_are_those_of_one_by_one(tmp_path, three, ippbook, command):
    found = []
    for number, jobs in enumerate(([], ["--jobs", "2"])):
        out = ["-o", tmp_path / f"out{number}"] if command == "recalc" else []
        if out:
            out[1].mkdir()
        ran = ippbook(command, *three, *jobs, *out, "--format", "json")
        files = {path.name: path.read_bytes() for path in out[1].iterdir()} if out else {}
        found.append((ran.code, ran.out.replace(f"out{number}", "out"), ran.err, files))
    assert found[0] == found[1]


def running_in_group(group: int) -> list[str]:
    """The processes of a group that have not ended."""
    listed = subprocess.run(["ps", "-eo", "pgid=,stat=,args="], capture_output=True, text=True, check=True).stdout
    found = [line.split(None, 2) for line in listed.splitlines()]
    return [line[2] for line in found if line[0] == str(group) and not line[1].startswith("Z")]


@pytest.mark.deep
@pytest.mark.slow("a real run over many files, with its processes")
@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_ctrl_c_ends_with_130_and_nothing_half_written_and_no_process_left(tmp_path, small_bytes):
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(1_000):  # none of them is the last one soon, however slowly this test looks
        (source / f"{number:03}.xlsx").write_bytes(small_bytes)
    command = [sys.executable, "-m", "ippbook", "recalc", source, "-o", out, "--jobs", "2"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    deadline = time.monotonic() + 120
    while not out.is_dir() or len(list(out.iterdir())) < 5:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to every process of the group
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert err.decode().strip().splitlines()[-1] == "ippbook: Interrupted. No file was partially written."
    assert "Traceback" not in err.decode()
    deadline = time.monotonic() + 60
    while running := running_in_group(process.pid):
        assert time.monotonic() < deadline, running
        time.sleep(0.05)
    assert all(path.suffix == ".xlsx" and path.read_bytes()[:2] == b"PK" for path in out.iterdir())
