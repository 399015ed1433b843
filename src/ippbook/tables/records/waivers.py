"""Waivers: findings that a team accepts for a while."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import Column, Date, Record, Text


class Waiver(Record):
    """A finding that the team accepts until a day, and why. Until that day it is listed separately; after that day it counts again."""

    table: ClassVar[str] = "Waivers"
    chinese: ClassVar[tuple[str, ...]] = ("豁免", "豁免清单", "例外")
    prefix: ClassVar[str] = "waiver"
    code: ClassVar[str] = "WV"
    optional: ClassVar[bool] = True
    identity: ClassVar[tuple[str, ...]] = ("finding", "about")

    finding: Annotated[
        Text,
        Column(
            "The code of the finding, such as CP305.",
            required=True,
            chinese=("代码", "问题代码"),
            synonyms=("Code", "Finding code", "Rule"),
            width=10,
            example="CP305",
        ),
    ] = ""
    about: Annotated[
        Text,
        Column(
            "Whose finding: the short name of the right, account or listing, or the number of the complaint; two names, as in C-2026-0001 / L0007, mean the row that has both.",
            required=True,
            chinese=("对象", "涉及"),
            synonyms=("Row", "Concerns"),
            width=24,
            example="C-2026-0001 / L0007",
        ),
    ] = ""
    reason: Annotated[
        Text,
        Column(
            "Why the team accepts it.",
            required=True,
            chinese=("理由", "原因"),
            synonyms=("Why", "Ground"),
            prose=True,
            width=44,
        ),
    ] = ""
    until: Annotated[
        Date,
        Column(
            "The last day on which it is accepted. After that day the finding counts again.",
            required=True,
            chinese=("截止日期", "有效期至"),
            synonyms=("Ends", "Last day"),
            width=12,
        ),
    ] = None
    by: Annotated[
        Text,
        Column("Who decided it.", chinese=("批准人", "决定人"), synonyms=("Decided by", "Who"), prose=True, width=16),
    ] = ""
    notes: Annotated[
        Text, Column("Free for the team.", chinese=("备注",), synonyms=("Note", "Remarks"), prose=True, width=28)
    ] = ""
