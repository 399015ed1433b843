"""Which rows a rule looks at: answers in whole columns, one bool or text a row."""

from collections.abc import Callable, Hashable
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import platforms
from ippbook.declare.wiring import Whole
from ippbook.spelling import key
from ippbook.tables.book import fold
from ippbook.vocabulary import load

Column: TypeAlias = "pd.Series[Any]"
Flags: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]


def held(column: Column) -> Flags:
    """Where *column* is not blank."""
    found = column != "" if column.dtype == object else column.notna()
    return np.asarray(found, dtype=np.bool_)


def each(column: Column, ask: Callable[[str], Any]) -> NDArray[Any]:
    """The answer of *ask* for every text of *column*; each distinct text is asked once."""
    codes, distinct = pd.factorize(column.to_numpy())
    answers = [ask(text) for text in distinct]
    return np.array(answers)[codes] if answers else np.empty(0, dtype=np.bool_)


def within(column: Column, codes: frozenset[str]) -> Flags:
    """Where *column* holds one of *codes*."""
    return np.asarray(each(column, codes.__contains__), dtype=np.bool_)


def counts_as(status: Column, *outcomes: str) -> Flags:
    """Where the status counts as one of *outcomes* (facts of the vocabulary "statuses")."""
    return within(status, frozenset(choice.code for choice in load("statuses") if choice.facts["outcome"] in outcomes))


def unfiled(status: Column, filed: Column) -> Flags:
    """Complaint rows that are not filed yet: by their status, or without status and filing date."""
    return counts_as(status, "unfiled") | ~(held(status) | held(filed))


def site(platform: Column, listing_url_platform: Column) -> Column:
    """The marketplace of a complaint row: the site chosen, else that of the listing's link."""
    return platform.where(platform != "", listing_url_platform)


def sites(test: Callable[[platforms.Platform], bool]) -> frozenset[str]:
    """Codes of the platforms that pass *test*."""
    return frozenset(code for code, platform in platforms.ALL.items() if test(platform))


def sentences(rows: Flags, say: Callable[..., str], *columns: Column) -> Texts:
    """What *say* answers for the values of *columns*, at *rows*; "" elsewhere. Each distinct row is asked once."""
    found = np.full(len(rows), "", dtype=object)
    known: dict[Hashable, str] = {}
    at = np.flatnonzero(rows)
    for row, values in zip(at, zip(*(column.iloc[at] for column in columns), strict=True), strict=True):
        if values not in known:
            known[values] = say(*values)
        found[row] = known[values]
    return found


def other_site(chosen: Column, linked: Column, *, shared: bool) -> Flags:
    """Rows whose two platforms differ, and number their items together or not, as *shared* says."""

    def say(one: str, other: str) -> str:
        space = platforms.ALL[one].id_space
        together = bool(space) and space == platforms.ALL[other].id_space
        return "differ" if one != other and together == shared else ""

    return sentences(held(chosen) & held(linked), say, chosen, linked) != ""


def group(*columns: Column) -> NDArray[np.int64]:
    """A number for each row: equal where all *columns* are equal without regard to case; -1 where any is blank."""
    found = np.zeros(len(columns[0]), dtype=np.int64)
    blank = np.zeros(len(columns[0]), dtype=np.bool_)
    for column in columns:
        codes, distinct = pd.factorize(column.to_numpy())
        folded, names = pd.factorize(np.array([fold(text) for text in distinct], dtype=object))
        blank |= ~held(column)
        codes = folded[codes] if len(distinct) else codes
        found = np.unique(found * (len(names) + 1) + codes, return_inverse=True)[1]
    return np.where(blank, -1, found)


def twice(groups: NDArray[np.int64]) -> Flags:
    """Where another row has the same group; groups of -1 have no other."""
    sizes = np.bincount(groups[groups >= 0], minlength=1)
    return np.asarray((groups >= 0) & (sizes[groups] > 1), dtype=np.bool_)


def first_rows(groups: NDArray[np.int64], rows: Flags) -> NDArray[np.int64]:
    """For each row, the first of *rows* in its group; -1 where there is none."""
    found = np.full(int(groups.max(initial=-1)) + 2, -1, dtype=np.int64)
    at = np.flatnonzero(rows & (groups >= 0))[::-1]
    found[groups[at]] = at  # reversed, so that the first row is written last
    found[-1] = -1
    return found[groups]


def same_name(one: str, other: str) -> bool:
    """Whether two texts spell one name."""
    return key(one) == key(other)


def is_there(whole: Whole) -> bool:
    """Whether the workbook has the table at all. Where it has not, reading says so once, and no row is blamed."""
    return whole.wiring.tables[whole.table].present


def missing(whole: Whole, name: str) -> Flags:
    """Rows whose cell *name* is empty; a cell that holds what could not be read is not."""
    table = whole.wiring.tables[whole.table]
    field = table.field(name)
    empty = ~held(whole[name])
    for batch in whole.wiring.tables.batches:
        if field and batch.table == whole.table and batch.header == field.header and batch.problem.code.startswith("CL"):
            empty[batch.rows] = False
    return empty
