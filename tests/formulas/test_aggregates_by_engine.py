"""Aggregates and exact lookups over random tables: the same answers as cell by cell, and as another calculation engine gives."""

import io
from itertools import product

import numpy as np
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from ippbook.formulas import ExcelError, NotCalculatedError
from ippbook.formulas.aggregates import Prefix, aggregate


def vector(values):
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found


def column(values):
    return vector(values).reshape(-1, 1)


# ---- cell by cell

SMALL = st.integers(-3, 3).map(float)
WORDS = st.sampled_from(["a", "B", "b", "ab"])


def meets(cell, criterion):
    """What the small criteria of these tests mean, written for one cell."""
    text = criterion if isinstance(criterion, str) else f"={criterion}"
    sign = next((each for each in ("<>", "<=", ">=", "=", "<", ">") if text.startswith(each)), "")
    operand = text[len(sign) :]
    try:
        number = float(operand)
    except ValueError:
        same = isinstance(cell, str) and cell.lower() == operand.lower()
    else:
        same = isinstance(cell, float) and cell == number
        if sign in {"<", "<=", ">", ">="}:
            return (
                isinstance(cell, float)
                and {
                    "<": cell < number,
                    "<=": cell <= number,
                    ">": cell > number,
                    ">=": cell >= number,
                }[sign]
            )
    return not same if sign == "<>" else same


@st.composite
def calls(draw):
    """Ranges of one height with a criterion a row for each, some of the ranges growing from row to row."""
    height = draw(st.integers(1, 14))
    pairs = draw(st.integers(1, 3))
    ranges = [
        draw(st.lists(st.one_of(SMALL, WORDS, st.none()), min_size=height, max_size=height)) for _ in range(pairs)
    ]
    if pairs > 1 and draw(st.booleans()):
        ranges[1] = ranges[0]
    wanted = st.one_of(
        SMALL,
        WORDS,
        st.builds("{}{:.0f}".format, st.sampled_from(["<", "<=", ">", ">=", "<>"]), SMALL),
        WORDS.map("<>{}".format),
    )
    criteria = [draw(st.lists(wanted, min_size=height, max_size=height)) for _ in range(pairs)]
    values = draw(
        st.lists(st.one_of(SMALL, st.sampled_from([0.1, 0.2, 0.7]), WORDS, st.none()), min_size=height, max_size=height)
    )
    return ranges, criteria, values, draw(st.booleans())


@given(calls())
@settings(max_examples=50, deadline=None)
def test_a_whole_column_of_formulas_has_the_answers_of_each_formula_alone(call):
    ranges, criteria, values, grows = call
    height = len(values)
    ends = np.arange(1, height + 1)

    def area(cells):
        return Prefix(column(cells), ends) if grows else column(cells)

    pairs = [part for cells, wanted in zip(ranges, criteria, strict=True) for part in (area(cells), vector(wanted))]
    chosen = [
        [
            values[row]
            for row in range(formula + 1 if grows else height)
            if all(meets(cells[row], wanted[formula]) for cells, wanted in zip(ranges, criteria, strict=True))
        ]
        for formula in range(height)
    ]
    numbers = [[value for value in cells if isinstance(value, float)] for cells in chosen]
    assert aggregate("COUNTIFS", pairs, height).tolist() == [len(cells) for cells in chosen]
    sums = aggregate("SUMIFS", [area(values), *pairs], height)
    assert sums.tolist() == pytest.approx([sum(cells) for cells in numbers], abs=1e-12)
    assert aggregate("MAXIFS", [area(values), *pairs], height).tolist() == [max(cells, default=0) for cells in numbers]
    assert aggregate("MINIFS", [area(values), *pairs], height).tolist() == [min(cells, default=0) for cells in numbers]


# ---- another engine

cellrune = pytest.importorskip("cellrune")

VALUES = [
    True,
    False,
    0.0,
    1.0,
    2.5,
    -1.0,
    46053.0,
    "a",
    "A",
    "b",
    "a*b",
    "acb",
    "1",
    "2.5",
    "2026-01-31",
    "Taobao",
    "a b",
]
CELLS = st.sampled_from([None, *VALUES])
NUMBERS = ["1", "0", "2.5", "-1", "2026-01-31"]
SIGNED = [sign + number for sign in ("<", "<=", ">", ">=", "<>", "=") for number in NUMBERS]
CRITERIA = st.sampled_from([*VALUES, *SIGNED, "a*", "*b", "?", "<>a*", "a~*b", "=a", "<>b", "<>"])
KEYS = st.sampled_from([1.0, 2.5, 7.0, "a", "A*", "?", "1", "acb", "zz"])


def sheet_of(columns, formulas):
    """A workbook of *columns*, with *formulas* in column Z."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet("S")
    for place, cells in enumerate(columns):
        for row, value in enumerate(cells):
            write = {bool: sheet.write_boolean, float: sheet.write_number, str: sheet.write_string}.get(type(value))
            if write is not None:
                write(row, place, value)
    for row, text in enumerate(formulas):
        sheet.write_formula(row, 25, text, None, -77)
    book.close()
    return file.getvalue()


def calculated(columns, formulas):
    """What the engine answers; None where it does not."""
    book = cellrune.Workbook.from_bytes(sheet_of(columns, formulas))
    found = book.calculate_targets([{"sheet": "S", "start": "Z1", "end": f"Z{len(formulas)}"}])
    return [_value(cell["result"]) for cell in found["cells"]]


def _value(result):
    if result["kind"] != "value":
        return None
    value = result["value"]
    return (
        ExcelError(value["value"]) if value["kind"] == "error" else 0.0 if value["kind"] == "blank" else value["value"]
    )


def ours(name, arguments, count):
    """Our answers as a cell shows them, or None where others answer."""
    try:
        found = aggregate(name, arguments, count)
    except NotCalculatedError:
        return [None] * count
    return [0.0 if value is None else value for value in found]


HEIGHT = 6


@given(
    *(st.lists(kind, min_size=HEIGHT, max_size=HEIGHT) for kind in (CELLS, CELLS, CRITERIA, CRITERIA, KEYS)),
    st.lists(st.one_of(st.none(), st.integers(-4, 9).map(float)), min_size=HEIGHT, max_size=HEIGHT),
)
@settings(max_examples=20, deadline=None)
def test_another_engine_gives_the_same_answers(first, second, wanted, also, keys, values):
    # A B: ranges; C D: criteria; E: keys; F: numbers. No blank criterion, no key 0 or FALSE, no numbers under wildcards: there the engine
    # is not as Excel documents.
    f, s, v = column(first), column(second), column(values)
    grows = Prefix(f, np.arange(1, HEIGHT + 1))
    rows = range(1, HEIGHT + 1)
    calls_by_text = {
        "=COUNTIF($A$1:$A$6,C{0})": ("COUNTIF", [f, vector(wanted)]),
        "=COUNTIFS($A$1:$A$6,C{0},$B$1:$B$6,D{0})": ("COUNTIFS", [f, vector(wanted), s, vector(also)]),
        "=SUMIF($A$1:$A$6,C{0},$F$1:$F$6)": ("SUMIF", [f, vector(wanted), v]),
        "=AVERAGEIFS($F$1:$F$6,$A$1:$A$6,C{0})": ("AVERAGEIFS", [v, f, vector(wanted)]),
        "=_xlfn.MAXIFS($F$1:$F$6,$A$1:$A$6,C{0})": ("MAXIFS", [v, f, vector(wanted)]),
        "=COUNTIF(A$1:A{0},C{0})": ("COUNTIF", [grows, vector(wanted)]),
        "=MATCH(E{0},$A$1:$A$6,0)": ("MATCH", [vector(keys), f, 0.0]),
        "=VLOOKUP(E{0},$A$1:$B$6,2,FALSE)": ("VLOOKUP", [vector(keys), np.hstack([f, s]), 2.0, False]),
        "=_xlfn.XLOOKUP(E{0},$A$1:$A$6,$B$1:$B$6,-9)": ("XLOOKUP", [vector(keys), f, s, -9.0]),
        "=_xlfn.XMATCH(E{0},$A$1:$A$6,0,-1)": ("XMATCH", [vector(keys), f, 0.0, -1.0]),
    }
    texts = [text.format(row) for text, row in product(calls_by_text, rows)]
    theirs = calculated([first, second, wanted, also, keys, values], texts)
    mine = [answer for name, arguments in calls_by_text.values() for answer in ours(name, arguments, HEIGHT)]
    different = [
        (text, one, other)
        for text, one, other in zip(texts, mine, theirs, strict=True)
        if one is not None and other is not None and (type(one), one) != (type(other), other)
    ]
    assert different == []
