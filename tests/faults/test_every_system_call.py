"""A fault at any system call leaves the workbook wholly old or wholly new, nothing behind it, and one sentence.

`fault_shim.c` lets the n-th call on the files of a run fail, or kills the process there; `fault_server.py` runs the command for each n.
"""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

KILL = -9
ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EACCES": errno.EACCES, "kill -9": KILL}
DAY = ("--as-of", "2026-10-31")
COMMANDS = {
    "recalc": ["recalc", "{}/team.xlsx", *DAY],
    "set": ["set", "{}/team.xlsx", "Listings!A2", "L9", *DAY],
    "import": ["import", "{}/team.xlsx", "--listings", "{}/new.csv"],
    "plan": ["plan", "{}/team.xlsx", *DAY],
    "run": ["run", "recalculate", "{}/team.xlsx", *DAY],
}
KNOWN = {"recalc": None, "set": [], "import": ["recalc", "set"], "plan": ["recalc", "set"], "run": ["recalc", "set"]}
"""Every call of the shortest command. Of `set` the first and the last call of each kind; of the others the kinds that those two do not make:
the same lines of ippbook that make the same call answer its fault alike. `EVERY_CALL=1 make test-deep` tries every call of every command."""
REMOVALS = {"unlink", "unlinkat", "rmdir", "opendir", "fstatat", "lstat", "open", "close", "fstat"}
"""Where one of these fails for a temporary file or folder, it may stay until the next run."""


@pytest.fixture
def walk(fault_shim, small_team, small_export, tmp_path):
    """Run a command with a fault at each *step*-th call, for each of *errors*: the run without a fault, and the others."""

    def walked(
        command: str, errors: list[int], *, step: int = 1, start: int = 0, known: list[str] | None = None
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        task = {
            "folder": str(tmp_path), "files": {"team.xlsx": str(small_team), "new.csv": str(small_export)},
            "arguments": COMMANDS[command], "errors": errors, "step": step, "start": start,
            **({} if known is None else {"known": [COMMANDS[each] for each in known]}),
        }  # fmt: skip
        server = Path(__file__).with_name("fault_server.py")
        done = subprocess.run(
            [sys.executable, server], input=json.dumps(task).encode() + b"\n", capture_output=True, check=False,
            env={**os.environ, "LD_PRELOAD": str(fault_shim), "IPPBOOK_TEST_SAVES": ""},  # its calls are counted
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()
        plain, *others = (json.loads(line) for line in done.stdout.splitlines())
        return plain, others

    return walked


def wrongs(plain: dict[str, Any], found: dict[str, Any], old: str) -> list[str]:
    """What a run with a fault did wrong; *old* is the digest of the workbook before it."""
    again = found.get("again")
    is_new = found["files"] == plain["files"]
    wrong = []
    if found["files"]["team.xlsx"] not in (old, plain["files"]["team.xlsx"]):
        wrong.append("the workbook is neither old nor new")
    if found["code"] == KILL:
        if again["code"] not in (plain["code"], 0):
            wrong.append(f"the next run ends with {again['code']}: {again['err']}")
        if again["files"]["team.xlsx"] == old:
            wrong.append("the next run did not do its work")
    elif found["code"] == plain["code"]:
        if not is_new:
            wrong.append("the exit code promises new files")
    elif found["code"] != 2 or found["err"].count("\n") != 1 or "Internal error" in found["err"]:
        wrong.append("not one sentence and exit code 2")
    if found["strays"] and found["code"] != KILL and found["call"] not in REMOVALS:
        wrong.append(f"left behind: {found['strays']}")
    if again and again["strays"]:
        wrong.append(f"left behind after the next run: {again['strays']}")
    return wrong


def all_wrongs(plain: dict[str, Any], others: list[dict[str, Any]], old: str) -> list[tuple[Any, ...]]:
    return [
        (found["nth"], found["call"], wrong, found["err"]) for found in others for wrong in wrongs(plain, found, old)
    ]


def test_faults_at_some_system_calls_leave_the_workbook_whole(walk, digest_of_team):
    plain, others = walk("recalc", [errno.EIO, KILL], step=80, start=30)
    assert plain["calls"] > 100
    assert len(others) >= 4
    assert all_wrongs(plain, others, digest_of_team) == []


@pytest.mark.deep
@pytest.mark.slow("a run for each system call")
@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_fault_at_each_system_call_leaves_the_workbook_whole(walk, digest_of_team, command, error):
    known = None if "EVERY_CALL" in os.environ else KNOWN[command]
    plain, others = walk(command, [ERRORS[error]], known=known)
    assert others
    assert all_wrongs(plain, others, digest_of_team) == []


@pytest.fixture
def digest_of_team(small_team: Path) -> str:
    import hashlib

    return hashlib.sha256(small_team.read_bytes()).hexdigest()
