"""Numbers as offices, certificates and teams write them, for the offices that brand teams cite most."""

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog import offices
from ippbook.catalog.vocabulary import load_vocabulary

MARK, DESIGN = "trademark", "design patent"
CITED = ["GB", "JP", "KR", "DE", "FR", "BX", "CH", "CA", "AU", "IN", "TR", "BR", "MX", "RU", "TW", "HK", "SG"]
PRINTED = [
    # ipp-facts 14, as a reader must take them
    ("注册商标第17528858号", MARK, "CN", "17528858"),
    ("国际注册第1221382号", MARK, "CN", "G1221382"),
    ("国际注册第1221382号", MARK, "WIPO", "1221382"),
    ("软著登字第2016SR172900号", "software copyright", "CN", "2016SR172900"),
    ("USPTO Reg. No. 7,924,799", MARK, "US", "7924799"),
    ("Ser. No. 98-580,310", MARK, "US", "98/580,310"),
    ("EUTM-017966390", MARK, "EU", "017966390"),
    ("W 1 662 319", MARK, "EU", "W01662319"),
    ("REUD 015012345-0001", DESIGN, "EU", "015012345-0001"),
    ("17528858 第9类", MARK, "CN", "17528858"),
    ("17528858 Class 9", MARK, "CN", "17528858"),
    ("第17528858号（第9类）", MARK, "CN", "17528858"),
    ("第17528858号第9类", MARK, "CN", "17528858"),
    ("Reg. No. 7,924,799 (Int. Cl. 9, 25)", MARK, "US", "7924799"),
    ("123456789", MARK, "CN", "123456789"),
    ("DM/083512", DESIGN, "WIPO", "DM/083512"),
    # like them
    ("商标注册号：17528858", MARK, "CN", "17528858"),
    ("第17528858号商标", MARK, "CN", "17528858"),
    ("International Registration No. 1221382", MARK, "CN", "G1221382"),
    ("IR 1221382", MARK, "DE", "IR 1221382"),
    ("WO0000001221382", MARK, "GB", "IR 1221382"),
    ("국제등록 제1221382호", MARK, "KR", "IR 1221382"),
    ("国際登録第1221382号", MARK, "JP", "IR 1221382"),
    ("registration 5123456", MARK, "US", "5123456"),
    ("№ 989247", MARK, "RU", "989247"),
    ("marque n° 4763067", MARK, "FR", "4763067"),
    ("Registernummer: 30 2024 240 269", MARK, "DE", "30 2024 240 269"),
    ("제 40－1795866 호", MARK, "KR", "40-1795866"),
    ("상표등록번호 : 제 40-2118064 호", MARK, "KR", "40-2118064"),
    ("40-0222222", MARK, "KR", "40-0222222"),
    ("商標登録第６９４２７５６号", MARK, "JP", "6942756"),
    ("T1234567I", MARK, "SG", "T1234567I"),
    ("第9类 第17528858号", MARK, "CN", "17528858"),
    ("UK registered design 6460391", DESIGN, "GB", "6460391"),
    ("意匠登録1811771", DESIGN, "JP", "1811771"),
    ("DE 30 2024 240 269.4/25", MARK, "DE", "30 2024 240 269"),
    ("Des. 456,789", DESIGN, "US", "D456789"),
    ("EU TM No. 018123456", MARK, "EU", "018123456"),
    ("新式樣第D123456號", DESIGN, "TW", "D123456"),
    ("Registro 1712345", MARK, "MX", "1712345"),
]  # fmt: skip
APPLICATIONS = [
    ("40-2025-0164692", MARK, "KR"), ("30-2010-0011603", DESIGN, "KR"), ("商願2019-123456", MARK, "JP"), ("2020-001234", DESIGN, "JP"),
    ("2019712345", MARK, "RU"), ("2019501234", DESIGN, "RU"), ("108012345", MARK, "TW"), ("52345/2019", MARK, "CH"),
    ("MX/f/2019/001234", DESIGN, "MX"),
]  # fmt: skip


@pytest.mark.parametrize(("number", "right_type", "office", "printed"), PRINTED)
def test_a_number_is_read_as_it_stands_in_print(number, right_type, office, printed):
    assert offices.check_number(number, right_type, office) == ""
    assert offices.number_valid(number, right_type, office) == "yes"
    assert offices.format_number(number, right_type, office) == printed
    assert offices.format_number(printed, right_type, office) == printed


@pytest.mark.parametrize(
    ("number", "classes"),
    [
        ("17528858 第9类", "9"), ("17528858 Class 9", "9"), ("17528858（第9、25类）", "9、25"), ("17528858 Cl. 9, 25", "9, 25"),
        ("17528858 classes 9 and 25", "9 and 25"), ("17528858 Kl. 25", "25"), ("17528858", ""), ("第17528858号", ""), ("2016SR172900", ""),
        ("第9类 第17528858号", "9"), ("第9类 123", ""), ("Class 9", ""), ("", ""), ("1752885809类", ""), ("Classic 1752", ""),
    ],
)  # fmt: skip
def test_a_class_behind_a_number_is_found_and_nothing_else_is_taken_for_one(number, classes):
    assert offices.class_behind(number) == classes


@pytest.mark.parametrize(("number", "right_type", "office"), APPLICATIONS)
def test_the_number_of_an_application_is_no_registration(number, right_type, office):
    wrong = offices.wrong_number(number, right_type, office)
    assert wrong is not None
    assert (wrong.kind, wrong.certain) == ("application", True)
    assert number.split("/")[-1] in wrong.sentence


@pytest.mark.parametrize("office", ["EU", "KR", "JP", "CN", "VN"])
def test_a_hague_number_under_a_country_names_wipo(office):
    wrong = offices.wrong_number("dm 83512", DESIGN, office)
    assert wrong is not None
    assert (wrong.kind, "WIPO" in wrong.sentence, "DM/083512" in wrong.sentence) == ("other office", True, True)


@pytest.mark.parametrize("office", CITED)
def test_every_cited_office_has_formats_and_terms_of_marks_and_designs(office):
    day = dt.date(2021, 3, 1)
    for right_type in (MARK, DESIGN):
        assert offices.is_known(right_type, office)
        assert offices.protection(right_type, office, filed=day, registered=day).until
        wrong = offices.wrong_number("pending", right_type, office)
        assert wrong is not None
        assert not wrong.certain  # only what is certain is an error


@pytest.mark.parametrize(
    ("right_type", "office", "filed", "registered", "until", "basis"),
    [
        (MARK, "GB", "2020-05-20", "2020-08-01", "2030-05-19", "first term"),
        (MARK, "JP", "2020-05-20", "2021-02-01", "2031-01-31", "first term"),
        (DESIGN, "JP", "2020-05-20", "2021-02-01", "2045-05-19", "term"),
        (DESIGN, "JP", "2019-05-20", "2020-02-01", "2040-01-31", "term"),
        (DESIGN, "JP", "2006-05-20", "2007-02-01", "2022-01-31", "term"),
        (DESIGN, "KR", "2014-07-01", "2015-02-01", "2034-06-30", "term"),
        (DESIGN, "KR", "2014-06-30", "2015-02-01", "2030-01-31", "term"),
        (DESIGN, "DE", "2020-05-20", "2020-06-20", "2025-05-19", "first term"),
        (MARK, "CA", "2017-05-20", "2019-06-16", "2034-06-15", "first term"),
        (MARK, "CA", "2017-05-20", "2019-06-17", "2029-06-16", "first term"),
        (DESIGN, "CA", "2019-05-20", "2020-05-20", "2034-05-19", "term"),
        (DESIGN, "CA", "2019-05-20", "2025-05-20", "2035-05-19", "term"),
        (MARK, "MX", "2019-05-20", "2020-01-20", "2029-05-19", "first term"),
        (MARK, "MX", "2019-05-20", "2020-11-05", "2030-11-04", "first term"),
        (MARK, "BR", "2018-05-20", "2020-01-20", "2030-01-19", "first term"),
        (DESIGN, "BR", "2018-05-20", "2020-01-20", "2028-05-19", "first term"),
        (DESIGN, "IN", "2018-05-20", "2019-01-20", "2028-05-19", "first term"),
        (DESIGN, "TW", "2018-05-20", "2019-01-20", "2033-05-19", "term"),
        (DESIGN, "AU", "2018-05-20", "2019-01-20", "2023-05-19", "first term"),
        (MARK, "SG", "2018-05-20", "2019-01-20", "2028-05-19", "first term"),
        (DESIGN, "FR", "2018-05-20", "2018-06-20", "2023-05-19", "first term"),
        (DESIGN, "FR", "2001-09-30", "2001-12-20", None, ""),
        (MARK, "LK", "2018-05-20", "2019-01-20", None, ""),
    ],
)  # fmt: skip
def test_a_right_lasts_as_its_country_s_law_says(right_type, office, filed, registered, until, basis):
    found = offices.protection(right_type, office, dt.date.fromisoformat(filed), dt.date.fromisoformat(registered))
    assert (found.until and found.until.isoformat(), found.basis) == (until, basis)


def test_a_stated_end_of_the_month_is_kept_and_a_later_day_is_cut_to_the_last_possible_one():
    filed = dt.date(2000, 5, 20)
    at_month_end, too_late = dt.date(2025, 5, 31), dt.date(2027, 5, 31)
    assert offices.protected_until(DESIGN, "DE", filed, expires=at_month_end) == at_month_end
    assert offices.protected_until(DESIGN, "DE", filed, expires=too_late) == dt.date(2025, 5, 19)


PAIRS = sorted(offices.number_formats())
ALPHABET = "0123456789 .,-/()ABCDKLMPRSTUWXZ第号类注册商标国际専願등록제호№°'’_\t\u200b"


def test_ten_thousand_random_texts_never_raise_and_are_never_called_right_without_a_number():
    luck = random.Random(20261129)  # the same texts in every run
    for _ in range(10_000):
        text = "".join(luck.choices(ALPHABET, k=luck.randrange(24)))
        pair = PAIRS[luck.randrange(len(PAIRS))]
        answer, sentence = offices.number_valid(text, *pair), offices.check_number(text, *pair)
        assert (answer == "yes") <= (sentence == "" and any(sign.isdecimal() for sign in text)), (text, pair)
        assert (answer == "no") <= (sentence != ""), (text, pair)
        offices.class_behind(text)
        offices.same_number_key(text, *pair)


@given(
    st.sampled_from([form for form in offices.number_formats().values() if form.office in CITED]),
    st.from_regex(r"[A-Z]{0,3}[0-9]{1,13}(-[0-9]{1,4})?", fullmatch=True),
)
def test_a_number_that_is_printed_is_read_as_the_same_number(form, text):
    if form.is_valid(text):
        printed = form.validate(text)
        assert form.validate(printed) == printed
        assert form.same(printed) == form.same(text)


@pytest.mark.parametrize(
    ("number", "office", "settled"),
    [
        ("ZL201710601862.3", "CN", "invention patent"), ("ZL97101765.4", "CN", "invention patent"), ("202021161803", "CN", "utility model"),
        ("专利号：ZL 2020 3 0456789.X", "CN", "design patent"), ("201080063196.9", "CN", "invention patent"), ("8123456", "CN", "patent"),
        ("", "CN", "patent"), ("USD696456S", "US", "design patent"), ("US D1,012,345", "US", "design patent"), ("10,123,456", "US", "invention patent"),
        ("DM/083512", "WIPO", "design patent"), ("10 2012 012 345", "DE", "invention patent"), ("1", "", "patent"),
    ],
)  # fmt: skip
def test_a_patent_is_the_kind_that_its_number_says(number, office, settled):
    assert offices.settled_type("patent", number, office) == settled
    assert offices.settled_type("trademark", number, office) == "trademark"


def test_every_chinese_patent_number_is_right_under_the_type_patent():
    for digits in ("201710601862", "202021161803", "202030456789", "201080063196", "97101765"):
        found = next(
            f"ZL{digits}.{mark}"
            for mark in "0123456789X"
            if not offices.check_number(f"ZL{digits}.{mark}", "patent", "CN")
        )
        assert offices.number_valid(found, "patent", "CN") == "yes"
        assert offices.number_valid(found, offices.settled_type("patent", found, "CN"), "CN") == "yes"


def test_the_type_patent_is_what_people_write():
    types = load_vocabulary("right_types")
    assert [types.read(text) for text in ("patent", "专利", "Patent")] == ["patent"] * 3
    assert types.read("utility patent") == "invention patent"
