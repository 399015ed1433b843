"""The result of an import, for people."""

from typing import TYPE_CHECKING

from rich.console import Console

from ippbook.cli.render.text import day_text, show_stale, tell
from ippbook.number_words import counted

if TYPE_CHECKING:
    from ippbook.imports import MergeResult


def show_merge(console: Console, found: "MergeResult", most: int = 20) -> None:
    """The result of an import, and the first *most* refused rows."""
    unit, refused = found.source.unit, found.refused
    for row in refused[:most]:
        tell(console, f"{found.source.path}, {unit} {row.place}: refused: {row.why}")
    if len(refused) > most:
        tell(console, f"… and {len(refused) - most:,} more refused rows")
    if found.rejects:
        tell(console, f"{found.rejects}: the refused rows, with reasons. Correct them in this file and import it.")
    if found.kept:
        tell(
            console,
            f"{counted(found.kept, 'cell')} in {found.out} {'differs' if found.kept == 1 else 'differ'} from the export and {'was' if found.kept == 1 else 'were'} kept; --refresh overwrites {'it' if found.kept == 1 else 'them'} where that is safe",
        )
    for note in found.notes:
        tell(console, f"note: {note}")
    if found.unknown_headers:
        tell(console, f"not imported, because {found.table} has no such column: {', '.join(found.unknown_headers)}")
    if found.unused_headers:
        tell(
            console, f"not imported, because this import does not fill these columns: {', '.join(found.unused_headers)}"
        )
    counts = (
        f"{found.added:,} added, {found.updated:,} updated, {found.unchanged:,} unchanged, {len(refused):,} refused"
    )
    done = f"written, {counted(found.cells, 'cell')} changed" if found.cells else "nothing changed"
    outcome = done if found.written else f"{counted(found.cells, 'cell')} would change"
    day = f"; as of {day_text(found.as_of)}" if found.as_of else ""
    tell(console, f"{found.out}: {counts}; {outcome}{day}")
    show_stale(console, found.stale, most)
    tell(console, *(f"note: {warning}" for warning in found.warnings))
