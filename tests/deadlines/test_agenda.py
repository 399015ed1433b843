"""The deadlines of a small team, with days counted manually; and the calendar file."""

from datetime import date

import icalendar
import openpyxl
import pytest

from ippbook import deadlines, ooxml, pipeline, workbook_builder
from ippbook.cli.render import icalendar as calendars
from ippbook.tables.book import SettingsTyped, Table, Tables
from ippbook.tables.records import record
from ippbook.tables.values import read_value, series

AS_OF = date(2026, 6, 30)


def table(name: str, **columns: list[str]) -> Table:
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


def agenda(*tables: Table, days: int = 30, **settings: object) -> tuple[deadlines.Due, ...]:
    book = Tables.of(*tables, settings=SettingsTyped(dict(settings)))
    return deadlines.agenda(pipeline.wire(book, AS_OF), days)


def complaints(**columns: list[str]) -> Table:
    length = len(next(iter(columns.values())))
    return table("Complaints", **({"complaint": ["C-1"] * length, "account": ["a"] * length} | columns))


def kinds(found: tuple[deadlines.Due, ...]) -> list[tuple[str, str]]:
    return [(due.kind, str(due.day)) for due in found]


def test_an_appealed_complaint_owes_an_answer_in_three_working_days_and_word_of_a_suit_in_fifteen_days():
    found = agenda(complaints(status=["counter-noticed"], counter_noticed=["2026-06-26"]))
    assert kinds(found) == [("reply", "2026-07-01"), ("suit", "2026-07-11")]
    assert found[0].left(AS_OF) == 1
    assert found[0].place == "Complaints!K2" or found[0].place.startswith("Complaints!")


def test_what_the_platform_already_decides_owes_no_answer_but_the_time_to_sue_runs():
    assert kinds(agenda(complaints(status=["intervention"], counter_noticed=["2026-06-26"]))) == [
        ("suit", "2026-07-11")
    ]


@pytest.mark.parametrize("status", ["upheld", "reinstated", "withdrawn", "rejected", "draft"])
def test_what_is_over_or_not_begun_owes_nothing(status):
    assert agenda(complaints(status=[status], counter_noticed=["2026-06-26"], decided=["2026-06-20"])) == ()


def test_an_answer_that_is_overdue_stays_on_the_list_however_old():
    found = agenda(complaints(status=["counter-noticed"], counter_noticed=["2025-01-06"]), days=0)
    assert kinds(found) == [("reply", "2025-01-09"), ("suit", "2025-01-21")]


def test_links_of_one_complaint_that_run_from_one_day_are_one_entry():
    found = agenda(
        complaints(
            status=["intervention"] * 4,
            complaint=["C-1", "C-1", "C-1", "C-2"],
            counter_noticed=["2026-06-26", "2026-06-26", "2026-06-25", "2026-06-26"],
        )
    )
    assert [(due.key, str(due.since), due.links) for due in found] == [
        ("C-1", "2026-06-25", 1),
        ("C-1", "2026-06-26", 2),
        ("C-2", "2026-06-26", 1),
    ]


def test_a_complaint_without_decision_is_due_for_a_question_after_seven_working_days():
    assert kinds(agenda(complaints(status=["submitted"], filed=["2026-06-22"]))) == [("decision", "2026-07-01")]


def test_the_seller_has_three_working_days_and_only_while_they_run():
    found = agenda(complaints(status=["accepted", "accepted"], decided=["2026-06-29", "2026-06-01"]))
    assert kinds(found) == [("answer", "2026-07-02")]


def test_rights_and_powers_of_attorney_that_end_within_the_days_are_listed_and_later_ones_are_not():
    rights = table("Rights", right=["R1", "R2", "R3"], expires=["2026-07-30", "2026-07-31", "2026-06-29"])
    accounts = table("Accounts", account=["a"], poa_end=["2026-07-01"])
    assert kinds(agenda(rights, accounts)) == [("authority", "2026-07-01"), ("right", "2026-07-30")]


def test_a_time_that_ends_on_the_day_itself_is_still_listed():
    found = agenda(
        complaints(status=["accepted"], decided=["2026-06-25"]),
        table(
            "Rights", right=["R1", "R2"], right_type=["trademark", ""], number=["123", ""], expires=["2026-06-30"] * 2
        ),
        table("Accounts", account=["a"], poa_end=["2026-06-30"]),
        days=0,
    )
    assert kinds(found) == [(kind, "2026-06-30") for kind in ("answer", "authority", "right", "right")]
    assert [due.left(AS_OF) for due in found] == [0] * 4
    assert [(due.key, due.account, due.links, due.since) for due in found[1:]] == [
        ("a", "a", 1, None),
        ("R1", "", 1, None),
        ("R2", "", 1, None),
    ]
    assert ["trademark 123" in due.what for due in found[2:]] == [True, False]
    assert "the right ends" in found[3].what


def test_a_time_that_ended_the_day_before_is_not_listed():
    assert (
        agenda(
            complaints(status=["accepted"], decided=["2026-06-24"]),
            table("Rights", right=["R1"], expires=["2026-06-29"]),
            table("Accounts", account=["a"], poa_end=["2026-06-29"]),
        )
        == ()
    )


def test_more_days_than_the_calendar_has_list_everything():
    rights = table("Rights", right=["R1"], expires=["9999-12-31"])
    assert kinds(agenda(rights, days=10**9)) == [("right", "9999-12-31")]


def test_a_working_day_of_an_unpublished_year_is_an_estimate_and_a_calendar_day_is_not():
    late = deadlines.published_until().replace(year=deadlines.published_until().year + 1, month=6, day=1)
    found = agenda(complaints(status=["counter-noticed"], counter_noticed=[str(late)]), days=3_000)
    assert [(due.kind, due.estimated) for due in found] == [("reply", True), ("suit", False)]
    known = agenda(complaints(status=["counter-noticed"], counter_noticed=["2026-06-26"]))
    assert [due.estimated for due in known] == [False, False]


def test_each_kind_of_deadline_follows_its_own_setting():
    rows = complaints(status=["accepted", "submitted"], decided=["2026-06-29", ""], filed=["", "2026-06-22"])
    found = agenda(rows, **{"Seller working days": 1, "Handling working days": 8})
    assert kinds(found) == [("answer", "2026-06-30"), ("decision", "2026-07-02")]


def test_the_times_are_settings_of_the_workbook():
    row = complaints(status=["counter-noticed"], counter_noticed=["2026-06-26"])
    found = agenda(row, **{"Reply working days": 5, "Suit days counted": "working"})
    assert kinds(found) == [("reply", "2026-07-03"), ("suit", "2026-07-17")]


def test_an_empty_workbook_has_nothing_due():
    assert agenda() == ()


def test_the_calendar_file_says_the_same_to_another_reader_and_is_the_same_twice():
    found = agenda(
        complaints(
            status=["counter-noticed"] * 2,
            complaint=["C;1, “x”\n", "C-2"],
            counter_noticed=["2026-06-26", "2026-06-29"],
        )
    )
    data = calendars.calendar(found, AS_OF)
    assert data == calendars.calendar(found, AS_OF)
    events = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert [(event.decoded("dtstart"), str(event["categories"].cats[0])) for event in events] == [
        (due.day, due.kind) for due in found
    ]
    assert len({str(event["uid"]) for event in events}) == len(found)
    assert all(line[:1] in {b" ", *map(bytes, zip(range(65, 91)))} for line in data.split(b"\r\n") if line)


def test_an_entry_keeps_its_identifier_when_its_day_moves():
    row = complaints(status=["counter-noticed"], counter_noticed=["2026-06-26"])
    early, late = agenda(row)[0], agenda(row, **{"Reply working days": 5})[0]
    assert early.day != late.day
    assert calendars.identifier(early) == calendars.identifier(late)


def test_the_command_lists_what_is_due_and_writes_the_calendar(ippbook, sample_path, tmp_path):
    target = tmp_path / "due.ics"
    ran = ippbook("due", sample_path, "--as-of", "2026-10-31", "--ics", target)
    assert ran.code == 0
    assert "answer the seller's counter-notice" in ran.out
    rows = ran.out.splitlines()[2:]
    assert len(icalendar.Calendar.from_ical(target.read_bytes()).walk("VEVENT")) == len(rows)


def test_the_command_refuses_a_calendar_that_cannot_be_written(ippbook, sample_path, tmp_path):
    ran = ippbook("due", sample_path, "--ics", tmp_path / "none" / "due.ics")
    assert (ran.code, "does not exist" in ran.err, str(tmp_path / "none") in ran.err) == (2, True, True)


def test_recalculation_writes_the_deadlines_into_the_workbook_as_days(tmp_path):
    path = tmp_path / "team.xlsx"
    workbook_builder.draw(path)
    book = ooxml.open(path)
    headers = {text: place for place, text in enumerate(book.tables["Complaints"].columns, start=1)}
    edits = ooxml.Edits()
    typed = {"Complaint": "C-1", "Status": "counter-noticed", "Counter noticed": date(2026, 9, 30)}
    for header, value in typed.items():
        edits.put("Complaints", 2, headers[header], value)
    ooxml.save(book, edits)
    pipeline.recalculate(path, as_of=date(2026, 10, 11), today=date(2026, 10, 11))
    row = openpyxl.load_workbook(path)["Complaints"][2]
    found = {header: row[headers[header] - 1].value for header in ("Reply due", "Reply overdue", "Suit due")}
    assert found["Reply due"].date() == date(2026, 10, 10)
    assert (found["Reply overdue"], found["Suit due"].date()) == ("yes", date(2026, 10, 15))
