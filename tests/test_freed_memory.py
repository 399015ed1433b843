"""Freed memory goes back to the system where it can, and elsewhere nothing happens."""

import ctypes
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
