"""The story, top to bottom: workbook file -> cells -> typed tables -> findings -> computed columns -> workbook file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ippbook import formulas, ooxml, tables
from ippbook.declare import Registry, Wiring, registry
from ippbook.declare.running import run
from ippbook.ooxml import CellColumn
from ippbook.tables.findings import Batch, Finding, Severity, findings
from ippbook.tables.problems import problem
from ippbook.tables.settings import read_settings
from ippbook.tables.values import blank


@dataclass
class Study:
    """What `examine` found: findings, computed columns, and the wiring that holds every value."""

    wiring: Wiring
    batches: tuple[Batch, ...]
    computed: "dict[tuple[str, str], pd.Series[Any]]"
    """Computed columns by table and header; every column that the declarations know."""
    as_of: date

    @property
    def tables(self) -> tables.Tables:
        """The typed tables."""
        return self.wiring.tables

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, gravest first."""
        return tuple(findings(self.batches, self.tables.places))

    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        found = {severity.word: 0 for severity in (Severity.ERROR, Severity.WARNING, Severity.ADVICE)}
        for batch in self.batches:
            found[batch.problem.severity.word] += len(batch)
        return found


def examine(book: tables.Tables, as_of: date, known: Registry | None = None) -> Study:
    """Check typed tables for the day *as_of*, and compute their columns. Pure: no file, no clock, no host.

    A setting *As of* in the workbook goes before *as_of* only through `day_of`; here the day is given.
    """
    known = known or registry()
    reading = read_settings(book.settings.values, known.groups)
    wiring = Wiring(book, known, as_of, reading.values())
    wiring.settings = {name: value for name, value in wiring.settings.items() if name != "as_of"}
    batches = [*book.batches, *_settings_batches(book, reading.refused)]
    batches += [batch for rule in known.rules if (batch := run(rule, wiring)) is not None]
    for kind in book.tables:
        wiring.given[kind, "row_findings"] = _row_findings(batches, kind, book[kind].length)
    computed = {
        (column.table, column.header): wiring.value(column.table, column.name)
        for column in known.columns
        if book[column.table].length
    }
    return Study(wiring, tuple(batches), computed, as_of)


def day_of(book: tables.Tables, asked: date | None, today: date, known: Registry | None = None) -> date:
    """The day for which *book* is judged: the one asked for, else the workbook's setting *As of*, else *today*."""
    if asked is not None:
        return asked
    stated = read_settings(book.settings.values, (known or registry()).groups).values()["as_of"]
    return stated if isinstance(stated, date) else today


def _settings_batches(book: tables.Tables, refused: tuple[tuple[str, str], ...]) -> list[Batch]:
    if not refused:
        return []
    rows = np.array([book.settings.rows[name] for name, _ in refused], dtype=np.int64)
    return [Batch(problem("TB102"), "Settings", "Value", rows, [problem("TB102").says.format(detail=why) for _, why in refused])]


def _row_findings(batches: list[Batch], table: str, length: int) -> "pd.Series[Any]":
    """For each row of *table*, its findings as one text, gravest first: "CP101 right … expired; CP203 …"."""
    texts: dict[int, list[str]] = {}
    for batch in sorted((batch for batch in batches if batch.table == table), key=lambda batch: (batch.problem.severity, batch.problem.code)):
        for row, message in zip(batch.rows, batch.messages, strict=True):
            if row >= 0:
                texts.setdefault(int(row), []).append(f"{batch.problem.code} {message}")
    column = np.full(length, "", dtype=object)
    for row, said in texts.items():
        column[row] = "; ".join(said)[:32_000]
    return pd.Series(column, dtype=object)


@dataclass(frozen=True)
class Recalculation:
    """What recalculating a workbook came to."""

    path: Path
    out: Path
    study: Study
    changed: int
    """Cells whose value is not, or was not, what ippbook computes."""
    formulas_ours: int
    """Cells with worksheet formulas of ours."""
    formulas_other: int
    """Cells with other formulas, left as they are."""
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The team's own columns, by table: left alone."""
    warnings: tuple[str, ...] = ()


def read(path: str | PathLike[str], limits: ooxml.Limits | None = None) -> tuple[ooxml.Workbook, tables.Tables]:
    """The workbook at *path* and its typed tables. Raises `ooxml.WorkbookError` with one plain sentence."""
    book = ooxml.open(path, limits or ooxml.Limits())
    return book, tables.read(book, registry().headers)


def check(path: str | PathLike[str], as_of: date | None, today: date) -> Study:
    """The findings of the workbook at *path*; nothing is written."""
    _, typed = read(path)
    return examine(typed, day_of(typed, as_of, today))


def recalculate(path: str | PathLike[str], out: str | PathLike[str] | None = None, as_of: date | None = None, *, today: date, write: bool = True) -> Recalculation:
    """Check the workbook at *path*, fill its computed columns, write it to *out* (default: back). With *write* False only compare."""
    book, typed = read(path)
    study = examine(typed, day_of(typed, as_of, today))
    edits = ooxml.Edits()
    evaluated = formulas.recalculate(book, registry().functions, study.as_of, _columns_known(study))
    changed = _fill(study, edits, evaluated.skip) + evaluated.put(edits)
    target = Path(path if out is None else out)
    if write:
        ooxml.save(book, edits, target)
    ignored = {name: table.unknown for name, table in typed.tables.items() if table.unknown}
    return Recalculation(Path(path), target, study, changed, evaluated.ours, evaluated.others, ignored, tuple(book.warnings))
