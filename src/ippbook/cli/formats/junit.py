"""JUnit XML: a suite for each workbook, so that a CI server lists the findings as failed tests.

Only what makes the exit code 1 is a failure; findings below --fail-on are in the output of a passed test.
"""

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape

from ippbook.batch.reports import FileReport
from ippbook.cli.report_run import FindingNames, OutputFormat, ReportRun, cut, printable
from ippbook.late_patterns import late_pattern
from ippbook.version import __version__

_NOT_XML: Final = late_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LONGEST: Final = 300
"""Characters of a sentence in an attribute; the whole sentence is in the element."""


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="ippbook">\n'
    for report in reports:
        yield _suite(run, report)
    if run.failure:
        case = _case(run.command, "command", _element("error", run.failure.kind, run.failure.sentence))
        yield _suite_of(f"ippbook {run.command}", run, [case], 0, 1)
    yield "</testsuites>\n"


def _suite(run: ReportRun, report: FileReport) -> str:
    if report.failed:
        case = _case(report.file, "workbook", _element("error", "unreadable workbook", report.error))
        return _suite_of(report.file, run, [case], 0, 1)
    cases, failures, names = [], 0, FindingNames()
    for finding in report.findings:
        code, table, header, key, number = names.name(finding)
        named = " ".join(part for part in (code, finding.key and key, header, number if number != "1" else "") if part)
        sentence = finding.line
        failed = run.fails(finding)
        failures += failed
        content = (
            _element("failure", finding.severity.word, sentence)
            if failed
            else f"<system-out>{_text(sentence)}</system-out>"
        )
        cases.append(_case(f"{report.file}.{table or 'workbook'}", named, content))
    for name, sentence in run.other_failures(report):
        failures += 1
        cases.append(_case(f"{report.file}.workbook", name, _element("failure", name, sentence)))
    if not failures:
        cases.append(_case(f"{report.file}.workbook", "no finding that fails the run", ""))
    remarks = (*report.notes, *report.warnings, *report.stale_inputs)
    day = report.as_of.isoformat() if report.as_of else run.day.isoformat()
    return _suite_of(report.file, run, cases, failures, 0, day, "\n".join(map(printable, remarks)))


def _suite_of(  # the parts of one suite
    name: str, run: ReportRun, cases: list[str], failures: int, errors: int, day: str = "", remarks: str = ""
) -> str:
    facts = (
        ("command", run.command),
        ("version", __version__),
        ("as_of", day or run.day.isoformat()),
        ("timezone", run.timezone),
    )
    properties = "".join(f"<property name={_attribute(each)} value={_attribute(value)}/>" for each, value in facts)
    counts = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="0"'
    output = f"<system-out>{_text(remarks)}</system-out>\n" if remarks else ""
    return (
        f"<testsuite name={_attribute(name)} {counts}>\n<properties>{properties}</properties>\n"
        f"{''.join(cases)}{output}</testsuite>\n"
    )


def _case(group: str, name: str, content: str) -> str:
    return f"<testcase classname={_attribute(group)} name={_attribute(name)}>{content}</testcase>\n"


def _element(tag: str, kind: str, sentence: str) -> str:
    return f"<{tag} type={_attribute(kind)} message={_attribute(cut(sentence, _LONGEST))}>{_text(sentence)}</{tag}>"


def _text(words: str) -> str:
    return escape(_NOT_XML.sub("\N{REPLACEMENT CHARACTER}", words))


def _attribute(words: str) -> str:
    return f'"{escape(_NOT_XML.sub(chr(0xFFFD), printable(words)), {chr(34): "&quot;"})}"'


JUNIT: Final = OutputFormat("JUnit XML, for the test report of a CI server", _report)
