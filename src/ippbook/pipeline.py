"""The story, top to bottom: workbook file -> cells -> typed tables -> findings -> computed columns -> workbook file."""

import difflib
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook import deadlines, filling, formulas, ooxml, tables
from ippbook.beside import NOTHING, Beside
from ippbook.declare import Registry, Wiring, registry
from ippbook.declare.running import run
from ippbook.declare.tailoring import Tailoring, code_of, codes_of
from ippbook.formulas.inbook import Fill, Formulas, Overlaid
from ippbook.formulas.shown import shown
from ippbook.functions.takedowns import FOLDER_TEXTS, takedowns
from ippbook.refusal import Refusal
from ippbook.sellers import offenders
from ippbook.tables import sources
from ippbook.tables.book import fold
from ippbook.tables.findings import Batch, Finding, Severity, findings, letters
from ippbook.tables.problems import problem
from ippbook.tables.settings import read_settings
from ippbook.tables.sources import Book, Source, opened
from ippbook.vocabulary import load

FilePath = str | Path
Tell = Callable[[str], None]
"""Called with the name of each stage as it begins."""
STAGES: Final = ("reading", "checking", "calculating formulas", "writing", "done")
_ROUNDS: Final = 8
"""How often formulas of ours may change what the checks read, and the checks what the formulas read."""


_LONGEST: Final = 32_000
"""How many characters of a row's findings are shown; a cell holds 32,767."""


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
    waived: tuple[Batch, ...] = ()
    """What the team has accepted for a while: no findings, and counted nowhere."""
    switched_off: tuple[str, ...] = ()
    """Codes that the team has switched off."""

    @property
    def tables(self) -> tables.Tables:
        """The typed tables."""
        return self.wiring.tables

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, gravest first."""
        return tuple(findings(self.batches, self.tables.places))

    def first_findings(self, most: int) -> tuple[Finding, ...]:
        """The gravest findings, at most *most* of them (0: all)."""
        return tuple(itertools.islice(findings(self.batches, self.tables.places), most or None))

    @cached_property
    def waived_findings(self) -> tuple[Finding, ...]:
        """What is waived, as findings."""
        return tuple(findings(self.waived, self.tables.places))

    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        found = {severity.word: 0 for severity in (Severity.ERROR, Severity.WARNING, Severity.ADVICE)}
        for batch in self.batches:
            found[batch.problem.severity.word] += len(batch)
        return found


def examine(
    book: tables.Tables,
    as_of: date,
    known: Registry | None = None,
    beside: Beside = NOTHING,
    outside: Sequence[Batch] = (),
) -> Study:
    """Check typed tables for the day *as_of*, and compute their columns. Pure: no file, no clock, no host.

    *beside* has the team's texts of a folder, *outside* what was found in its folders.
    """
    known = known or registry()
    wiring = wire(book, as_of, known, beside)
    tailoring = Tailoring.of(book, as_of, codes_of(known))
    refused = [
        said for said in read_settings(book.settings.values, known.groups).refused if not code_of(said[0])
    ] + list(tailoring.refused)
    found = [*book.batches, *outside, *_settings_batches(book, refused)]
    found += [batch for rule in known.rules if tailoring.runs(rule.code) and (batch := run(rule, wiring)) is not None]
    batches, waived = tailoring.apply(found, book)
    for name, table in book.tables.items():
        wiring.given[name, "row_findings"] = _row_findings(batches, name, table.length)
    computed = {}
    for column in known.columns:
        try:
            computed[column.table, column.header] = wiring.value(column.table, column.name)
        except Exception as failure:  # noqa: BLE001  # the border of a rule: one column's failure must not stop the others
            batches.append(_failed(column.table, column.header, failure))
    return Study(wiring, tuple(batches), computed, as_of, tuple(waived), tailoring.switched_off)


def _failed(table: str, header: str, failure: Exception) -> Batch:
    said = problem("XX102").says.format(detail=f"{header} could not be computed: {type(failure).__name__}: {failure}")
    return Batch(problem("XX102"), table, "", np.array([-1], dtype=np.int64), [said])


def wire(book: tables.Tables, as_of: date, known: Registry | None = None, beside: Beside = NOTHING) -> Wiring:
    """The wiring of *book* for the day *as_of*, with the settings that it states."""
    known = known or registry()
    settings = read_settings(book.settings.values, known.groups).values()
    found = Wiring(book, known, as_of, {name: value for name, value in settings.items() if name != "as_of"})
    found.given[FOLDER_TEXTS] = beside.texts
    return found


def day_of(book: tables.Tables, asked: date | None, today: date) -> date:
    """The day for which *book* is judged: the one asked for, else the workbook's setting *As of*, else *today*."""
    if asked is not None:
        return asked
    stated = read_settings(book.settings.values, registry().groups).values()["as_of"]
    return stated if isinstance(stated, date) else today


def _settings_batches(book: tables.Tables, refused: list[tuple[str, str]]) -> list[Batch]:
    if not refused:
        return []
    rows = np.array([book.settings.rows[name] for name, _ in refused], dtype=np.int64)
    said = [problem("TB102").says.format(detail=why) for _, why in refused]
    return [Batch(problem("TB102"), "Settings", "Value", rows, said)]


def _row_findings(batches: list[Batch], table: str, length: int) -> "pd.Series[Any]":
    """For each row of *table*, its findings as one text, gravest first: "CP101 right … expired; CP203 …"."""
    column = np.full(length, "", dtype=object)
    own = (batch for batch in batches if batch.table == table)
    for batch in sorted(own, key=lambda batch: (batch.problem.severity, batch.problem.code)):
        said = np.array([f"{batch.problem.code} {message}" for message in batch.messages], dtype=object)
        for rows, parts in _once_a_row(batch.rows, said):
            before = column[rows].tolist()
            column[rows] = [f"{old}; {new}" if old else new for old, new in zip(before, parts.tolist(), strict=True)]
    column[:] = [text[:_LONGEST] for text in column.tolist()]
    return pd.Series(column, dtype=object)


def _once_a_row(
    rows: NDArray[np.int64], said: NDArray[np.object_]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.object_]]]:
    """The findings of a batch in their order, in parts that have each row at most once; those about no row are left out."""
    rows, said = rows[rows >= 0], said[rows >= 0]
    while len(rows):
        first = np.sort(np.unique(rows, return_index=True)[1])
        yield rows[first], said[first]
        rows, said = np.delete(rows, first), np.delete(said, first)


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
    left: tuple[str, ...] = ()
    """Formulas with a function of ours that could not be calculated: place and reason, a sentence each."""
    warnings: tuple[str, ...] = ()


def recalculate(
    path: Source,
    out: FilePath | None = None,
    as_of: date | None = None,
    *,
    today: date,
    write: bool = True,
    tell: Tell = _silent,
    beside: Beside = NOTHING,
) -> Recalculation:
    """Check the workbook at *path*, fill its computed columns, write it to *out* (default: back into the file).

    With *write* False nothing is written; `changed` then says how many cells would change. Raises `ooxml.WorkbookError`.
    """
    tell("reading")
    book = opened(path)
    found = calculate(book, as_of, today, tell, beside)
    target = Path(book.path if out is None else out)
    warnings = book.warnings
    if write:
        tell("writing")
        warnings = sources.write(book, found.edits, target).warnings
    ignored = {name: table.unknown for name, table in found.study.tables.tables.items() if table.unknown}
    tell("done")
    return Recalculation(
        book.path,
        target,
        found.study,
        found.changed,
        found.ours,
        found.foreign,
        ignored,
        found.left,
        (*warnings, *found.warnings),
    )


def check(path: Source, as_of: date | None, *, today: date, tell: Tell = _silent, beside: Beside = NOTHING) -> Study:
    """The findings of the workbook at *path*; nothing is written."""
    tell("reading")
    return calculate(opened(path), as_of, today, tell, beside).study


@dataclass
class Calculation:
    """A workbook calculated: the study, and every value for its cells."""

    book: Book
    study: Study
    filled: list[Fill]
    """The computed columns that the workbook has."""
    reports: list[filling.Filled]
    """The computed tables that the workbook has."""
    answers: list[formulas.Calculated]
    """What formulas of ours answer and their cells do not hold yet."""
    ours: int
    foreign: int
    left: tuple[str, ...]
    warnings: tuple[str, ...]
    """Computed tables that could not be filled, or not wholly: a sentence each."""

    @property
    def fills(self) -> list[Fill]:
        """Every cell that is computed without a formula."""
        return [*self.filled, *(fill for report in self.reports for fill in report.fills)]

    @property
    def changed(self) -> int:
        """How many cells have to change."""
        return sum(int(fill.stale.sum()) for fill in self.fills) + sum(len(part.rows) for part in self.answers)

    @property
    def edits(self) -> ooxml.Edits:
        """Those cells and their values."""
        edits = ooxml.Edits()
        for report in self.reports:
            if report.grown:
                edits.grow(self.book, report.table.name, report.grown)
        for fill in self.fills:
            if fill.stale.any():
                edits.put_column(fill.sheet, fill.column, fill.rows[fill.stale], fill.values[fill.stale])
        for part in self.answers:
            edits.put_column(part.sheet, part.column, part.rows, part.values)
        return edits


def calculate(
    book: Book, as_of: date | None, today: date, tell: Tell = _silent, beside: Beside = NOTHING
) -> Calculation:
    """Everything that ippbook computes in *book*.

    Formulas of ours may stand in cells that the checks read, and may read what the checks compute; so both go in turn
    until nothing changes, which is at once in all but a few workbooks.
    """
    own = Formulas(book, registry().functions)
    answers: list[formulas.Calculated] = []
    for _ in range(_ROUNDS - 1):
        found = _round(book, own, answers, (as_of, today), tell, beside)
        before, answers = answers, found.answers
        if not _matters(answers, before, found.study.tables):
            return found
    return _round(book, own, answers, (as_of, today), tell, beside)


def _round(
    book: Book,
    own: Formulas,
    answers: list[formulas.Calculated],
    days: tuple[date | None, date],
    tell: Tell,
    beside: Beside,
) -> Calculation:
    """One turn: tables from the cells with *answers* laid over them, then checks and columns, then formulas."""
    typed = tables.read(Overlaid(book, answers) if answers else book, registry().headers)
    _refuse_strange(book, typed, own)
    tell("checking")
    study = examine(typed, day_of(typed, *days), beside=beside, outside=beside.batches(typed))
    tell("calculating formulas")
    filled = filling.columns(book, study.tables, study.computed, registry())
    reports, warnings = filling.reports(book, study.wiring, registry())
    outcome = own.calculate([*filled, *(fill for report in reports for fill in report.fills)], study.as_of)
    ours = outcome.ours + sum(fill.formulas for fill in filled)
    left = tuple(
        f"{part.sheet}!{letters(part.column)}{part.rows[0]}{_more(len(part.rows))}: {part.why}" for part in outcome.left
    )
    return Calculation(book, study, filled, reports, own.stale(outcome), ours, outcome.foreign, left, tuple(warnings))


def _more(cells: int) -> str:
    return f" and {cells - 1:,} more" if cells > 1 else ""


def _matters(answers: list[formulas.Calculated], before: list[formulas.Calculated], typed: tables.Tables) -> bool:
    """Whether new answers stand in cells that the tables were read from, and are not those that were laid over them."""
    places = [place for place in typed.places.values() if place.sheet]
    read = {(place.sheet, column) for place in places for column in place.columns.values()}
    new, old = (
        {
            (part.sheet, part.column): (part.rows.tolist(), part.values.tolist())
            for part in parts
            if (part.sheet, part.column) in read
        }
        for parts in (answers, before)
    )
    return new != old


def _refuse_strange(book: Book, typed: tables.Tables, own: Formulas) -> None:
    named = any(table.present or table.places.sheet for table in typed.tables.values())
    if not named and not own.census.ours:
        names = ", ".join(typed.tables)
        raise Refusal(
            f"{book.path}: there is none of the tables {names}, and no formula of ippbook; "
            "name your tables or sheets so, or start from a new workbook: ippbook new team.xlsx"
        )


def takedown_text(
    path: Source, complaint: str, language: str, as_of: date | None, *, today: date, beside: Beside = NOTHING
) -> dict[str, Any]:
    """The takedown text of one complaint: text, characters, problem, missing fields, the rows that it stands for.

    *language* goes before the language that the complaint names. A number that several accounts use gives the first.
    """
    book = opened(path)
    typed = tables.read(book, registry().headers)
    return Takedowns(typed, language, day_of(typed, as_of, today), beside).of(complaint, f"{book.path}: ")


@dataclass(frozen=True)
class Takedowns:
    """The takedown texts of typed tables on a day: all of them are written when the first is asked for."""

    typed: tables.Tables
    language: str
    """It goes before the one that a complaint names; "" where each has its own."""
    as_of: date
    beside: Beside = NOTHING

    def of(self, complaint: str, where: str = "") -> dict[str, Any]:
        """As `takedown_text`; *where* begins the sentence of a refusal. Raises `Refusal`."""
        row = self._rows.get(fold(complaint))
        if row is None:
            near = difflib.get_close_matches(fold(complaint), sorted(self._rows), n=3, cutoff=0.6)
            hint = f"; did you mean {', '.join(near)}?" if near else ""
            raise Refusal(f"{where}there is no complaint {complaint!r} in the table Complaints{hint}")
        found = {name: column[row] for name, column in self._written.items()}
        return {
            "complaint": self._numbers[row],
            "text": found["text"],
            "characters": 0 if np.isnan(found["characters"]) else int(found["characters"]),
            "problem": found["problem"] or ("" if found["text"] else "the complaint names no reason"),
            "missing": [name for name in found["missing"].split(", ") if name],
        }

    @property
    def _numbers(self) -> "pd.Series[Any]":
        return self.typed["Complaints"].columns["complaint"]

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The first row of each number."""
        rows: dict[str, int] = {}
        for row, number in enumerate(map(fold, self._numbers)):
            if number:
                rows.setdefault(number, row)
        return rows

    @cached_property
    def _written(self) -> pd.DataFrame:
        spoken = load("languages").read(self.language) if self.language else ""
        if spoken is None:
            raise Refusal(
                f"there are no takedown texts in {self.language!r}; choose one of: {', '.join(load('languages').codes)}"
            )
        wiring = wire(self.typed, self.as_of, beside=self.beside)
        if spoken:
            wiring.given["Complaints", "language"] = pd.Series([spoken] * len(self._numbers), dtype=object)
        found: pd.DataFrame = wiring.value("Complaints", "all_complaints").once(takedowns)
        return found


@dataclass(frozen=True)
class Agenda:
    """What is due in a workbook, seen from a day."""

    as_of: date
    dues: tuple[deadlines.Due, ...]


def due(path: Source, as_of: date | None, days: int, *, today: date) -> Agenda:
    """What is due in the workbook at *path* within *days* days, and what is overdue; the earliest first."""
    book = opened(path)
    typed = tables.read(book, registry().headers)
    if not any(table.present for table in typed.tables.values()):
        raise Refusal(
            f"{book.path}: there is none of the tables {', '.join(typed.tables)}; name your tables or sheets so"
        )
    day = day_of(typed, as_of, today)
    return Agenda(day, deadlines.agenda(wire(typed, day), days))


def sellers(path: Source, as_of: date | None, *, today: date) -> pd.DataFrame:
    """The sellers of the workbook at *path*, the worst first; columns as `offenders` has them."""
    book = opened(path)
    typed = tables.read(book, registry().headers)
    if not typed["Listings"].present:
        raise Refusal(f"{book.path}: there is no table Listings, so there are no sellers; name your table so")
    return offenders(wire(typed, day_of(typed, as_of, today)))


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
    return Answer(text, *shown(value))
