"""Checks of what the workbook holds."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from ippbook.formulas import names
from ippbook.installer.doctor.check import Found, Look, check, right, unknown, wrong
from ippbook.installer.doctor.checks.workbook_open import same_place
from ippbook.installer.layout import INTERPRETERS

if TYPE_CHECKING:
    from ippbook.excel.lite.extension import Extension

_PROTECTED: Final = re.compile(rb'<(?:\w+:)?sheetProtection\b[^>]*\bsheet="(?:1|true|on)"')
_LINKED: Final = re.compile(r"\[(\d+)\]!\s*IPP[_.]", re.IGNORECASE)
_PATHED: Final = re.compile(r"\.xla[m]?'?!\s*IPP[_.]", re.IGNORECASE)
_SETTINGS: Final = ("xlwings.conf", "ippbook.conf")


@check("Tables of ippbook", on="file")
def our_tables(look: Look) -> Found:
    """The workbook has tables that ippbook knows."""
    found = look.tables
    if not found:
        return wrong("none of ippbook's tables is in it", "start from a new workbook: ippbook new team.xlsx")
    return right(", ".join(found))


@check("Protected sheets", on="file")
def protected_sheets(look: Look) -> Found:
    """The buttons cannot write into a protected sheet."""
    sheets = [name for name, raw in look.tails if _PROTECTED.search(raw)]
    ours = sorted(set(sheets) & {table.places.sheet for table in look.tables.values()})
    if ours:
        return wrong(f"protected: {', '.join(ours)}", "in Excel: Review > Unprotect Sheet, before pressing a button")
    return right(f"protected, but not of ours: {', '.join(sheets)}" if sheets else "none")


@check("Hidden rows", on="file")
def hidden_rows(look: Look) -> Found:
    """The buttons do not write into a table with rows that a filter or a person hides: Excel would write at wrong places.

    Source: `ippbook.excel.preconditions`; the commands on the file, such as `ippbook recalc`, compute hidden rows too.
    """
    hiding = []
    for name, table in look.tables.items():
        first = table.places.first_row
        if look.book.read(table.places.sheet, (), first, first + table.length - 1).hidden.any():
            hiding.append(name)
    if hiding:
        return wrong(
            f"rows are hidden in {', '.join(hiding)}, where the buttons therefore do not write",
            "clear the filter (Data > Clear) or show the rows (Home > Format > Unhide Rows)",
        )
    return right("none in the tables of ippbook")


@check("Sheets named as code", on="file")
def code_sheets(look: Look) -> Found:
    """A sheet whose name ends in .py xlwings takes for embedded code, asks for a paid licence, and no function works.

    Source: udfs.get_udf_module in xlwings 0.37.8.
    """
    found = [sheet.name for sheet in look.book.sheets if sheet.name.lower().endswith(".py")]
    return wrong(f"named so: {', '.join(found)}", "rename these sheets") if found else right("none")


@check("Settings sheet", on="file")
def settings_sheet(look: Look) -> Found:
    """The hidden sheet from which the macros of a workbook read where Python is.

    Source: GetConfigFromSheet in the VBA of xlwings 0.37.8.
    """
    sheet = next((each for each in look.book.sheets if each.name.lower() in _SETTINGS), None)
    if sheet is None:
        return right("none; the add-in brings its own")
    cells = look.book.read(sheet.name, (1, 2), 1, 200, formulas=False)
    told = {
        str(key).upper(): str(value) for key, value in zip(cells[1].text, cells[2].text, strict=True) if str(key or "")
    }
    if told.get("LICENSE_KEY"):
        return wrong(
            f"{sheet.name} holds a LICENSE_KEY, and the file is passed around", "delete that row; ippbook needs none"
        )
    for key, value in INTERPRETERS.items():
        if key in told and told[key] != value:
            return unknown(
                f"{sheet.name}: {key} is {told[key] or 'empty'}", f"ippbook excel install puts Python at {value}"
            )
    return right(f"{sheet.name}: Python where ippbook excel install puts it")


@check("Formulas through the add-in", on="file")
def linked_formulas(look: Look) -> Found:
    """A formula that an add-in answers carries the add-in's path, and breaks where the add-in lies elsewhere.

    Source: support.microsoft.com kb 817578; the spellings in `ippbook.formulas.names`.
    """
    linked: Counter[str] = Counter()
    for sheet in look.book.sheets:
        if sheet.kind != "worksheet":
            continue
        for formula in look.book.formulas(sheet.name):
            if not names.mentions_ours(formula.text):
                continue
            linked.update(_LINKED.findall(formula.text))
            linked["path"] += bool(_PATHED.search(formula.text))
    number = linked.total()
    if not number:
        return right("none")
    targets = sorted({target for target in _targets(look) if target.lower().endswith((".xlam", ".xla"))})
    layout = look.host.layout
    said = f"{number:,} formulas through {', '.join(targets) or 'an add-in whose path is in the formula'}"
    if layout and targets and all(same_place(target, str(layout.addin)) for target in targets) and not linked["path"]:
        return right(said)
    remedy = "in Excel: Data > Edit Links > Change Source, choose the installed ippbook.xlam; or press Freeze"
    return wrong(said, remedy) if layout and layout.system == "windows" else unknown(said, remedy)


def _targets(look: Look) -> Iterator[str]:
    """Where the workbook's external links lead."""
    for relation in look.book.related(look.book.workbook_part).values():
        if relation.kind.endswith("/externalLink"):
            yield from (each.target for each in look.book.related(relation.target).values())


@check("xlwings Lite", on="file")
def lite_code(look: Look) -> Found:
    """What `ippbook lite` put into the workbook for the web add-in, and whether somebody changed it since."""
    from ippbook.excel.lite import extension, program  # noqa: PLC0415  # imported late: start-up stays quick

    found = next((one.settings for one in _extensions(look) if one.is_lite), None)
    if found is None:
        return right("none: the workbook is not prepared for xlwings Lite")
    code, packages = found.get(extension.MAIN, ""), program.others(found.get(extension.REQUIREMENTS, ""))
    if program.is_current(code):
        if packages:
            return unknown(
                f"the code of ippbook, and packages that it does not need: {', '.join(packages[:5])}",
                "if they are not yours: ippbook lite FILE --force",
            )
        return right("the code of ippbook, as this version puts it in")
    if program.is_ours(code):
        return unknown(
            "code of another version of ippbook, or that only says so", "to put in that of this one: ippbook lite FILE"
        )
    if program.was_ours(code):
        return unknown("the code of ippbook, changed by hand", "to put it in anew: ippbook lite FILE --force")
    return right("code of your own, and none of ippbook's")


def _extensions(look: Look) -> Iterator["Extension"]:
    """The web add-ins that the workbook names."""
    from ippbook.excel.lite import extension  # noqa: PLC0415  # imported late: start-up stays quick

    for panes in look.book.related("").values():
        if panes.kind == extension.PANES_RELATION:
            for one in look.book.related(panes.target).values():
                raw = look.book.part(one.target) if one.kind == extension.EXTENSION_RELATION else None
                if raw is not None:
                    yield extension.read(one.target, raw, f"{look.path}: the part {one.target!r}")
