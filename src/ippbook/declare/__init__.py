"""THE GRAMMAR: @rule, @worksheet, @column, @report, @button, pages in docstrings, discovery, wiring."""

from ippbook.declare.column import ComputedColumn, column
from ippbook.declare.registry import Registry, registry
from ippbook.declare.report import Report, ReportColumn, report
from ippbook.declare.rule import Rule, rule
from ippbook.declare.wiring import Wiring
from ippbook.declare.worksheet import WorksheetFunction, worksheet

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
