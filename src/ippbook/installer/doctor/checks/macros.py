"""Checks of the workbook's VBA."""

import re
import struct
import zipfile
from collections.abc import Iterator, Mapping
from typing import Final

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.doctor.vba_text import same_code
from ippbook.installer.layout import XLWINGS
from ippbook.languages import ENGLISH, say, say_series
from ippbook.languages.names import CHINESE
from ippbook.late_patterns import late_pattern

_PROCEDURE: Final = late_pattern(
    r"^[ \t]*(?:Public[ \t]+|Static[ \t]+)*(?:Sub|Function)[ \t]+(\w+)", re.IGNORECASE | re.MULTILINE
)
_XLWINGS: Final = late_pattern(r'\bXLWINGS_VERSION\s+As\s+String\s*=\s*"([^"]*)"', re.IGNORECASE)
_LIBREOFFICE: Final = late_pattern(r"^[ \t]*Option[ \t]+ClassModule\b", re.IGNORECASE | re.MULTILINE)
"""LibreOffice marks classes with it; VBA has no such option ([MS-VBAL] 5.2.1)."""
_PREFIX: Final = "IppBook"
"""The names of ippbook's modules begin with it."""


def _modules(subject: Subject) -> Mapping[str, str]:
    """The VBA modules of the workbook, name -> text; empty if it has none. Raises `UserError` if they cannot be read."""
    if not any(name.endswith("vbaproject.bin") for name in subject.book.members):
        return {}
    if subject.path.suffix.lower() != subject.book.ending:
        raise UserError("macros can be read only in a file named {ending}: rename the file", ending=subject.book.ending)
    try:
        from pyopenvba import ExcelFile, PyOpenVBAError  # noqa: PLC0415  # comes with the extra excel
    except ImportError:
        raise UserError("reading VBA needs pyOpenVBA; install it with: pip install 'ippbook[excel]'") from None
    try:
        with ExcelFile(subject.path) as book:
            return dict(book.vba_modules())
    except (PyOpenVBAError, zipfile.BadZipFile, struct.error, ValueError, LookupError, OverflowError) as damage:
        raise UserError(
            "the VBA project cannot be read ({damage}); open the file in Excel and save it", damage=damage
        ) from None


@doctor_check("Macros of ippbook", on="file")
def our_modules(subject: Subject) -> CheckResult:
    """The VBA modules of ippbook in the workbook are those of this version and of its xlwings."""
    found = _modules(subject)
    if not any(name.startswith(_PREFIX) for name in found):
        what = say("macros, but none of ippbook") if found else say("no macros")
        return passed(say("{what}: buttons and functions come from the add-in", what=what))
    bridge = _XLWINGS.search(found.get("xlwings", ""))
    remedy = say(
        "create a new workbook with ippbook new team.xlsm and copy your tables into it; or save this one as .xlsx and use the add-in"
    )
    if bridge is None or bridge[1] != XLWINGS:
        version = say("need xlwings {bridge}", bridge=bridge[1]) if bridge else say("name no version of xlwings")
        return failed(say("its macros {version}, but ippbook uses {xlwings}", version=version, xlwings=XLWINGS), remedy)
    rewritten = [name for name, text in found.items() if _LIBREOFFICE.search(text)]
    if rewritten:
        return failed(
            say(
                "LibreOffice has saved this workbook with a line that Excel does not compile (Option ClassModule): {rewritten}",
                rewritten=say_series(rewritten),
            ),
            remedy,
        )
    if subject.modules is None:
        return uncertain(say("the modules of this version are not available for a comparison"))
    expected = subject.modules(CHINESE if "IppBookWords" in found else ENGLISH)
    other = [name for name, text in expected.items() if not same_code(found.get(name, ""), text)]
    if other:
        missing = [name for name in other if name not in found]
        what = (
            say("missing: {missing}", missing=say_series(missing))
            if missing
            else say("of another version, or edited: {other}", other=say_series(other))
        )
        return uncertain(what, remedy)
    return passed(say("{expected_count:,} modules, as in this version", expected_count=len(expected)))


@doctor_check("Macros of the same name", on="file")
def own_macros(subject: Subject) -> CheckResult:
    """If a macro of your team has the name of a function or button of ippbook, Excel may call the wrong one."""
    ours = {name.casefold() for name in registry().functions} | {each.macro.casefold() for each in buttons()}
    clashes = [f"{module}.{name}" for module, name in _procedures(_modules(subject)) if name.casefold() in ours]
    if clashes:
        return failed(say("your own macros: {clashes}", clashes=say_series(clashes[:5])), say("rename these macros"))
    return passed("none")


def _procedures(found: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for module, text in found.items():
        if not module.startswith(_PREFIX):
            yield from ((module, name) for name in _PROCEDURE.findall(text))
