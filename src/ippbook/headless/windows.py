"""Worksheet functions through xlwings' own code, which exists on Windows only: stand-ins for what it takes from there."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import xlwings as xw

from ippbook.headless.ranges import Range


def _standin(name: str, **names: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(names)
    return module


def _standins() -> tuple[ModuleType, ...]:
    client = _standin("win32com.client", Dispatch=lambda thing, **_: thing)
    return (
        _standin("pythoncom", CoInitialize=lambda: None),
        _standin("pywintypes", com_error=RuntimeError, TimeType=type("TimeType", (), {}), IID=str),
        _standin("win32com", client=client),
        client,
        _standin("xlwings.com_server", loop=None),
        _standin(
            "xlwings._xlwindows",
            Range=lambda xl: xl,
            is_range_instance=lambda value: isinstance(value, Range),
            BOOK_CALLER=None,
        ),
    )


@contextmanager
def functions(*modules: ModuleType) -> Iterator[Any]:
    """Xlwings' module `udfs`, with its real `xlfunc`, `xlarg`, `xlret` and `call_udf`, over the engine that is registered.

    Functions of *modules*, decorated with these, are called as Excel calls them: `call_udf(module.__name__, name, args, None,
    caller)`, where a range among the arguments is `range.impl`, and what was left out is `MISSING`.
    """
    before = {module.__name__: sys.modules.get(module.__name__) for module in _standins()}
    own: ModuleType | None = vars(xw).get("_xlwindows")
    sys.modules.update({module.__name__: module for module in _standins()})
    windows = sys.modules["xlwings._xlwindows"]
    setattr(xw, "_xlwindows", windows)  # noqa: B010  # where xlwings' own code looks for it
    try:
        udfs = importlib.import_module("xlwings.udfs")
        for module in modules:
            udfs.udf_modules[module.__name__] = {"filename": "", "filetime": None, "module": module}
        yield udfs
    finally:
        sys.modules.pop("xlwings.udfs", None)
        for name, held in before.items():
            if held is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = held
        if own is None:
            del xw._xlwindows  # type: ignore[attr-defined]  # noqa: SLF001  # xlwings has it on Windows only
        else:
            setattr(xw, "_xlwindows", own)  # noqa: B010  # as above
