"""Aggregates and exact lookups over whole columns: one formula in a hundred thousand rows is answered in one go.

COUNTIF and its kin, MATCH, VLOOKUP, HLOOKUP, XMATCH, XLOOKUP with an exact match, INDEX. `aggregate` sees values only: what a formula
refers to is found elsewhere. Where Excel's answer is not sure, or would cost too much, `NotCalculatedError` is raised.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np

from ippbook.formulas.aggregates.arguments import (
    AggregateArgument,
    AggregateArguments,
    BrokenRangeError,
    Prefix,
    TallRange,
)
from ippbook.formulas.aggregates.conditional import (
    average_if,
    average_ifs,
    count_if,
    max_ifs,
    min_ifs,
    sum_if,
    sum_ifs,
)
from ippbook.formulas.aggregates.lookups import h_lookup, index, match, v_lookup, x_lookup, x_match
from ippbook.formulas.names import plain_function
from ippbook.formulas.problems import NotCalculatedError
from ippbook.formulas.source import Vector
from ippbook.languages import say

__all__ = [
    "AGGREGATES",
    "AggregateArgument",
    "AggregateArguments",
    "AggregateFunction",
    "Prefix",
    "TallRange",
    "aggregate",
]


class AggregateFunction(Protocol):
    """One function over a whole column of formulas."""

    def __call__(self, arguments: AggregateArguments, count: int, *, date1904: bool) -> Vector:
        """One answer for each of *count* formulas. Raises `NotCalculatedError`."""


AGGREGATES: Final[Mapping[str, AggregateFunction]] = MappingProxyType(
    {
        "COUNTIF": count_if,
        "COUNTIFS": count_if,
        "SUMIF": sum_if,
        "SUMIFS": sum_ifs,
        "AVERAGEIF": average_if,
        "AVERAGEIFS": average_ifs,
        "MAXIFS": max_ifs,
        "MINIFS": min_ifs,
        "MATCH": match,
        "XMATCH": x_match,
        "VLOOKUP": v_lookup,
        "HLOOKUP": h_lookup,
        "XLOOKUP": x_lookup,
        "INDEX": index,
    }
)
"""By Excel's name, without the prefix that files put before newer functions."""


def aggregate(name: str, arguments: AggregateArguments, count: int, *, date1904: bool = False) -> Vector:
    """The answers of the function *name* to *arguments*, one for each of *count* formulas; a blank answer is None.

    Raises `NotCalculatedError` where they are not sure, or too expensive; its sentence says why.
    """
    function = AGGREGATES.get(plain_function(name))
    if function is None:
        raise NotCalculatedError(say("{name} is not calculated for whole columns", name=name))
    if count == 0 or len(arguments) < 2:
        raise NotCalculatedError("it has too few arguments")
    try:
        return function(arguments, count, date1904=date1904)
    except BrokenRangeError as broken:
        answers = np.empty(count, dtype=object)
        answers[:] = [broken.error] * count
        return answers
