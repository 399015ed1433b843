"""Ten thousand random texts for each reader: never a traceback, never a false yes, never an amount or a day from nothing."""

import random
import re
from datetime import date

import pytest

from ippbook.normalize import clean, key
from ippbook.tables.dates import date_from_text
from ippbook.tables.numbers import number_from_text
from ippbook.tables.prices import price_from_text
from ippbook.tables.records import RECORDS
from ippbook.tables.schema import Kind
from ippbook.tables.unreadable import Unreadable
from ippbook.tables.values import read_value

_PIECES = [
    *"0123456789.,-/:'() \t\n年月日号元万$€£¥₹%+~–—至到xXyYnN是否有无已未",
    *["US $", "RM", "Rp", "kr", "CHF", "USD", "12.99", "1,299", "1.299,00", "2026", "11", "02", "Nov", "November", "Mon", "2026-11-02", "T10:33", "yes", "no", "not", "verified", "accepted", "已认证", "未", "审核中",
      "pending", "面议", "from", "per", "/件", "\u200b", "\ufeff", "\u202e", "\x00", "\ud7ff", "😀", "٣", "１２", "²", "①", "Ⅻ", "=1+1", "{{x}}", "%s", "NaN", "inf", "1e5", "9" * 30],
]  # fmt: skip


def texts(seed: int, count: int = 10_000):
    luck = random.Random(seed)
    for _ in range(count):
        yield "".join(luck.choice(_PIECES) for _ in range(luck.randrange(1, 9)))


@pytest.mark.deep
@pytest.mark.parametrize("reader", [price_from_text, date_from_text, number_from_text])
def test_a_reader_of_texts_raises_nothing_but_its_refusal(reader):
    for text in texts(1):
        try:
            found = reader(text)
        except Unreadable as refusal:
            assert refusal.why, text  # noqa: PT017  # one text of ten thousand
            continue
        if reader is date_from_text:
            assert isinstance(found, date)
        if reader is price_from_text and found.amount is not None:
            assert re.search(r"\d", clean(text)), text
            assert 0 <= found.amount <= 10**15, text


@pytest.mark.deep
def test_no_random_text_is_yes_unless_the_whole_text_is_a_word_for_it():
    fields = [field for kind in RECORDS for field in kind.fields() if field.kind is Kind.YES_NO]
    for text in texts(2):
        for field in fields:
            try:
                found = read_value(text, field.kind, field.words)
            except Unreadable:
                continue
            if found == "yes":
                known = {key(word) for word in field.column.yes.split("|")} | {"yes", "y", "x", "1", "是", "有"}
                assert key(text) in known, (field.name, text)


@pytest.mark.deep
@pytest.mark.parametrize("name", ["statuses", "right_statuses", "counter_notices"])
def test_no_random_text_is_a_status_unless_the_whole_text_is_a_word_for_it(name):
    from ippbook.catalog.vocabulary import load_vocabulary

    words = load_vocabulary(name)
    known = {key(word) for entry in words for word in (entry.code, entry.label, entry.zh, *entry.synonyms)}
    for text in texts(3):
        assert words.read(text) is None or key(text) in known
