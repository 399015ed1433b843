"""The third engine keeps the same promises as the first; it starts slowly, so one look is enough."""

import sys
from importlib.util import find_spec

import pytest

from ippbook.errors import UserError
from ippbook.formulas.engines import engine_named


@pytest.mark.deep
@pytest.mark.slow("its program is compiled at each start")
def test_the_third_engine_gives_every_kind_of_value_and_the_day_that_it_gets(engines):
    if find_spec("formulon") is None:
        pytest.skip("formulon is not installed: the third engine is not tested")
    cells = {
        "C1": "=TODAY()",
        "C2": "=NOW()",
        "C3": "=NOSUCH(1)",
        "C4": "=IFERROR(NOSUCH(1),5)",
        "C5": '=LET(x,XLOOKUP(2,{1,2},{3,4}),x&"NOSUCH(")',
    }
    found = engines.of_every_kind("formulon", cells, date1904=True)
    assert [found.pop(place).why.rpartition(" ")[2] for place in ("C3", "C4")] == ["NOSUCH"] * 2
    assert found == {
        "C1": 44634.0,
        "C2": 44634.0,
        "C5": "4NOSUCH(",
    }


def test_no_engine_is_imported_into_the_process_of_ippbook(engines):
    before = set(sys.modules)
    engines.calculated({"A1": "=1"})
    assert not {"cellrune", "cellrune._native"} & (set(sys.modules) - before)


@pytest.mark.parametrize("name", ["formulon", "cellrune"])
def test_an_engine_that_is_not_installed_is_refused_with_what_to_install(monkeypatch, name):
    monkeypatch.setattr("ippbook.formulas.engines.child_orders.find_spec", lambda _package: None)
    with pytest.raises(UserError, match=f"pip install {name}=="):
        engine_named(name)
