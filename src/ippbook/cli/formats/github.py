"""Workflow commands of GitHub Actions: each finding is an annotation.

GitHub shows only 10 annotations of each kind for each step, so the first line says how many findings there are.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from ippbook.batch.reports import FileReport
from ippbook.cli.report_run import OutputFormat, ReportRun, position, printable, repository_path
from ippbook.tables.findings import Severity

MOST_SHOWN: Final = 10
"""How many annotations of each kind GitHub shows for a step."""
_KINDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    """The annotations of all workbooks, after a first line with the totals."""
    lines: list[str] = []
    kinds: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    files, failed, days = 0, 0, set()
    for report in reports:
        files += 1
        failed += report.failed
        counts.update(report.counts)
        days |= {report.as_of} - {None}
        for kind, *rest in _annotations(run, report):
            kinds[kind] += 1
            lines.append(_command(kind, *rest))
    if run.failure:
        kinds["error"] += 1
        lines.insert(0, _command("error", "", "", f"ippbook {run.command}", run.failure.sentence))
    of = ", ".join(sorted(f"{day}" for day in days)) or f"{run.day}"
    day = f"as of {of}, time zone {run.timezone}"
    total = f"{run.totals(files, failed, counts)}; {day}" if files or not run.failure else f"nothing was done; {day}"
    if any(number > MOST_SHOWN for number in kinds.values()):
        total += f"; GitHub shows only the first {MOST_SHOWN} annotations of each kind, and the log of this step has all of them"
    yield _command("notice", "", "", "ippbook", total)
    yield from lines


def _annotations(run: ReportRun, report: FileReport) -> Iterator[tuple[str, str, str, str, str]]:
    """Kind, file, cell, title and sentence of each annotation of a workbook."""
    if report.failed:
        yield "error", report.file, "", "unreadable workbook", report.error
    for finding in report.findings:
        title = f"{finding.code} at {finding.place}"
        yield _KINDS[finding.severity], report.file, finding.cell, title, f"{finding.place}: {finding.message}"
    failures = set(run.other_failures(report))
    yield from (("error", report.file, "", name, sentence) for name, sentence in sorted(failures))
    known = {sentence for _, sentence in failures}
    for sentence in (*report.stale_inputs, *(part.sentence for part in report.stale)):
        if sentence not in known and report.stale_policy != "ignore":
            yield "warning", report.file, "", "stale formula", sentence
    yield from (("notice", report.file, "", "note", note) for note in (*report.notes, *report.warnings))


def _command(kind: str, file: str, cell: str, title: str, sentence: str) -> str:
    row, column = position(cell)
    place = f"file={_property(repository_path(file))},line={row},col={column}," if file else ""
    return f"::{kind} {place}title={_property(title)}::{_data(sentence)}\n"


def _data(text: str) -> str:
    """The sentence of a workflow command. Source: actions/toolkit, `escapeData`."""
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    """A value in front of the second `::`. Source: actions/toolkit, `escapeProperty`."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


GITHUB: Final = OutputFormat("annotations of GitHub Actions", _report)
