"""How the engine is registered with xlwings."""

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw

from ippbook.headless.apps import NAME, HeadlessEngine
from ippbook.headless.cell_display import XlwingsValue


@contextmanager
def excel() -> Iterator[xw.App]:
    """An app without Excel, registered as xlwings' engine "excel" until the end of the block.

    An engine of that name that is registered already (Excel itself, on Windows and on a Mac) is replaced during the block.
    """
    engine = xw.Engine(impl=HeadlessEngine())
    engines = xw.engines
    before: dict[str, XlwingsValue] = dict(vars(engines))
    caller = vars(xw.Book).get("_mock_caller")
    engines.engines = [each for each in engines.engines if each.name != NAME]
    engines.engines_by_name = dict(engines.engines_by_name)
    engines.add(engine)
    engine.activate()
    app = engine.apps.add(add_book=False)
    try:
        yield app
    finally:
        app.impl.editing = False
        app.impl.quit()
        vars(engines).update(before)
        _call_from(caller)


def _call_from(book: XlwingsValue) -> None:
    """Let *book* be the caller of macros again; None: only Excel starts macros. xlwings looks whether the attribute exists."""
    if book is not None:
        setattr(xw.Book, "_mock_caller", book)  # noqa: B010  # xlwings has no name for taking it back
    elif hasattr(xw.Book, "_mock_caller"):
        delattr(xw.Book, "_mock_caller")
