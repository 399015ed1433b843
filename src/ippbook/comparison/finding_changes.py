"""The findings that came and went. A finding that moved to another row with its record is the same finding."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from ippbook.comparison.column_values import RowPlaces
from ippbook.comparison.row_matches import name_texts, paired
from ippbook.comparison.sides import Side
from ippbook.comparison.table_changes import TableChanges
from ippbook.normalize import key
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Batch, Finding, sorted_findings

_BY = ["code", "table", "column", "record"]
"""What makes two findings the same: the code, the table, the record (by its name) and the column."""


@dataclass(frozen=True)
class FindingChange:
    """A finding that came or went, or that has another message or severity now."""

    finding: Finding
    """In the workbook that has it; in both: in the new one."""
    name: str
    """Of its row; "" where it is about a table or the file, or the row has no name."""
    why: str = ""
    """What explains it, if something does: "new row", "row removed", "waived", "no longer waived", "switched off", "switched on"."""
    before: Finding | None = None
    """The finding as it was, where both workbooks have it."""


@dataclass(frozen=True)
class FindingChanges:
    """The findings that differ, the most severe first."""

    came: tuple[FindingChange, ...] = ()
    went: tuple[FindingChange, ...] = ()
    changed: tuple[FindingChange, ...] = ()
    """The same finding with another message or severity."""
    old_counts: Mapping[str, int] | None = None
    """How many findings of each severity; None where the workbook was not checked."""
    new_counts: Mapping[str, int] | None = None

    @property
    def differs(self) -> bool:
        """Whether findings came or went, or have another severity. Another message alone follows from other changes."""
        severities = any(
            each.before is not None and each.before.severity != each.finding.severity for each in self.changed
        )
        return bool(self.came or self.went or severities)


def finding_changes(old: Side, new: Side, changes: Sequence[TableChanges]) -> FindingChanges:
    """The findings that differ between two sides whose tables have these *changes*."""
    ids = _records(old, new, changes)
    before, after = _frame(old, ids[0]), _frame(new, ids[1])
    same = paired(before, after, [*_BY, "severity", "message"])
    before, after = before.drop(same[0]), after.drop(same[1])
    other = paired(before, after, _BY)
    changed = _changed(old, new, other)
    went = _changes(old, before.drop(other[0]).index.to_numpy(), _explained(new, changes, came=False))
    came = _changes(new, after.drop(other[1]).index.to_numpy(), _explained(old, changes, came=True))
    counts = [side.study.counts() if side.study is not None else None for side in (old, new)]
    return FindingChanges(tuple(came), tuple(went), tuple(changed), *counts)


def _records(
    old: Side, new: Side, changes: Sequence[TableChanges]
) -> tuple[dict[str, RowPlaces], dict[str, RowPlaces]]:
    """By table, a number for each of its rows: the same for two rows that match."""
    first: dict[str, RowPlaces] = {}
    second: dict[str, RowPlaces] = {}
    for each in changes:
        first[each.name], second[each.name] = each.matches.ids(each.old.table.length, each.new.table.length)
    names: dict[str, int] = {}
    for side, found in ((old, first), (new, second)):
        rows = side.tables.settings.rows
        numbers = np.full(max(rows.values(), default=-1) + 1, -1, dtype=np.int64)
        for name, row in rows.items():
            numbers[row] = names.setdefault(key(name), len(names))
        found["Settings"] = numbers
    return first, second


def _frame(side: Side, records: Mapping[str, RowPlaces]) -> pd.DataFrame:
    """A row for each finding, in the order of the batches: what makes it the same, its severity and its message."""
    parts = []
    for batch in _batches(side):
        rows = batch.rows
        numbers = records.get(batch.table, np.empty(0, dtype=np.int64))
        known = (rows >= 0) & (rows < len(numbers))
        record = np.full(len(rows), -1, dtype=np.int64)
        record[known] = numbers[rows[known]]
        parts.append(
            pd.DataFrame(
                {
                    "code": batch.problem.code,
                    "table": batch.table,
                    "column": batch.header,
                    "record": record,
                    "severity": int(batch.problem.severity),
                    "message": np.array([*batch.messages, ""], dtype=object)[:-1],
                }
            )
        )
    columns = [*_BY, "severity", "message"]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    for name in ("code", "table", "column"):
        found[name] = found[name].astype(object)
    return found


def _batches(side: Side) -> Sequence[Batch]:
    return () if side.study is None else side.study.batches


def _selected(side: Side, labels: RowPlaces) -> list[Batch]:
    """The findings with these *labels* of `_frame`, as batches."""
    wanted = np.zeros(sum(map(len, _batches(side))), dtype=bool)
    wanted[labels.astype(np.int64)] = True
    found, start = [], 0
    for batch in _batches(side):
        chosen = np.flatnonzero(wanted[start : start + len(batch)])
        start += len(batch)
        if len(chosen):
            messages = [batch.messages[at] for at in chosen.tolist()]
            found.append(Batch(batch.problem, batch.table, batch.header, batch.rows[chosen], messages))
    return found


def _findings(side: Side, labels: RowPlaces) -> list[tuple[Finding, str]]:
    """The findings with these *labels*, the most severe first, each with the name of its row."""
    found = list(sorted_findings(_selected(side, labels), side.tables.places))
    names = _names(side, found)
    return [(each, names.get((each.table, each.row), "")) for each in found]


def _names(side: Side, findings: Sequence[Finding]) -> dict[tuple[str, int], str]:
    """The names of the rows of *findings*, by table and row."""
    names = {("Settings", row): name for name, row in side.tables.settings.rows.items()}
    rows: dict[str, dict[int, None]] = {}
    for each in findings:
        if each.row >= 0 and each.table in side.tables.tables:
            rows.setdefault(each.table, {})[each.row] = None
    for table, places in rows.items():
        texts = name_texts(side.tables[table], np.array(list(places), dtype=np.int64))
        names |= {(table, row): text for row, text in zip(places, texts, strict=True)}
    return names


def _changes(side: Side, labels: RowPlaces, explained: Mapping[tuple[str, str, int], str]) -> Iterator[FindingChange]:
    for finding, name in _findings(side, labels):
        why = (
            explained.get((finding.code, finding.table, finding.row))
            or explained.get(("", finding.table, finding.row))
            or explained.get((finding.code, "", -1), "")
        )
        yield FindingChange(finding, name, why)


def _explained(lacks: Side, changes: Sequence[TableChanges], *, came: bool) -> dict[tuple[str, str, int], str]:
    """What explains findings that the side *lacks* lacks: by code, table and row ("" and -1: any)."""
    found: dict[tuple[str, str, int], str] = {}
    if lacks.study is None:
        return found
    for each in changes:
        rows = each.matches.added if came else each.matches.removed
        found |= {("", each.name, row): "new row" if came else "row removed" for row in rows.tolist()}
    found |= {(code, "", -1): "switched on" if came else "switched off" for code in lacks.study.switched_off}
    pairs = {each.name: (each.matches.old, each.matches.new) for each in changes}
    for batch in lacks.study.waived:
        mine, theirs = pairs.get(batch.table, (np.empty(0, np.int64), np.empty(0, np.int64)))[:: -1 if came else 1]
        place = dict(zip(theirs.tolist(), mine.tolist(), strict=True))
        for row in batch.rows.tolist():
            if row in place:
                found[batch.problem.code, batch.table, place[row]] = "no longer waived" if came else "waived"
    return found


def _changed(old: Side, new: Side, pairs: tuple[RowPlaces, RowPlaces]) -> Iterator[FindingChange]:
    """Findings of both sides with another message or severity."""
    if not len(pairs[0]):
        return
    singles = [_single(side, labels) for side, labels in ((old, pairs[0]), (new, pairs[1]))]
    named = _names(new, singles[1])
    both = sorted(
        zip(singles[0], singles[1], strict=True),
        key=lambda two: (two[1].severity, two[1].table, two[1].row, two[1].code),
    )
    for before, after in both:
        yield FindingChange(after, named.get((after.table, after.row), ""), before=before)


def _single(side: Side, labels: RowPlaces) -> list[Finding]:
    """The findings with these *labels*, in their order."""
    starts = np.cumsum([0, *map(len, _batches(side))])
    found: list[Finding] = []
    for label in labels.tolist():
        number = int(np.searchsorted(starts, label, side="right")) - 1
        batch, at = _batches(side)[number], label - int(starts[number])
        single = Batch(batch.problem, batch.table, batch.header, batch.rows[at : at + 1], [batch.messages[at]])
        found += sorted_findings([single], side.tables.places)
    return found


__all__ = ["FindingChange", "FindingChanges", "finding_changes"]
