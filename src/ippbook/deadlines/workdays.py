"""Beijing working days: Monday to Friday without holidays, plus the Saturdays and Sundays that replace bridge days.

The State Council publishes the calendar of a year in the autumn before it; the package `holidays` has it from 2001 on. For a
year that is not published yet, only the statutory holidays and the weekends are known, without bridge days and make-up days.
Such a date may change when the calendar is published; `is_published` is False for it.

Source: ipp-facts 11, last note (working days with make-up Saturdays: GK); General Office of the State Council, each
year's notice, as cited in the package.

>>> from datetime import date
>>> workday(date(2026, 2, 13), 1)  # the Saturday before Spring Festival makes up for a bridge day
datetime.date(2026, 2, 14)
>>> workday(date(2026, 2, 14), 1)
datetime.date(2026, 2, 24)
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.typing import NDArray

from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.values import Unreadable

if TYPE_CHECKING:
    from holidays.holiday_base import HolidayBase

_FIRST: Final = date(2001, 1, 1)
_LAST: Final = date(2060, 12, 31)
_DAY: Final = "datetime64[D]"
WorkdayDates: TypeAlias = NDArray[np.datetime64]


@dataclass(frozen=True)
class _Calendar:
    """Every working day from `_FIRST` to `_LAST`, in order, and the last day of the latest official calendar."""

    working: WorkdayDates
    published_until: date


class HolidayDays(NamedTuple):
    """China's holidays from 2001 to 2060, in order."""

    off: WorkdayDates
    """Days without work, weekends among them."""
    made_up: WorkdayDates
    """Saturdays and Sundays with work."""

    def as_text(self, package: str) -> str:
        """The content of `CALENDAR_FILE`: the *package* that they are from, the days without work, the weekend days with work."""
        return "\n".join([package, *(" ".join(map(str, days)) for days in self), ""])


CALENDAR_FILE: Final = Path(__file__).with_name("chinese_holidays.txt")
"""The holidays of one version of the package `holidays`. It is used only where just this version is installed. `python -m ippbook.docsgen.holidays` writes it."""


def chinese_holidays(years: Iterable[int]) -> "HolidayBase":
    """China's holidays. Their module is loaded alone: its package would load the calendars of 250 countries."""
    import holidays  # noqa: PLC0415  # late: most runs need no calendar

    file = Path(holidays.__file__).with_name("countries") / "china.py"
    alone = spec_from_file_location("holidays_of_china", file) if file.exists() else None
    if alone is None or alone.loader is None:  # another layout of the package
        return holidays.country_holidays("CN", years=years)
    module = module_from_spec(alone)
    alone.loader.exec_module(module)
    found: HolidayBase = module.China(years=years)
    return found


def holiday_days() -> HolidayDays:
    """China's holidays as the package `holidays` has them, which takes 40 times as long as to read them from the file."""
    known = chinese_holidays(range(_FIRST.year, _LAST.year + 1))
    return HolidayDays(np.array(sorted(known), dtype=_DAY), np.array(sorted(known.weekend_workdays), dtype=_DAY))


def written_holidays(text: str) -> HolidayDays | None:
    """The holidays in *text*, the content of `CALENDAR_FILE`; None where another version of the package is installed."""
    package, off, made_up = text.splitlines()
    if package != installed_holidays():
        return None
    return HolidayDays(np.array(off.split(), dtype=_DAY), np.array(made_up.split(), dtype=_DAY))


def installed_holidays() -> str:
    """The package `holidays` with its version, found without loading it; only the name where the version is not known."""
    found = find_spec("holidays")
    place = Path(found.origin).parents[1] if found is not None and found.origin else None
    versions = list(place.glob("holidays-*.dist-info")) if place is not None else []
    return versions[0].stem if len(versions) == 1 else "holidays"


@lru_cache(maxsize=1)
def _calendar() -> _Calendar:
    known = written_holidays(CALENDAR_FILE.read_text("ascii")) or holiday_days()
    every = np.arange(np.datetime64(_FIRST), np.datetime64(_LAST) + 1, dtype=_DAY)
    rest = ~np.is_busday(every)
    working = (~rest & ~np.isin(every, known.off)) | (rest & np.isin(every, known.made_up))
    # Every year since 2001 has had make-up days, so the last of them names the last year that was published.
    return _Calendar(every[working], date(known.made_up[-1].astype(object).year, 12, 31))


def published_until() -> date:
    """The last day of the latest official calendar in the installed package `holidays`."""
    return _calendar().published_until


def is_published(day: date) -> bool:
    """Whether the official calendar of the day's year is published and installed."""
    return _FIRST <= day <= published_until()


def days_after(start: npt.ArrayLike, days: int) -> WorkdayDates:
    """For each day of *start* (datetime64, NaT for blank) the working day that is *days* working days later, as datetime64[D].

    The day itself does not count. With *days* 0 the result is the day itself, even if it is not a working day; below 0 it counts
    back. A result outside 2001 to 2060 is NaT.
    """
    begun = np.asarray(start).astype(_DAY)
    found = np.full(begun.shape, np.datetime64("NaT"), dtype=_DAY)
    if days == 0:
        return begun
    there = np.flatnonzero(~np.isnat(begun) & (begun >= np.datetime64(_FIRST)) & (begun <= np.datetime64(_LAST)))
    if not len(there):
        return found
    working = _calendar().working
    at = (
        np.searchsorted(working, begun[there], side="right") + days - 1
        if days > 0
        else np.searchsorted(working, begun[there], side="left") + days
    )
    inside = (at >= 0) & (at < len(working))
    found[there[inside]] = working[at[inside]]
    return found


def workday(start: date, days: int) -> date:
    """The day that is *days* Beijing working days after *start*; see `days_after`. Raises `Unreadable` outside 2001 to 2060."""
    found = days_after(np.array([np.datetime64(start, "D")]), max(-100_000, min(days, 100_000)))[0]
    if np.isnat(found):
        raise Unreadable(say("the calendar of working days covers only {first} to {last}", first=_FIRST, last=_LAST))
    return pd.Timestamp(found).date()


def workdays_between(start: date, end: date) -> int:
    """How many Beijing working days follow *start*, up to and including *end*; below 0 where *end* is earlier.

    `workdays_between(day, workday(day, n)) == n` for every n but 0. Raises `Unreadable` outside 2001 to 2060.
    """
    if not all(_FIRST <= day <= _LAST for day in (start, end)):
        raise Unreadable(say("the calendar of working days covers only {first} to {last}", first=_FIRST, last=_LAST))
    working = _calendar().working
    if end >= start:
        first, last = np.searchsorted(working, np.array([start, end], dtype=_DAY), side="right")
    else:
        first, last = np.searchsorted(working, np.array([start, end], dtype=_DAY), side="left")
    return int(last - first)


def later(start: npt.ArrayLike, days: int) -> WorkdayDates:
    """For each day of *start* the calendar day that is *days* later, as datetime64[D]; NaT stays NaT."""
    begun: WorkdayDates = np.asarray(start).astype(_DAY)
    found: WorkdayDates = np.add(begun, np.timedelta64(days, "D"))
    return found
