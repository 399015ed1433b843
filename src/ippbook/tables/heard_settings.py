"""Whoever listens hears the settings that cannot be used: a default in silence could give a false "qualifies"."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_heard: Final = ContextVar[list[str] | None]("heard", default=None)


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
