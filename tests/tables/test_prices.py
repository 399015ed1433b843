"""Prices as pages, scrapers and people write them: amount, currency and range; and never more than advice."""

import re
import tomllib
from collections.abc import Callable
from importlib.resources import files

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from ippbook import tables
from ippbook.catalog.currencies import currencies, currency_at, currency_code, currency_pattern
from ippbook.tables import prices
from ippbook.tables.blocks import grid
from ippbook.tables.from_blocks import ArgumentTables
from ippbook.tables.prices import price_from_text, price_value
from ippbook.tables.unreadable import Unreadable


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("US $12.99", 12.99, "USD"),
        ("$12.99 USD", 12.99, "USD"),
        ("(EUR) 12,00", 12.0, "EUR"),
        ("FOB USD 3.5", 3.5, "USD"),
        ("12.99 US dollars", 12.99, "USD"),
        ("$12.99", 12.99, "$"),
        ("19,90", 19.9, ""),
        ("19,90 €", 19.9, "EUR"),
        ("€19.90", 19.9, "EUR"),
        ("1.299,00 €", 1299, "EUR"),
        ("€1.299", 1299, "EUR"),
        ("RM 45.90", 45.9, "MYR"),
        ("Rp 150.000", 150_000, "IDR"),
        ("₫250.000", 250_000, "VND"),
        ("250,000 đ", 250_000, "VND"),
        ("฿599", 599, "THB"),
        ("S$ 12.9", 12.9, "SGD"),
        ("HK$1,299.00", 1299, "HKD"),
        ("NT$ 1,299", 1299, "TWD"),
        ("R$ 1.299,90", 1299.9, "BRL"),
        ("1 299,00 руб.", 1299, "RUB"),
        ("CHF 1'299.50", 1299.5, "CHF"),
        ("CHF 12.-", 12, "CHF"),
        ("₹1,29,900.00", 129_900, "INR"),
        ("Rs. 499", 499, "rs"),
        ("199 kr", 199, "kr"),
        ("zł 19,99", 19.99, "PLN"),
        ("د.إ 49", 49, "AED"),
        ("12,000원", 12_000, "KRW"),
        ("1万2000円", 12_000, "JPY"),
        ("KWD 1.250", 1.25, "KWD"),
        ("￥128.00", 128, "¥"),
        ("¥ 101 .00", 101, "¥"),
        ("RMB 12.00", 12, "CNY"),
        ("人民币99元", 99, "CNY"),
        ("99块", 99, "CNY"),
        ("12元/件", 12, "CNY"),
        ("12.5元起", 12.5, "CNY"),
        ("1.2万", 12_000, ""),
        ("9.9包邮", 9.9, ""),
        ("价格：99", 99, ""),
        ("US $1.20 / Piece", 1.2, "USD"),
        ("US $12.99 (min. order 5)", 12.99, "USD"),
        ("0.015", 0.015, ""),
        ("Cg.1.10", 1.1, "XCG"),
        ("1.00 Cg.", 1, "XCG"),
        ("Kč.99", 99, "CZK"),
        ("EUR.50", 0.5, "EUR"),
        ("1,299", 1299, ""),
    ],
)
def test_a_price_is_read_with_its_currency(text, amount, currency):
    found = price_from_text(text)
    assert (found.amount, found.currency, found.highest, found.text) == (amount, currency, None, text.replace("￥", "¥").replace("：", ":"))  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lowest", "highest"),
    [
        ("¥88-128", 88, 128),
        ("US $12.99 - US $15.99", 12.99, 15.99),
        ("US $12.99-15.99", 12.99, 15.99),
        ("12.99~15.99", 12.99, 15.99),
        ("12 至 15 元", 12, 15),
        ("Rp 150.000 – Rp 250.000", 150_000, 250_000),
        ("12 to 15 USD", 12, 15),
        ("€1.299,00 – €1.599,00", 1299, 1599),
    ],
)
def test_a_range_has_its_lowest_and_its_highest_amount(text, lowest, highest):
    found = price_from_text(text)
    assert (found.amount, found.highest) == (lowest, highest)


@pytest.mark.parametrize("text", ["面议", "电议", "价格面议", "Negotiable", "Price on request", "-", "—", "N/A", "auf Anfrage", "", " "])  # fmt: skip
def test_a_page_that_names_no_amount_has_a_price_without_one(text):
    assert price_from_text(text).amount is None


@pytest.mark.parametrize(
    "text",
    ["12a", "1.2.3", "1,2,3", "12 %", "-5", "2026-11-02", "199 299", "12/15/18", "10-5", "USD 12 EUR", "$", "see page", "1,2345", "12e3", "1" * 400,
     "9" * 30, "L0001", "https://x.com/12"],
)  # fmt: skip
def test_what_is_not_a_price_is_refused_with_a_reason(text):
    with pytest.raises(Unreadable) as refusal:
        price_from_text(text)
    assert refusal.value.why


@pytest.mark.parametrize("text", ["1.299", "US $1.299", "KWD 1,250"])
def test_an_amount_in_doubt_is_refused_with_both_readings(text):
    digits = re.sub(r"[^\d.,]", "", text)
    with pytest.raises(Unreadable, match=f"it can mean {digits.replace('.', '').replace(',', '')} or"):
        price_from_text(text)


# An independent oracle: Babel writes the amount in the way of a country, with the sign, the code or the name.
_LOCALES = ["en_US", "de_DE", "fr_FR", "en_IN", "hi_IN", "zh_CN", "ja_JP", "ko_KR", "pt_BR", "it_IT", "es_ES", "pl_PL", "ru_RU", "id_ID", "vi_VN", "th_TH", "tr_TR", "sv_SE", "de_CH"]  # fmt: skip


@given(
    st.sampled_from(_LOCALES),
    st.sampled_from(sorted(set(currencies()) - {"XPF", "KWD", "BHD", "OMR", "JOD", "TND", "LYD", "IQD"})),
    st.integers(100, 99_999_999),
    st.sampled_from(["¤#,##0.00", "#,##0.00 ¤", "¤¤ #,##0.00", "#,##0.00 ¤¤"]),
)
def test_what_babel_writes_for_a_country_is_read_back(locale, code, cents, pattern):
    shape = pattern.replace("#,##0", "#,##,##0") if locale.endswith("_IN") else pattern
    written = format_currency(cents / 100, code, format=shape, locale=locale, currency_digits=False)
    sign = written.strip("0123456789.,'’ \u00a0\u202f")
    if not currency_code(sign):
        return  # a sign that is local to one country
    found = price_from_text(written)
    assert found.amount == pytest.approx(cents / 100), written
    assert found.currency in {code, sign.casefold().rstrip("."), currency_code(sign)}


@given(st.sampled_from(_LOCALES), st.integers(1, 10**8))
def test_an_amount_grouped_in_the_way_of_a_country_is_never_read_as_another(locale, number):
    written = format_decimal(number, locale=locale)
    try:
        assert price_from_text(written).amount == number
    except Unreadable:
        assert re.fullmatch(r"\d{1,3}[.\s]\d{3}", written)  # 1.299 and 199 299 are in doubt


@given(st.one_of(st.text(max_size=40), st.text("0123456789.,-$€¥ 元万kwUSD/~至'()", max_size=24)))
def test_no_text_raises_and_none_has_an_amount_without_digits(text):
    try:
        found = price_from_text(text)
    except Unreadable:
        return
    assert found.amount is None or (found.amount >= 0 and re.search(r"\d", found.text))
    assert found.highest is None or found.highest >= found.amount


@pytest.mark.parametrize(("value", "amount"), [(12.5, 12.5), (None, None), ("面议", None)])
def test_a_price_cell_is_its_amount(value, amount):
    found = price_value(value)
    assert found == amount or (amount is None and found != found)  # noqa: PLR0124  # NaN differs from itself


def test_a_price_that_cannot_be_read_is_advice_and_nothing_else_in_its_row_suffers():
    rows = [["Listing", "URL", "Price"], ["L1", "https://item.taobao.com/item.htm?id=712345678901", "see coupon"],
            ["L2", "https://item.taobao.com/item.htm?id=712345678902", "US $12.99"], ["L3", "x", "#N/A"], ["L4", "x", "面议"]]  # fmt: skip
    found = tables.typed_tables(ArgumentTables({"Listings": grid(rows)}), {})
    listings = found["Listings"]
    assert listings.columns["price"].fillna(-1).tolist() == [-1, 12.99, -1, -1]
    mine = [(batch.problem.code, batch.rows.tolist()) for batch in found.batches if batch.header == "Price"]
    assert mine == [("CL301", [0, 2])]


def test_every_currency_has_a_code_of_three_letters_and_both_names():
    text = files("ippbook.catalog.currencies").joinpath("currencies.toml").read_text(encoding="utf-8")
    for code, entry in tomllib.loads(text).items():
        assert re.fullmatch("[A-Z]{3}", code)
        assert entry["name"]
        assert entry["zh"]
        assert currency_code(entry["name"]) == currency_code(entry["zh"]) == currency_code(code.lower()) == code


@given(
    st.sampled_from(
        ["", "¥", "$", "US $", "CNY ", "￥", "约", "MX$", "(", "from ", "售价:", "\u200b", "1", "券后", " "]
    ),
    st.from_regex(r"[0-9]{1,10}([.,][0-9]{1,3})?", fullmatch=True),
    st.sampled_from(["", "元", " €", "/pc", "起", "k", "万", "+", " USD", ".-", "-", "e5", " (x)", ")", "/100", "\n"]),
)
def test_a_price_is_read_by_its_form_as_it_is_read_by_its_letters(before: str, number: str, behind: str) -> None:
    def read(by: Callable[[str], prices.Price]) -> prices.Price | str:
        try:
            return by(f"{before}{number}{behind}")
        except Unreadable as refusal:
            return refusal.why

    assert read(prices.price_from_text) == read(prices._price_from_text)


def test_a_currency_at_a_place_is_the_one_that_the_pattern_of_all_finds_there() -> None:
    for word in ("us$ 12", "人民币12元", "kč5", "12 rm", "from", "r$", "€", "", "xx"):
        for text in (word, f"1{word}", f"a{word}b"):
            for at in range(len(text) + 1):
                one, other = currency_at(text, at), currency_pattern().match(text, at)
                assert (one and one.span()) == (other and other.span())
