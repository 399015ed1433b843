"""The second core writes the takedown texts while this process runs the other rules. It changes the time and nothing else."""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ippbook import tables
from ippbook.declare import Rule, Wiring, registry, rule
from ippbook.declare.discovery import declarations_on
from ippbook.declare.run_rule import run_rules
from ippbook.declare.shared_work import SharedWork, StillMadeError, made_elsewhere
from ippbook.declare.wiring import Whole
from ippbook.notices.complaint_texts import checked_texts, takedowns
from ippbook.pipeline import study
from ippbook.second_core import second_core_allowed
from ippbook.tables.book import Table, Tables
from ippbook.tables.schema import Kind
from ippbook.tables.settings import read_settings
from ippbook.tables.sources import opened
from ippbook.tables.values import series

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the second core is not used"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),  # a test runner may have threads
]
DAY = date(2026, 10, 31)


@pytest.fixture(scope="module")
def typed(small_path: Path) -> Tables:
    """The tables of a workbook with complaints whose texts are written, refused, and a team's own."""
    return tables.typed_tables(opened(small_path), registry().headers)


@pytest.fixture(scope="module")
def here(typed: Tables) -> Any:
    return seen(study.examine(typed, DAY))


def seen(found: study.Study) -> Any:
    """What a study says: its findings in their order, and every value that it computed."""
    columns = {place: column.astype(str).tolist() for place, column in found.computed.items()}
    return [(each.problem.code, each.rows.tolist(), list(each.messages)) for each in found.batches], columns


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two cores, no thread of the test runner, and no text written before."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(study, "texts_written", lambda: False)
    with second_core_allowed():
        yield


@pytest.mark.usefixtures("two_cores")
def test_findings_and_columns_are_the_same_when_the_second_core_writes_the_texts(
    typed: Tables, here: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = os.getpid()

    def elsewhere(make: Callable[[Whole], Any]) -> Callable[[Whole], Any]:
        def made(whole: Whole) -> Any:
            assert os.getpid() != first, "this process waits for the texts and does not write them again"
            return make(whole)

        return made

    written, tried = elsewhere(takedowns), elsewhere(checked_texts)
    for module in ("rules.complaints_texts", "computed.columns.complaints_texts"):
        monkeypatch.setattr(f"ippbook.{module}.takedowns", written)
    monkeypatch.setattr("ippbook.rules.texts.checked_texts", tried)
    monkeypatch.setattr(study, "_SLOW_TEXTS", (("Texts", tried), ("Complaints", written)))
    assert seen(study.examine(typed, DAY)) == here


@pytest.mark.usefixtures("two_cores")
@pytest.mark.parametrize("end", [lambda: os.kill(os.getpid(), signal.SIGKILL)], ids=["killed"])
def test_texts_that_the_second_core_does_not_send_are_written_here(
    typed: Tables, here: Any, monkeypatch: pytest.MonkeyPatch, end: Callable[[], object]
) -> None:
    monkeypatch.setattr(study, "made_elsewhere", lambda places, _: made_elsewhere(places, lambda _: end()))
    assert seen(study.examine(typed, DAY)) == here


def wiring() -> Wiring:
    rights = Table.of("Rights", {"right": series(["R1", "R2"], Kind.TEXT)})
    settings = read_settings({}, registry().groups).values()
    return Wiring(Tables.of(rights), registry(), DAY, settings)


def declared(code: str, check: Callable[..., Any]) -> Rule:
    check.__doc__ = "Wrong."
    found = declarations_on(rule(code, on="Rights", at="Expires", says="it is {detail}")(check))[-1]
    assert isinstance(found, Rule)
    return found


def shared(rights: Whole) -> list[str]:
    return [f"{os.getpid()}: {right}" for right in rights["right"]]


@pytest.mark.usefixtures("two_cores")
def test_a_rule_that_needs_the_shared_result_runs_last_and_its_findings_keep_their_place() -> None:
    order: list[str] = []

    def needs(all_rights: Whole) -> Any:
        found = all_rights.once(shared)
        order.append("needs")
        return np.array(found, dtype=object)

    def needs_nothing(right: Any) -> Any:
        order.append("needs nothing")
        return right

    wires = wiring()
    with made_elsewhere([("Rights", shared)], lambda place: wires.once(*place)) as wires.elsewhere:
        found = run_rules([declared("RT198", needs), declared("RT199", needs_nothing)], wires)
    assert order == ["needs nothing", "needs"]
    assert [batch.problem.code for batch in found] == ["RT198", "RT199"]
    assert not [message for message in found[0].messages if str(os.getpid()) in message]


def test_no_border_takes_a_result_that_is_still_made_for_a_failure() -> None:
    assert not issubclass(StillMadeError, Exception)
    with pytest.raises(StillMadeError):
        SharedWork([("Rights", shared)], None).taken(("Rights", shared))  # type: ignore[arg-type]  # it is not asked


def test_without_a_second_core_this_process_makes_the_result() -> None:
    wires = wiring()
    with made_elsewhere([("Rights", shared)], lambda _: 1 // 0) as wires.elsewhere:
        assert wires.once("Rights", shared) == [f"{os.getpid()}: R1", f"{os.getpid()}: R2"]
