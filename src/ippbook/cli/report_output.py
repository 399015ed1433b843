"""Prints the reports of a command in a format, and always a whole document: a failure in the middle ends it, and is in it."""

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import TextIO

from ippbook import ooxml
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import is_named_like_a_workbook
from ippbook.cli.exit_codes import RunFailure, failure_of
from ippbook.cli.formats import format_names, output_format
from ippbook.cli.report_run import OutputFormat, ReportRun
from ippbook.cli.run_state import document_printed, time_zone, today
from ippbook.cli.visible_stream import warn
from ippbook.errors import UserError
from ippbook.foreign_files import LONGEST_WAIT, WORKBOOK_STARTS, is_named_pipe, write_pipe
from ippbook.interruptions import Interrupted
from ippbook.languages import ENGLISH, in_language, say
from ippbook.languages.run_language import chosen_language

_IN_MEMORY = 16 << 20
"""Bytes of a document that are kept in memory; a longer one waits in a temporary file."""


def print_reports(
    run: ReportRun, chosen: str, reports: Iterable[FileReport], more: Sequence[tuple[str, Path]] = ()
) -> None:
    """Print *reports* as the format *chosen*, and write them into the files of *more* (format and path) too.

    What stops the reports is in every document, and is raised again after it.
    """
    kept: list[FileReport] = []
    stopped: list[BaseException] = []
    stream = _until_stopped(run, reports, stopped)
    form = output_format(chosen)
    try:
        _print(form, run, _keeping(stream, kept) if more else stream)
    finally:
        for name, path in more:
            document = "".join(output_format(name).report(run, iter(kept)))
            _write_report(path, document.encode("utf-8", "replace"))
    if stopped:
        raise stopped[0]


def _write_report(path: Path, document: bytes) -> None:
    """Write a file of --report as a whole or not at all; into a pipe or a device as it is. Raises `UserError`, `WorkbookError`, `OSError`."""
    if not path.exists() or path.is_file():
        warn(ooxml.write_whole(path, document))
    elif not is_named_pipe(path):
        with path.open("wb") as file:
            file.write(document)
    elif not write_pipe(path, document, LONGEST_WAIT):
        raise UserError(
            "{report}: no program reads from this pipe. Start that program first, or name a file.", report=path
        )


def report_files(named: Sequence[str] | None, journal: Path | None = None) -> list[tuple[str, Path]]:
    """The formats and files of --report. Raises `UserError` for a format that does not exist, and for a file that must not be replaced.

    *journal*: the file of --resume.
    """
    found: list[tuple[str, Path]] = []
    taken = {"the journal of --resume": journal} if journal else {}
    for each in named or ():
        name, _, path = each.partition("=")
        if name not in format_names() or output_format(name).streams or not path.strip():
            known = ", ".join(name for name in format_names() if not output_format(name).streams)
            raise UserError(
                "--report {each}: write it as FORMAT=FILE; the formats are {known}.", each=each, known=known
            )
        target = Path(path)
        _refuse_report_file(each, target, taken)
        taken[say("--report {each}", each=each)] = target
        found.append((name, target))
    return found


def _refuse_report_file(named: str, path: Path, taken: Mapping[str, Path]) -> None:
    """Raise `UserError` before the work begins where a report would replace a workbook or another file of the run, or has no place."""
    if is_named_like_a_workbook(path.name) or _is_workbook(path):
        raise UserError(
            "--report {named}: {path} is a workbook or has the name of one. Choose another file.",
            named=named,
            path=path,
        )
    for owner, other in taken.items():
        if os.path.realpath(path) == os.path.realpath(other) and not os.path.realpath(path).startswith("/dev/"):
            raise UserError(
                "--report {named}: {path} is also the file of {owner}. Choose another file.",
                named=named,
                path=path,
                owner=owner,
            )
    if path.is_dir():
        raise UserError("--report {named}: {path} is a folder. Name a file in it.", named=named, path=path)
    if not path.parent.is_dir():
        raise UserError(
            "--report {named}: there is no folder {parent}. Create it first.", named=named, parent=path.parent
        )


def _is_workbook(path: Path) -> bool:
    """Whether a file begins as a zip or an old Excel file does."""
    try:
        with path.open("rb") if path.is_file() else nullcontext(BytesIO()) as file:
            return file.read(8).startswith(WORKBOOK_STARTS)
    except OSError:
        return False


def _day_typed(text: str | None) -> date | None:
    """The day of the command line; None where it names none that can be read."""
    from ippbook.tables.values import Unreadable, date_from_text  # noqa: PLC0415  # late: only for a failure

    with suppress(Unreadable):
        return date_from_text(text) if text else None
    return None


def print_failure(command: str, chosen: str, as_of: str | None, failure: RunFailure) -> None:
    """Print the document of a command that stopped before it had one, in the format *chosen* (empty, or for people: nothing).

    *as_of*: the day on the command line, as typed.
    """
    if document_printed.get() or chosen not in format_names() or output_format(chosen).streams:
        return
    run = ReportRun(command, _day_typed(as_of) or today(), time_zone.get(), failure=failure)
    if chosen == "json" and command not in {"check", "recalc"}:
        _print(OutputFormat("", _only_head), run, ())
    else:
        _print(output_format(chosen), run, ())


def _until_stopped(run: ReportRun, reports: Iterable[FileReport], stopped: list[BaseException]) -> Iterator[FileReport]:
    try:
        for report in reports:
            yield _in_chosen_language(replace(report, timezone=run.timezone))
    except (Exception, KeyboardInterrupt, Interrupted) as failure:  # noqa: BLE001  # raised again when the document is complete
        run.failure = failure_of(failure)
        stopped.append(failure)


def _in_chosen_language(report: FileReport) -> FileReport:
    """*report* with the messages of its findings in the language of --language; without it they are English, as programs expect."""
    language = chosen_language()
    if language in {"", ENGLISH}:
        return report
    findings, waived = (
        tuple(replace(each, message=in_language(each.message, language)) for each in found)
        for found in (report.findings, report.waived)
    )
    return replace(report, findings=findings, waived=waived)


def _keeping(reports: Iterable[FileReport], kept: list[FileReport]) -> Iterator[FileReport]:
    for report in reports:
        kept.append(report)
        yield report


def _print(form: OutputFormat, run: ReportRun, reports: Iterable[FileReport]) -> None:
    if form.streams:
        _write(form.report(run, reports), sys.stdout)
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", errors="replace", newline="") as document:
        document.writelines(form.report(run, reports))
        document.seek(0)
        document_printed.set(True)
        _write(iter(lambda: document.read(1 << 16), ""), sys.stdout)


def _write(parts: Iterable[str], out: TextIO) -> None:
    out.writelines(parts)
    out.flush()


def _only_head(run: ReportRun, _reports: Iterable[FileReport]) -> Iterator[str]:
    from ippbook.cli.command_schema import json_head  # noqa: PLC0415  # only after a failure
    from ippbook.cli.json_text import json_text  # noqa: PLC0415  # likewise
    from ippbook.cli.schemas import command_schemas  # noqa: PLC0415  # likewise

    schema = command_schemas().get(run.command)
    yield json_text(json_head(run.command, schema.version if schema else 1, run.day, run.timezone, run.failure)) + "\n"
