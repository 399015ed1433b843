"""Recalculates the workbooks of folders whenever they were saved and closed: a look at the folders, a state, a work loop, a note.

`WatchState` decides and knows neither files nor a clock; `look_at` reads folders; `watch_folders` brings both together with
`batch.report_file`, which does the work of one file; `WatchNote` is the text file for people without a terminal.
"""

from ippbook.watch.events import EventKind, WatchEvent
from ippbook.watch.loop import WatchedFolder, WatchPlan, watch_folders
from ippbook.watch.note import NOTE_NAME, WatchNote

__all__ = ["NOTE_NAME", "EventKind", "WatchEvent", "WatchNote", "WatchPlan", "WatchedFolder", "watch_folders"]
