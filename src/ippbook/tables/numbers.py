"""Numbers: from a text with separators, currency or percent sign, and back to a text without ".0"."""

import re
from datetime import date
from functools import lru_cache

from ippbook.late_numpy import np
from ippbook.late_pandas import is_nat
from ippbook.normalize import clean
from ippbook.tables.unreadable import Unreadable


def text_from_number(number: float) -> str:
    """The text of a number in a column of texts: no ".0", no exponent for whole numbers.

    >>> text_from_number(8123456.0), text_from_number(0.5), text_from_number(1005005968714360.0)
    ('8123456', '0.5', '1005005968714360')
    """
    if not np.isfinite(number):
        raise Unreadable("the number is too large")
    return str(int(number)) if number == int(number) and abs(number) < 10**18 else repr(float(number))


@lru_cache(maxsize=16_384)
def number_from_text(text: str) -> float:
    """The number in a text, which may have thousands separators, a currency or a percent sign.

    >>> number_from_text("1,234.50"), number_from_text("￥99"), number_from_text("12 %")
    (1234.5, 99.0, 0.12)
    """
    plain = re.sub(r"^(?:[¥$€£]|cny|rmb|usd|eur|us\$)\s*|\s*(?:[¥$€£元]|cny|rmb|usd|eur)$", "", clean(text).casefold())
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").strip()
    if re.fullmatch(r"[-+]?\d{1,3}(?:[, ']\d{3})+(?:\.\d+)?", plain):
        plain = re.sub(r"[, ']", "", plain)
    if not re.fullmatch(r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d{1,3})?", plain):
        raise Unreadable("not a number")
    number = float(plain)
    if not np.isfinite(number):
        raise Unreadable("the number is too large")
    return number / 100 if percent else number


def number_value(value: object) -> float:
    """One value as a number; NaN where blank. Raises `Unreadable`."""
    if value is None or is_nat(value):
        return float("nan")
    if isinstance(value, date):
        raise Unreadable("this is a date, not a number")
    if isinstance(value, int | float | np.number | bool | np.bool_):
        return float(value)
    return number_from_text(str(value)) if clean(str(value)) else float("nan")


__all__ = ["number_from_text", "number_value", "text_from_number"]
