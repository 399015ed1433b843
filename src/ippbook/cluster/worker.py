"""What a task knows of the worker that runs it."""

import threading
from pathlib import Path
from typing import Final

from ippbook.cluster.versions import difference, installed_versions
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass

ONE_AT_A_TIME: Final = threading.Lock()
"""Locked while a workbook is in work: more threads in one process take more memory and no less time."""


@dataclass(frozen=True)
class WorkerPlace:
    """The worker of this process."""

    name: str
    scratch: Path | None
    """Its folder for temporary files. Dask removes what a killed worker left there; None: the system's."""


def this_worker() -> WorkerPlace:
    """The worker that runs the current task; this machine, where there is none."""
    try:
        from distributed import get_worker  # noqa: PLC0415  # an extra: the other commands work without it

        worker = get_worker()
    except (ImportError, ValueError):
        return WorkerPlace("this machine", None)
    return WorkerPlace(say("the worker at {address}", address=worker.address), Path(worker.local_directory))


def refuse_other_versions(expected: dict[str, str]) -> None:
    """Raise `UserError` where this worker would calculate with other versions than the machine that started the command."""
    wrong = difference(expected, installed_versions(tuple(expected)), this_worker().name)
    if wrong:
        raise UserError(wrong)
