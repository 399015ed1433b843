"""SARIF 2.1.0, for code scanning on GitHub and for editors.

A result is at the cell: the line is its row, the column is its column, because code scanning needs a line. The logical
location and the sentence name the sheet. Fingerprints are made of the row's key, so they stay when rows are inserted.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import quote

from ippbook.batch.reports import FileReport
from ippbook.cli.json_text import OutputObject, json_text
from ippbook.cli.report_run import (
    FindingNames,
    OutputFormat,
    ReportRun,
    cut,
    fingerprint,
    position,
    printable,
    repository_path,
)
from ippbook.declare import registry
from ippbook.tables.findings import Page, Problem, Severity
from ippbook.tables.problems import PROBLEMS
from ippbook.version import __version__

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
UNREADABLE: Final = "unreadable-workbook"
"""The rule of a workbook that could not be read, checked or written."""
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_GITHUB_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "recommendation"}
_LONGEST: Final = 1024
"""Characters of a description that code scanning shows."""


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    """One SARIF log with one run; the results are written workbook by workbook."""
    rules = _rules()
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    driver = {"name": "ippbook", "version": __version__, "semanticVersion": __version__, "rules": rules}
    head = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"ippbook/{run.command}/"},
        "columnKind": "utf16CodeUnits",
    }
    yield f'{{"$schema": {json_text(SCHEMA)}, "version": "2.1.0", "runs": [{{{json_text(head, None)[1:-1]}, "results": ['
    first, notes, days = True, [], {}
    for report in reports:
        for result in _results(report, numbers):
            yield f"{'' if first else ','}\n{json_text(result, None)}"
            first = False
        notes += _notifications(report)
        if report.as_of:
            days[report.file] = report.as_of.isoformat()
    yield f"\n], {json_text(_tail(run, notes, days), None)[1:-1]}}}]}}\n"


def _tail(run: ReportRun, notes: list[OutputObject], days: dict[str, str]) -> OutputObject:
    if run.failure:
        notes.append({"level": "error", "message": {"text": _inert(run.failure.sentence)}})
    invocation: OutputObject = {
        "executionSuccessful": not any(note["level"] == "error" for note in notes),
        "toolExecutionNotifications": notes,
    }
    if run.failure:
        invocation["exitCode"] = run.failure.exit_code
    facts = {"as_of": run.day.isoformat(), "timezone": run.timezone, "as_of_by_file": days}
    return {"invocations": [invocation], "properties": facts}


def _rules() -> list[OutputObject]:
    found = [_rule(rule.problem, rule.name) for rule in registry().rules]
    found += [_rule(problem, "") for problem in PROBLEMS]
    return [*found, _rule_of_unreadable()]


def _rule(problem: Problem, name: str) -> OutputObject:
    page = problem.page
    rule: OutputObject = {
        "id": problem.code,
        "shortDescription": {"text": cut(page.summary, _LONGEST)},
        "fullDescription": {"text": cut(page.why or page.summary, _LONGEST)},
        "help": {"text": _help(page, "{}: {}"), "markdown": _help(page, "**{}:** {}")},
        "defaultConfiguration": {"level": _LEVELS[problem.severity]},
        "properties": {
            "tags": [tag for tag in (problem.table, "intellectual-property") if tag],
            "problem.severity": _GITHUB_LEVELS[problem.severity],
        },
    }
    if name:
        rule["name"] = "".join(word.capitalize() for word in name.split("_"))
    return rule


def _help(page: Page, line: str) -> str:
    named = (("Fix", page.fix), ("Source", page.source), ("Certainty", page.certainty))
    parts = [page.summary, page.why, *(line.format(heading, text) for heading, text in named if text)]
    return "\n\n".join(part for part in parts if part)


def _rule_of_unreadable() -> OutputObject:
    summary = "Workbook that could not be read, checked or written."
    fix = "Fix: the sentence of the result says what happened and what to do."
    return {
        "id": UNREADABLE,
        "name": "UnreadableWorkbook",
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": f"{summary}\n\n{fix}", "markdown": f"{summary}\n\n**Fix:**{fix.removeprefix('Fix:')}"},
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["intellectual-property"], "problem.severity": "error"},
    }


def _results(report: FileReport, numbers: dict[str, int]) -> Iterator[OutputObject]:
    names = FindingNames()
    if report.failed:
        location = _location(report.file, "", "")
        yield _result(UNREADABLE, numbers, "error", report.error, location, (UNREADABLE, repository_path(report.file)))
    for finding in report.findings:
        location = _location(report.file, finding.sheet or finding.table, finding.cell)
        sentence = f"{finding.place}: {finding.message}"
        yield _result(finding.code, numbers, _LEVELS[finding.severity], sentence, location, names.name(finding))


def _result(  # the parts of one result
    code: str, numbers: dict[str, int], level: str, sentence: str, location: OutputObject, name: tuple[str, ...]
) -> OutputObject:
    digest = fingerprint(name)
    found: OutputObject = {
        "ruleId": code,
        "level": level,
        "message": {"text": _inert(sentence)},
        "locations": [location],
        "partialFingerprints": {"primaryLocationLineHash": f"{digest[:16]}:1", "ippbookFinding/v1": digest},
    }
    if code in numbers:
        found["ruleIndex"] = numbers[code]
    return found


def _location(file: str, sheet: str, cell: str) -> OutputObject:
    row, column = position(cell)
    region = {"startLine": row, "startColumn": column, "endLine": row, "endColumn": column + 1}
    place: OutputObject = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": region}}
    if sheet:
        whole = f"{sheet}!{cell}" if cell else sheet
        place["logicalLocations"] = [
            {
                "name": printable(cell or sheet),
                "fullyQualifiedName": printable(whole),
                "kind": "cell" if cell else "sheet",
            }
        ]
    return place


def _uri(file: str) -> str:
    path = quote(_name_bytes(repository_path(file)), safe="/")
    return f"file://{path}" if path.startswith("/") else path


def _name_bytes(name: str) -> bytes:
    """The bytes of a file name as the file system has them; a half character that no file system gives is kept too."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")


def _inert(sentence: str) -> str:
    """A sentence in which nothing is a link or a placeholder of SARIF: `[text](target)`, `{0}`."""
    return printable(sentence).replace("](", "] (").replace("{", "{{").replace("}", "}}")


def _notifications(report: FileReport) -> list[OutputObject]:
    named: list[tuple[str, str]] = [("error", report.error)] if report.failed else []
    named += [("warning", sentence) for sentence in (*report.stale_inputs, *(part.sentence for part in report.stale))]
    named += [("note", note) for note in (*report.notes, *report.warnings)]
    location = _location(report.file, "", "")
    return [{"level": level, "message": {"text": _inert(text)}, "locations": [location]} for level, text in named]


SARIF: Final = OutputFormat("SARIF 2.1.0, for code scanning on GitHub and for editors", _report)
