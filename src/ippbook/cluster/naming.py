"""From what a command line names to tasks: folders and patterns in remote storage, and the addresses that travel."""

from collections.abc import Sequence
from pathlib import Path

from ippbook.batch.journal import file_hash
from ippbook.batch.one_file import FileTask
from ippbook.batch.sources import (
    HIDDEN_OR_TEMPORARY,
    LOOKED_FOR,
    FoundWorkbooks,
    NamedWorkbook,
    SkippedFile,
    is_named_like_a_workbook,
)
from ippbook.cluster.addresses import file_name, is_remote, joined_address, whole_address
from ippbook.cluster.remote_file import RemoteTask
from ippbook.cluster.storage.contract import as_sentence, has_wildcard, plain_root
from ippbook.cluster.storage.kinds import storage_of
from ippbook.errors import UserError
from ippbook.number_words import counted


def remote_workbooks(address: str) -> FoundWorkbooks:
    """The workbooks that *address* means: one file, all below a folder, or those that match a pattern such as s3://bucket/*/team.xlsx.

    Hidden files and those of programs that have a workbook open are skipped, as in a folder of this machine. An address that leads
    to no workbook is an error of its own.
    """
    address = whole_address(address)
    try:
        return _found(address)
    except UserError as refusal:
        return FoundWorkbooks([NamedWorkbook(Path(address), address, Path(file_name(address)), str(refusal))])


def _found(address: str) -> FoundWorkbooks:
    if is_named_like_a_workbook(address) and not has_wildcard(address):
        return FoundWorkbooks([_named(address, file_name(address))])
    storage = storage_of(address)
    with as_sentence(address, "listed"):
        if has_wildcard(address) and storage.files.exists(address):
            return FoundWorkbooks([_named(address, file_name(address))])
        found = storage.workbooks(address)
    found = [each for each in found if is_named_like_a_workbook(each)]
    skipped = [each for each in found if file_name(each).startswith((".", "~"))]
    root = f"{plain_root(address)}/"
    chosen = [_named(each, each.removeprefix(root)) for each in found if each not in skipped]
    if not chosen:
        raise UserError("{address}: no workbook is there. {looked_for}", address=address, looked_for=LOOKED_FOR)
    return FoundWorkbooks(chosen, [SkippedFile(each, HIDDEN_OR_TEMPORARY) for each in skipped], searched=True)


def tasks_to_remote(workbooks: Sequence[NamedWorkbook], out: Path, *, searched: bool = False) -> list[FileTask]:
    """Each workbook with its place in remote storage: *out* itself for one workbook, else below this folder.

    Raises `UserError` before anything is written where two would collide.
    """
    address = whole_address(out)
    if is_named_like_a_workbook(address):
        if len(workbooks) > 1 or searched:
            raise UserError(
                "{address} is one file, and {files} cannot be written to it. Name a folder, or one file.",
                address=address,
                files=counted(len(workbooks), "file"),
            )
        return [FileTask(workbooks[0], Path(address))]
    tasks = [FileTask(each, Path(joined_address(address, each.inside.as_posix()))) for each in workbooks]
    taken = {each.name: each for each in workbooks}
    for task in tasks:
        place = whole_address(task.out or task.workbook.path)
        other = taken.setdefault(place, task.workbook)
        if other is not task.workbook and not task.workbook.error:
            raise UserError(
                "{workbook_name} would be written over {other_name} or its result at {place}, so nothing was written. Choose another folder, or write one of them alone.",
                workbook_name=task.workbook.name,
                other_name=other.name,
                place=place,
            )
    return tasks


def remote_task(task: FileTask) -> RemoteTask:
    """The addresses of *task*: those of remote storage as they are, paths from the root, because a worker runs in another folder."""
    workbook = task.workbook
    source = workbook.name if is_remote(workbook.name) else str(workbook.path.absolute())
    if task.out is None or task.out == workbook.path:
        return RemoteTask(workbook.name, source, error=workbook.error)
    if is_remote(task.out):
        return RemoteTask(workbook.name, source, whole_address(task.out), whole_address(task.out))
    return RemoteTask(
        workbook.name, source, str(task.out.absolute()), str(task.out), str(task.top.absolute()) if task.top else ""
    )


def remote_mark(path: Path) -> str:
    """The mark of a file's content for the journal of `--resume`: the storage's own version, or the hash of a file of this machine."""
    if not is_remote(path):
        return file_hash(path)
    address = whole_address(path)
    try:
        with as_sentence(address, "read"):
            return storage_of(address).present(address).version
    except UserError:
        return ""  # its task will say what is wrong


def _named(address: str, inside: str) -> NamedWorkbook:
    return NamedWorkbook(Path(address), address, Path(inside))
