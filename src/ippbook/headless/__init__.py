"""xlwings without Excel: an engine for its public object model, so that macros and functions run over a plain file.

    with headless.excel() as app:
        book = app.books.open("team.xlsx")
        book.set_mock_caller()
        ...                      # any macro that starts from xw.Book.caller()
        book.save()

openpyxl holds what is asked of formats, protection and new books; cells are read and written by `ippbook.ooxml`, so a book
that came from a file goes back with every byte that no macro wrote. What is not covered raises NotImplementedError with a
plain sentence; docs/headless-excel.md has the table.
"""

from ippbook.headless.cell_display import ERROR_NUMBERS, MISSING
from ippbook.headless.engine import App, Engine, excel
from ippbook.headless.errors import CALL_REJECTED, IGNORED, ComError

__all__ = ["CALL_REJECTED", "ERROR_NUMBERS", "IGNORED", "MISSING", "App", "ComError", "Engine", "excel"]
