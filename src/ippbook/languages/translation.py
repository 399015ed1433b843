"""`in_language`: a text of ippbook in another language, by the compiled catalogue of that language."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ippbook.languages.sentence import Clause, KnownWord, Sentence, TextSeries

if TYPE_CHECKING:
    from gettext import GNUTranslations

ENGLISH: Final = "en"
"""The language of the texts in the code."""
COMPILED: Final = "messages.mo"
"""The file with all texts of a language, made by `make languages` from its .po files."""
_KEEPS: Final = Sentence | KnownWord | TextSeries | Clause
"""Texts that keep what they are made of."""
SEPARATOR: Final = "separator"
"""The context of the signs between the parts of a series."""


ROOM: Final = Path(__file__).parent
"""The folder that has a folder for each language."""


@lru_cache
def known_languages() -> tuple[str, ...]:
    """The codes of the languages: English, and one for each folder of this room that has a compiled catalogue."""
    folders = sorted(each.name for each in ROOM.iterdir() if (each / COMPILED).is_file())
    return (ENGLISH, *folders)


@lru_cache
def catalogue_of(language: str) -> "GNUTranslations | None":
    """The compiled catalogue of *language*; None where there is none."""
    from gettext import GNUTranslations  # noqa: PLC0415  # imported late: English needs no catalogue

    place = ROOM / language / COMPILED
    if not place.is_file():
        return None
    with place.open("rb") as stream:
        return GNUTranslations(stream)


def in_language(text: str, language: str) -> str:
    """*text* in *language*; a text that the catalogue does not have stays English.

    A sentence is translated by its template; values that are sentences, series or known words are translated too, and all
    others, such as the names in a workbook, stay as they are. A plain text is translated if it is one of ippbook's.
    """
    if language == ENGLISH or (catalogue := catalogue_of(language)) is None:
        return text
    return _translated(text, catalogue)


def _translated(text: str, catalogue: "GNUTranslations") -> str:
    match text:
        case Sentence():
            values = {
                name: _translated(value, catalogue) if isinstance(value, _KEEPS) else value
                for name, value in text.values.items()
            }
            template = catalogue.gettext(text.template)
            return template.format_map(values) if values else template
        case TextSeries():
            separator = catalogue.pgettext(SEPARATOR, text.separator) if text.separator else ""
            return separator.join(_translated(part, catalogue) for part in text.parts)
        case Clause():
            return _translated(text.whole, catalogue).removesuffix(".").removesuffix("。")
        case KnownWord():
            return catalogue.pgettext(text.of, "".join(text))
        case "":
            return text  # the catalogue has its own head under the empty text
        case _:
            return catalogue.gettext(text)
