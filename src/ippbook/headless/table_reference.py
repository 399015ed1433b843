"""Structured references such as `Offers[[Item]:[Price]]`, and the blocks that they refer to."""

from ippbook.formulas.problems import FormulaError
from ippbook.formulas.structured import structured
from ippbook.formulas.tokens import tokens
from ippbook.formulas.tree import THIS_ROW
from ippbook.headless.errors import excel_error
from ippbook.headless.ranges import HeadlessRange
from ippbook.headless.state import TableState
from ippbook.headless.tables import HeadlessTable
from ippbook.ooxml import Area


def parse_table_reference(text: str) -> tuple[str, str] | None:
    """Table and brackets of a structured reference such as `Offers[[Item]:[Price]]`; None for any other text."""
    try:
        words = tokens(text)
    except FormulaError:
        return None
    kinds = [word.kind for word in words]
    return (words[0].text, words[1].text) if kinds == ["name", "bracket", "end"] else None


def table_part(table: TableState, brackets: str) -> HeadlessRange:
    """The block of a structured reference with *brackets*; "" means the rows. Raises Excel's error 1004."""
    try:
        reference = structured(table.name, brackets or "[]", 1)
    except FormulaError:
        raise excel_error("Application-defined or object-defined error") from None
    if THIS_ROW in reference.items:
        raise NotImplementedError(
            f"The engine without Excel does not look up {table.name}{brackets}: a reference from outside the table has no row of its own."
        )
    view = HeadlessTable(table)
    parts = {
        "#All": view.range,
        "#Headers": view.header_row_range,
        "#Totals": view.totals_row_range,
        "#Data": view.data_body_range,
    }
    if len(reference.items) > 1 and set(reference.items) not in ({"#Headers", "#Data"}, {"#Data", "#Totals"}):
        raise excel_error("Application-defined or object-defined error")
    blocks = [parts[item] for item in reference.items or ("#Data",)]
    columns = view.columns
    if any(each is None for each in blocks) or any(name not in columns for name in reference.columns):
        raise excel_error("Application-defined or object-defined error")
    found = [each for each in blocks if each is not None]
    first, last = min(each.row for each in found), max(each.row + each.shape[0] - 1 for each in found)
    numbers = [columns(name).range.column for name in reference.columns] or [table.area.first_col, table.area.last_col]
    return HeadlessRange.of(table.sheet, Area(first, min(numbers), last, max(numbers)))
