"""The catalogues have what the code says, whole and with the right placeholders."""

import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ippbook.docsgen.catalogues import language_folders, read_translations, stale_files, words_in
from ippbook.docsgen.message_sources import source_texts, untranslatable

MOST_UNTRANSLATABLE = 13
"""Calls that still glue a text together. Lower it; it never rises."""


@pytest.fixture(params=language_folders(), ids=lambda folder: folder.name)
def folder(request: pytest.FixtureRequest) -> Path:
    return request.param


def fields(text: str) -> Iterator[tuple[str, str, str]]:
    """The placeholders of a template, with format and conversion."""
    for _, name, form, conversion in string.Formatter().parse(text):
        if name is not None:
            yield name, form or "", conversion or ""


def test_the_files_are_as_the_code_says(folder: Path) -> None:
    """New texts have an entry, texts that are gone have none, the compiled file has every translation."""
    assert stale_files(folder) == []


def test_a_translation_has_the_placeholders_of_its_text(folder: Path) -> None:
    wrong = [
        f"{text} -> {translation}"
        for (_, text), translation in read_translations(folder).items()
        if translation and "{" in text + translation and set(fields(translation)) != set(fields(text))
    ]
    assert wrong == []


def test_a_translation_ends_as_its_text_does(folder: Path) -> None:
    """A sentence with a full stop stays one; a clause that goes on stays one."""
    wrong = [
        f"{text} -> {translation}"
        for (_, text), translation in read_translations(folder).items()
        if translation and text.strip().endswith(".") != translation.endswith("。")
    ]
    assert wrong == []


def test_no_text_waits_for_a_translation(folder: Path) -> None:
    """Until there is one, the English text appears: this test names it, and nothing else breaks."""
    assert [text for (_, text), translation in read_translations(folder).items() if not translation] == []


def test_one_term_has_one_name(folder: Path) -> None:
    glossary = tomllib.loads((folder / "glossary.toml").read_text("utf-8"))
    assert glossary
    wrong = [
        f"{term} ({name}): {text} -> {translation}"
        for (_, text), translation in read_translations(folder).items()
        for term, name in glossary.items()
        if translation and re.search(rf"(?<![\w{{-]){term}s?(?![\w}}])", text) and name not in translation
    ]
    assert wrong == []


def test_every_text_is_written_out_in_its_call() -> None:
    """A text that is put together before the call cannot be translated."""
    found = untranslatable()
    assert len(found) <= MOST_UNTRANSLATABLE, found


def test_each_word_of_tables_and_lists_has_a_name(folder: Path) -> None:
    words = list(words_in(folder.name))
    assert [word for _, word, name in words if not name] == []


def test_every_text_is_found_once() -> None:
    texts = [(each.context, each.text) for each in source_texts()]
    assert len(texts) == len(set(texts))
