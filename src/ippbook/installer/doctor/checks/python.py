"""Checks of Python, ippbook and xlwings."""

from importlib import metadata
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import conf, manifest
from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.environment import check_python
from ippbook.installer.environment import trouble as reason_of_failure
from ippbook.installer.layout import INTERPRETERS, XLWINGS
from ippbook.installer.manifest import LIST
from ippbook.languages import say, say_series
from ippbook.version import __version__

_INSTALL: Final = say("run ippbook excel install")


@doctor_check("Python", on="any")
def python_here(subject: Subject) -> CheckResult:
    """The Python that runs this is 3.11 or newer, 64-bit, and not from the Microsoft Store.

    Source: docs.python.org/3/using/windows.html, "Redirection of local data"; numpy and pandas publish no 32-bit wheels.
    """
    python = subject.host.python
    try:
        check_python(subject.host)
    except UserError as refusal:
        what, _, remedy = str(refusal).partition("; ")
        return failed(what, remedy)
    return passed(
        say("Python {version}, {bits}-bit: {place}", version=python.version, bits=python.bits, place=python.executable)
    )


@doctor_check("ippbook", on="any")
def ippbook_here(_subject: Subject) -> CheckResult:
    """The code that runs has the version that is installed."""
    installed = metadata.version("ippbook")
    if installed != __version__:
        return failed(
            say(
                "the code is ippbook {version}, but {installed} is installed", version=__version__, installed=installed
            ),
            "install ippbook again",
        )
    return passed(say("ippbook {version}", version=__version__))


@doctor_check("Excel's Python", on="excel")
def environment_there(subject: Subject) -> CheckResult:
    """The Python environment that `ippbook excel install` made exists, is complete, has this version, and starts."""
    place = subject.layout.environment
    path = subject.host.at(place)
    if not path.is_dir():
        return failed(say("{place} is missing", place=place), _INSTALL)
    record = manifest.read_record(path / LIST)
    if record is None:
        return uncertain(
            say("{place} was not made by ippbook excel install", place=place),
            say("move it away and {install}", install=_INSTALL),
        )
    broken = manifest.damaged(path, record)
    if broken:
        return failed(
            say(
                "{broken_count:,} files in {place} are missing or changed, such as {broken}",
                broken_count=len(broken),
                place=place,
                broken=broken[0],
            ),
            _INSTALL,
        )
    reason = reason_of_failure(subject.host, place)
    if reason:
        return failed(
            say("{python} does not start: {reason}", python=subject.layout.python(place), reason=reason),
            say("{install}; if that does not help, ask your IT to allow this program", install=_INSTALL),
        )
    if record.version != __version__:
        newer = manifest.newer(record.version, __version__)
        return failed(
            say(
                "Excel has ippbook {version}, but this is ippbook {version_2}",
                version=record.version,
                version_2=__version__,
            ),
            say("update this ippbook to {version}", version=record.version) if newer else _INSTALL,
        )
    return passed(say("ippbook {version} in {place}", version=record.version, place=place))


@doctor_check("xlwings", on="any")
def xlwings_version(subject: Subject) -> CheckResult:
    """The macros and the library need exactly one version of xlwings: its number is part of their file names.

    Source: XLPyDLLName in the VBA of xlwings 0.37.8.
    """
    found = subject.packages.get("xlwings", "")
    if found == XLWINGS:
        return passed(say("xlwings {found}", found=found))
    remedy = _INSTALL if subject.places else say("type: pip install ippbook[excel]")
    if not found:
        return (failed if subject.places else uncertain)("xlwings is not installed", remedy)
    return failed(say("xlwings is {found}, but exactly {xlwings} is needed", found=found, xlwings=XLWINGS), remedy)


@doctor_check("Library for Excel", on="windows")
def library(subject: Subject) -> CheckResult:
    """The DLLs through which Excel calls Python are in the folder of the environment.

    Source: XLPyLoadDLL in the VBA of xlwings 0.37.8: the folder of the interpreter, or the one above it.
    """
    dlls = subject.layout.dlls(subject.layout.environment)
    missing = [dll for dll in dlls if not subject.host.at(dll).is_file()]
    if missing:
        return failed(say("{missing} is missing", missing=missing[0]), _INSTALL)
    return passed(", ".join(dll.name for dll in dlls))


@doctor_check("pywin32", on="windows")
def pywin32(subject: Subject) -> CheckResult:
    """Xlwings controls Excel through pywin32.

    Source: the dependencies that the wheel of xlwings 0.37.8 names.
    """
    found = subject.packages.get("pywin32")
    return (
        passed(say("pywin32 {found}", found=found))
        if found
        else failed("pywin32 is missing in Excel's Python", _INSTALL)
    )


@doctor_check("Script for Excel", on="macos")
def applescript(subject: Subject) -> CheckResult:
    """On a Mac, Excel starts Python through a script. Its sandbox allows scripts in one folder only.

    Source: runpython_install in the command line of xlwings 0.37.8 (BSD).
    """
    place = subject.layout.applescript
    if place is None or not subject.host.at(place).is_file():
        return failed(say("{place} is missing", place=place), _INSTALL)
    return passed(str(place))


@doctor_check("Configuration", on="excel")
def configuration(subject: Subject) -> CheckResult:
    """The configuration file names the Python interpreter, and that interpreter exists. A sheet in the workbook overrides the file.

    Source: GetConfig and GetConfigFilePath in the VBA of xlwings 0.37.8.
    """
    layout = subject.layout
    place, key = layout.conf, next(key for key in layout.settings if key in INTERPRETERS)
    path = subject.host.at(place)
    if not path.is_file():
        return failed(say("{place} is missing", place=place), _INSTALL)
    present = conf.read_conf(path.read_bytes())
    if present.get(key) == INTERPRETERS[key]:
        python = layout.python(layout.environment)
        if subject.host.at(python).exists():  # a broken link does not exist: Excel could not start it
            return passed(say("{place}: {key} is {python}", place=place, key=key, python=python))
        return failed(say("{place} names {python}, which does not exist", place=place, python=python), _INSTALL)
    if key not in present:
        return failed(say("{place} has no {key}", place=place, key=key), _INSTALL)
    return uncertain(
        say(
            "{place}: {key} is {present}; ippbook excel install writes another value",
            place=place,
            key=key,
            present=present[key],
        ),
        _INSTALL,
    )


@doctor_check("Configuration of xlwings", on="excel")
def xlwings_configuration(subject: Subject) -> CheckResult:
    """Every xlwings workbook of the user reads this file. The settings sheets in ippbook's files override it, so it rarely matters.

    Source: GetConfig in the VBA of xlwings 0.37.8: sheet, then the file.
    """
    place = subject.layout.xlwings_conf
    path = subject.host.at(place)
    if not path.is_file():
        return passed("none: no settings of another project")
    present = conf.read_conf(path.read_bytes())
    if present.get("LICENSE_KEY"):
        return uncertain(
            say("{place} has a LICENSE_KEY; ippbook neither needs nor uses it", place=place),
            "remove the line if no one else needs it",
        )
    return passed(
        say(
            "{place}: {present}; the settings sheets of ippbook override it",
            place=place,
            present=(say_series(sorted(present)) or say("empty")),
        )
    )
