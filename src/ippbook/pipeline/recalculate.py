"""Check a workbook, and write what ippbook computes back into it."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pandas as pd

from ippbook import ooxml
from ippbook.formulas.engines import DEFAULT_ENGINE
from ippbook.formulas.native.request import FormulaRequest, FormulaScope
from ippbook.pipeline.run import Progress, Run, silent
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.pipeline.stages import STAGES, run_stages
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.settings import read_settings
from ippbook.tables.sources import AnyWorkbook, WorkbookSource, opened

if TYPE_CHECKING:
    from ippbook.formulas.groups import SkippedFormulas
    from ippbook.pipeline.study import Study

FilePath = str | Path
STAGE_NAMES: Final = (*(stage.name for stage in STAGES), "done")
"""The names of all stages, in the order of the progress display."""


@dataclass(frozen=True)
class Recalculation:
    """The result of recalculating a workbook."""

    path: Path
    out: Path
    study: "Study"
    changed: int
    """Cells, and values in charts, that were not what ippbook computes."""
    ipp_formulas: int
    """Cells with an IPP_ formula that was calculated."""
    native_formulas: int
    """Cells with another formula of Excel that have their current value."""
    random_formulas: int
    """Cells with a random number; they keep it."""
    stale: tuple["SkippedFormulas", ...]
    """Formulas and charts that keep an old value, with the reason."""
    stale_policy: str = "by command"
    """The setting *Stale formulas*."""
    engine: str = ""
    """What calculated the native formulas, if there were any."""
    own_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The team's own columns, by table; they do not change."""
    warnings: tuple[str, ...] = ()
    foreign: bool = False
    """The workbook has nothing of ippbook's: only its native formulas were calculated."""
    content: bytes | None = None
    """The new workbook, if the public API got bytes."""
    frames: Mapping[str, pd.DataFrame] | None = None
    """The new tables, if the public API got DataFrames."""

    @property
    def failed_formulas(self) -> tuple[str, ...]:
        """Formulas that keep an old value: place and reason, one sentence for each."""
        return tuple(part.sentence for part in self.stale)

    @property
    def up_to_date(self) -> bool:
        """Whether every computed cell and every formula was current, or is stale by the team's own setting."""
        return not self.changed and (not self.stale or self.stale_policy == "ignore")

    def to_frame(self) -> pd.DataFrame:
        """The findings, as `Study.to_frame`."""
        return self.study.to_frame()


def recalculate(  # noqa: PLR0913  # one parameter for each choice that a person has
    path: WorkbookSource,
    out: FilePath | None = None,
    as_of: date | None = None,
    *,
    today: date,
    write: bool = True,
    progress: Progress = silent,
    folders: SideFolders = NO_FOLDERS,
    engine: str = DEFAULT_ENGINE,
    all_formulas: bool = True,
) -> Recalculation:
    """Check the workbook at *path*, fill its computed columns, calculate its formulas, write it to *out* (default: back into the file).

    *engine* calculates native formulas; without *all_formulas* only those that depend on a changed cell or on the day, or have no value.
    With *write* False nothing is written, and `changed` counts the cells that would change. Raises `ooxml.WorkbookError`.
    """
    book = opened(path)
    target = Path(book.path if out is None else out)
    scope = FormulaScope.EVERYTHING if all_formulas else FormulaScope.CHANGED
    request = FormulaRequest(engine, scope) if isinstance(book, ooxml.Book) else None
    run = run_stages(Run(book, as_of, today, folders, progress, write, target, request=request))
    progress("done")
    settings = read_settings(run.tables.settings.values, run.known.groups).values()
    return Recalculation(
        path=book.path,
        out=target,
        study=run.study,
        changed=run.changed,
        ipp_formulas=run.ipp_formulas,
        native_formulas=run.outcome.native,
        random_formulas=run.outcome.unsettled,
        stale=(*run.outcome.skipped, *run.charts.stale),
        stale_policy=str(settings["stale_formulas"]),
        engine=run.outcome.engine,
        own_columns={name: table.unknown for name, table in run.study.tables.tables.items() if table.unknown},
        warnings=run.warnings,
        foreign=run.foreign,
    )


def check(
    path: WorkbookSource,
    as_of: date | None,
    *,
    today: date,
    progress: Progress = silent,
    folders: SideFolders = NO_FOLDERS,
) -> "Study":
    """The findings of the workbook at *path*. Nothing is written."""
    run = calculate(opened(path), as_of, today, progress, folders)
    run.study.stale_formulas = run.failed_formulas
    return run.study


def calculate(
    book: AnyWorkbook, as_of: date | None, today: date, progress: Progress = silent, folders: SideFolders = NO_FOLDERS
) -> Run:
    """Everything that ippbook computes in *book*."""
    request = FormulaRequest(scope=FormulaScope.NEEDED) if isinstance(book, ooxml.Book) else None
    return run_stages(Run(book, as_of, today, folders, progress, request=request))
