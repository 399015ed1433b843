"""What the child of an embedded engine is to do, and what is made of its answer."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import IO

import numpy as np

from ippbook.formulas.engines.answers import AnswerError, EngineReason, WholeFailure, answered_columns
from ippbook.formulas.engines.children import ChildWork
from ippbook.formulas.engines.followers import without_stale_followers
from ippbook.formulas.engines.protocol import EngineColumn, EngineJob, EngineLimits, Unavailable, all_unavailable
from ippbook.formulas.source import RowNumbers
from ippbook.languages import say

Explain = Callable[[EngineReason], Unavailable]
"""Puts an engine's own reason into our words."""


def package_missing(package: str, requirement: str) -> str | None:
    """Why *package* cannot be used in a child here, as the end of a sentence; None where it can. It is not imported into this process."""
    if not sys.executable:
        return "Python runs inside another program here and cannot start a process of its own"
    if package_folder(package):
        return None
    return say(
        "the package {package} is not installed; install it with: pip install {requirement}",
        package=package,
        requirement=requirement,
    )


def package_folder(package: str) -> str | None:
    """The folder that holds the folder of *package*."""
    found = find_spec(package)
    return str(Path(found.origin).parent.parent) if found and found.origin else None


def child_work(
    script: str,
    packages: tuple[str, ...],
    job: EngineJob,
    limits: EngineLimits,
    more: Mapping[str, object],
    *,
    limits_itself: bool = True,
) -> ChildWork:
    """The child that runs *script* of this room with *packages* at hand, on the order that *job* and *more* make."""
    folders = dict.fromkeys(filter(None, map(package_folder, packages)))
    command = [sys.executable, "-I", "-S", "-B", str(Path(__file__).with_name(script)), *folders]

    def give(standard_input: IO[bytes]) -> None:
        order = {
            "cells": [[sheet, column, runs(rows)] for (sheet, column), rows in job.cells.items()],
            "megabytes": limits.megabytes if limits_itself else None,
            "seconds": limits.seconds,
            "parent": os.getpid(),
            **more,
        }
        heading = json.dumps(order).encode()
        standard_input.write(len(heading).to_bytes(8, "little"))
        standard_input.write(heading)
        standard_input.write(job.workbook)

    return ChildWork(command, give, limits_itself=limits_itself)


def job_answer(job: EngineJob, answer: bytes | Unavailable, explain: Explain, refused: Explain) -> list[EngineColumn]:
    """The columns of *job*, whatever its child wrote. *refused* explains why a workbook was not read at all."""
    if isinstance(answer, Unavailable):
        return all_unavailable(job, answer)
    try:
        found = answered_columns(answer, [len(rows) for rows in job.cells.values()], explain)
    except AnswerError:
        return all_unavailable(job, Unavailable("engine", "the calculation engine gave an answer that cannot be read"))
    if isinstance(found, WholeFailure):
        return all_unavailable(job, refused(found.reason))
    columns = zip(job.cells.items(), found, strict=True)
    return without_stale_followers(
        job, [EngineColumn(sheet, column, rows, values) for ((sheet, column), rows), values in columns]
    )


def runs(rows: RowNumbers) -> list[list[int]]:
    """First and last row of each unbroken run.

    >>> runs(np.array([2, 3, 4, 9]))
    [[2, 4], [9, 9]]
    """
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) != 1)
    firsts, lasts = rows[np.append(0, breaks + 1)], rows[np.append(breaks, len(rows) - 1)]
    return [list(run) for run in zip(firsts.tolist(), lasts.tolist(), strict=True)]
