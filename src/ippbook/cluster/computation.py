"""Many workbooks on the workers of a scheduler: one task for each, results in the order of the workbooks."""

import itertools
import uuid
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ippbook.batch.failures import failure_sentence, named_error
from ippbook.batch.one_file import FileOptions, FileTask, failed_report
from ippbook.batch.reports import FileReport
from ippbook.cluster.connection import Scheduler, connected
from ippbook.cluster.naming import remote_task
from ippbook.cluster.tasks import report_task, shared_options
from ippbook.cluster.versions import installed_versions
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.number_words import counted

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD: Final = 2_000
"""How many workbooks are with the scheduler at a time. The others wait here, so that a million of them fit in memory."""


def cluster_reports(
    tasks: Sequence[FileTask],
    options: FileOptions,
    scheduler: Scheduler,
    known: Callable[[FileTask], FileReport | None],
    finished: Callable[[FileTask, FileReport], None],
) -> Generator[FileReport]:
    """The report of each workbook, in the order of *tasks*. Raises `UserError` where the scheduler cannot be used or is lost.

    *known*: the report of a workbook that need not be done again. *finished*: called as soon as a workbook is done.

    A worker that dies is replaced by another one: the scheduler gives its workbooks away again. A workbook whose workers die each
    time is tried once more at the end, alone, because another workbook may have been the cause; then it is an error of this workbook.
    """
    evidence = options.folders.evidence
    if evidence is not None:  # a worker runs in another folder
        options = replace(options, folders=replace(options.folders, evidence=evidence.absolute()))
    with connected(scheduler) as client:
        run = _ClusterRun(client, tasks, options, known, finished)
        try:
            yield from run.results()
        finally:
            run.cancel()


class _ClusterRun:
    """One command on a cluster."""

    def __init__(
        self,
        client: "Client",
        tasks: Sequence[FileTask],
        options: FileOptions,
        known: Callable[[FileTask], FileReport | None],
        finished: Callable[[FileTask, FileReport], None],
    ) -> None:
        self.client = client
        self.tasks = tasks
        self.known = known
        self.finished = finished
        self.name = f"ippbook-{uuid.uuid4().hex}"
        self.versions = installed_versions()
        self.shared = client.submit(shared_options, options, key=f"{self.name}-options", pure=False)
        self.running: dict[str, tuple[int, Future]] = {}
        self.found: dict[int, FileReport] = {}
        self.killed: list[int] = []
        self.done = 0
        self.debug = options.debug

    def results(self) -> Iterator[FileReport]:
        """The reports in order, each as soon as those before it are there."""
        from distributed import as_completed  # noqa: PLC0415  # an extra: the other commands work without it

        arriving = as_completed(loop=self.client.loop)
        waiting = self._to_do()
        shown = 0
        for future in itertools.islice(waiting, AHEAD):
            arriving.add(future)
        while self.running:
            self._take(next(arriving))
            for future in itertools.islice(waiting, 1):
                arriving.add(future)
            while shown in self.found:
                yield self.found.pop(shown)
                shown += 1
        for index in self.killed:
            arriving.add(self._submit(index, "again"))
            self._take(next(arriving), last=True)
        while shown in self.found:
            yield self.found.pop(shown)
            shown += 1

    def _to_do(self) -> "Iterator[Future]":
        """Submits one workbook after the other, as far as they must be done."""
        for index, task in enumerate(self.tasks):
            report = self.known(task)
            if report is None and task.workbook.error:
                report = FileReport(task.workbook.name, error=task.workbook.error)
            if report is None:
                yield self._submit(index)
            else:
                self.found[index] = report
                self.done += 1

    def cancel(self) -> None:
        """Take back what has not begun. A workbook that is being worked on is finished: it is never half-written."""
        if self.running:
            self.client.cancel([future for _, future in self.running.values()], force=True)

    def _submit(self, index: int, again: str = "") -> "Future":
        task, key = remote_task(self.tasks[index]), f"{self.name}-{index}{again}"
        future = self.client.submit(report_task, task, self.shared, self.versions, key=key, pure=False)
        self.running[future.key] = index, future
        return future

    def _take(self, future: "Future", *, last: bool = False) -> None:
        """Keep the report of a task that has ended."""
        index, _ = self.running.pop(future.key)
        report = self._report(self.tasks[index].workbook.name, future, last=last)
        if report is None:
            self.killed.append(index)
            return
        self.found[index] = report
        self.done += 1
        self.finished(self.tasks[index], report)

    def _report(self, name: str, future: "Future", *, last: bool) -> FileReport | None:
        """What a task gave; None where its workers died and it is tried once more."""
        from distributed import KilledWorker  # noqa: PLC0415  # an extra: the other commands work without it

        try:
            found: FileReport = future.result()
        except KilledWorker:
            if not last:
                return None
            why = "each worker died that had this workbook, the last time with no other workbook. Give the workers more memory, or look into their logs."
        except UserError as refusal:  # of a worker with other versions
            why = str(refusal)
        except ModuleNotFoundError as missing:
            why = say(
                "a worker lacks the module {missing_name}. Install ippbook on every worker.", missing_name=missing.name
            )
        except CancelledError:
            raise UserError(
                "the connection to the scheduler was lost after {done:,} of {workbooks}; none is half-written. Start the scheduler again and run the same command.",
                done=self.done,
                workbooks=counted(len(self.tasks), "workbook"),
            ) from None
        except Exception as failure:  # noqa: BLE001  # what Dask itself raises: the border of a file, as in `report_file`
            return failed_report(name, named_error(name, failure_sentence(failure)), failure, debug=self.debug)
        else:
            return found
        return FileReport(name, error=named_error(name, why))
