"""Settings that cannot be used. Every command reports them: a default in silence could give a false "qualifies"."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ippbook.declare.rule_overrides import code_of
from ippbook.tables import Tables
from ippbook.tables.settings import RunSettings

_heard: Final = ContextVar[list[str] | None]("heard", default=None)


def refused_settings(book: Tables, settings: RunSettings) -> tuple[str, ...]:
    """One sentence for each setting of *book* that keeps its default, with its cell. Names of rules are not settings."""
    found = []
    for name, why in settings.refused:
        if not code_of(name):
            places, row = book.settings.places, book.settings.rows.get(name)
            cell = f"{places.sheet}!{places.cell(row, 'Value')}: " if places is not None and row is not None else ""
            found.append(f"{cell}setting {why}")
    return tuple(found)


@contextmanager
def hear_refused_settings() -> Iterator[list[str]]:
    """Collects the sentences of `refused_settings` for every workbook that is read inside; each sentence once."""
    heard: list[str] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def report_refused(sentences: tuple[str, ...]) -> None:
    """Pass the sentences to whoever listens."""
    heard = _heard.get()
    if heard is not None:
        heard += [each for each in sentences if each not in heard]
