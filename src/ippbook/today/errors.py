"""Errors that stop a filing: in settings, rights, accounts, texts, in listings without a filed complaint, and in unfiled complaints."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ippbook.declare.wiring import Wiring
from ippbook.languages import say, say_clause
from ippbook.number_words import listed
from ippbook.tables.column_types import Mask
from ippbook.tables.findings import Batch, Severity
from ippbook.today.accounts import AccountDirectory
from ippbook.today.filing import unfiled_rows
from ippbook.today.task import Pile, TaskWords
from ippbook.today.urgency import TaskKind


def error_piles(wiring: Wiring, directory: AccountDirectory) -> Iterator[Pile]:
    """A pile for each kind of error and column; and one for each table with the errors that stop no filing any more."""
    settled = {"Complaints": ~unfiled_rows(wiring), "Listings": _with_filed_complaint(wiring)}
    cited = _cited(wiring)
    old: dict[str, list[Batch]] = {}
    for batch in wiring.batches:
        if batch.problem.severity is not Severity.ERROR or not len(batch.rows):
            continue
        order = np.argsort(batch.rows, kind="stable")
        done = np.append(settled[batch.table], False)[batch.rows[order]] if batch.table in settled else None
        blocking = cited[batch.table][batch.rows[order]] if batch.table in cited else np.zeros(len(order), dtype=bool)
        for kind, chosen in (
            (TaskKind.ERROR, order[blocking]),
            (TaskKind.FLAW, order[~blocking if done is None else ~blocking & ~done]),
        ):
            if len(chosen):
                yield _pile(wiring, kind, batch, chosen, directory)
        over = order[:0] if done is None else order[done & ~blocking]
        if len(over):
            old.setdefault(batch.table, []).append(
                Batch(batch.problem, batch.table, batch.header, batch.rows[over], ())
            )
    for table, batches in old.items():
        yield _old_pile(table, batches)


def _pile(wiring: Wiring, kind: TaskKind, batch: Batch, chosen: NDArray[np.int64], directory: AccountDirectory) -> Pile:
    rows, code = batch.rows[chosen], batch.problem.code

    def one(position: int, _rows: int) -> TaskWords:
        name = _name(wiring, batch.table, int(rows[position]))
        what = (
            say("fix the error {code} in {name}", code=code, name=name)
            if name
            else say("fix the error {code}", code=code)
        )
        return TaskWords(what, batch.messages[int(chosen[position])])

    def many(_position: int, count: int) -> TaskWords:
        return TaskWords(
            say("fix {count:,} errors {code}", count=count, code=code), say_clause(batch.problem.page.summary)
        )

    return Pile(kind, batch.table, batch.header, rows, directory.of_table(batch.table, rows), one, many, code=code)


def _old_pile(table: str, batches: Sequence[Batch]) -> Pile:
    """All errors of a table that stop no filing any more: one line, not more."""
    count = sum(map(len, batches))
    codes = listed(sorted({batch.problem.code for batch in batches}))
    first = min(batches, key=lambda batch: int(batch.rows[0]))
    what = (
        say("correct {count:,} errors when you have time; they stop no filing", count=count)
        if count > 1
        else say("correct an error when you have time; it stops no filing")
    )

    def words(_position: int, _count: int) -> TaskWords:
        return TaskWords(what, say("{codes}, in rows that were filed already", codes=codes))

    none = np.full(1, -1, dtype=np.int64)
    return Pile(TaskKind.OLD_ERROR, table, first.header, first.rows[:1], none, words, words)


def _name(wiring: Wiring, table: str, row: int) -> str:
    """What people call a row: the number of the complaint, the short name of the listing; "" where it has none."""
    found = wiring.tables.tables.get(table)
    if found is None or row < 0:
        return ""
    field = found.record.field("complaint") if table == "Complaints" else found.record.key_field()
    return str(found.columns[field.name][row]) if field else ""


def _cited(wiring: Wiring) -> dict[str, Mask]:
    """By table, which rows an unfiled complaint needs now; every account is needed. One more entry for the row -1."""
    unfiled = unfiled_rows(wiring)
    found = {"Complaints": np.append(unfiled, False)}
    for name, table in {"listing": "Listings", "right": "Rights"}.items():
        needed = np.zeros(wiring.tables[table].length + 1, dtype=bool)
        needed[wiring.rows("Complaints", name)[unfiled]] = True
        needed[-1] = False
        found[table] = needed
    return found | {"Accounts": np.append(wiring.tables["Accounts"].filled, False)}


def _with_filed_complaint(wiring: Wiring) -> Mask:
    """Which rows of Listings have a complaint that was filed."""
    found = np.zeros(wiring.tables["Listings"].length + 1, dtype=bool)
    found[wiring.rows("Complaints", "listing")[~unfiled_rows(wiring)]] = True
    return found[:-1]
