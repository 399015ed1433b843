"""New cells without a style are written together, row shape by row shape: the same bytes as cell by cell."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import ooxml
from ippbook.ooxml.cell_keys import key_rows
from ippbook.ooxml.write import new_cells
from ippbook.ooxml.write.cell_writer import CellWriter
from ippbook.ooxml.write.dependent_formulas import DependentFormulas
from ippbook.ooxml.write.inserted_cells import InsertedCells
from ippbook.ooxml.write.patch_log import PatchLog
from ippbook.ooxml.xml.splices import encoded_texts

VALUES = st.sampled_from([1, 2.5, -3.0, True, False, "a", "<&>\n", "é_x0041_", "\x01", ooxml.Error("#N/A")])
CELLS = st.dictionaries(st.tuples(st.integers(1, 40), st.sampled_from([1, 2, 3, 27, 703])), VALUES, min_size=1)


@pytest.mark.parametrize("few", [1, 10**6])
@given(cells=CELLS)
def test_cells_of_one_shape_or_of_many_are_the_bytes_of_each_cell_alone(few: int, cells: dict[tuple[int, int], object]):
    """With *few* 1 rows are written shape by shape, with a large one cell by cell."""
    edits = ooxml.Edits()
    for (row, col), value in cells.items():
        edits.put("S", row, col, value)
    plan = edits.plan("S", "S", date1904=False)
    assert plan is not None
    entries, rows = np.arange(len(plan.key)), key_rows(plan.key)
    firsts = np.flatnonzero(np.append(True, np.diff(rows) != 0))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(new_cells, "_FEW", few)
        found = new_cells.plain_cells(plan, entries, firsts)
    alone = InsertedCells(plan, DependentFormulas("S"), PatchLog())._styled_cells(entries, CellWriter("utf-8", ""))
    assert found == [b"".join(alone[a:b]) for a, b in pairwise([*firsts.tolist(), len(entries)])]


@given(st.lists(st.text(max_size=3), max_size=4), st.integers(1, 5))
def test_texts_that_come_often_are_encoded_as_the_first_of_them(texts: list[str], times: int):
    assert encoded_texts(texts * times) == encoded_texts(texts) * times
