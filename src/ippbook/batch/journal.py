"""The journal of `--resume`: a workbook is done again only where its result could be another one.

One line for each finished workbook, as JSON, appended when it is finished: after kill -9 at most the last line is torn, and a line
that cannot be read only means that its workbook is done again. A line has the hash of the workbook and of what was written, and the
report, so that a resumed run says everything that a full one says.
"""

import contextlib
import hashlib
import json
import os
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from ippbook import ooxml
from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.reports import FileReport, FormulaReport, StaleCells
from ippbook.batch.sources import STDIN
from ippbook.errors import UserError
from ippbook.formulas.engines import engine_named
from ippbook.languages import say
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.findings import Finding, Severity
from ippbook.version import __version__

_FIRST_LINE: Final = '{"ippbook journal": 1}\n'
_JsonObject = dict[str, Any]


@dataclass(frozen=True)
class JournalEntry:
    """What the journal knows of one workbook."""

    before: str
    """The hash of the workbook's bytes before it was done."""
    choices: str
    """The hash of everything else that decides the result: version, options, texts, and where it is written."""
    day: str
    """The requested day: that of the command, else that of the run."""
    after: str
    """The hash of the file that was written; "" where nothing was."""
    packed: bytes
    """The report as compressed JSON: a journal of thousands of workbooks with all their findings is in memory."""

    @property
    def report(self) -> FileReport:
        """What the workbook gave."""
        return _report(json.loads(zlib.decompress(self.packed)))


class ResumeJournal:
    """The journal of one command. Use it as a context; `known` before a workbook is done, `record` after it."""

    def __init__(
        self,
        path: Path,
        options: FileOptions,
        sides: Mapping[str, Path | None] | None = None,
        mark: Callable[[Path], str] | None = None,
    ) -> None:
        """Read the journal at *path*, or begin one. *sides*: the folders that accompany the workbooks, such as texts.

        *mark*: gives the mark of a file's content, "" where there is none; by default the hash. Raises `UserError` where the
        file at *path* is something else.
        """
        self._mark = mark or file_hash
        self.path = path
        self.notes: list[str] = []
        self._options = options
        self._choices = _choices(options, sides or {})
        self._day = (options.as_of or options.today).isoformat()
        self._begun: dict[str, str] = {}
        self._full = False
        self._entries, self._lines, torn = _read(path)
        if torn:
            self.notes.append(
                say("{path}: {torn:,} unreadable lines; their workbooks are done again", path=path, torn=torn)
            )
        self._file = _opened(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)
        if self._lines > 2 * len(self._entries) + 100:
            lines = "".join(_line(name, entry) for name, entry in self._entries.items())
            with contextlib.suppress(ooxml.WorkbookError):  # it is only longer than it need be
                ooxml.write_whole(self.path, (_FIRST_LINE + lines).encode())

    def known(self, task: FileTask) -> FileReport | None:
        """The report of a workbook whose result is still the one that the journal has; None where it must be done."""
        found = "" if task.workbook.error or task.workbook.name == STDIN else self._mark(task.workbook.path)
        self._begun[self._name(task)] = found
        entry = self._entries.get(self._name(task))
        if not found or entry is None or not self._same_choices(entry, task):
            return None
        written = self._written(task)
        in_place = written is None or _same_file(written, task.workbook.path)
        current = found == (entry.after if written is not None and in_place else entry.before)
        if current and written is not None and not in_place:
            now = self._mark(written)
            current = now == entry.after
            if not current:
                what = say("has changed") if now else say("is gone")
                self.notes.append(say("{written}: {what} since it was written; done again", written=written, what=what))
        return replace(entry.report, file=task.workbook.name, resumed=True) if current else None

    def record(self, task: FileTask, report: FileReport) -> None:
        """Note the result of a workbook. A failure is not noted: the next run tries again."""
        begun = self._begun.pop(self._name(task), None)
        if report.failed or not begun or self._full:
            return
        written = self._written(task)
        after = "" if written is None else self._mark(written)
        in_place = written is not None and _same_file(written, task.workbook.path)
        if not in_place and self._mark(task.workbook.path) != begun:
            return  # somebody saved it meanwhile, so it is not known which bytes were read
        if written is not None and not after:
            return
        entry = JournalEntry(begun, self._choices_of(task), self._day, after, _packed(asdict(report)))
        name = self._name(task)
        self._entries[name] = entry
        self._lines += 1
        line = _line(name, entry).encode()
        try:
            while line:
                line = line[os.write(self._file, line) :]
        except OSError as failure:
            self._full = True
            self.notes.append(
                say(
                    "{path}: the journal cannot be written ({strerror}); a later run does the workbooks again",
                    path=self.path,
                    strerror=(failure.strerror or failure),
                )
            )

    def _written(self, task: FileTask) -> Path | None:
        return (task.out or task.workbook.path) if self._options.saves else None

    def _same_choices(self, entry: JournalEntry, task: FileTask) -> bool:
        """Whether nothing but the workbook could give another result. A day that the workbook itself sets does not pass."""
        if entry.choices != self._choices_of(task) or entry.day == self._day:
            return entry.choices == self._choices_of(task)
        own_day = entry.report.as_of if self._options.as_of is None else None
        return own_day is not None and own_day != date.fromisoformat(entry.day)

    def _choices_of(self, task: FileTask) -> str:
        written = self._written(task)
        return _digest([self._choices, os.path.abspath(written) if written else ""])  # noqa: PTH100  # a name, not a file

    def _name(self, task: FileTask) -> str:
        kind = "recalc" if self._options.recalculates else "check"
        return f"{kind} {os.path.abspath(task.workbook.path)}"  # noqa: PTH100  # a name, not a file


# ---- what decides a result


def _choices(options: FileOptions, sides: Mapping[str, Path | None]) -> str:
    """The hash of version, options and side folders. The day is compared by itself."""
    engine = ""
    if options.recalculates:
        with contextlib.suppress(UserError):  # no engine is installed
            engine = engine_named(options.engine).version
    parts = [__version__, options.engine, engine, options.recalculates, options.writes, options.all_formulas]
    parts += [options.most, options.as_of is None, asdict(options.limits)]
    parts += [(name, None if folder is None else _folder(folder)) for name, folder in sorted(sides.items())]
    return _digest(parts)


def _folder(path: Path) -> list[tuple[str, int, int]]:
    """Name, size and time of each file of a folder, with its sub-folders."""
    found = []
    for folder, _, names in os.walk(path):
        for name in names:
            with contextlib.suppress(OSError):
                status = Path(folder, name).lstat()
                found.append((os.path.join(folder, name), status.st_size, status.st_mtime_ns))  # noqa: PTH118  # a name
    return sorted(found)


def _digest(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


def file_hash(path: Path) -> str:
    """The hash of a file's bytes; "" where it cannot be read."""
    try:
        if not path.is_file():  # a pipe would wait
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _same_file(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


# ---- lines


def _opened(path: Path) -> int:
    """The journal, open for appending; it is begun where there is none."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        end = os.lseek(handle, 0, os.SEEK_END)
        if end < len(_FIRST_LINE):  # new, or the first line is torn
            os.ftruncate(handle, 0)
            os.write(handle, _FIRST_LINE.encode())
        else:
            os.lseek(handle, end - 1, os.SEEK_SET)
            if os.read(handle, 1) != b"\n":
                os.write(handle, b"\n")  # after a torn line
    except OSError as failure:
        raise UserError(
            "{path}: the journal cannot be written ({strerror}). Name another file after --resume.",
            path=path,
            strerror=(failure.strerror or failure),
        ) from None
    return handle


def _read(path: Path) -> tuple[dict[str, JournalEntry], int, int]:
    """The entries by workbook (the last line of each counts), the number of lines, and how many cannot be read."""
    entries: dict[str, JournalEntry] = {}
    lines = torn = 0
    try:
        if not path.exists():
            return entries, lines, torn
        if not path.is_file():
            raise UserError(
                "{path} is not a file. Name a file after --resume; it is made where there is none.", path=path
            )
        if not path.stat().st_size:  # new, or a file of /proc, whose reading may wait for ever
            return entries, lines, torn
        with path.open("rb") as file:
            _refuse_other_file(path, file.readline(len(_FIRST_LINE)))
            for line in file:
                lines += 1
                try:
                    name, entry = _entry(json.loads(line))
                except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                    torn += bool(line.strip())
                else:
                    entries[name] = entry
    except OSError as failure:
        raise UserError(
            "{path}: the journal cannot be read ({strerror}).", path=path, strerror=(failure.strerror or failure)
        ) from None
    return entries, lines, torn


def _refuse_other_file(path: Path, first: bytes) -> None:
    """Raise `UserError` unless *first* is the first line of a journal, or the part of it that was written before a kill."""
    if not _FIRST_LINE.encode().startswith(first):
        raise UserError(
            "{path} is not a journal of this version of ippbook, so it stays as it is. Name another file after --resume.",
            path=path,
        )


def _line(name: str, entry: JournalEntry) -> str:
    fields = {
        "workbook": name,
        "before": entry.before,
        "choices": entry.choices,
        "day": entry.day,
        "after": entry.after,
    }
    report = zlib.decompress(entry.packed).decode()
    return f'{json.dumps(fields)[:-1]}, "report": {report}}}\n'


def _packed(report: _JsonObject) -> bytes:
    return zlib.compress(json.dumps(report, default=str).encode(), 1)


def _entry(read: _JsonObject) -> tuple[str, JournalEntry]:
    """An entry out of its line. Raises `ValueError`, `TypeError`, `KeyError` or `AttributeError` for a line of another shape."""
    texts = [read[name] for name in ("workbook", "before", "choices", "day", "after")]
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(texts)
    name, before, choices, day, after = texts
    date.fromisoformat(day)
    _report(read["report"])
    return name, JournalEntry(before, choices, day, after, _packed(read["report"]))


def _report(read: _JsonObject) -> FileReport:
    report = dict(read)
    for name, reader in _READERS.items():
        report[name] = reader(report[name])
    return FileReport(**report)


def _findings(read: list[_JsonObject]) -> tuple[Finding, ...]:
    return tuple(Finding(**{**each, "severity": Severity(each["severity"])}) for each in read)


def _formulas(read: _JsonObject | None) -> FormulaReport | None:
    if read is None:
        return None
    return FormulaReport(**{**read, "stale": tuple(StaleCells(**each) for each in read["stale"])})


_READERS: Final[Mapping[str, Callable[[Any], object]]] = {
    "as_of": lambda text: None if text is None else date.fromisoformat(text),
    "findings": _findings,
    "waived": _findings,
    "stale_inputs": tuple,
    "switched_off": tuple,
    "notes": tuple,
    "own_columns": lambda read: {name: tuple(headers) for name, headers in read.items()},
    "without_findings": tuple,
    "warnings": tuple,
    "formulas": _formulas,
}
"""How a field of a report is read out of JSON; the others are texts and numbers."""
