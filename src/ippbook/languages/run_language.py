"""The language in which a command or a button speaks: the one that was chosen, else that of its workbook, else that of the computer."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ippbook.languages.sentence import Clause, KnownWord, Sentence, TextSeries
from ippbook.languages.translation import ENGLISH, in_language, known_languages

_chosen: Final = ContextVar("_chosen", default="")
_of_workbook: Final = ContextVar("_of_workbook", default="")


def choose_language(language: str) -> None:
    """Speak *language* from now on, whatever the workbook says; "" where no one has chosen. Forgets the last workbook."""
    _chosen.set(language)
    _of_workbook.set("")


def chosen_language() -> str:
    """The language that a person has chosen for this run; "" where no one has."""
    return _chosen.get()


def note_workbook_language(language: str) -> None:
    """A workbook was read whose people read *language*."""
    _of_workbook.set(language)


@contextmanager
def workbook_language(language: str) -> Iterator[None]:
    """Inside the block, speak as for a workbook of *language* ("": as before)."""
    token = _of_workbook.set(language or _of_workbook.get())
    try:
        yield
    finally:
        _of_workbook.reset(token)


def run_language() -> str:
    """The language of texts for people in this run."""
    return _chosen.get() or _of_workbook.get() or computer_language()


def computer_language() -> str:
    """The language of the computer: of the locale, as gettext takes it; English where ippbook does not have it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if stated := os.environ.get(name, ""):
            return _known(stated)
    return _known(_windows_language()) if sys.platform == "win32" else ENGLISH


def _windows_language() -> str:
    import locale  # noqa: PLC0415  # only on Windows, which has no LANG

    return (locale.getlocale()[0] or "").replace("Chinese", "zh")


def _known(name: str) -> str:
    code = name[:2].lower()
    return code if code in known_languages() else ENGLISH


def localized(text: str) -> str:
    """*text* in the language to speak now, as plain text."""
    language = run_language()
    return text if language == ENGLISH else in_language(text, language)


def localized_text(text: str) -> str:
    """As `localized` where *text* keeps what it is made of; a plain text, which may come from a workbook, stays as it is."""
    return localized(text) if isinstance(text, Sentence | KnownWord | TextSeries | Clause) else text
