"""Import: what scrapers and portals export is merged into the workbook, and what people typed is kept."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from ippbook.errors import UserError
from ippbook.imports.export_rows import Form, Source
from ippbook.imports.listings import listings
from ippbook.imports.merge import Merge, Refused
from ippbook.imports.outcomes import outcomes


def chosen(of_listings: Path | None, of_outcomes: Path | None) -> Callable[..., Merge]:
    """The import of the one export that is given: call it with workbook, target, and what puts refused rows aside."""
    if of_listings is not None and of_outcomes is None:
        return partial(_swapped, listings, of_listings)
    if of_outcomes is not None and of_listings is None:
        return partial(_swapped, outcomes, of_outcomes)
    raise UserError("name one export: --listings FILE or --outcomes FILE")


def _swapped(work: Callable[..., Merge], export: Path, path: Path, *more: object, **options: object) -> Merge:
    return work(path, export, *more, **options)


__all__ = ["Form", "Merge", "Refused", "Source", "chosen", "listings", "outcomes"]
