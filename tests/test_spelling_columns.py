"""Whole columns of texts are made comparable as single texts are."""

from hypothesis import given
from hypothesis import strategies as st

from ippbook.normalize import clean, folded, tidy, untouched

_LETTERS = st.one_of(st.sampled_from(" \n\t\u200b\u3000Ａa新\u9fff\u4e00ßİ"), st.characters())
_TEXTS = st.lists(st.text(_LETTERS, max_size=6), max_size=6)


@given(_TEXTS)
def test_a_column_called_untouched_holds_only_texts_that_cleaning_leaves_alone(texts: list[str]) -> None:
    if untouched(texts):
        assert [clean(text) for text in texts] == texts
        assert [tidy(text) for text in texts] == texts


@given(_TEXTS)
def test_a_column_is_folded_as_each_of_its_texts_is(texts: list[str]) -> None:
    assert folded(texts) == [clean(text).casefold() for text in texts]


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
def test_chinese_names_need_no_second_look(name: str) -> None:
    assert untouched([f"A {name}".strip()])
