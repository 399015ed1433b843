"""Good-Faith over the workbooks of a team in one Dask computation: a part from each worker, brought together on one of them."""

import uuid
from collections.abc import Sequence
from concurrent.futures import CancelledError
from datetime import date
from typing import TYPE_CHECKING

from ippbook import ooxml
from ippbook.cases.team_answer import TeamAnswer, TeamQuestion
from ippbook.cluster.computation import ClusterProgress, ClusterState, no_progress
from ippbook.cluster.connection import Scheduler, connected
from ippbook.cluster.remote_file import RemoteTask
from ippbook.cluster.tasks import FailedPart, TeamOptions, answer_task, day_task, part_task
from ippbook.cluster.versions import installed_versions
from ippbook.errors import UserError

if TYPE_CHECKING:
    from distributed import Client, Future


def cluster_team_answer(
    workbooks: Sequence[RemoteTask],
    as_of: date | None,
    question: TeamQuestion,
    scheduler: Scheduler,
    progress: ClusterProgress = no_progress,
    *,
    today: date,
) -> TeamAnswer:
    """The answer that `team_answer(read_team(…), question)` gives for the same workbooks, computed by the workers of *scheduler*.

    A worker reads a workbook and keeps the columns that Good-Faith reads; only these go to the one worker that brings them
    together, and only the figures come back. Raises `UserError` for the first workbook that cannot be read.
    """
    names = [each.name for each in workbooks]
    if len({each.source for each in workbooks}) < len(workbooks):
        raise UserError(f"{names[0]}: the same workbook is named twice; name each once")
    options = TeamOptions(today, as_of, question, ooxml.allowed(), installed_versions(), len(workbooks) == 1)
    with connected(scheduler) as client:
        parts, answer = _submitted(client, workbooks, options)
        try:
            _follow(client, parts, progress)
            found: TeamAnswer | FailedPart = answer.result()
        except CancelledError:
            raise UserError(
                "the connection to the scheduler was lost. Start it again and run the same command."
            ) from None
        except Exception as failure:  # noqa: BLE001  # what the workers raise; an internal error passes
            raise UserError(_killed(failure, parts, names)) from None
        finally:
            client.cancel([*parts, answer], force=True)
    if isinstance(found, FailedPart):
        raise UserError(found.sentence)
    return found


def _submitted(
    client: "Client", workbooks: Sequence[RemoteTask], options: TeamOptions
) -> "tuple[list[Future], Future]":
    """One task for the day, one for each workbook, one for the answer."""
    run = f"ippbook-{uuid.uuid4().hex}"
    day = client.submit(day_task, workbooks[0], options, key=f"{run}-day", pure=False)
    parts = [
        client.submit(part_task, each, day, options, key=f"{run}-{at}", pure=False) for at, each in enumerate(workbooks)
    ]
    return parts, client.submit(answer_task, parts, day, options.question, key=f"{run}-answer", pure=False)


def _follow(client: "Client", parts: "list[Future]", progress: ClusterProgress) -> None:
    from distributed import as_completed  # noqa: PLC0415  # an extra: the other commands work without it

    for done, _ in enumerate(as_completed(parts, loop=client.loop), 1):
        progress(ClusterState(done, len(parts), len(client.ncores())))


def _killed(failure: Exception, parts: "list[Future]", names: Sequence[str]) -> str:
    """A sentence about a task that did not end; other exceptions pass."""
    from distributed import KilledWorker  # noqa: PLC0415  # an extra: the other commands work without it

    if isinstance(failure, ModuleNotFoundError):
        return f"a worker lacks the module {failure.name}. Install ippbook on every worker."
    if not isinstance(failure, KilledWorker):
        raise failure
    which = next(
        (name for name, part in zip(names, parts, strict=True) if part.key == failure.task), "the figures of the team"
    )
    return f"{which}: each worker died that had this task. Give the workers more memory, or look into their logs."
