"""The types of the parameters of rules and computed columns: what each column has in it, checked against the schema.

    def filed_after_expiry(filed: DateColumn, right_expires: DateColumn) -> Mask: ...

For mypy each alias is a pandas Series of one kind of value; at run time it also has the kinds of the schema that it
means, so that a test compares every parameter with the column that the wiring gives it.
"""

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, TypeAlias, get_args

from ippbook.late_numpy import NDArray, np
from ippbook.late_pandas import pd
from ippbook.tables.schema import Kind


class ColumnKinds(NamedTuple):
    """The kinds of the schema that an alias means."""

    kinds: frozenset[Kind]


if TYPE_CHECKING:
    TextColumn: TypeAlias = "pd.Series[str]"
    ChoiceColumn: TypeAlias = "pd.Series[str]"
    FlagColumn: TypeAlias = "pd.Series[str]"
    DateColumn: TypeAlias = "pd.Series[pd.Timestamp]"
    NumberColumn: TypeAlias = "pd.Series[float]"
    FoundColumn: TypeAlias = "pd.Series[bool]"
else:
    TextColumn = Annotated[object, ColumnKinds(frozenset({Kind.TEXT}))]
    ChoiceColumn = Annotated[object, ColumnKinds(frozenset({Kind.CHOICE}))]
    FlagColumn = Annotated[object, ColumnKinds(frozenset({Kind.YES_NO}))]
    DateColumn = Annotated[object, ColumnKinds(frozenset({Kind.DATE}))]
    NumberColumn = Annotated[object, ColumnKinds(frozenset({Kind.NUMBER, Kind.COUNT, Kind.PERCENT, Kind.PRICE}))]
    FoundColumn = Annotated[object, ColumnKinds(frozenset())]
"""TextColumn, ChoiceColumn, FlagColumn: texts, "" where blank (a flag is "yes", "no" or ""). DateColumn: datetime64, NaT
where blank. NumberColumn: float64, NaN where blank. FoundColumn: True where the row refers to a record that is there
(`right_found`); it is a column of no table, so it has no kind of the schema. Each has one value for each row of the table, in order."""

AnyColumn: TypeAlias = "pd.Series[Any]"
"""A column of any kind: texts, dates or numbers."""
Mask: TypeAlias = NDArray[np.bool_]
"""One True or False for each row: True where a rule finds a fault."""
Sentences: TypeAlias = NDArray[np.object_]
"""One text for each row: the sentence of a finding, "" where there is none."""


def kinds_of(annotation: Any) -> frozenset[Kind]:
    """The kinds that a column alias means; empty for every other annotation.

    >>> sorted(kinds_of(DateColumn))
    [<Kind.DATE: 'date'>]
    """
    return next((each.kinds for each in get_args(annotation)[1:] if isinstance(each, ColumnKinds)), frozenset())
