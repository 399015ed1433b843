"""Computed columns of Waivers."""

from ippbook.declare import column
from ippbook.tables.column_types import TextColumn
from ippbook.tables.findings import FINDINGS_HEADER


@column("Waivers", FINDINGS_HEADER, width=80)
def findings(row_findings: TextColumn) -> TextColumn:
    """What the checks say of the waiver itself, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
