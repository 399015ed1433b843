"""A comparison for programs. `ippbook schema diff` prints its shape."""

from ippbook.cli.json_text import OutputObject
from ippbook.comparison import Comparison, Side
from ippbook.comparison.finding_changes import FindingChange
from ippbook.comparison.good_faith_changes import AccountChange
from ippbook.comparison.other_sheets import OtherSheetChanges
from ippbook.comparison.table_changes import RowChange, TableChanges


def comparison_json(found: Comparison, *, computed: bool = False) -> OutputObject:
    """Every difference; no list is cut. *computed*: changed computed cells too, not only their number."""
    return {
        "old": _side(found.old),
        "new": _side(found.new),
        "differs": found.differs,
        "tables": [_table(table, computed=computed) for table in found.tables],
        "settings": [vars(each) for each in found.settings],
        "good_faith": {
            "accounts": [_account(each) for each in found.good_faith.accounts],
            "unchanged": found.good_faith.unchanged,
        },
        "findings": {
            "came": [_finding(each) for each in found.findings.came],
            "went": [_finding(each) for each in found.findings.went],
            "changed": [_finding(each) for each in found.findings.changed],
        },
        "takedown_texts": {
            "changed": [vars(each) for each in found.texts.changed],
            "added": found.texts.added,
            "removed": found.texts.removed,
        },
        "sheets": [_sheet(each) for each in found.sheets],
        "macros": list(found.parts.macros),
        "not_compared": {
            "parts": list(found.parts.others),
            "defined_names": list(found.parts.defined_names),
            "sheets": list(found.parts.drawn_sheets),
        },
        "notes": list(found.notes),
    }


def _side(side: Side) -> OutputObject:
    return {
        "file": side.name,
        "exists": side.book is not None,
        "as_of": side.as_of.isoformat(),
        "findings": None if side.study is None else side.study.counts(),
        "stale_cells": side.stale_cells,
        "stale_formulas": list(side.stale_formulas),
    }


def _table(table: TableChanges, *, computed: bool) -> OutputObject:
    return {
        "table": table.name,
        "presence": table.presence or "both",
        "counts": table.counts,
        "repeated_names": table.matches.repeated,
        "rows_without_name": table.matches.nameless,
        "columns": [vars(each) for each in table.columns],
        "added": [_row(row) for row in table.rows("added")],
        "changed": [_row(row) for row in table.rows("changed", computed=computed)],
        "removed": [_row(row) for row in table.rows("removed")],
        "computed": [{"column": column.header, "cells": len(column.at)} for column in table.computed],
    }


def _row(row: RowChange) -> OutputObject:
    return {
        "name": row.name,
        "old_row": row.old_row,
        "new_row": row.new_row,
        "cells": [{"column": cell.header, "kind": cell.kind, "old": cell.old, "new": cell.new} for cell in row.cells],
    }


def _finding(change: FindingChange) -> OutputObject:
    before = change.before
    return {
        **change.finding.as_dict(),
        "name": change.name,
        "why": change.why,
        "before": None if before is None else {"severity": before.severity.word, "message": before.message},
    }


def _account(change: AccountChange) -> OutputObject:
    return {
        "account": change.account,
        "portal": change.portal,
        "old_verdict": change.old_verdict,
        "new_verdict": change.new_verdict,
        "verdict_differs": change.verdict_differs,
        "figures": [vars(each) for each in change.figures],
        "reasons": [{"reason": each.reason, "figures": [vars(one) for one in each.figures]} for each in change.reasons],
    }


def _sheet(sheet: OtherSheetChanges) -> OutputObject:
    return {
        "sheet": sheet.sheet,
        "change": sheet.change,
        "count": sheet.count,
        "recalculated": sheet.recalculated,
        "cells": [vars(each) for each in sheet.cells()],
    }
