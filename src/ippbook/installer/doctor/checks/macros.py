"""Checks of the workbook's VBA."""

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong
from ippbook.installer.layout import XLWINGS

_PROCEDURE: Final = re.compile(
    r"^[ \t]*(?:Public[ \t]+|Static[ \t]+)*(?:Sub|Function)[ \t]+(\w+)", re.IGNORECASE | re.MULTILINE
)
_XLWINGS: Final = re.compile(r'XLWINGS_VERSION As String = "([^"]*)"')
_MARK: Final = "IppBook"
"""How the names of our modules begin."""


def _modules(look: Look) -> Mapping[str, str]:
    """The VBA modules of the workbook, name -> text; empty where it has none. Raises `UserError` where they cannot be read."""
    if not any(name.endswith("vbaproject.bin") for name in look.book.members):
        return {}
    if look.path.suffix.lower() != look.book.ending:
        raise UserError(f"rename the file to end in {look.book.ending}, then its macros can be read")
    try:
        from pyopenvba import ExcelFile, PyOpenVBAError  # noqa: PLC0415  # comes with the extra excel
    except ImportError:
        raise UserError("reading VBA needs pyOpenVBA; install it with: pip install 'ippbook[excel]'") from None
    try:
        with ExcelFile(look.path) as book:
            return dict(book.vba_modules())
    except (PyOpenVBAError, zipfile.BadZipFile, struct.error, ValueError, LookupError, OverflowError) as damage:
        raise UserError(f"the VBA project cannot be read ({damage}); open the file in Excel and save it") from None


def _text(source: str) -> list[str]:
    """The lines of a module as they count: without the header that a host writes, without blanks at the ends."""
    lines = [line.rstrip() for line in source.splitlines()]
    start = next((at for at, line in enumerate(lines) if line.startswith("Attribute VB_Name")), 0)
    kept = [line for line in lines[start:] if not line.startswith("Attribute ")]
    while kept and not kept[-1]:
        kept.pop()
    return kept


@check("Macros of ippbook", on="file")
def our_modules(look: Look) -> Found:
    """The VBA modules of ippbook in the workbook are those of this version, and of its xlwings."""
    found = _modules(look)
    if not any(name.startswith(_MARK) for name in found):
        said = "macros, but none of ippbook's" if found else "no macros"
        return right(f"{said}: buttons and functions come from the add-in")
    bridge = _XLWINGS.search(found.get("xlwings", ""))
    remedy = "make a new workbook with ippbook new team.xlsm and copy your tables into it; or save this one as .xlsx and use the add-in"
    if bridge is None or bridge[1] != XLWINGS:
        return wrong(
            f"its macros are made for xlwings {bridge[1] if bridge else 'of no version'}, and this is {XLWINGS}", remedy
        )
    if look.modules is None:
        return unknown("there is nothing here to compare them with")
    expected = look.modules()
    other = [name for name, text in expected.items() if _text(found.get(name, "")) != _text(text)]
    if other:
        missing = [name for name in other if name not in found]
        said = (
            f"missing: {', '.join(missing)}" if missing else f"another version, or changed by hand: {', '.join(other)}"
        )
        return unknown(said, remedy)
    return right(f"{len(expected):,} modules, as in this version")


@check("Macros of the same name", on="file")
def own_macros(look: Look) -> Found:
    """A macro of the team's own with the name of a function or button of ippbook: Excel may call the wrong one."""
    ours = {name.casefold() for name in registry().functions} | {each.macro.casefold() for each in buttons()}
    clashes = [f"{module}.{name}" for module, name in _procedures(_modules(look)) if name.casefold() in ours]
    if clashes:
        return wrong(f"of your own: {', '.join(clashes[:5])}", "rename these macros")
    return right("none")


def _procedures(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for module, text in found.items():
        if not module.startswith(_MARK):
            yield from ((module, name) for name in _PROCEDURE.findall(text))
