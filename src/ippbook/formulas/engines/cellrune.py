"""The default engine: cellrune, in a process of its own for each job."""

import functools
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Final

import numpy as np

from ippbook.formulas.engines.answers import AnswerError, WholeFailure, answered_columns
from ippbook.formulas.engines.cellrune_reasons import our_reason, why_refused
from ippbook.formulas.engines.children import ChildWork, run_children
from ippbook.formulas.engines.protocol import (
    DEFAULT_LIMITS,
    EngineColumn,
    EngineJob,
    EngineLimits,
    Unavailable,
    all_unavailable,
)
from ippbook.formulas.source import RowNumbers
from ippbook.ooxml.dates import serial
from ippbook.ooxml.package.limits import allowed as allowed_size

_ANY: Final = 1 << 62
"""A limit that nothing meets: the parent's limits on time and memory hold instead."""
_READ_LIMITS: Final = (
    "max_archive_bytes",
    "max_compression_ratio",
    "max_cells_per_sheet",
    "max_total_cells",
    "max_shared_strings",
    "max_shared_string_bytes",
    "max_total_shared_string_bytes",
    "max_total_cell_text_bytes",
    "max_defined_names",
    "max_formula_bytes",
    "max_total_formula_bytes",
    "max_merged_ranges",
    "max_tables",
    "max_table_columns",
    "max_table_filter_items",
    "max_table_filter_text_bytes",
    "max_sheets",
    "max_phonetic_runs_per_item",
    "max_total_phonetic_runs",
    "max_annotated_cells",
    "max_phonetic_text_bytes",
    "max_total_phonetic_text_bytes",
)
"""The engine's limits on reading that must not be smaller than ours: a workbook that we open is not refused for its size."""
_CALCULATION_LIMITS: Final = {
    "max_formula_tokens": 1 << 16,
    "max_formula_ast_nodes": 1 << 16,
    "max_dependency_edges": _ANY,
    "max_reference_areas": 1 << 20,
    "max_array_cells": 1 << 24,
    "max_function_iterations": 1 << 28,
    "max_lambda_invocations": 1 << 26,
}
"""Nesting stays at the engine's own 256, which it does not let grow: a formula of more than 255 operators in a row is unavailable."""


class Cellrune:
    """cellrune (MIT or Apache-2.0): deterministic; no clock, no macros, no links; says what it cannot calculate.

    What it gives for arrays, found by experiment with 0.2.0:

    - the first cell of an array and the cells of its `ref` hold the array's values, also where only a follower is wanted;
    - see `docs/engines.md` for the rest.
    """

    name = "cellrune"

    @functools.cached_property
    def version(self) -> str:
        """As its package says."""
        return metadata.version("cellrune")

    def calculate(
        self, jobs: Sequence[EngineJob], day: date, *, date1904: bool, limits: EngineLimits = DEFAULT_LIMITS
    ) -> list[list[EngineColumn]]:
        """See `Engine.calculate`."""
        today = serial(day, date1904=date1904)
        work = [ChildWork(_command(), functools.partial(_give, job, today, limits)) for job in jobs]
        return [_columns(job, answer) for job, answer in zip(jobs, run_children(work, limits), strict=True)]


def cellrune_missing() -> str | None:
    """Why cellrune cannot be used here, as the end of a sentence; None where it can."""
    if not sys.executable:
        return "Python runs inside another program here and cannot start a process of its own"
    return (
        None
        if _spec_folder()
        else "the package cellrune is not installed; install it with: pip install cellrune==0.2.0"
    )


def _spec_folder() -> str | None:
    """The folder that holds the package; the package itself is not imported into this process."""
    found = find_spec("cellrune")
    return str(Path(found.origin).parent.parent) if found and found.origin else None


def _command() -> list[str]:
    child = Path(__file__).with_name("cellrune_child.py")
    return [sys.executable, "-I", "-S", "-B", str(child), *filter(None, [_spec_folder()])]


def _give(job: EngineJob, today: float, limits: EngineLimits, standard_input: IO[bytes]) -> None:
    allowed = allowed_size()
    order = {
        "cells": [[sheet, column, _runs(rows)] for (sheet, column), rows in job.cells.items()],
        "today": float(today),
        "megabytes": limits.megabytes,
        "seconds": limits.seconds,
        "parent": os.getpid(),
        "read_limits": {
            **dict.fromkeys(_READ_LIMITS, _ANY),
            "max_entries": allowed.max_parts,
            "max_entry_uncompressed_bytes": allowed.max_part_bytes,
            "max_total_uncompressed_bytes": allowed.max_total_bytes,
        },
        "calculation_limits": _CALCULATION_LIMITS,
    }
    heading = json.dumps(order).encode()
    standard_input.write(len(heading).to_bytes(8, "little"))
    standard_input.write(heading)
    standard_input.write(job.workbook)


def _runs(rows: RowNumbers) -> list[list[int]]:
    """First and last row of each unbroken run."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = rows[np.append(0, breaks + 1)], rows[np.append(breaks, len(rows) - 1)]
    return [list(run) for run in zip(firsts.tolist(), lasts.tolist(), strict=True)]


def _columns(job: EngineJob, answer: bytes | Unavailable) -> list[EngineColumn]:
    if isinstance(answer, Unavailable):
        return all_unavailable(job, answer)
    try:
        found = answered_columns(answer, [len(rows) for rows in job.cells.values()], our_reason)
    except AnswerError:
        return all_unavailable(job, Unavailable("engine", "the calculation engine gave an answer that cannot be read"))
    if isinstance(found, WholeFailure):
        return all_unavailable(job, why_refused(found.reason))
    return [
        EngineColumn(sheet, column, rows, values)
        for ((sheet, column), rows), values in zip(job.cells.items(), found, strict=True)
    ]
