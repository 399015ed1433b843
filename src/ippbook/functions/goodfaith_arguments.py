"""Good-Faith questions about one account: the arguments that all these worksheet functions share, and what answers them.

A worksheet function sees its arguments alone. The terms are those of the table Settings where that is given, else the defaults of
ipp-facts 6.2; the limits that a formula gives go before both.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Final, NamedTuple

import pandas as pd
from pydantic import ValidationError

from ippbook.declare.cache import remembered
from ippbook.declare.docstring import noted
from ippbook.declare.parameters import (
    TableBlock,
    WholeDates,
    WholePlatformCodes,
    WholeReasonCodes,
    WholeStatuses,
    WholeTexts,
)
from ippbook.goodfaith import History, Terms, assess, outlook
from ippbook.goodfaith.history import same_name
from ippbook.tables import read
from ippbook.tables.from_blocks import ArgumentTables
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind
from ippbook.tables.settings import General, read_settings
from ippbook.tables.values import Unreadable, quoted

Limit = Annotated[float | None, Kind.PERCENT]
_NOTES: Final = MappingProxyType(
    {
        "accounts": "the column of account names, a row a link, as in Complaints[Account]",
        "filed": "the column of filing dates, as in Complaints[Filed]",
        "status": "the column of statuses, as in Complaints[Status]",
        "account": "the account asked about",
        "as_of": "the last day of the window, as in TODAY(); left blank, the setting As of holds where the settings are given",
        "reasons": "the column of reasons, as in Complaints[Reason]; with it each reason is tested by itself",
        "complaints": "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says",
        "decided": "the column of decision dates, as in Complaints[Decided]; with it what was decided after the day counts as pending",
        "min_complaints": "complaints that are enough; where left out what the settings say, 100 without them",
        "min_takedown_rate": "lowest takedown rate that is enough; where left out what the settings say, 90 % without them",
        "max_counter_rate": "highest rate of upheld counter-notices that does no harm; where left out what the settings say, 5 % without them",
        "settings": "the whole table Settings, as in Settings[#All]; without it every default holds, whatever that table says",
        "platforms": "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged by itself",
    }
)


class Asked:
    """One account of a history on a day, under the terms that were given."""

    def __init__(self, history: History, as_of: date, terms: Terms, account: str) -> None:
        self.history, self.as_of, self.terms, self.account = history, as_of, terms, account

    @cached_property
    def standing(self) -> Any:
        """The row of `assess`."""
        return self._row(assess)

    @cached_property
    def outlook(self) -> Any:
        """The row of `outlook`."""
        return self._row(outlook)

    def _row(self, figures_of: Callable[..., pd.DataFrame]) -> Any:
        """The account's row; the figures of all accounts are worked out together and kept with the history."""
        accounts = [*self.history.accounts, ""]
        figures, places = self.history.once(
            (figures_of.__name__, self.as_of, self.terms),
            lambda: (
                figures_of(self.history, self.as_of, self.terms, accounts),
                {same_name(account): row for row, account in enumerate(accounts[:-1])},
            ),
        )
        return figures.iloc[places.get(same_name(self.account), len(accounts) - 1)]


_history = remembered(4)(History.of)
"""Every cell that asks about the same columns shares their history, and the figures that are kept with it."""


class _Stated(NamedTuple):
    """What a table Settings states of Good-Faith."""

    terms: Terms
    day: date | None


@remembered(4)
def _stated(settings: TableBlock) -> _Stated:
    """What the table states; as in a check, what cannot be used keeps its default."""
    found = read_settings(read(ArgumentTables({"Settings": settings}), {}).settings.values, (Terms, General)).values()
    return _Stated(found[Terms.parameter], found["as_of"])


def _terms(stated: Terms, limits: Mapping[str, Any]) -> Terms:
    """The terms stated, with the limits that the formula gives."""
    if not limits:
        return stated
    # By way of text, because a cell's 0.9 is a binary fraction a little off, and limits are compared exactly. A difference of two
    # such fractions has more digits than a limit takes.
    given = {name: str(round(limit, 6) if isinstance(limit, float) else limit) for name, limit in limits.items()}
    try:
        return Terms.model_validate(stated.model_dump() | given)
    except ValidationError as failure:
        name = str(failure.errors()[0]["loc"][0])
        remedy = "give a whole number from 0" if name == "min_complaints" else "give a share from 0 to 1, as in 90%"
        raise Unreadable(f"{header_of(name)} {quoted(limits[name])} cannot be used: {remedy}") from None


_NEEDS: Final = (
    ("unit", "complaint", "complaints", "the column of complaint numbers"),
    ("scope", "account and portal", "platforms", "the column of platforms"),
    ("window_date", "decided", "decided", "the column of decision dates"),
)
"""Settings that nothing can be counted by without a column: setting, value, argument, and what it is."""


def _check_needs(terms: Terms, given: Iterable[str]) -> None:
    for setting, value, argument, column in _NEEDS:
        if getattr(terms, setting) == value and argument not in given:
            raise Unreadable(f"{header_of(setting)} is “{value}” in Settings: give {column} too, as {argument}")


def of_history(answer: Callable[[Asked], Any]) -> Callable[..., Any]:
    """The worksheet function with all the columns and limits as arguments that answers for one account."""

    def function(  # noqa: PLR0913, PLR0917  # the columns of a history and the limits, as a sheet hands them over
        accounts: WholeTexts,
        filed: WholeDates,
        status: WholeStatuses,
        account: str,
        as_of: date,
        reasons: WholeReasonCodes | None = None,
        complaints: WholeTexts | None = None,
        decided: WholeDates | None = None,
        min_complaints: int | None = None,
        min_takedown_rate: Limit = None,
        max_counter_rate: Limit = None,
        settings: TableBlock | None = None,
        platforms: WholePlatformCodes | None = None,
    ) -> Any:
        stated = None if settings is None else _stated(settings)
        day: Any = as_of
        if pd.isna(day) and stated:
            day = stated.day
        if pd.isna(day):
            raise Unreadable("As of is blank: give the day for which to count, for example DATE(2026,6,30)")
        if not account:
            raise Unreadable("Account is blank: name one of the accounts")
        optional = {"reasons": reasons, "complaints": complaints, "decided": decided, "platforms": platforms}
        given = {name: column for name, column in optional.items() if column is not None and not _left_out(column)}
        for name, column in {"filed": filed, "status": status, **given}.items():
            if len(column) != len(accounts):
                raise Unreadable(
                    f"the column {name} has {len(column)} rows and the column accounts has {len(accounts)}"
                )
        limits = {
            "min_complaints": min_complaints,
            "min_takedown_rate": min_takedown_rate,
            "max_counter_rate": max_counter_rate,
        }
        usual = stated.terms if stated else Terms(unit="complaint" if "complaints" in given else "link")
        terms = _terms(usual, {name: limit for name, limit in limits.items() if limit is not None})
        _check_needs(terms, given)
        optional_columns = (given.get(name) for name in ("reasons", "decided", "platforms"))
        history = _history(accounts, given.get("complaints"), filed, status, *optional_columns)
        return answer(Asked(history, day, terms, account))

    function.__name__, function.__qualname__, function.__module__ = answer.__name__, answer.__name__, answer.__module__
    function.__annotations__["return"] = answer.__annotations__["return"]
    function.__doc__ = answer.__doc__
    return noted(_NOTES)(function)


def _left_out(column: Any) -> bool:
    """Whether an optional column was not given; hosts hand over a skipped argument as one blank."""
    return len(column) == 1 and (pd.isna(column.iloc[0]) or column.iloc[0] == "")
