"""Workbooks of a few formulas, and an engine's answers by cell."""

import io
from collections.abc import Mapping
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest
import xlsxwriter

from ippbook.formulas.engines import EngineJob, engine_named
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


@pytest.fixture(scope="session")
def engines():
    """The helpers above, for tests."""
    return SimpleNamespace(workbook=workbook, job=job, calculated=calculated, by_place=by_place, day=DAY)
