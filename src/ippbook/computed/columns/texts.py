"""Computed columns of Texts."""

from typing import Any

from ippbook.declare import column


@column("Texts", "Findings", width=80)
def findings(row_findings: Any) -> Any:
    """What the checks say of the text, gravest first.

    Source: house rule: what is found is said beside the row.
    """
    return row_findings
