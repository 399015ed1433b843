"""Many texts are written as each alone is written."""

from hypothesis import given
from hypothesis import strategies as st

from ippbook.ooxml.xml.escapes import encoded_text
from ippbook.ooxml.xml.splices import encoded_texts

TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
        st.sampled_from(["a&b<c>", "_x0041_", "\r\n", "\0", "\ufffe", "新款"]),
    ),
    max_size=6,
)


@given(TEXTS)
def test_many_texts_are_written_as_each_alone(texts: list[str]) -> None:
    assert encoded_texts(texts) == [encoded_text(text).encode() for text in texts]
