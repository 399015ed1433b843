"""Text for people: a table and colour on a terminal, plain lines in a pipe. It is printed while the command works."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from ippbook.batch.reports import FileReport
from ippbook.cli.render import text
from ippbook.cli.render.many_files import batch_summary, show_result_line
from ippbook.cli.report_run import OutputFormat, ReportRun
from ippbook.languages.run_language import workbook_language


def _show(run: ReportRun, report: FileReport) -> None:
    console = text.screen()
    if report.failed:
        if run.several:  # that of a workbook alone is on standard error
            text.show_failure(console, report)
    elif run.brief:
        show_result_line(console, report, checked_only=run.checks_only)
    elif report.formulas is None:
        text.show_check(console, report, run.limit, heading=run.several)
    else:
        text.show_recalculation(console, report, run.limit, checked_only=run.checks_only, heading=run.several)


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    done = []
    for report in reports:
        done.append(replace(report, findings=(), waived=()))
        with workbook_language(report.language):
            _show(run, report)
    if len(done) > 1:
        text.remark_on(text.screen(), batch_summary(done, checked_only=run.checks_only))
    yield from ()


PLAIN_TEXT: Final = OutputFormat("text for people", _report, streams=True)
