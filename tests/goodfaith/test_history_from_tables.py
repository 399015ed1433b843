"""A history of a table uses the codes of its columns, and is the history of the plain columns."""

from dataclasses import fields
from datetime import date

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from ippbook.cases.team import team_of
from ippbook.declare.wiring import Whole
from ippbook.goodfaith.from_tables import history
from ippbook.pipeline import wire
from ippbook.tables import Table, Tables
from ippbook.tables.text_codes import TextCodes

TODAY = date(2026, 11, 23)
TEXTS = {
    "account": ["acme", "ACME", "acme  ", "ben", ""],
    "complaint": ["C1", "c1", "C2", ""],
    "status": ["accepted", "rejected", "submitted", ""],
    "reason": ["counterfeit by comparison", "keyword abuse", ""],
    "platform": ["taobao", "tmall", "aliexpress"],
    "right": ["R1", "r1", "R2", ""],
}
cell = st.integers(0, 1)
one_row = st.fixed_dictionaries(
    {name: st.tuples(st.sampled_from(texts), cell) for name, texts in TEXTS.items()}
    | {name: st.none() | st.dates(date(2026, 8, 1), date(2026, 11, 30)) for name in ("filed", "decided")}
)


def complaints(rows, *, blank_platform):
    """The table Complaints of *rows*, with codes: a text has two codes, as in files with a text written twice."""
    columns = {name: pd.Series([row[name][0] for row in rows], dtype=object) for name in TEXTS}
    if blank_platform and rows:
        columns["platform"][0] = ""
    for name in ("filed", "decided"):
        columns[name] = pd.Series(np.array([row[name] for row in rows], dtype="datetime64[s]"))
    table = Table.of("Complaints", columns)
    for name, texts in TEXTS.items():
        codes = [
            -1 if text == "" else 2 * texts.index(text) + row[name][1]
            for text, row in zip(columns[name], rows, strict=True)
        ]
        table.codes[name] = TextCodes(columns[name], np.array(codes, dtype=np.int32))
    return table


def plain(table):
    return Table(table.record, table.columns, table.places, table.length)


def columns_of(found):
    pairs = ((each.name, getattr(found, each.name)) for each in fields(found) if each.name != "derived")
    return {name: value.tolist() if isinstance(value, np.ndarray | pd.Index) else value for name, value in pairs}


@given(st.lists(one_row, max_size=12), st.booleans())
def test_a_history_from_codes_is_the_history_from_plain_columns(rows, blank_platform):
    table = complaints(rows, blank_platform=blank_platform)
    found, expected = (history(Whole(wire(Tables.of(each), TODAY), "Complaints")) for each in (table, plain(table)))
    assert columns_of(found) == columns_of(expected)
    assert all(column.dtype != "category" for column in table.columns.values())


@given(st.lists(one_row, min_size=1, max_size=8), st.booleans())
def test_a_team_from_codes_is_the_team_from_plain_columns(rows, blank_platform):
    table = complaints(rows, blank_platform=blank_platform)
    found, expected = (team_of({"team.xlsx": Tables.of(each)}, TODAY) for each in (table, plain(table)))
    pd.testing.assert_frame_equal(found.rows, expected.rows)
    assert columns_of(found.history) == columns_of(expected.history)


def test_columns_of_the_file_are_read_by_their_codes(monkeypatch):
    row = {name: (texts[0], 0) for name, texts in TEXTS.items()} | {"filed": TODAY, "decided": None}
    read = []
    monkeypatch.setattr(
        TextCodes, "categorical", lambda self: read.append(self.column.iloc[0]) or self.column.astype("category")
    )
    history(Whole(wire(Tables.of(complaints([row], blank_platform=False)), TODAY), "Complaints"))
    assert read == ["acme", "C1", "accepted", "counterfeit by comparison", "taobao"]
