"""The result of an import, for people."""

from typing import TYPE_CHECKING

from rich.console import Console

from ippbook.cli.render.text import day_text, show_stale, tell
from ippbook.languages import say, say_series
from ippbook.number_words import counted

if TYPE_CHECKING:
    from ippbook.imports import MergeResult


def _show_refused(console: Console, found: "MergeResult", most: int) -> None:
    unit, refused = found.source.unit, found.refused
    for row in refused[:most]:
        tell(
            console,
            say(
                "{source_path}, {unit} {place}: refused: {why}",
                source_path=found.source.path,
                unit=unit,
                place=row.place,
                why=row.why,
            ),
        )
    if len(refused) > most:
        tell(console, say("… and {refused_count:,} more refused rows", refused_count=len(refused) - most))
    if found.rejects:
        tell(
            console,
            say(
                "{rejects}: the refused rows, with reasons. Correct them in this file and import it.",
                rejects=found.rejects,
            ),
        )


def show_merge(console: Console, found: "MergeResult", most: int = 20) -> None:
    """The result of an import, and the first *most* refused rows."""
    _show_refused(console, found, most)
    if found.kept:
        tell(
            console,
            say(
                "{cells} in {out} {part} from the export and {part_2} kept; --refresh overwrites {part_3} where that is safe",
                cells=counted(found.kept, "cell"),
                out=found.out,
                part=(say("differs") if found.kept == 1 else say("differ")),
                part_2=(say("was") if found.kept == 1 else say("were")),
                part_3=(say("it") if found.kept == 1 else say("them")),
            ),
        )
    for note in found.notes:
        tell(console, say("note: {note}", note=note))
    if found.unknown_headers:
        tell(
            console,
            say(
                "not imported, because {found_table} has no such column: {unknown_headers}",
                found_table=found.table,
                unknown_headers=say_series(found.unknown_headers),
            ),
        )
    if found.unused_headers:
        tell(
            console,
            say(
                "not imported, because this import does not fill these columns: {unused_headers}",
                unused_headers=say_series(found.unused_headers),
            ),
        )
    counts = say(
        "{added:,} added, {updated:,} updated, {unchanged:,} unchanged, {refused_count:,} refused",
        added=found.added,
        updated=found.updated,
        unchanged=found.unchanged,
        refused_count=len(found.refused),
    )
    done = (
        say("written, {cells} changed", cells=counted(found.cells, "cell")) if found.cells else say("nothing changed")
    )
    outcome = done if found.written else say("{cells} would change", cells=counted(found.cells, "cell"))
    day = say("; as of {day_text}", day_text=day_text(found.as_of)) if found.as_of else ""
    tell(
        console,
        say("{out}: {counts}; {outcome}{day}", out=found.out, counts=counts, outcome=outcome, day=day),
    )
    show_stale(console, found.stale, most)
    tell(console, *(say("note: {warning}", warning=warning) for warning in found.warnings))
