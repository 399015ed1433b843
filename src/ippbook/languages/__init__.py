"""Texts that people read, in English and in other languages. Rules and arithmetic know no language; faces call `in_language` at the border.

The code has the English text. The other languages are in a folder each: `zh/*.po` for people, `zh/messages.mo` made from them.
docs/languages.md says how to add a translation and a language.
"""

from ippbook.languages.sentence import (
    Clause,
    KnownWord,
    Sentence,
    TextSeries,
    parts_of,
    say,
    say_clause,
    say_number,
    say_series,
)
from ippbook.languages.translation import ENGLISH, in_language, known_languages

__all__ = [
    "ENGLISH",
    "Clause",
    "KnownWord",
    "Sentence",
    "TextSeries",
    "in_language",
    "known_languages",
    "parts_of",
    "say",
    "say_clause",
    "say_number",
    "say_series",
]
