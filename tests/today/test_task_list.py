"""What to do: each case is a small team in memory; the sample is compared with `pack`, which finds what is ready in another way."""

from datetime import date, timedelta

import pytest

from ippbook import pipeline
from ippbook.cases.filing.package import unready_rows
from ippbook.cases.filing.workbook_view import FilingView, LinkStage
from ippbook.errors import UserError
from ippbook.tables.book import SettingsTyped, Table, Tables
from ippbook.tables.records import record
from ippbook.tables.values import read_value, series
from ippbook.today.task_list import MOST_TASKS, task_list, with_remark
from ippbook.today.tiles import PLACES, TILE_LINES, TileRow, tile_table
from ippbook.today.urgency import TaskKind, Urgency

DAY = date(2026, 6, 30)


def table(name, /, **columns):
    fields = {field.name: field for field in record(name).fields()}
    return Table.of(
        name,
        {
            key: series(
                [read_value(text, fields[key].kind, fields[key].vocabulary) for text in texts], fields[key].kind
            )
            for key, texts in columns.items()
        },
    )


def listed(*tables, days=7, most=1_000, account="", **settings):
    book = Tables.of(*tables, settings=SettingsTyped(dict(settings)))
    return task_list(pipeline.examine(book, DAY).wiring, days, most, account)


def of_kind(found, *kinds):
    return [task for task in found.tasks if task.kind in kinds]


def links(count, first=0):
    return [f"https://item.taobao.com/item.htm?id={210_000_000_000 + first + place}" for place in range(count)]


RIGHTS = table(
    "Rights",
    right=["TM1"], name=["Nova"], owner=["Nova Ltd"], registered=["2020-01-01"], right_type=["trademark"], number=["12345678"], office=["CN"], expires=["2030-01-01"], status=["approved"], classes=["18"],
)  # fmt: skip
ACCOUNTS = table("Accounts", account=["brand", "agent"])


def appealed(count, noticed, account="brand"):
    return table(
        "Complaints",
        complaint=[f"C-{place}" for place in range(count)], listing=[f"L{place}" for place in range(count)],
        account=[account] * count, status=["counter-noticed"] * count, filed=["2026-05-01"] * count,
        decided=["2026-05-08"] * count, counter_noticed=noticed,
    )  # fmt: skip


LISTINGS = table("Listings", listing=["L0", "L1"], url=links(2), seller=["Nova", ""], store=["", "Nova shop"])


def test_nothing_in_the_workbook_is_nothing_to_do():
    found = listed()
    assert (found.tasks, found.standings, found.summary) == ((), (), "2026-06-30: nothing to do")


def test_a_late_answer_says_how_late_for_which_account_and_seller_and_leads_to_its_cell():
    found = listed(LISTINGS, ACCOUNTS, appealed(1, ["2026-06-05"]))
    (task,) = of_kind(found, TaskKind.REPLY)
    assert (task.urgency, task.when, task.account, task.seller) == (Urgency.NOW, "20 days late", "brand", "Nova")
    assert task.url == links(1)[0]
    sheet, cell = task.address.split("!")
    assert (sheet, cell[-1]) == ("Complaints", "2")
    assert "C-0" in task.what


def test_three_equal_tasks_have_a_line_each_and_four_share_one_that_says_their_number():
    three, four = (of_kind(listed(appealed(count, ["2026-06-05"] * count)), TaskKind.REPLY) for count in (3, 4))
    assert [task.count for task in three] == [1, 1, 1]
    assert [(task.count, "4" in task.what) for task in four] == [(4, True)]


def test_forty_listings_with_one_error_are_one_line_that_leads_to_the_first():
    short = [f"https://m.tb.cn/h.{place}" for place in range(40)]
    found = listed(table("Listings", listing=["ok", *[f"L{place}" for place in range(40)]], url=[links(1)[0], *short]))
    (task,) = [task for task in found.tasks if task.code == "LS106"]
    assert (task.count, task.address) == (40, "Listings!B3")
    assert "40" in task.what


def test_an_error_stops_a_filing_now_only_where_a_draft_needs_the_row():
    drafts = table("Complaints", complaint=["P-1"], listing=["L0"], right=["GONE"], account=["brand"], status=["draft"])
    found = listed(RIGHTS, ACCOUNTS, LISTINGS, drafts)
    assert of_kind(found, TaskKind.ERROR)
    assert found.tasks[0].kind is TaskKind.ERROR
    assert {task.table for task in of_kind(found, TaskKind.ERROR)} == {"Complaints"}
    filed = table(
        "Complaints", complaint=["C-1"], listing=["L0"], right=["GONE"], account=["brand"], status=["rejected"], filed=["2026-06-01"],
    )  # fmt: skip
    over = listed(RIGHTS, ACCOUNTS, LISTINGS, filed)
    assert not of_kind(over, TaskKind.ERROR)
    assert of_kind(over, TaskKind.OLD_ERROR)


@pytest.mark.parametrize(
    ("days", "kinds"), [(3, {TaskKind.AUTHORITY}), (29, {TaskKind.AUTHORITY}), (31, set()), (-1, set())]
)
def test_a_power_of_attorney_is_listed_from_its_last_reminder_on(days, kinds):
    ends = table("Accounts", account=["agent"], poa_end=[str(DAY + timedelta(days=days))], poa_start=["2020-01-01"])
    found = {task.kind for task in of_kind(listed(ends), TaskKind.AUTHORITY)}
    assert found == kinds


def test_more_days_ahead_list_more():
    ends = table("Accounts", account=["agent"], poa_end=[str(DAY + timedelta(days=50))], poa_start=["2020-01-01"])
    assert not of_kind(listed(ends), TaskKind.AUTHORITY)
    assert of_kind(listed(ends, days=60), TaskKind.AUTHORITY)


def test_a_seller_that_is_authorised_is_never_a_listing_to_report():
    white = table(
        "Listings", listing=["L0", "L1", "L2"], url=links(3), seller=["Nova", "Nova", "Other"], right=["TM1"] * 3,
        whitelisted=["yes", "", ""],
    )  # fmt: skip
    (task,) = of_kind(listed(RIGHTS, ACCOUNTS, white), TaskKind.PLAN)
    assert (task.count, task.seller) == (1, "Other")


def test_what_is_ready_is_what_pack_would_pack(sample_study):
    found = task_list(sample_study.wiring)
    view, unready = FilingView(sample_study), unready_rows(sample_study)
    number = view.complaints("complaint")
    unfiled = [row for row, stage in enumerate(view.stages) if stage is LinkStage.UNFILED]
    filled = sample_study.tables["Complaints"].filled
    ready = {number[row] for row in unfiled if row not in unready and filled[row]}
    assert sum(task.count for task in of_kind(found, TaskKind.FILE)) == len(ready) > 3


def test_every_error_of_the_sample_is_on_the_list(sample_study):
    found = task_list(sample_study.wiring)
    errors = sum(len(batch) for batch in sample_study.batches if batch.problem.severity.word == "error")
    listed_now = sum(task.count for task in of_kind(found, TaskKind.ERROR, TaskKind.FLAW))
    old = sum(int(task.what.split()[1]) for task in of_kind(found, TaskKind.OLD_ERROR))
    assert listed_now + old == errors


def test_the_list_of_the_sheet_is_short_and_says_what_it_leaves_out(sample_study):
    every = task_list(sample_study.wiring)
    short = with_remark(task_list(sample_study.wiring, most=12), 12)
    assert len(short) == 12
    assert len(task_list(sample_study.wiring, most=MOST_TASKS).tasks) <= MOST_TASKS < len(every.tasks)
    assert short[-1].kind is TaskKind.MORE
    assert int(short[-1].what.split()[1]) == short[-1].count > 1


def test_the_tasks_of_one_account_are_its_own_and_an_unknown_one_is_refused(sample_study):
    found = task_list(sample_study.wiring, account="HUANYU-ipr")
    assert {task.account for task in found.tasks} == {"huanyu-ipr"}
    assert [each.account for each in found.standings] == ["huanyu-ipr"]
    with pytest.raises(UserError, match="nordlys-legal"):
        task_list(sample_study.wiring, account="nordlis-legal")


def test_a_standing_says_what_the_columns_of_accounts_say(sample_study):
    found, accounts = task_list(sample_study.wiring).standings, sample_study.tables["Accounts"]
    computed = sample_study.computed
    for each in found:
        row = each.row
        assert accounts.columns["account"][row] == each.account
        assert each.qualifies is (computed["Accounts", "Qualifies"][row] == "yes")
        assert each.headroom == computed["Accounts", "Head-room"][row]
        assert each.takedown_rate == pytest.approx(computed["Accounts", "Takedown rate"][row])


def test_accounts_have_a_tile_each_and_those_after_the_eighth_are_counted():
    names = [f"account-{place}" for place in range(PLACES + 3)]
    standings = listed(table("Accounts", account=names)).standings
    rows = tile_table("", standings)
    shown = [rows[band][place] for band in TileRow.BANDS for place in range(PLACES // 2)]
    assert shown == names[:PLACES]
    assert rows[TileRow.REST][0] == "and 3 more: see Good-Faith"
    assert {len(row) for row in rows} == {PLACES // 2}


def test_an_account_that_does_not_exist_has_no_line_in_its_tile():
    rows = tile_table("", listed(ACCOUNTS).standings)
    band = TileRow.BANDS[0]
    assert all(rows[band + line][2:] == ["", ""] for line in range(TILE_LINES))


def test_accounts_that_only_complaints_name_have_a_tile_too():
    found = listed(appealed(2, ["2026-06-05"] * 2, account="somebody"))
    assert [(each.account, each.row) for each in found.standings] == [("somebody", -1)]


def test_a_counter_notice_without_a_readable_day_is_a_task_for_now():
    undated = table(
        "Complaints", complaint=["C-1", "C-2"], listing=["L0", "L1"], account=["brand", "brand"],
        status=["counter-noticed", "counter-noticed"], counter_noticed=["", "2026-06-29"],
    )  # fmt: skip
    first, *_ = of_kind(listed(LISTINGS, undated), TaskKind.REPLY)
    assert (first.urgency, first.when, first.address[-1]) == (Urgency.NOW, "", "2")
    assert "C-1" in first.what
