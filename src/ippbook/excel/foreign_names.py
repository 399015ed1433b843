"""Macros of the team that have the same name as a macro or function of ippbook: Excel would run one of the two, and no one can say which."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

import xlwings as xw

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.excel import hosts
from ippbook.late_patterns import late_pattern

MODULE_PREFIX: Final = "ippbook"
"""The names of ippbook's VBA modules begin with it; VBA ignores case."""
_STANDARD: Final = 1  # vbext_ct_StdModule; code in a class or behind a sheet has its own namespace
_PUBLIC: Final = late_pattern(
    r"^[ \t]*(?:Public[ \t]+)?(?:Static[ \t]+)?(?:Sub|Function)[ \t]+([A-Za-z]\w*)", re.MULTILINE | re.IGNORECASE
)
_WITH_MACROS: Final = (".xlsm", ".xltm")


def refuse_name_clashes(book: xw.Book, path: Path) -> None:
    """Raise `UserError` where another module has a public macro or function with a name that ippbook uses.

    Excel gives access to a project only where the user trusts it, which is off by default; then the saved file is examined.
    """
    taken = {button.macro.casefold() for button in buttons()} | {name.casefold() for name in registry().functions}
    for module, source in _modules(book, path):
        if module.casefold().startswith(MODULE_PREFIX):
            continue
        for name in _PUBLIC.findall(source):
            if name.casefold() in taken:
                raise UserError(
                    "{path}: module {module} has a macro called {name}, and ippbook uses that name; rename your macro (Alt+F11) and press the button again",
                    path=path,
                    module=module,
                    name=name,
                )


def _modules(book: xw.Book, path: Path) -> Iterator[tuple[str, str]]:
    """Name and source of each standard module: from the open project where Excel shows it, else from the file as last saved."""
    if hosts.program(book) == "windows":
        with suppress(Exception):  # Excel refuses access to the project unless the user trusts it
            yield from list(_of_project(book.api.VBProject))
            return
    if path.suffix.lower() in _WITH_MACROS and path.is_file():
        yield from _of_file(path)


def _of_project(project: hosts.HostValue) -> Iterator[tuple[str, str]]:
    for component in project.VBComponents:
        code = component.CodeModule
        if component.Type == _STANDARD and code.CountOfLines:
            yield str(component.Name), str(code.Lines(1, code.CountOfLines))


def _of_file(path: Path) -> Iterator[tuple[str, str]]:
    from pyopenvba import ExcelFile, VBAModuleKind  # noqa: PLC0415  # only a workbook with macros pays

    with (
        suppress(Exception),
        ExcelFile(path) as file,
    ):  # the button works without the check: a project that cannot be read must not stop it
        for name in file.module_names():
            module = file.vba_project().get_module(name)
            if module.kind is VBAModuleKind.standard:
                yield name, module.source


__all__ = ["refuse_name_clashes"]
