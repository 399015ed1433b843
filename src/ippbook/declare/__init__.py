"""THE GRAMMAR: @rule, @worksheet, @column, @report, @button, pages in docstrings, discovery, wiring."""

from typing import TYPE_CHECKING, Final

from ippbook.late_names import late_names

if TYPE_CHECKING:
    from ippbook.declare.computed_column import ComputedColumn, column
    from ippbook.declare.computed_table import Report, ReportColumn, report
    from ippbook.declare.content_registry import Registry, registry
    from ippbook.declare.platform_rule import Rule, rule
    from ippbook.declare.wiring import Wiring
    from ippbook.declare.worksheet_function import WorksheetFunction, worksheet

_HOMES: Final = {
    "ComputedColumn": "computed_column",
    "column": "computed_column",
    "Registry": "content_registry",
    "registry": "content_registry",
    "Report": "computed_table",
    "ReportColumn": "computed_table",
    "report": "computed_table",
    "Rule": "platform_rule",
    "rule": "platform_rule",
    "Wiring": "wiring",
    "WorksheetFunction": "worksheet_function",
    "worksheet": "worksheet_function",
}
"""The module that defines each name; it is loaded when the name is first used."""

if not TYPE_CHECKING:
    __getattr__ = late_names(__name__, _HOMES)

__all__ = [
    "ComputedColumn",
    "Registry",
    "Report",
    "ReportColumn",
    "Rule",
    "Wiring",
    "WorksheetFunction",
    "column",
    "registry",
    "report",
    "rule",
    "worksheet",
]
