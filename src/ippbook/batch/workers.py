"""Worker processes: many tasks, a few processes, results in the order of the tasks.

A process that dies, for want of memory for example, is the error of its own task; another process takes its place and the others
go on. Each process does many tasks, because its start costs more than a small workbook. Few results wait at a time, so the
memory does not grow with the number of tasks.

This module imports nothing that is large: a process starts with what its work needs.
"""

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import field
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess
from typing import Final, Generic, TypeVar

from ippbook.freed_memory import peak_memory, seldom_search_for_cycles
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

Task = TypeVar("Task")
Result = TypeVar("Result")

TASKS_PER_PROCESS: Final = 200
"""After this many tasks a process is replaced by a new one, so that its memory is free again."""
_LARGE: Final = 1 << 30
"""A process that has needed more bytes than this is replaced after its task."""
_AHEAD: Final = 64
"""How many tasks may be begun or finished after the oldest one that is not finished."""
_PATIENCE: Final = 5.0
"""Seconds that a process has to clean up after the signal to end."""


class WorkerError(Exception):
    """An exception of the work in another process, with its traceback as text."""


@dataclass(frozen=True)
class _Raised:
    """What a process sends in place of a result when the work has raised."""

    traceback: str


def core_count() -> int:
    """How many processes can run at the same time here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ---- in the other process


def serve_tasks(inbox: Connection, outbox: Connection, work: Callable[[Task], Result]) -> None:
    """The loop of a worker process: a task in, its result and whether the process has become large out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the first process, which ends this one
    signal.signal(signal.SIGTERM, _leave)
    seldom_search_for_cycles()
    with contextlib.suppress(EOFError, BrokenPipeError):  # the first process has gone
        while (message := inbox.recv()) is not None:
            outbox.send(_answer(work, message[0]))


def _answer(work: Callable[[Task], Result], task: Task) -> tuple[Result | _Raised, bool]:
    try:
        return work(task), _is_large()
    except Exception:  # noqa: BLE001  # the border of a process: the first process raises it
        return _Raised(traceback.format_exc()), True


def _leave(_signal: int, _frame: object) -> None:
    sys.exit(1)  # an exception, so that temporary files are removed


def _is_large() -> bool:
    return peak_memory() > _LARGE


# ---- in the first process


@dataclass(eq=False)
class _Worker(Generic[Task]):
    """A worker process and the task that it does."""

    process: SpawnProcess
    inbox: Connection
    outbox: Connection
    number: int = -1
    task: Task | None = None
    tasks_done: int = 0

    def give(self, number: int, task: Task) -> None:
        """Send a task to the process. One that has died is noticed when its answer is read."""
        self.number, self.task = number, task
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.inbox.send((task,))

    def retire(self) -> None:
        """Let the process end by itself."""
        with contextlib.suppress(OSError):
            self.inbox.send(None)
        self._close()

    def _close(self) -> None:
        self.inbox.close()
        self.outbox.close()


@dataclass(eq=False)
class WorkerPool(Generic[Task, Result]):
    """At most *jobs* processes that do *work*. *lost* makes the result of a task whose process died, from the task and why."""

    jobs: int
    work: Callable[[Task], Result]
    lost: Callable[[Task, str], Result]
    _workers: list[_Worker[Task]] = field(default_factory=list)
    _ending: list[SpawnProcess] = field(default_factory=list)
    _context: SpawnContext = field(default_factory=lambda: multiprocessing.get_context("spawn"))

    def results(
        self,
        tasks: Iterable[Task],
        known: Callable[[Task], Result | None] = lambda _task: None,
        finished: Callable[[Task, Result], None] = lambda _task, _result: None,
    ) -> Generator[Result]:
        """The result of each task in the order of *tasks*.

        *known* gives a result that is known without work. *finished* is called for each other result as soon as it is there.
        Every process is gone when the iteration ends, however it ends.
        """
        ready: dict[int, Result] = {}
        waiting, begun, shown = iter(tasks), 0, 0
        more = True
        try:
            while True:
                while more and begun - shown < _AHEAD and self._has_room():
                    try:
                        task = next(waiting)
                    except StopIteration:
                        more = False
                        break
                    found = known(task)
                    if found is None:
                        self._idle().give(begun, task)
                    else:
                        ready[begun] = found
                    begun += 1
                while shown in ready:
                    yield ready.pop(shown)
                    shown += 1
                if not more and shown == begun:
                    break
                if not (more and self._has_room() and begun - shown < _AHEAD):
                    for number, task, result in self._answers():
                        finished(task, result)
                        ready[number] = result
            self._retire()
        finally:
            self._stop()

    def _has_room(self) -> bool:
        return sum(worker.task is not None for worker in self._workers) < self.jobs

    def _idle(self) -> _Worker[Task]:
        for worker in self._workers:
            if worker.task is None:
                return worker
        worker = self._start()
        self._workers.append(worker)
        return worker

    def _start(self) -> _Worker[Task]:
        theirs_in, inbox = self._context.Pipe(duplex=False)
        outbox, theirs_out = self._context.Pipe(duplex=False)
        process = self._context.Process(target=serve_tasks, args=(theirs_in, theirs_out, self.work), daemon=True)
        with _interrupts_blocked():
            process.start()
        theirs_in.close()
        theirs_out.close()
        return _Worker(process, inbox, outbox)

    def _answers(self) -> Iterator[tuple[int, Task, Result]]:
        """Waits, then gives the results that are there."""
        busy = {worker.outbox: worker for worker in self._workers if worker.task is not None}
        for connection in multiprocessing.connection.wait(list(busy)):
            worker = busy[connection]  # type: ignore[index]  # wait() returns members of its argument
            number, task = worker.number, worker.task
            if task is None:
                continue
            try:
                result, large = worker.outbox.recv()
            except (EOFError, OSError):
                self._workers.remove(worker)
                worker.process.join()
                worker.retire()
                yield number, task, self.lost(task, _why(worker.process.exitcode))
                continue
            worker.task = None
            worker.tasks_done += 1
            if large or worker.tasks_done >= TASKS_PER_PROCESS:
                self._workers.remove(worker)
                worker.retire()
                self._ending.append(worker.process)
            if isinstance(result, _Raised):
                raise WorkerError(say("in another process:\n{traceback}", traceback=result.traceback))
            yield number, task, result

    def _retire(self) -> None:
        for worker in self._workers:
            worker.retire()
            self._ending.append(worker.process)
        self._workers.clear()
        for process in self._ending:
            process.join(_PATIENCE)

    def _stop(self) -> None:
        """End every process that is still there: a signal, a wait, a kill."""
        processes = [*self._ending, *(worker.process for worker in self._workers)]
        for process in processes:
            process.terminate()
        for process in processes:
            process.join(_PATIENCE)
            if process.is_alive():
                process.kill()
                process.join()


def _why(code: int | None) -> str:
    """Why a process died, in words."""
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in set(signal.Signals) else say("signal {value}", value=-code)
        return say("{name}, most often for want of memory", name=name) if name == "SIGKILL" else name
    return say("exit code {code}", code=code)


@contextlib.contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """Ctrl-C waits until the block ends; a process that starts inside never gets it, not even before its first line."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
