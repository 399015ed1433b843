"""Macros of a team's own that have a name of ours: Excel would run one of the two, and nobody knows which."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import xlwings as xw

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.excel import hosts

OURS: Final = "ippbook"
"""Our modules begin with it, as VBA compares names: without case."""
_STANDARD: Final = 1  # vbext_ct_StdModule; what stands in a class or behind a sheet has its own namespace
_PUBLIC: Final = re.compile(
    r"^[ \t]*(?:Public[ \t]+)?(?:Static[ \t]+)?(?:Sub|Function)[ \t]+([A-Za-z]\w*)", re.MULTILINE | re.IGNORECASE
)
_WITH_MACROS: Final = (".xlsm", ".xltm")


def refuse(book: xw.Book, path: Path) -> None:
    """Raise `UserError` where a module that is not ours has a public macro or function with a name of ours.

    Excel shows a project only where access to it is trusted, which it is not by default; then the saved file is looked into.
    """
    ours = {button.macro.casefold(): button.macro for button in buttons()}
    ours |= {name.casefold(): name for name in registry().functions}
    for module, source in _modules(book, path):
        if module.casefold().startswith(OURS):
            continue
        for name in _PUBLIC.findall(source):
            if name.casefold() in ours:
                raise UserError(
                    f"{path}: module {module} has a macro of its own called {name}, which is a name of ippbook; "
                    "rename yours (Alt+F11) and press the button again"
                )


def _modules(book: xw.Book, path: Path) -> Iterator[tuple[str, str]]:
    """Name and source of each standard module: from the open project where Excel shows it, else from the file as last saved."""
    if hosts.program(book) == "windows":
        with suppress(Exception):  # Excel shows the project only to those whom the user trusts with access to it
            yield from list(_of_project(book.api.VBProject))
            return
    if path.suffix.lower() in _WITH_MACROS and path.is_file():
        yield from _of_file(path)


def _of_project(project: Any) -> Iterator[tuple[str, str]]:
    for component in project.VBComponents:
        code = component.CodeModule
        if component.Type == _STANDARD and code.CountOfLines:
            yield str(component.Name), str(code.Lines(1, code.CountOfLines))


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415  # only a workbook with macros pays

    with (
        suppress(Exception),
        ExcelFile(path) as file,
    ):  # a project that cannot be read is no reason to refuse the workbook
        for name in file.module_names():
            module = file.vba_project().get_module(name)
            if module.kind is VBAModuleKind.standard:
                yield name, module.source


__all__ = ["refuse"]
