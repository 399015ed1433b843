"""The record that goes through the stages: the request, and the result of each stage."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from ippbook import ooxml
from ippbook.declare import Registry, registry
from ippbook.formulas.recalculate import Calculated, FormulaOutcome
from ippbook.formulas.workbook_formulas import ColumnFill, Formulas
from ippbook.ooxml.refs import column_letters
from ippbook.pipeline.fills import ComputedCells
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.pipeline.study import Study
from ippbook.tables import Tables
from ippbook.tables.sources import AnyWorkbook

Progress = Callable[[str], None]
"""Called with the name of each stage when it begins."""


def silent(_stage: str) -> None:
    """Report no progress."""


@dataclass
class Run:
    """One run over one workbook: first the request, then the result of each stage. A result is missing until its stage has run."""

    book: AnyWorkbook
    as_of: date | None
    """The requested day; None: the workbook's setting *As of*, else *today*."""
    today: date
    folders: SideFolders = NO_FOLDERS
    progress: Progress = silent
    writes: bool = False
    """Whether the last stage writes."""
    out: Path | None = None
    """The file to write to; None: back into the workbook itself."""
    known: Registry = field(default_factory=registry)
    formulas: Formulas = field(init=False)

    tables: Tables = field(init=False)
    """Set by `read_tables`."""
    study: Study = field(init=False)
    """Set by `check_tables`."""
    computed: ComputedCells = field(init=False)
    """Set by `compute_cells`."""
    outcome: FormulaOutcome = field(init=False)
    """Set by `answer_formulas`."""
    answers: list[Calculated] = field(default_factory=list)
    """Set by `answer_formulas`: the answers of IPP_ formulas whose cells have another value."""
    settled: bool = False
    """Set by `answer_formulas`: no answer changes a cell that `read_tables` has read."""
    saved: ooxml.Saved | None = None
    """Set by `write_workbook`."""

    def __post_init__(self) -> None:
        self.formulas = Formulas(self.book, self.known.functions)

    @property
    def fills(self) -> list[ColumnFill]:
        """Every cell that is computed without a formula."""
        return self.computed.fills

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know: of the workbook (after the save, if there was one), then of computed tables."""
        of_book = self.book.warnings if self.saved is None else self.saved.warnings
        return (*of_book, *self.computed.warnings)

    @property
    def changed(self) -> int:
        """How many cells have to change."""
        return sum(int(fill.stale.sum()) for fill in self.fills) + sum(len(part.rows) for part in self.answers)

    @property
    def ipp_formulas(self) -> int:
        """How many cells have a formula that ippbook has calculated."""
        return self.outcome.calculated + sum(fill.formulas for fill in self.computed.columns)

    @property
    def other_formulas(self) -> int:
        """How many cells have a formula that ippbook leaves as it is."""
        return self.outcome.not_calculated

    @property
    def failed_formulas(self) -> tuple[str, ...]:
        """IPP_ formulas that could not be calculated: place and reason, one sentence for each."""
        return tuple(
            f"{part.sheet}!{column_letters(part.column)}{part.rows[0]}{_more(len(part.rows))}: {part.why}"
            for part in self.outcome.skipped
        )

    @property
    def edits(self) -> ooxml.Edits:
        """The cells that have to change, and their values."""
        edits = ooxml.Edits()
        for table in self.computed.tables:
            if table.added_rows:
                edits.grow(self.book, table.area.name, table.added_rows)
        for fill in self.fills:
            if fill.stale.any():
                edits.put_column(fill.sheet, fill.column, fill.rows[fill.stale], fill.values[fill.stale])
        for part in self.answers:
            edits.put_column(part.sheet, part.column, part.rows, part.values)
        return edits


def _more(cells: int) -> str:
    return f" and {cells - 1:,} more" if cells > 1 else ""
