"""The portal's word on complaints, by complaint number and link; judged by openpyxl."""

import pytest
import xlsxwriter
from tests.imports.conftest import rows_of

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.errors import UserError
from ippbook.imports import ImportChoices
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
    assert row["Decided"] == "2026-07-01"


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
    assert row["Counter noticed"] == "2026-06-26"
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


@pytest.mark.parametrize(
    ("header", "text", "status"),
    [
        ("Counter-notice result", "Successful", "reinstated"),
        ("Counter-notice status", "Under review", "counter-noticed"),
        ("Appeal outcome", "Rejected", "upheld"),
        ("申诉结果", "成功", "reinstated"),
        ("卖家申诉", "卖家申诉中", "counter-noticed"),
        ("反通知状态", "不成立", "upheld"),
        ("Counter-notice", "Successful", "reinstated"),
        ("Appeal status", "未申诉", "accepted"),
        ("Appeal status", "", "accepted"),
    ],
)
def test_a_successful_counter_notice_means_that_the_seller_won(desk, header, text, status):
    desk.outcomes(desk.export("e.csv", [{"Complaint": "C-1", "Status": "Successful", header: text}]))
    assert statuses(desk)[:2] == [status, status]


def test_the_reason_the_filing_day_and_the_platform_fill_blank_cells_and_never_refuse_a_row(desk):
    exported = {
        "投诉单号": "C-1",
        "投诉状态": "投诉成立",
        "投诉理由": "no such reason",
        "投诉时间": "2026-09-18 10:00:00",
        "平台": "淘宝",
        "知识产权编号": "5127305",
    }
    found = desk.outcomes(desk.export("e.csv", [exported]))
    assert (found.refused, found.unknown_headers, found.unused_headers) == ([], (), ())
    assert statuses(desk)[0] == "accepted"
    row = desk.rows("Complaints")[0]
    assert (row["Reason"], row["Filed"], row["Right"]) == ("counterfeit", 46_174, "R1")
    assert sorted(found.notes) == [
        "1 × Reason is left out, because it cannot be read",
        "1 × Right is left out, because Rights has no such right",
    ]


def test_a_blank_reason_is_filled_in_the_portals_words(ippbook, tmp_path):
    team, export = tmp_path / "team.xlsx", tmp_path / "e.csv"
    tables = {
        "Rights": [["Right", "Number"], ["TM-CN-25", "5127305"]],
        "Listings": [["Listing", "URL"], ["L1", LINK.format(1)]],
        "Complaints": [["投诉单号", "Listing", "权利编号", "投诉理由", "投诉时间", "处理状态"], ["C-1", "L1", "", "", "", "submitted"]],
    }  # fmt: skip
    with xlsxwriter.Workbook(team) as made:
        for name, rows in tables.items():
            sheet = made.add_worksheet(name)
            for at, cells in enumerate(rows):
                sheet.write_row(at, 0, cells)
    export.write_bytes(
        "投诉单号,知识产权编号,投诉理由,投诉时间,处理状态,备注\nC-1,5127305,不当使用商标关键词,2026-09-18 10:00:00,投诉成立,x\n".encode(
            "gb18030"
        )
    )
    ran = ippbook("import", team, "--outcomes", export)
    assert (ran.code, "no such column: 备注" in ran.out, "投诉理由" in ran.out) == (0, False, False)
    (row,) = rows_of(team, "Complaints")
    assert (row["权利编号"], row["投诉理由"], row["处理状态"]) == ("TM-CN-25", "keyword abuse", "accepted")


def test_a_column_of_the_table_that_this_import_does_not_fill_is_not_called_missing(desk):
    found = desk.outcomes(
        desk.export("e.csv", [{"Complaint": "C-1", "Status": "accepted", "Language": "en", "Colour": "red"}])
    )
    assert (found.unused_headers, found.unknown_headers) == (("Language",), ("Colour",))


def test_a_platform_for_all_rows_is_for_listings_only(desk):
    with pytest.raises(UserError, match="are for --listings"):
        desk.outcomes(
            desk.export("e.csv", [{"Complaint": "C-1", "Status": "accepted"}]), choices=ImportChoices(platform="taobao")
        )


def test_a_row_with_an_item_id_is_for_that_listing_only(desk):
    rows = [{"投诉单号": "C-1", "商品ID": "712345678901", "处理结果": "投诉成立"}, {"投诉单号": "C-1", "商品ID": "712345678902", "处理结果": "驳回"},
            {"投诉单号": "C-1", "商品ID": "712345678909", "处理结果": "驳回"}]  # fmt: skip
    found = desk.outcomes(desk.export("e.csv", rows))
    assert statuses(desk)[:2] == ["accepted", "rejected"]
    assert ["no row with the item ID" in row.why for row in found.refused] == [True]


def test_a_link_to_another_site_with_the_same_item_is_the_complaints_link(desk):
    link = "https://detail.tmall.hk/hk/item.htm?id=712345678902"
    desk.outcomes(desk.export("e.csv", [{"Complaint": "C-1", "Link": link, "Status": "auditNoPass"}]))
    assert statuses(desk)[:2] == ["submitted", "rejected"]


def test_a_counter_notice_with_its_day_in_a_column_of_its_own_is_a_result(desk):
    exported = {
        "Complaint": "C-1",
        "Status": "accepted",
        "Counter Notice": "Successful",
        "Counter Notice Date": "26 Jun 2026",
    }
    desk.outcomes(desk.export("e.csv", [exported]))
    row = desk.rows("Complaints")[0]
    assert (row["Status"], row["Counter noticed"]) == (
        "reinstated",
        "2026-06-26",
    )
