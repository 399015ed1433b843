"""From what a command line names to tasks: folders and patterns in remote storage, and the addresses that travel."""

from pathlib import Path, PurePosixPath
from typing import Final

from ippbook.batch.one_file import FileTask
from ippbook.batch.sources import NamedWorkbook
from ippbook.cluster.addresses import file_name, is_remote, joined_address, whole_address
from ippbook.cluster.remote_file import RemoteTask
from ippbook.cluster.storage.contract import as_sentence, has_wildcard, plain_root
from ippbook.cluster.storage.kinds import storage_of
from ippbook.errors import UserError

ENDINGS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")


def remote_workbooks(named: str | Path) -> list[NamedWorkbook]:
    """The workbooks that *named* means: one file, all below a folder, or those that match a pattern such as s3://bucket/*/team.xlsx.

    Hidden files and those of programs that have a workbook open are left out, as in a folder of this machine. Raises `UserError`.
    """
    address = whole_address(named)
    if address.lower().endswith(ENDINGS) and not has_wildcard(address):
        return [_named(address, file_name(address))]
    storage = storage_of(address)
    with as_sentence(address, "listed"):
        if has_wildcard(address) and storage.files.exists(address):
            return [_named(address, file_name(address))]
        found = storage.workbooks(address)
    chosen = [each for each in found if each.lower().endswith(ENDINGS) and not file_name(each).startswith((".", "~$"))]
    if not chosen:
        raise UserError(f"{address}: no workbook is there ({', '.join(ENDINGS)}). Correct the address.")
    root = f"{plain_root(address)}/"
    return [_named(each, each.removeprefix(root)) for each in chosen]


def remote_targets(workbooks: list[NamedWorkbook], out: str | Path) -> list[str]:
    """Where each workbook goes, if *out* is in remote storage: the file itself for one workbook, else a folder. Raises `UserError`."""
    address = whole_address(out)
    if address.lower().endswith(ENDINGS):
        if len(workbooks) > 1:
            raise UserError(
                f"{address} is one file, and {len(workbooks)} files cannot be written to it. Name a folder, or name one file."
            )
        return [address]
    found = [joined_address(address, PurePosixPath(each.inside).as_posix()) for each in workbooks]
    if len(set(found)) < len(found):
        raise UserError(
            f"{address}: two of the files have the same name, so one would overwrite the other. Recalculate them one by one."
        )
    return found


def remote_task(task: FileTask) -> RemoteTask:
    """The addresses of *task*: those of remote storage as they are, paths from the root, because a worker runs in another folder."""
    workbook = task.workbook
    source = workbook.name if is_remote(workbook.name) else str(workbook.path.absolute())
    if task.out is None or task.out == workbook.path:
        return RemoteTask(workbook.name, source)
    target = whole_address(task.out) if is_remote(task.out) else str(task.out.absolute())
    return RemoteTask(workbook.name, source, target, whole_address(task.out) if is_remote(task.out) else str(task.out))


def _named(address: str, inside: str) -> NamedWorkbook:
    return NamedWorkbook(Path(address), address, Path(inside))
