"""What ippbook declares, for programs: the pages of its rules and of its worksheet functions."""

from ippbook.api.rows import Rows
from ippbook.declare import registry
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class RulePage:
    """The page of a rule."""

    code: str
    severity: str
    table: str
    column: str
    """The header under which its findings are."""
    summary: str
    why: str
    fix: str
    source: str
    certainty: str


@dataclass(frozen=True)
class FunctionPage:
    """The page of a worksheet function."""

    name: str
    signature: str
    """The name and its arguments, optional ones in brackets."""
    category: str
    returns: str
    summary: str
    why: str
    source: str
    arguments: str
    examples: str


def rule_pages() -> "Rows[RulePage]":
    """Every rule that `ippbook.check` runs, by code: a tuple of dataclasses with `.to_frame()`."""
    return Rows(
        RulePage(
            rule.code,
            rule.severity.word,
            rule.table,
            rule.at,
            rule.page.summary,
            rule.page.why,
            rule.page.fix,
            rule.page.source,
            rule.page.certainty,
        )
        for rule in registry().rules
    )


def worksheet_functions() -> "Rows[FunctionPage]":
    """Every IPP_ function, by name: a tuple of dataclasses with `.to_frame()`."""
    return Rows(
        FunctionPage(
            function.name,
            function.signature,
            function.category,
            function.gives,
            function.page.summary,
            function.page.why,
            function.page.source,
            function.page.section("Arguments"),
            function.page.section("Examples"),
        )
        for function in registry().functions.values()
    )
