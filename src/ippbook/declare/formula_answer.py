"""The value of one formula outside any workbook: only the module of each function that it calls is loaded."""

import importlib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

from ippbook import formulas
from ippbook.declare.discovery import discover
from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.formulas.display import display_value
from ippbook.quick_dataclasses import dataclass

_ROOM: Final = "ippbook.functions"


class NamedFunctions(Mapping[str, WorksheetFunction]):
    """The worksheet functions by name. One is found by its declaration in the text of a module; else all modules are loaded."""

    def __init__(self) -> None:
        self._found: dict[str, WorksheetFunction] = {}

    @cached_property
    def _all(self) -> Mapping[str, WorksheetFunction]:
        from ippbook.declare.content_registry import registry  # noqa: PLC0415  # late: it loads all content

        return registry().functions

    def __getitem__(self, name: str) -> WorksheetFunction:
        if name not in self._found:
            self._found[name] = _declared_in_a_module(name) or self._all[name]
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def _declared_in_a_module(name: str) -> WorksheetFunction | None:
    """The function that one module of the room declares with this name; None where no module is seen to."""
    words = f'@worksheet("{name}",'
    for entry in sorted(files(_ROOM).iterdir(), key=lambda each: each.name):
        if entry.name.endswith(".py") and words in entry.read_text(encoding="utf-8"):
            module = importlib.import_module(f"{_ROOM}.{entry.name.removesuffix('.py')}")
            for _, function in discover([module], WorksheetFunction):
                if function.name == name:
                    return function
    return None


@dataclass(frozen=True)
class FormulaAnswer:
    """The value of a formula from the command line."""

    formula: str
    value: Any  # a formula gives any value
    text: str
    kind: str
    failed: bool = False


def evaluate_formula(text: str, as_of: date) -> FormulaAnswer:
    """The value of one worksheet formula outside any workbook. Never raises: `failed` is True where it could not be computed."""
    if not text.strip():
        return FormulaAnswer(text, "", "", "blank")
    try:
        value = formulas.evaluate(formulas.parse(text), NamedFunctions(), formulas.NoWorkbook(), None, as_of)
    except formulas.FormulaError as refusal:
        return FormulaAnswer(text, None, f"#IPP! {refusal}", "error", failed=True)
    return FormulaAnswer(text, *display_value(value))
