"""Commands from listings to filings: import, plan, pack, notice, due."""

import dataclasses
from pathlib import Path
from typing import Annotated

from ippbook import imports, pipeline
from ippbook.cases import filing
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import (
    AsOf,
    File,
    Format,
    Limit,
    Out,
    Output,
    Texts,
    leave,
    print_json,
    target,
    workbook_day,
)
from ippbook.cli.render import cases, json, merges, text
from ippbook.cli.run_state import today
from ippbook.cli.visible_stream import print_line, print_text, warn
from ippbook.languages import say
from ippbook.pipeline.side_folders import read_side_folders


@app.command("import")
def import_file(  # noqa: PLR0913, PLR0917  # a parameter for each option
    file: File,
    listings: Annotated[
        Path | None,
        Option("--listings", help="An export with listings (csv, tsv, xlsx, json, jsonl).", show_default=False),
    ] = None,
    outcomes: Annotated[
        Path | None,
        Option("--outcomes", help="An export of the portal with the statuses of complaints.", show_default=False),
    ] = None,
    out: Out = None,
    refresh: Annotated[
        bool,
        Option(
            "--refresh",
            help="Overwrite title, price, store and seller (or status and dates) with the export's values. Default: fill blank cells and advance statuses.",
        ),
    ] = False,
    encoding: Annotated[str, Option("--encoding", help="Encoding of a text export (default: detected).")] = "",
    columns: Annotated[
        str,
        Option(
            "--columns",
            help="The columns of an export without known headers, in order: 'URL,Title,-' (- leaves one out); or by header: 'Adresse=URL, Preis=Price'.",
        ),
    ] = "",
    platform: Annotated[
        str, Option("--platform", help="Listings: the marketplace of all rows that have an item ID and no link.")
    ] = "",
    right: Annotated[str, Option("--right", help="Listings: the right for all rows that have none.")] = "",
    reason: Annotated[str, Option("--reason", help="Listings: the reason for all rows that have none.")] = "",
    check_only: Annotated[bool, Option("--check", help="Write nothing; list what would change.")] = False,
    output: Output = Format.TEXT,
) -> None:
    """Merge an export of a scraper or of the portal into the workbook. What people typed stays. Exits with 1 if rows are refused.

    Examples:
        ippbook import team.xlsx --listings export.csv
    """
    from ippbook.imports import rejects  # noqa: PLC0415  # imported late: start-up stays quick

    merge = imports.chosen_import(listings, outcomes)
    choices = imports.ImportChoices(columns, platform, right, reason)
    with text.progress(file.name, imports.IMPORT_STAGES) as progress:
        found = merge(
            file,
            out,
            rejects.write_rejects,
            refresh=refresh,
            encoding=encoding,
            choices=choices,
            write=not check_only,
            today=today(),
            progress=progress,
        )
    if output is Format.JSON:
        print_json("import", json.merge(found), found.as_of)
    else:
        merges.show_merge(text.screen(), found)
    leave(1 if found.refused else 0)


@app.command("plan")
def plan(
    file: File,
    out: Out = None,
    account: Annotated[
        str,
        Option(
            "--account", help="The account that files. Default: the only account, or the one that has cited the right."
        ),
    ] = "",
    texts: Texts = None,
    dry_run: Annotated[bool, Option("--dry-run", help="Write nothing; list what would be drafted.")] = False,
    as_of: AsOf = None,
    limit: Limit = 50,
    output: Output = Format.TEXT,
) -> None:
    """Draft complaints from the listings that are ready, append them to Complaints, and list the excluded ones with the reason.

    Examples:
        ippbook plan team.xlsx -o planned.xlsx
        ippbook plan team.xlsx
    """
    folders = read_side_folders(texts)
    with text.progress(file.name) as progress:
        done = filing.plan(
            file, out, account, as_of, today=today(), write=not dry_run, folders=folders, progress=progress
        )
    if output is Format.JSON:
        print_json("plan", cases.plan(done))
    else:
        text.tell(text.screen(), *cases.plan_text(done, limit))


@app.command("pack")
def pack(
    file: File,
    out: Annotated[
        Path,
        Option("-o", "--out", parser=target, metavar="PATH", help="The folder to pack into.", show_default=False),
    ],
    complaint: Annotated[str, Option("--complaint", help="Pack only this complaint.")] = "",
    include_warnings: Annotated[
        bool,
        Option("--include-warnings", help="Pack complaints against authorised sellers too; evidence.txt warns."),
    ] = False,
    evidence: Annotated[
        Path | None,
        Option("--evidence", help="The folder with the files that Listings names.", show_default=False),
    ] = None,
    texts: Texts = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Write a folder for each complaint that is ready: links, text, evidence and hashes. Exits with 1 if one is not ready or its folder was edited.

    Examples:
        ippbook pack team.xlsx -o to-file
    """
    folders = read_side_folders(texts)
    with text.progress(file.name) as progress:
        done = filing.pack(
            file,
            out,
            complaint,
            evidence,
            as_of,
            include_warnings=include_warnings,
            today=today(),
            folders=folders,
            progress=progress,
        )
    if output is Format.JSON:
        print_json("pack", cases.packing(done))
    else:
        text.tell(text.screen(), *cases.packing_text(done))
    leave(1 if done.not_packed or any(each.written.kept for each in done.packed) else 0)


@app.command("notice")
def notice(
    file: File,
    complaint: Annotated[str, Positional(help="The complaint's number.", show_default=False)],
    language: Annotated[
        str,
        Option(
            "--language",
            help="One of en, zh, ja, ko, de, fr, es. Default: the language of the complaint, else the setting Text language.",
        ),
    ] = "",
    texts: Texts = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print the takedown text of one complaint, ready to paste.

    Examples:
        ippbook notice team.xlsx C-2026-0001
    """
    folders = read_side_folders(texts)
    found = pipeline.takedown_text(file, complaint, language, as_of, today=today(), folders=folders)
    if output is Format.JSON:
        print_json("notice", dataclasses.asdict(found), workbook_day(file, as_of))
    elif found.text:
        print_text(found.text)
    if not found.text:
        print_line(
            say(
                "{file}: complaint {complaint} has no text: {problem}",
                file=file,
                complaint=complaint,
                problem=found.problem,
            ),
            err=True,
        )
    elif output is Format.TEXT:
        day = text.day_text(workbook_day(file, as_of))
        print_line(
            say(
                "({characters} characters; as of {day}){part}",
                characters=found.characters,
                day=day,
                part=(f" {found.remark}" if found.remark else ""),
            ),
            err=True,
        )
    leave(0 if found.text and not found.problem else 1)


@app.command("due")
def due(
    file: File,
    as_of: AsOf = None,
    days: Annotated[int, Option("--days", min=0, help="Look this many days ahead.")] = 30,
    ics: Annotated[
        Path | None,
        Option("--ics", help="Also write a calendar file (.ics).", show_default=False, dir_okay=False),
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """List what is due and what is overdue, the most urgent first: replies, deadlines to sue, rights and powers of attorney that expire.

    Examples:
        ippbook due team.xlsx
        ippbook due team.xlsx --days 60 --ics due.ics  # also as a calendar
    """
    from ippbook.cli.render import icalendar as calendars  # noqa: PLC0415  # imported late: start-up stays quick

    found = pipeline.due(file, as_of, days, today=today())
    warnings: tuple[str, ...] = ()
    if ics is not None:
        warnings = calendars.write(ics, found.dues, found.as_of)
    if output is Format.JSON:
        print_json("due", json.agenda(found))
    else:
        from ippbook.cli.render import today as lists  # noqa: PLC0415  # imported late: start-up stays quick

        lists.show_agenda(text.screen(), found, days)
    if ics is not None:
        print_line(say("{ics}: written", ics=ics), err=True)
        warn(warnings)
