"""What the report shows, as data: one study of a workbook, nothing drawn."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ippbook.quick_dataclasses import dataclass
from ippbook.report.accounts import GoodFaithReport, good_faith_report
from ippbook.report.overviews import (
    DeadlineReport,
    MonthCounts,
    OutcomeFigures,
    ReportTask,
    deadline_rows,
    month_rows,
    outcome_rows,
    seller_rows,
    task_rows,
)
from ippbook.report.rule_findings import RuleFindings, rule_findings
from ippbook.sellers.table import Seller
from ippbook.tables.findings import Severity
from ippbook.trends.comebacks import comebacks_by_month
from ippbook.trends.last_days import last_days_by_month
from ippbook.trends.takedown_days import takedown_times

if TYPE_CHECKING:
    from ippbook.pipeline import Study

MOST_ACCOUNTS: Final = 40
MOST_TASKS_SHOWN: Final = 100
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
    tasks: tuple[ReportTask, ...]
    all_tasks: int
    deadlines: tuple[DeadlineReport, ...]
    all_deadlines: int
    sellers: tuple[Seller, ...]
    all_sellers: int
    platforms: tuple[OutcomeFigures, ...]
    reasons: tuple[OutcomeFigures, ...]
    takedown_days: tuple[MonthCounts, ...]
    comebacks: tuple[MonthCounts, ...]
    last_days: tuple[MonthCounts, ...]
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
    tasks, all_tasks = task_rows(study, MOST_TASKS_SHOWN)
    platforms, reasons = outcome_rows(study)
    deadlines, all_deadlines = deadline_rows(study, MOST_DEADLINES)
    sellers, all_sellers = seller_rows(study, MOST_SELLERS)
    return ReportContents(
        file=file,
        as_of=study.as_of,
        counts=study.counts(),
        rows={name: int(table.filled.sum()) for name, table in study.tables.tables.items() if table.present},
        good_faith=good_faith_report(study, file.name, MOST_ACCOUNTS),
        rules=rule_findings(study, SHOWN_CELLS, SHOWN_CELLS_IN_ALL),
        tasks=tasks,
        all_tasks=all_tasks,
        deadlines=deadlines,
        all_deadlines=all_deadlines,
        sellers=sellers,
        all_sellers=all_sellers,
        platforms=platforms,
        reasons=reasons,
        takedown_days=month_rows(takedown_times(study.wiring)),
        comebacks=month_rows(comebacks_by_month(study.wiring)),
        last_days=month_rows(last_days_by_month(study.wiring)),
        notes=(*study.tables.notes, *study.stale_formulas),
    )
