"""One workbook where it is: a file that the worker sees, or a file of remote storage, read into a folder of its own and put back."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ippbook import ooxml
from ippbook.batch.failures import failure_sentence, named_error
from ippbook.batch.one_file import FileOptions, FileTask, failed_report, report_file
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import NamedWorkbook
from ippbook.cluster.addresses import is_remote, local_name
from ippbook.cluster.storage.contract import ChangedMeanwhileError, StoredFile, as_sentence
from ippbook.cluster.storage.kinds import storage_of
from ippbook.cluster.worker import this_worker
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.ooxml.package.temporary_files import temporary_folder

Shown = TypeVar("Shown")


@dataclasses.dataclass(frozen=True)
class RemoteTask:
    """One workbook by its addresses; only they travel to the worker."""

    name: str
    """As the user named it: every sentence calls it so."""
    source: str
    """A remote address, or an absolute path."""
    target: str = ""
    """The same of the place to write to; "": back into the workbook itself."""
    target_name: str = ""
    """The target as the user named it."""
    top: str = ""
    """The folder for results that the target is below, an absolute path; "": there is none."""
    error: str = ""
    """Why there is no workbook: one sentence."""


def report_remote_file(task: RemoteTask, options: FileOptions, scratch: Path | None = None) -> FileReport:
    """Check or recalculate one workbook where it is. Every failure of this workbook becomes `FileReport.error`.

    The work is done again from the start if a worker dies: until the new workbook replaces the old one, nothing was changed, and
    afterwards every value is current already. *scratch*: the folder for copies of remote files; None: the system's.
    """
    try:
        _refuse_unseen_evidence(options)
        with ooxml.allowing(options.limits), temporary_folder(scratch) as folder:
            return _report(task, options, folder)
    except Exception as failure:  # noqa: BLE001  # the border of a file, as in `report_file`
        return failed_report(task.name, named_error(task.name, failure_sentence(failure)), failure, debug=options.debug)


@contextmanager
def local_copy(source: str, name: str, scratch: Path | None = None) -> Iterator[Path]:
    """The workbook as a file of this machine: itself, or a copy of the remote one.

    Every failure in the block becomes a `UserError` with the name that the user knows.
    """
    with temporary_folder(scratch) as folder:
        path = _fetched(source, folder)[0] if is_remote(source) else _seen(source, name)
        try:
            yield path
        except Exception as failure:
            raise UserError(renamed(failure_sentence(failure), {str(path): name})) from failure


def _report(task: RemoteTask, options: FileOptions, folder: Path) -> FileReport:
    target = task.target or task.source
    before: StoredFile | None = None
    if is_remote(task.source):
        path, stored = _fetched(task.source, folder)
        if target == task.source:
            before = stored
    else:
        path = _seen(task.source, task.name)
    out = Path(target)
    if is_remote(target):
        out = folder / "out" / local_name(target)
        out.parent.mkdir()
        if before is None and options.saves:
            with as_sentence(target, "read"):
                before = storage_of(target).present(target)
    done = report_file(
        FileTask(NamedWorkbook(path, task.name, Path(path.name)), out, Path(task.top) if task.top else None), options
    )
    shown = task.target_name or task.name
    done = renamed(done, {str(out): shown, str(path): task.name, str(folder): "the worker's folder"})
    if done.failed or not options.saves or not is_remote(target):
        return done
    return _put_back(done, task, target, out, path, before)


def _put_back(
    done: FileReport, task: RemoteTask, target: str, out: Path, path: Path, before: StoredFile | None
) -> FileReport:
    """Put the new workbook into the storage, unless nothing changed in it."""
    new = out.read_bytes()
    if target == task.source and new == path.read_bytes():
        return done
    try:
        _put(target, new, before)
    except ChangedMeanwhileError:
        return FileReport(
            task.name,
            error=say(
                "{target_name}: the file changed while ippbook was working on it, so nothing was written; run again",
                target_name=(task.target_name or task.name),
            ),
        )
    return done


def _put(target: str, new: bytes, before: StoredFile | None) -> None:
    """Replace *before* by *new*. An earlier attempt whose answer was lost counts: then the new content is there already."""
    storage = storage_of(target)
    with as_sentence(target, "written"):
        try:
            storage.write(target, new, before if before is not None else StoredFile(""))
        except ChangedMeanwhileError:
            try:
                there = storage.read(target, len(new))
            except (OSError, UserError):
                there = StoredFile("")
            if there.data != new:
                raise ChangedMeanwhileError from None


def _refuse_unseen_evidence(options: FileOptions) -> None:
    """Raise `UserError` where this worker does not see the evidence folder: every file in it would be reported as missing."""
    evidence = options.folders.evidence
    if evidence is not None and not evidence.is_dir():
        raise UserError(
            "{evidence}: {this_worker_name} does not see this evidence folder. Use a folder that every worker mounts at the same path.",
            evidence=evidence,
            this_worker_name=this_worker().name,
        )


def _fetched(source: str, folder: Path) -> tuple[Path, StoredFile]:
    """The remote workbook as a file in *folder*, and how the storage keeps it."""
    try:
        with as_sentence(source, "read"):
            stored = storage_of(source).read(source, ooxml.allowed().max_total_bytes)
    except ChangedMeanwhileError:
        raise UserError("{source}: the file changed while ippbook read it; run again", source=source) from None
    path = folder / "in" / local_name(source)
    path.parent.mkdir()
    path.write_bytes(stored.data)
    return path, dataclasses.replace(stored, data=b"")


def _seen(source: str, name: str) -> Path:
    """A file that this worker sees itself. Raises `UserError` where it does not."""
    path = Path(source)
    if not path.exists():
        raise UserError(
            "{name}: {this_worker_name} does not see this file at {source}. Use a folder that every worker mounts at the same path, or remote storage such as s3://.",
            name=name,
            this_worker_name=this_worker().name,
            source=source,
        )
    return path


def renamed(value: Shown, names: Mapping[str, str]) -> Shown:
    """*value* with other names for files in every text: of a report, its findings, tuples and mappings.

    >>> renamed(("/scratch/a.xlsx: locked", 3), {"/scratch/a.xlsx": "s3://bucket/a.xlsx"})
    ('s3://bucket/a.xlsx: locked', 3)
    """
    result: object = value
    if isinstance(value, str):
        text: str = value
        for old, new in names.items():
            text = text.replace(old, new)
        result = text
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        changes = {}
        for each in dataclasses.fields(value):
            if each.init:
                before = getattr(value, each.name)
                after = renamed(before, names)
                if after is not before and after != before:
                    changes[each.name] = after
        result = dataclasses.replace(value, **changes) if changes else value
    elif isinstance(value, tuple):
        result = tuple(renamed(each, names) for each in value)
    elif isinstance(value, Mapping):
        result = {key: renamed(each, names) for key, each in value.items()}
    return result  # type: ignore[return-value]  # the same type as *value*: only texts in it differ
