"""Numbers are read as their offices print them; a valid number is never refused, a junk one never raises."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog import offices
from ippbook.catalog.vocabulary import load_vocabulary

FORMS = sorted(set(offices.number_formats().values()), key=lambda form: form.name)
PAIRS = sorted(offices.number_formats())

VALID = [
    # published patent numbers (ipp-facts 4.2 [B1, B2, C7])
    ("ZL95115608.X", "invention patent", "CN", "ZL95115608.X"),
    ("ZL97101765.4", "invention patent", "CN", "ZL97101765.4"),
    ("ZL201710601862.3", "invention patent", "CN", "ZL201710601862.3"),
    ("201080063196.9", "invention patent", "CN", "ZL201080063196.9"),
    ("zl 2017 1 0601862.3", "invention patent", "CN", "ZL201710601862.3"),
    ("专利号：ZL201710601862.3", "invention patent", "CN", "ZL201710601862.3"),
    ("2017106018623.0", "invention patent", "CN", "ZL201710601862.3"),
    ("ＺＬ２０１７１０６０１８６２．３", "invention patent", "CN", "ZL201710601862.3"),
    ("95115608x\t", "invention patent", "CN", "ZL95115608.X"),
    # trademarks of China, the China part of a Madrid mark and a divided mark among them (4.1 [L8])
    ("12345678", "trademark", "CN", "12345678"),
    ("第1234567号", "trademark", "CN", "1234567"),
    ("注册号：1234567", "trademark", "CN", "1234567"),
    ("1234567号", "trademark", "CN", "1234567"),
    ("No1234567", "trademark", "CN", "1234567"),
    ("Registration Number: 1234567", "trademark", "CN", "1234567"),
    ("12345678.0", "trademark", "CN", "12345678"),
    ("12345678a", "trademark", "CN", "12345678A"),
    ("G1234567", "trademark", "CN", "G1234567"),
    ("g 987654h", "trademark", "CN", "G987654H"),
    # works and software as published or seen (ipp-facts 4.1, G1)
    ("国作登字-2021-L-00268255", "copyright", "CN", "国作登字-2021-L-00268255"),
    ("国作登字－2026－A－00037559", "copyright", "CN", "国作登字-2026-A-00037559"),
    ("粤作登字-2019-F-00012345", "copyright", "CN", "粤作登字-2019-F-00012345"),
    ("2016SR172900", "software copyright", "CN", "2016SR172900"),
    ("登记号：2014sr001852", "software copyright", "CN", "2014SR001852"),
    ("软著登字第1234567号", "software copyright", "CN", "软著登字第1234567号"),
    # numbers of the European Union, as in 4.1 [L18]
    ("018000000", "trademark", "EU", "018000000"),
    ("18000000", "trademark", "EU", "018000000"),
    ("EUTM 018000000", "trademark", "EU", "018000000"),
    ("004048098-0004", "design patent", "EU", "004048098-0004"),
    # the United States (4.1 [L16, L17, W1, C6])
    ("88/123,456", "trademark", "US", "88/123,456"),
    ("79123456", "trademark", "US", "79/123,456"),
    ("US Reg. No. 4,123,456", "trademark", "US", "4123456"),
    ("USD696456S", "design patent", "US", "D696456"),
    # works registered in the United States, as published judgments cite them
    ("VA 1-319-228", "copyright", "US", "VA 1-319-228"),
    ("VA0001411535", "copyright", "US", "VA 1-411-535"),
    ("TX 6-196-514", "software copyright", "US", "TX 6-196-514"),
    ("PAu 3-123-456", "copyright", "US", "PAu 3-123-456"),
    # WIPO
    ("1234567", "trademark", "WIPO", "1234567"),
    ("G1234567", "trademark", "WIPO", "1234567"),
    ("123456A", "trademark", "WIPO", "123456A"),
    ("DM/083512", "design patent", "WIPO", "DM/083512"),
]

WRONG = [
    ("ZL201710601862.4", "invention patent", "CN", "check digit 4 instead of 3"),
    ("ZL201710601862", "invention patent", "CN", "ZL201710601862.3"),
    ("ZL201710601862.3", "design patent", "CN", "type digit 1, which means invention patent, not design patent"),
    ("201080063196.9", "utility model", "CN", "type digit 8"),
    ("CN106000000A", "invention patent", "CN", "publication number"),
    ("CN303123456S", "design patent", "CN", "publication number"),
    ("PCT/CN2019/123456", "invention patent", "CN", "PCT application, not a granted right"),
    ("PCT/EP2019/012345", "invention patent", "DE", "PCT application, not a granted right"),
    ("ZL200210601862.1", "invention patent", "CN", "should be ZL"),
    ("2.01710601862E+12", "invention patent", "CN", "shortened by the spreadsheet"),
    ("1234567890", "trademark", "CN", "5 to 9 digits"),
    ("NIKE", "trademark", "CN", "5 to 9 digits"),
    ("2016SR172900", "copyright", "CN", "its right type is software copyright"),
    ("国作登字-2021-Z-00268255", "copyright", "CN", "letter A to L"),
    ("2019R11L123456", "software copyright", "CN", "receipt of a filing"),
    ("UK00918000000", "trademark", "EU", "British clone"),
    ("118000000", "trademark", "EU", "begin with 0"),
    ("004048098", "design patent", "EU", "four digits"),
    ("29/123,456", "design patent", "US", "application, not a granted"),
    ("123456789", "trademark", "US", "seven digits"),
    ("12345678", "trademark", "WIPO", "six or seven digits"),
]


@pytest.mark.parametrize(("number", "right_type", "office", "printed"), VALID)
def test_a_valid_number_is_taken_and_printed_as_its_office_does(number, right_type, office, printed):
    assert offices.check_number(number, right_type, office) == ""
    assert offices.number_valid(number, right_type, office) == "yes"
    assert offices.format_number(number, right_type, office) == printed


@pytest.mark.parametrize(("number", "right_type", "office", "why"), WRONG)
def test_a_wrong_number_gets_one_plain_sentence_that_says_why(number, right_type, office, why):
    sentence = offices.check_number(number, right_type, office)
    assert why in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    # A format that is general knowledge (WIPO's) calls no number invalid.
    assert offices.number_valid(number, right_type, office) == ("" if office == "WIPO" and "PCT" not in why else "no")


@pytest.mark.parametrize("number", ["", "  ", "\t", "\u200b"])
def test_a_blank_number_is_neither_right_nor_wrong(number):
    assert offices.number_valid(number, "trademark", "CN") == ""
    assert offices.check_number(number, "trademark", "CN") == ""
    assert offices.format_number(number, "trademark", "CN") == ""
    assert offices.same_number_key(number, "trademark", "CN") == ""


def test_a_number_of_no_known_format_is_left_alone():
    assert not offices.is_known("trademark", "LK")
    assert offices.number_valid("40-1234567", "trademark", "LK") == ""
    assert offices.check_number("anything", "trademark", "LK") == ""
    assert offices.format_number("  40-1234567 ", "trademark", "LK") == "40-1234567"


def check_digit_by_hand(digits):
    """Compute the check digit from its meaning: the weighted sum less the digit is a multiple of eleven."""
    total = sum(
        weight * int(digit) for weight, digit in zip([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5], digits, strict=False)
    )
    return next(mark for value, mark in enumerate("0123456789X") if (total - value) % 11 == 0)


NEW_DIGITS = st.builds(
    "{}{}{:07d}".format, st.integers(2003, 2026), st.sampled_from("12389"), st.integers(0, 9_999_999)
)
OLD_DIGITS = st.builds(
    "{:02d}{}{:05d}".format,
    st.sampled_from([*range(85, 100), *range(4)]),
    st.sampled_from("12389"),
    st.integers(0, 99_999),
)
RIGHT_BY_TYPE = {
    "1": "invention patent",
    "8": "invention patent",
    "2": "utility model",
    "9": "utility model",
    "3": "design patent",
}


@given(st.one_of(NEW_DIGITS, OLD_DIGITS), st.sampled_from(["ZL{}.{}", "{}.{}", "CN{}{}", " zl {}{} ", "{}{}"]))
def test_every_well_made_chinese_patent_number_is_valid_in_every_spelling(digits, spelling):
    right_type = RIGHT_BY_TYPE[digits[4] if len(digits) == 12 else digits[2]]
    check = check_digit_by_hand(digits)
    assert offices.format_number(spelling.format(digits, check), right_type, "CN") == f"ZL{digits}.{check}"
    assert offices.number_valid(spelling.format(digits, check), right_type, "CN") == "yes"


@given(st.one_of(NEW_DIGITS, OLD_DIGITS), st.data())
def test_one_mistyped_digit_of_a_chinese_patent_number_is_always_caught(digits, data):
    place = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    mistyped = digits[:place] + other + digits[place + 1 :]
    assert all(
        offices.number_valid(f"ZL{mistyped}.{check_digit_by_hand(digits)}", right, "CN") == "no"
        for right in RIGHT_BY_TYPE.values()
    )


def test_a_number_from_the_future_is_refused_only_when_the_day_is_known():
    number = f"ZL202810000001.{check_digit_by_hand('202810000001')}"
    assert offices.check_number(number, "invention patent", "CN") == ""
    assert "2028" in offices.check_number(number, "invention patent", "CN", as_of=dt.date(2026, 11, 23))
    assert offices.check_number("ZL95115608.X", "invention patent", "CN", as_of=dt.date(2026, 11, 23)) == ""


@given(st.text(max_size=60), st.sampled_from(PAIRS))
def test_junk_never_raises_in_any_format(text, pair):
    sentence = offices.check_number(text, *pair)
    assert (offices.number_valid(text, *pair) == "yes") <= (sentence == "")
    assert (offices.number_valid(text, *pair) == "no") <= (sentence != "")
    assert isinstance(offices.format_number(text, *pair), str)
    assert isinstance(offices.same_number_key(text, *pair), str)


@given(st.text(alphabet="0123456789ZLCNDMRGSR./-,X ABKU作登字国软著第号", max_size=24), st.sampled_from(FORMS))
def test_a_printed_number_is_printed_again_the_same(text, form):
    if form.is_valid(text):
        printed = form.validate(text)
        assert form.validate(printed) == printed
        assert form.same(text) == form.same(printed)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_format_names_codes_of_the_vocabularies(form):
    assert form.office in load_vocabulary("offices").codes
    assert set(form.right_types) <= set(load_vocabulary("right_types").codes)


def test_spellings_of_one_number_share_a_key_and_other_numbers_do_not():
    key = offices.same_number_key("ZL201710601862.3", "invention patent", "CN")
    assert offices.same_number_key("cn 2017106018623", "invention patent", "CN") == key
    assert offices.same_number_key("ZL201080063196.9", "invention patent", "CN") != key
    assert offices.same_number_key("0123456", "trademark", "US") == offices.same_number_key(
        "Reg. No. 123,456", "trademark", "US"
    )


@pytest.mark.parametrize(
    ("number", "right_type", "office", "kind"),
    [
        ("ZL201710601862.4", "invention patent", "CN", "check digit"),
        ("ZL201710601862", "invention patent", "CN", "check digit missing"),
        ("ZL201710601862.3", "design patent", "CN", "type digit"),
        ("CN107399230A", "invention patent", "CN", "publication"),
        ("PCT/CN2017/095123", "trademark", "KR", "pct"),
        ("2019R11L1234567", "software copyright", "CN", "application"),
        ("29/123,456", "design patent", "US", "application"),
        ("2.01711E+12", "invention patent", "CN", "shortened"),
        ("1234567890", "trademark", "CN", "form"),
    ],
)
def test_the_error_names_what_is_wrong_and_nobody_has_to_read_it_out_of_the_sentence(number, right_type, office, kind):
    wrong = offices.wrong_number(number, right_type, office)
    assert wrong is not None
    assert (wrong.kind, wrong.certain) == (kind, True)


@given(st.text(max_size=30))
def test_a_format_of_general_knowledge_calls_no_number_invalid(text):
    for right_type, office in (("copyright", "US"), ("design patent", "WIPO")):
        wrong = offices.wrong_number(text, right_type, office)
        assert wrong is None or not wrong.certain or wrong.kind in {"pct", "shortened"}
