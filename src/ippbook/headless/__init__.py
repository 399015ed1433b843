"""xlwings without Excel: an engine for its public object model, so that macros and functions run over a plain file.

    with headless.excel() as app:
        book = app.books.open("team.xlsx")
        book.set_mock_caller()
        ...                      # any macro that starts from xw.Book.caller()
        book.save()

openpyxl provides formats, protection and new books; `ippbook.ooxml` reads and writes cells, so a book that came from a file
is saved with every byte that no macro changed. What is not covered raises NotImplementedError with a plain sentence;
docs/headless-excel.md has the table.

The modules, from the bottom: `state` is what is open, `book_files`, `save` and `deferred_saves` read and write files,
`coverage` is what all objects have in common, and xlwings' own object model is on top. That model is a ring: an app has books,
a book has sheets, a sheet has ranges, tables and names, and each of them names its parent. So apps, books, sheets, ranges,
tables and names import their parents when they are called; no other modules of this room import each other in a circle.
"""

from ippbook.headless.apps import HeadlessApp, HeadlessEngine
from ippbook.headless.cell_display import COM_ERRORS, MISSING
from ippbook.headless.engine import excel
from ippbook.headless.errors import CALL_REJECTED, IGNORED, ComError

__all__ = [
    "CALL_REJECTED",
    "COM_ERRORS",
    "IGNORED",
    "MISSING",
    "ComError",
    "HeadlessApp",
    "HeadlessEngine",
    "excel",
]
