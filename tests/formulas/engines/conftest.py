"""Workbooks of a few formulas, and an engine's answers by cell."""

import io
from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
import xlsxwriter

from ippbook.formulas.engines import EngineJob, engine_named
from ippbook.formulas.values import ExcelError
from ippbook.ooxml.refs import cell_place

DAY = date(2026, 3, 15)


def workbook(cells: Mapping[str, object], *, date1904=False, tables=()) -> bytes:
    """A workbook with one sheet `S` of *cells*: formulas begin with "=" and have the cached value "old"."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "date_1904": date1904, "use_future_functions": True}) as book:
        sheet = book.add_worksheet("S")
        for place, value in cells.items():
            if isinstance(value, str) and value.startswith("{="):
                sheet.write_dynamic_array_formula(f"{place}:{place}", value, None, "old")
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(place, value, None, "old")
            else:
                sheet.write(place, value)
        for area, options in tables:
            sheet.add_table(area, options)
    return made.getvalue()


def job(cells: Mapping[str, object], **options) -> EngineJob:
    """A job that wants every cell of *cells*."""
    wanted: dict[tuple[str, int], list[int]] = {}
    for place in cells:
        row, column = cell_place(place)
        wanted.setdefault(("S", column), []).append(row)
    return EngineJob(workbook(cells, **options), {key: np.array(sorted(rows)) for key, rows in wanted.items()})


def by_place(columns):
    """The values of an answer, by row and column."""
    return {
        (int(row), column.column): value
        for column in columns
        for row, value in zip(column.rows, column.values, strict=True)
    }


def calculated(cells: Mapping[str, object], engine="cellrune", **options):
    """The value of each of *cells*, by its address."""
    (columns,) = engine_named(engine).calculate([job(cells, **options)], DAY, date1904=options.get("date1904", False))
    found = by_place(columns)
    return {place: found[cell_place(place)] for place in cells}


EVERY_KIND = {
    "A1": ("=1+1", 2.0),
    "A2": ('="品牌🙂"&A1', "品牌🙂2"),
    "A3": ("=A1=2", True),
    "A4": ("=1/0", ExcelError("#DIV/0!")),
    "A5": ("=B9", 0.0),
    "A6": ('=""', ""),
    "B1": ("a text", "a text"),
    "B9": (None, None),
}
"""A cell of every kind, and the value that every engine gives it."""


def of_every_kind(engine: str, cells: Mapping[str, object], **options):
    """The values of *cells* next to those of `EVERY_KIND`, which are what they should be."""
    both = {place: content for place, (content, _) in EVERY_KIND.items()} | cells
    found = calculated(both, engine=engine, **options)
    values = {place: found.pop(place) for place in EVERY_KIND}
    assert values == {place: value for place, (_, value) in EVERY_KIND.items()}
    assert values["A3"] is True
    return found


@pytest.fixture(scope="session")
def engines():
    """The helpers above, for tests."""
    return SimpleNamespace(
        workbook=workbook, job=job, calculated=calculated, by_place=by_place, of_every_kind=of_every_kind, day=DAY
    )
