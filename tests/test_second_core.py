"""The second core changes the time that work takes and nothing else, whatever becomes of the process there."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from ippbook import second_core
from ippbook.second_core import forked, second_core_allowed, second_core_usable

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the second core is not used"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),  # a test runner may have threads
]
FIRST = os.getpid()


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two cores, and no thread of the test runner."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with second_core_allowed():
        yield


def both(here: Callable[[], object], there: Callable[[], object]) -> "tuple[object, object]":
    """Two pieces of work as a caller does them: what the copy does not send is done here."""
    with forked(lambda post: post(there())) as copy:
        mine = here()
        found = copy.take()
    return mine, (there() if found is None else found.value)


def in_copy(work: Callable[[], object]) -> Callable[[], int]:
    """*work* in the copy only; where this process does it itself, it is done."""
    return lambda: (work() and 0) or 5 if os.getpid() != second_core_first[0] else 5


second_core_first = [FIRST]


@pytest.fixture(autouse=True)
def first_process() -> None:
    second_core_first[0] = os.getpid()  # a worker of the test runner is a process of its own


def test_both_pieces_of_work_are_done_in_different_processes() -> None:
    here, there = both(os.getpid, lambda: (os.getpid(), np.arange(100_000), ["a"] * 3, np.empty(0)))
    assert here == os.getpid() != there[0]
    assert there[1].tolist() == list(range(100_000))
    assert (there[2], there[3].tolist()) == (["a"] * 3, [])
    there[1][0] = 7  # like any other array


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=lambda each: each.name)
def test_work_whose_process_is_killed_or_stopped_is_done_here(number: signal.Signals) -> None:
    assert both(lambda: 1, in_copy(lambda: os.kill(os.getpid(), number))) == (1, 5)


def test_what_is_raised_there_is_raised_here_with_its_type() -> None:
    done: list[int] = []
    with pytest.raises(ZeroDivisionError):
        both(lambda: done.append(1), lambda: 1 // 0)
    assert done == [1]


def test_a_failure_here_ends_the_other_process(monkeypatch: pytest.MonkeyPatch) -> None:
    fork, copies = os.fork, list[int]()
    monkeypatch.setattr(os, "fork", lambda: copies.append(fork()) or copies[-1])
    begun = time.monotonic()
    with pytest.raises(KeyError):
        both(lambda: {}[1], in_copy(lambda: time.sleep(60)))
    assert time.monotonic() - begun < 50
    (copy,) = copies
    with pytest.raises(ChildProcessError):  # nobody is left to wait for
        os.waitpid(copy, os.WNOHANG)


def test_values_come_in_their_order_and_stay_when_the_process_has_gone() -> None:
    def work(post: second_core.Post) -> None:
        for number in range(3):
            post(np.full(10, number))

    with forked(work) as copy:
        found = [copy.take() for _ in range(4)]
    assert found[3] is None
    assert [each.value.tolist() for each in found[:3] if each] == [[0] * 10, [1] * 10, [2] * 10]


def test_the_plain_way_is_taken_where_a_copy_would_not_be_safe_or_not_be_faster(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert second_core_usable()
    with monkeypatch.context() as patch:
        patch.setattr(os, "sched_getaffinity", lambda _: {0})
        assert not second_core_usable()
        assert both(lambda: 1, os.getpid) == (1, os.getpid())
    with monkeypatch.context() as patch:
        patch.setattr(threading, "active_count", lambda: 2)
        assert not second_core_usable()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "darwin")
        assert not second_core_usable()
    token = second_core._ALLOWED.set(False)
    assert not second_core_usable()
    second_core._ALLOWED.reset(token)
    with monkeypatch.context() as patch:
        patch.setattr(os, "fork", refused)
        assert both(lambda: 1, os.getpid) == (1, os.getpid())
    assert both(lambda: 0, second_core_usable) == (0, False)  # a copy makes no copies


def refused() -> int:
    raise BlockingIOError("no more processes")


LONG = """
import os, time
from ippbook.second_core import forked, second_core_allowed
os.sched_getaffinity = lambda _: {0, 1}
def work(_):
    print(os.getpid(), flush=True)
    time.sleep(50)
with second_core_allowed(), forked(work):
    work(None)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda each: each.name)
def test_the_other_process_ends_with_the_first_one_and_says_nothing(number: signal.Signals) -> None:
    first = subprocess.Popen(
        [sys.executable, "-c", LONG], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )
    assert first.stdout is not None
    assert len({first.stdout.readline() for _ in range(2)}) == 2
    if number == signal.SIGINT:
        os.killpg(first.pid, number)  # as a terminal does it: to both
    else:
        first.send_signal(number)
    _, err = first.communicate(timeout=30)  # it comes back when the last process has closed its end
    assert err.count(b"KeyboardInterrupt") == (number == signal.SIGINT)


def test_a_stopped_copy_is_waited_for_once() -> None:
    with forked(lambda _: os.kill(os.getpid(), signal.SIGSTOP)) as copy:
        assert [copy.take(), copy.take()] == [None, None]
