"""What the code in a workbook calls under xlwings Lite: a function's answer, a button.

The add-in hands a script its book with all values. Formulas are told only to those who wait, so they are fetched first.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import xlwings as xw

from ippbook.declare import registry
from ippbook.excel import udfs

if TYPE_CHECKING:
    from ippbook.excel.press_button import Pressed


def answer(name: str, arguments: Sequence[Any]) -> Any:
    """The answer of the worksheet function *name*; arguments as rows of cells, None for what was left out. Never raises."""
    return udfs.answer(registry().functions[name], arguments)


class NotDoneError(Exception):
    """A button failed on the way. Where a script raises, xlwings Lite drops what it has not written yet: nothing was changed."""


async def press(name: str, book: xw.Book) -> "Pressed":
    """Press the button *name* over *book*, and show its one message when Excel has written.

    Raises `NotDoneError` with the message where it failed on the way.
    """
    from ippbook.excel import press_button  # noqa: PLC0415  # imported late: start-up stays quick

    formulas = {}
    for sheet in book.sheets:
        used: Any = sheet.used_range.options(ndim=2)
        formulas[sheet.name] = await used.get_formula()
    done = press_button.press(name, book, formulas=formulas)
    if done.fault:
        raise NotDoneError(f"{name} failed, and nothing was changed: {done.text}")
    if done.changed:
        try:
            await book.flush()  # writes wait until then; a protected sheet, which is not told here, refuses them now
        except Exception as failure:  # noqa: BLE001  # Office.js has errors of its own; the person must hear that some cells may be written
            text = (
                f"Excel did not take all that {name} wrote ({failure}): close the workbook without saving it, and open it again; "
                "is a sheet protected, or are rows hidden?"
            )
            done = replace(done, text=text, failed=True)
    book.app.alert(done.text, title=press_button.TITLE, buttons="ok", mode="critical" if done.failed else "info")
    return done
