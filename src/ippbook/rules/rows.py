"""Tests of whole columns that rules share: each function answers for every row at once."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.declare.wiring import Whole
from ippbook.normalize import key
from ippbook.notices.complaint_texts import complaint_groups
from ippbook.tables.book import joined_fields
from ippbook.tables.column_links import links_of
from ippbook.tables.column_types import AnyColumn, ChoiceColumn, DateColumn, Mask, Sentences, TextColumn
from ippbook.tables.distinct_texts import blank_rows, codes_at, distinct_texts, filled_by, rows_equal

Groups: TypeAlias = NDArray[np.int64]
"""One number for each row: rows with the same number belong together; -1 where a row belongs to no group."""
_Answer = TypeVar("_Answer")


def is_filled(column: AnyColumn) -> Mask:
    """Where *column* is not blank."""
    return ~blank_rows(column)


def future_slips(dates: DateColumn, as_of: date) -> Mask:
    """Where *dates* are after *as_of*, probably by mistake.

    Where more than five rows and more than one in twenty are, the check is made for an earlier day, and none is a mistake.
    """
    later = as_mask(dates > pd.Timestamp(as_of))
    count = int(later.sum())
    return later & (count <= max(5, int(is_filled(dates).sum()) // 20))


def per_distinct(column: AnyColumn, answer: Callable[[Any], _Answer]) -> NDArray[Any]:
    """The *answer* for every value of *column*; it is called once for each distinct value."""
    codes, distinct = distinct_texts(column)
    answers = [answer(value) for value in distinct.tolist()]
    if not answers:
        return np.empty(0, dtype=np.bool_)
    return np.array(answers, dtype=object if isinstance(answers[0], str) else None)[codes]


def as_mask(answers: ArrayLike) -> Mask:
    """A comparison of columns as a plain array; a blank date compares as False."""
    return np.asarray(answers, dtype=np.bool_)


def is_one_of(column: ChoiceColumn, codes: frozenset[str]) -> Mask:
    """Where *column* has one of *codes*."""
    return np.asarray(per_distinct(column, codes.__contains__), dtype=np.bool_)


def equals(column: ChoiceColumn, code: str) -> Mask:
    """Where *column* has *code*."""
    return rows_equal(column, code)


def has_outcome(status: ChoiceColumn, *outcomes: str) -> Mask:
    """Where the status has one of *outcomes* (the fact "outcome" of the vocabulary "statuses")."""
    codes = (choice.code for choice in load_vocabulary("statuses") if choice.facts["outcome"] in outcomes)
    return is_one_of(status, frozenset(codes))


def unfiled(status: ChoiceColumn, filed: DateColumn) -> Mask:
    """Complaint rows that are not filed yet: by their status, or without status and filing date."""
    return has_outcome(status, "unfiled") | (equals(status, "") & ~is_filled(filed))


def marketplace(platform: ChoiceColumn, listing_url_platform: ChoiceColumn) -> ChoiceColumn:
    """The marketplace of a complaint row: its own Platform, else that of the listing's link."""
    return filled_by(platform, listing_url_platform)


def platforms_where(test: Callable[[platforms.Platform], bool]) -> frozenset[str]:
    """Codes of the platforms that pass *test*."""
    return frozenset(code for code, platform in platforms.PLATFORMS.items() if test(platform))


def sentences_where(rows: Mask, sentence: Callable[..., str], *columns: AnyColumn) -> Sentences:
    """The *sentence* for the values of *columns*, at *rows*; "" elsewhere. It is called once for each distinct row."""
    found = np.full(len(rows), "", dtype=object)
    at = np.flatnonzero(rows)
    if len(at):
        codes, first = _distinct_rows(at, columns)
        values = [column.to_numpy()[first] for column in columns]
        found[at] = np.array([sentence(*row) for row in zip(*values, strict=True)], dtype=object)[codes]
    return found


def rows_where(rows: Mask, test: Callable[..., bool], *columns: AnyColumn) -> Mask:
    """Those of *rows* whose values of *columns* pass *test*. It is called once for each distinct row."""
    found = np.zeros(len(rows), dtype=np.bool_)
    at = np.flatnonzero(rows)
    if len(at):
        codes, first = _distinct_rows(at, columns)
        values = [column.to_numpy()[first].tolist() for column in columns]
        found[at] = np.array(list(map(bool, map(test, *values))), dtype=np.bool_)[codes]
    return found


def links_where(rows: Mask, test: Callable[[platforms.Link], bool], url: TextColumn) -> Mask:
    """Those of *rows* whose link passes *test*, one that does not depend on its item number. It is called once for each form of link."""
    return rows & links_of(url).where(test) if rows.any() else rows


def _distinct_rows(at: NDArray[np.int64], columns: Sequence[AnyColumn]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For each of the rows *at*, the place of its values among the distinct ones; and for each of these the first row that has them."""
    codes = codes_at(columns[0], at)
    for column in columns[1:]:
        other = codes_at(column, at) + 1
        codes = codes * (int(other.max()) + 1) + other
        codes = pd.factorize(codes)[0]
    codes = pd.factorize(codes)[0]
    first = np.empty(int(codes.max()) + 1, dtype=np.int64)
    first[codes[::-1]] = at[::-1]  # backwards, so that the first row is written last
    return codes, first


def sites_differ(chosen: ChoiceColumn, linked: ChoiceColumn, *, shared: bool) -> Mask:
    """Rows whose two platforms differ. *shared*: only platforms that share their item numbers, or only those that do not."""

    def differ(one: str, other: str) -> bool:
        space = platforms.PLATFORMS[one].id_space
        return one != other and (bool(space) and space == platforms.PLATFORMS[other].id_space) == shared

    return rows_where(is_filled(chosen) & is_filled(linked), differ, chosen, linked)


def group_numbers(*columns: AnyColumn) -> Groups:
    """The group of each row: the same where all *columns* are equal (upper and lower case alike); -1 where any is blank."""
    found = np.empty(0, dtype=np.int64)
    blank = np.zeros(len(columns[0]), dtype=np.bool_)
    for place, column in enumerate(columns):
        codes, distinct = distinct_texts(column)
        known: dict[str, int] = {}  # in order of first appearance, as `pd.factorize` numbers them
        folded = np.array([known.setdefault(text.casefold(), len(known)) for text in distinct.tolist()], dtype=np.int64)
        own = folded[codes] if len(distinct) else codes
        found = own if place == 0 else pd.factorize(found * (len(known) + 1) + own)[0]
        blank |= ~is_filled(column)
    return np.where(blank, -1, found)


def pair_groups(one: Groups, other: Groups) -> Groups:
    """The group of each row: the same where both groups are the same; -1 where one of them is -1."""
    pairs = pd.factorize(one * (int(other.max(initial=0)) + 1) + other)[0]
    return np.where((one < 0) | (other < 0), -1, pairs).astype(np.int64)


def complaint_of_each_row(complaints: Whole) -> Groups:
    """The complaint of each row. Call it by `all_complaints.once(complaint_of_each_row)`, so that rules share it."""
    return complaint_groups(complaints["complaint"], complaints["account"])


def repeated(groups: Groups) -> Mask:
    """Where another row has the same group; a row of -1 is never repeated."""
    sizes = np.bincount(groups[groups >= 0], minlength=1)
    return np.asarray((groups >= 0) & (sizes[groups] > 1), dtype=np.bool_)


def first_in_group(groups: Groups, rows: Mask) -> Groups:
    """For each row, the first of *rows* in its group; -1 where there is none."""
    found = np.full(int(groups.max(initial=-1)) + 2, -1, dtype=np.int64)
    at = np.flatnonzero(rows & (groups >= 0))[::-1]
    found[groups[at]] = at  # reversed, so that the first row is written last
    found[-1] = -1
    return found[groups]


def spelled_alike(one: str, other: str) -> bool:
    """Whether two texts spell the same name."""
    return key(one) == key(other)


def table_exists(whole: Whole) -> bool:
    """Whether the workbook has the table, with the column that names its rows. Where it has not, reading reports it once, and no row is flagged."""
    table = whole.wiring.tables[whole.table]
    key_field = table.record.key_field()
    return table.present and (key_field is None or key_field.name not in table.absent)


def facts_without_columns(complaints: Whole) -> frozenset[str]:
    """The facts of a complaint, by field name, that no row can have because the workbook lacks a required column.

    `right_name` where Rights has no column Name; every fact of the right where Complaints has no column Right.
    """
    tables = complaints.wiring.tables
    own, found = tables[complaints.table], set()
    for name, source, target in joined_fields(own.record):
        cited = tables[source.column.refers]
        needed = {source.header} & {*own.missing_columns} or {target.header} & {*cited.missing_columns}
        if needed or not table_exists(Whole(complaints.wiring, cited.name)):
            found.add(name)
    return frozenset(found)


def cell_empty(whole: Whole, name: str) -> Mask:
    """Rows whose cell *name* is empty; a cell whose value could not be read is not empty."""
    table = whole.wiring.tables[whole.table]
    field = table.field(name)
    empty = ~is_filled(whole[name])
    for batch in whole.wiring.tables.batches:
        if (
            field
            and batch.table == whole.table
            and batch.header == field.header
            and batch.problem.code.startswith("CL")
        ):
            empty[batch.rows] = False
    return empty
