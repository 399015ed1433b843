"""The complaints of several workbooks put together: each complaint once, and a list of what does not agree."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.goodfaith.outcome import Outcome, outcome_of
from ippbook.normalize import folded
from ippbook.quick_dataclasses import dataclass

_KEY: Final = ("account", "complaint", "platform", "item")
_COMPARED: Final = ("filed", "status", "reason", "decided")
_SOURCE: Final = ("workbook", "row")


@dataclass(frozen=True, eq=False)
class MergedComplaints:
    """The complaints of several workbooks, each once."""

    rows: pd.DataFrame
    """The columns of the workbooks, and workbook and row (the label there); a new index."""
    duplicates: pd.DataFrame
    """A row for each row that was dropped, because another workbook has the same complaint: account, complaint, platform, item,
    workbook, row, kept_workbook, kept_row."""
    conflicts: pd.DataFrame
    """A row for each value that differs from the one that counts: account, complaint, platform, item, column, kept (the value that
    counts), workbook, row (where the other value is), other (that value, as text)."""


def merge_complaints(workbooks: Mapping[str, pd.DataFrame]) -> MergedComplaints:
    """Put the complaints of *workbooks* (name -> rows) together.

    Columns: account, complaint, platform, item (the marketplace's item id, or the canonical link; "" where unknown), filed,
    status (code), reason, decided, and any others. Rows of different workbooks are the same complaint if they have the same account,
    complaint number, platform and item, in any spelling, and neither number nor item is blank. One of them is kept: a
    decided one rather than a pending one rather than an unfiled one, then the one with the latest decision, then the one of the
    first workbook. Its blanks are filled from the others. Rows that repeat within one workbook stay, because a check of that
    workbook reports them. Raises `UserError` where a status that has to be compared is unknown.
    """
    parts = [
        rows.assign(workbook=pd.Series(name, index=rows.index, dtype=object), row=rows.index)
        for name, rows in workbooks.items()
    ]
    rows = (
        pd.concat(parts, ignore_index=True)
        if parts
        else pd.DataFrame(columns=[*_KEY, *_COMPARED, *_SOURCE], dtype=object)
    )
    groups = _shared(rows)
    known = rows.loc[[row for group in groups for row in group]].to_dict("index")
    dropped: list[int] = []
    duplicates: list[dict[str, Any]] = []
    conflicts: list[dict[str, Any]] = []
    for group in groups:
        best, *others = sorted(group, key=lambda row: (*_rank(known[row]), row))
        mine = known[best]
        names = {name: mine[name] for name in _KEY}
        for other in others:
            theirs = known[other]
            if theirs["workbook"] == mine["workbook"]:
                continue
            there = {name: theirs[name] for name in _SOURCE}
            dropped.append(other)
            duplicates.append({**names, **there, "kept_workbook": mine["workbook"], "kept_row": mine["row"]})
            for column in (each for each in _COMPARED if not _blank(theirs.get(each))):
                kept, value = mine[column], theirs[column]
                if _blank(kept):
                    mine[column] = value
                    rows.loc[best, column] = value
                elif value != kept:
                    conflicts.append({**names, "column": column, "kept": _text(kept), **there, "other": _text(value)})
    return MergedComplaints(
        rows.drop(index=dropped).reset_index(drop=True),
        pd.DataFrame(duplicates, columns=[*_KEY, *_SOURCE, "kept_workbook", "kept_row"], dtype=object),
        pd.DataFrame(conflicts, columns=[*_KEY, "column", "kept", *_SOURCE, "other"], dtype=object),
    )


def _shared(rows: pd.DataFrame) -> list[list[int]]:
    """The places of rows that are one complaint and are in more than one workbook."""
    if rows.empty:
        return []
    names = pd.DataFrame({name: folded(rows[name].map(str).tolist()) for name in _KEY}, index=rows.index)
    known = (names["complaint"] != "") & (names["item"] != "") & (names["account"] != "")
    group = names[known].groupby(list(_KEY), sort=False).ngroup()
    workbooks = rows.loc[group.index, "workbook"].groupby(group).transform("nunique")
    repeated = group[workbooks > 1]
    return [list(members.index) for _, members in repeated.groupby(repeated, sort=False)]


def _rank(row: Mapping[Hashable, Any]) -> tuple[int, float]:
    """Sorts the row to keep first: decided, pending, unfiled; then the latest decision."""
    stage = {Outcome.UNFILED: 2, Outcome.PENDING: 1}.get(outcome_of(str(row["status"])), 0)
    decided: Any = row.get("decided")  # a Timestamp, a date or a blank of any kind
    return stage, np.inf if _blank(decided) else -pd.Timestamp(decided).value


def _blank(value: Any) -> bool:  # a cell may hold anything
    return value is None or value == "" or bool(pd.isna(value))


def _text(value: Any) -> str:  # a cell may hold anything
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
