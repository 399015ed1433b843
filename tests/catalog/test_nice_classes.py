"""Classes are read where one reading is possible; every other cell is reported, and never guessed into a legal text."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices
from ippbook.catalog.nice_classes import ReadClasses, read_classes
from ippbook.notices.language import environment

READ = [
    ("第25类", (25,)), ("Class 25", (25,)), ("025", (25,)), ("18、25", (18, 25)), ("18, 25", (18, 25)), ("18,25", (18, 25)), ("25;18", (18, 25)),
    ("18 25", (18, 25)), ("18/25", (18, 25)), ("第18、25类", (18, 25)), ("第18类、第25类", (18, 25)), ("classes 18, 25 and 28", (18, 25, 28)),
    ("Nizza-Klassen 18 und 25", (18, 25)), ("classes 18 et 25", (18, 25)), ("clases 18 y 25", (18, 25)), ("第18類及び第25類", (18, 25)),
    ("제18류, 제25류", (18, 25)), ("IC 018 IC 025", (18, 25)), ("国际分类第25类", (25,)), ("２５", (25,)), ("25, 25", (25,)),
    # a range with one reading; a decimal with one reading
    ("18 to 20", (18, 19, 20)), ("18至20", (18, 19, 20)), ("18~20类", (18, 19, 20)), ("24-25", (24, 25)), ("25-18", (18, 25)),
    ("9-18-25", (9, 18, 25)), ("18.25", (18, 25)), (18.25, (18, 25)), ("9.5", (5, 9)), ("18.05", (5, 18)), ("18.25.28", (18, 25, 28)),
    ("第二十五类", (25,)), ("第九、十八、四十五类", (9, 18, 45)), ("第十类", (10,)), ("三十类", (30,)), ("第三类", (3,)),
    ("25.0", (25,)), (25, (25,)), (25.0, (25,)),
]  # fmt: skip
UNCLEAR = [
    "三五", "二三", "十十", "一百",
    "18-25", "18 – 25", "1-45", "9, 18-25", "9.1", 9.1, "18.2", "9.4", "all", "全类", "25 or 18", "not 25", "18 except 25", "除第25类",
    "25 (pending)", "第25类 已注销", "25→18", "9.182", "Class", "25 clothing", "2.5E+1", "XXV", "-5-",
]  # fmt: skip


@pytest.mark.parametrize(("text", "numbers"), READ)
def test_classes_with_one_reading_are_read(text, numbers):
    assert read_classes(text) == ReadClasses(numbers)


@pytest.mark.parametrize("text", UNCLEAR)
def test_classes_with_two_readings_or_none_are_reported(text):
    found = read_classes(text)
    assert (found.numbers, found.text) == ((), "")
    assert found.unclear
    assert not found.unclear.endswith(".")


def test_a_message_names_both_readings():
    assert read_classes("18-25").unclear == "“18-25” can mean classes 18 to 25, or classes 18 and 25"
    assert read_classes("9.1").unclear == "“9.1” can mean classes 9 and 1, or classes 9 and 10"


@pytest.mark.parametrize(
    ("text", "unknown"), [("46", 46), ("0", 0), ("18, 99", 99), ("182", 182), ("18.99", 99), ("第0类", 0)]
)
def test_a_class_that_does_not_exist_is_named(text, unknown):
    assert read_classes(text) == ReadClasses(unknown=unknown)


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "n/a", "无"])
def test_a_cell_without_classes_is_blank(text):
    assert read_classes(text) == ReadClasses()


CLASS_SETS = st.lists(st.integers(1, 45), min_size=1, max_size=9, unique=True)


@given(
    CLASS_SETS,
    st.sampled_from(["{}", "第{}类", "Class {}", "Klassen {}", " {} ", "Nice: {}"]),
    st.sampled_from([", ", "、", ";", " / ", "，", " and ", " und ", "\n", "和"]),
)
def test_any_list_of_classes_is_read_however_it_is_written(numbers, frame, joint):
    assert read_classes(frame.format(joint.join(map(str, numbers)))).numbers == tuple(sorted(numbers))


@given(st.integers(1, 45), st.integers(1, 45))
def test_what_a_spreadsheet_makes_of_two_classes_is_read_only_if_no_other_two_give_the_same_number(one, other):
    typed = float(f"{one}.{other}")  # what Excel keeps of "one,other" where the comma is the decimal sign
    same = [pair for pair in range(1, 46) if float(f"{one}.{pair}") == typed]
    found = read_classes(str(typed) if typed != int(typed) else str(int(typed)))
    assert found.numbers == (tuple(sorted({one, *same})) if len(same) == 1 else ())


@given(st.text(max_size=30))
def test_random_text_never_raises_and_gives_only_classes_that_exist(text):
    found = read_classes(text)
    assert all(1 <= number <= 45 for number in found.numbers)
    assert sum([bool(found.numbers), bool(found.unclear), found.unknown is not None]) <= 1


def test_ten_thousand_random_texts_give_no_class_that_is_not_in_the_text():
    luck = random.Random(20261129)
    signs = "0123456789 ,.-~/、;第类()classandto至和\t–"
    for _ in range(10_000):
        text = "".join(luck.choices(signs, k=luck.randrange(14)))
        written = {int(digits) for digits in re.findall(r"[0-9]+", text)}
        found = read_classes(text).numbers
        spanned = any(mark in text for mark in ("~", "至", "to"))
        assert set(found) <= written or spanned, text


PHRASES = {
    "en": "Nice classes 18, 25 and 28", "zh": "第18、25、28类", "de": "Nizza-Klassen 18, 25 und 28", "fr": "classes de Nice 18, 25 et 28",
    "es": "clases de Niza 18, 25 y 28", "ja": "第18類、第25類、第28類", "ko": "제18류, 제25류, 제28류",
}  # fmt: skip
ONE = {
    "en": "Nice class 25", "zh": "第25类", "de": "Nizza-Klasse 25", "fr": "classe de Nice 25", "es": "clase de Niza 25", "ja": "第25類", "ko": "제25류",
}  # fmt: skip


@pytest.mark.parametrize("language", [*notices.LANGUAGES])
def test_each_language_lists_classes_in_its_own_way(language):
    words = environment(notices.LANGUAGES[language])
    assert words.filters["classes"]("第18、25、28类") == PHRASES[language]
    assert words.filters["classes"]("025") == ONE[language]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [("第25类", "第25类"), ("18、25", "第18、25类"), ("18.25", "第18、25类"), ("18-25", ""), ("9.1", "")],
)
def test_a_legal_text_has_the_classes_once_and_none_that_is_not_clear(typed, printed):
    facts = {
        "right_type": "trademark", "right_name": "NORDLYS", "right_number": "8123456", "right_office": "CN", "right_classes": typed,
        "right_owner": "Nordlys AS", "account_role": "right holder", "platform": "taobao", "account_complainant": "Nordlys AS",
    }  # fmt: skip
    link = {
        "listing_url": "https://item.taobao.com/item.htm?id=612345678901", "listing_quoted_words": "NORDLYS", "listing_found_in": "title",
        "listing_seller_brand": "OTHER",
    }  # fmt: skip
    notice = notices.render("keyword abuse", "zh", facts, [link])
    assert notice.problem == ""
    line = next(line for line in notice.text.splitlines() if line.startswith("注册号"))
    assert line == f"注册号：8123456（中国{f'，{printed}' if printed else ''}）"
