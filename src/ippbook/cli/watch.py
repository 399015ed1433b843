"""The command watch: recalculate the workbooks of folders whenever they were saved and closed."""

import os
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final

from ippbook.batch.one_file import FileOptions
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import (
    DEFAULT,
    AsOf,
    EngineOption,
    Fail,
    FailOn,
    Texts,
    leave,
    refuse_missing_engine,
    target,
)
from ippbook.cli.render.watch import WatchScreen, sentence_of
from ippbook.cli.run_state import day_now, debugging, today
from ippbook.cli.visible_stream import complain, remark
from ippbook.cli.workbooks import FormulasOption
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.pipeline.side_folders import read_side_folders
from ippbook.watch import EventKind, WatchedFolder, WatchEvent, WatchNote, WatchPlan, watch_folders

SETTLE: Final = 3.0
"""Seconds: WPS Office and Excel write a workbook in less, and a person does not wait long for the result."""
EVERY: Final = 2.0
"""Seconds between two looks."""
NOTE_EVERY: Final = 10.0
"""Seconds between two versions of a note while there is much to do."""

Folders = Annotated[
    list[Path],
    Positional(help="The folders with the workbooks; their sub-folders count.", show_default=False),
]
ResultFolder = Annotated[
    Path | None,
    Option(
        "-o",
        "--out",
        "--output-folder",
        parser=target,
        metavar="FOLDER",
        help="Write the results into this folder. Default: back into each workbook.",
        show_default=False,
    ),
]
Once = Annotated[
    bool, Option("--once", help="End when every workbook that no program has open is done; for a scheduler.")
]
Settle = Annotated[
    float,
    Option("--settle", min=0, max=3600, metavar="SECONDS", help="Wait until a workbook has not changed for this time."),
]
Every = Annotated[
    float, Option("--every", min=0.1, max=3600, metavar="SECONDS", help="Look at the folders this often.")
]
FolderNote = Annotated[
    bool,
    Option("--note/--no-note", help="Keep a text file in each folder that says what was done: ippbook watch.txt."),
]
JsonLines = Annotated[bool, Option("--json-lines", help="Print one JSON object for each event, on a line of its own.")]


@app.command("watch")
def watch(  # noqa: PLR0913, PLR0917  # one parameter for each option
    folders: Folders,
    out: ResultFolder = None,
    once: Once = False,
    settle: Settle = SETTLE,
    every: Every = EVERY,
    as_of: AsOf = None,
    fail_on: Fail = FailOn.ERROR,
    engine: EngineOption = DEFAULT,
    all_formulas: FormulasOption = True,
    texts: Texts = None,
    note: FolderNote = True,
    json_lines: JsonLines = False,
) -> None:
    """Recalculate each workbook of a folder when it was saved and closed. Ctrl-C ends it.

    A workbook that a program has open waits. --fail-on counts with --once only.

    Examples:
        ippbook watch workbooks                # until Ctrl-C
        ippbook watch workbooks -o results     # leave the workbooks as they are
        ippbook watch workbooks --once         # what is closed now, then end
    """
    refuse_missing_engine(engine)
    base = FileOptions(
        today=today(),
        as_of=as_of,
        recalculates=True,
        folders=read_side_folders(texts),
        engine=engine.value,
        all_formulas=all_formulas,
        most=0,
        debug=debugging.get(),
    )
    watched = _watched(folders, out)
    notes = _Notes(watched if note else ())
    plan = WatchPlan(watched, lambda: replace(base, today=day_now()), settle, every, once, notes.write)
    screen = WatchScreen(_now, json_lines=json_lines)
    with notes:
        for event in watch_folders(plan):
            screen.show(event)
            notes.hear(event)
    leave(screen.exit_code(fail_on))


def _watched(folders: Sequence[Path], out: Path | None) -> list[WatchedFolder]:
    """The folders of the command line. Raises `UserError` for one that is not there, and where results would come among what is watched."""
    for folder in folders:
        if folder.is_file():
            raise UserError("{folder} is a file. Name the folder that it is in.", folder=folder)
        if not folder.is_dir():
            raise UserError("There is no folder {folder}. Check its name, or connect its drive.", folder=folder)
    unique = list({folder.resolve(): folder for folder in folders}.values())
    if out is None:
        return [WatchedFolder(folder) for folder in unique]
    if out.exists() and not out.is_dir():
        raise UserError("{out} is a file, not a folder. Name another folder for the results.", out=out)
    goals = [out] if len(unique) == 1 else [out / folder.resolve().name for folder in unique]
    for goal in goals:
        if any(os.path.realpath(goal) == os.path.realpath(folder) for folder in unique):
            raise UserError(
                "{goal}: the results would be written over the watched workbooks. Name another folder, or leave -o out.",
                goal=goal,
            )
    if len({str(goal).casefold() for goal in goals}) < len(goals):
        raise UserError(
            "Two of the watched folders have the same name, so their results would mix. Watch each with its own -o."
        )
    return [WatchedFolder(folder, goal) for folder, goal in zip(unique, goals, strict=True)]


class _Notes:
    """The notes of all folders. A note that cannot be written is named once and left; one whose folder is gone waits for it."""

    def __init__(self, folders: Sequence[WatchedFolder]) -> None:
        self._notes = [WatchNote(each.path, _now, sentence_of) for each in folders]
        self._written = time.monotonic()
        for each in self._notes:
            if warning := each.other_watch():
                complain(warning)

    def hear(self, event: WatchEvent) -> None:
        """Take *event* into the notes; while there is much to do, they are written only now and then."""
        for each in self._notes:
            each.hear(event)
        if event.kind is EventKind.STARTED or time.monotonic() - self._written > NOTE_EVERY:
            self.write()

    def write(self, *, ended: bool = False) -> None:
        """Bring the notes up to date."""
        self._written = time.monotonic()
        for each in list(self._notes):
            try:
                each.write(ended=ended)
            except UserError as refusal:
                if each.path.parent.is_dir():
                    remark(say("note: {refusal}", refusal=refusal))
                    self._notes.remove(each)

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_raised: object) -> None:
        self.write(ended=True)


def _now() -> datetime:
    return datetime.now().astimezone()
