"""JSON for programs; `ippbook schema check` prints its shape."""

from collections.abc import Iterable, Iterator
from typing import Final

from ippbook.batch.reports import FileReport
from ippbook.cli.command_schema import json_error, json_head
from ippbook.cli.json_text import json_text
from ippbook.cli.render import json as rendering
from ippbook.cli.report_run import OutputFormat, ReportRun
from ippbook.cli.schemas import command_schemas


def _report(run: ReportRun, reports: Iterable[FileReport]) -> Iterator[str]:
    """One object; *error* is last, because only the end of the workbooks says whether the command stopped."""
    version = command_schemas()[run.command].version
    head = json_head(run.command, version, run.day, run.timezone, None)
    del head["error"]
    yield f'{json_text(head)[:-2]},\n  "files": ['
    separator = "\n"
    for report in reports:
        yield separator + json_text(rendering.file_report(report))
        separator = ",\n"
    yield f'\n  ],\n  "error": {json_text(json_error(run.failure))}\n}}\n'


JSON: Final = OutputFormat("JSON for programs", _report)
