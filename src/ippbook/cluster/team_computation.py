"""Good-Faith over the workbooks of a team in one Dask computation: a part from each worker, brought together on one of them."""

import uuid
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from datetime import date
from typing import TYPE_CHECKING

from ippbook import ooxml
from ippbook.batch.reports import FileReport
from ippbook.cases.team_answer import TeamAnswer, TeamQuestion
from ippbook.cluster.connection import Scheduler, connected
from ippbook.cluster.remote_file import RemoteTask
from ippbook.cluster.tasks import TeamOptions, answer_task, day_task, part_task, unready_task
from ippbook.cluster.versions import installed_versions
from ippbook.errors import UserError
from ippbook.languages import say

if TYPE_CHECKING:
    from distributed import Client, Future


def cluster_team_answer(
    workbooks: Sequence[RemoteTask],
    as_of: date | None,
    question: TeamQuestion,
    scheduler: Scheduler,
    *,
    today: date,
    advance: Callable[[str], None],
) -> tuple[TeamAnswer, list[FileReport]]:
    """The figures of a team from the workers of *scheduler*, and a report for each workbook that cannot be read.

    They are what `read_named_team` and `team_answer` give for the same workbooks.

    A worker reads a workbook and keeps the columns that Good-Faith reads; only these go to the one worker that brings them
    together, and only the figures come back. *advance*: called with the name of each workbook that is read. Raises `UserError`
    where no workbook can be read.
    """
    names = [each.name for each in workbooks]
    options = TeamOptions(today, as_of, ooxml.allowed(), installed_versions(), len(workbooks) == 1)
    with connected(scheduler) as client:
        parts, answer = _submitted(client, workbooks, options, question)
        try:
            _follow(client, parts, names, advance)
            found: tuple[TeamAnswer, list[FileReport]] | UserError = answer.result()
        except CancelledError:
            raise UserError(
                "the connection to the scheduler was lost. Start it again and run the same command."
            ) from None
        except Exception as failure:  # noqa: BLE001  # what the workers raise; an internal error passes
            raise UserError(_killed(failure, parts, names)) from None
        finally:
            client.cancel([*parts, answer], force=True)
    if isinstance(found, UserError):
        raise found
    return found


def _submitted(
    client: "Client", workbooks: Sequence[RemoteTask], options: TeamOptions, question: TeamQuestion
) -> "tuple[list[Future], Future]":
    """One task for each workbook, one for the answer; for a plan, one more for each workbook, which needs the day of the team."""
    run = f"ippbook-{uuid.uuid4().hex}"
    parts = [
        client.submit(part_task, each, options, key=f"{run}-{at}", pure=False) for at, each in enumerate(workbooks)
    ]
    complete = parts
    if question.plan:
        day = client.submit(day_task, parts, key=f"{run}-day", pure=False)
        complete = [
            client.submit(unready_task, each, part, day, options, key=f"{run}-unready-{at}", pure=False)
            for at, (each, part) in enumerate(zip(workbooks, parts, strict=True))
        ]
    return parts, client.submit(answer_task, complete, question, key=f"{run}-answer", pure=False)


def _follow(client: "Client", parts: "list[Future]", names: Sequence[str], advance: Callable[[str], None]) -> None:
    from distributed import as_completed  # noqa: PLC0415  # an extra: the other commands work without it

    known = dict(zip((part.key for part in parts), names, strict=True))
    for part in as_completed(parts, loop=client.loop):
        advance(known[part.key])


def _killed(failure: Exception, parts: "list[Future]", names: Sequence[str]) -> str:
    """A sentence about a task that did not end; other exceptions pass."""
    from distributed import KilledWorker  # noqa: PLC0415  # an extra: the other commands work without it

    if isinstance(failure, ModuleNotFoundError):
        return say(
            "a worker lacks the module {failure_name}. Install ippbook on every worker.", failure_name=failure.name
        )
    if not isinstance(failure, KilledWorker):
        raise failure
    which = next(
        (name for name, part in zip(names, parts, strict=True) if part.key == failure.task), "the figures of the team"
    )
    return say(
        "{which}: each worker died that had this task. Give the workers more memory, or look into their logs.",
        which=which,
    )
