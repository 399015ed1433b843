"""A program that reads a document gets one, also where a signal has cut off the loading of modules: another process prints it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = str(Path(__file__).parents[2] / "src")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no signals")


def ended_at(module: str, *words: str) -> subprocess.CompletedProcess[bytes]:
    """The command line *words*, to which Ctrl-C comes when Python looks for *module* for the first time."""
    program = (
        "import os, signal, sys, ippbook.cli\nsent = []\nclass Signalling:\n    def find_spec(self, name, *_):\n"
        f"        if name == {module!r} and not sent: sent.append(name); os.kill(os.getpid(), {signal.SIGINT:d})\n"
        "sys.meta_path.insert(0, Signalling())\n"
        f"sys.argv[1:] = {list(words)}\nsys.exit(ippbook.cli.main())"
    )
    environment = {**os.environ, "PYTHONPATH": SOURCE, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=False, timeout=100, env=environment
    )


@posix
@pytest.mark.parametrize(
    "module",
    ["ippbook.cli.streams", pytest.param("pandas._libs.missing", marks=pytest.mark.deep)],
    ids=["before the work", "inside a library that cannot be loaded twice"],
)
def test_ctrl_c_while_modules_are_loaded_ends_with_a_whole_document(module):
    words = ("--timezone", "Europe/Rome", "check", "--format=json", "--as-of", "2026-01-31", "none.xlsx")
    done = ended_at(module, *words)
    found = json.loads(done.stdout)
    assert done.returncode == 130
    assert done.stderr == b"ippbook: Interrupted. No file was partially written.\n"
    assert (found["command"], found["as_of"], found["timezone"]) == ("check", "2026-01-31", "Europe/Rome")
    assert (found["error"]["kind"], found["error"]["exit_code"]) == ("interrupted", 130)


@posix
def test_ctrl_c_before_the_work_prints_nothing_for_people():
    done = ended_at("ippbook.cli.streams", "check", "--format=text", "none.xlsx")
    assert (done.returncode, done.stdout) == (130, b"")
