"""A calculation is bounded in time and memory, and nothing of it is left behind, however it ends."""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.formulas.engines import EngineJob, EngineLimits, child_wire, engine_named
from ippbook.formulas.engines.answers import AnswerError, answered_columns
from ippbook.formulas.engines.children import ChildWork, run_children
from ippbook.formulas.values import ExcelError

_FAST = EngineLimits(seconds=0.3)


def python(program: str, *arguments) -> ChildWork:
    return ChildWork(
        [sys.executable, "-I", "-S", "-c", program, *map(str, arguments)], lambda file: file.write(b"given")
    )


def is_gone(pid: int) -> bool:
    """Whether the process has ended, within 30 seconds: one that is killed ends when it next has a core."""
    until = time.monotonic() + 30
    while not (ended := has_ended(pid)) and time.monotonic() < until:
        time.sleep(0.02)
    return ended


def has_ended(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    status = Path(f"/proc/{pid}/stat")  # in a container without an init nobody takes the exit code of an orphan
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z"


def test_a_child_gets_its_bytes_and_gives_its_own():
    echo = python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + b' and taken')")
    assert run_children([echo], EngineLimits()) == [b"given and taken"]


def test_a_child_that_hangs_is_ended_in_time_and_the_others_are_not_lost():
    started = time.monotonic()
    hangs, works = python("import time; time.sleep(600)"), python("print('fine')")
    hanging, fine = run_children(
        [hangs, works], EngineLimits(seconds=3)
    )  # a busy machine needs a second to start Python
    assert (hanging.code, fine) == ("time", b"fine\n")
    assert time.monotonic() - started < 60


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
    assert (
        run_children([python(meet, *places), python(meet, *places[::-1])], EngineLimits(seconds=60)) == [b"met\n"] * 2
    )


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
def test_ctrl_c_ends_the_children(tmp_path):
    noted = tmp_path / "pid"
    child = python("import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)", noted)

    def interrupt(*_):
        if noted.exists() and noted.read_text():
            signal.setitimer(signal.ITIMER_REAL, 0)  # one interrupt; a second one could meet the cleaning
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_children([child], EngineLimits(seconds=50))
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


def answer_of_one_cell(kind: bytes, number: bytes) -> bytes:
    """What a child writes for one cell without a text, with no reasons: a count, no texts, the kind and the number."""
    return b"".join(
        (b"IPPA", child_wire.framed(b"[]"), child_wire.framed((1).to_bytes(8, "little") + bytes(8) + kind + number))
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"IPPA",
        b"IPPA" + bytes(8),
        b"IPPF{}",
        b"IPPA" + (2).to_bytes(8, "little") + b"[]" + (10**9).to_bytes(8, "little"),
        answer_of_one_cell(b"\x07", bytes(8)),
        answer_of_one_cell(b"\x05", bytes(8)),
        answer_of_one_cell(b"\x01", b"\xff" * 8),
    ],
)
def test_an_answer_that_is_not_as_agreed_is_refused_whole(content):
    with pytest.raises(AnswerError):
        answered_columns(content, [1], lambda reason: reason)


@given(st.binary(max_size=400), st.integers(0, 5))
def test_no_bytes_at_all_make_the_reader_of_answers_fail_otherwise(content, count):
    for head in (b"", b"IPPA", b"IPPF"):
        with contextlib.suppress(AnswerError):
            answered_columns(head + content, [count], lambda reason: reason)


_CELLS = st.one_of(
    st.just({"kind": "blank"}),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda number: {"kind": "number", "value": number}),
    st.text(max_size=20).map(lambda text: {"kind": "text", "value": text}),
    st.booleans().map(lambda truth: {"kind": "logical", "value": truth}),
    st.sampled_from(["#N/A", "#VALUE!", "#SPILL!"]).map(lambda code: {"kind": "error", "value": code}),
    st.text(max_size=5).map(lambda code: {"kind": "unavailable", "code": code, "message": "m", "detail": None}),
)


@given(st.lists(st.lists(_CELLS, max_size=6), max_size=4))
def test_what_a_child_writes_is_what_the_parent_reads(columns):
    reasons = {}
    frames = [child_wire.column_bytes(cells, reasons) for cells in columns]
    content = b"".join((b"IPPA", *map(child_wire.framed, (json.dumps(list(reasons)).encode(), *frames))))
    found = answered_columns(content, [len(cells) for cells in columns], lambda reason: ("reason", reason[0]))
    expected = [[_seen(cell) for cell in cells] for cells in columns]
    assert [list(values) for values in found] == expected


def _seen(cell):
    match cell["kind"]:
        case "blank":
            return None
        case "error":
            return ExcelError(cell["value"])
        case "unavailable":
            return ("reason", cell["code"])
        case _:
            return cell["value"]


def with_sheet(content: bytes, change) -> bytes:
    """The workbook *content* with its sheet changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name.endswith("sheet1.xml") else source.read(name))
    return made.getvalue()


@pytest.mark.parametrize("megabytes", [1, pytest.param(70, marks=pytest.mark.deep)])
def test_a_sheet_within_our_own_limits_is_not_too_large_for_the_engine(engines, megabytes):
    large = with_sheet(
        engines.workbook({"A1": "=1+1"}),
        lambda sheet: sheet.replace(b"</sheetData>", b"</sheetData>" + b" " * (megabytes << 20)),
    )
    ((column,),) = engine_named().calculate([EngineJob(large, {("S", 1): np.array([1])})], engines.day, date1904=False)
    assert column.values[0] == 2.0


def test_a_bomb_of_entities_ends_in_a_reason(engines):
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))

    def arm(sheet: bytes) -> bytes:
        head, body = sheet.split(b"?>", 1)
        return head + b"?><!DOCTYPE worksheet [" + entities.encode() + b"]>" + body.replace(b"<f>1</f>", b"<f>&l9;</f>")

    bomb = EngineJob(with_sheet(engines.workbook({"A1": "=1"}), arm), {("S", 1): np.array([1])})
    ((column,),) = engine_named().calculate([bomb], engines.day, date1904=False)
    assert column.values[0].code == "engine"


@pytest.mark.deep
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child at once when its parent was killed")
def test_a_killed_parent_leaves_no_child(engines, tmp_path):
    path, noted = tmp_path / "slow.xlsx", tmp_path / "pid"
    path.write_bytes(engines.workbook({"A1": "{=SUM(MAKEARRAY(4000,1000,LAMBDA(r,c,r*c)))}"}))
    program = f"""
import datetime, subprocess, numpy as np
from ippbook.formulas.engines import EngineJob, engine_named
start = subprocess.Popen.__init__
def noting(self, *args, **options):
    start(self, *args, **options)
    open({str(noted)!r}, "w").write(str(self.pid))
subprocess.Popen.__init__ = noting
job = EngineJob(open({str(path)!r}, "rb").read(), {{("S", 1): np.array([1])}})
engine_named().calculate([job], datetime.date(2026, 1, 1), date1904=False)
"""
    parent = subprocess.Popen([sys.executable, "-c", program])
    try:
        until = time.monotonic() + 60
        while not (noted.exists() and noted.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)  # the child has set what ends it
    finally:
        parent.kill()
        parent.wait()
    child, until = int(noted.read_text()), time.monotonic() + 60
    while not is_gone(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert is_gone(child)


def test_a_workbook_full_of_rubbish_parts_ends_in_reasons(engines):
    good = bytearray(engines.workbook({"A1": "=1"}))
    jobs = []
    for place in range(200, len(good), len(good) // 6):
        broken = good.copy()
        broken[place : place + 40] = os.urandom(40)
        jobs.append(EngineJob(bytes(broken), {("S", 1): np.array([1])}))
    for (column,) in engine_named().calculate(jobs, engines.day, date1904=False):
        assert column.values[0] == 1.0 or column.values[0].why
