"""What the code in a workbook calls under xlwings Lite: a function's answer, a button.

The add-in hands a script its book with all values. Formulas are told only to those who wait, so they are fetched first.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import xlwings as xw

from ippbook.declare import registry
from ippbook.faces.excel import udfs

if TYPE_CHECKING:
    from ippbook.faces.excel.pressing import Pressed


def answer(name: str, arguments: Sequence[Any]) -> Any:
    """The answer of the worksheet function *name*; arguments as rows of cells, None for what was left out. Never raises."""
    return udfs.answer(registry().functions[name], arguments)


async def press(name: str, book: xw.Book) -> "Pressed":
    """Press the button *name* over *book*, and show its one message."""
    from ippbook.faces.excel import pressing  # noqa: PLC0415  # cells are answered sooner without the buttons

    formulas = {}
    for sheet in book.sheets:
        used: Any = sheet.used_range.options(ndim=2)
        formulas[sheet.name] = await used.get_formula()
    done = pressing.press(name, book, formulas=formulas)
    book.app.alert(done.text, title=pressing.TITLE, buttons="ok", mode="critical" if done.failed else "info")
    return done
