"""What every engine promises: bytes of a workbook and a day in, for each wanted cell a value or a reason out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from ippbook.formulas.source import RowNumbers
from ippbook.formulas.values import Operand
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True)
class Unavailable:
    """A cell that the engine cannot calculate.

    *code* is one of `CODES` and never changes its meaning; *why* is the part of a sentence that comes behind "STALE Sheet!A1: ".
    """

    code: str
    why: str


CODES: Final = {
    "function": "the engine does not know a function of the formula, or knows it wrongly",
    "formula": "the engine does not understand a part of the formula",
    "name": "the formula uses a name that the engine cannot follow",
    "external": "the formula reads another workbook",
    "circle": "the formula depends on itself",
    "upstream": "the formula reads a cell that could not be calculated",
    "volatile": "the formula draws a random number",
    "too-large": "the formula or the workbook needs more than the engine's limits allow",
    "spill": "the size of the answer is not known",
    "time": "the calculation took too long",
    "memory": "the calculation needed too much memory",
    "engine": "the engine itself failed",
}
"""Every code of `Unavailable`, with its meaning."""

EngineValue = Operand | Unavailable
"""A value as a formula gives it: None (blank), a text, a number (float; a date is its serial number), TRUE or FALSE, an error; or why not."""


@dataclass(frozen=True)
class EngineColumn:
    """The answers for *rows* (from 1, rising) of one column (from 1); *values* holds one `EngineValue` a row."""

    sheet: str
    column: int
    rows: RowNumbers
    values: NDArray[np.object_]


@dataclass(frozen=True)
class EngineJob:
    """One workbook to calculate, whole, and the cells that are wanted of it.

    *workbook* holds the bytes of an .xlsx; no cached value in it is believed. *cells* gives the wanted rows by sheet and column (from 1);
    cells inside the declared range of an array may be wanted as well as its first one, and cells without a formula: their value comes back.
    """

    workbook: bytes
    cells: Mapping[tuple[str, int], RowNumbers]


@dataclass(frozen=True)
class EngineLimits:
    """What one job may take: seconds of time, megabytes (2 ** 20) of memory; *parallel* jobs run at once.

    The seconds count from the start of the job's own process.
    """

    seconds: float = 300.0
    megabytes: int = 3072
    parallel: int = 2


DEFAULT_LIMITS: Final = EngineLimits()
"""The limits where no others are set."""


def all_unavailable(job: EngineJob, why: Unavailable) -> list[EngineColumn]:
    """The answer to a job of which nothing could be calculated."""
    columns = []
    for (sheet, column), rows in job.cells.items():
        values = np.empty(len(rows), dtype=object)
        values.fill(why)
        columns.append(EngineColumn(sheet, column, rows, values))
    return columns


class Engine(Protocol):
    """Something that calculates the formulas of a workbook."""

    @property
    def name(self) -> str:
        """The name by which `engine_named` gives it."""
        ...

    @property
    def version(self) -> str:
        """Its version, as its maker writes it."""
        ...

    def calculate(
        self, jobs: Sequence[EngineJob], day: date, *, date1904: bool, limits: EngineLimits = DEFAULT_LIMITS
    ) -> list[list[EngineColumn]]:
        """For each job, its columns in the order of `EngineJob.cells`. TODAY() is *day*, NOW() its midnight.

        Never raises for a formula or a job: what cannot be calculated comes back as `Unavailable`. *date1904* says that the workbooks count
        days from 1904.
        """
        ...
