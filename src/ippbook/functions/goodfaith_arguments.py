"""The arguments that all Good-Faith worksheet functions share, and the figures of one account that follow from them.

A worksheet function sees only its arguments. The thresholds come from the table Settings where it is an argument, otherwise
from the defaults of ipp-facts 6.2. A limit that the formula states overrides both.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple

import pandas as pd

from ippbook.declare.cache import remembered
from ippbook.declare.parameters import (
    Note,
    TableBlock,
    WholeDates,
    WholePlatformCodes,
    WholeReasonCodes,
    WholeStatuses,
    WholeTexts,
)
from ippbook.goodfaith import History, Terms, assess, outlook
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import typed_tables
from ippbook.tables.book import fold
from ippbook.tables.from_blocks import ArgumentTables
from ippbook.tables.headers import header_of
from ippbook.tables.schema import Kind
from ippbook.tables.settings import General, read_settings
from ippbook.tables.values import Unreadable, quoted

if TYPE_CHECKING:
    FigureRow = pd.Series[Any]  # a row of figures: counts, rates, days and texts side by side
else:
    FigureRow = pd.Series

OptionalPercent = Annotated[float | None, Kind.PERCENT]

_history = remembered(4)(History.of)
"""All cells that name the same columns share one history, and the figures that are kept with it."""


@dataclass(frozen=True, eq=False)
class HistoryArguments:
    """The arguments of every Good-Faith function, in the order of the worksheet: whole columns of complaints, an account, a day."""

    accounts: Annotated[WholeTexts, Note("the column of account names, one row a link, as in Complaints[Account]")]
    filed: Annotated[WholeDates, Note("the column of filing dates, as in Complaints[Filed]")]
    status: Annotated[WholeStatuses, Note("the column of statuses, as in Complaints[Status]")]
    account: Annotated[str, Note("the account whose figures you want")]
    as_of: Annotated[
        date,
        Note(
            "the last day of the window, as in TODAY(); if blank, the day in the setting As of, if you give the settings"
        ),
    ]
    reasons: Annotated[
        WholeReasonCodes | None,
        Note("the column of reasons, as in Complaints[Reason]; with it each reason is tested separately"),
    ] = None
    complaints: Annotated[
        WholeTexts | None,
        Note(
            "the column of complaint numbers, as in Complaints[Complaint]; with it the links of one number count once, or as the setting Unit says"
        ),
    ] = None
    decided: Annotated[
        WholeDates | None,
        Note(
            "the column of decision dates, as in Complaints[Decided]; with it a decision after the day counts as pending"
        ),
    ] = None
    min_complaints: Annotated[
        int | None,
        Note("the number of complaints that is enough; default: the setting, 100 without settings"),
    ] = None
    min_takedown_rate: Annotated[
        OptionalPercent,
        Note("the lowest takedown rate that is enough; default: the setting, 90 % without settings"),
    ] = None
    max_counter_rate: Annotated[
        OptionalPercent,
        Note("the highest rate of upheld counter-notices that is allowed; default: the setting, 5 % without settings"),
    ] = None
    settings: Annotated[
        TableBlock | None,
        Note("the whole table Settings, as in Settings[#All]; without it the defaults apply, whatever that table says"),
    ] = None
    platforms: Annotated[
        WholePlatformCodes | None,
        Note(
            "the column of platforms, as in Complaints[Platform]; with the setting Scope each portal is judged separately"
        ),
    ] = None

    @cached_property
    def history(self) -> "AccountHistory":
        """The account's history, checked. Raises `Unreadable` where an argument is missing, or does not fit the others."""
        stated = None if self.settings is None else _stated(self.settings)
        day: Any = self.as_of  # a blank date is NaT
        if pd.isna(day) and stated:
            day = stated.day
        if pd.isna(day):
            raise Unreadable("As of is blank: give the day for which to count, for example DATE(2026,6,30)")
        if not self.account:
            raise Unreadable("Account is blank: name one of the accounts")
        optional = self._optional_columns()
        self._check_lengths({"filed": self.filed, "status": self.status, **optional})
        usual = stated.terms if stated else Terms(unit="complaint" if "complaints" in optional else "link")
        terms = _terms_with(usual, self._limits())
        _check_needs(terms, optional)
        names = ("reasons", "decided", "platforms")
        columns = (self.accounts, optional.get("complaints"), self.filed, self.status, *map(optional.get, names))
        return AccountHistory(_history(*columns), day, terms, self.account)

    @property
    def figures(self) -> FigureRow:
        """The account's row of `goodfaith.assess`: counts, rates and tests on the day."""
        return self.history.row_of(assess)

    @property
    def outlook(self) -> FigureRow:
        """The account's row of `goodfaith.outlook`: its possible future."""
        return self.history.row_of(outlook)

    def _optional_columns(self) -> "dict[str, pd.Series[Any]]":
        """The optional columns that the formula has; a host passes one blank cell for a skipped argument."""
        columns = {
            "reasons": self.reasons,
            "complaints": self.complaints,
            "decided": self.decided,
            "platforms": self.platforms,
        }
        return {name: column for name, column in columns.items() if column is not None and not _is_skipped(column)}

    def _check_lengths(self, columns: "Mapping[str, pd.Series[Any]]") -> None:
        for name, column in columns.items():
            if len(column) != len(self.accounts):
                raise Unreadable(
                    f"the column {name} has {len(column)} rows and the column accounts has {len(self.accounts)}"
                )

    def _limits(self) -> dict[str, float]:
        """The limits that the formula states."""
        limits = {
            "min_complaints": self.min_complaints,
            "min_takedown_rate": self.min_takedown_rate,
            "max_counter_rate": self.max_counter_rate,
        }
        return {name: limit for name, limit in limits.items() if limit is not None}


@dataclass(frozen=True, eq=False)
class AccountHistory:
    """One account in the history of all accounts, on a day, under the terms that apply."""

    history: History
    day: date
    terms: Terms
    account: str

    def row_of(self, figures_of: Callable[..., pd.DataFrame]) -> FigureRow:
        """The account's row of *figures_of*. The figures of all accounts are computed together and kept with the history."""
        accounts = [*self.history.accounts, ""]
        figures, rows = self.history.once(
            (figures_of.__name__, self.day, self.terms),
            lambda: (
                figures_of(self.history, self.day, self.terms, accounts),
                {fold(account): row for row, account in enumerate(accounts[:-1])},
            ),
        )
        row: FigureRow = figures.iloc[rows.get(fold(self.account), len(accounts) - 1)]
        return row


class _Stated(NamedTuple):
    """What a table Settings says about Good-Faith."""

    terms: Terms
    day: date | None


@remembered(4)
def _stated(settings: TableBlock) -> _Stated:
    """What the table says. As in a check, a value that cannot be used keeps its default."""
    found = read_settings(
        typed_tables(ArgumentTables({"Settings": settings}), {}).settings.values, (Terms, General)
    ).values()
    return _Stated(found[Terms.parameter], found["as_of"])


def _terms_with(terms: Terms, limits: Mapping[str, float]) -> Terms:
    """*terms*, with the limits that the formula states."""
    if not limits:
        return terms
    # Limits are compared exactly, and a cell's 0.9 is a binary fraction that is slightly off. So they go through text. The difference
    # of two such fractions has more digits than a limit allows: round first.
    from pydantic import ValidationError  # noqa: PLC0415  # late: only a formula that states limits needs it

    texts = {name: str(round(limit, 6)) for name, limit in limits.items()}
    try:
        return terms.with_values(**texts)
    except ValidationError as failure:
        name = str(failure.errors()[0]["loc"][0])
        remedy = "give a whole number from 0" if name == "min_complaints" else "give a share from 0 to 1, as in 90%"
        raise Unreadable(f"{header_of(name)} {quoted(limits[name])} cannot be used: {remedy}") from None


_NEEDS: Final = (
    ("unit", "complaint", "complaints", "the column of complaint numbers"),
    ("scope", "account and portal", "platforms", "the column of platforms"),
    ("window_date", "decided", "decided", "the column of decision dates"),
)
"""Settings that need a column: the setting, its value, the argument, and what that column is."""


def _check_needs(terms: Terms, columns: Collection[str]) -> None:
    for setting, value, argument, column in _NEEDS:
        if getattr(terms, setting) == value and argument not in columns:
            raise Unreadable(f"{header_of(setting)} is “{value}” in Settings: give {column} too, as {argument}")


def _is_skipped(column: "pd.Series[Any]") -> bool:
    return len(column) == 1 and (pd.isna(column.iloc[0]) or column.iloc[0] == "")


__all__ = ["AccountHistory", "HistoryArguments"]
