"""What holds for one run of the command line: whether to show tracebacks, the time zone, whether the document is printed."""

from contextvars import ContextVar
from datetime import date
from typing import Final

from ippbook.run_day import TIME_ZONE, today_in

debugging: Final = ContextVar("debugging", default=False)
"""Whether --debug is on the command line. It works in any position, so no command declares it."""
quiet: Final = ContextVar("quiet", default=False)
"""Whether --quiet is on the command line: no progress, no notes, no counts. It works in any position."""
time_zone: Final = ContextVar("time_zone", default=TIME_ZONE)
"""The time zone in which the day of the run is taken. Its option --timezone works in any position, so no command declares it."""
document_printed: Final = ContextVar("document_printed", default=False)
"""Whether standard output has its document already, so that a failure must not write a second one."""


_day: Final = ContextVar[dict[str, date]]("_day")
"""The day of the command that runs, by its time zone. No day is kept between commands."""


def keep_one_day() -> None:
    """Read the clock once in this command, so that a run over midnight, or while the clock is set, judges and prints one day."""
    _day.set({})


def today() -> date:
    """The day of the run, in the time zone of the command line; the core never reads a clock."""
    zone, kept = time_zone.get(), _day.get({})
    if zone not in kept:
        kept[zone] = today_in(zone)
    return kept[zone]


def day_now() -> date:
    """The day that the clock has now, for a command that runs for days."""
    return today_in(time_zone.get())
