"""Where the results of several workbooks go: back into each, or below a folder, never two to one file."""

import os
from collections.abc import Sequence
from pathlib import Path

from ippbook.batch.one_file import FileTask
from ippbook.batch.sources import WORKBOOK_ENDINGS, NamedWorkbook
from ippbook.errors import UserError
from ippbook.number_words import counted


def stdout_task(workbooks: Sequence[NamedWorkbook], folder: Path) -> FileTask:
    """The one workbook whose bytes go to standard output; until then they are in *folder*. Raises `UserError` where there are several."""
    if len(workbooks) > 1:
        raise UserError(
            "{workbooks} cannot go to standard output (-). Name one.", workbooks=counted(len(workbooks), "workbook")
        )
    only = workbooks[0]
    return FileTask(only, folder / f"stdout{only.path.suffix}")


def recalc_tasks(workbooks: Sequence[NamedWorkbook], out: Path | None, *, searched: bool = False) -> list[FileTask]:
    """Each workbook with the file that it is written to. Raises `UserError` before anything is written where two would collide.

    *out*: None for back into the workbook; a file for one workbook; a folder, in which the sub-folders of the sources are made again.
    """
    if out is None:
        return [FileTask(each, each.path) for each in workbooks]
    if not out.is_dir() and not (len(workbooks) > 1 or searched):
        return [FileTask(workbooks[0], out)]
    if out.suffix.lower() in WORKBOOK_ENDINGS and not out.is_dir():
        raise UserError(
            "{out} is not a folder, and {files} cannot be written to one file. Name a folder, or one file.",
            out=out,
            files=counted(len(workbooks), "file"),
        )
    if out.exists() and not out.is_dir():
        raise UserError("{out} is a file, not a folder. Name another folder for the results.", out=out)
    tasks = [FileTask(each, out / each.inside, top=out) for each in workbooks]
    _refuse_collisions(tasks)
    return tasks


def _refuse_collisions(tasks: Sequence[FileTask]) -> None:
    sources = {_real(task.workbook.path): task.workbook for task in tasks}
    goals: dict[str, NamedWorkbook] = {}
    for task in tasks:
        if task.out is None or task.workbook.error:
            continue
        real = _real(task.out)
        other = goals.setdefault(real, task.workbook)
        if other is not task.workbook:
            raise UserError(
                "{other_name} and {workbook_name} would both be written to {out}, so nothing was written. Write one of them to another folder.",
                other_name=other.name,
                workbook_name=task.workbook.name,
                out=task.out,
            )
        if sources.get(real, task.workbook) is not task.workbook:
            raise UserError(
                "{workbook_name} would be written over {sources_name}, so nothing was written. Choose another folder.",
                workbook_name=task.workbook.name,
                sources_name=sources[real].name,
            )


def _real(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
