"""Freed memory goes back to the system where it can, and a process knows how much it has had."""

import ctypes
import subprocess
import sys

import pytest

from ippbook.freed_memory import give_back_freed_memory


def test_it_runs_on_every_system(monkeypatch: pytest.MonkeyPatch) -> None:
    give_back_freed_memory()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())  # a C library that has no such function
    give_back_freed_memory()
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: pytest.fail("no C library is loaded here"))
    give_back_freed_memory()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a program does not inherit the figure")
def test_the_peak_of_a_process_is_its_own_and_not_that_of_the_program_that_started_it() -> None:
    inner = "from ippbook.freed_memory import peak_memory; print(peak_memory())"
    outer = (
        "import subprocess, sys; from ippbook.freed_memory import peak_memory; taken = b'x' * 200_000_000; "
        f"print(peak_memory(), subprocess.run([sys.executable, '-c', {inner!r}], capture_output=True, text=True, timeout=60).stdout)"
    )
    done = subprocess.run([sys.executable, "-c", outer], check=True, capture_output=True, text=True, timeout=60)
    first, second = map(int, done.stdout.split())
    assert first > 200_000_000
    assert second < 100_000_000
