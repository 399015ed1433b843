"""The grammar of an integrity check: a function that looks at one subject. Its docstring is its page.

    @integrity_check("XV151", on="sheet")
    def rows_in_order(sheet: SheetView) -> Iterator[Observation]: ...

A check needs nothing but such a function in a module of the package `checks`. The second digit of a code is its subject, the first
its severity: 1 Excel repairs or refuses the file, 2 Excel tolerates it. A code is never used again.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from ippbook.declare.discovery import declare_on, discover, modules_of
from ippbook.declare.docstring import page_of
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page
from ippbook.verification.faults import REPAIRS, TOLERATES, Observation

SUBJECTS: Final = ("package", "part", "workbook", "styles", "strings", "sheet", "table", "comments", "drawing")
"""What a check may look at, in the order of the report."""

CheckingFunction = Callable[[Any], Iterator[Observation]]  # a view of its subject, one of `views`


@dataclass(frozen=True)
class IntegrityCheck:
    """A declared check."""

    code: str
    on: str
    name: str
    function: CheckingFunction
    page: Page

    @property
    def severity(self) -> str:
        """What Excel does with a file that fails it."""
        return REPAIRS if self.code[2] == "1" else TOLERATES


def integrity_check(code: str, *, on: str) -> Callable[[CheckingFunction], CheckingFunction]:
    """Declare the decorated function as the check *code* of each subject *on*."""
    if on not in SUBJECTS or not (code.startswith("XV") and code[2:].isdigit() and len(code) == 5 and code[2] in "12"):
        raise TypeError(f"{code}: a check is XV1.. or XV2.. on one of {', '.join(SUBJECTS)}")

    def declare(function: CheckingFunction) -> CheckingFunction:
        return declare_on(function, IntegrityCheck(code, on, function.__name__, function, page_of(function)))

    return declare


@lru_cache(maxsize=1)
def integrity_checks() -> tuple[IntegrityCheck, ...]:
    """Every check by its code. Raises `TypeError` where two have the same."""
    found = sorted(
        (check for _, check in discover(modules_of("ippbook.verification.checks"), IntegrityCheck)),
        key=lambda each: each.code,
    )
    for one, two in pairwise(found):
        if one.code == two.code:
            raise TypeError(f"{one.code} is the code of two checks: {one.name} and {two.name}")
    return tuple(found)


@lru_cache(maxsize=len(SUBJECTS))
def checks_on(subject: str) -> tuple[IntegrityCheck, ...]:
    """The checks that look at a kind of subject."""
    return tuple(check for check in integrity_checks() if check.on == subject)
