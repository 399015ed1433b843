"""Reading of values: what hosts, portals and scrapers hand over becomes a typed value or a plain complaint, never a crash."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.normalize import key
from ippbook.ooxml import BLANK, BOOL, ERROR, NUMBER, TEXT, CellColumn
from ippbook.tables.read_column import read_column
from ippbook.tables.records import record
from ippbook.tables.schema import Kind, vocabulary_of
from ippbook.tables.texts import choice
from ippbook.tables.values import (
    Unreadable,
    date_from_text,
    number_from_text,
    read_value,
    text_from_number,
    yes_no,
)


def column(*cells):
    """A column of cells from Python values: str, float, bool, None; ("#N/A",) means an error."""
    kind, number, text = [], [], []
    for cell in cells:
        error = isinstance(cell, tuple)
        kind.append(
            ERROR
            if error
            else BLANK
            if cell is None
            else BOOL
            if isinstance(cell, bool)
            else TEXT
            if isinstance(cell, str)
            else NUMBER
        )
        number.append(float(cell) if isinstance(cell, bool | int | float) else np.nan)
        text.append(cell[0] if error else cell if isinstance(cell, str) else "")
    texts = np.empty(len(cells), dtype=object)
    texts[:] = text
    return CellColumn(
        2,
        np.array(kind, dtype=np.uint8),
        np.array(number, dtype=float),
        texts,
        np.zeros(len(cells), dtype=bool),
        np.zeros(len(cells), dtype=np.int32),
        None,
    )


def days(found):
    return [str(day)[:10] for day in found.to_numpy().astype("datetime64[D]")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-01-31", date(2026, 1, 31)),
        ("2026/1/31", date(2026, 1, 31)),
        ("2026.01.31", date(2026, 1, 31)),
        ("２０２６－０１－３１", date(2026, 1, 31)),
        ("2026年1月31日", date(2026, 1, 31)),
        ("2026-01-31 23:59:59", date(2026, 1, 31)),
        ("2026-01-31T23:59:59Z", date(2026, 1, 31)),
        ("20260131", date(2026, 1, 31)),
        ("31.01.2026", date(2026, 1, 31)),
        ("03.04.2026", date(2026, 4, 3)),
        ("31/01/2026", date(2026, 1, 31)),
        ("01/31/2026", date(2026, 1, 31)),
        ("05/05/2026", date(2026, 5, 5)),
        ("31 Jan 2026", date(2026, 1, 31)),
        ("January 31, 2026", date(2026, 1, 31)),
        ("1st Sept. 2026", date(2026, 9, 1)),
        ("\u200b2026-01-31\xa0", date(2026, 1, 31)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_date_is_read_in_every_order_that_leaves_no_doubt(text, day):
    assert date_from_text(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026",
        "3-4-2026",
        "2026-02-30",
        "2025-02-29",
        "13/13/2026",
        "0000-01-01",
        "31 Foo 2026",
        "soon",
        "1/2/26",
    ],
)
def test_a_date_in_doubt_or_that_does_not_exist_is_refused_with_a_reason(text):
    with pytest.raises(Unreadable) as refusal:
        date_from_text(text)
    assert refusal.value.why


def test_both_readings_of_a_doubtful_date_are_offered():
    with pytest.raises(Unreadable) as refusal:
        date_from_text("03/04/2026")
    assert "2026-04-03" in refusal.value.why
    assert "2026-03-04" in refusal.value.why


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_every_day_is_read_back_from_its_iso_and_chinese_form(day):
    assert date_from_text(day.isoformat()) == day
    assert date_from_text(f"{day.year}年{day.month}月{day.day}日") == day


@pytest.mark.parametrize(
    ("serial", "day"),
    # 1 and 60 are Excel's: it believes in 29 February 1900, so serials from 61 on are off by one (documented by Microsoft)
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (61, "1900-03-01"),
        (46053.75, "2026-01-31"),
        (2958465, "9999-12-31"),
        (20260131, "2026-01-31"),
    ],
)
def test_serials_are_days_as_excel_counts_them(serial, day):
    found, faults = read_column(column(serial), Kind.DATE)
    assert days(found) == [day]
    assert faults == []


def test_a_workbook_of_1904_counts_from_1904():
    # openpyxl and Excel agree: serial 44591 of 1904 is 2026-01-31 (46053 - 1462).
    found, _ = read_column(column(44591, "2026-01-31", None), Kind.DATE, date1904=True)
    assert days(found) == ["2026-01-31", "2026-01-31", "NaT"]
    numbers, _ = read_column(column(44591), Kind.NUMBER, date1904=True)
    assert list(numbers) == [44591]


def test_numbers_that_are_no_days_are_faults_and_their_neighbours_are_read():
    found, faults = read_column(column(-1, 46053, 1e9, True), Kind.DATE)
    assert days(found) == ["NaT", "2026-01-31", "NaT", "NaT"]
    assert [(fault.row, fault.code) for fault in faults] == [(0, "CL101"), (2, "CL101"), (3, "CL101")]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1,234.50", 1234.5),
        ("￥99", 99),
        ("１２", 12),
        ("12 %", 0.12),
        ("USD 5", 5),
        ("1e3", 1000),
        ("-0.5", -0.5),
        ("1 234 567", 1234567),
        ("99元", 99),
    ],
)
def test_a_number_stored_as_text_is_a_number(text, number):
    assert number_from_text(text) == number


@pytest.mark.parametrize("text", ["12a", "1.2.3", "1,2,3", "e5", "--1", "1e999", "NaN", "inf", "0x10", ""])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Unreadable):
        number_from_text(text)


def test_a_number_in_a_text_column_loses_its_point_and_keeps_its_digits():
    found, faults = read_column(column(8123456.0, 0.5, "8123456", True), Kind.TEXT)
    assert list(found) == ["8123456", "0.5", "8123456", "yes"]
    assert faults == []


def test_true_and_one_in_one_text_column_stay_apart():
    found, _ = read_column(column(True, 1.0, False, 0.0), Kind.TEXT)
    assert list(found) == ["yes", "1", "no", "0"]


def test_an_item_id_of_sixteen_digits_stored_as_a_number_is_warned_of():
    found, faults = read_column(column(1005005968714360.0, 520813250866.0), Kind.TEXT)
    assert list(found) == ["1005005968714360", "520813250866"]
    assert [(fault.row, fault.code) for fault in faults] == [(0, "CL201")]


def test_an_endless_number_is_refused():
    with pytest.raises(Unreadable):
        text_from_number(float("inf"))


def test_an_error_in_a_cell_is_a_fault_and_its_value_blank():
    found, faults = read_column(column(("#N/A",), "x"), Kind.TEXT)
    assert list(found) == ["", "x"]
    assert [(fault.row, fault.code, fault.why) for fault in faults] == [(0, "CL102", "#N/A")]


def test_choices_are_read_in_every_spelling_and_refused_with_the_list():
    found, faults = read_column(
        column("Trade Mark", "商标", "ｔｒａｄｅｍａｒｋ", "moon", None), Kind.CHOICE, vocabulary_of("right_types")
    )
    assert list(found) == ["trademark", "trademark", "trademark", "", ""]
    assert faults[0].row == 3
    assert "use one of: trademark, copyright" in faults[0].why


def test_the_list_after_an_unread_chinese_choice_is_in_chinese():
    with pytest.raises(Unreadable) as refusal:
        choice("售卖假货", vocabulary_of("reasons"))
    assert refusal.value.why.startswith("use one of: 假货：真假对比、滥用商标关键词")


@pytest.mark.parametrize(
    ("value", "word"),
    [("是", "yes"), (True, "yes"), (1.0, "yes"), ("X", "yes"), ("否", "no"), (0.0, "no"), ("", ""), (None, "")],
)
def test_yes_and_no_are_read_from_what_hosts_say_for_them(value, word):
    assert yes_no(value) == word


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.sampled_from(["2026-01-31", "03/04/2026", "yes", "trademark", "1,234", "=1+1", "{{x}}", "9" * 400]),
    st.tuples(st.sampled_from(["#N/A", "#VALUE!", "#REF!"])),
)


@pytest.mark.parametrize("kind", list(Kind))
@given(cells=st.lists(CELLS, max_size=20))
def test_no_column_of_cells_raises_and_each_cell_is_either_read_or_a_fault(kind, cells):
    closed = vocabulary_of("right_types") if kind is Kind.CHOICE else None
    found, faults = read_column(column(*cells), kind, closed)
    assert len(found) == len(cells)
    wanted = "datetime64[s]" if kind is Kind.DATE else float if kind.numeric else object
    assert found.dtype == np.dtype(wanted)
    assert [fault.row for fault in faults] == sorted(fault.row for fault in faults)
    assert all(fault.why for fault in faults)


@pytest.mark.parametrize("kind", [Kind.TEXT, Kind.DATE, Kind.YES_NO])
@given(cells=st.lists(st.one_of(st.none(), st.booleans(), st.floats(-1e15, 1e15), st.text(max_size=12)), max_size=12))
def test_a_column_reads_each_cell_as_it_would_be_read_alone(kind, cells):
    found, _ = read_column(column(*cells), kind)
    for cell, value in zip(cells, found.to_numpy(), strict=True):
        try:
            alone = read_value(cell, kind)
        except Unreadable:
            alone = read_value(None, kind)
        if kind is Kind.DATE:
            assert str(value)[:10] == str(alone or "NaT")
        else:
            assert value == alone


def _words(table, name):
    field = record(table).field(name)
    return lambda text: read_value(text, field.kind, field.words)


@pytest.mark.parametrize(
    ("table", "name", "yes", "no"),
    [
        ("Accounts", "identity_verified", ["verified", "已认证", "Approved", "已通过", "审核通过"], ["Under review", "not yet", "审核中", "not verified", "未认证", "pending", "审核不通过"]),
        ("Accounts", "disclaimer_accepted", ["accepted", "已接受", "已签署"], ["未接受", "not accepted", "declined"]),
        ("Accounts", "red_chop", ["已盖章", "sealed"], ["未盖章", "not sealed"]),
        ("Listings", "whitelisted", ["authorised", "已授权", "白名单"], ["未授权", "unauthorised"]),
        ("Rights", "china_certificate", ["in hand", "已取得"], ["applied for", "未取得"]),
    ],
)  # fmt: skip
def test_the_words_of_a_column_mean_yes_and_no_in_that_column(table, name, yes, no):
    read = _words(table, name)
    assert [read(text) for text in yes] == ["yes"] * len(yes)
    assert [read(text) for text in no] == ["no"] * len(no)


def test_a_word_of_one_column_means_nothing_in_another():
    with pytest.raises(Unreadable):
        _words("Accounts", "red_chop")("verified")
    with pytest.raises(Unreadable):
        _words("Listings", "whitelisted")("under review")


_ASIDE = ["no longer verified", "verified?", "verified: no", "已认证失败", "部分接受", "accepted in part", "yes and no", "not", "未", "un", "已", "to be verified"]  # fmt: skip


@pytest.mark.parametrize("text", _ASIDE)
@pytest.mark.parametrize(
    "name", ["identity_verified", "disclaimer_accepted", "red_chop", "poa_enforcement", "poa_title"]
)
def test_no_word_is_yes_because_it_has_a_yes_in_it(text, name):
    if text == "verified?" and name == "identity_verified":
        return  # a mark of punctuation is not compared
    with pytest.raises(Unreadable):
        _words("Accounts", name)(text)


@given(st.text(max_size=20))
def test_a_random_text_is_never_yes(text):
    for name in ("identity_verified", "disclaimer_accepted", "red_chop"):
        field = record("Accounts").field(name)
        known = {key(word) for word in f"{field.column.yes}|{field.column.no}".split("|")}
        try:
            found = read_value(text, field.kind, field.words)
        except Unreadable:
            continue
        assert not found or key(text) in known or yes_no(text) == found


@pytest.mark.parametrize(
    ("text", "status"),
    [("卖家申诉中", "counter-noticed"), ("Under review", "submitted"), ("Successful", "accepted"), ("已下架", "accepted"), ("审核未通过", "rejected"),
     ("申诉驳回", "upheld"), ("Appeal successful", "reinstated"), ("撤销投诉", "withdrawn"), ("宝贝不存在", "link dead"), ("平台介入中", "intervention")],
)  # fmt: skip
def test_the_words_of_portals_are_statuses(text, status):
    assert vocabulary_of("statuses").read(text) == status


@pytest.mark.parametrize(
    ("text", "status"),
    [("已认证", "approved"), ("Under review", "pending"), ("verified", "approved"), ("未通过", "rejected")],
)
def test_the_words_of_portals_are_statuses_of_a_right(text, status):
    assert vocabulary_of("right_statuses").read(text) == status
