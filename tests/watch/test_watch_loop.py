"""A watch over real files: what is written, what is left alone, and what is told."""

import errno
import os
from datetime import date
from pathlib import Path

import pytest

from ippbook import ooxml
from ippbook.batch import one_file
from ippbook.watch import loop

QUIET = (lambda: None,) * 4
"""Pauses in which nothing happens, long enough for what is at rest to be taken."""


def item_id(path: Path) -> object:
    return ooxml.open(path).cell("Listings!C2").value


def test_a_saved_workbook_is_recalculated_once_and_its_own_write_is_not_a_save(folder, run_watch) -> None:
    book = folder / "a.xlsx"
    assert run_watch(*QUIET, *QUIET) == [("recalculated", "a.xlsx")]
    assert item_id(book) == "612345678901"


def test_each_save_is_taken_and_a_new_time_without_a_new_content_is_not(folder, run_watch, fresh_bytes) -> None:
    book = folder / "a.xlsx"

    def save() -> None:
        book.write_bytes(fresh_bytes)

    def touch() -> None:
        os.utime(book, ns=(1, 1))

    assert run_watch(*QUIET, save, *QUIET, touch, *QUIET) == [("recalculated", "a.xlsx")] * 2


@pytest.mark.parametrize("owner", ["~$a.xlsx", ".~lock.a.xlsx#", ".~a.xlsx"])
def test_a_workbook_that_a_program_has_open_is_taken_after_it_is_closed(folder, run_watch, owner) -> None:
    sign = folder / owner
    sign.write_bytes(b"x")
    before = (folder / "a.xlsx").read_bytes()

    def close() -> None:
        assert (folder / "a.xlsx").read_bytes() == before
        sign.unlink()

    assert run_watch(*QUIET, close, *QUIET) == [("waits", "a.xlsx"), ("recalculated", "a.xlsx")]


def test_a_workbook_that_grows_is_not_touched(folder, run_watch, fresh_bytes) -> None:
    book = folder / "b.xlsx"
    pieces = [fresh_bytes[: len(fresh_bytes) * part // 4] for part in (1, 2, 3, 4)]
    steps = [lambda piece=piece: book.write_bytes(piece) for piece in pieces]
    assert run_watch(*steps, *QUIET) == [("recalculated", "a.xlsx"), ("recalculated", "b.xlsx")]


def test_a_workbook_that_is_saved_while_it_is_recalculated_keeps_that_save_and_is_taken_again(
    folder, run_watch, newer_bytes, monkeypatch
) -> None:
    book = folder / "a.xlsx"
    really = one_file.pipeline.recalculate
    saves = [newer_bytes]

    def recalculate(opened, *rest, **more):
        if saves:
            book.write_bytes(saves.pop())
        return really(opened, *rest, **more)

    monkeypatch.setattr(one_file.pipeline, "recalculate", recalculate)
    assert run_watch(*QUIET, *QUIET) == [("changed meanwhile", "a.xlsx"), ("recalculated", "a.xlsx")]
    assert item_id(book) == "712345678901"


def test_a_save_right_after_the_own_write_is_taken(folder, run_watch, newer_bytes, monkeypatch) -> None:
    book = folder / "a.xlsx"
    really = loop.report_file
    saves = [newer_bytes]

    def report_file(task, options):
        report = really(task, options)
        if saves:
            book.write_bytes(saves.pop())
        return report

    monkeypatch.setattr(loop, "report_file", report_file)
    assert run_watch(*QUIET, *QUIET) == [("recalculated", "a.xlsx")] * 2
    assert item_id(book) == "712345678901"


def test_a_workbook_opened_between_look_and_work_waits(folder, run_watch, monkeypatch) -> None:
    really = one_file.pipeline.recalculate

    def recalculate(opened, *rest, **more):
        (folder / "~$a.xlsx").write_bytes(b"x")
        return really(opened, *rest, **more)

    monkeypatch.setattr(one_file.pipeline, "recalculate", recalculate)
    before = (folder / "a.xlsx").read_bytes()
    assert run_watch(*QUIET) == [("waits", "a.xlsx")]
    assert (folder / "a.xlsx").read_bytes() == before


@pytest.mark.parametrize("number", [32, 33])  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
def test_a_workbook_that_windows_does_not_let_others_write_waits_and_is_named_once(
    run_watch, monkeypatch, number
) -> None:
    locked = [True]

    def open_for_writing(path, mode):
        if locked:
            refusal = PermissionError(errno.EACCES, "used by another process", path)
            refusal.winerror = number
            raise refusal
        return open(path, mode)  # noqa: PTH123  # as the loop does

    monkeypatch.setattr(loop, "open", open_for_writing, raising=False)
    assert run_watch(*QUIET, *QUIET, locked.clear, *QUIET) == [("waits", "a.xlsx"), ("recalculated", "a.xlsx")]


def test_a_new_start_finds_what_was_done_and_writes_nothing(folder, run_watch) -> None:
    run_watch(*QUIET)
    before = (folder / "a.xlsx").stat()
    (again,) = [event.report for event in run_watch(*QUIET, whole=True) if event.report]
    assert again.changed_cells == 0
    assert (folder / "a.xlsx").stat().st_mtime_ns == before.st_mtime_ns


def test_a_failure_is_named_once_and_a_repaired_workbook_is_taken(folder, run_watch, fresh_bytes) -> None:
    book = folder / "a.xlsx"
    book.write_bytes(b"not a workbook")
    told = run_watch(*QUIET * 12, lambda: book.write_bytes(fresh_bytes), *QUIET)
    assert told == [("failed", "a.xlsx"), ("recalculated", "a.xlsx")]


def test_a_broken_workbook_and_a_lost_folder_do_not_stop_the_others(folder, run_watch, fresh_bytes) -> None:
    (folder / "bad.xlsx").write_bytes(b"not a workbook")
    away = folder.with_name("away")

    def come_back() -> None:
        away.rename(folder)
        (folder / "a.xlsx").write_bytes(fresh_bytes)

    told = run_watch(*QUIET, lambda: folder.rename(away), *QUIET, come_back, *QUIET)
    assert sorted(told[:2]) == [("failed", "bad.xlsx"), ("recalculated", "a.xlsx")]
    assert told[2:4] == [("folder lost", "d"), ("folder back", "d")]
    assert ("recalculated", "a.xlsx") in told[4:]


def test_a_new_day_recalculates_what_is_judged_for_today(run_watch) -> None:

    told = run_watch(*QUIET, days=[date(2026, 11, 30)] * 6 + [date(2026, 12, 1)] * 9, whole=True)
    days = [event.report.as_of for event in told if event.report]
    assert [event.kind.value for event in told if not event.path] == ["started", "new day"]
    assert days == [date(2026, 11, 30), date(2026, 12, 1)]


def test_results_go_into_another_folder_and_the_workbook_stays(folder, run_watch, fresh_bytes) -> None:
    (folder / "sub").mkdir()
    (folder / "sub" / "b.xlsx").write_bytes(fresh_bytes)
    results = folder / "results"
    told = run_watch(*QUIET, *QUIET, out=results)
    assert sorted(told) == [("recalculated", "a.xlsx"), ("recalculated", "b.xlsx")]
    assert (folder / "a.xlsx").read_bytes() == fresh_bytes
    assert item_id(results / "a.xlsx") == item_id(results / "sub" / "b.xlsx") == "612345678901"


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() == 0 if hasattr(os, "geteuid") else True,
    reason="needs rights that can be taken away",
)
def test_a_folder_without_rights_is_named_and_the_others_go_on(folder, run_watch) -> None:
    (folder / "sub").mkdir(mode=0)
    assert sorted(run_watch(*QUIET)) == [("folder lost", "sub"), ("recalculated", "a.xlsx")]
