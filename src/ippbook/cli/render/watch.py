"""The events of a watch for people, one line each with its time, and for programs, one JSON object each."""

import sys
from collections.abc import Callable, Mapping
from datetime import datetime

from ippbook.cli.json_text import OutputObject, json_text
from ippbook.cli.options import FailOn
from ippbook.cli.render.many_files import result_line
from ippbook.cli.render.text import remark_on, screen, tell
from ippbook.cli.visible_stream import print_text
from ippbook.languages import say, say_series
from ippbook.languages.run_language import workbook_language
from ippbook.watch import EventKind, WatchEvent


def sentence_of(event: WatchEvent) -> str:
    """*event* as people read it."""
    if event.report is None or event.report.failed:
        return event.sentence
    return say_series((result_line(event.report), *event.report.warnings), "; ")


class WatchScreen:
    """Prints events, and keeps what the exit code needs."""

    def __init__(self, now: Callable[[], datetime], *, json_lines: bool) -> None:
        self._now = now
        self._json = json_lines
        self._last: dict[str, WatchEvent] = {}

    def show(self, event: WatchEvent) -> None:
        """Print *event*."""
        self._last[event.path or event.kind.value] = event
        if event.report and event.report.traceback:
            print_text(event.report.traceback, err=True)
        if self._json and sys.stdout is not None:
            print_text(json_text(event_object(event, self._now()), indent=None))
            return
        if sys.stdout is None:  # without a console, as under pythonw, the note says it
            return
        console = screen()
        say_it = tell if event.kind is EventKind.FAILED else remark_on
        with workbook_language(event.report.language if event.report else ""):
            say_it(console, say("{now:%H:%M:%S} {sentence_}", now=self._now(), sentence_=sentence_of(event)))
        console.file.flush()

    def exit_code(self, fail_on: FailOn) -> int:
        """2 where a workbook failed, 1 where one waits or has findings of the severity of *fail_on*, else 0."""
        kinds = {event.kind for event in self._last.values() if event.path or event.waiting}
        if kinds & {EventKind.FAILED, EventKind.FOLDER_LOST}:
            return 2
        waits = kinds & {EventKind.WAITS, EventKind.CHANGED_MEANWHILE}
        return int(bool(waits) or any(fail_on.met_by(_counts(event)) for event in self._last.values()))


def _counts(event: WatchEvent) -> Mapping[str, int]:
    return event.report.counts if event.report else {}


def event_object(event: WatchEvent, now: datetime) -> OutputObject:
    """*event* for a program."""
    report = event.report
    done = report is not None and not report.failed
    return {
        "event": event.kind.value,
        "time": now.isoformat(timespec="seconds"),
        "path": event.path,
        "message": sentence_of(event),
        "waits_for": event.waiting.kind.value if event.waiting else None,
        "out": report.out if report and done else None,
        "as_of": report.as_of.isoformat() if report and report.as_of else None,
        "changed_cells": report.changed_cells if report and done else None,
        "counts": dict(report.counts) if report and done else None,
        "stale": [part.sentence for part in report.stale] if report and done else None,
    }
