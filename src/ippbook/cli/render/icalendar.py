"""What is due, as an iCalendar file for calendar programs (RFC 5545).

The same workbook on the same day gives the same bytes: identifiers are made from what is due, the time stamp from the day.
"""

import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Final

from icalendar import Calendar, Event

from ippbook.control_characters import control_free
from ippbook.deadlines import Due
from ippbook.languages import say
from ippbook.ooxml import write_whole
from ippbook.version import __version__

_OURS: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://ippbook.invalid/due")


def calendar(dues: Iterable[Due], as_of: date) -> bytes:
    """An all-day event for each of *dues*. An event that moves to another day keeps its identifier, so calendars update it."""
    found = Calendar()
    found.add("prodid", f"-//ippbook//{__version__}//EN")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    for due in dues:
        event = Event()
        event.add("uid", identifier(due))
        event.add("dtstamp", datetime.combine(as_of, time(), UTC))
        event.add("dtstart", due.day)
        event.add("dtend", due.day + timedelta(days=1))
        event.add("summary", control_free(f"{due.key}: {due.what}"))
        event.add("description", _description(due))
        event.add("categories", [due.kind])
        event.add("transp", "TRANSPARENT")
        found.add_component(event)
    return bytes(found.to_ical())


def identifier(due: Due) -> str:
    """An identifier that stays the same when the day of *due* moves: from its kind, its record, and its start."""
    named = "\n".join((due.kind, due.table, due.key, due.account, str(due.since or "")))
    return f"{uuid.uuid5(_OURS, named)}@ippbook"


def _description(due: Due) -> str:
    parts = [f"{due.table}, {due.place}"]
    if due.account:
        parts.append(say("account {account}", account=due.account))
    if due.since:
        parts.append(say("runs from {since}", since=due.since))
    if due.links > 1:
        parts.append(say("{links} links", links=due.links))
    if due.estimated:
        parts.append(say("the official calendar of working days is not published yet, so the day may move"))
    return control_free("; ".join(parts))


def write(path: Path, dues: Iterable[Due], as_of: date) -> tuple[str, ...]:
    """Write the calendar file, at once or not at all. Gives warnings, as `ooxml.save` does.

    Raises `ooxml.WorkbookError` where it cannot be written.
    """
    return write_whole(path, calendar(dues, as_of))
