"""What runs on a worker. Dask pickles these functions by their names, so every worker needs ippbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ippbook import ooxml, saving, tables
from ippbook.batch.failures import failure_sentence
from ippbook.batch.one_file import FileOptions
from ippbook.batch.reports import FileReport
from ippbook.cases.team import TeamPart, merged_team, team_part, unready_complaints
from ippbook.cases.team_answer import TeamAnswer, TeamQuestion, team_answer
from ippbook.cluster.remote_file import RemoteTask, local_copy, report_remote_file
from ippbook.cluster.worker import ONE_AT_A_TIME, refuse_other_versions, this_worker
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.pipeline import error_batches


@dataclass(frozen=True)
class TeamOptions:
    """What is the same for every workbook of a team."""

    today: date
    as_of: date | None
    question: TeamQuestion
    limits: ooxml.Limits
    versions: dict[str, str]
    alone: bool
    """Whether there is only one workbook."""


@dataclass(frozen=True)
class FailedPart:
    """Why a workbook of a team could not be read: one sentence."""

    sentence: str


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


def day_task(first: RemoteTask, options: TeamOptions) -> date | FailedPart:
    """The day of a team: that of its first workbook."""
    if options.as_of is not None:
        return options.as_of
    try:
        refuse_other_versions(options.versions)
        with ooxml.allowing(options.limits), local_copy(first.source, first.name, this_worker().scratch) as path:
            return saving.day_of_workbook(ooxml.open(path), None, options.today)
    except Exception as failure:  # noqa: BLE001  # the border of a workbook: the sentence names it, whichever task is first
        return FailedPart(failure_sentence(failure))


def part_task(task: RemoteTask, day: date | FailedPart, options: TeamOptions) -> TeamPart | FailedPart:
    """What Good-Faith reads of one workbook. All the rest stays on the worker."""
    if isinstance(day, FailedPart):
        return day
    try:
        refuse_other_versions(options.versions)
        with (
            ONE_AT_A_TIME,
            ooxml.allowing(options.limits),
            local_copy(task.source, task.name, this_worker().scratch) as path,
        ):
            return _part(task, ooxml.open(path), day, options)
    except Exception as failure:  # noqa: BLE001  # the border of a workbook: the first one that fails is reported, in their order
        return FailedPart(failure_sentence(failure))


def answer_task(parts: Sequence[TeamPart | FailedPart], day: date, question: TeamQuestion) -> TeamAnswer | FailedPart:
    """The parts brought together, and the figures of the team: the same functions as in a single process."""
    for part in parts:
        if isinstance(part, FailedPart):
            return part
    try:
        return team_answer(merged_team([part for part in parts if isinstance(part, TeamPart)], day), question)
    except UserError as refusal:
        return FailedPart(str(refusal))


def _part(task: RemoteTask, book: ooxml.Book, day: date, options: TeamOptions) -> TeamPart:
    typed = tables.typed_tables(book, registry().headers)
    part = team_part(task.name, typed, day, alone=options.alone)
    return (
        replace(part, unready=unready_complaints(typed, error_batches(typed, day))) if options.question.plan else part
    )
