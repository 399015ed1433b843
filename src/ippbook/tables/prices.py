"""Prices: the amount, the currency and the text of what a page, a scraper or a person wrote.

>>> price_from_text("US $12.99 - 15.99")
Price(amount=12.99, highest=15.99, currency='USD', text='US $12.99 - 15.99')
>>> price_from_text("1.299,00 €").amount, price_from_text("₹1,29,900").amount, price_from_text("Rp 150.000").amount
(1299.0, 129900.0, 150000.0)
>>> price_from_text("面议").amount is None
True
"""

import math
import re
from datetime import date
from functools import lru_cache
from typing import Final

from ippbook.catalog.currencies import SHARED_SIGNS, currencies, currency_at, currency_code
from ippbook.languages import say, say_series
from ippbook.late_numpy import np
from ippbook.late_pandas import is_nat
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.unreadable import Doubtful, Unreadable

_LONGEST: Final = 200
_NOT: Final = say("not a price; write an amount, with or without a currency, as in 12.99 or US $12.99")
_WITHOUT: Final = frozenset(
    ["面议", "电议", "议价", "价格面议", "价格电议", "面谈", "询价", "待询", "请询价", "咨询客服", "暂无报价", "暂无价格", "价格待定", "无", "无报价", "negotiable", "ask", "contact", "none", "null", "nan", "n/a", "na", "unknown", "-", "--", "---", "—", "–", "/", "가격문의", "応相談", "要相談"]
) | {
    "price on request", "on request", "upon request", "ask for price", "price negotiable", "to be negotiated", "contact seller",
    "contact supplier", "contact us", "request a quote", "get latest price", "latest price", "no price", "not available", "not shown",
    "auf anfrage", "preis auf anfrage", "prix sur demande", "precio a consultar", "a consultar", "sob consulta", "по запросу",
}  # fmt: skip
"""Words of a page that names no amount."""
_NUMBER: Final = late_pattern(r"\d+(?:[.,']\d+|[ \u2019](?=\d{3}(?!\d))\d{3})*|[.,]\d+")
_RANGE: Final = late_pattern(r"[-\u2010-\u2015~\u301c\u2212至到]+|\b(?:to|bis|until)\b|\.\.+|…")
_SCALES: Final = {
    "万": 10_000,
    "萬": 10_000,
    "만": 10_000,
    "w": 10_000,
    "千": 1_000,
    "k": 1_000,
    "亿": 10**8,
    "lakh": 10**5,
    "lakhs": 10**5,
}
_SCALE: Final = late_pattern(r"(?:万|萬|만|千|亿|w(?![^\W\d_])|k(?![^\W\d_])|lakhs?\b)")
_LABEL: Final = late_pattern(r"^[^\d:]{1,24}:\s*")
_UNIT: Final = late_pattern(
    r"\s*(?:(?:/|\bper\b|\bpro\b|\beach\b|每)\s*(?:[^\W\d_]{0,16}\.?|100\s*g|kg)|(?:起|起批|包邮|左右|以上|\+)|(?<![^\W\d_])(?:and up|up|or best offer|obo|vb))$"
)
_BEFORE: Final = late_pattern(
    r"^(?:(?:from|only|fob|exw|cif|ab|ca\.?|approx\.?|about|a partir de|à partir de|desde|от|dès|da)(?![^\W\d_]|[$.])|约|仅|只要|低至|到手价?|券后价?|促销价?|现价|售价|原价|单价|价格)\s*"
)
_JOINED: Final = late_pattern(r"\b(us|u\.s\.|hk|nt|au|a|ca|c|sg|s|nz|r|mx|cn|jp|rmb)\s+(?=[$¥])")
_NO_CENTS: Final = late_pattern(r"(?<=\d)[.,]\s?[-\u2010-\u2015]+(?!\s*[\d$])")
_BROKEN_CENTS: Final = late_pattern(r"(?<=\d)\s?\.\s?(?=\d{1,2}(?!\d))")
_BRACKETED: Final = late_pattern(r"^\(([^()\d\s]{1,5})\)\s*(?=\d)")
_REMARK: Final = late_pattern(r"(?<=\S)\s*\([^()]*\)$")
_TRIMMED: Final = (
    (_LABEL, ""), (_BRACKETED, r"\1 "), (_REMARK, ""), (_JOINED, r"\1"), (_NO_CENTS, ""), (_BROKEN_CENTS, "."), (_UNIT, ""), (_UNIT, ""), (_BEFORE, ""), (_BEFORE, ""),
)  # fmt: skip
"""What is taken off before a price is read, in this order, and what replaces it."""


@dataclass(frozen=True)
class Price:
    """A price as it was written. *amount* is the lowest of a range, None where the page names none; *highest* only for a range.

    *currency* is an ISO 4217 code, the sign where several currencies share it (`$`, `¥`, `kr`), or "" where none is written.
    """

    amount: float | None
    highest: float | None
    currency: str
    text: str


_ONE_NUMBER: Final = late_pattern(r"([^0-9.,]{0,6})([1-9][0-9]{0,8})(?:\.([0-9]{2}))?([^0-9.,]{0,6})")
"""A number as most pages write it, with what is before and behind it."""


def price_from_text(text: str) -> Price:
    """The price in a text: every currency before or behind, ranges, grouping of any country, "面议". Raises `Unreadable`."""
    found = _ONE_NUMBER.fullmatch(text)
    if found is None:
        return _price_from_text(text)
    before, whole, cents, behind = found.groups()
    model = _model_price(before, len(whole), cents is not None, behind)
    if model is None:
        return _price_from_text(text)
    return Price(float(f"{whole}.{cents}" if cents else whole), None, model.currency, text)


@lru_cache(maxsize=4_096)
def _model_price(before: str, digits: int, cents: bool, behind: str) -> Price | None:
    """The price of a text that differs only in its digits; None where it is not that number, or the text is not stored as written."""
    number = f"{'1' * digits}{'.11' * cents}"
    text = f"{before}{number}{behind}"
    try:
        price = _price_from_text(text)
    except Unreadable:
        return None
    return price if (price.amount, price.highest, price.text) == (float(number), None, text) else None


@lru_cache(maxsize=16_384)
def _price_from_text(text: str) -> Price:
    written = clean(text)
    plain = written.casefold()
    if not plain or plain.strip(" .!。") in _WITHOUT:
        return Price(None, None, "", written)
    if len(plain) > _LONGEST:
        raise Unreadable(_NOT)
    for pattern, new in _TRIMMED:
        plain = pattern.sub(new, plain)
    shape, numbers, signs = _tokens(plain)
    found = re.fullmatch(r"C*(NS?N?)C*(?:R?C*(NS?N?)C*)?", shape)
    if found is None or ("R" in shape) != (found[2] is not None):
        several = shape.count("N") > 1
        raise Unreadable("it names several amounts; write one, or a range such as 12.99 - 15.99" if several else _NOT)
    currency = _one_currency(signs)
    amounts = list(_amounts(shape, numbers, currency))
    if len(amounts) == 2 and amounts[1] < amounts[0]:
        raise Unreadable("the second amount of the range is lower than the first")
    return Price(amounts[0], amounts[1] if len(amounts) == 2 else None, currency, written)


def _tokens(plain: str) -> tuple[str, list[tuple[str, str]], list[str]]:
    """The shape of a text (N number, S scale, C currency, R range), its numbers and scales, and its currencies."""
    shape, numbers, signs, at = "", [], [], 0
    while at < len(plain):
        if plain[at] == " ":
            at += 1
        elif found := _NUMBER.match(plain, at):
            shape, at = shape + "N", found.end()
            numbers.append((found[0], ""))
        elif shape[-1:] == "N" and (found := _SCALE.match(plain, at)):
            shape, at = shape + "S", found.end()
            numbers[-1] = (numbers[-1][0], found[0])
        elif found := currency_at(plain, at):
            shape, at = shape + "C", found.end()
            signs.append(currency_code(found[0]))
        elif numbers and (found := _RANGE.match(plain, at)):
            shape, at = shape + "R", found.end()
        else:
            raise Unreadable(_NOT)
    return shape, numbers, signs


def _one_currency(signs: list[str]) -> str:
    """The one currency that all signs of a price can mean: `$` and USD are USD."""
    codes = {sign for sign in signs if sign not in SHARED_SIGNS}
    if len(codes) > 1:
        raise Unreadable(say("it names several currencies: {codes}", codes=say_series(sorted(codes))))
    return next(iter(codes), signs[0].rstrip(".") if signs else "")


def _amounts(shape: str, numbers: list[tuple[str, str]], currency: str) -> list[float]:
    """The amounts of a price; 1万2000 is one amount."""
    found: list[float] = []
    joined = False
    places = iter(numbers)
    for sign in shape.replace("C", ""):
        if sign == "N":
            text, scale = next(places)
            amount = _amount(text, currency) * _SCALES.get(scale, 1)
            if not math.isfinite(amount) or amount > 10**15:
                raise Unreadable("the amount is too large")
            if joined:
                found[-1] += amount
            else:
                found.append(amount)
        joined = sign == "S"
    return found


def _amount(text: str, currency: str) -> float:
    """The amount of digits with separators. Raises `Unreadable` where two amounts are possible."""
    digits = re.sub(r"[ '\u2019]", "", text)
    signs = re.findall(r"[.,]", digits)
    if len(digits) != len(text) and not re.fullmatch(r"\d{1,3}(?:[ '\u2019]\d{3})+(?:[.,]\d+)?", text):
        raise Unreadable(_NOT)
    if not signs:
        return float(digits) if currency or not re.fullmatch(r"\d{3} \d{3}", text) else _refuse()  # 199 299: two prices
    last, others = signs[-1], signs[:-1]
    whole, _, rest = digits.rpartition(last)
    if others:
        if last in others:  # 1.299.000: every sign separates thousands
            return float(_grouped(digits, last)) if set(signs) == {last} else _refuse()
        return float(f"{_grouped(whole, others[0])}.{rest}") if len(set(others)) == 1 else _refuse()
    if len(rest) == 3 and whole.lstrip("0") and len(whole) <= 3 and len(digits) == len(text):
        return _thousands_or_decimals(whole, last, rest, currency)
    if last == "," and len(rest) > 2 and whole.lstrip("0"):
        return _refuse()  # 1,2345
    return float(f"{whole or 0}.{rest}")


def _thousands_or_decimals(whole: str, sign: str, rest: str, currency: str) -> float:
    """The amount of 1,299 and 1.299: thousands, unless the currency has three decimals; a dot without a currency stays in doubt."""
    known = currencies().get(currency)
    if known is not None and known.decimals == 3:
        if sign == ".":
            return float(f"{whole}.{rest}")
    elif sign == "," or (known is not None and (known.dots or not known.decimals)):
        return float(whole + rest)
    one, other = f"{whole}{rest}", f"{whole}.{rest}"
    if sign == "." and float(other) == round(float(other), 2):  # 12.990: a scraper's decimals, or thousands
        other = other.rstrip("0").rstrip(".")
    raise Doubtful(
        say("it can mean {one} or {other}; write one of them without separators of thousands", one=one, other=other)
    )


def _grouped(digits: str, sign: str) -> str:
    """The digits without *sign*, if it separates groups of three, or of two in the Indian way."""
    three, indian = (
        rf"\d{{1,3}}(?:{re.escape(sign)}\d{{3}})+",
        rf"\d{{1,2}}(?:{re.escape(sign)}\d{{2}})+{re.escape(sign)}\d{{3}}",
    )
    if not re.fullmatch(three, digits) and not (sign == "," and re.fullmatch(indian, digits)):
        _refuse()
    return digits.replace(sign, "")


def _refuse() -> float:
    raise Unreadable(_NOT)


def price_value(value: object) -> float:
    """The amount of one value; NaN where it is blank or names no amount. Raises `Unreadable`."""
    if value is None or is_nat(value):
        return float("nan")
    if isinstance(value, date):
        raise Unreadable("this is a date, not a price")
    if isinstance(value, bool | np.bool_):
        raise Unreadable("this is yes or no, not a price")
    if isinstance(value, int | float | np.number):
        return float(value)
    amount = price_from_text(str(value)).amount
    return float("nan") if amount is None else amount


__all__ = ["Price", "price_from_text", "price_value"]
