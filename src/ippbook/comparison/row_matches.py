"""Which row of the old table is which row of the new one: by the name of the row, whatever its place."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.comparison.column_values import ComparedColumn, RowPlaces, shared_codes
from ippbook.comparison.sides import TableSide
from ippbook.normalize import folded
from ippbook.quick_dataclasses import dataclass
from ippbook.tables import Table
from ippbook.tables.schema import Field


@dataclass(frozen=True, eq=False)
class RowMatches:
    """The rows of two tables, matched. Rows without any value are not among them."""

    old: RowPlaces
    """The rows of the old table that are in the new one, in the order of the new one."""
    new: RowPlaces
    """For each of them the row of the new table."""
    removed: RowPlaces
    added: RowPlaces
    repeated: int
    """How many names more than one row of a table has; their rows are matched by content, then in their order."""
    nameless: int
    """How many rows have no name; they are matched by content alone."""

    def ids(self, old_length: int, new_length: int) -> tuple[RowPlaces, RowPlaces]:
        """A number for each row of both tables: the same for two rows that match, another for every other row."""
        first = np.arange(old_length, dtype=np.int64) + len(self.old)
        second = np.arange(new_length, dtype=np.int64) + len(self.old) + old_length
        first[self.old] = second[self.new] = np.arange(len(self.old))
        return first, second


def match_rows(old: TableSide, new: TableSide) -> RowMatches:
    """Match the filled rows of two tables: by name, and those that share a name or have none by the content of their cells.

    A name is that of `Record.identity_fields`, compared without case, width and spaces around it. A part whose column only one of
    the tables has is left out: otherwise every row would be a new one.
    """
    old_rows, new_rows = (np.flatnonzero(side.filled).astype(np.int64) for side in (old, new))
    names, nameless = _names(old.table, new.table, old_rows, new_rows)
    olds, news = names[: len(old_rows)], names[len(old_rows) :]
    width = int(names.max(initial=-1)) + 1
    many = np.maximum(np.bincount(olds, minlength=width), np.bincount(news, minlength=width)) > 1
    special = many[names] | nameless
    pairs = [_by_name(olds, news, special[: len(olds)], special[len(olds) :], width)]
    if special.any():
        hard = np.flatnonzero(special[: len(olds)]), np.flatnonzero(special[len(olds) :])
        columns = [(old.inputs[header], new.inputs[header]) for header in new.inputs]
        columns += [(old.own[header], new.own[header]) for header in new.own if header in old.own]
        contents = _contents(columns, old_rows[hard[0]], new_rows[hard[1]])
        pairs += _by_content(names[special], contents, nameless[special], hard)
    firsts, seconds = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
    order = np.argsort(seconds, kind="stable")
    left, right = np.ones(len(old_rows), dtype=bool), np.ones(len(new_rows), dtype=bool)
    left[firsts], right[seconds] = False, False
    named = np.zeros(width, dtype=bool)
    named[names[~nameless]] = True
    return RowMatches(
        old_rows[firsts[order]],
        new_rows[seconds[order]],
        old_rows[left],
        new_rows[right],
        int((many & named).sum()),
        int(nameless.sum()),
    )


def name_texts(table: Table, rows: RowPlaces) -> list[str]:
    """The names of *rows* as people write them: C-2026-0001 / L0007, or C-2026-0001 / –; "" for a row without a name."""
    parts = [table.columns[field.name].to_numpy()[rows].tolist() for field in table.record.identity_fields()]
    return [
        " / ".join(str(text) or "–" for text in texts) if any(texts) else ""  # the sign of a blank
        for texts in zip(*parts, strict=True)
    ]


def _shared_fields(old: Table, new: Table) -> tuple[Field, ...]:
    """The parts of a row's name whose columns both tables have or both have not; all parts where that leaves no column."""
    fields: tuple[Field, ...] = new.record.identity_fields()
    shared = tuple(
        field for field in fields if (field.header in old.places.columns) == (field.header in new.places.columns)
    )
    return shared if any(field.header in new.places.columns for field in shared) else fields


def _names(
    old: Table, new: Table, old_rows: RowPlaces, new_rows: RowPlaces
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """A code for the name of each row, first of the old table, then of the new one; and which rows have no name."""
    codes = np.zeros(len(old_rows) + len(new_rows), dtype=np.int64)
    blank = np.ones(len(codes), dtype=bool)
    for field in _shared_fields(old, new):
        texts = np.concatenate(
            [old.columns[field.name].to_numpy()[old_rows], new.columns[field.name].to_numpy()[new_rows]]
        )
        places, distinct = pd.factorize(texts)
        known: dict[str, int] = {}
        own = np.array([known.setdefault(text, len(known)) for text in folded(list(distinct))], dtype=np.int64)
        if len(own):
            codes = pd.factorize(codes * len(own) + own[places])[0].astype(np.int64)
        blank &= texts == ""
    return codes, blank


def _by_name(
    olds: NDArray[np.int64],
    news: NDArray[np.int64],
    skip_old: NDArray[np.bool_],
    skip_new: NDArray[np.bool_],
    width: int,
) -> tuple[RowPlaces, RowPlaces]:
    """The pairs of rows that alone have their name."""
    place = np.full(width, -1, dtype=np.int64)
    here = np.flatnonzero(~skip_old)
    place[olds[here]] = here
    there = np.flatnonzero(~skip_new)
    found = place[news[there]]
    return found[found >= 0], there[found >= 0]


def _contents(
    columns: Sequence[tuple[ComparedColumn, ComparedColumn]], old_rows: RowPlaces, new_rows: RowPlaces
) -> NDArray[np.int64]:
    """A code for the content of each row, first of the old ones, then of the new ones."""
    codes = np.zeros(len(old_rows) + len(new_rows), dtype=np.int64)
    for one, two in columns:
        own = shared_codes(one, two, old_rows, new_rows)
        codes = pd.factorize(codes * (int(own.max(initial=0)) + 1) + own)[0].astype(np.int64)
    return codes


def _by_content(
    names: NDArray[np.int64],
    contents: NDArray[np.int64],
    nameless: NDArray[np.bool_],
    places: tuple[NDArray[np.intp], NDArray[np.intp]],
) -> list[tuple[RowPlaces, RowPlaces]]:
    """The pairs among rows that share a name or have none: those with the same content, then those of one name in their order."""
    count = len(places[0])
    frame = pd.DataFrame({"name": names, "content": contents, "nameless": nameless}, index=np.concatenate(places))
    old, new = frame.iloc[:count], frame.iloc[count:]
    same = paired(old, new, ["name", "content"])
    old, new = old.drop(same[0]), new.drop(same[1])
    return [same, paired(old[~old["nameless"]], new[~new["nameless"]], ["name"])]


def paired(old: pd.DataFrame, new: pd.DataFrame, by: list[str]) -> tuple[RowPlaces, RowPlaces]:
    """The labels of the first row of each group *by* and of the first of the same group, of the second and the second, and so on."""
    if old.empty or new.empty:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
    sides = [side[by].assign(turn=side.groupby(by, sort=False).cumcount(), label=side.index) for side in (old, new)]
    both = sides[0].merge(sides[1], on=[*by, "turn"], suffixes=("_old", "_new"))
    return both["label_old"].to_numpy(dtype=np.int64), both["label_new"].to_numpy(dtype=np.int64)
