"""Checks of data validations and conditional formats."""

from collections.abc import Iterator
from typing import Final

from ippbook.ooxml.excel_limits import MAX_SHORT_LENGTH, text_length
from ippbook.ooxml.xml.escapes import decoded_text
from ippbook.verification.declaration import integrity_check
from ippbook.verification.elements import below, formula_texts, ranges_of
from ippbook.verification.faults import Observation
from ippbook.verification.schema.content_models import fits
from ippbook.verification.views import SheetView

_LONGEST_TITLE: Final = 32
MOST_VALIDATIONS: Final = 65_534
"""Data validations of a sheet."""


@integrity_check("XV163", on="sheet")
def list_too_long(sheet: SheetView) -> Iterator[Observation]:
    """The list of a validation, written into it, has more than 255 characters.

    Fix: put the choices into cells, and refer to them.
    Source: [MS-XLS] 2.5.37 and 2.4.95 (the list of a Dv is a string of at most 255 characters); XlsxWriter's data_validation; Excel repairs the file.
    """
    for each in sheet.validations:
        for name in ("formula1", "formula2"):
            for plain in map(str.strip, formula_texts(each, name)):
                if plain.startswith('"') and plain.endswith('"') and len(plain) > 1:
                    length = text_length(plain[1:-1].replace('""', '"'))
                    if length > MAX_SHORT_LENGTH:
                        yield Observation(ranges_of(each)[:60], f"the list has {length} characters")


@integrity_check("XV262", on="sheet")
def validation_formula_too_long(sheet: SheetView) -> Iterator[Observation]:
    """The formula of a validation has more than 255 characters, which a person cannot enter in Excel.

    Fix: put the formula into a cell or a defined name, and refer to it.
    Source: ClosedXML issue 1016 and exceljs issue 2256 (Excel's limit of 255 characters); [MS-XLS] 2.4.95 (Dv).
    """
    for each in sheet.validations:
        for name in ("formula1", "formula2"):
            for text in map(str.strip, formula_texts(each, name)):
                if not text.startswith('"') and (length := text_length(text)) > MAX_SHORT_LENGTH:
                    yield Observation(ranges_of(each)[:60], f"{name} has {length:,} characters")


@integrity_check("XV164", on="sheet")
def title_too_long(sheet: SheetView) -> Iterator[Observation]:
    """The title of a validation's message has more than 32 characters.

    Fix: shorten the title.
    Source: [MS-XLS] 2.5.37 (strErrorTitle and strPromptTitle: at most 32 characters); Excel repairs the file ("Removed Feature: Data validation").
    """
    for each in sheet.validations:
        for key in ("errorTitle", "promptTitle"):
            if (length := text_length(decoded_text(str(each.get(key, ""))))) > _LONGEST_TITLE:
                yield Observation(ranges_of(each)[:60], f"{key} has {length} characters")


@integrity_check("XV165", on="sheet")
def message_too_long(sheet: SheetView) -> Iterator[Observation]:
    """The message of a validation has more than 255 characters.

    Fix: shorten the message.
    Source: [MS-XLS] 2.5.37 (strPrompt: at most 255 characters); XlsxWriter's data_validation; Excel repairs the file.
    """
    for each in sheet.validations:
        for key in ("error", "prompt"):
            if (length := text_length(decoded_text(str(each.get(key, ""))))) > MAX_SHORT_LENGTH:
                yield Observation(ranges_of(each)[:60], f"{key} has {length} characters")


@integrity_check("XV166", on="sheet")
def validation_without_formula(sheet: SheetView) -> Iterator[Observation]:
    """A validation of a list, or by a formula, has neither.

    Fix: write formula1, or take the validation out.
    Source: ECMA-376-1 18.3.1.32 (formula1 for the types list and custom); Excel repairs the file.
    """
    for each in sheet.validations:
        if each.get("type") in ("list", "custom") and not "".join(formula_texts(each, "formula1")).strip():
            yield Observation(ranges_of(each)[:60], f"the validation of the type {each.get('type')} has no formula1")


@integrity_check("XV167", on="sheet")
def too_many_validations(sheet: SheetView) -> Iterator[Observation]:
    """A sheet has more than 65,534 data validations.

    Fix: give cells with the same validation one range.
    Source: [MS-OI29500] 18.3.1.33, dataValidations (count); Excel repairs the file.
    """
    number = len(below(sheet.root, "dataValidations", "dataValidation"))
    if number > MOST_VALIDATIONS:
        yield Observation("", f"the sheet has {number:,} data validations")


@integrity_check("XV169", on="sheet")
def extended_place(sheet: SheetView) -> Iterator[Observation]:
    """A validation, a conditional format or a sparkline in the extension of Excel 2010 names what are not cells.

    Fix: write the range of cells into the element sqref.
    Source: [MS-XLSX] 2.4.5 (sqref) and 2.7.2 (ST_Sqref: ranges, or #REF! alone).
    """
    for name, sqref in sheet.extended_places:
        if sqref.strip() != "#REF!" and not fits("s:ST_Sqref", sqref):
            yield Observation(sqref[:60], f"the place of a {name} is {sqref[:60]!r}")


@integrity_check("XV168", on="sheet")
def rule_without_content(sheet: SheetView) -> Iterator[Observation]:
    """A conditional format lacks what its type needs: a formula, a colour scale, a data bar, an icon set.

    Fix: add it, or take the rule out.
    Source: ECMA-376-1 18.3.1.10 (cfRule) and 18.18.12 (ST_CfType); umya-spreadsheet issue 90 (cellIs without a formula corrupts the file).
    """
    needs = {
        "cellIs": "formula",
        "expression": "formula",
        "colorScale": "colorScale",
        "dataBar": "dataBar",
        "iconSet": "iconSet",
    }
    for area, rule in sheet.rules:
        wanted = needs.get(str(rule.get("type", "")))
        there = wanted and (below(rule, wanted) or (wanted == "formula" and below(rule, "f")))
        if wanted and not there and not below(rule, "extLst"):
            yield Observation(area[:60], f"the rule of the type {rule.get('type')} has no {wanted}")
