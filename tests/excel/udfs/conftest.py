"""Our functions as on Windows: decorated by xlwings' own code, called by it, over the engine without Excel."""

from types import ModuleType, SimpleNamespace

import pytest

xw = pytest.importorskip(
    "xlwings", reason="xlwings is not installed: nothing of the functions in Excel's cells is tested"
)

from ippbook import headless  # noqa: E402  # after importorskip
from ippbook.excel import udfs  # noqa: E402  # after importorskip
from ippbook.headless import windows as standins  # noqa: E402  # after importorskip

MODULE = "ippbook.udfs"


@pytest.fixture(scope="module")
def module():
    """An empty module of the name that the wrappers call."""
    return ModuleType(MODULE)


@pytest.fixture(scope="module")
def windows(module):
    """`xlwings.udfs` as on Windows: the real decorators, the real `call_udf`, the real generator of wrappers."""
    with standins.xlwings_udfs(module) as real:
        yield real


@pytest.fixture(scope="module")
def decorated(windows, module):
    """Our module as it is on Windows, where the decorators note what the COM server needs."""
    vars(module).update(
        udfs.excel_functions(SimpleNamespace(func=windows.xlfunc, arg=windows.xlarg, ret=windows.xlret))
    )
    return module


@pytest.fixture
def sheet():
    """A sheet of a new book, open in the engine without Excel."""
    with headless.excel() as app:
        yield app.books.add().sheets[0]


@pytest.fixture
def cell(windows, decorated, sheet):
    """What a cell shows: the function's name, then arguments as COM has them; an xlwings range is handed over as a range."""

    def call(name, *arguments):
        passed = [each.impl if isinstance(each, xw.Range) else each for each in arguments]
        missing = len(getattr(decorated, name).__xlfunc__["args"]) - len(passed)
        there = sheet["XFD1048576"].impl
        found = windows.call_udf(MODULE, name, (*passed, *[headless.MISSING] * missing), None, there)
        return found[0][0] if len(found) == len(found[0]) == 1 else found

    return call
