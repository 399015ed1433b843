"""What differs by language: `language.toml` of its folder, and the filters that print values as the language does."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ippbook.catalog import platforms
from ippbook.catalog.nice_classes import read_classes
from ippbook.catalog.reasons.reason import Family
from ippbook.catalog.toml_records import record_of
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.notices.page_places import place_name, translated_places
from ippbook.notices.values import SlotFact, TextLines, WordsOfListing, list_items, quotations, unnumbered, unquoted
from ippbook.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

TomlValue: TypeAlias = Any  # a value of a TOML file: text, list or table
OFFICES: Final = load_vocabulary("offices")
NAMED: Final = ("offices", "right_types")
"""The closed lists whose names a text can print."""


@dataclass(frozen=True, kw_only=True)
class ClassWords:
    """How a language names the classes of a trademark."""

    one: str
    """The phrase of one class, with {} in its place."""
    several: str
    """The phrase of several classes, with {} in the place of their list."""
    each: str
    """A class in the list, with {} in its place."""
    last: str
    """Between the last two; between the others is the language's comma."""

    def phrase(self, numbers: Sequence[int], comma: str) -> str:
        """The classes *numbers*: "Nice classes 18, 25 and 28"."""
        names = [self.each.replace("{}", str(number)) for number in numbers]
        listed = self.last.join([comma.join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return (self.one if len(names) == 1 else self.several).replace("{}", listed)


@dataclass(frozen=True, kw_only=True)
class NoticeLanguage:
    """The words and punctuation marks that ippbook itself writes in one language."""

    code: str
    locale: str
    """How dates and numbers are written: a locale of the Unicode CLDR."""
    offices: tuple[tuple[str, str], ...] = ()
    """Names of offices that differ from those of the vocabulary; in a language that it does not have, those that the CLDR does not have."""
    right_types: tuple[tuple[str, str], ...]
    """What the texts call each type of right."""
    classes: ClassWords
    quotes: tuple[str, str]
    numbering: tuple[str, str]
    """Before and after the number of an item."""
    comma: str
    """Between numbers and short items."""
    semicolon: str
    """Between items of several words."""
    colon: str
    listing: str
    """Before the address of the only link."""
    link: str
    """Before one link's number."""
    links: str
    """Before several links' numbers."""
    checked_on: str
    """When the texts of this language were last compared with the facts."""
    reviewed: str
    """Who has reviewed them, as a phrase."""
    layout: str
    """The whole of a text, with <title>, <right>, <facts>, <each link>, <evidence> and <request> in their places."""
    rights: tuple[tuple[Family, str], ...]
    """How the right is cited, by the reason's family."""
    request: str
    """The request, where the right is an intellectual property right."""
    request_other: str
    """The request where the right may not be an intellectual property right: no law on intellectual property is cited."""

    def blocks(self, family: Family) -> Mapping[str, str]:
        """The parts of the frame that differ by the reason's family."""
        request = self.request_other if family == "other" else self.request
        return {"right": dict(self.rights)[family], "request": request}


def read_language(code: str, settings: Mapping[str, TomlValue]) -> NoticeLanguage:
    """The language that a `language.toml` describes; its tables become pairs, so that the result can be hashed."""
    pairs = {name: tuple(settings.get(name, {}).items()) for name in ("rights", "offices", "right_types")}
    return record_of(NoticeLanguage, {**settings, **pairs, "code": code})


def _mainland(value: object) -> bool:
    """Whether a marketplace accepts rights of mainland China only (ipp-facts 3.2).

    On the others the texts do not cite the E-Commerce Law: no source that was read says that it applies abroad.
    """
    platform = platforms.PLATFORMS.get(str(value))
    return platform is not None and platform.accepts.offices == ("CN",)


@lru_cache(maxsize=512)
def _day(text: str, locale: str) -> str:
    """An ISO day as the language writes it; any other text unchanged."""
    from babel.dates import format_date  # noqa: PLC0415  # its data are large; only texts with dates need them

    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return format_date(day, "long", locale=locale)


_GROUPED: Final = 1_000
"""Smaller numbers have no separator."""
_PLAIN_COUNTS: Final = frozenset({"de", "en", "es", "fr", "ja", "ko", "zh"})
"""Languages that write a small number as Python does: they need no data of babel, which cost more than a text."""


@lru_cache(maxsize=512)
def _number(number: int, locale: str) -> str:
    if 0 <= number < _GROUPED and locale[:2] in _PLAIN_COUNTS:
        return str(number)
    from babel.numbers import format_decimal  # noqa: PLC0415  # as above

    return format_decimal(number, locale=locale)


@lru_cache(maxsize=512)
def _office(code: str, language: NoticeLanguage) -> str:
    """The name of an office; the code itself where there is no name."""
    own = dict(language.offices).get(code) or OFFICES.named(code, language.code)
    if own or code not in OFFICES:
        return own or code
    from babel import Locale  # noqa: PLC0415  # as above; only for a language that the offices' file does not have

    return Locale.parse(language.locale).territories.get(code) or OFFICES[code].label


def _one_line(value: object, locale: str) -> str:
    """One value on one line. An undefined or blank value reports itself when it becomes text."""
    if type(value) is str:
        return value.replace("\n", " ")
    if isinstance(value, TextLines):
        return value
    text = _number(value, locale) if isinstance(value, int) else str(value)
    return text.replace("\n", " ")


def _later(name: str, function: Callable[..., str]) -> Callable[..., object]:
    """The filter *name*; a fact that is filled in later keeps what will be done to it."""

    def filtered(value: object, *arguments: object) -> object:
        return value.filtered(name, arguments) if isinstance(value, SlotFact) else function(value, *arguments)

    return filtered


@lru_cache
def environment(language: NoticeLanguage) -> "ImmutableSandboxedEnvironment":
    """Make the closed Jinja2 environment of *language*: no loader, no globals, only ippbook's filters and tests."""
    from jinja2 import StrictUndefined  # noqa: PLC0415  # late: most commands write no text
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415  # late

    def printed(value: object) -> str:
        return _one_line(value, language.locale)

    def named(value: object, vocabulary: str) -> str:
        code = str(value)
        if vocabulary == "right_types":
            return dict(language.right_types).get(code, code)
        return _office(code, language)

    def quoted(value: object) -> str:
        opening, closing = language.quotes
        if not isinstance(value, WordsOfListing):
            return f"{opening}{unquoted(str(value))}{closing}"
        return language.comma.join([f"{opening}{part}{closing}" for part in quotations(value)])

    def numbered(value: object) -> str:
        found = unnumbered(list_items(str(value)))
        if len(found) < 2:
            return "".join(found)
        before, after = language.numbering
        return language.semicolon.join(f"{before}{number}{after}{item}" for number, item in enumerate(found, 1))

    def listed(value: object) -> str:
        items = list_items(str(value), also=",，、")
        return language.comma.join(place_name(item, language.code) or item for item in items)

    def placed(value: object) -> str:
        return translated_places(str(value), language.code, language.comma, language.colon)

    def classes(value: object) -> str:
        # A cell that cannot be read is blank before it comes here; a blank one reports itself when it becomes text.
        text = str(value)
        numbers = read_classes(text).numbers
        return language.classes.phrase(numbers, language.comma) if numbers else text

    def day(value: object) -> str:
        return _day(str(value), language.locale)

    made = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # plain text, pasted into a form; no markup is ever made of it
        cache_size=0,
    )
    filters: dict[str, Callable[..., str]] = {
        "named": named, "quoted": quoted, "numbered": numbered, "listed": listed, "placed": placed,
        "classes": classes, "day": day,
    }  # fmt: skip
    made.filters = {name: _later(name, function) for name, function in filters.items()}
    made.tests = {"mainland": _mainland}
    made.globals = {}
    return made


def texts_written() -> bool:
    """Whether this process has written a takedown text."""
    return environment.cache_info().currsize > 0
