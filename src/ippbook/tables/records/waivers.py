"""Waivers: findings that a team accepts for a while."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import Column, Date, Record, Text


class Waiver(Record):
    """A finding that the team accepts until a day, and why. Until that day it is listed separately; after that day it counts again."""

    table: ClassVar[str] = "Waivers"
    prefix: ClassVar[str] = "waiver"
    code: ClassVar[str] = "WV"
    optional: ClassVar[bool] = True

    finding: Annotated[
        Text,
        Column(
            "The code of the finding, such as CP305.",
            required=True,
            synonyms=("Code", "Finding code", "Rule", "代码", "问题代码"),
            width=10,
            example="CP305",
        ),
    ] = ""
    about: Annotated[
        Text,
        Column(
            "Whose finding: the short name of the right, account or listing, or the number of the complaint; two names, as in C-2026-0001 / L0007, mean the row that has both.",
            required=True,
            synonyms=("Row", "Concerns", "对象", "涉及"),
            width=24,
            example="C-2026-0001 / L0007",
        ),
    ] = ""
    reason: Annotated[
        Text,
        Column(
            "Why the team accepts it.", required=True, synonyms=("Why", "Ground", "理由", "原因"), prose=True, width=44
        ),
    ] = ""
    until: Annotated[
        Date,
        Column(
            "The last day on which it is accepted. After that day the finding counts again.",
            required=True,
            synonyms=("Ends", "Last day", "截止日期", "有效期至"),
            width=12,
        ),
    ] = None
    by: Annotated[
        Text, Column("Who decided it.", synonyms=("Decided by", "Who", "批准人", "决定人"), prose=True, width=16)
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )
