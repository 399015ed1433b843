"""A calculation is bounded in time and memory, and nothing of it is left behind, however it ends."""

import os
import signal
import sys
import time

import numpy as np
import pytest

from ippbook.formulas.engines import EngineJob, EngineLimits, engine_named
from ippbook.formulas.engines.answers import AnswerError, answered_columns
from ippbook.formulas.engines.children import ChildWork, run_children

_FAST = EngineLimits(seconds=0.3)


def python(program: str, *arguments) -> ChildWork:
    return ChildWork(
        [sys.executable, "-I", "-S", "-c", program, *map(str, arguments)], lambda file: file.write(b"given")
    )


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_child_gets_its_bytes_and_gives_its_own():
    echo = python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + b' and taken')")
    assert run_children([echo], EngineLimits()) == [b"given and taken"]


def test_a_child_that_hangs_is_ended_in_time_and_the_others_are_not_lost():
    started = time.monotonic()
    hanging, fine = run_children([python("while True: pass"), python("print('fine')")], _FAST)
    assert (hanging.code, fine) == ("time", b"fine\n")
    assert time.monotonic() - started < 3


def test_a_child_that_crashes_differs_from_one_that_lacked_memory():
    crash = python("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)")
    killed = python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    aborted = python(
        "import os, sys; print('memory allocation of 8589934592 bytes failed', file=sys.stderr); os.abort()"
    )
    assert [one.code for one in run_children([crash, killed, aborted], EngineLimits())] == [
        "engine",
        "memory",
        "memory",
    ]


def test_two_children_run_at_once(tmp_path):
    meet = "import os, sys, time\nmine, other = sys.argv[1:]\nopen(mine, 'w').close()\nwhile not os.path.exists(other): time.sleep(0.005)\nprint('met')"
    places = [tmp_path / "one", tmp_path / "two"]
    assert run_children([python(meet, *places), python(meet, *places[::-1])], EngineLimits(seconds=5)) == [b"met\n"] * 2


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_ctrl_c_ends_the_children(tmp_path):
    noted = tmp_path / "pid"
    child = python("import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)", noted)

    def interrupt(*_):
        if noted.exists() and noted.read_text():
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_children([child], EngineLimits(seconds=20))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert is_gone(int(noted.read_text()))


def test_a_formula_that_wants_more_memory_than_allowed_is_named(engines):
    bomb = engines.job({"A1": "{=SUM(SEQUENCE(4000,4000))}"})
    fine = engines.job({"A1": "=1"})
    (bombed,), (one,) = engine_named().calculate(
        [bomb, fine], engines.day, date1904=False, limits=EngineLimits(megabytes=200)
    )
    assert (bombed.values[0].code, one.values[0]) == ("memory", 1.0)


def test_a_calculation_that_takes_too_long_is_named(engines):
    slow = engines.job({"A1": "{=SUM(MAKEARRAY(4000,1000,LAMBDA(r,c,r*c)))}"})
    ((column,),) = engine_named().calculate([slow], engines.day, date1904=False, limits=_FAST)
    assert column.values[0].code == "time"


def test_a_long_and_a_deep_formula_cost_no_other_cell_its_value(engines):
    deep = "=" + "(" * 2000 + "1" + ")" * 2000
    levels = "=" + "IF(TRUE," * 64 + "1" + ")" * 64
    found = engines.calculated(
        {"A1": deep, "A2": "=" + "+".join(["1"] * 4000), "A3": levels, "A4": "=" + "+".join(["1"] * 250), "A5": "=A1"}
    )
    assert (found["A3"], found["A4"]) == (1.0, 250.0)
    assert [found[place].code for place in ("A1", "A2")] == ["too-large", "too-large"]
    assert "nesting depth" in found["A1"].why
    assert found["A5"].code == "upstream"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"IPPA",
        b"IPPA" + bytes(8),
        b"IPPF{}",
        b"IPPA" + (2).to_bytes(8, "little") + b"[]" + (10**9).to_bytes(8, "little"),
        b"IPPA"
        + (2).to_bytes(8, "little")
        + b"[]"
        + (25).to_bytes(8, "little")
        + (1).to_bytes(8, "little")
        + bytes(8)
        + b"\x07"
        + bytes(8),
        b"IPPA"
        + (2).to_bytes(8, "little")
        + b"[]"
        + (25).to_bytes(8, "little")
        + (1).to_bytes(8, "little")
        + bytes(8)
        + b"\x05"
        + bytes(8),
        b"IPPA"
        + (2).to_bytes(8, "little")
        + b"[]"
        + (25).to_bytes(8, "little")
        + (1).to_bytes(8, "little")
        + bytes(8)
        + b"\x01"
        + b"\xff" * 8,
    ],
)
def test_an_answer_that_is_not_as_agreed_is_refused_whole(content):
    with pytest.raises(AnswerError):
        answered_columns(content, [1], lambda reason: reason)


def test_a_workbook_full_of_rubbish_parts_ends_in_reasons(engines):
    good = bytearray(engines.workbook({"A1": "=1"}))
    jobs = []
    for place in range(200, len(good), len(good) // 6):
        broken = good.copy()
        broken[place : place + 40] = os.urandom(40)
        jobs.append(EngineJob(bytes(broken), {("S", 1): np.array([1])}))
    for (column,) in engine_named().calculate(jobs, engines.day, date1904=False):
        assert column.values[0] == 1.0 or column.values[0].why
