"""The portal's word on complaints, by complaint number and link; judged by openpyxl."""

import datetime as dt

import pytest

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.imports.outcomes import STATUS_ORDER

LINK = "https://item.taobao.com/item.htm?id=71234567890{}"


def statuses(desk):
    return [row["Status"] for row in desk.rows("Complaints")]


def test_a_row_without_a_link_is_for_every_link_of_its_complaint(desk):
    found = desk.outcomes(desk.export("e.csv", [{"投诉单号": "c-1 ", "处理状态": "审核通过"}]))
    assert statuses(desk) == ["accepted", "accepted", "reinstated"]
    assert (found.updated, found.cells) == (1, 2)


def test_a_row_with_a_link_is_for_that_link_in_any_of_its_forms(desk):
    desk.outcomes(
        desk.export("e.csv", [{"Complaint": "C-1", "Link": LINK.format(2) + "&spm=1#x", "Status": "auditNoPass"}])
    )
    assert statuses(desk) == ["submitted", "rejected", "reinstated"]


@pytest.mark.parametrize("status", list(load_vocabulary("statuses").codes))
def test_a_status_moves_on_and_an_older_export_never_leads_it_back(desk, status):
    before = statuses(desk)[2]
    desk.outcomes(desk.export("e.csv", [{"Complaint": "C-2", "Status": status}]))
    later = {"upheld", "withdrawn"}  # as late as the one that is there
    assert statuses(desk)[2] == (status if status in later else before)


def test_refresh_takes_the_portals_word_for_status_and_days(desk):
    desk.outcomes(
        desk.export("e.csv", [{"Complaint": "C-2", "Status": "appeal", "Decided": "2026-07-01"}]), refresh=True
    )
    row = desk.rows("Complaints")[2]
    assert row["Status"] == "counter-noticed"
    assert row["Decided"] == (dt.date(2026, 7, 1) - dt.date(1899, 12, 30)).days


def test_days_and_reasons_fill_blank_cells_and_nothing_else_is_touched(desk):
    exported = {
        "投诉编号": "C-1",
        "申诉时间": "2026年6月26日",
        "申诉理由": "=mine()",
        "备注": "x",
        "处理状态": "卖家已申诉",
    }
    found = desk.outcomes(desk.export("e.csv", [exported]))
    row = desk.rows("Complaints")[0]
    assert row["Counter noticed"] == (dt.date(2026, 6, 26) - dt.date(1899, 12, 30)).days
    assert (row["Counter reason"], row["Notes"], row["Status"]) == ("=mine()", "typed", "counter-noticed")
    assert (found.unused_headers, found.unknown_headers) == (("备注",), ())


@pytest.mark.parametrize(
    ("exported", "why"),
    [
        ({"Complaint": "C-9", "Status": "accepted"}, "no complaint C-9"),
        ({"Complaint": "", "Status": "accepted"}, "no complaint number"),
        ({"Complaint": "C-1", "Status": "so-so"}, "use one of"),
        ({"Complaint": "C-1", "Status": "accepted", "Link": LINK.format(7)}, "no row with this link"),
        ({"Complaint": "C-1", "Status": "accepted", "Link": "nowhere"}, "does not lead to a listing"),
    ],
)
def test_a_row_that_fits_nowhere_is_put_aside(desk, exported, why):
    found = desk.outcomes(desk.export("e.csv", [exported]))
    assert why in found.refused[0].why
    assert found.rejects.exists()
    assert statuses(desk) == ["submitted", "submitted", "reinstated"]


def test_a_row_that_contradicts_an_earlier_one_is_put_aside(desk):
    rows = [{"Complaint": "C-1", "Status": "accepted"}, {"Complaint": "C-1", "Status": "rejected"}]
    found = desk.outcomes(desk.export("e.csv", rows))
    assert [(row.place, "has another" in row.why) for row in found.refused] == [(3, True)]
    assert statuses(desk)[0] == "accepted"


def test_an_export_that_says_nothing_is_refused(desk):
    with pytest.raises(UserError, match="no status and no dates"):
        desk.outcomes(desk.export("e.csv", [{"Complaint": "C-1", "Link": LINK.format(1)}]))
    with pytest.raises(UserError, match="no column with complaint numbers"):
        desk.outcomes(desk.export("e.csv", [{"Status": "accepted"}]))


def test_importing_twice_keeps_every_byte(desk):
    path = desk.export("e.json", [{"complaint": "C-1", "status": "accepted", "decided": "2026-07-01"}])
    desk.outcomes(path)
    before = desk.team.read_bytes()
    assert desk.outcomes(path).unchanged == 1
    assert desk.team.read_bytes() == before


def test_the_command_imports_outcomes(ippbook, desk):
    path = desk.export("e.csv", [{"Complaint": "C-1", "Status": "accepted"}])
    ran = ippbook("import", desk.team, "--outcomes", path, "--check")
    assert (ran.code, "2 cells would change" in ran.out) == (0, True)
    assert ippbook("import", desk.team, "--outcomes", path).code == 0
    assert statuses(desk)[0] == "accepted"


def test_every_status_of_the_portal_has_its_place_in_the_order():
    assert {status for stage in STATUS_ORDER for status in stage} == set(load_vocabulary("statuses").codes)
