"""Which language a run speaks, and that nothing but its texts depends on it."""

import functools
import json
import pickle
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ippbook import ooxml, pipeline
from ippbook.docsgen.message_sources import source_texts
from ippbook.languages import Clause, KnownWord, Sentence, TextSeries, in_language
from ippbook.languages.run_language import choose_language, computer_language, run_language
from ippbook.normalize import has_chinese
from ippbook.tables.written_language import language_of

DAY = "2026-10-31"
EXPIRED = "CP101"


@pytest.fixture(autouse=True)
def english_computer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    yield
    choose_language("")


def test_the_computer_speaks_its_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    assert computer_language() == "en"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert computer_language() == "zh"
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    assert computer_language() == "en"


def test_a_page_is_chinese_by_option_and_by_locale(
    ippbook: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    english = ippbook("explain", EXPIRED).out
    chinese = ippbook("explain", EXPIRED, "--language", "zh").out
    assert has_chinese([chinese.splitlines()[0]])
    assert not has_chinese([english.splitlines()[0]])
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert ippbook("explain", EXPIRED).out == chinese
    assert ippbook("--language", "en", "explain", EXPIRED).out == english


def test_a_command_leaves_its_language_to_nobody(ippbook: Callable[..., Any]) -> None:
    """A process that runs commands and presses buttons, as the tests do, speaks Chinese only where it was asked for."""
    assert has_chinese([ippbook("check", "nowhere.xlsx", "--language", "zh").err])
    assert run_language() == "en"


def test_an_error_is_chinese_too(ippbook: Callable[..., Any]) -> None:
    refused = ippbook("check", "nowhere.xlsx", "--language", "zh")
    assert refused.code == 2
    assert has_chinese([refused.err])


def test_an_unknown_language_is_refused(ippbook: Callable[..., Any]) -> None:
    refused = ippbook("check", "nowhere.xlsx", "--language", "tlh")
    assert refused.code == 2
    assert "There is no language tlh. Use one of: en, zh." in refused.err


def test_only_the_messages_of_json_follow_the_language(ippbook: Callable[..., Any], small_path: Path) -> None:
    ask = ("check", small_path, "--as-of", DAY, "--format", "json", "--fail-on", "never")
    english, plain, chinese = (
        json.loads(ippbook(*ask, *more).out) for more in (("--language", "en"), (), ("--language", "zh"))
    )
    assert plain == english
    messages = [found.pop("message") for found in chinese["files"][0]["findings"]]
    for found in english["files"][0]["findings"]:
        found.pop("message")
    assert has_chinese(messages)
    assert [found["code"] for found in chinese["files"][0]["findings"]]
    assert chinese["files"][0]["findings"] == english["files"][0]["findings"]


@pytest.mark.deep
def test_the_setting_decides_where_colleagues_read_different_languages(
    ippbook: Callable[..., Any], small_path: Path, tmp_path: Path
) -> None:
    """An English workbook, a colleague in Shenzhen: lines of output and the column Findings are Chinese, the codes are the same."""
    book = ooxml.open(small_path)
    codes = {
        found.code
        for found in pipeline.check(small_path, date.fromisoformat(DAY), today=date.fromisoformat(DAY)).findings
    }
    place = next(
        f"{sheet.name}!{cell}"
        for sheet in book.sheets
        if sheet.name == "Settings"
        for cell in _cells_right_of(book, "Language of findings")
    )
    mixed = tmp_path / "mixed.xlsx"
    assert ippbook("set", small_path, place, "zh", "-o", mixed).code == 0
    out = ippbook("check", mixed, "--as-of", DAY, "--limit", "0", "--fail-on", "never").out
    assert has_chinese([out])
    assert {code for code in re.findall(r"\b[A-Z]{2}[123]\d\d\b", out) if code in codes} == codes
    study = pipeline.check(mixed, date.fromisoformat(DAY), today=date.fromisoformat(DAY))
    assert study.language == "zh"
    assert any(has_chinese([text]) for text in study.computed["Rights", "Findings"] if text)
    assert not has_chinese(["en" if in_language(found.message, "en") else "" for found in study.findings])


def _cells_right_of(book: Any, text: str) -> Iterator[str]:
    for row in range(1, 200):
        if book.cell(f"Settings!A{row}").value == text:
            yield f"B{row}"


class _Area:
    def __init__(self, sheet: str, *headers: str) -> None:
        self.sheet, self.headers = sheet, headers


def test_a_workbook_has_the_language_of_its_sheets_and_headers() -> None:
    assert language_of([]) == "en"
    assert language_of([_Area("Rights", "Right", "名称 Name")]) == "en"
    assert language_of([_Area("权利", "权利", "名称", "Brand")]) == "zh"
    assert language_of([_Area("商標", "ブランド", "商品のリンク", "ステータス", "権利者の名")]) == "en"


@functools.cache
def known_texts() -> frozenset[str]:
    return frozenset(each.text for each in source_texts())


def loose_ends(text: str, name: str = "") -> Iterator[str]:
    """The English words in *text* that no catalogue can translate."""
    match text:
        case KnownWord():
            return
        case Sentence():
            if text.template not in known_texts() and re.search("[a-z]{3}", re.sub(r"\{[^}]*\}", "", text.template)):
                yield text.template
            for key, value in text.values.items():
                if isinstance(value, str):
                    yield from loose_ends(value, key)
        case TextSeries():
            for part in text.parts:
                yield from loose_ends(part, name)
        case Clause():
            yield from loose_ends(text.whole, name)
        case _ if re.search(r"[a-z]{4,} [a-z]{3,} [a-z]{3,}", text):
            yield f"{name}: {text}"


def test_no_finding_has_english_words_that_cannot_be_translated(sample_study: pipeline.Study) -> None:
    found = {f"{each.code} {end}" for each in sample_study.findings for end in loose_ends(each.message)}
    assert {each for each in found if not each.startswith("TX")} == set()  # a text of a team's own is theirs


def test_findings_cross_processes_with_what_they_are_made_of(sample_study: pipeline.Study) -> None:
    for found in sample_study.findings[:200]:
        twin = pickle.loads(pickle.dumps(found))  # noqa: S301  # dumped in the line itself
        assert twin == found
        assert in_language(twin.message, "zh") == in_language(found.message, "zh")
