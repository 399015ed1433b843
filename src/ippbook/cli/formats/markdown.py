"""Markdown for the summary of a CI job, such as $GITHUB_STEP_SUMMARY. Nothing from a workbook is read as Markdown or HTML."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from ippbook.batch.reports import FileReport
from ippbook.cli.report_run import OutputFormat, ReportRun, cut, printable
from ippbook.late_patterns import late_pattern
from ippbook.number_words import counted

MOST_CHARACTERS: Final = 900_000
"""GitHub refuses a summary of over 1 MiB; the list of findings ends before that."""
_LONGEST: Final = 1000
_MARKUP: Final = late_pattern(r"[\\`*_{}\[\]<>#|~&@$\":]|(?<=[Ww]{3})\.")


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    """The totals, a table of the workbooks, then the findings of each workbook."""
    rows: list[str] = []
    details: list[str] = []
    counts: Counter[str] = Counter()
    room, hidden, files, failed = MOST_CHARACTERS, 0, 0, 0
    for report in reports:
        counts.update(report.counts)
        files += 1
        failed += report.failed
        row = _row(report)
        room -= len(row.encode("utf-8"))
        if room > 0:
            rows.append(row)
        else:
            hidden += 1
        for line in _details(run, report):
            room -= len(line.encode("utf-8"))
            if room > 0:
                details.append(line)
            else:
                hidden += 1
    yield f"## ippbook {run.command}\n\n"
    if run.failure:
        yield f"**Stopped:** {markdown_text(run.failure.sentence)}\n\n"
    if rows or not run.failure:
        yield f"{run.totals(files, failed, counts)}. "
    yield f"As of {run.day}, time zone {run.timezone}.\n"
    if rows:
        yield "\n| Workbook | Result | Errors | Warnings | Advice | As of |\n|---|---|---:|---:|---:|---|\n"
        yield from rows
    yield from details
    if hidden:
        yield f"\n{hidden:,} more lines are not shown, because a summary has room for 1 MiB.\n"


def _row(report: FileReport) -> str:
    if report.failed:
        why = report.error.removeprefix(f"{report.file}: ")
        return f"| {markdown_text(report.file)} | **not checked:** {markdown_text(why)} | | | | |\n"
    state = "" if report.changed_cells is None else f"; {counted(report.changed_cells, 'cell')} changed"
    found = [report.counts.get(word, 0) for word in ("error", "warning", "advice")]
    result = ("findings" if any(found) else "no findings") + state
    return (
        f"| {markdown_text(report.file)} | {result} | {' | '.join(f'{each:,}' for each in found)} | {report.as_of} |\n"
    )


def _details(run: ReportRun, report: FileReport) -> Iterator[str]:
    shown = report.findings[: run.limit or None]
    stale = (*report.stale_inputs, *(part.sentence for part in report.stale))
    others = [f"- **{name}:** {markdown_text(sentence)}\n" for name, sentence in run.other_failures(report)]
    others += [f"- stale: {markdown_text(sentence)}\n" for sentence in stale if not others]
    others += [f"- note: {markdown_text(note)}\n" for note in (*report.notes, *report.warnings)]
    if shown or others:
        yield f"\n### {markdown_text(report.file)}\n\n"
    if shown:
        yield "| Where | Code | What |\n|---|---|---|\n"
    for finding in shown:
        yield f"| {markdown_text(finding.place)} | {finding.severity.word} {finding.code} | {markdown_text(finding.message)} |\n"
    more = sum(report.counts.values()) - len(shown)
    if more > 0:
        yield f"\n… and {counted(more, 'more finding')} (--limit 0 shows all)\n"
    if others:
        yield "\n"
    yield from others


def markdown_text(text: str) -> str:
    """*text* of a workbook inside a line of Markdown: every sign is an entity, so that nothing is read as a link, a tag, a mention or a cell border.

    >>> markdown_text("<b>|x")
    '&#60;b&#62;&#124;x'
    """
    return _MARKUP.sub(_entity, cut(printable(text), _LONGEST))


def _entity(found: re.Match[str]) -> str:
    joiner = "&#8288;" if found[0] in "@#" else ""  # word joiner: no mention of a person and no reference to an issue
    return f"&#{ord(found[0])};{joiner}"


MARKDOWN: Final = OutputFormat("Markdown for the summary of a job", _report)
