"""Checks of the workbook's content."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ippbook.formulas import names
from ippbook.installer.doctor.check import CheckResult, doctor_check, failed, passed, uncertain
from ippbook.installer.doctor.checks.workbook_open import same_place
from ippbook.installer.doctor.subject import Subject
from ippbook.installer.layout import INTERPRETERS
from ippbook.languages import say, say_series
from ippbook.late_patterns import late_pattern

if TYPE_CHECKING:
    from ippbook.excel.lite.extension import Extension

_PROTECTED: Final = late_pattern(rb'<(?:\w+:)?sheetProtection\b[^>]*\bsheet="(?:1|true|on)"')
_LINKED: Final = late_pattern(r"\[(\d+)\]!\s*IPP[_.]", re.IGNORECASE)
_PATHED: Final = late_pattern(r"\.xla[m]?'?!\s*IPP[_.]", re.IGNORECASE)
_SETTINGS: Final = ("xlwings.conf", "ippbook.conf")


@doctor_check("Tables of ippbook", on="file")
def our_tables(subject: Subject) -> CheckResult:
    """The workbook has tables that ippbook knows."""
    found = subject.tables
    if not found:
        return failed("it has no table of ippbook", "start from a new workbook: ippbook new team.xlsx")
    return passed(", ".join(found))


@doctor_check("Protected sheets", on="file")
def protected_sheets(subject: Subject) -> CheckResult:
    """The buttons cannot write into a protected sheet."""
    sheets = [name for name, raw in subject.tails if _PROTECTED.search(raw)]
    ours = sorted(set(sheets) & {table.places.sheet for table in subject.tables.values()})
    if ours:
        return failed(
            say("protected: {ours}", ours=say_series(ours)),
            "in Excel: Review > Unprotect Sheet, before you click a button",
        )
    return passed(
        say("protected, but without a table of ippbook: {sheets}", sheets=say_series(sheets)) if sheets else "none"
    )


@doctor_check("Hidden rows", on="file")
def hidden_rows(subject: Subject) -> CheckResult:
    """The buttons do not write into a table with hidden or filtered rows: Excel would write into the wrong rows.

    Source: `ippbook.excel.preconditions`; commands on the file, such as `ippbook recalc`, compute hidden rows too.
    """
    hiding = []
    for name, table in subject.tables.items():
        first = table.places.first_row
        if subject.book.read(table.places.sheet, (), first, first + table.length - 1).hidden.any():
            hiding.append(name)
    if hiding:
        return failed(
            say("{hiding}: the buttons do not write into tables with hidden rows", hiding=say_series(hiding)),
            "clear the filter (Data > Clear) or show the rows (Home > Format > Unhide Rows)",
        )
    return passed("none in the tables of ippbook")


@doctor_check("Sheet names ending in .py", on="file")
def code_sheets(subject: Subject) -> CheckResult:
    """If the name of a sheet ends in .py, xlwings treats it as embedded code and asks for a paid licence. No function works then.

    Source: udfs.get_udf_module in xlwings 0.37.8.
    """
    found = [sheet.name for sheet in subject.book.sheets if sheet.name.lower().endswith(".py")]
    return failed(", ".join(found), "rename these sheets") if found else passed("none")


@doctor_check("Settings sheet", on="file")
def settings_sheet(subject: Subject) -> CheckResult:
    """The macros of a workbook read the path of Python from this hidden sheet.

    Source: GetConfigFromSheet in the VBA of xlwings 0.37.8.
    """
    sheet = next((each for each in subject.book.sheets if each.name.lower() in _SETTINGS), None)
    if sheet is None:
        return passed("none; the add-in has its own")
    cells = subject.book.read(sheet.name, (1, 2), 1, 200, formulas=False)
    present = {
        str(key).upper(): str(value) for key, value in zip(cells[1].text, cells[2].text, strict=True) if str(key or "")
    }
    if present.get("LICENSE_KEY"):
        return failed(
            say("{sheet_name} has a LICENSE_KEY, and everyone who gets the file can read it", sheet_name=sheet.name),
            "delete that row; ippbook needs no key",
        )
    for key, value in INTERPRETERS.items():
        if key in present and present[key] != value:
            return uncertain(
                say(
                    "{sheet_name}: {key} is {present}",
                    sheet_name=sheet.name,
                    key=key,
                    present=(present[key] or say("empty")),
                ),
                say("ippbook excel install puts Python at {value}", value=value),
            )
    return passed(say("{sheet_name}: the Python of ippbook excel install", sheet_name=sheet.name))


@doctor_check("Formulas through the add-in", on="file")
def linked_formulas(subject: Subject) -> CheckResult:
    """A formula with a function of an add-in contains the path of the add-in. It breaks if the add-in is in another folder.

    Source: support.microsoft.com kb 817578; the spellings in `ippbook.formulas.names`.
    """
    linked: Counter[str] = Counter()
    for sheet in subject.book.sheets:
        if sheet.kind != "worksheet":
            continue
        for formula in subject.book.formulas(sheet.name):
            if not names.may_call_ippbook(formula.text):
                continue
            linked.update(_LINKED.findall(formula.text))
            linked["path"] += bool(_PATHED.search(formula.text))
    number = linked.total()
    if not number:
        return passed("none")
    targets = sorted({target for target in _targets(subject) if target.lower().endswith((".xlam", ".xla"))})
    layout = subject.places
    what = say(
        "{number:,} formulas through {targets}",
        number=number,
        targets=(say_series(targets) or say("an add-in whose path is in the formula")),
    )
    if layout and targets and all(same_place(target, str(layout.addin)) for target in targets) and not linked["path"]:
        return passed(what)
    remedy = "in Excel: Data > Edit Links > Change Source, choose the installed ippbook.xlam; or click Freeze"
    return failed(what, remedy) if layout and layout.system == "windows" else uncertain(what, remedy)


def _targets(subject: Subject) -> Iterator[str]:
    """The targets of the workbook's external links."""
    for relation in subject.book.related(subject.book.workbook_part).values():
        if relation.kind.endswith("/externalLink"):
            yield from (each.target for each in subject.book.related(relation.target).values())


@doctor_check("xlwings Lite", on="file")
def lite_code(subject: Subject) -> CheckResult:
    """The code that `ippbook lite` put into the workbook for the web add-in, and whether it was edited since."""
    from ippbook.excel.lite import extension, main_file, program, requirements  # noqa: PLC0415  # imported late, so that the command line starts fast

    found = next((one.settings for one in _extensions(subject) if one.is_lite), None)
    if found is None:
        return passed("none: the workbook is not prepared for xlwings Lite")
    code, packages = (
        found.get(extension.MAIN_FILE, ""),
        requirements.other_requirements(found.get(extension.REQUIREMENTS, "")),
    )
    if program.is_current(code):
        if packages:
            return uncertain(
                say(
                    "the code of ippbook, with packages that it does not need: {packages}",
                    packages=say_series(packages[:5]),
                ),
                "if neither they nor any code in main.py are yours: ippbook lite FILE --force",
            )
        return passed(
            "the code of ippbook, as in this version, and your own code next to it"
            if main_file.split_main(code).theirs
            else "the code of ippbook, as in this version"
        )
    if main_file.is_by_ippbook(code):
        return uncertain(
            "the code claims to be from another version of ippbook",
            "to put in the code of this version: ippbook lite FILE",
        )
    if main_file.began_as_ippbook(code):
        return uncertain("the code of ippbook, edited", "to put it in again: ippbook lite FILE --force")
    return passed("your own code, without code of ippbook")


def _extensions(subject: Subject) -> Iterator["Extension"]:
    """The web add-ins that the workbook names."""
    from ippbook.excel.lite import extension  # noqa: PLC0415  # imported late, so that the command line starts fast

    for panes in subject.book.related("").values():
        if panes.kind == extension.PANES_RELATION:
            for one in subject.book.related(panes.target).values():
                raw = subject.book.part(one.target) if one.kind == extension.EXTENSION_RELATION else None
                if raw is not None:
                    yield extension.read_extension(
                        one.target,
                        raw,
                        say("{subject_path}: the part {target!r}", subject_path=subject.path, target=one.target),
                    )
