"""The findings of typed tables on a day. Pure: no file, no clock, no host."""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ippbook.declare import Registry, Wiring, registry
from ippbook.declare.rule_overrides import Tailoring, code_of, codes_of
from ippbook.declare.run_rule import run_rule, run_rules
from ippbook.declare.shared_work import made_elsewhere
from ippbook.languages import ENGLISH, in_language, say
from ippbook.languages.run_language import note_workbook_language
from ippbook.late_patterns import late_pattern
from ippbook.notices.complaint_texts import FOLDER_TEXTS, checked_texts, takedowns
from ippbook.notices.language import texts_written
from ippbook.ooxml.errors import WorkbookError
from ippbook.pipeline.refused_settings import refused_settings
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Batch, Finding, Severity, sorted_findings
from ippbook.tables.heard_settings import report_refused
from ippbook.tables.problems import problem
from ippbook.tables.schema import Kind
from ippbook.tables.settings import day_by_settings, read_settings
from ippbook.tables.values import blank_column

if TYPE_CHECKING:
    from ippbook import tables
    from ippbook.tables.column_types import AnyColumn

_NEXT_FINDING: Final = late_pattern(r"; (?=[A-Z]{2}\d{3} )")
_LONGEST: Final = 1_500
"""How many characters of a row's findings the column shows: what a row of the largest height shows in Excel."""
_SLOW_TEXTS: Final = (("Texts", checked_texts), ("Complaints", takedowns))
"""What Jinja2 is needed for."""
_MOST_TEXTS: Final = 20_000
"""Complaints whose texts a copy may write: what it sends is in memory twice for a moment."""


@dataclass
class Study:
    """The result of `examine`: findings, computed columns, and the wiring with every value."""

    wiring: Wiring
    batches: tuple[Batch, ...]
    computed: dict[tuple[str, str], "AnyColumn"]
    """All computed columns, by table and header."""
    as_of: date
    waived: tuple[Batch, ...] = ()
    """Findings that the team has waived for a time. They are not shown and not counted."""
    switched_off: tuple[str, ...] = ()
    """Codes of the rules that the team has switched off."""
    language: str = ENGLISH
    """The language of its findings, for people: their messages here are English and keep what they are made of."""
    stale_formulas: tuple[str, ...] = ()
    """Formulas whose old values the checks have read, because they could not be calculated: place and reason."""

    @property
    def tables(self) -> "tables.Tables":
        """The typed tables."""
        return self.wiring.tables

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """Every finding, most severe first."""
        return tuple(sorted_findings(self.batches, self.tables.places, self._row_keys))

    def first_findings(self, most: int) -> tuple[Finding, ...]:
        """The most severe findings, at most *most* of them (0: all)."""
        return tuple(itertools.islice(sorted_findings(self.batches, self.tables.places, self._row_keys), most or None))

    @cached_property
    def waived_findings(self) -> tuple[Finding, ...]:
        """The findings that the team has waived."""
        return tuple(sorted_findings(self.waived, self.tables.places, self._row_keys))

    def _row_keys(self, table: str) -> Sequence[str]:
        found = self.tables.tables.get(table)
        return () if found is None else found.row_keys

    def to_frame(self) -> pd.DataFrame:
        """One row for each finding, most severe first: severity, code, table, row (from 0; -1 for none), sheet, cell, column, message."""
        rows = [
            (each.severity.word, each.code, each.table, each.row, each.sheet, each.cell, each.header, each.message)
            for each in self.findings
        ]
        return pd.DataFrame(rows, columns=["severity", "code", "table", "row", "sheet", "cell", "column", "message"])

    def counts(self) -> dict[str, int]:
        """How many findings of each severity."""
        found = {severity.word: 0 for severity in (Severity.ERROR, Severity.WARNING, Severity.ADVICE)}
        for batch in self.batches:
            found[batch.problem.severity.word] += len(batch)
        return found


def examine(
    book: "tables.Tables",
    as_of: date,
    known: Registry | None = None,
    folders: SideFolders = NO_FOLDERS,
    outside: Sequence[Batch] = (),
) -> Study:
    """Check typed tables for the day *as_of*, and compute their columns. Pure: no file, no clock, no host.

    *folders* has the team's own texts; *outside* has the findings about the files in these folders.
    """
    known = known or registry()
    wiring = wire(book, as_of, known, folders)
    tailoring = Tailoring.of(book, as_of, codes_of(known))
    settings = read_settings(book.settings.values, known.groups)
    refused = [(name, why) for name, why in settings.refused if not code_of(name)] + list(tailoring.refused)
    found = [*book.batches, *outside, *_settings_batches(book, refused)]
    with _texts_elsewhere(wiring):
        found += run_rules(filter(tailoring.selects, known.rules), wiring)
        batches, waived = tailoring.apply(found, book)
        language = findings_language(book, str(settings.values()["language_of_findings"]))
        wiring.batches = tuple(batches)
        for name, table in book.tables.items():
            wiring.overrides[name, "row_findings"] = _row_findings(batches, name, table.length, language)
        computed = _computed_columns(known, wiring, batches)
    if language != ENGLISH:
        computed = {place: _in_language(column, language) for place, column in computed.items()}
    return Study(wiring, tuple(batches), computed, as_of, tuple(waived), tailoring.switched_off, language)


def _computed_columns(known: Registry, wiring: Wiring, batches: list[Batch]) -> dict[tuple[str, str], "AnyColumn"]:
    """Every computed column, by table and header. One that fails becomes a finding among *batches*."""
    computed = {}
    for column in known.columns:
        try:
            computed[column.table, column.header] = wiring.value(column.table, column.name)
        except (WorkbookError, OSError):  # the file cannot be read: no rule and no value is right
            raise
        except Exception as failure:  # noqa: BLE001  # the border of a rule: one column's failure must not stop the others
            batches.append(_failed(column.table, column.header, failure))
    return computed


@contextmanager
def _texts_elsewhere(wiring: Wiring) -> Iterator[None]:
    """Inside the block the second core writes the takedown texts, where that takes long: the first texts of a process.

    It loads what they need and reads their templates; a process that has written texts has done that.
    """
    if texts_written() or not 0 < wiring.tables["Complaints"].length <= _MOST_TEXTS:
        yield
        return
    with made_elsewhere(_SLOW_TEXTS, lambda place: wiring.once(*place)) as work:
        wiring.elsewhere = work
        try:
            yield
        finally:
            wiring.elsewhere = None


def error_batches(book: "tables.Tables", as_of: date, folders: SideFolders = NO_FOLDERS) -> Study:
    """The errors of `examine` alone: no warnings, no advice, no computed columns, which saves time.

    The severities that the workbook sets for its checks are respected.
    """
    known = registry()
    wiring = wire(book, as_of, known, folders)
    tailoring = Tailoring.of(book, as_of, codes_of(known))
    rules = [rule for rule in known.rules if tailoring.severities.get(rule.code, rule.severity) is Severity.ERROR]
    found = [*book.batches, *(batch for rule in rules if (batch := run_rule(rule, wiring)) is not None)]
    batches, waived = tailoring.apply(found, book)
    errors = tuple(batch for batch in batches if batch.problem.severity is Severity.ERROR)
    return Study(wiring, errors, {}, as_of, tuple(waived), tailoring.switched_off)


def _failed(table: str, header: str, failure: Exception) -> Batch:
    message = say(
        problem("XX102").says,
        detail=say(
            "{header} could not be computed: {name}: {failure}",
            header=header,
            name=type(failure).__name__,
            failure=failure,
        ),
    )
    return Batch(problem("XX102"), table, "", np.array([-1], dtype=np.int64), [message])


def wire(
    book: "tables.Tables", as_of: date, known: Registry | None = None, folders: SideFolders = NO_FOLDERS
) -> Wiring:
    """The wiring of *book* for the day *as_of*, with the settings of the workbook."""
    known = known or registry()
    read = read_settings(book.settings.values, known.groups)
    report_refused(refused_settings(book, read))
    settings = read.values()
    found = Wiring(book, known, as_of, {name: value for name, value in settings.items() if name != "as_of"})
    found.overrides[FOLDER_TEXTS] = folders.texts
    note_workbook_language(findings_language(book, str(settings["language_of_findings"])))
    return found


def findings_language(book: "tables.Tables", chosen: str) -> str:
    """The language of the findings in *book*: *chosen* by the setting Language of findings, or by its sheets and headers."""
    return book.language if chosen == "auto" else chosen


def day_of(book: "tables.Tables", as_of: date | None, today: date) -> date:
    """The day for which *book* is judged: *as_of*, else the workbook's setting *As of*, else *today*."""
    return day_by_settings(book.settings.values, as_of, today)


def _settings_batches(book: "tables.Tables", refused: list[tuple[str, str]]) -> list[Batch]:
    if not refused:
        return []
    rows = np.array([book.settings.rows[name] for name, _ in refused], dtype=np.int64)
    messages = [say(problem("TB102").says, detail=why) for _, why in refused]
    return [Batch(problem("TB102"), "Settings", "Value", rows, messages)]


def _in_language(column: "AnyColumn", language: str) -> "AnyColumn":
    """A computed column whose sentences are in *language*; its other texts stay as they are."""
    if column.dtype != object or set(map(type, texts := column.tolist())) <= {str}:
        return column
    known = {
        text: in_language(text, language) for text in set(texts) if type(text) is not str and isinstance(text, str)
    }
    return pd.Series([known.get(text, text) for text in texts], dtype=object)


def _row_findings(batches: list[Batch], table: str, length: int, language: str) -> "AnyColumn":
    """For each row of *table* its findings as one text in *language*, most severe first: "CP101 right … expired; CP203 …"."""
    own = [batch for batch in batches if batch.table == table]
    if not own:
        return blank_column(Kind.TEXT, length)
    column = np.full(length, "", dtype=object)
    for batch in sorted(own, key=lambda batch: (batch.problem.severity, batch.problem.code)):
        messages = batch.messages
        if language != ENGLISH:
            known = {message: in_language(message, language) for message in set(messages)}
            messages = [known[message] for message in messages]
        texts = np.array([f"{batch.problem.code} {message}" for message in messages], dtype=object)
        rows, texts = _one_a_row(batch.rows, texts)
        before = column[rows].tolist()
        column[rows] = [f"{old}; {new}" if old else new for old, new in zip(before, texts.tolist(), strict=True)]
    rows = np.unique(np.concatenate([batch.rows[batch.rows >= 0] for batch in own]))
    column[rows] = np.array(
        [*(text if len(text) <= _LONGEST else _shortened(text) for text in column[rows].tolist()), None], dtype=object
    )[:-1]
    return pd.Series(column, dtype=object, copy=False)


def _shortened(text: str) -> str:
    """The first findings of a long text, and the number of the others: a row of Excel cannot show more, and would cut a line in two.

    `ippbook check` shows them all.
    """
    starts = [found.start() for found in _NEXT_FINDING.finditer(text)]
    whole = [start for start in starts if start <= _LONGEST]
    if not whole:
        return f"{text[:_LONGEST]}…" + (f" +{len(starts)}" if starts else "")
    return f"{text[: whole[-1]]}; +{len(starts) - len(whole) + 1}"


def _one_a_row(rows: NDArray[np.int64], texts: NDArray[np.object_]) -> tuple[NDArray[np.int64], NDArray[np.object_]]:
    """The findings of a batch with a row, those of one row joined in their order: a hostile workbook has thousands in one row."""
    rows, texts = rows[rows >= 0], texts[rows >= 0]
    by_row: dict[int, list[str]] = {}
    for row, text in zip(rows.tolist(), texts.tolist(), strict=True):
        by_row.setdefault(row, []).append(text)
    if len(by_row) == len(rows):
        return rows, texts
    joined = np.empty(len(by_row), dtype=object)
    joined[:] = ["; ".join(parts) for parts in by_row.values()]
    return np.fromiter(by_row, np.int64, len(by_row)), joined
