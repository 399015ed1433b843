"""English texts that keep what they are made of, so that a face can translate them: a template and its values.

Each is a `str` with the English text. Whoever knows nothing of languages prints it, joins it or compares it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final, Self

_PLAIN: Final = (str, int, float, Decimal, date, type(None))
"""Values that go to other processes as they are; of all others, such as an error, the text goes."""


class _Joinable(str):
    """A text that stays translatable where it is put together with another one by +."""

    __slots__ = ()

    def __add__(self, other: str) -> str:
        return TextSeries((self, other), "") if other else self

    def __radd__(self, other: str) -> str:
        return TextSeries((other, self), "") if other else self


class Sentence(_Joinable):
    """An English text that keeps its template and the values of its placeholders.

    >>> ready = Sentence("{n:,} complaints are ready", {"n": 1200})
    >>> ready, ready.template
    ('1,200 complaints are ready', '{n:,} complaints are ready')
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        """Make the English text."""
        made = super().__new__(cls, template.format_map(values) if values else template)
        made.template = template
        made.values = values
        return made

    def __str__(self) -> str:
        """Itself: `str` of an error keeps the template."""
        return self

    def __reduce__(self) -> tuple[object, ...]:
        values = {name: value if isinstance(value, _PLAIN) else str(value) for name, value in self.values.items()}
        return _restored, ("".join(self), self.template, values)


def _restored(text: str, template: str, values: Mapping[str, object]) -> Sentence:
    """The sentence from its parts, without making the text again."""
    made = str.__new__(Sentence, text)
    made.template = template
    made.values = values
    return made


class KnownWord(_Joinable):
    """A word that ippbook's tables name in other languages: an entry of a vocabulary, a header, the name of a table.

    `of` says of which list it is a word: the name of the vocabulary, "header", "table" or "setting".
    """

    __slots__ = ("of",)
    of: str

    def __new__(cls, word: str, of: str) -> Self:
        """Make the English text."""
        made = super().__new__(cls, word)
        made.of = of
        return made

    def __str__(self) -> str:
        """Itself, so that a text that is made of it can be translated."""
        return self

    def __reduce__(self) -> tuple[type["KnownWord"], tuple[str, str]]:
        return KnownWord, ("".join(self), self.of)


COMMA: Final = ", "


class TextSeries(_Joinable):
    """Several texts in a row, with a separator: each is translated alone, and the separator too."""

    __slots__ = ("parts", "separator")
    parts: tuple[str, ...]
    separator: str

    def __new__(cls, parts: Iterable[str], separator: str = COMMA) -> Self:
        """Make the English text."""
        kept = tuple(parts)
        made = super().__new__(cls, separator.join(kept))
        made.parts = kept
        made.separator = separator
        return made

    def __str__(self) -> str:
        """Itself: its parts stay known."""
        return self

    def __reduce__(self) -> tuple[type["TextSeries"], tuple[tuple[str, ...], str]]:
        return TextSeries, (self.parts, self.separator)


class Clause(_Joinable):
    """A sentence as a part of another one: without its full stop, in English also with a small letter where it begins with one."""

    __slots__ = ("whole",)
    whole: str

    def __new__(cls, whole: str, english: str) -> Self:
        """Make the English text."""
        made = super().__new__(cls, english)
        made.whole = whole
        return made

    def __str__(self) -> str:
        """Itself: its sentence stays known."""
        return self

    def __reduce__(self) -> tuple[type["Clause"], tuple[str, str]]:
        return Clause, (self.whole, "".join(self))


def say_clause(sentence: str, *, small: bool = False) -> str:
    """*sentence* as a part of another one, without its full stop. *small*: its first letter is small.

    >>> say_clause("The text is empty.", small=True)
    'the text is empty'
    """
    english = "".join(sentence).removesuffix(".")
    return Clause(sentence, f"{english[:1].lower()}{english[1:]}" if small else english)


def say(template: str, /, **values: object) -> str:
    """The text that *template* makes of *values*, to be translated by `in_language`. Without values, *template* as it is.

    The template is one whole sentence or phrase, written out in the call, so that the catalogue finds it.

    >>> say("{file} is open in Excel; close it.", file="team.xlsx")
    'team.xlsx is open in Excel; close it.'
    """
    return Sentence(template, values)


def say_number(count: int, one: str, many: str, /, **values: object) -> str:
    """The text for a count: *one* where it is 1, else *many*; both can have {n}. A language translates each of them.

    >>> say_number(1, "{n:,} reply is due", "{n:,} replies are due"), say_number(1200, "{n} reply is due", "{n:,} replies are due")
    ('1 reply is due', '1,200 replies are due')
    """
    return Sentence(one if count == 1 else many, {"n": count, **values})


def parts_of(text: str, separator: str) -> tuple[str, ...]:
    """The parts of a series, as they were put in; of a plain text, what its separators part. No part is blank.

    >>> parts_of(say_series(["A; B", "C"], "; "), "; "), parts_of("A; B", "; "), parts_of("", "; ")
    (('A; B', 'C'), ('A', 'B'), ())
    """
    if isinstance(text, TextSeries) and text.separator == separator:
        return tuple(filter(None, text.parts))
    return tuple(filter(None, text.split(separator)))


def say_series(parts: Iterable[str], separator: str = COMMA) -> str:
    """Texts in a row, as in "A, B, C".

    >>> say_series(["A", "B"], "; ")
    'A; B'
    """
    return TextSeries(parts, separator)
