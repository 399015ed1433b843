"""The takedown texts that differ: of complaints that both workbooks have."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ippbook.comparison.sides import Side
from ippbook.comparison.table_changes import TableChanges
from ippbook.declare.wiring import Whole
from ippbook.notices.complaint_texts import takedowns
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import fold


@dataclass(frozen=True)
class TextChange:
    """The takedown text of a complaint before and after; "" where there is none, with the reason in `*_problem`."""

    complaint: str
    account: str
    old: str
    new: str
    old_problem: str = ""
    new_problem: str = ""


@dataclass(frozen=True)
class TextChanges:
    """The texts that differ, in the order of the new workbook; and how many belong to complaints of one workbook only."""

    changed: tuple[TextChange, ...] = ()
    added: int = 0
    removed: int = 0


_Text = tuple[str, str, str, str]
"""Complaint number, account, text, problem."""


def text_changes(old: Side, new: Side, complaints: TableChanges | None) -> TextChanges:
    """The texts that differ. Complaints are the same by number and account; those without a number by their first row."""
    if complaints is None:
        return TextChanges()
    ids = complaints.matches.ids(complaints.old.table.length, complaints.new.table.length)
    before, after = _texts(old, ids[0]), _texts(new, ids[1])
    changed = []
    for at, (number, account, text, problem) in after.items():
        other = before.get(at)
        if other is not None and (other[2], other[3]) != (text, problem):
            changed.append(TextChange(number, account, other[2], text, other[3], problem))
    return TextChanges(tuple(changed), len(_only(after, before)), len(_only(before, after)))


def _only(one: Mapping[object, _Text], other: Mapping[object, _Text]) -> list[object]:
    return [at for at, found in one.items() if at not in other and found[2]]


def _texts(side: Side, ids: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> dict[object, _Text]:
    return {} if side.study is None else dict(_each(Whole(side.study.wiring, "Complaints"), ids))


def _each(complaints: Whole, ids: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> Iterator[tuple[object, _Text]]:
    written: pd.DataFrame = complaints.once(takedowns)
    rows = np.flatnonzero((written["text"] != "").to_numpy() | (written["problem"] != "").to_numpy())
    columns = [
        column.to_numpy()[rows].tolist()
        for column in (complaints["complaint"], complaints["account"], written["text"], written["problem"])
    ]
    for record, number, account, text, problem in zip(ids[rows].tolist(), *columns, strict=True):
        at = (fold(number), fold(account)) if number else record
        yield at, (number, account, text, problem)


__all__ = ["TextChange", "TextChanges", "text_changes"]
