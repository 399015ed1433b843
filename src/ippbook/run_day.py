"""The day of a run: today in a time zone, not on the clock of the machine.

Deadlines count working days in Beijing, and a server in a cloud usually has the time of Greenwich: there the day of Shenzhen
begins eight hours late, and a complaint filed in that morning would seem to be filed in the future. All limits are in days; none
is in hours.

Source: ipp-facts 5.6 (working days); house rule: the day is stated in every output.
"""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from ippbook.errors import UserError

TIME_ZONE: Final = "Asia/Shanghai"
"""The time zone where none is named: that of the portals and of their working days."""


def today_in(zone: str = TIME_ZONE, now: datetime | None = None) -> date:
    """The calendar day in *zone* (a name such as Europe/Rome), at *now* (default: the clock). Raises `UserError` for an unknown zone.

    >>> today_in("Asia/Shanghai", datetime(2026, 11, 29, 23, 0, tzinfo=UTC))
    datetime.date(2026, 11, 30)
    """
    if zone == TIME_ZONE:  # no summer time since 1991; a host without the database of time zones knows it too
        return (now or datetime.now(UTC)).astimezone(timezone(timedelta(hours=8))).date()
    from zoneinfo import ZoneInfo, available_timezones  # noqa: PLC0415  # imported late: most of it is a search on disk

    try:
        place = ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        from ippbook.normalize import near_names  # noqa: PLC0415  # only for the sentence

        near = near_names(zone, sorted(available_timezones()))
        hint = f" Did you mean {', '.join(near)}?" if near else ""
        raise UserError(
            "there is no time zone {zone!r}.{hint} Write a name such as Asia/Shanghai, Europe/Rome or UTC.",
            zone=zone,
            hint=hint,
        ) from None
    return (now or datetime.now(UTC)).astimezone(place).date()
