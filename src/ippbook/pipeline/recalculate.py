"""Check a workbook, and write what ippbook computes back into it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import pandas as pd

from ippbook.pipeline.run import Progress, Run, silent
from ippbook.pipeline.side_folders import NO_FOLDERS, SideFolders
from ippbook.pipeline.stages import STAGES, run_stages
from ippbook.pipeline.study import Study
from ippbook.tables.sources import AnyWorkbook, WorkbookSource, opened

FilePath = str | Path
STAGE_NAMES: Final = (*(stage.name for stage in STAGES), "done")
"""The names of all stages, in the order of the progress display."""


@dataclass(frozen=True)
class Recalculation:
    """The result of recalculating a workbook."""

    path: Path
    out: Path
    study: Study
    changed: int
    """Cells whose value was not what ippbook computes."""
    ipp_formulas: int
    """Cells with an IPP_ formula that was calculated."""
    other_formulas: int
    """Cells with another formula; they do not change."""
    own_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The team's own columns, by table; they do not change."""
    failed_formulas: tuple[str, ...] = ()
    """IPP_ formulas that could not be calculated: place and reason, one sentence for each."""
    warnings: tuple[str, ...] = ()
    content: bytes | None = None
    """The new workbook, if the public API got bytes."""
    frames: Mapping[str, pd.DataFrame] | None = None
    """The new tables, if the public API got DataFrames."""

    def to_frame(self) -> pd.DataFrame:
        """The findings, as `Study.to_frame`."""
        return self.study.to_frame()


def recalculate(
    path: WorkbookSource,
    out: FilePath | None = None,
    as_of: date | None = None,
    *,
    today: date,
    write: bool = True,
    progress: Progress = silent,
    folders: SideFolders = NO_FOLDERS,
) -> Recalculation:
    """Check the workbook at *path*, fill its computed columns, write it to *out* (default: back into the file).

    With *write* False nothing is written, and `changed` counts the cells that would change. Raises `ooxml.WorkbookError`.
    """
    book = opened(path)
    target = Path(book.path if out is None else out)
    run = run_stages(Run(book, as_of, today, folders, progress, write, target))
    progress("done")
    return Recalculation(
        path=book.path,
        out=target,
        study=run.study,
        changed=run.changed,
        ipp_formulas=run.ipp_formulas,
        other_formulas=run.other_formulas,
        own_columns={name: table.unknown for name, table in run.study.tables.tables.items() if table.unknown},
        failed_formulas=run.failed_formulas,
        warnings=run.warnings,
    )


def check(
    path: WorkbookSource,
    as_of: date | None,
    *,
    today: date,
    progress: Progress = silent,
    folders: SideFolders = NO_FOLDERS,
) -> Study:
    """The findings of the workbook at *path*. Nothing is written."""
    return calculate(opened(path), as_of, today, progress, folders).study


def calculate(
    book: AnyWorkbook, as_of: date | None, today: date, progress: Progress = silent, folders: SideFolders = NO_FOLDERS
) -> Run:
    """Everything that ippbook computes in *book*."""
    return run_stages(Run(book, as_of, today, folders, progress))
