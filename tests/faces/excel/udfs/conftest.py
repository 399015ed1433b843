"""xlwings' own code for worksheet functions, run without Windows: stand-ins for pywin32, and the engine without Excel."""

import importlib
import sys
from types import ModuleType, SimpleNamespace

import pytest

xw = pytest.importorskip(
    "xlwings", reason="xlwings is not installed: nothing of the functions in Excel's cells is tested"
)

from ippbook.faces.excel import headless, udfs  # noqa: E402  # they import xlwings
from ippbook.faces.excel.headless.ranges import Range  # noqa: E402

MODULE = "ippbook.faces.excel.udfs"
MISSING = -2147352572


def standin(name, **names):
    module = ModuleType(name)
    vars(module).update(names)
    return module


@pytest.fixture(scope="session")
def windows():
    """`xlwings.udfs` as on Windows: the real decorators, the real `call_udf`, the real generator of wrappers."""
    place = pytest.MonkeyPatch()
    client = standin("win32com.client", Dispatch=lambda thing, **_: thing)
    for module in (
        standin("pythoncom", CoInitialize=lambda: None),
        standin("pywintypes", com_error=RuntimeError, TimeType=type("TimeType", (), {}), IID=str),
        standin("win32com", client=client),
        client,
        standin("xlwings.com_server", loop=None),
    ):
        place.setitem(sys.modules, module.__name__, module)
    # What xlwings asks of COM when a function is called: is the argument a range, and wrap it.
    native = standin(
        "xlwings._xlwindows",
        Range=lambda xl: xl,
        is_range_instance=lambda value: isinstance(value, Range),
        BOOK_CALLER=None,
    )
    place.setitem(sys.modules, "xlwings._xlwindows", native)
    place.setattr(xw, "_xlwindows", native, raising=False)
    real = importlib.import_module("xlwings.udfs")
    yield real
    sys.modules.pop("xlwings.udfs", None)
    place.undo()


@pytest.fixture(scope="session")
def decorated(windows):
    """Our module as it is on Windows, where the decorators note what the COM server needs."""
    module = standin(MODULE)
    vars(module).update(udfs.made(SimpleNamespace(func=windows.xlfunc, arg=windows.xlarg, ret=windows.xlret)))
    windows.udf_modules[MODULE] = {"filename": "", "filetime": None, "module": module}
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
        given = [each.impl if isinstance(each, xw.Range) else each for each in arguments]
        missing = len(decorated_arguments(decorated, name)) - len(given)
        found = windows.call_udf(MODULE, name, (*given, *[MISSING] * missing), None, sheet["XFD1048576"].impl)
        return found[0][0] if len(found) == len(found[0]) == 1 else found

    return call


def decorated_arguments(module, name):
    return getattr(module, name).__xlfunc__["args"]
