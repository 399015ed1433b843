"""Computed columns of Waivers."""

from ippbook.declare import column
from ippbook.tables.column_types import TextColumn
from ippbook.tables.findings import FINDINGS_CHINESE, FINDINGS_HEADER


@column("Waivers", FINDINGS_HEADER, chinese=FINDINGS_CHINESE, width=56)
def findings(row_findings: TextColumn) -> TextColumn:
    """The findings of the checks about the waiver itself, most severe first.

    Source: house rule: findings are shown in the row that they are about.
    """
    return row_findings
