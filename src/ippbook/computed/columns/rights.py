"""Computed columns of Rights."""

from ippbook.declare import column
from ippbook.functions import dates, numbers
from ippbook.tables.column_types import TextColumn
from ippbook.tables.findings import FINDINGS_CHINESE, FINDINGS_HEADER
from ippbook.tables.schema import Kind

number_as_printed = column(
    "Rights", "Number as printed", chinese=("号码印刷格式",), rare=True, by=numbers.number, width=24
)
number_valid = column(
    "Rights", "Number valid", chinese=("号码有效",), by=numbers.number_valid, kind=Kind.YES_NO, good={"no": "bad"}
)
protected_until = column("Rights", "Protected until", chinese=("法定保护期至",), by=dates.protected_until)
in_force = column(
    "Rights",
    "In force",
    chinese=("当前有效",),
    by=dates.in_force,
    wiring={"on": "as_of"},
    kind=Kind.YES_NO,
    good={"yes": "good", "no": "bad"},
    width=10,
)


@column("Rights", FINDINGS_HEADER, chinese=FINDINGS_CHINESE, width=56)
def findings(row_findings: TextColumn) -> TextColumn:
    """The findings of the checks about this row, most severe first.

    Source: house rule: findings are shown in the row that they are about.
    """
    return row_findings
