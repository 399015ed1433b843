"""A text keeps what it is made of: English runs see plain text, other languages translate template and values."""

import copy
import json
import pickle
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.docsgen.catalogues import mo_bytes
from ippbook.errors import UserError
from ippbook.languages import (
    KnownWord,
    Sentence,
    in_language,
    known_languages,
    say,
    say_number,
    say_series,
    translation,
)


@pytest.fixture
def klingon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language in a folder of its own."""
    folder = tmp_path / "tlh"
    folder.mkdir()
    (folder / "messages.mo").write_bytes(
        mo_bytes(
            {
                ("", ""): "Content-Type: text/plain; charset=utf-8\n",
                ("", "{file} is open; close it."): "关闭 {file}，它已打开。",
                ("", "status {status}; {why}"): "状态：{status}；{why}",
                ("", "the right expired on {day:%Y-%m-%d}"): "权利已于{day:%Y-%m-%d}到期",
                ("", "nothing is due"): "没有到期事项",
                ("", "{n:,} reply is due"): "{n:,}件待答复",
                ("", "{n:,} replies are due"): "{n:,}件待答复",
                ("statuses", "submitted"): "已提交",
                ("separator", ", "): "、",
            }
        )
    )
    monkeypatch.setattr(translation, "ROOM", tmp_path)
    known_languages.cache_clear()
    translation.catalogue_of.cache_clear()
    yield "tlh"
    known_languages.cache_clear()
    translation.catalogue_of.cache_clear()


def test_a_sentence_is_its_english_text() -> None:
    text = say("{n:,} of {file}", n=1200, file="a.xlsx")
    assert text == "1,200 of a.xlsx"
    assert json.dumps({"text": text}) == '{"text": "1,200 of a.xlsx"}'
    assert in_language(text, "en") is text


def test_template_values_and_values_of_values_are_translated(klingon: str) -> None:
    why = say("the right expired on {day:%Y-%m-%d}", day=date(2026, 1, 31))
    text = say("status {status}; {why}", status=KnownWord("submitted", "statuses"), why=why)
    assert in_language(text, klingon) == "状态：已提交；权利已于2026-01-31到期"


def test_a_name_of_the_workbook_is_never_translated(klingon: str) -> None:
    text = say("{file} is open; close it.", file="nothing is due")
    assert in_language(text, klingon) == "关闭 nothing is due，它已打开。"


def test_constants_counts_and_series_are_translated(klingon: str) -> None:
    assert in_language("nothing is due", klingon) == "没有到期事项"
    assert in_language(say_number(1, "{n:,} reply is due", "{n:,} replies are due"), klingon) == "1件待答复"
    series = say_series([KnownWord("submitted", "statuses"), "team.xlsx"])
    assert in_language(series, klingon) == "已提交、team.xlsx"


def test_what_the_catalogue_does_not_have_stays_english(klingon: str) -> None:
    text = say("{n} is new", n=say("the right expired on {day:%Y-%m-%d}", day=date(2026, 1, 31)))
    assert in_language(text, klingon) == "权利已于2026-01-31到期 is new"
    assert in_language("", klingon) == ""
    assert in_language(text, "xx") == text


def test_an_error_keeps_its_template() -> None:
    error = pickle.loads(pickle.dumps(UserError("{file} is open; close it.", file="a{b}.xlsx")))  # noqa: S301  # dumped in the line itself
    assert str(error) == "a{b}.xlsx is open; close it."
    assert isinstance(str(error), Sentence)
    assert str(UserError("braces {stay} as they are")) == "braces {stay} as they are"


@given(st.text(), st.text(), st.integers())
def test_texts_survive_processes_and_copies(name: str, word: str, count: int) -> None:
    text = say_series([say("{a} {b} {c:,}", a=name, b=KnownWord(word, "header"), c=count), name], "; ")
    for twin in (pickle.loads(pickle.dumps(text)), copy.deepcopy(text)):  # noqa: S301  # likewise
        assert twin == text
        assert in_language(twin, "zh") == in_language(text, "zh")
        assert twin.parts[0].values["b"].of == "header"
