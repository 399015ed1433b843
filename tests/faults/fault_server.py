"""Runs one command line again and again, in a new process each time, with a fault at the next system call. Started with the shim loaded.

Standard input: one JSON object with `folder`, `files` (name -> source), `arguments`, `errors` (numbers; below 0: kill), and which calls get
a fault: each `step`-th from `start` on; or, with `known` (other command lines), the first and the last one of each kind that those do not make.
Standard output: a line of JSON for each run. "{}" in an argument is the folder of the run.
"""

import contextlib
import ctypes
import gc
import hashlib
import io
import json
import os
import shutil
import sys
import tempfile
import traceback
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

from ippbook import cli

shim = ctypes.CDLL(None)
KILLED = -9
LINES = 4
"""Two calls are of one kind where they are the same function, called from the same lines of ippbook: the innermost four tell the file and the work."""
Kind: TypeAlias = tuple[Any, ...]


def serve(task: dict[str, Any]) -> None:
    top = Path(task["folder"])
    warm(top / "warm", task)
    plain = run(top / "plain", task, 0, 0)
    answer(plain)
    places = list(chosen(top, task, plain["calls"]))
    for error in task["errors"]:
        for nth in places:
            found = run(top / f"{error}-{nth}", task, nth, error)
            answer({**found, "nth": nth, "error": error})


def chosen(top: Path, task: dict[str, Any], calls: int) -> Iterable[int]:
    """Which calls get a fault, counted from 1."""
    if "known" not in task:
        return range(1 + task.get("start", 0), calls + 1, task["step"])
    known = {kind for number, other in enumerate(task["known"]) for kind in kinds(top / f"known-{number}", task, other)}
    own = kinds(top / "kinds", task, task["arguments"])
    if len(own) != calls:
        raise RuntimeError(f"{calls} calls, and {len(own)} when they are listened to")
    first = {kind: nth for nth, kind in reversed(list(enumerate(own, 1)))}
    last = {kind: nth for nth, kind in enumerate(own, 1)}
    return sorted({nth for found in (first, last) for kind, nth in found.items() if kind not in known})


def kinds(folder: Path, task: dict[str, Any], arguments: list[str]) -> list[Kind]:
    """The kind of each call of a run without a fault, in order."""
    heard: list[Kind] = []

    def listen(call: bytes) -> None:
        lines, frame = [], sys._getframe(1)
        while frame is not None and len(lines) < LINES:
            if f"{os.sep}ippbook{os.sep}" in frame.f_code.co_filename:
                lines.append((frame.f_code.co_filename, frame.f_lineno))
            frame = frame.f_back
        heard.append((call.decode(), *lines))

    listener = ctypes.CFUNCTYPE(None, ctypes.c_char_p)(listen)
    for place, hears in (
        (folder / "late", False),
        (folder / "heard", True),
    ):  # what is loaded late is there the second time
        fill(place, task)
        shim.fault_hear(listener if hears else None)
        work(place, {**task, "arguments": arguments}, 0, 0, os.open(os.devnull, os.O_WRONLY))
    shim.fault_hear(None)
    shutil.rmtree(folder)
    return heard


def warm(folder: Path, task: dict[str, Any]) -> None:
    """Run once in this process, so that those that follow find every library loaded and every cache full."""
    fill(folder, task)
    work(folder, task, 0, 0, os.open(os.devnull, os.O_WRONLY))
    shutil.rmtree(folder)
    gc.freeze()


def fill(folder: Path, task: dict[str, Any]) -> None:
    (folder / "tmp").mkdir(parents=True)
    for name, source in task["files"].items():
        shutil.copy(source, folder / name)


def run(folder: Path, task: dict[str, Any], nth: int, error: int) -> dict[str, Any]:
    """Run once, and a second time without a fault where it was killed or left something."""
    fill(folder, task)
    found = in_child(folder, task, nth, error)
    found["files"], found["strays"] = digests(folder), strays(folder)
    if found["code"] == KILLED or found["strays"]:
        again = in_child(folder, task, 0, 0)
        found["again"] = {
            "code": again["code"],
            "err": again["err"],
            "strays": strays(folder),
            "files": digests(folder),
        }
    shutil.rmtree(folder)
    return found


def in_child(folder: Path, task: dict[str, Any], nth: int, error: int) -> dict[str, Any]:
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.close(ours)
        try:
            work(folder, task, nth, error, theirs)
        except BaseException:  # noqa: BLE001  # it must not go on as the server
            shim.fault_disarm()
            traceback.print_exc()
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return {"code": -os.WTERMSIG(status), "err": "", "calls": 0, "call": ""}
    return json.loads(said) if said else {"code": 3, "err": "the child ended without a word", "calls": 0, "call": ""}


def work(folder: Path, task: dict[str, Any], nth: int, error: int, pipe: int) -> None:
    tempfile.tempdir = str(folder / "tmp")
    arguments = [each.replace("{}", str(folder)) for each in task["arguments"]]
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        shim.fault_arm(str(folder).encode(), ctypes.c_long(nth), error)
        code = cli.main(arguments)
        shim.fault_disarm()
    found = {
        "code": code,
        "out": out.getvalue(),
        "err": err.getvalue(),
        "calls": shim.fault_count(),
        "call": shim.fault_name().decode(),
    }
    os.write(pipe, json.dumps(found).encode())


def digests(folder: Path) -> dict[str, str]:
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}


def strays(folder: Path) -> list[str]:
    hidden = [path.name for path in folder.iterdir() if path.name.startswith(".")]
    place = folder / "tmp" / f"ippbook-{os.geteuid()}"
    return (
        hidden
        + ([path.name for path in place.iterdir()] if place.exists() else [])
        + [path.name for path in (folder / "tmp").iterdir() if path != place]
    )


def answer(found: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(found) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    shim.fault_count.restype = ctypes.c_long
    shim.fault_name.restype = ctypes.c_char_p
    serve(json.loads(sys.stdin.buffer.readline()))
