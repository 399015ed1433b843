"""Differences between Excel on Windows and on a Mac: xlwings' own code for both, over replacements for their libraries."""

import ctypes
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest

xw = pytest.importorskip("xlwings", reason="xlwings is not installed: nothing of Excel's hosts is tested")

from ippbook.excel import hosts  # noqa: E402  # after importorskip

REJECTED = -2147418111


def imported(monkeypatch: pytest.MonkeyPatch, name: str, standins: dict[str, Any]) -> Any:
    """A module of xlwings that exists for one system alone, over *standins* for what it imports there."""
    for library, module in standins.items():
        monkeypatch.setitem(sys.modules, library, module)
    monkeypatch.delitem(sys.modules, name, raising=False)
    found = importlib.import_module(name)
    monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, name, found)
    return found


# ---- a Mac


@pytest.fixture
def mac(monkeypatch: pytest.MonkeyPatch) -> Any:
    class CommandError(Exception):
        """As appscript has it."""

    CommandError.__module__ = "appscript.reference"
    reference = MagicMock(CommandError=CommandError)
    others = {name: MagicMock() for name in ("appscript", "aem", "osax", "psutil", "mactypes")}
    return imported(monkeypatch, "xlwings._xlmac", {**others, "appscript.reference": reference})


class Cells:
    """A block of cells as appscript has it, and as xlwings' block asks for it."""

    def __init__(self, values: Any, shown: Any) -> None:
        self._values, self._shown = values, shown
        self.value = SimpleNamespace(get=lambda: values)
        self.string_value = SimpleNamespace(get=lambda: shown)


class Block:
    """As an xlwings Range: what a Mac tells of its cells is in *values*, what they show in *shown*; both are rows."""

    def __init__(self, values: list[list[Any]], shown: list[list[str]]) -> None:
        self.sheet = SimpleNamespace(book=None)
        self._values, self._shown = values, shown
        # one cell comes alone, one row comes flat
        flat = shown[0] if len(shown) == 1 else shown
        self.api = Cells(values, flat[0] if len(shown) == 1 and len(shown[0]) == 1 else flat)

    def options(self, **options: Any) -> Any:
        assert options == {"ndim": 2}
        return SimpleNamespace(value=self._values)

    def __getitem__(self, at: tuple[slice, slice]) -> "Block":
        return Block(self._values[at[0]], self._shown[at[0]])


@pytest.mark.parametrize(
    ("values", "shown", "result"),
    [
        pytest.param([["a"]], [["a"]], [["a"]], id="a cell"),
        pytest.param([[None]], [["#N/A"]], [["#N/A"]], id="an error alone"),
        pytest.param([["a", 2.5]], [["a", "2.50"]], [["a", 2.5]], id="a row"),
        pytest.param([["a"], [None]], [["a"], ["#REF!"]], [["a"], ["#REF!"]], id="a column"),
        pytest.param([["a", None], [1.0, 2.0]], [["a", "#DIV/0!"], ["####", "2"]], [["a", "#DIV/0!"], [1.0, 2.0]], id="a block"),
    ],
)  # fmt: skip
def test_on_a_mac_errors_are_taken_from_what_cells_show_and_all_else_from_what_they_hold(
    values: Any, shown: Any, result: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "program", lambda _: "mac")
    assert hosts.plain_values(Block(values, shown)) == result  # type: ignore[arg-type]  # a replacement


def test_a_long_block_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "program", lambda _: "mac")
    monkeypatch.setattr(hosts, "_SHOWN_AT_ONCE", 3)
    cells = [[float(row), None] for row in range(7)]
    shown = [[str(row), "#N/A" if row % 2 else ""] for row in range(7)]
    result = hosts.plain_values(Block(cells, shown))  # type: ignore[arg-type]  # a replacement
    assert result == [[float(row), "#N/A" if row % 2 else None] for row in range(7)]


def test_xlwings_own_way_to_errors_on_a_mac_still_fails_for_more_than_one_cell(mac: Any) -> None:
    """Why ippbook goes its own way. When this fails, xlwings can do it, and `hosts` may take its way again."""
    block = mac.Range.__new__(mac.Range)
    block.xl, block.options = Cells([["a", "b"], ["c", "d"]], [["a", "b"], ["c", "d"]]), {"err_to_str": True}
    with pytest.raises(TypeError):
        _ = block.raw_value


@pytest.mark.parametrize(("number", "busy"), [(-1712, True), (-1728, False), (-50, False)])
def test_what_excel_for_mac_refuses_is_distinguished_from_a_mac_that_does_not_answer(
    mac: Any, number: int, *, busy: bool
) -> None:
    error = mac.CommandError("set", (), None)
    error.errornumber, error.errormessage = number, "Parameter  error."
    assert hosts.is_busy(error) is busy
    assert hosts.excel_message(error) == "Parameter error"


# ---- Windows


class ComError(Exception):
    """As pywin32 has it."""

    @property
    def hresult(self) -> int:
        return int(self.args[0])


class Clock:
    """Time that passes where somebody waits for it."""

    def __init__(self) -> None:
        self.now, self.waited = 100.0, 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.waited += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(hosts, "time", found)
    return found


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    names = ("pythoncom", "win32api", "win32con", "win32gui", "win32process", "win32com", "win32timezone", "comtypes")
    standins = {name: MagicMock() for name in names}
    client = MagicMock(**{name: type(name, (), {}) for name in ("CDispatch", "CoClassBaseClass", "DispatchBaseClass")})
    standins |= {"win32com.client": client, "xlwings._win32patch": client}
    standins["win32com"].client = client
    standins["pywintypes"] = ModuleType("pywintypes")
    vars(standins["pywintypes"]).update(com_error=ComError, TimeType=type("TimeType", (), {}), IID=str)
    standins["pythoncom"].ole_error, standins["pythoncom"].__file__ = ComError, "pythoncom.dll"
    for name in ("oledll", "windll", "PyDLL", "WinError", "HRESULT", "WINFUNCTYPE"):
        monkeypatch.setattr(ctypes, name, MagicMock(), raising=False)
    here = Path.cwd()
    monkeypatch.setattr(xw, "_xlwindows", None, raising=False)  # the import below sets it; no later test may see it
    found = imported(monkeypatch, "xlwings._xlwindows", standins)
    os.chdir(here)
    monkeypatch.setattr(sys, "platform", "win32")
    yield found
    found.N_COM_ATTEMPTS = 0


class Refusing:
    """An object of Excel that rejects calls until *until*, and notes the values that were set."""

    def __init__(self, clock: Clock, until: float) -> None:
        vars(self).update(clock=clock, until=until, result=[])

    def __setattr__(self, name: str, value: Any) -> None:
        if self.clock.now < self.until:
            raise ComError(REJECTED, "Call was rejected by callee.", None, None)
        self.result.append((name, value))


def test_an_excel_that_is_busy_for_a_moment_is_called_until_it_answers(windows: Any, clock: Clock) -> None:
    hosts.be_patient(10)
    excel = Refusing(clock, until=clock.now + 4)
    windows.COMRetryObjectWrapper(excel).ScreenUpdating = True
    assert excel.result == [("ScreenUpdating", True)]
    assert 4 <= clock.waited < 5


def test_an_excel_that_stays_busy_is_called_no_longer_than_the_seconds_that_were_set(
    windows: Any, clock: Clock
) -> None:
    hosts.be_patient(10)
    for _ in range(2):
        began = clock.now
        with pytest.raises(ComError) as caught:
            windows.COMRetryObjectWrapper(Refusing(clock, until=1e9)).ScreenUpdating = True
        assert hosts.is_busy(caught.value)
        assert 10 <= clock.now - began < 11


def test_a_call_that_is_rejected_is_repeated_as_a_property_is(windows: Any, clock: Clock) -> None:
    hosts.be_patient(10)
    until = clock.now + 2

    def method(value: int) -> int:
        if clock.now < until:
            raise ComError(REJECTED, "Call was rejected by callee.", None, None)
        return value

    assert windows.COMRetryMethodWrapper(method)(7) == 7
    until = clock.now + 2
    assert windows.COMRetryObjectWrapper(method)(8) == 8


def test_elsewhere_nobody_has_to_be_patient() -> None:
    before = set(sys.modules)
    hosts.be_patient()
    assert "xlwings._xlwindows" not in set(sys.modules) - before
