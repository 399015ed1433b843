"""Texts: a team's own takedown texts."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import ChoiceCode, Column, Record, Text


class TeamText(Record):
    """A takedown text of the team. It overrides ippbook's text for its reason and language."""

    table: ClassVar[str] = "Texts"
    chinese: ClassVar[tuple[str, ...]] = ("文本", "投诉文本", "投诉模板")
    prefix: ClassVar[str] = "takedown_text"
    code: ClassVar[str] = "TX"
    optional: ClassVar[bool] = True
    identity: ClassVar[tuple[str, ...]] = ("reason", "language")

    reason: Annotated[
        ChoiceCode,
        Column(
            "The reason that the text is for.",
            required=True,
            choices="reasons",
            chinese=("投诉理由", "投诉原因"),
            synonyms=("Complaint reason", "Reason code"),
            width=26,
        ),
    ] = ""
    language: Annotated[
        ChoiceCode,
        Column(
            "The language that the text is in.",
            required=True,
            choices="languages",
            chinese=("语言",),
            synonyms=("Text language",),
            width=10,
        ),
    ] = ""
    text: Annotated[
        Text,
        Column(
            "The text, with the facts in double braces: {{ right_name }}. docs/notices.md says what a text can contain.",
            required=True,
            lines=True,
            chinese=("投诉文本", "模板", "文本"),
            synonyms=("Takedown text", "Template"),
            width=90,
            source="ipp-facts 5.3, 5.8",
        ),
    ] = ""
    notes: Annotated[
        Text, Column("Free for the team.", chinese=("备注",), synonyms=("Note", "Remarks"), prose=True, width=28)
    ] = ""
