"""Worksheet functions through xlwings' own code, which needs Windows: replacements for the modules that only Windows has."""

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

import xlwings as xw

from ippbook.headless.cell_display import XlwingsValue
from ippbook.headless.ranges import HeadlessRange


def _replacement(name: str, **names: XlwingsValue) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(names)
    return module


def _replacements() -> tuple[ModuleType, ...]:
    client = _replacement("win32com.client", Dispatch=lambda thing, **_: thing)
    return (
        _replacement("pythoncom", CoInitialize=lambda: None),
        _replacement("pywintypes", com_error=RuntimeError, TimeType=type("TimeType", (), {}), IID=str),
        _replacement("win32com", client=client),
        client,
        _replacement("xlwings.com_server", loop=None),
        _replacement(
            "xlwings._xlwindows",
            Range=lambda xl: xl,
            is_range_instance=lambda value: isinstance(value, HeadlessRange),
            BOOK_CALLER=None,
        ),
    )


@contextmanager
def xlwings_udfs(*modules: ModuleType) -> Iterator[XlwingsValue]:
    """Xlwings' module `udfs`, with its real `xlfunc`, `xlarg`, `xlret` and `call_udf`, over the engine that is registered.

    Functions of *modules*, decorated with these, are called as Excel calls them: `call_udf(module.__name__, name, args, None,
    caller)`, where a range among the arguments is `range.impl`, and a missing argument is `MISSING`.
    """
    before = {module.__name__: sys.modules.get(module.__name__) for module in _replacements()}
    own: ModuleType | None = vars(xw).get("_xlwindows")
    sys.modules.update({module.__name__: module for module in _replacements()})
    windows = sys.modules["xlwings._xlwindows"]
    setattr(xw, "_xlwindows", windows)  # noqa: B010  # where xlwings' own code looks for it
    try:
        udfs = importlib.import_module("xlwings.udfs")
        for each in modules:
            udfs.udf_modules[each.__name__] = {"filename": "", "filetime": None, "module": each}
        yield udfs
    finally:
        sys.modules.pop("xlwings.udfs", None)
        for name, module in before.items():
            if module is None:
                sys.modules.pop(name, None)
            else:
                sys.modules[name] = module
        if own is None:
            del xw._xlwindows  # type: ignore[attr-defined]  # noqa: SLF001  # xlwings has it on Windows only
        else:
            setattr(xw, "_xlwindows", own)  # noqa: B010  # as above
