"""Recalculation brings the values that charts keep up to date, and sees those that are old."""

import re
import zipfile
from datetime import date

import pytest

from ippbook.pipeline import recalculate
from ippbook.workbook_builder import Content, draw

DAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    """A workbook with one account and one complaint, recalculated."""
    path = tmp_path_factory.mktemp("charts") / "team.xlsx"
    complaint = {"complaint": "C", "account": "one", "filed": date(2026, 10, 1), "decided": date(2026, 10, 9)}
    rows = {"Accounts": [{"account": "one"}], "Complaints": [complaint | {"status": "accepted"}]}
    draw(path, content=Content(rows))
    recalculate(path, today=DAY)
    return path


def with_parts(path, out, change):
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out


def charts(path):
    with zipfile.ZipFile(path) as found:
        return {name: found.read(name) for name in found.namelist() if name.startswith("xl/charts/")}


def test_a_recalculated_workbook_has_current_charts_and_stays_as_it_is(drawn, tmp_path):
    done = recalculate(drawn, tmp_path / "again.xlsx", today=DAY)
    assert done.up_to_date
    assert (tmp_path / "again.xlsx").read_bytes() == drawn.read_bytes()


def test_an_old_value_in_a_chart_is_seen_and_made_current(drawn, tmp_path):
    def worse(name, data):
        return re.sub(rb"<c:v>1</c:v>", b"<c:v>0.25</c:v>", data) if name.startswith("xl/charts/") else data

    path = with_parts(drawn, tmp_path / "old.xlsx", worse)
    assert charts(path) != charts(drawn)
    checked = recalculate(path, today=DAY, write=False)
    assert not checked.up_to_date
    assert checked.changed == sum(data.count(b"<c:v>0.25</c:v>") for data in charts(path).values())
    recalculate(path, today=DAY)
    assert charts(path) == charts(drawn)
    assert recalculate(path, today=DAY, write=False).up_to_date
