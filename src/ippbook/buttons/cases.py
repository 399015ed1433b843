"""The group Cases: exports are imported, complaints are drafted, folders are packed."""

from collections import Counter
from typing import Final

from ippbook import imports
from ippbook.buttons.phrases import SHOWN
from ippbook.cases import filing
from ippbook.declare.button import Desk, Done, button
from ippbook.imports.merge import MergeResult
from ippbook.languages import KnownWord, say, say_series
from ippbook.number_words import counted, listed

_EXPORTS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".json", ".jsonl")


@button("Import listings", group="Cases", image="ImportExcel", asks=True)
def import_listings(desk: Desk) -> Done:
    """Merge an export with listings into the table Listings.

    Your entries are kept: only blank cells are filled, and new listings are added at the end of the table. Rows that cannot be
    imported go into a file next to the export, each with its reason.
    """
    export = desk.choose_file(say("An export with listings"), _EXPORTS)
    if export is None:
        return Done(say("No file was chosen, so nothing was imported."))
    desk.tell("importing")
    return _merged(imports.import_listings(desk.book, export, None, desk.put_aside))


@button("Import outcomes", group="Cases", image="GetExternalDataFromWeb", asks=True)
def import_outcomes(desk: Desk) -> Done:
    """Merge the portal's export with the outcomes of complaints into the table Complaints.

    Statuses are updated and blank dates are filled; your other entries are kept. Rows that cannot be imported go into a file
    next to the export, each with its reason.
    """
    export = desk.choose_file(say("An export of the portal with statuses of complaints"), _EXPORTS)
    if export is None:
        return Done(say("No file was chosen, so nothing was imported."))
    desk.tell("importing")
    return _merged(imports.import_outcomes(desk.book, export, None, desk.put_aside))


def _merged(found: MergeResult) -> Done:
    unit = found.source.unit
    lines = [
        say(
            "{source_path_name}: {counted} added, {updated:,} updated, {unchanged:,} unchanged",
            source_path_name=found.source.path.name,
            counted=counted(found.added, unit),
            updated=found.updated,
            unchanged=found.unchanged,
        ),
        say("{found_table}: {cells} changed", found_table=found.table, cells=counted(found.cells, "cell")),
    ]
    if found.kept:
        lines.append(say("{cells} differ from the export and keep your entry", cells=counted(found.kept, "cell")))
    if found.refused:
        lines.append(
            say(
                "{counted} refused and written to {rejects}",
                counted=counted(len(found.refused), unit),
                rejects=found.rejects,
            )
        )
        lines += [
            say("{unit} {place}: {why}", unit=unit, place=row.place, why=row.why) for row in found.refused[:SHOWN]
        ]
    if found.unknown_headers:
        lines.append(
            say(
                "ignored, because the table has no such column: {unknown_headers}",
                unknown_headers=listed(found.unknown_headers),
            )
        )
    if found.unused_headers:
        lines.append(
            say(
                "ignored, because this import does not fill these columns: {unused_headers}",
                unused_headers=listed(found.unused_headers),
            )
        )
    lines += found.notes[:SHOWN]
    return Done(say_series(lines, "\n"), found.cells, bool(found.refused))


@button("Plan complaints", group="Cases", image="TableInsert", large=True)
def plan(desk: Desk) -> Done:
    """Draft complaints from the listings that are ready, and append them to Complaints.

    A draft has one account, one platform, one right, one reason and as many links as the portal accepts. The message lists the
    excluded listings with the reason. Press Fill texts afterwards to write the texts.
    """
    desk.tell("planning")
    done = filing.plan(desk.book, None, "", desk.as_of, today=desk.today)
    made = done.plan
    lines = [
        say(
            "{complaints} drafted with {links}; as of {as_of}",
            complaints=counted(len(made.drafts), "complaint"),
            links=counted(made.links, "link"),
            as_of=made.as_of,
        )
        if made.drafts
        else say("No listing is ready for a complaint; as of {as_of}", as_of=made.as_of)
    ]
    lines += [_drafted(each) for each in made.drafts[:SHOWN]]
    if made.excluded:
        kinds = Counter(each.kind for each in made.excluded).most_common()
        lines.append(
            say(
                "{listings} excluded: {kinds}",
                listings=counted(len(made.excluded), "listing"),
                kinds=say_series(say("{kind} {count:,}", kind=kind, count=count) for kind, count in kinds),
            )
        )
        open_ones = [each for each in made.excluded if each.kind not in filing.SETTLED]
        lines += [say("{place}: {why}", place=each.place, why=each.why) for each in open_ones[:SHOWN]]
    return Done(say_series(lines, "\n"), made.links)


def _drafted(draft: filing.DraftedComplaint) -> str:
    """A draft in a line."""
    line = say(
        "{complaint}: {account}, {platform}, {right}, {reason}: {links}",
        complaint=draft.complaint,
        account=draft.account,
        platform=KnownWord(draft.platform, "platforms"),
        right=draft.right,
        reason=KnownWord(draft.reason, "reasons"),
        links=counted(len(draft.listings), "link"),
    )
    return say("{draft}; still to do: {note}", draft=line, note=draft.note) if draft.note else line


@button("Pack", group="Cases", image="FileSaveAs", writes=False, asks=True)
def pack(desk: Desk) -> Done:
    """Write a folder for each complaint that is ready: links, text and evidence.

    You choose the folder. Evidence comes from the folder “evidence” next to the workbook, if there is one. The message lists
    complaints that are not ready with the reason. The workbook is not changed. Files that you edited in a folder are kept.
    """
    home = desk.book.path.parent
    out = desk.choose_folder(say("The folder to pack into"), home / f"{desk.book.path.stem} filings")
    if out is None:
        return Done(say("No folder was chosen, so nothing was packed."))
    evidence = home / "evidence"
    desk.tell("packing")
    done = filing.pack(desk.book, out, "", evidence if evidence.is_dir() else None, desk.as_of, today=desk.today)
    states = Counter(each.written.state for each in done.packed)
    what = say_series(say("{count:,} {state}", count=count, state=state) for state, count in states.items())
    lines = [
        say(
            "{out}: {what}; {complaints} not packed; as of {as_of}",
            out=done.out,
            what=what or say("no folder"),
            complaints=counted(len(done.not_packed), "complaint"),
            as_of=done.as_of,
        )
    ]
    lines += [
        say(
            "{place}: {complaint}: {why}",
            place=each.place,
            complaint=each.complaint or say("no number"),
            why=each.why,
        )
        for each in done.not_packed[:SHOWN]
    ]
    kept = [str(each.written.folder / name) for each in done.packed for name in each.written.kept]
    if kept:
        lines.append(say("edited by you and kept: {kept}", kept=listed(kept)))
    return Done(say_series(lines, "\n"), 0, bool(done.not_packed or kept))
