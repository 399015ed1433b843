"""The default engine: cellrune, in a process of its own for each job."""

import functools
from collections.abc import Sequence
from datetime import date
from typing import Final

from ippbook.formulas.engines.cellrune_reasons import our_reason, why_refused
from ippbook.formulas.engines.child_orders import child_work, job_answer, package_missing
from ippbook.formulas.engines.children import run_children
from ippbook.formulas.engines.protocol import DEFAULT_LIMITS, EngineColumn, EngineJob, EngineLimits
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

    Found by experiment with 0.2.0:

    - Array with a right `ref`: first cell and followers hold its values, also where followers alone are wanted.
    - Dynamic array (`cm`) whose `ref` is too small or too large, or whose cells are taken: its first cell is the value #SPILL!, and so is what
      reads it. The followers in `ref` would be as the file has them: they are `spill` here, if the first cell is wanted too.
    - CSE array (no `cm`) with too large a `ref`: #N/A beyond the answer, also where Excel repeats a single row or column. Too small: cut.
    - A formula that is not declared as an array never spills: at its top it takes the cell of its own row or column, as Excel does. Inside
      functions it calculates with whole ranges, as Excel does not: `=SUM(E1:E3*2)`.
    - What reads a cell without a value has none either, inside IFERROR too.
    - More than 255 operators in a row, or levels, are `too-large`.
    """

    name = "cellrune"

    @functools.cached_property
    def version(self) -> str:
        """As its package says."""
        from importlib import metadata  # noqa: PLC0415  # late: it loads the mail package, and few ask

        return metadata.version("cellrune")

    def calculate(
        self, jobs: Sequence[EngineJob], day: date, *, date1904: bool, limits: EngineLimits = DEFAULT_LIMITS
    ) -> list[list[EngineColumn]]:
        """See `Engine.calculate`."""
        more = {
            "today": float(serial(day, date1904=date1904)),
            "read_limits": _read_limits(),
            "calculation_limits": _CALCULATION_LIMITS,
        }
        work = [child_work("cellrune_child.py", ("cellrune",), job, limits, more) for job in jobs]
        return [
            job_answer(job, answer, our_reason, why_refused)
            for job, answer in zip(jobs, run_children(work, limits), strict=True)
        ]


def cellrune_missing() -> str | None:
    """Why cellrune cannot be used here, as the end of a sentence; None where it can."""
    return package_missing("cellrune", "cellrune==0.2.0")


def _read_limits() -> dict[str, int]:
    allowed = allowed_size()
    return {
        **dict.fromkeys(_READ_LIMITS, _ANY),
        "max_entries": allowed.max_parts,
        "max_entry_uncompressed_bytes": allowed.max_part_bytes,
        "max_total_uncompressed_bytes": allowed.max_total_bytes,
    }
