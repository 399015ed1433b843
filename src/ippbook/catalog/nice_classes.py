"""Reads the classes of a trademark: numbers of the Nice Classification, 1 to 45, as teams, offices and spreadsheets write them.

A cell is read only where one reading is possible. `18-25` can be a range or two classes. A spreadsheet turns `18,25` into 18.25
and `9,10` into 9.1, so 18.25 is read and 9.1 is not: it can also be 9 and 1. What is not read is reported, and no legal text prints it.

Source: ipp-facts 4.1 (Nice class: GK); what spreadsheets do to `18,25`: cases of 2026-11-29.

>>> read_classes("第18、25类").numbers, read_classes("Class 09").numbers, read_classes(18.25).numbers, read_classes("18 至 20").numbers
((18, 25), (9,), (18, 25), (18, 19, 20))
>>> read_classes("18-25").unclear
'“18-25” can mean classes 18 to 25, or classes 18 and 25'
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean
from ippbook.ooxml.whole_numbers import whole_number

LAST_CLASS: Final = 45


class ReadClasses(NamedTuple):
    """The classes of a cell, or why they cannot be read."""

    numbers: tuple[int, ...] = ()
    """Ascending, each once; () for a blank cell and where the cell cannot be read."""
    unclear: str = ""
    """Why the cell cannot be read, as a main clause without a full stop; "" where it was read or is blank."""
    unknown: int | None = None
    """The first number that is not a class; such a cell has no `numbers`."""

    @property
    def text(self) -> str:
        """The numbers with commas, as `18, 25`."""
        return ", ".join(map(str, self.numbers))


_WORDS: Final = late_pattern(
    r"(?<![a-zа-я])(?:nice|nizza|niza|locarno|international(?:e[rsn]?)?|internacional|intl?|class(?:es|e|ification)?|cl|klassen?|kl|clases?"
    r"|ic|класс(?:ы|а|ов)?|мкту|sınıf|nos?|nr)(?![a-zа-я])[.-]?"
    r"|国际分类|國際分類|国际|國際|类别|類別|分类|分類|区分|商标|商標|第|类|類|제|류|클래스"
)
_RANGE: Final = late_pattern(r"(?<=[0-9])\s*(?:to|through|thru|bis|à|hasta|~|至|到|から|부터)\s*(?=[0-9])")
_JOINTS: Final = late_pattern(
    r"(?<![a-zа-я])(?:and|und|et|y|и|ve)(?![a-zа-я])|及び|および|並びに|[和及与與및·・&+;/、，；|]"
)
_LIST: Final = late_pattern(r"[0-9]+(?:(?:\s*[,.]\s*|\s+|\s*(?:\.\.|[-\u2010-\u2015])\s*)[0-9]+)*")
_DECIMAL: Final = late_pattern(r"([0-9]+)\.([0-9]+)")
_DASHED: Final = late_pattern(r"([0-9]+)\s*[-\u2010-\u2015]\s*([0-9]+)(?!\s*[-\u2010-\u2015])")
_BLANK: Final = late_pattern(r"[-\u2010-\u2015/.?*]*|n/?a|none|tb[cd]|无|無|待定")
_BEYOND: Final = 10**6
"""The value of every number that is too long to be a class."""
_ONE_DIGIT: Final = 1
_TWO_DIGITS: Final = 2

_HAN: Final = late_pattern(r"[一二三四五六七八九十]+")
_HAN_NUMBER: Final = late_pattern(r"([二三四]?)(十?)([一二三四五六七八九]?)")


def _digits(found: re.Match[str]) -> str:
    """A Chinese number as digits: 二十五 as 25. What is not one number, such as 三五, stays."""
    number = _HAN_NUMBER.fullmatch(found[0])
    if number is None or (number[1] and not number[2] and number[3]):
        return found[0]
    tens, ten, ones = number.groups()
    if not ten:
        return str(" 一二三四五六七八九".index(tens or ones))
    return str((" 一二三四".index(tens) if tens else 1) * 10 + (" 一二三四五六七八九".index(ones) if ones else 0))


@lru_cache(maxsize=4096)
def read_classes(text: str | float) -> ReadClasses:
    """Read the classes in *text*, any text or a number of a spreadsheet. Never raises."""
    shown = clean(str(text))
    plain = shown.casefold()
    if _BLANK.fullmatch(plain):
        return ReadClasses()
    plain = _HAN.sub(_digits, plain)
    plain = _JOINTS.sub(",", _RANGE.sub("..", _WORDS.sub(" ", plain)))
    plain = re.sub(r"[\s,]*,[\s,]*", ", ", plain).strip(" ,.:()[]")
    plain = _RANGE.sub("..", re.sub(r"\s+", " ", plain))
    if not _LIST.fullmatch(plain):
        return ReadClasses((), say("“{shown}” cannot be read as class numbers", shown=shown[:40]))
    if decimal := _DECIMAL.fullmatch(plain):
        return _decimal(shown, decimal[1], decimal[2])
    return _listed(shown, plain)


def _decimal(shown: str, whole: str, part: str) -> ReadClasses:
    """Two classes that a spreadsheet took for a decimal number. It also drops a zero at the end: 9.1 can be 9 and 10."""
    if not part.strip("0"):
        return _checked([_number(whole)])
    if len(part) == _ONE_DIGIT and _number(part) * 10 <= LAST_CLASS:
        return ReadClasses(
            (),
            say(
                "“{shown}” can mean classes {whole} and {part}, or classes {whole} and {part}0",
                shown=shown,
                whole=whole,
                part=part,
            ),
        )
    if len(part) > _TWO_DIGITS:
        return ReadClasses((), say("“{shown}” cannot be read as class numbers", shown=shown[:40]))
    return _checked([_number(whole), _number(part)])


def _listed(shown: str, plain: str) -> ReadClasses:
    numbers: list[int] = []
    for part in re.split(r"[,\s]*,[,\s]*|(?<=[0-9])\.(?=\s|[0-9])|(?<=[0-9]) (?=[0-9])", plain):
        first, dots, last = part.partition("..")
        if dots:
            if (
                not first.isdecimal()
                or not last.isdecimal()
                or _number(first) > _number(last)
                or _number(last) > LAST_CLASS
            ):
                return ReadClasses((), say("“{shown}” cannot be read as class numbers", shown=shown[:40]))
            numbers += range(_number(first), _number(last) + 1)
            continue
        for dashed in _DASHED.finditer(part):
            one, other = _number(dashed[1]), _number(dashed[2])
            if one + 1 < other <= LAST_CLASS and dashed[0] == part:
                return ReadClasses(
                    (),
                    say(
                        "“{part}” can mean classes {one} to {other}, or classes {one} and {other}",
                        part=part,
                        one=one,
                        other=other,
                    ),
                )
        numbers += [_number(digits) for digits in re.findall(r"[0-9]+", part)]
    return _checked(numbers)


def _number(digits: str) -> int:
    """A class, or a number that no class has."""
    return whole_number(digits, _BEYOND)


def _checked(numbers: list[int]) -> ReadClasses:
    unknown = next((number for number in numbers if not 1 <= number <= LAST_CLASS), None)
    return ReadClasses(unknown=unknown) if unknown is not None else ReadClasses(tuple(sorted(set(numbers))))


__all__ = ["LAST_CLASS", "ReadClasses", "read_classes"]
