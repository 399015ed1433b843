"""`@rule`: a rule is a column expression. Its parameter names are the wiring; its result is a mask, or one sentence a row."""

import re
import string
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from ippbook.declare.discovery import declare_on
from ippbook.declare.docstring import page_of
from ippbook.declare.value_types import AnyFunction, parameter_names
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Page, Problem, Severity

_F = TypeVar("_F", bound=AnyFunction)


@dataclass(frozen=True)
class Rule:
    """A rule as a value: its name, its place, its message, its function."""

    problem: Problem
    at: str
    """The header of the cell that a finding marks."""
    check: AnyFunction
    """Takes columns. Returns a bool mask (True: flagged), or a text for each row: "" if clean, otherwise the {detail} of the message."""
    parameters: tuple[str, ...]
    name: str
    on_request: bool = False
    """Whether it runs only where the Settings table gives its code a severity: what it finds needs no fix."""

    @property
    def code(self) -> str:
        """The code, such as CP101."""
        return self.problem.code

    @property
    def table(self) -> str:
        """The table that it is on."""
        return self.problem.table

    @property
    def says(self) -> str:
        """The sentence, with placeholders."""
        return self.problem.says

    @property
    def page(self) -> Page:
        """The page in its docstring."""
        return self.problem.page

    @property
    def severity(self) -> Severity:
        """Error, warning or advice."""
        return self.problem.severity

    @cached_property
    def placeholders(self) -> tuple[str, ...]:
        """The fields that the sentence names, without {detail}."""
        names = [name.split(".")[0].split("[")[0] for _, name, _, _ in string.Formatter().parse(self.says) if name]
        return tuple(name for name in dict.fromkeys(names) if name != "detail")


def rule(code: str, *, on: str, at: str, says: str, on_request: bool = False) -> Callable[[_F], _F]:
    """Declare the function below as rule *code* on table *on*; a finding marks the cell under the header *at*, with the message *says*.

    *on_request*: only for teams that ask for it in the Settings table. The docstring is the rule's page, and its Flagged and Clean tables are its tests.
    """
    if not re.fullmatch(r"[A-Z]{2}[123]\d\d", code):
        message = f"{code} cannot be the code of a rule. Write the two letters of the table and three digits, the first of them 1 for an error, 2 for a warning, 3 for advice"
        raise ValueError(message)

    def declare(function: _F) -> _F:
        names = parameter_names(function)
        value = Rule(Problem(code, on, says, page_of(function)), at, function, names, function.__name__, on_request)
        return declare_on(function, value)

    return declare
