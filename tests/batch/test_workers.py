"""Worker processes: results in order, a dead process is the error of its task, nothing is left running."""

import multiprocessing
import os
import sys
import time
from itertools import count

import pytest
from tests.batch.quick_work import work

from ippbook.batch import workers
from ippbook.batch.workers import WorkerError, WorkerPool

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the planted deaths are signals")


def pool(jobs=2):
    return WorkerPool(jobs, work, lambda task, why: f"lost {task}: {why}")


def test_results_come_in_the_order_of_the_tasks_and_a_dead_process_is_the_error_of_its_own_task():
    tasks = ["sleep 0.2", "a", "kill", "b", "exit 3", "c"]
    assert list(pool().results(tasks)) == [
        "did sleep 0.2",
        "did a",
        "lost kill: SIGKILL, most often for want of memory",
        "did b",
        "lost exit 3: exit code 3",
        "did c",
    ]
    assert not multiprocessing.active_children()


def test_a_result_that_is_known_starts_no_process_and_is_not_reported_as_finished():
    finished = []
    found = pool().results(["a", "b"], known=lambda task: f"knew {task}", finished=lambda *each: finished.append(each))
    assert list(found) == ["knew a", "knew b"]
    assert not finished
    assert not multiprocessing.active_children()


def test_what_is_finished_is_reported_at_once_and_not_in_order(tmp_path):
    """The first task ends only after the second one was reported."""
    order, sign = [], tmp_path / "reported"

    def finished(task: str, _result: str) -> None:
        order.append(task)
        sign.touch()

    assert list(pool().results([f"await {sign}", "a"], finished=finished)) == ["found", "did a"]
    assert order == ["a", f"await {sign}"]


def test_a_large_result_passes_and_an_exception_of_the_work_is_raised_with_its_traceback():
    found = pool(1).results(["large 300000", "raise by zero"])
    assert len(next(found)) == 300_000
    with pytest.raises(WorkerError, match=r"quick_work.py(.|\n)*ZeroDivisionError: by zero"):
        next(found)
    assert not multiprocessing.active_children()


def test_a_process_does_many_tasks_and_then_makes_room_for_a_new_one(monkeypatch):
    monkeypatch.setattr(workers, "TASKS_PER_PROCESS", 3)
    found = list(pool(1).results(["process"] * 7))
    assert [found.index(each) for each in found] == [0, 0, 0, 3, 3, 3, 6]
    assert str(os.getpid()) not in found


def test_no_more_tasks_are_taken_than_results_may_wait(monkeypatch):
    monkeypatch.setattr(workers, "_AHEAD", 4)
    taken = count()
    endless = (("sleep 0.3" if number == 0 else "a") for number in taken)
    found = pool().results(endless)
    assert next(found) == "did sleep 0.3"
    assert next(taken) <= 6
    found.close()
    assert not multiprocessing.active_children()


def test_an_interrupt_ends_every_process_soon():
    found = pool().results(["a", "sleep 60", "sleep 60"])
    assert next(found) == "did a"
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        found.throw(KeyboardInterrupt())
    assert time.monotonic() - began < 30  # they would sleep for a minute
    assert not multiprocessing.active_children()
