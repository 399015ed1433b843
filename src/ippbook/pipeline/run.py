"""The record that goes through the stages: the request, and the result of each stage."""

from collections.abc import Callable
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ippbook import ooxml
from ippbook.declare import Registry, registry
from ippbook.formulas.charts.current_charts import ChartUpdates
from ippbook.formulas.workbook_formulas import ColumnFill, Formulas
from ippbook.languages import say
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.quick_dataclasses import dataclass
from ippbook.saving import put_answers

if TYPE_CHECKING:
    from ippbook.formulas.native.request import FormulaRequest
    from ippbook.formulas.recalculate import Calculated, FormulaOutcome
    from ippbook.pipeline.fills import ComputedCells
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

    book: "AnyWorkbook"
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
    request: "FormulaRequest | None" = None
    """How native formulas are calculated; None: they are left to the host of an open workbook."""
    formulas: Formulas = field(init=False)

    tables: "Tables" = field(init=False)
    """Set by `read_tables`."""
    study: "Study" = field(init=False)
    """Set by `check_tables`."""
    computed: "ComputedCells" = field(init=False)
    """Set by `compute_cells`."""
    outcome: "FormulaOutcome" = field(init=False)
    """Set by `answer_formulas`."""
    answers: list["Calculated"] = field(default_factory=list)
    """Set by `answer_formulas`: the answers of IPP_ formulas whose cells have another value."""
    before: list["Calculated"] = field(default_factory=list)
    """Set by `answer_formulas`: the answers of the round before."""
    settled: bool = False
    """Set by `answer_formulas`: no answer changes a cell that `read_tables` has read."""
    final: ooxml.Edits = field(default_factory=ooxml.Edits)
    """Set by `collect_edits`: every cell to write."""
    charts: ChartUpdates = field(default_factory=ChartUpdates)
    """Set by `refresh_charts`: the new values of charts, and the charts that keep old ones."""
    saved: ooxml.Saved | None = None
    """Set by `write_workbook`."""

    def __post_init__(self) -> None:
        self.formulas = Formulas(self.book, self.known.functions, self.request)

    @property
    def fills(self) -> list[ColumnFill]:
        """Every cell that is computed without a formula."""
        return self.computed.fills

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the user should know: of the workbook (after the save, if there was one), then of computed tables."""
        of_book = self.book.warnings if self.saved is None else self.saved.warnings
        foreign = (
            (say("nothing of ippbook's was found in this workbook; only its formulas were calculated"),)
            if self.foreign
            else ()
        )
        return (*foreign, *of_book, *self.computed.warnings)

    @property
    def changed(self) -> int:
        """How many cells, and values in charts, have to change."""
        return (
            sum(int(fill.stale.sum()) for fill in self.fills)
            + sum(len(part.rows) for part in self.answers)
            + len(self.outcome.spills)
            + self.charts.changed
        )

    @property
    def ipp_formulas(self) -> int:
        """How many cells have a formula that ippbook has calculated."""
        return self.outcome.calculated + sum(fill.formulas for fill in self.computed.columns if not fill.native)

    @property
    def foreign(self) -> bool:
        """Whether the workbook has nothing of ippbook's."""
        named = any(table.present or table.places.sheet for table in self.tables.tables.values())
        return not named and not self.formulas.census.with_ippbook

    @property
    def failed_formulas(self) -> tuple[str, ...]:
        """Formulas that could not be calculated: place and reason, one sentence for each."""
        return self.outcome.stale_sentences()

    @property
    def edits(self) -> ooxml.Edits:
        """The cells that have to change, and their values."""
        edits = self.computed.growths()
        for fill in self.fills:
            if fill.stale.any():
                every = fill.stale.all()  # then nothing is copied
                rows, values = (fill.rows, fill.values) if every else (fill.rows[fill.stale], fill.values[fill.stale])
                edits.put_column(fill.sheet, fill.column, rows, values)
        put_answers(edits, self.answers, self.outcome)
        return edits
