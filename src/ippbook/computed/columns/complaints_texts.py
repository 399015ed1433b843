"""Computed columns of Complaints: the takedown text. The button Fill texts writes the same text."""

from ippbook.declare import column
from ippbook.declare.wiring import Whole
from ippbook.notices.complaint_texts import takedowns
from ippbook.tables.column_types import AnyColumn, NumberColumn, TextColumn
from ippbook.tables.schema import Kind


def _text(complaints: Whole, name: str) -> AnyColumn:
    """One column of the takedown texts, which are written once a run."""
    return complaints.once(takedowns)[name]


@column("Complaints", "Takedown text", chinese=("投诉正文",), width=60)
def takedown_text(all_complaints: Whole) -> TextColumn:
    """The text for the portal, in the first row of each complaint; empty if a fact for it is missing.

    Source: ipp-facts 5.3 [O8: OFF; C1: CODE], 5.8 (E-Commerce Law art. 42).
    """
    return _text(all_complaints, "text")


@column("Complaints", "Written in", chinese=("正文语言",), rare=True, words="languages", width=10)
def written_in(all_complaints: Whole) -> TextColumn:
    """The language of the takedown text. It is the portal's language if ippbook has no text in the complaint's language.

    Source: ipp-facts 7 (English and Chinese are the languages seen on the portals' pages).
    """
    return _text(all_complaints, "language")


@column("Complaints", "Characters", chinese=("正文字数",), rare=True, kind=Kind.COUNT, width=10)
def characters(all_complaints: Whole) -> NumberColumn:
    """Length of the takedown text as the portal counts it. A text that is too long for the portal is not shown, but its length is.

    Source: ipp-facts 5.4 [C1: CODE 2019].
    """
    return _text(all_complaints, "characters")
