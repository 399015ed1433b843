"""Texts, yes or no, and choices: from what a host passes for a cell."""

from datetime import date
from typing import Final

from ippbook.catalog.vocabulary import Vocabulary
from ippbook.languages import KnownWord, say, say_series
from ippbook.late_numpy import np
from ippbook.late_pandas import is_nat
from ippbook.normalize import clean, has_chinese
from ippbook.tables.numbers import text_from_number
from ippbook.tables.unreadable import Unreadable

_YES: Final = frozenset(
    [
        "yes",
        "y",
        "true",
        "1",
        "x",
        "是",
        "是的",
        "有",
        "对",
        "√",
        "✓",
        "✔",
        "✅",
        "☑",
        "ja",
        "wahr",
        "oui",
        "vrai",
        "si",
        "sí",
        "sim",
        "да",
        "はい",
        "예",
        "네",
    ]
)
_NO: Final = frozenset(
    [
        "no",
        "n",
        "false",
        "0",
        "否",
        "不是",
        "无",
        "没有",
        "×",
        "✗",
        "✘",
        "❌",
        "☐",
        "nein",
        "falsch",
        "non",
        "faux",
        "não",
        "нет",
        "いいえ",
        "아니오",
        "아니요",
    ]
)


def text_value(value: object) -> str:
    """One value as cleaned text."""
    if value is None or is_nat(value):
        return ""
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number):
        return "" if value != value else text_from_number(float(value))  # noqa: PLR0124  # NaN differs from itself
    if isinstance(value, date):
        return value.isoformat()[:10]
    return clean(str(value))


def yes_no(value: object, words: Vocabulary | None = None) -> str:
    """Yes or no, from what a host passes for it. *words*: what means yes and no in this column only. Raises `Unreadable`.

    >>> yes_no("是"), yes_no(True), yes_no(0.0), yes_no("")
    ('yes', 'yes', 'no', '')
    """
    plain = text_value(value).casefold()
    if not plain:
        return ""
    if plain in _YES:
        return "yes"
    if plain in _NO:
        return "no"
    found = words.read(plain) if words else None
    if found is None:
        raise Unreadable(say("enter yes or no"))
    return found


def choice(text: str, vocabulary: Vocabulary) -> str:
    """The code of a choice. Raises `Unreadable` with the codes to choose from."""
    plain = clean(text)
    if not plain:
        return ""
    code = vocabulary.read(plain)
    if code is None:
        if meaning := vocabulary.why_unclear(plain):
            raise Unreadable(say("{meaning}; write the name or the code of the one you mean", meaning=meaning))
        if vocabulary.further:
            raise Unreadable(
                say(
                    "use a name, or a code such as {codes}",
                    codes=say_series(KnownWord(code, vocabulary.name) for code in vocabulary.codes[:5]),
                )
            )
        chinese = [each.zh for each in vocabulary if each.zh] if has_chinese([plain]) else []
        raise Unreadable(
            say(
                "use one of: {chinese}",
                chinese=(
                    "、".join(chinese) or say_series(KnownWord(code, vocabulary.name) for code in vocabulary.codes)
                ),
            )
        )
    return code


def quoted(value: object, most: int = 40) -> str:
    """A value in a sentence: quoted, cut at *most* characters."""
    endless = isinstance(value, float | np.floating) and not np.isfinite(value)
    text = str(value) if endless else text_value(value)
    return f"“{text[:most]}…”" if len(text) > most else f"“{text}”"


__all__ = ["choice", "quoted", "text_value", "yes_no"]
