"""Runs a rule: its mask becomes a batch of findings, with sentences only for the flagged rows."""

from collections.abc import Iterable
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare.platform_rule import Rule
from ippbook.declare.shared_work import StillMadeError
from ippbook.declare.value_types import WiredValue
from ippbook.declare.wiring import Wiring
from ippbook.languages import KnownWord, Sentence, say
from ippbook.normalize import untouched
from ippbook.ooxml.errors import WorkbookError
from ippbook.tables.book import Table, joined_fields
from ippbook.tables.column_types import Mask, Sentences
from ippbook.tables.findings import Batch, Severity
from ippbook.tables.problems import problem
from ippbook.tables.records import record
from ippbook.tables.values import text_value


def run_rule(rule: Rule, wiring: Wiring) -> Batch | None:
    """The findings of *rule*, or None where it has none. A rule that fails becomes a finding about the rule."""
    table = wiring.tables[rule.table]
    if not table.length or rule.at in table.missing_columns:  # reading has reported the missing column, once
        return None
    try:
        answer = rule.check(*wiring.values(rule.table, rule.parameters))
        flagged, details = _flags(answer, table.length)
        rows = np.flatnonzero(flagged & table.filled)
        if not len(rows):
            return None
        if len(rows) > 1 and _column_absent(rule, table) and rule.severity is not Severity.ERROR:
            return _of_the_column(rule, len(rows), _messages(rule, wiring, rows[:1], details)[0])
        return Batch(rule.problem, rule.table, rule.at, rows, _messages(rule, wiring, rows, details))
    except (WorkbookError, OSError):  # the file cannot be read: no rule and no value is right
        raise
    except Exception as failure:  # noqa: BLE001  # the border of a rule: one rule's failure must not stop the others
        message = say(
            problem("XX101").says,
            detail=say(
                "{rule_code} could not run: {name}: {failure}",
                rule_code=rule.code,
                name=type(failure).__name__,
                failure=failure,
            ),
        )
        return Batch(problem("XX101"), rule.table, "", np.array([-1], dtype=np.int64), [message])


def run_rules(rules: Iterable[Rule], wiring: Wiring) -> list[Batch]:
    """The findings of *rules*, in their order. Rules that need what the second core still makes run after the others."""
    found: list[Batch | None] = []
    later: list[tuple[int, Rule]] = []
    for rule in rules:
        try:
            found.append(run_rule(rule, wiring))
        except StillMadeError:
            later.append((len(found), rule))
            found.append(None)
    if wiring.elsewhere:
        wiring.elsewhere.waits = True
    for place, rule in later:
        found[place] = run_rule(rule, wiring)
    return [batch for batch in found if batch is not None]


def _column_absent(rule: Rule, table: Table) -> bool:
    """Whether the workbook does not have the column that the finding is about."""
    return any(field.header == rule.at and field.name in table.absent for field in table.record.fields())


def _of_the_column(rule: Rule, count: int, message: str) -> Batch:
    """One finding about a column that is not there, for all rows. Errors stay with their rows, because filing asks for them."""
    text = say(
        "there is no column “{at}”, and {count:,} rows need it; for each of them: {message}",
        at=rule.at,
        count=count,
        message=message,
    )
    return Batch(rule.problem, rule.table, "", np.array([-1], dtype=np.int64), [text])


def _flags(answer: WiredValue, length: int) -> tuple[Mask, Sentences | None]:
    """The mask in a rule's result, and its details if the result is sentences."""
    column = answer.to_numpy() if isinstance(answer, pd.Series) else np.asarray(answer)
    if column.shape != (length,):
        message = f"its result has the shape {column.shape} for {length} rows"
        raise ValueError(message)
    if column.dtype == object and len(column) and isinstance(column[0], str):
        return column != "", column
    return column.astype(bool), None


def _messages(rule: Rule, wiring: Wiring, rows: NDArray[np.int64], details: Sentences | None) -> list[str]:
    columns = {name: _words(rule, name, _at(wiring.value(rule.table, name), rows)) for name in rule.placeholders}
    if details is not None:
        columns["detail"] = details[rows].tolist()
    if not columns:
        return [say(rule.says)] * len(rows)
    says = rule.says
    return [Sentence(says, dict(zip(columns, values, strict=True))) for values in zip(*columns.values(), strict=True)]


def _words(rule: Rule, name: str, values: list[WiredValue]) -> list[WiredValue]:
    """*values* of the placeholder *name*; those of a closed list as its words, which other languages name."""
    vocabulary = closed_list(rule.table, name)
    if not vocabulary:
        return values
    words = {each: KnownWord(each, vocabulary) for each in set(values) if isinstance(each, str) and each}
    return [words.get(each, each) for each in values]


@cache
def closed_list(table: str, name: str) -> str:
    """The vocabulary of the column that rules of *table* call *name*, own or of a record that its rows name; "" where it has none."""
    kind = record(table)
    own = kind.field(name)
    found = own or next((target for joined, _, target in joined_fields(kind) if joined == name), None)
    return found.column.choices if found else _words_of_computed(table, name)


def _words_of_computed(table: str, name: str) -> str:
    """The vocabulary of the computed column that rules of *table* call *name*."""
    from ippbook.declare.content_registry import registry  # noqa: PLC0415  # it imports the rules, which import this room

    return next((each.words for each in registry().columns if (each.table, each.name) == (table, name)), "")


def _at(value: WiredValue, rows: NDArray[np.int64]) -> list[WiredValue]:
    """The values of a placeholder at *rows*: dates stay dates for their format, whole numbers lose their decimal point."""
    if not isinstance(value, pd.Series):
        return [value] * len(rows)
    taken = value.iloc[rows]
    if taken.dtype.kind == "M":
        return [Day("") if day is pd.NaT else day.date() for day in taken]
    if taken.dtype.kind == "f":
        return [Figure(number) for number in taken]
    texts = taken.tolist()
    return texts if untouched(texts) else [text_value(item) for item in texts]


class Day(str):
    """A blank date in a formatted sentence."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return "(no date)"


class Figure(float):
    """A number in a sentence: whole numbers have no decimal point, unless the sentence has a format."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return format(float(self), spec) if spec else text_value(float(self))
