"""Runs the checks of Complaints on drafted complaints, before they are written."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

from ippbook.cases.filing.drafts import Draft
from ippbook.cases.filing.dry_run import as_rows, wiring_with
from ippbook.cases.filing.eligibility import Eligibility
from ippbook.cases.filing.workbook_view import FilingView
from ippbook.catalog import reasons
from ippbook.declare.rule_overrides import Tailoring, codes_of
from ippbook.declare.run_rule import run_rule
from ippbook.languages import say
from ippbook.tables.book import Table
from ippbook.tables.findings import Batch, Severity
from ippbook.tables.headers import header_of
from ippbook.tables.values import blank

_OF_TEXTS: Final = frozenset({"CP130", "CP131"})
"""Rules on the text: drafting checks its facts listing by listing, and cuts complaints until it is short enough."""


def exclude_faulty(eligibility: Eligibility, drafts: Sequence[Draft]) -> None:
    """Exclude the listings whose row in Complaints would have an error, with the team's own settings of the checks.

    Other fields of the portal's form (an order number, for example) are entered after drafting, so they may be blank.
    """
    rows = [(row, draft.reason) for draft in drafts for row in draft.rows]
    before = eligibility.view.study.tables["Complaints"].length
    for batch in _batches(eligibility.view, drafts) if rows else ():
        if batch.problem.severity is not Severity.ERROR:
            continue
        for at, message in zip(batch.rows.tolist(), batch.messages, strict=True):
            if at < before:
                continue
            row, reason = rows[at - before]
            later = {header_of(name) for name in reasons.REASONS[reason].portal_fields}
            if batch.header not in later and not eligibility.kind[row]:
                eligibility.exclude_row(
                    row, "errors", say("{code} {message}", code=batch.problem.code, message=message)
                )


def _batches(view: FilingView, drafts: Sequence[Draft]) -> list[Batch]:
    """The findings of the rules on Complaints in its rows and in the drafts after them."""
    old, new = view.study.tables["Complaints"], as_rows(view, drafts)
    length = sum(len(draft.rows) for draft in drafts)
    columns = {
        field.name: pd.concat(
            [old.columns[field.name], new.get(field.name, blank(field.kind, length))], ignore_index=True
        )
        for field in old.record.fields()
    }
    wiring = wiring_with(view, Table.of("Complaints", columns))
    rules = wiring.registry.rules
    tailoring = Tailoring.of(wiring.tables, wiring.as_of, codes_of(wiring.registry))
    chosen = [
        rule for rule in rules if rule.table == "Complaints" and rule.code not in _OF_TEXTS and tailoring.selects(rule)
    ]
    return tailoring.apply([batch for rule in chosen if (batch := run_rule(rule, wiring))], wiring.tables)[0]
