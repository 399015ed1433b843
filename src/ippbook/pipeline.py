"""The story, top to bottom: workbook file -> cells -> typed tables -> findings -> computed columns -> workbook file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import formulas, goodfaith, ooxml, tables
from ippbook.declare import Registry, Wiring, registry
from ippbook.declare.running import run
from ippbook.formulas.workbook import FormulaCells, source_of
from ippbook.ooxml.dates import serial
from ippbook.refusal import Refusal
from ippbook.tables.findings import Batch, Finding, Severity, findings
from ippbook.tables.problems import problem
from ippbook.tables.settings import read_settings

FilePath = str | PathLike[str]
Tell = Callable[[str], None]
"""Called with the name of each stage as it begins."""
STAGES: Final = ("reading", "checking", "calculating formulas", "writing", "done")
_ROUNDS: Final = 8
"""How often formulas of ours may change what the checks read, and the checks what the formulas read."""


def _silent(_stage: str) -> None:
    """Nobody is told."""


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
    """Check typed tables for the day *as_of*, and compute their columns. Pure: no file, no clock, no host."""
    known = known or registry()
    reading = read_settings(book.settings.values, known.groups)
    settings = {name: value for name, value in reading.values().items() if name != "as_of"}
    wiring = Wiring(book, known, as_of, settings)
    batches = [*book.batches, *_settings_batches(book, reading.refused)]
    batches += [batch for rule in known.rules if (batch := run(rule, wiring)) is not None]
    for name, table in book.tables.items():
        wiring.given[name, "row_findings"] = _row_findings(batches, name, table.length)
    computed = {
        (column.table, column.header): wiring.value(column.table, column.name)
        for column in known.columns
        if book[column.table].length
    }
    return Study(wiring, tuple(batches), computed, as_of)


def day_of(book: tables.Tables, asked: date | None, today: date) -> date:
    """The day for which *book* is judged: the one asked for, else the workbook's setting *As of*, else *today*."""
    if asked is not None:
        return asked
    stated = read_settings(book.settings.values, registry().groups).values()["as_of"]
    return stated if isinstance(stated, date) else today


def _settings_batches(book: tables.Tables, refused: tuple[tuple[str, str], ...]) -> list[Batch]:
    if not refused:
        return []
    rows = np.array([book.settings.rows[name] for name, _ in refused], dtype=np.int64)
    said = [problem("TB102").says.format(detail=why) for _, why in refused]
    return [Batch(problem("TB102"), "Settings", "Value", rows, said)]


def _row_findings(batches: list[Batch], table: str, length: int) -> "pd.Series[Any]":
    """For each row of *table*, its findings as one text, gravest first: "CP101 right … expired; CP203 …"."""
    texts: dict[int, list[str]] = {}
    own = (batch for batch in batches if batch.table == table)
    for batch in sorted(own, key=lambda batch: (batch.problem.severity, batch.problem.code)):
        for row, message in zip(batch.rows.tolist(), batch.messages, strict=True):
            if row >= 0:
                texts.setdefault(row, []).append(f"{batch.problem.code} {message}")
    column = np.full(length, "", dtype=object)
    for row, said in texts.items():
        column[row] = "; ".join(said)[:32_000]  # a cell holds 32,767 characters
    return pd.Series(column, dtype=object)


@dataclass(frozen=True)
class Recalculation:
    """What recalculating a workbook came to."""

    path: Path
    out: Path
    study: Study
    changed: int
    """Cells whose value was not what ippbook computes."""
    formulas_ours: int
    """Cells with worksheet formulas of ours, calculated."""
    formulas_other: int
    """Cells with other formulas, left as they are."""
    ignored: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The team's own columns, by table: left alone."""
    warnings: tuple[str, ...] = ()


def recalculate(
    path: FilePath,
    out: FilePath | None = None,
    as_of: date | None = None,
    *,
    today: date,
    write: bool = True,
    tell: Tell = _silent,
) -> Recalculation:
    """Check the workbook at *path*, fill its computed columns, write it to *out* (default: back into the file).

    With *write* False nothing is written; `changed` then says how many cells would change. Raises `ooxml.WorkbookError`.
    """
    tell("reading")
    book = ooxml.open(path)
    found = calculate(book, as_of, today, tell)
    target = Path(path if out is None else out)
    if write:
        tell("writing")
        ooxml.save(book, found.edits, target)
    ignored = {name: table.unknown for name, table in found.study.tables.tables.items() if table.unknown}
    tell("done")
    return Recalculation(
        Path(path), target, found.study, found.changed, found.ours, found.foreign, ignored, tuple(book.warnings)
    )


def check(path: FilePath, as_of: date | None, *, today: date, tell: Tell = _silent) -> Study:
    """The findings of the workbook at *path*; nothing is written."""
    tell("reading")
    return calculate(ooxml.open(path), as_of, today, tell).study


@dataclass
class Calculation:
    """A workbook calculated: the study, and every cell that has to change."""

    study: Study
    edits: ooxml.Edits
    changed: int
    ours: int
    foreign: int


def calculate(book: ooxml.Workbook, as_of: date | None, today: date, tell: Tell = _silent) -> Calculation:
    """Everything that ippbook computes in *book*.

    Formulas of ours may stand in cells that the checks read, and may read what the checks compute; so both go in turn
    until nothing changes, which is at once in all but a few workbooks.
    """
    cells = FormulaCells(book)
    for _ in range(_ROUNDS):
        typed = tables.read(cells, registry().headers)
        _refuse_strange(book, typed, cells)
        tell("checking")
        study = examine(typed, day_of(typed, as_of, today))
        tell("calculating formulas")
        filled = _fill(book, study)
        outcome = formulas.recalculate(
            cells.without({(fill.sheet, fill.column): fill.rows for fill in filled}),
            registry().functions,
            source_of(cells, [(fill.sheet, fill.column, fill.rows, fill.values) for fill in filled]),
            study.as_of,
        )
        if not cells.take(outcome, typed):
            break
    edits = ooxml.Edits()
    changed = 0
    for fill in filled:
        stale = fill.stale
        changed += int(stale.sum())
        if stale.any():
            edits.put_column(fill.sheet, fill.column, fill.rows[stale], fill.values[stale])
    changed += cells.put(outcome, edits)
    standard = sum(fill.formulas for fill in filled)
    return Calculation(study, edits, changed, outcome.ours + standard, outcome.foreign)


def _refuse_strange(book: ooxml.Workbook, typed: tables.Tables, cells: FormulaCells) -> None:
    if not any(table.present for table in typed.tables.values()) and not cells.mention_ours:
        names = ", ".join(typed.tables)
        message = (
            f"{book.path}: there is none of the tables {names}, and no formula of ippbook; "
            "name your tables so, or start from a new workbook: ippbook new team.xlsx"
        )
        raise Refusal(message)


@dataclass(frozen=True)
class Fill:
    """The values of one computed column where they stand in a sheet; `stale` marks the cells that hold another value."""

    sheet: str
    column: int
    rows: NDArray[np.int64]
    values: NDArray[np.object_]
    stale: NDArray[np.bool_]
    formulas: int
    """How many of the cells hold the column's own worksheet formula."""


def _fill(book: ooxml.Workbook, study: Study) -> list[Fill]:
    """The computed columns that the workbook has. Cells with a formula other than the column's own are left out."""
    known = registry()
    found = []
    for column in known.columns:
        table = study.tables[column.table]
        held = table.held.get(column.header)
        if held is None:
            continue
        rows = np.ones(table.length, dtype=bool)
        own = 0
        if held.formula is not None:
            standard = {formulas.plain(known.formula(column), column.table)} - {""}
            meant = {text: formulas.plain(text, column.table) in standard for text in set(held.formula)}
            with_formula = held.formula != ""
            mine = np.array([meant[text] for text in held.formula], dtype=bool) & with_formula
            rows, own = ~with_formula | mine, int(mine.sum())
        values, same = _compared(study.computed[column.table, column.header], held, date1904=book.date1904)
        place = table.places.first_row + np.flatnonzero(rows)
        found.append(
            Fill(table.places.sheet, table.places.columns[column.header], place, values[rows], ~same[rows], own)
        )
    return found


def _compared(
    computed: "pd.Series[Any]", held: ooxml.CellColumn, *, date1904: bool
) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """The column as cell values (None: blank), and where the cells hold just that."""
    empty = held.kind == ooxml.BLANK
    if computed.dtype == object:
        texts = computed.to_numpy()
        blank = texts == ""
        same = np.where(blank, empty | ((held.kind == ooxml.TEXT) & (held.text == "")), (held.kind == ooxml.TEXT) & (held.text == texts))
        return np.where(blank, None, texts), same.astype(bool)
    blank = computed.isna().to_numpy()
    if computed.dtype.kind == "M":
        days = computed.to_numpy().astype("datetime64[D]")
        zero = np.datetime64("1904-01-01" if date1904 else "1899-12-30")
        numbers = np.where(blank, np.nan, (days - zero).astype("float64"))
        early = ~blank & (days < np.datetime64("1900-03-01")) & (not date1904)
        numbers[early] = [serial(day, date1904=date1904) for day in days[early].astype(object)]
    else:
        numbers = computed.to_numpy(dtype=float)
    same = np.where(blank, empty, (held.kind == ooxml.NUMBER) & (held.number == numbers))
    return np.where(blank, None, numbers.astype(object)), same.astype(bool)


@dataclass(frozen=True)
class GoodFaith:
    """The Good-Faith figures of a workbook on a day."""

    as_of: date
    accounts: pd.DataFrame
    reasons: pd.DataFrame
    notes: tuple[str, ...]


def good_faith(path: FilePath, as_of: date | None, *, today: date) -> GoodFaith:
    """The Good-Faith standing of each account in the workbook at *path*, overall and per reason."""
    typed = tables.read(FormulaCells(ooxml.open(path)), registry().headers)
    day = day_of(typed, as_of, today)
    terms = read_settings(typed.settings.values, registry().groups).groups["terms"]
    if not isinstance(terms, goodfaith.Terms):  # the group of that name is declared so
        raise TypeError(terms)
    if not typed["Complaints"].present:
        raise Refusal(f"{path}: there is no table Complaints, so there is nothing to count; name your table so")
    columns = typed["Complaints"].columns
    history = goodfaith.History.of(
        columns["account"], columns["complaint"], columns["filed"], columns["status"], columns["reason"], columns["decided"]
    )
    left_out = history.left_out[typed["Complaints"].filled]
    notes = [f"left out: {count} {'row' if count == 1 else 'rows'}, {why}" for why, count in left_out[left_out != ""].value_counts().items()]
    accounts = goodfaith.assess(history, day, terms)
    return GoodFaith(day, accounts, goodfaith.assess_reasons(history, day, terms), tuple(notes))


@dataclass(frozen=True)
class Answer:
    """What a formula on the command line answers."""

    formula: str
    value: Any
    text: str
    kind: str
    failed: bool = False


def evaluate(text: str, as_of: date) -> Answer:
    """The answer to one worksheet formula that stands in no workbook. Never raises: `failed` says that it could not be read."""
    if not text.strip():
        return Answer(text, "", "", "blank")
    try:
        value = formulas.evaluate(formulas.parse(text), registry().functions, formulas.NoWorkbook(), None, as_of)
    except formulas.FormulaError as refusal:
        return Answer(text, None, f"#IPP! {refusal}", "error", failed=True)
    return Answer(text, *formulas.shown(value))
