"""LibreOffice is an engine like the default one: the same promises, its own limits."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from ippbook.formulas.engines import EngineJob, EngineLimits, engine_named
from ippbook.formulas.values import ExcelError

pytestmark = pytest.mark.hosts


@pytest.fixture(scope="module")
def libreoffice():
    return engine_named("libreoffice")


def leftovers() -> set[str]:
    """What a run could leave behind: its processes, its folders, its sockets."""
    commands = {
        stat.parent.name: stat.read_bytes().replace(b"\0", b" ").decode(errors="replace")
        for stat in Path("/proc").glob("[0-9]*/cmdline")
        if os.access(stat, os.R_OK)
    }
    found = {
        f"{number} {command}" for number, command in commands.items() if "soffice" in command and "ippbook-" in command
    }
    return (
        found
        | {str(place) for place in Path("/tmp").glob("OSL_PIPE_*")}
        | {str(place) for place in Path("/tmp").glob("ippbook-lo-*")}
    )


def test_libreoffice_gives_every_kind_of_value_and_its_day_is_the_one_it_gets(engines, libreoffice):
    before = leftovers()
    cells = {
        "C1": "=TODAY()",
        "C2": '=TEXT(NOW(),"yyyy-mm-dd")&"TODAY()"',
        "C3": "=NOSUCH(1)",
        "C4": "=IFERROR(NOSUCH(1),2)",
        "C5": '=WEBSERVICE("http://127.0.0.1:9/")',
        "C6": '=REPT("x",32768)',
        "D1": "=D2+1",
        "D2": "=D1+1",
        "D3": '="a"+1',
    }
    found = engines.of_every_kind("libreoffice", cells)
    assert {place: found[place] for place in cells if place not in {"C3", "C4", "C5", "D1", "D2"}} == {
        "C1": 46096.0,
        "C2": "2026-03-15TODAY()",
        "C6": ExcelError("#VALUE!"),
        "D3": ExcelError("#VALUE!"),
    }
    assert [found[place].code for place in ("D1", "D2")] == ["circle", "circle"]
    assert [found[place].code for place in ("C3", "C4", "C5")] == ["function", "function", "external"]
    assert leftovers() <= before
    assert libreoffice.version[0].isdigit()


def test_two_runs_at_once_do_not_meet_and_rubbish_between_them_disturbs_neither(engines, libreoffice):
    jobs = [engines.job({"A1": f"={number}"}) for number in (1, 2)]
    jobs.insert(1, EngineJob(b"rubbish", {("S", 1): np.array([1])}))
    (one,), (broken,), (two,) = libreoffice.calculate(jobs, engines.day, date1904=True)
    assert (one.values[0], broken.values[0].code, two.values[0]) == (1.0, "engine", 2.0)


def test_a_run_that_takes_too_long_is_ended_with_all_its_processes(engines, libreoffice):
    before, started = leftovers(), time.monotonic()
    ((column,),) = libreoffice.calculate(
        [engines.job({"A1": "=1"})], engines.day, date1904=False, limits=EngineLimits(seconds=0.2)
    )
    assert column.values[0].code == "time"
    assert time.monotonic() - started < 60
    assert leftovers() <= before


def test_a_run_that_takes_too_much_memory_is_ended(engines, libreoffice):
    ((column,),) = libreoffice.calculate(
        [engines.job({"A1": "=1"})], engines.day, date1904=False, limits=EngineLimits(megabytes=20)
    )
    assert column.values[0].code == "memory"
