"""What the report shows, as data: one study of a workbook, nothing drawn."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ippbook.report.accounts import GoodFaithReport, good_faith_report
from ippbook.report.overviews import (
    DeadlineReport,
    MonthFlow,
    OutcomeFigures,
    Outcomes,
    RightsEnding,
    deadline_rows,
    rights_ending,
    seller_rows,
)
from ippbook.report.rule_findings import RuleFindings, rule_findings
from ippbook.sellers.table import Seller
from ippbook.tables.findings import Severity

if TYPE_CHECKING:
    from ippbook.pipeline import Study

MOST_ACCOUNTS: Final = 40
MOST_DEADLINES: Final = 200
MOST_SELLERS: Final = 200
SHOWN_CELLS: Final = 25
"""Cells that the page lists of one rule."""
SHOWN_CELLS_IN_ALL: Final = 1_500


@dataclass(frozen=True)
class ReportContents:
    """Everything on the page. Of long lists it has the first entries, and how many there are."""

    file: Path
    as_of: date
    counts: dict[str, int]
    """Findings by severity."""
    rows: dict[str, int]
    """Filled rows by table."""
    good_faith: GoodFaithReport
    rules: tuple[RuleFindings, ...]
    deadlines: tuple[DeadlineReport, ...]
    all_deadlines: int
    sellers: tuple[Seller, ...]
    all_sellers: int
    platforms: tuple[OutcomeFigures, ...]
    reasons: tuple[OutcomeFigures, ...]
    months: tuple[MonthFlow, ...]
    rights: tuple[RightsEnding, ...]
    notes: tuple[str, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return self.counts[Severity.ERROR.word]

    @property
    def overdue(self) -> int:
        """How many of the deadlines are late."""
        return sum(each.days_left < 0 for each in self.deadlines)

    @property
    def to_file(self) -> int:
        """How many links the plans of all accounts file now."""
        return sum(each.plan.file for each in self.good_faith.accounts if each.plan)


def report_contents(study: "Study", file: Path) -> ReportContents:
    """The report on *study*, the study of the workbook *file*."""
    outcomes = Outcomes.of(study)
    deadlines, all_deadlines = deadline_rows(study, MOST_DEADLINES)
    sellers, all_sellers = seller_rows(study, MOST_SELLERS)
    return ReportContents(
        file=file,
        as_of=study.as_of,
        counts=study.counts(),
        rows={name: int(table.filled.sum()) for name, table in study.tables.tables.items() if table.present},
        good_faith=good_faith_report(study, file.name, MOST_ACCOUNTS),
        rules=rule_findings(study, SHOWN_CELLS, SHOWN_CELLS_IN_ALL),
        deadlines=deadlines,
        all_deadlines=all_deadlines,
        sellers=sellers,
        all_sellers=all_sellers,
        platforms=outcomes.by_platform(),
        reasons=outcomes.by_reason(),
        months=outcomes.months(study.as_of),
        rights=rights_ending(study),
        notes=(*study.tables.notes, *study.stale_formulas),
    )
