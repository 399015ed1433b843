"""What runs on a worker. Dask pickles these functions by their names, so every worker needs ippbook."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from ippbook import ooxml
from ippbook.batch.failures import failure_sentence
from ippbook.batch.one_file import FileOptions
from ippbook.batch.reports import FileReport
from ippbook.batch.team_books import readable_team
from ippbook.cases.team import TeamPart, team_part, unready_complaints
from ippbook.cases.team_answer import TeamAnswer, TeamQuestion, team_answer
from ippbook.cluster.remote_file import RemoteTask, local_copy, report_remote_file
from ippbook.cluster.worker import ONE_AT_A_TIME, refuse_other_versions, this_worker
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.pipeline import day_of, error_batches
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Tables, typed_tables


@dataclass(frozen=True)
class TeamOptions:
    """What is the same for every workbook of a team."""

    today: date
    as_of: date | None
    limits: ooxml.Limits
    versions: dict[str, str]
    alone: bool
    """Whether there is only one workbook."""


@dataclass(frozen=True)
class DatedPart:
    """A workbook's part of a team, and the day that this workbook would have by itself."""

    part: TeamPart
    day: date


def shared_options(options: FileOptions) -> FileOptions:
    """What is the same for every workbook: sent once to the scheduler, and from there once to each worker.

    It is a task, not scattered data, so that Dask makes it again where the worker that had it died.
    """
    return options


def report_task(task: RemoteTask, options: FileOptions, versions: dict[str, str]) -> FileReport:
    """Check or recalculate one workbook in this worker. A worker that came late is compared with *versions* here."""
    refuse_other_versions(versions)
    with ONE_AT_A_TIME:
        return report_remote_file(task, options, this_worker().scratch)


def part_task(task: RemoteTask, options: TeamOptions) -> DatedPart | FileReport:
    """What Good-Faith reads of one workbook; a report with the error where it cannot be read. All the rest stays on the worker."""
    try:
        refuse_other_versions(options.versions)
        if task.error:
            return FileReport(task.name, error=task.error)
        with ONE_AT_A_TIME, _tables(task, options.limits) as book:
            day = day_of(book, options.as_of, options.today)
            return DatedPart(team_part(task.name, book, day, alone=options.alone), day)
    except Exception as failure:  # noqa: BLE001  # the border of a workbook: its failure must not stop the others
        return FileReport(task.name, error=failure_sentence(failure))


def day_task(parts: Sequence[DatedPart | FileReport]) -> date | None:
    """The day of a team: that of the first workbook that can be read."""
    return next((each.day for each in parts if isinstance(each, DatedPart)), None)


def unready_task(
    task: RemoteTask, part: DatedPart | FileReport, day: date | None, options: TeamOptions
) -> DatedPart | FileReport:
    """The part, and why complaints of its workbook are not ready to pack on the day of the team. The workbook is read once more."""
    if isinstance(part, FileReport) or day is None:
        return part
    with ONE_AT_A_TIME, _tables(task, options.limits) as book:
        unready = unready_complaints(book, error_batches(book, day))
    return replace(part, part=replace(part.part, unready=unready))


def answer_task(
    parts: Sequence[DatedPart | FileReport], question: TeamQuestion
) -> tuple[TeamAnswer, list[FileReport]] | UserError:
    """The figures of the team, and the workbooks that cannot be read: the same functions as in a single process."""
    failed = [each for each in parts if isinstance(each, FileReport)]
    read = [each.part for each in parts if isinstance(each, DatedPart)]
    try:
        return team_answer(readable_team(read, failed, day_task(parts), {}), question), failed
    except UserError as refusal:
        return refusal


@contextmanager
def _tables(task: RemoteTask, limits: ooxml.Limits) -> Iterator[Tables]:
    with ooxml.allowing(limits), local_copy(task.source, task.name, this_worker().scratch) as path:
        yield typed_tables(ooxml.open(path), registry().headers)
