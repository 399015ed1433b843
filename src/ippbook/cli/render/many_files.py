"""The results of many workbooks for people: a line for each, a summary, a progress bar."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ippbook.buttons.phrases import counts_phrase
from ippbook.cli.render.text import day_text, remark_on, safe, screen, tell
from ippbook.cli.run_state import quiet
from ippbook.languages import say, say_series
from ippbook.number_words import counted

if TYPE_CHECKING:
    from rich.console import Console

    from ippbook.batch.reports import FileReport


def show_result_line(console: "Console", report: "FileReport", *, checked_only: bool) -> None:
    """The result of one of many workbooks in one line, and its warnings."""
    remark_on(console, result_line(report, checked_only=checked_only))
    for warning in report.warnings:
        place = report.file if checked_only else report.out
        tell(console, say("note: {place}: {warning}", place=place, warning=warning))


def result_line(report: "FileReport", *, checked_only: bool = False) -> str:
    """The result of one of many workbooks in one line."""
    changed = report.changed_cells or 0
    if report.resumed:
        done = say("done before, nothing has changed since")
    elif checked_only:
        done = (
            say("up to date")
            if report.up_to_date
            else say("not up to date, {cells} would change", cells=counted(changed, "cell"))
        )
    else:
        done = say("nothing changed") if not changed else say("{cells} changed", cells=counted(changed, "cell"))
        done = say("written, {done}", done=done) if changed or report.out != report.file else done
    place = report.file if checked_only else report.out
    stale = sum(part.cells for part in report.stale) if report.stale_policy != "ignore" else 0
    parts = (
        say("{place}: {done}", place=place, done=done),
        counts_phrase(report.counts, report.waived_count, report.switched_off),
        say("{formulas} may show an old value", formulas=counted(stale, "formula")) if stale else "",
        say("as of {day_text}", day_text=day_text(report.as_of)),
    )
    return say_series((part for part in parts if part), "; ")


def batch_summary(reports: Sequence["FileReport"], *, checked_only: bool = False) -> str:
    """How many workbooks were done, and how many findings they have together. *checked_only* as in `show_result_line`."""
    good = [report for report in reports if not report.failed]
    counts = Counter[str]()
    for report in good:
        counts.update(report.counts)
    fresh = [report for report in good if not report.resumed]
    states = Counter(_state(report, checked_only=checked_only) for report in fresh)
    parts = [say("{count:,} {state}", count=count, state=state) for state, count in states.items()]
    parts += [say("{good_count:,} done before", good_count=len(good) - len(fresh))] if len(fresh) < len(good) else []
    parts += (
        [say("{reports_count:,} failed", reports_count=len(reports) - len(good))] if len(good) < len(reports) else []
    )
    return say(
        "{workbooks}: {parts}; {counts}",
        workbooks=counted(len(reports), "workbook"),
        parts=say_series(parts),
        counts=counts_phrase(counts, 0, ()),
    )


def _state(report: "FileReport", *, checked_only: bool) -> str:
    if report.changed_cells is None:
        return say("checked")
    if checked_only:
        return say("up to date") if report.up_to_date else say("not up to date")
    return say("changed") if report.changed_cells else say("unchanged")


@contextmanager
def progress_of_files(total: int) -> Iterator[Callable[[str], None]]:
    """A progress bar over files, on a terminal only; silent in a pipe. Call what it gives with the name of each finished file."""
    console = screen(errors=True)
    if not console.is_terminal or quiet.get():
        yield lambda _file: None
        return
    from rich.markup import escape  # noqa: PLC0415  # late: only a terminal needs Rich
    from rich.progress import (  # noqa: PLC0415  # as above
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeRemainingColumn,
    )

    on_screen = sys.stdout is not None and sys.stdout.isatty()
    with Progress(
        SpinnerColumn(),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        redirect_stdout=on_screen,
    ) as bar:
        task = bar.add_task("", total=total)
        yield lambda file: bar.update(task, advance=1, description=escape(safe(file).plain))
