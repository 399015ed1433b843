"""What a test shares with all others of its process, and may not leave changed: else the others pass or fail by their order."""

import decimal
import gc
import locale
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from contextvars import copy_context
from typing import Any, Final

CONTEXT_VARIABLES: Final = frozenset(
    {"second_core", "limits", "_heard", "scanned_ahead", "debugging", "quiet", "time_zone", "document_printed"}
)
"""The names of ippbook's context variables, but for those of the language: reading a workbook may set it, and each test begins anew."""
LANGUAGE_VARIABLES: Final = frozenset({"_chosen", "_of_workbook"})
_OF_PYTEST: Final = frozenset({"PYTEST_CURRENT_TEST"})
_SIGNALS: Final = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM", "SIGPIPE", "SIGCHLD", "SIGBREAK")
    if hasattr(signal, name)
]


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def _folder() -> str:
    try:
        return os.getcwd()  # noqa: PTH109  # once a test: no object
    except OSError:  # it was removed
        return ""


def _limits() -> object:
    if sys.platform == "win32":
        return None
    import resource

    return [resource.getrlimit(each) for each in (resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE, resource.RLIMIT_AS)]


def _context() -> dict[str, Any]:
    return {each.name: value for each, value in copy_context().items() if each.name in CONTEXT_VARIABLES}


_READ: Final[Mapping[str, Callable[[], object]]] = {
    "the current folder": _folder,
    "the mask of the rights of new files": _umask,
    "the answers to signals": lambda: [signal.getsignal(each) for each in _SIGNALS],
    "how often Python searches for reference cycles": lambda: (gc.get_threshold(), gc.isenabled()),
    "the locale": lambda: locale.setlocale(locale.LC_ALL),
    "the time zone": lambda: time.tzname,
    "the rounding of decimal numbers": lambda: (decimal.getcontext().prec, decimal.getcontext().rounding),
    "where Python looks for modules": lambda: list(sys.path),
    "the words of the command line": lambda: list(sys.argv),
    "the limits of the process": _limits,
    "a context variable of ippbook": _context,
}


class ProcessState:
    """The state of this process at one moment."""

    def __init__(self) -> None:
        self.environment = dict(os.environ)
        self.values = {name: read() for name, read in _READ.items()}

    def left(self) -> list[str]:
        """What is not as it was, each as a phrase; the environment and the folder are as they were again."""
        now = dict(os.environ)
        changed = sorted(
            name for name in {*self.environment, *now} - _OF_PYTEST if self.environment.get(name) != now.get(name)
        )
        found = [f"the variable {name} of the environment ({now.get(name)!r})" for name in changed]
        for name in changed:
            os.environ.pop(name, None)
            if name in self.environment:
                os.environ[name] = self.environment[name]
        for name, read in _READ.items():
            if (value := read()) != self.values[name]:
                found.append(f"{name} ({self.values[name]!r} before, {value!r} now)")
        if found and (folder := self.values["the current folder"]):
            os.chdir(str(folder))
        return found
