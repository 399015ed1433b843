"""Code Quality of GitLab: a list of issues, each with a fingerprint that stays when rows are inserted."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from ippbook.batch.reports import FileReport
from ippbook.cli.json_text import json_text
from ippbook.cli.report_run import (
    FindingNames,
    OutputFormat,
    ReportRun,
    fingerprint,
    position,
    printable,
    repository_path,
)
from ippbook.tables.findings import Severity

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.ADVICE: "info"}


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    separator = "["
    for issue in _issues(run, reports):
        yield f"{separator}\n{issue}"
        separator = ","
    yield "[]\n" if separator == "[" else "\n]\n"


def _issues(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    for report in reports:
        names = FindingNames()
        day = _day(run, report.as_of or run.day)
        if report.failed:
            yield _issue("unreadable-workbook", "blocker", report.error, report.file, "", ("unreadable",), day)
        for finding in report.findings:
            sentence = f"{finding.place}: {finding.message}"
            severity = _SEVERITIES[finding.severity]
            yield _issue(finding.code, severity, sentence, report.file, finding.cell, names.name(finding), day)
        for name, sentence in run.other_failures(report):
            yield _issue(name.replace(" ", "-"), "major", sentence, report.file, "", (name, sentence), day)
    if run.failure:
        day = _day(run, run.day)
        yield _issue("command", "blocker", run.failure.sentence, ".", "", ("command", run.command), day)


def _day(run: ReportRun, day: date) -> str:
    return f"As of {day}, time zone {run.timezone}."


def _issue(  # the parts of one issue
    check: str, severity: str, sentence: str, file: str, cell: str, name: tuple[str, ...], day: str
) -> str:
    path = repository_path(file)
    issue = {
        "check_name": check,
        "description": printable(sentence),
        "content": {"body": day},
        "fingerprint": fingerprint((path, *name)),
        "severity": severity,
        "location": {"path": path, "lines": {"begin": position(cell)[0]}},
    }
    return json_text(issue, None)


GITLAB: Final = OutputFormat("Code Quality of GitLab", _report)
