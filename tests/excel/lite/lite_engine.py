"""A replacement for the engine of xlwings Lite and for Office.js, over the engine without Excel.

It gives what theirs give, asynchronously, and refuses the rest (xlwings 0.37.8, as its pages and source say).
"""

import sys
import types
from typing import Any

import pytest

from ippbook.headless import apps, books, ranges, sheets

REFUSED = (
    "formula",
    "formula2",
    "row_hidden",
    "column_hidden",
    "merge_cells",
    "merge_area",
    "color",
    "table",
    "current_region",
)
_ROWS = ranges.HeadlessRange.api.fget
_SHEET = sheets.HeadlessSheet.api.fget


def _untold(name: str, old: Any) -> property:
    """A property that Lite does not tell; where it can be set, it can still be set."""

    def get(_self: Any) -> Any:
        raise NotImplementedError(f"{name} isn't supported on this engine")

    return property(get, old.fset)


def make_like_lite(patch: pytest.MonkeyPatch) -> None:
    """Take from the engine without Excel what Lite's has not, and give it Lite's asynchronous members."""
    formula = ranges.HeadlessRange.formula.fget

    async def get_formula(self: Any) -> Any:
        found = formula(self)
        return [list(row) for row in found] if isinstance(found, tuple) else [[found]]

    async def get_row_hidden(self: Any) -> Any:
        return _ROWS(self).EntireRow.Hidden

    async def flush(self: Any) -> None:
        self._state.app.flushed = getattr(self._state.app, "flushed", 0) + 1

    patch.setattr(ranges.HeadlessRange, "get_formula", get_formula, raising=False)
    patch.setattr(ranges.HeadlessRange, "get_row_hidden", get_row_hidden, raising=False)
    patch.setattr(books.HeadlessBook, "flush", flush, raising=False)
    for name in REFUSED:
        patch.setattr(ranges.HeadlessRange, name, _untold(name, getattr(ranges.HeadlessRange, name)))
    patch.delattr(ranges.HeadlessRange, "set_results")
    patch.setattr(sheets.HeadlessSheet, "visible", _untold("visible", sheets.HeadlessSheet.visible))
    for kind in (ranges.HeadlessRange, sheets.HeadlessSheet, books.HeadlessBook):
        patch.setattr(kind, "api", property(lambda _self: [(None,)]))  # Lite has data there and no object of a program
    for name in ("status_bar", "enable_events", "screen_updating"):
        patch.setattr(apps.HeadlessApp, name, _untold(name, getattr(apps.HeadlessApp, name)))


class _Loaded:
    """An object of Office.js: a property can be read after `load` and `sync`, and not before."""

    def __init__(self, context: "_Context", **answers: Any) -> None:
        self._context, self._answers = context, answers

    def load(self, name: str) -> None:
        self._context.waiting.append((self, name, self._answers[name]))


class _Sheet:
    """Excel.Worksheet."""

    def __init__(self, context: "_Context", sheet: Any) -> None:
        self._context, self._sheet = context, sheet
        self.protection = _Loaded(context, protected=lambda: bool(_SHEET(sheet.impl).ProtectContents))

    def getRangeByIndexes(self, row: int, column: int, rows: int, columns: int) -> Any:  # noqa: N802  # Office's own name
        cells = self._sheet.range((row + 1, column + 1), (row + rows, column + columns))
        locked = _Loaded(self._context, locked=lambda: _ROWS(cells.impl).Locked)
        return types.SimpleNamespace(format=types.SimpleNamespace(protection=locked))


class _Context:
    """Excel.RequestContext."""

    def __init__(self, book: Any) -> None:
        self.waiting: list[Any] = []
        self.syncs = 0
        items = types.SimpleNamespace(getItem=lambda name: _Sheet(self, book.sheets[name]))
        self.workbook = types.SimpleNamespace(worksheets=items)

    async def sync(self) -> None:
        self.syncs += 1
        for thing, name, answer in self.waiting:
            setattr(thing, name, answer())
        self.waiting.clear()


def put_office_js(patch: pytest.MonkeyPatch, book: Any) -> None:
    """Let `import js` give an Office.js that answers for *book*."""
    module = types.ModuleType("js")
    context = types.SimpleNamespace(new=lambda: _Context(book))
    module.Excel = types.SimpleNamespace(RequestContext=context)  # type: ignore[attr-defined]
    patch.setitem(sys.modules, "js", module)
