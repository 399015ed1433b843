"""Ctrl-C and SIGTERM end the program at any moment: one line, exit code 128 + the signal, nothing behind it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

import ippbook as package
from ippbook import cli, pipeline
from ippbook.interruptions import Interrupted

posix = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="signals and /proc as Linux has them")
SIGNALS = [signal.SIGINT, signal.SIGTERM]
SOURCE = str(Path(package.__file__).parents[1])


def started(folder: Path, *arguments: "str | Path") -> "subprocess.Popen[bytes]":
    """The command line, from the moment on when it answers signals itself."""
    (folder / "tmp").mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "ippbook", *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(folder / "tmp")},
    )  # fmt: skip
    while not answers_sigterm(process.pid) and process.poll() is None:
        time.sleep(0.001)
    return process


def answers_sigterm(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return False
    caught = next((int(line.split()[1], 16) for line in status.splitlines() if line.startswith("SigCgt")), 0)
    return bool(caught >> (signal.SIGTERM - 1) & 1)


def check_end(process: "subprocess.Popen[bytes]", sent: int, folder: Path) -> None:
    _, err = process.communicate()
    assert process.returncode in (128 + sent, 0), err
    if process.returncode:
        assert err.count(b"\n") == 1, err
        assert b"No file was partially written" in err
    place = folder / "tmp" / f"ippbook-{os.geteuid()}"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == []
    assert list(place.iterdir() if place.exists() else ()) == []


@posix
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_while_the_program_loads_ends_it_in_one_line(tmp_path, sent):
    process = started(tmp_path, "check", "-")  # it waits for its input, so it cannot end before the signal
    process.send_signal(sent)
    check_end(process, sent, tmp_path)
    assert process.returncode == 128 + sent


@posix
@pytest.mark.deep
@pytest.mark.slow("the program is started for each moment")
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_at_any_moment_ends_it_in_one_line(sample_path, tmp_path, sent):
    team = Path(shutil.copy(sample_path, tmp_path / "team.xlsx"))
    before = team.read_bytes()
    for moment in range(20):
        process = started(tmp_path, "set", team, "Rights!T2", f"value {moment}")
        time.sleep(moment * 0.1)
        process.send_signal(sent)
        check_end(process, sent, tmp_path)
        if process.returncode == 0 or team.read_bytes() != before:  # the signal may come after the file is in its place
            assert openpyxl.load_workbook(team)["Rights"]["T2"].value == f"value {moment}"
        team.write_bytes(before)


@posix
@pytest.mark.parametrize("sent", SIGNALS)
@pytest.mark.parametrize("words", [["--version"], ["check", "-"]])
def test_a_signal_at_the_first_import_after_the_answer_to_signals_ends_it_in_one_line(sent, words):
    """All that is loaded before is the package itself and the module that answers."""
    program = (
        "import os, signal, sys, ippbook.cli\nclass Signalling:\n    def find_spec(self, name, *_):\n"
        f"        if name != 'ippbook.interruptions': os.kill(os.getpid(), {sent:d})\n"
        "sys.meta_path.insert(0, Signalling())\n"
        f"sys.argv[1:] = {words}\nsys.exit(ippbook.cli.main())"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, check=False, timeout=50,
                          env={**os.environ, "PYTHONPATH": SOURCE})  # fmt: skip
    if words == ["--version"]:  # nothing else is loaded
        assert (done.returncode, done.stderr) == (0, b"")
    else:
        said = b"Interrupted." if sent == signal.SIGINT else b"Ended by SIGTERM."
        assert (done.returncode, done.stderr) == (
            128 + sent,
            b"ippbook: " + said + b" No file was partially written.\n",
        )


@posix
def test_ctrl_c_while_the_module_that_answers_it_is_loaded_is_one_line_too():
    program = (
        "import os, signal, sys, ippbook.cli\nclass Signalling:\n    def find_spec(self, name, *_):\n"
        f"        sys.meta_path.remove(self)\n        os.kill(os.getpid(), {signal.SIGINT:d})\n"
        "sys.meta_path.insert(0, Signalling())\nsys.exit(ippbook.cli.main())"
    )
    done = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, check=False, timeout=50,
                          env={**os.environ, "PYTHONPATH": SOURCE})  # fmt: skip
    assert (done.returncode, done.stderr) == (130, b"ippbook: Interrupted. No file was partially written.\n")


@posix
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_after_the_work_does_not_change_how_it_went(sent):
    """Python's own end, after its handlers are gone, is long enough for a signal to meet it: here a module sends it when it is freed."""
    last = f"class Last:\n    def __del__(self, kill=os.kill, me=os.getpid(), write=os.write):\n        kill(me, {sent:d})\n        write(1, b'freed')\n"
    program = f"import os, sys\n{last}sys.last = Last()\nimport ippbook.cli\nsys.exit(ippbook.cli.main())"
    done = subprocess.run([sys.executable, "-c", program, "schema"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.endswith(b"freed")


@posix
@pytest.mark.parametrize("sent", SIGNALS)
def test_a_signal_while_an_object_is_freed_is_not_lost(sent):
    """Python prints what is raised there and goes on, so the signal is sent again."""
    freed = f"class Freed:\n    def __del__(self):\n        os.kill(os.getpid(), {sent:d})\n        for _ in range(100): pass\n"
    program = (
        "import os, time\nfrom ippbook.interruptions import Interrupted, end_quietly, interruptible\n" + freed +
        "end_quietly()\ntry:\n    with interruptible():\n        Freed()\n        time.sleep(60)\nexcept Interrupted as interrupt:\n    print(interrupt.number)"
    )  # fmt: skip
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=50)
    assert (done.returncode, done.stderr, done.stdout) == (0, b"", f"{sent:d}\n".encode())


@pytest.mark.parametrize(("number", "words"), [(signal.SIGINT, "Interrupted."), (signal.SIGTERM, "Ended by SIGTERM.")])
def test_an_interruption_of_the_work_is_one_line_and_passes_every_border(ippbook, monkeypatch, tmp_path, number, words):
    def interrupted(*_arguments, **_options):
        raise Interrupted(number)

    monkeypatch.setattr(pipeline, "check", interrupted)
    done = ippbook("check", tmp_path / "a.xlsx", tmp_path / "b.xlsx")
    assert (done.code, done.err) == (128 + number, f"ippbook: {words} No file was partially written.\n")


def test_a_keyboard_interrupt_of_a_host_is_one_line_too(capsys, monkeypatch, tmp_path):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr("ippbook.cli.command_line._run", interrupted)
    assert cli.main(["check", str(tmp_path / "a.xlsx")]) == 130
    assert capsys.readouterr().err == "ippbook: Interrupted. No file was partially written.\n"
