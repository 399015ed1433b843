"""The places that Found in and Pictures name, translated: *title* in a Chinese text is 标题 (`places.toml`)."""

import re
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

from ippbook.catalog.toml_records import record_of
from ippbook.late_patterns import late_pattern
from ippbook.normalize import key
from ippbook.quick_dataclasses import dataclass

_AND: Final = late_pattern(
    r"\s*(?:[;；,，、/+&\n]|(?<=\s)(?:and|und|et|y|e)(?=\s)|(?<=[\u4e00-\u9fff])[和及与](?=[\u4e00-\u9fff])|および|及び|(?<=\s)및(?=\s))\s*"
)
_PARTS: Final = late_pattern(r"(\s*[;；,，、\n]\s*)")
_DETAIL: Final = late_pattern(r"\s*(?:[:：>›→]|->)\s*")
_WITH_NUMBER: Final = late_pattern(
    r"(?P<name>\D*[^\W\d]\.?)\s*(?:no\.?|nr\.?|n[°º]|n\.º|#|第)?\s*(?P<number>\d{1,3}(?:\s*[-–—~～]\s*\d{1,3})?)[张幅枚]?",
    re.IGNORECASE,
)
_ORDINAL: Final = late_pattern(r"第\s*(?P<number>\d{1,3}|[一二三四五六七八九十])\s*[张幅枚]?\s*(?P<name>\D+)")
_DIGITS: Final = {digit: number for number, digit in enumerate("一二三四五六七八九十", 1)}


@dataclass(frozen=True, kw_only=True)
class _Places:
    """The names of each place, by language; the first of a language is printed."""

    places: Mapping[str, Mapping[str, tuple[str, ...]]]


@lru_cache
def _places() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Place -> language -> names."""
    text = files(__package__).joinpath("places.toml").read_text(encoding="utf-8")
    return record_of(_Places, {"places": tomllib.loads(text)}).places


@lru_cache
def _known() -> dict[str, str]:
    """Spelling, made comparable -> the first place that has it."""
    found: dict[str, str] = {}
    for place, names in _places().items():
        for spelling in (name for spellings in names.values() for name in spellings):
            found.setdefault(key(spelling), place)
    return found


@lru_cache
def _own(language: str) -> frozenset[str]:
    """The spellings of one language: they are printed as they were entered."""
    return frozenset(key(name) for names in _places().values() for name in names.get(language, ()))


def place_name(text: str, language: str) -> str:
    """Give the name of one place in *language*, as it was entered where it is already in it; "" for an unknown place.

    >>> place_name("title", "zh"), place_name("主图3", "en"), place_name("第2张主图", "de"), place_name("red lid", "zh")
    ('标题', 'main picture 3', 'Hauptbild 2', '')
    """
    if key(text) in _own(language):
        return text
    if name := _name(text, language):
        return name
    found = _WITH_NUMBER.fullmatch(text) or _ORDINAL.fullmatch(text)
    name = _name(found["name"], language) if found else ""
    if not found or not name:
        return ""
    number = _DIGITS.get(found["number"], found["number"])
    return f"{name}{'' if language in {'zh', 'ja'} else ' '}{number}"


def _name(text: str, language: str) -> str:
    names = _places().get(_known().get(key(text), ""), {})
    return names.get(language, ("",))[0]


@lru_cache(maxsize=4096)
def translated_places(text: str, language: str, comma: str, colon: str) -> str:
    """Translate the places in *text*. What is not known stays as it was entered.

    >>> translated_places("title, attributes", "zh", "、", "："), translated_places("属性：品牌", "en", ", ", ": ")
    ('标题、属性', 'attributes: brand')
    >>> translated_places("title and description", "de", ", ", ": "), translated_places("标题（第一行）；属性：品牌", "zh", "、", "：")
    ('Titel, Beschreibung', '标题（第一行）；属性：品牌')
    """
    whole = [_detailed(part, language, colon) for part in _AND.split(text) if part]
    if all(whole):
        same = "".join(whole) == "".join(_AND.split(text))
        return text if same else comma.join(whole)
    parts = _PARTS.split(text)
    names = [_detailed(part, language, colon) for part in parts[::2]]
    parts[::2] = [name or part for name, part in zip(names, parts[::2], strict=True)]
    return "".join(parts)


def _detailed(text: str, language: str, colon: str) -> str:
    """The name of a place, or of a place and a part of it: *attributes: brand*; "" where one of them is unknown."""
    if not text.strip():
        return ""
    if re.fullmatch(r"\d{1,3}(?:\s*[-–—~～]\s*\d{1,3})?", text.strip()):
        return text.strip()
    names = [place_name(part, language) for part in _DETAIL.split(text.strip())]
    return colon.join(names) if all(names) else ""
