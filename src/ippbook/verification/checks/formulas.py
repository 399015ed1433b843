"""Checks of formulas: in cells, conditional formats and validations."""

import re
from collections.abc import Iterator
from typing import Final

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.structured import structured
from ippbook.formulas.tokens import TokenKind
from ippbook.late_patterns import late_pattern
from ippbook.ooxml import refs
from ippbook.ooxml.excel_limits import MAX_FORMULA_LENGTH, MAX_SHORT_LENGTH, text_length
from ippbook.verification.declaration import integrity_check
from ippbook.verification.faults import Observation
from ippbook.verification.formula_texts import FormulaWords, distinct_formulas, formula_words_of
from ippbook.verification.views import SheetView

_MOST_LEVELS: Final = 64
_MOST_ARGUMENTS: Final = 255
_FILE_NAME: Final = late_pattern(r"\.(?:xl[a-z]{1,2}|ods|csv)$", re.IGNORECASE)
_LETTERS: Final = late_pattern(r"\[([0-9]{1,4})\]")


@integrity_check("XV191", on="sheet")
def not_a_formula(sheet: SheetView) -> Iterator[Observation]:
    """The formula of a cell is not a formula: a bracket that is not closed, a semicolon between arguments, an operator without a value.

    Fix: write it in the English spelling of files, with commas between arguments.
    Source: ECMA-376-1 18.17.2 (grammar); ImportExcel issues 505 and 867 ("Removed Records: Formula from /xl/worksheets/sheet1.xml part").
    """
    for each, reading in distinct_formulas(sheet.cells):
        if reading.error:
            yield Observation(each.name, f"{each.text[:80]!r} is not a formula: {reading.error}")


@integrity_check("XV192", on="sheet")
def formula_too_large(sheet: SheetView) -> Iterator[Observation]:
    """A formula is larger than Excel takes: over 8,192 characters, 64 levels of functions, 255 arguments, 255 characters in a text.

    Fix: split the formula, or the text with &.
    Source: support.microsoft.com, "Excel specifications and limits"; [MS-XLS] 2.5.198.89 (a text in a formula: ShortXLUnicodeString, 255).
    """
    for each in sheet.cells.formulas:
        # files spell some names longer than the formula bar does, which the limit is for
        if (
            len(each.text) > MAX_FORMULA_LENGTH
            and text_length(re.sub(r"_xl(?:fn|ws|pm|udf)\.", "", each.text)) > 2 * MAX_FORMULA_LENGTH
        ):
            yield Observation(each.name, f"the formula has {len(each.text):,} characters")
    for each, reading in distinct_formulas(sheet.cells):
        for word in reading.words if '"' in each.text and len(each.text) > MAX_SHORT_LENGTH else ():
            if (
                word.kind is TokenKind.TEXT
                and (length := text_length(word.text[1:-1].replace('""', '"'))) > MAX_SHORT_LENGTH
            ):
                yield Observation(each.name, f"a text in the formula has {length:,} characters")
        for call in reading.calls:
            if call.level > _MOST_LEVELS + 1:
                yield Observation(each.name, f"{call.name} is {call.level} levels deep")
            if call.arguments > _MOST_ARGUMENTS:
                yield Observation(each.name, f"{call.name} has {call.arguments} arguments")


@integrity_check("XV193", on="sheet")
def shared_formula_without_master(sheet: SheetView) -> Iterator[Observation]:
    """A cell shares a formula that no cell before it has.

    Fix: write the formula into the cell.
    Source: ECMA-376-1 18.3.1.40 (si: the first cell of a group has the text and the range); Excel repairs the file.
    """
    masters: set[str] = set()
    for each in sheet.cells.formulas:
        if each.attributes.get("t") == "shared":
            group = each.attributes.get("si", "")
            if each.text:
                masters.add(group)
            elif group not in masters:
                yield Observation(
                    each.name, f"the cell shares formula {group or 'without a number'}, which no cell before it has"
                )


@integrity_check("XV194", on="sheet")
def range_of_array(sheet: SheetView) -> Iterator[Observation]:
    """The range of an array formula or a shared formula cannot be read, or does not begin at its cell; or two array formulas overlap.

    Fix: give the first cell of the range the formula, with the range of all its cells.
    Source: ECMA-376-1 18.3.1.40 (ref and t of f); Excel repairs the file.
    """
    last: refs.Area | None = None
    for each in sheet.cells.formulas:
        if each.attributes.get("t") not in ("array", "shared") or (each.attributes["t"] == "shared" and not each.text):
            continue
        area = refs.area(each.attributes.get("ref", ""))
        if area is None and each.attributes["t"] == "shared" and "ref" not in each.attributes:
            continue  # whether Excel needs it is not written anywhere
        if area is None:
            yield Observation(each.name, f"the range {each.attributes.get('ref', '')!r} of the formula cannot be read")
        elif each.attributes["t"] == "array":
            if (each.row, each.col) != (area.first_row, area.first_col):
                yield Observation(each.name, f"the range {area} of the array formula does not begin at its cell")
            elif last and last.overlaps(area):
                yield Observation(each.name, f"the ranges {last} and {area} of two array formulas overlap")
            last = area


@integrity_check("XV195", on="sheet")
def other_workbook_unknown(sheet: SheetView) -> Iterator[Observation]:
    """A formula names a workbook by a number, [3], that the list of other workbooks does not have.

    Fix: add the externalReference, or write the value in place of the formula.
    Source: ECMA-376-1 18.2.9, 18.17.2.3 (workbook-index); Excel repairs the file ("Removed Records: Formula").
    """
    for each, reading in distinct_formulas(sheet.cells):
        if "[" not in each.text:
            continue
        for at, word in enumerate(reading.words[:-1]):
            found = None
            if word.kind is TokenKind.QUOTED:
                found = _LETTERS.match(word.text, 1)
            elif word.kind is TokenKind.BRACKET and (
                reading.words[at + 1].text == "!" or reading.words[at + 1].kind in (TokenKind.NAME, TokenKind.QUOTED)
            ):
                found = _LETTERS.fullmatch(word.text)
            if found and int(found[1]) > sheet.book.external_books:
                yield Observation(
                    each.name, f"the formula names workbook {found[0]}, and there are {sheet.book.external_books}"
                )
                break


@integrity_check("XV190", on="sheet")
def sheet_of_formula_unknown(sheet: SheetView) -> Iterator[Observation]:
    """A formula names a sheet that the workbook does not have.

    Fix: write the name that the sheet has, or #REF!.
    Source: ECMA-376-1 18.17.2.3 (sheet-name: the name of a sheet of the workbook); Excel repairs the file ("Removed Records: Formula").
    """
    known = {name.casefold() for name in sheet.book.sheet_names}
    for each, reading in distinct_formulas(sheet.cells):
        if "!" not in each.text:
            continue
        if name := unknown_sheet_of(reading, known):
            yield Observation(each.name, f"the formula names the sheet {name[:60]!r}, which is not in the workbook")


def unknown_sheet_of(reading: FormulaWords, known: set[str]) -> str:
    """The first sheet that a formula names and that is not among *known*, names in casefolded letters; "" where there is none."""
    for at, word in enumerate(reading.words[:-1]):
        if word.kind not in (TokenKind.NAME, TokenKind.QUOTED) or reading.words[at + 1].text != "!":
            continue
        before = reading.words[at - 1] if at else None
        if before and before.kind is TokenKind.BRACKET and before.start + len(before.text) == word.start:
            continue  # a sheet of another workbook
        if name := _unknown_sheet(word.text, known):
            return name
    return ""


def _unknown_sheet(word: str, known: set[str]) -> str:
    """The sheet that the word before an exclamation mark names and the workbook does not have; "" where there is none or it is not clear.

    It may be of another workbook, by number or by path, or a channel of DDE: those are not judged.
    """
    named = word[1:-1].replace("''", "'") if word.startswith("'") else word
    if not named or any(sign in named for sign in "[]|\\/") or _FILE_NAME.search(named):
        return ""
    parts = [named] if named.casefold() in known else named.split(":")  # Sheet1:Sheet3 in quotes
    return next((part for part in parts if part.casefold() not in known), "")


@integrity_check("XV196", on="sheet")
def table_of_formula_unknown(sheet: SheetView) -> Iterator[Observation]:
    """A formula names a table, or a column of a table, that the workbook does not have.

    Fix: write the name that the table has, or #REF!.
    Source: ECMA-376-1 18.17.2.3.2 (structure references name a table and its columns); [MS-XLSX] 2.2.2.1; Excel repairs the file.
    """
    if any(table.root is None for table in sheet.book.tables):
        return
    tables = {table.name.casefold(): table for table in sheet.book.tables}
    for each, reading in distinct_formulas(sheet.cells):
        if "[" not in each.text:
            continue
        for word, bracket in zip(reading.words, reading.words[1:], strict=False):
            touching = word.start + len(word.text) == bracket.start
            if word.kind is not TokenKind.NAME or bracket.kind is not TokenKind.BRACKET or not touching:
                continue
            table = tables.get(word.text.casefold())
            if table is None:
                yield Observation(each.name, f"the formula names the table {word.text!r}, which is not in the workbook")
                break
            if missing := _missing_column(bracket.text, table.column_names):
                yield Observation(
                    each.name, f"the formula names the column {missing!r}, which table {word.text!r} does not have"
                )
                break


def _missing_column(bracket: str, columns: list[str]) -> str:
    """A column that the bracket names and the table does not have; "" where there is none or it is not clear."""
    known = {name.casefold().strip() for name in columns}
    try:
        named = structured(None, bracket, 0).columns
    except FormulaError:
        return ""
    return next((name for name in named if re.sub(r"[\r\n]+", "\n", name).casefold().strip() not in known), "")


@integrity_check("XV197", on="sheet")
def rule_formula(sheet: SheetView) -> Iterator[Observation]:
    """The formula of a conditional format, a validation or a sparkline is not a formula.

    Fix: write it in the English spelling of files, with commas between arguments.
    Source: ECMA-376-1 18.17.2 (grammar); XlsxWriter issue 561, PHPExcel issue 481 ("Removed Feature: Conditional formatting").
    """
    for each in sheet.rule_formulas:
        if each.text.strip() and (error := formula_words_of(each.text).error):
            yield Observation(each.place[:60], f"{each.text[:80]!r} of a {each.of} is not a formula: {error}")


@integrity_check("XV198", on="sheet")
def table_reference_in_rule(sheet: SheetView) -> Iterator[Observation]:
    """A conditional format or a validation refers to a column of a table by its name, which Excel refuses there.

    Fix: write the range, as in $B$2:$B$9; or a defined name for the table's column.
    Source: [MS-XLSX] 2.6.4 and 2.6.22 ("MUST NOT use … structure-reference"); Excel repairs the file.
    """
    for each in sheet.rule_formulas:
        if each.of == "sparkline":
            continue
        words = formula_words_of(each.text).words if "[" in each.text else ()
        for word, bracket in zip((None, *words), words, strict=False):
            if bracket.kind is not TokenKind.BRACKET or _LETTERS.fullmatch(bracket.text):
                continue
            named = word is not None and word.kind is TokenKind.NAME
            yield Observation(
                each.place[:60], f"a {each.of} refers to {word.text if named and word else ''}{bracket.text[:60]}"
            )
            break
