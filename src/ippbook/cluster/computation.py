"""Many workbooks on the workers of a scheduler: one task for each, results in the order of the workbooks."""

import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from ippbook.batch.one_file import FileOptions
from ippbook.batch.reports import FileReport
from ippbook.cluster.connection import Scheduler, connected
from ippbook.cluster.remote_file import RemoteTask
from ippbook.cluster.tasks import report_task, shared_options
from ippbook.cluster.versions import installed_versions
from ippbook.errors import UserError

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD: Final = 2_000
"""How many workbooks are with the scheduler at a time. The others wait here, so that a million of them fit in memory."""


@dataclass(frozen=True)
class ClusterState:
    """How far a computation is."""

    done: int
    total: int
    workers: int


ClusterProgress = Callable[[ClusterState], None]
"""Called after each workbook."""


def no_progress(_state: ClusterState) -> None:
    """Show nothing."""


def cluster_reports(
    tasks: Sequence[RemoteTask], options: FileOptions, scheduler: Scheduler, progress: ClusterProgress = no_progress
) -> Iterator[FileReport]:
    """The report of each workbook, in the order of *tasks*. Raises `UserError` where the scheduler cannot be used or is lost.

    A worker that dies is replaced by another one: the scheduler gives its workbooks away again. A workbook whose workers die each
    time is tried once more at the end, alone, because another workbook may have been the cause; then it is an error of this workbook.
    """
    evidence = options.folders.evidence
    if evidence is not None:  # a worker runs in another folder
        options = replace(options, folders=replace(options.folders, evidence=evidence.absolute()))
    with connected(scheduler) as client:
        run = _ClusterRun(client, tasks, options, progress)
        try:
            yield from run.results()
        finally:
            run.cancel()


class _ClusterRun:
    """One command on a cluster."""

    def __init__(
        self, client: "Client", tasks: Sequence[RemoteTask], options: FileOptions, progress: ClusterProgress
    ) -> None:
        self.client = client
        self.tasks = tasks
        self.progress = progress
        self.name = f"ippbook-{uuid.uuid4().hex}"
        self.versions = installed_versions()
        self.shared = client.submit(shared_options, options, key=f"{self.name}-options", pure=False)
        self.running: dict[str, tuple[int, Future]] = {}
        self.found: dict[int, FileReport] = {}
        self.killed: list[int] = []

    def results(self) -> Iterator[FileReport]:
        """The reports in order, each as soon as those before it are there."""
        from distributed import as_completed  # noqa: PLC0415  # an extra: the other commands work without it

        waiting = iter(range(len(self.tasks)))
        arriving = as_completed(loop=self.client.loop)
        shown = 0
        for index, _ in zip(waiting, range(AHEAD), strict=False):
            arriving.add(self._submit(index))
        while self.running:
            index = self._take(next(arriving))
            following = next(waiting, None)
            if following is not None:
                arriving.add(self._submit(following))
            if index in self.found:
                self._tell()
            while shown in self.found:
                yield self.found[shown]
                shown += 1
        for index in self.killed:
            future = self._submit(index, "again")
            arriving.add(future)
            self._take(next(arriving), last=True)
            self._tell()
        while shown in self.found:
            yield self.found[shown]
            shown += 1

    def cancel(self) -> None:
        """Take back what has not begun. A workbook that is being worked on is finished: it is never half-written."""
        if self.running:
            self.client.cancel([future for _, future in self.running.values()], force=True)

    def _submit(self, index: int, again: str = "") -> "Future":
        future = self.client.submit(
            report_task, self.tasks[index], self.shared, self.versions, key=f"{self.name}-{index}{again}", pure=False
        )
        self.running[future.key] = index, future
        return future

    def _take(self, future: "Future", *, last: bool = False) -> int:
        """Keep the report of a task that has ended; the index of its workbook."""
        from distributed import KilledWorker  # noqa: PLC0415  # an extra: the other commands work without it

        index, _ = self.running.pop(future.key)
        name = self.tasks[index].name
        try:
            self.found[index] = future.result()
        except KilledWorker:
            if last:
                self.found[index] = FileReport(
                    name,
                    error=f"{name}: each worker died that had this workbook, the last time with no other workbook. Give the workers more memory, or look into their logs.",
                )
            else:
                self.killed.append(index)
        except UserError as refusal:  # of a worker with other versions
            self.found[index] = FileReport(name, error=f"{name}: {refusal}")
        except ModuleNotFoundError as missing:
            self.found[index] = FileReport(
                name, error=f"{name}: a worker lacks the module {missing.name}. Install ippbook on every worker."
            )
        except CancelledError:
            raise UserError(
                f"the connection to the scheduler was lost after {len(self.found)} of {len(self.tasks)} workbooks; none is half-written. Start the scheduler again and run the same command."
            ) from None
        return index

    def _tell(self) -> None:
        self.progress(ClusterState(len(self.found), len(self.tasks), len(self.client.ncores())))
