"""What the code in a workbook calls under xlwings Lite: the answer of a function, a button.

The add-in passes a script its book with all values. It gives formulas, hidden rows and protection only asynchronously, so they
are read first.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import xlwings as xw

from ippbook.declare import registry
from ippbook.excel.hosts import HostValue
from ippbook.excel.lite.sheet_reader import ask_book
from ippbook.excel.udf_answer import answer_cells

if TYPE_CHECKING:
    from ippbook.excel.press_button import PressResult


def answer(name: str, arguments: Sequence[HostValue]) -> HostValue:
    """The answer of the worksheet function *name*; arguments as rows of cells, None for a missing one. Never raises."""
    return answer_cells(registry().functions[name], arguments)


class NotDoneError(Exception):
    """A button failed. Where a script raises, xlwings Lite drops what it has not written yet, so nothing was changed."""


async def press_in_lite(name: str, book: xw.Book) -> "PressResult":
    """Press the button *name* over *book*, and show its one message after Excel has written.

    Raises `NotDoneError` with the message where the button failed unexpectedly.
    """
    from ippbook.excel import press_button  # noqa: PLC0415  # imported late: start-up stays quick

    answers = await ask_book(book)
    done = press_button.press(name, book, formulas=answers.formulas, facts=answers.facts)
    if done.fault:
        raise NotDoneError(f"{name} failed, and nothing was changed: {done.text}")
    if done.changed:
        try:
            await book.flush()  # writes wait until here, and Excel refuses now what the checks could not see
        except Exception as failure:  # noqa: BLE001  # Office.js has its own errors; the person must learn that some cells may be written
            text = (
                f"Excel did not accept all changes of {name} ({failure}): close the workbook without saving it, and reopen it. "
                "Is a sheet protected, or are rows hidden?"
            )
            done = replace(done, text=text, failed=True)
    book.app.alert(done.text, title=press_button.TITLE, buttons="ok", mode="critical" if done.failed else "info")
    return done
