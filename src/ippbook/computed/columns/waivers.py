"""Computed columns of Waivers."""

from typing import Any

from ippbook.declare import column


@column("Waivers", "Findings", width=80)
def findings(row_findings: Any) -> Any:
    """What the checks say of the waiver itself, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
