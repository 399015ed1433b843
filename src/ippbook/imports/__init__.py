"""Merges exports of scrapers and portals into the workbook; values that people typed are kept."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ippbook.errors import UserError
from ippbook.imports.export_rows import ExportFile, ExportFormat, ImportChoices
from ippbook.imports.listings import import_listings
from ippbook.imports.merge import IMPORT_STAGES, MergeResult, RefusedRow
from ippbook.imports.outcomes import import_outcomes


def chosen_import(of_listings: Path | None, of_outcomes: Path | None) -> Callable[..., MergeResult]:
    """The import for the one export that is passed. Call it with the workbook, the target, and the writer of refused rows."""
    if of_listings is not None and of_outcomes is None:
        return partial(_swapped, import_listings, of_listings)
    if of_outcomes is not None and of_listings is None:
        return partial(_swapped, import_outcomes, of_outcomes)
    raise UserError("pass one export: --listings FILE or --outcomes FILE")


def _swapped(
    work: Callable[..., MergeResult], export: Path, path: Path, *more: object, **options: object
) -> MergeResult:
    return work(path, export, *more, **options)


__all__ = [
    "IMPORT_STAGES",
    "ExportFile",
    "ExportFormat",
    "ImportChoices",
    "MergeResult",
    "RefusedRow",
    "chosen_import",
    "import_listings",
    "import_outcomes",
]
