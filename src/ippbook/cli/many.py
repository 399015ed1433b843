"""What commands on several workbooks share: their sources, one report after the other, the exit code at the end."""

import contextlib
import shutil
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Final

from ippbook import ooxml
from ippbook.batch.failures import named_error
from ippbook.batch.journal import ResumeJournal
from ippbook.batch.one_file import FileOptions, FileTask, report_file
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import LONGEST_LIST, STDIN, FoundWorkbooks, NamedWorkbook, find_workbooks, names_of_list
from ippbook.batch.targets import stdout_task
from ippbook.cli.declared import Option
from ippbook.cli.render import text
from ippbook.cli.render.many_files import progress_of_files
from ippbook.cli.scheduler import THIS_MACHINE, ClusterChoice
from ippbook.cli.visible_stream import complain, print_text, remark
from ippbook.errors import UserError
from ippbook.foreign_files import LONGEST_WAIT, is_named_pipe, read_bounded, read_pipe
from ippbook.languages import say
from ippbook.languages.run_language import note_workbook_language
from ippbook.number_words import counted
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.quick_dataclasses import dataclass

FilesFrom = Annotated[
    str | None,
    Option(
        "--files-from",
        metavar="FILE",
        help="A file with the names of workbooks, one a line or separated by NUL; - reads the names from standard input.",
        show_default=False,
    ),
]
Jobs = Annotated[
    int | None,
    Option(
        "--jobs",
        min=0,
        metavar="N",
        help="Work on this many files at the same time, each in a process of its own; 0: as many as the computer has cores.",
        show_default=False,
    ),
]
Resume = Annotated[
    Path | None,
    Option(
        "--resume",
        metavar="FILE",
        help="Keep a journal in this file, and do a workbook again only where it, the options, the day or ippbook has changed.",
        show_default=False,
    ),
]

_MOST_INPUT: Final = 4 << 30
"""Bytes of a workbook on standard input; no limit lets a larger one pass."""


# ---- sources


def sources(
    files: Sequence[str] | None,
    files_from: str | None = None,
    out: Path | None = None,
    cluster: ClusterChoice = THIS_MACHINE,
) -> FoundWorkbooks:
    """The workbooks that the command line names; what was skipped goes to standard error. Raises `UserError`."""
    if files_from is not None and not files_from.strip():
        raise UserError("--files-from is empty. Name a file with the names of workbooks, or leave --files-from out.")
    named = list(files or ())
    if named.count(STDIN) + (files_from == STDIN) > 1:
        raise UserError("standard input (-) is named twice. It can be read once.")
    listed = names_of_list(_list_content(files_from)) if files_from else []
    if files_from and not listed and not named:
        raise UserError("{files_from}: the list names no workbook.", files_from=files_from)
    found = find_workbooks(named, listed, without=out, elsewhere=cluster.elsewhere)
    for note in found.notes:
        remark(say("note: {note}", note=note))
    return found


def _list_content(files_from: str) -> bytes:
    if files_from == STDIN:
        return standard_input()
    try:
        path = Path(files_from)
        if is_named_pipe(path):
            return _named_pipe(path)
        if path.is_file() and not path.stat().st_size:  # a file of /proc has no size, and its reading may wait for ever
            return b""
        with path.open("rb") as file:  # a pipe of the shell is right here: --files-from <(find …)
            return read_bounded(file, LONGEST_LIST)
    except OSError as failure:
        raise UserError(
            "{files_from}: the list of files cannot be read ({strerror}). Check its name and its permissions.",
            files_from=files_from,
            strerror=(failure.strerror or failure),
        ) from None


def _named_pipe(path: Path) -> bytes:
    """What another program writes into a pipe. Raises `UserError` where none does, instead of waiting for ever."""
    content = read_pipe(path, LONGEST_LIST, LONGEST_WAIT)
    if content is None:
        raise UserError(
            "{files_from}: no program writes into this pipe. Start that program first, or name a file.", files_from=path
        )
    return content


def standard_input() -> bytes:
    """The bytes of the standard input. Raises `UserError` where that is the keyboard."""
    if sys.stdin is None or sys.stdin.isatty():
        raise UserError("standard input (-) is the keyboard. Send a file to it, as in: ippbook check - < team.xlsx")
    content = read_bounded(sys.stdin.buffer, _MOST_INPUT)
    if len(content) > _MOST_INPUT:
        raise UserError(
            "standard input (-) has more than {most_input} GB. Name the file instead.", most_input=_MOST_INPUT >> 30
        )
    return content


@contextmanager
def with_standard_input(found: FoundWorkbooks) -> Iterator[list[NamedWorkbook]]:
    """The workbooks of *found*; the bytes of standard input are a file until the block ends."""
    if not any(each.name == STDIN for each in found.workbooks):
        yield found.workbooks
        return
    with temporary_folder() as folder:
        path = folder / "stdin.xlsx"
        path.write_bytes(standard_input())
        with contextlib.suppress(ooxml.WorkbookError):  # its report will say what is wrong with it
            path = path.rename(path.with_suffix(ooxml.open(path).ending))
        yield [
            replace(each, path=path, inside=Path(path.name)) if each.name == STDIN else each for each in found.workbooks
        ]


def output_folder(*, wanted: bool) -> contextlib.AbstractContextManager[Path]:
    """A temporary folder for a workbook that goes to standard output; where none does, nothing is made."""
    return temporary_folder() if wanted else contextlib.nullcontext(Path())


def refuse_terminal_output() -> None:
    """Raise `UserError` where the bytes of a workbook would go to the screen."""
    if sys.stdout is not None and sys.stdout.isatty():
        raise UserError(
            "the workbook would be written to the screen. Send it to a file: ippbook recalc - < a.xlsx > b.xlsx"
        )


def tasks_to_stdout(workbooks: Sequence[NamedWorkbook], folder: Path, cluster: ClusterChoice) -> list[FileTask]:
    """The task whose result goes to standard output, by way of *folder*. Raises `UserError` where there are several, or no place for it."""
    if cluster:
        raise UserError("a cluster cannot write to standard output (-). Name a file or a folder.")
    refuse_terminal_output()
    return [stdout_task(workbooks, folder)]


def print_file(path: Path) -> None:
    """The bytes of a file to standard output."""
    with path.open("rb") as file:
        shutil.copyfileobj(file, sys.stdout.buffer)
    sys.stdout.buffer.flush()


# ---- reports


@dataclass
class ManyFiles:
    """The work of one command on its workbooks. Read `reports` to its end, then ask for `exit_code`."""

    tasks: Sequence[FileTask]
    options: FileOptions
    judged: Callable[[FileReport], tuple[FileReport, int]]
    """The report with the policy of the command, and 1 where something in it is wrong by the command's options, else 0."""
    jobs: int | None = None
    resume: Path | None = None
    sides: Mapping[str, Path | None] | None = None
    """The folders that accompany the workbooks, by name."""
    cluster: ClusterChoice = THIS_MACHINE
    failed: int = 0
    """How many workbooks have an error."""
    wrong: int = 0
    """1 where something is wrong in a workbook, else 0."""

    @property
    def exit_code(self) -> int:
        """2 where a file failed, else 1 where something is wrong in one, else 0."""
        return 2 if self.failed else self.wrong

    def reports(self) -> Iterator[FileReport]:
        """The report of each workbook, in the order in which they are named. Errors go to standard error too."""
        languages: set[str] = set()
        with contextlib.closing(self._reports()) as found:
            for report in found:
                if len(self.tasks) > 1:  # what is about all of them is in their language, where they have one
                    languages |= {report.language} - {""}
                    note_workbook_language(min(languages) if len(languages) == 1 else "")
                if report.failed:
                    self.failed += 1
                    if report.traceback:
                        print_text(report.traceback, err=True)
                    complain(self._error(report))
                    yield report
                else:
                    judged, wrong = self.judged(report)
                    self.wrong = max(self.wrong, wrong)
                    yield judged
        if self.failed and len(self.tasks) > 1:
            complain(say("{failed:,} of {files} failed.", failed=self.failed, files=counted(len(self.tasks), "file")))

    def _error(self, report: FileReport) -> str:
        """The error; it names the file where several are worked on."""
        return report.error if len(self.tasks) == 1 else named_error(report.file, report.error)

    def _reports(self) -> Generator[FileReport]:
        with ExitStack() as stack:
            journal = None
            if self.resume is not None:
                journal = stack.enter_context(ResumeJournal(self.resume, self.options, self.sides, self.cluster.mark()))
            known = journal.known if journal else _nothing_known
            finished = journal.record if journal else _not_recorded
            yield from self._work(known, finished)
            for note in journal.notes if journal else ():
                remark(say("note: {note}", note=note))

    def _work(
        self, known: Callable[[FileTask], FileReport | None], finished: Callable[[FileTask, FileReport], None]
    ) -> Generator[FileReport]:
        if self.cluster:
            if self.jobs is not None:
                raise UserError(
                    "--jobs is for this machine; a scheduler has its own workers. Leave one of the two out."
                )
            return self.cluster.reports(self.tasks, self.options, known, finished)
        return self._one_by_one(known, finished) if self.jobs is None else self._at_the_same_time(known, finished)

    def _one_by_one(
        self, known: Callable[[FileTask], FileReport | None], finished: Callable[[FileTask, FileReport], None]
    ) -> Generator[FileReport]:
        for number, task in enumerate(self.tasks, start=1):
            report = known(task)
            if report is None:
                count = f"{number:,}/{len(self.tasks):,} " if len(self.tasks) > 1 else ""
                with text.progress(f"{count}{Path(task.workbook.name).name}") as progress:
                    report = report_file(task, self.options, progress)
                finished(task, report)
            yield report

    def _at_the_same_time(
        self, known: Callable[[FileTask], FileReport | None], finished: Callable[[FileTask, FileReport], None]
    ) -> Generator[FileReport]:
        from ippbook.batch.workers import WorkerPool, core_count  # noqa: PLC0415  # late: only for --jobs

        jobs = min(self.jobs or core_count(), max(len(self.tasks), 1))
        pool = WorkerPool(jobs, partial(report_file, options=self.options), _lost)
        with progress_of_files(len(self.tasks)) as advance:

            def known_at_once(task: FileTask) -> FileReport | None:
                report = known(task)
                if report is not None:
                    advance(report.file)
                return report

            def finished_at_last(task: FileTask, report: FileReport) -> None:
                finished(task, report)
                advance(report.file)

            with contextlib.closing(pool.results(self.tasks, known_at_once, finished_at_last)) as found:
                yield from found


def _nothing_known(_task: FileTask) -> FileReport | None:
    return None


def _not_recorded(_task: FileTask, _report: FileReport) -> None:
    return None


def _lost(task: FileTask, why: str) -> FileReport:
    """The report of a workbook whose process died."""
    name = task.workbook.name
    return FileReport(
        name,
        error=say(
            "{name}: the process that worked on it died ({why}). No file was partially written. Run it alone, or with fewer --jobs.",
            name=name,
            why=why,
        ),
    )
