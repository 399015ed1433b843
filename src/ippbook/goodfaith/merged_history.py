"""Complaints of one account that lie in several workbooks: put together, each once, with what does not agree."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from ippbook.goodfaith.history import same_name
from ippbook.goodfaith.outcome import Outcome, outcome_of

_KEY: Final = ("account", "complaint", "platform", "item")
_TOLD: Final = ("filed", "status", "reason", "decided")
_SOURCE: Final = ("workbook", "row")


@dataclass(frozen=True, eq=False)
class Joined:
    """The complaints of several workbooks, each once."""

    rows: pd.DataFrame
    """The columns that came, and workbook and row (the label there); a fresh index."""
    twice: pd.DataFrame
    """What stands in several workbooks: account, complaint, platform, item, workbook, row, kept_workbook, kept_row; a row each
    that was left out."""
    conflicts: pd.DataFrame
    """Where they tell different things: account, complaint, platform, item, column, kept (the value that counts), workbook, other
    (the value there, as text), row."""


def join(workbooks: Mapping[str, pd.DataFrame]) -> Joined:
    """Put the complaints of *workbooks* (name -> rows) together.

    Columns: account, complaint, platform, item (the marketplace's item id, or the canonical link; "" where unknown), filed,
    status (code), reason, decided, and any others. Rows of different workbooks are the same complaint where account, complaint number, platform and
    item are, in any spelling, and neither number nor item is blank. Of those the one that is furthest is kept: decided before
    pending before unfiled, then the latest decision, then the first workbook; its blanks are filled from the others. Rows that
    repeat within one workbook are left as they are, because a check of that workbook finds them.
    """
    parts = [
        rows.assign(workbook=pd.Series(name, index=rows.index, dtype=object), row=rows.index)
        for name, rows in workbooks.items()
    ]
    rows = (
        pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=[*_KEY, *_TOLD, *_SOURCE], dtype=object)
    )
    groups = _shared(rows)
    known = rows.loc[[row for group in groups for row in group]].to_dict("index")
    dropped: list[int] = []
    twice: list[dict[str, Any]] = []
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
            twice.append({**names, **there, "kept_workbook": mine["workbook"], "kept_row": mine["row"]})
            for column in (each for each in _TOLD if not _blank(theirs.get(each))):
                kept, value = mine[column], theirs[column]
                if _blank(kept):
                    mine[column] = value
                    rows.loc[best, column] = value
                elif value != kept:
                    conflicts.append({**names, "column": column, "kept": _text(kept), **there, "other": _text(value)})
    return Joined(
        rows.drop(index=dropped).reset_index(drop=True),
        pd.DataFrame(twice, columns=[*_KEY, *_SOURCE, "kept_workbook", "kept_row"], dtype=object),
        pd.DataFrame(conflicts, columns=[*_KEY, "column", "kept", *_SOURCE, "other"], dtype=object),
    )


def _shared(rows: pd.DataFrame) -> list[list[int]]:
    """The places of rows that are one complaint and lie in more than one workbook."""
    if rows.empty:
        return []
    names = pd.DataFrame({name: rows[name].map(str).map(same_name) for name in _KEY})
    known = (names["complaint"] != "") & (names["item"] != "") & (names["account"] != "")
    group = names[known].groupby(list(_KEY), sort=False).ngroup()
    workbooks = rows.loc[group.index, "workbook"].groupby(group).transform("nunique")
    repeated = group[workbooks > 1]
    return [list(members.index) for _, members in repeated.groupby(repeated, sort=False)]


def _rank(row: Mapping[Hashable, Any]) -> tuple[int, float]:
    """The furthest first."""
    stage = {Outcome.UNFILED: 2, Outcome.PENDING: 1}.get(outcome_of(str(row["status"])), 0)
    decided: Any = row.get("decided")
    return stage, np.inf if _blank(decided) else -pd.Timestamp(decided).value


def _blank(value: Any) -> bool:
    return value is None or value == "" or bool(pd.isna(value))


def _text(value: Any) -> str:
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)
