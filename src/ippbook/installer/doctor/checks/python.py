"""Checks of Python, ippbook and xlwings."""

from importlib import metadata
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import conf, manifest
from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong
from ippbook.installer.environment import check_python
from ippbook.installer.environment import trouble as why_not
from ippbook.installer.layout import INTERPRETERS, XLWINGS
from ippbook.installer.manifest import LIST
from ippbook.version import __version__

_INSTALL: Final = "run ippbook excel install"


@check("Python", on="any")
def python_here(look: Look) -> Found:
    """The Python that runs this: 3.11 or newer, 64-bit, and not the one from the Microsoft Store.

    Source: docs.python.org/3/using/windows.html, "Redirection of local data"; numpy and pandas publish no 32-bit wheels.
    """
    python = look.host.python
    try:
        check_python(look.host)
    except UserError as refusal:
        said, _, remedy = str(refusal).partition("; ")
        return wrong(said, remedy)
    return right(f"Python {python.version}, {python.bits}-bit: {python.executable}")


@check("ippbook", on="any")
def ippbook_here(_look: Look) -> Found:
    """The code that runs is that of the version that is installed."""
    installed = metadata.version("ippbook")
    if installed != __version__:
        return wrong(f"the code is ippbook {__version__}, and {installed} is installed", "install ippbook again")
    return right(f"ippbook {__version__}")


@check("Excel's Python", on="excel")
def environment_there(look: Look) -> Found:
    """The environment that `ippbook excel install` made for Excel is there, whole, of this version, and its Python starts."""
    place = look.layout.environment
    path = look.host.at(place)
    if not path.is_dir():
        return wrong(f"{place} is not there", _INSTALL)
    record = manifest.read(path / LIST)
    if record is None:
        return unknown(f"{place} was not made by ippbook excel install", f"move it away and {_INSTALL}")
    broken = manifest.damaged(path, record)
    if broken:
        return wrong(f"{len(broken):,} files in {place} are missing or changed, such as {broken[0]}", _INSTALL)
    trouble = why_not(look.host, place)
    if trouble:
        return wrong(
            f"{look.layout.python(place)} does not start: {trouble}",
            f"{_INSTALL}; if it goes on, ask your IT to let this program run",
        )
    if record.version != __version__:
        newer = manifest.newer(record.version, __version__)
        return wrong(
            f"Excel has ippbook {record.version}, and this is ippbook {__version__}",
            f"bring this ippbook up to {record.version}" if newer else _INSTALL,
        )
    return right(f"ippbook {record.version} in {place}")


@check("xlwings", on="any")
def xlwings_version(look: Look) -> Found:
    """The macros and the library carry the version of xlwings in their names: no other will do.

    Source: XLPyDLLName in the VBA of xlwings 0.37.8.
    """
    found = look.packages.get("xlwings", "")
    if found == XLWINGS:
        return right(f"xlwings {found}")
    remedy = _INSTALL if look.host.layout else "pip install ippbook[excel]"
    if not found:
        return (wrong if look.host.layout else unknown)("xlwings is not installed", remedy)
    return wrong(f"xlwings is {found}, and exactly {XLWINGS} is needed", remedy)


@check("Library for Excel", on="windows")
def library(look: Look) -> Found:
    """The DLLs through which Excel calls Python lie beside the environment's interpreter.

    Source: XLPyLoadDLL in the VBA of xlwings 0.37.8: the folder of the interpreter, or the one above it.
    """
    missing = [dll for dll in look.layout.dlls(look.layout.environment) if not look.host.at(dll).is_file()]
    if missing:
        return wrong(f"{missing[0]} is not there", _INSTALL)
    return right(", ".join(dll.name for dll in look.layout.dlls(look.layout.environment)))


@check("pywin32", on="windows")
def pywin32(look: Look) -> Found:
    """The library through which xlwings speaks to Excel.

    Source: the dependencies that the wheel of xlwings 0.37.8 names.
    """
    found = look.packages.get("pywin32")
    return right(f"pywin32 {found}") if found else wrong("pywin32 is not in Excel's Python", _INSTALL)


@check("Script for Excel", on="macos")
def applescript(look: Look) -> Found:
    """On a Mac, Excel starts Python through a script in the one folder that its sandbox allows.

    Source: runpython_install in the command line of xlwings 0.37.8 (BSD).
    """
    place = look.layout.applescript
    if place is None or not look.host.at(place).is_file():
        return wrong(f"{place} is not there", _INSTALL)
    return right(f"{place}")


@check("Configuration", on="excel")
def configuration(look: Look) -> Found:
    """The file from which the add-in reads what its own sheet does not say; its interpreter exists.

    Source: GetConfig and GetConfigFilePath in the VBA of xlwings 0.37.8.
    """
    place, key = look.layout.conf, next(key for key in look.layout.settings if key in INTERPRETERS)
    path = look.host.at(place)
    if not path.is_file():
        return wrong(f"{place} is not there", _INSTALL)
    told = conf.read(path.read_bytes())
    if told.get(key) == INTERPRETERS[key]:
        there = look.layout.python(look.layout.environment)
        if look.host.at(there).exists():  # a link that leads nowhere is not there: Excel could not start it
            return right(f"{place}: {key} is {there}")
        return wrong(f"{place} names {there}, which is not there", _INSTALL)
    if key not in told:
        return wrong(f"{place} says no {key}", _INSTALL)
    return unknown(f"{place}: {key} is {told[key]}, which is not what ippbook excel install writes", _INSTALL)


@check("Configuration of xlwings", on="excel")
def xlwings_configuration(look: Look) -> Found:
    """The file that every xlwings workbook of the person reads. The sheets in our files go before it, so it is rarely in the way.

    Source: GetConfig in the VBA of xlwings 0.37.8: sheet, then the file.
    """
    place = look.layout.xlwings_conf
    path = look.host.at(place)
    if not path.is_file():
        return right("none: nothing of another project is in the way")
    told = conf.read(path.read_bytes())
    if told.get("LICENSE_KEY"):
        return unknown(
            f"{place} has a LICENSE_KEY, which ippbook neither needs nor uses",
            "remove the line if nobody else needs it",
        )
    return right(f"{place}: {', '.join(sorted(told)) or 'empty'}; our own sheets go before it")
