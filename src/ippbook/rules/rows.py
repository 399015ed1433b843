"""Which rows a rule looks at: answers in whole columns, one bool or text a row."""

from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load
from ippbook.declare.wiring import Whole
from ippbook.normalize import key
from ippbook.notices.complaint_texts import complaint_groups

Column: TypeAlias = "pd.Series[Any]"
Flags: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.object_]


def held(column: Column) -> Flags:
    """Where *column* is not blank."""
    values = column.to_numpy()  # numpy compares texts several times as fast as pandas
    return true(values != "" if values.dtype == object else ~pd.isna(values))


def after(dates: Column, as_of: date) -> Flags:
    """Where *dates* lie after *as_of* by what seems a slip.

    Where more than five rows and more than one in twenty do, the check is made for an earlier day, and none is a slip.
    """
    later = true(dates > pd.Timestamp(as_of))
    count = int(later.sum())
    return later & (count <= max(5, int(held(dates).sum()) // 20))


def each(column: Column, ask: Callable[[str], Any]) -> NDArray[Any]:
    """The answer of *ask* for every text of *column*; each distinct text is asked once."""
    codes, distinct = pd.factorize(column.to_numpy())
    answers = [ask(text) for text in distinct.tolist()]
    return np.array(answers)[codes] if answers else np.empty(0, dtype=np.bool_)


def true(answers: Any) -> Flags:
    """A comparison of columns as a plain array; dates that are blank compare as False."""
    return np.asarray(answers, dtype=np.bool_)


def within(column: Column, codes: frozenset[str]) -> Flags:
    """Where *column* holds one of *codes*."""
    return np.asarray(each(column, codes.__contains__), dtype=np.bool_)


def equals(column: Column, code: str) -> Flags:
    """Where *column* holds *code*."""
    return true(column.to_numpy() == code)


def counts_as(status: Column, *outcomes: str) -> Flags:
    """Where the status counts as one of *outcomes* (facts of the vocabulary "statuses")."""
    return within(status, frozenset(choice.code for choice in load("statuses") if choice.facts["outcome"] in outcomes))


def unfiled(status: Column, filed: Column) -> Flags:
    """Complaint rows that are not filed yet: by their status, or without status and filing date."""
    return counts_as(status, "unfiled") | (equals(status, "") & ~held(filed))


def site(platform: Column, listing_url_platform: Column) -> Column:
    """The marketplace of a complaint row: the site chosen, else that of the listing's link."""
    return platform.where(platform != "", listing_url_platform)


def sites(test: Callable[[platforms.Platform], bool]) -> frozenset[str]:
    """Codes of the platforms that pass *test*."""
    return frozenset(code for code, platform in platforms.ALL.items() if test(platform))


def sentences(rows: Flags, say: Callable[..., str], *columns: Column) -> Texts:
    """What *say* answers for the values of *columns*, at *rows*; "" elsewhere. Each distinct row is asked once."""
    found = np.full(len(rows), "", dtype=object)
    at = np.flatnonzero(rows)
    if len(at):
        values = [column.to_numpy()[at] for column in columns]
        codes = np.zeros(len(at), dtype=np.int64)
        for column in values:
            other, distinct = pd.factorize(column)
            codes = pd.factorize(codes * len(distinct) + other)[0]
        first = np.unique(codes, return_index=True)[1]
        found[at] = np.array(
            [say(*row) for row in zip(*(column[first] for column in values), strict=True)], dtype=object
        )[codes]
    return found


def asked(rows: Flags, test: Callable[..., bool], *columns: Column) -> Flags:
    """Those of *rows* whose values of *columns* pass *test*. Each distinct row is asked once."""
    return np.asarray(sentences(rows, lambda *values: "yes" if test(*values) else "", *columns) != "", dtype=np.bool_)


def other_site(chosen: Column, linked: Column, *, shared: bool) -> Flags:
    """Rows whose two platforms differ, and number their items together or not, as *shared* says."""

    def differ(one: str, other: str) -> bool:
        space = platforms.ALL[one].id_space
        return one != other and (bool(space) and space == platforms.ALL[other].id_space) == shared

    return asked(held(chosen) & held(linked), differ, chosen, linked)


def group(*columns: Column) -> NDArray[np.int64]:
    """A number for each row: equal where all *columns* are equal without regard to case; -1 where any is blank."""
    found = np.zeros(len(columns[0]), dtype=np.int64)
    blank = np.zeros(len(columns[0]), dtype=np.bool_)
    for column in columns:
        codes, distinct = pd.factorize(column.to_numpy())
        folded, names = pd.factorize(np.array([text.casefold() for text in distinct], dtype=object))
        blank |= ~held(column)
        found = pd.factorize(found * (len(names) + 1) + (folded[codes] if len(distinct) else codes))[0]
    return np.where(blank, -1, found)


def both(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.int64]:
    """A number for each pair of groups; -1 where one of them is -1."""
    pairs = pd.factorize(one * (int(other.max(initial=0)) + 1) + other)[0]
    return np.where((one < 0) | (other < 0), -1, pairs).astype(np.int64)


def numbers(complaints: Whole) -> NDArray[np.int64]:
    """The number of each row's complaint; ask for it by `all_complaints.once(numbers)`, so that rules share it."""
    return complaint_groups(complaints["complaint"], complaints["account"])


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
        if (
            field
            and batch.table == whole.table
            and batch.header == field.header
            and batch.problem.code.startswith("CL")
        ):
            empty[batch.rows] = False
    return empty
