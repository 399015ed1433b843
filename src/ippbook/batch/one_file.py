"""One workbook in, one `FileReport` out, whatever the workbook is: a bad file never stops the others.

The plain loop, the worker processes and the cluster call the same function.
"""

import traceback
from dataclasses import field
from datetime import date
from pathlib import Path

from ippbook import ooxml, pipeline
from ippbook.batch.failures import failure_sentence, is_foreseen
from ippbook.batch.reports import FileReport, check_report, recalc_report
from ippbook.batch.sources import NamedWorkbook
from ippbook.errors import UserError
from ippbook.foreign_files import is_link
from ippbook.formulas.engines import DEFAULT_ENGINE
from ippbook.pipeline import Progress, silent
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class FileTask:
    """One workbook, and where its result goes."""

    workbook: NamedWorkbook
    out: Path | None = None
    """The file to write; None: nothing is written, or back into the workbook itself."""
    top: Path | None = None
    """The folder for results that *out* is below: sub-folders are made when the first workbook is written there, and no link in it is followed."""


@dataclass(frozen=True)
class FileOptions:
    """What is the same for every workbook of a command. It crosses processes."""

    today: date
    as_of: date | None = None
    recalculates: bool = False
    """False: the workbook is only checked."""
    writes: bool = True
    """False: a recalculation only counts what would change."""
    folders: SideFolders = NO_FOLDERS
    engine: str = DEFAULT_ENGINE
    all_formulas: bool = True
    most: int | None = None
    """How many findings a report keeps; None: all, and the waived ones too."""
    limits: ooxml.Limits = field(default_factory=ooxml.allowed)
    debug: bool = False
    """Whether the report of an internal error has its traceback."""

    @property
    def saves(self) -> bool:
        """Whether workbooks are written."""
        return self.recalculates and self.writes


def report_file(task: FileTask, options: FileOptions, progress: Progress = silent) -> FileReport:
    """Check or recalculate the workbook of *task*. Every failure becomes `FileReport.error`; an interrupt passes."""
    name = task.workbook.name
    if task.workbook.error:
        return FileReport(name, error=task.workbook.error)
    try:
        with ooxml.allowing(options.limits):
            return (_recalculated if options.recalculates else _checked)(task, options, progress)
    except Exception as failure:  # noqa: BLE001  # the border of a file: its failure must not stop the others
        return failed_report(name, task.workbook.as_named(failure_sentence(failure)), failure, debug=options.debug)


def failed_report(name: str, sentence: str, failure: Exception, *, debug: bool) -> FileReport:
    """The report of a workbook that ended in *failure*; of an internal error with its traceback, where *debug* asks for it."""
    trace = "".join(traceback.format_exception(failure)) if debug and not is_foreseen(failure) else ""
    return FileReport(name, error=sentence, traceback=trace)


def _checked(task: FileTask, options: FileOptions, progress: Progress) -> FileReport:
    study = pipeline.check(
        task.workbook.path, options.as_of, today=options.today, progress=progress, folders=options.folders
    )
    return check_report(task.workbook.name, study, options.most)


def _refuse_links(out: Path, top: Path) -> None:
    """Raise `UserError` where someone put a link at a name that ippbook, not the person, has chosen."""
    below = out.relative_to(top).parts
    for count in range(1, len(below) + 1):
        place = top.joinpath(*below[:count])
        if is_link(place):
            raise UserError(
                "{place} is a link to another place, and nothing is written through links; remove the link", place=place
            )


def _recalculated(task: FileTask, options: FileOptions, progress: Progress) -> FileReport:
    book = ooxml.open(task.workbook.path)
    if options.writes and task.top is not None and task.out is not None:
        _refuse_links(task.out, task.top)
        task.out.parent.mkdir(parents=True, exist_ok=True)
    done = pipeline.recalculate(
        book,
        task.out,
        options.as_of,
        today=options.today,
        write=options.writes,
        progress=progress,
        folders=options.folders,
        engine=options.engine,
        all_formulas=options.all_formulas,
    )
    return recalc_report(task.workbook.name, done, options.most)
