"""The grammar of a check: a function that examines one thing and returns a result. Its docstring is its line in the documentation.

    @doctor_check("Add-in", on="excel")
    def addin_present(subject): ...

A new check needs nothing but such a function in a module of the package `checks`.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from ippbook import ooxml
from ippbook.declare.discovery import declare_on, discover, modules_of
from ippbook.declare.docstring import page_of
from ippbook.errors import UserError
from ippbook.installer.doctor.subject import Subject, refusal_sentence
from ippbook.languages import Sentence, say
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page

# The values are those of the JSON output, which other programs read.
OK: Final = "right"
PROBLEM: Final = "wrong"
UNCERTAIN: Final = "unknown"
STATE_WORDS: Final = {PROBLEM: say("problem"), UNCERTAIN: say("uncertain"), OK: say("ok")}
"""The states as a person reads them, most urgent first."""
_LONGEST: Final = 600
"""Characters in a cell of doctor's table; the longest path of a file has half of that."""


class CheckResult(NamedTuple):
    """The result of a check: its state, what was found, and the remedy for a problem."""

    state: str
    what: str
    remedy: str = ""


def _translatable(text: str) -> str:
    """A text that is written out in a check, as one that can be translated."""
    return Sentence(text, {}) if type(text) is str and text else text


def passed(what: str) -> CheckResult:
    """No problem."""
    return CheckResult(OK, _translatable(what))


def failed(what: str, remedy: str) -> CheckResult:
    """Certainly a problem."""
    return CheckResult(PROBLEM, _translatable(what), _translatable(remedy))


def uncertain(what: str, remedy: str = "") -> CheckResult:
    """Doctor cannot find out, or it may be intended."""
    return CheckResult(UNCERTAIN, _translatable(what), _translatable(remedy))


CheckFunction = Callable[[Subject], CheckResult]


def _short(text: str) -> str:
    """*text*, cut if a cell or a name of the workbook is very long."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2]} …"


@dataclass(frozen=True)
class Check:
    """A declared check."""

    name: str
    title: str
    on: str
    """Where it makes sense: any, excel (on Windows or a Mac), windows, macos, file (if a workbook is named)."""
    function: CheckFunction
    page: Page
    module: str

    def run(self, subject: Subject) -> CheckResult:
        """Run the check. It never fails: an error that stops it is its result."""
        if self.on not in ("any", "file") and subject.places is None:
            return uncertain("not on this system")
        try:
            state, what, remedy = self.function(subject)
        except ooxml.WorkbookError as stopped:
            if subject.damage:  # reported once, in the row of the file
                return uncertain("not checked, because the workbook cannot be read: see Workbook")
            return uncertain(say("could not be checked: {short}", short=_short(refusal_sentence(stopped))))
        except (UserError, OSError) as stopped:
            return uncertain(say("could not be checked: {short}", short=_short(str(stopped))))
        return CheckResult(state, _short(what), _short(remedy))


def doctor_check(title: str, *, on: str) -> Callable[[CheckFunction], CheckFunction]:
    """Declare the decorated function as a check."""

    def declare(function: CheckFunction) -> CheckFunction:
        value = Check(function.__name__, title, on, function, page_of(function), function.__module__)
        return declare_on(function, value)

    return declare


_MODULES: Final = (
    "computer",
    "excel_program",
    "wps",
    "addins",
    "trust",
    "python",
    "workbook_open",
    "workbook_content",
    "macros",
)
"""The modules of checks in the order of the table; a module that is not listed comes last."""


@lru_cache
def checks() -> tuple[Check, ...]:
    """Every check in the order of the table: the computer, Excel, Python, the workbook; within a module as declared."""
    found = [check for _, check in discover(modules_of("ippbook.installer.doctor.checks"), Check)]
    order = {name: place for place, name in enumerate(_MODULES)}
    return tuple(sorted(found, key=lambda each: order.get(each.module.rpartition(".")[2], len(order))))


class CheckRow(NamedTuple):
    """A row of doctor's table."""

    check: str
    title: str
    state: str
    found: str
    remedy: str


def run_checks(subject: Subject) -> list[CheckRow]:
    """Run every check that makes sense here: of a workbook if one is named, of Excel if the system can have it."""
    here = {"any", "file"} if subject.file is not None else {"any"}
    if subject.places is not None:
        here |= {"excel", subject.host.system}
    return [CheckRow(each.name, each.title, *each.run(subject)) for each in checks() if each.on in here]


def skipped(subject: Subject) -> int:
    """The number of checks of Excel that do not run: this is another system, or the folders of the user are not known."""
    if subject.places is not None:
        return 0
    kinds = {"excel", subject.host.system} if subject.without_places else {"excel", "windows", "macos"}
    return sum(each.on in kinds for each in checks())
