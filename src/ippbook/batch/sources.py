"""Which workbooks a command line names: files, folders, patterns, lists of files, and standard input.

Folders are searched for workbooks with their sub-folders. A pattern that the shell has not replaced is replaced here, so that
`ippbook check "team-*.xlsx"` does the same on every system. What is skipped is reported, and a name that leads to no workbook is
an error of its own: it does not hide the others.
"""

import glob
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import groupby
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.foreign_files import WORKBOOK_STARTS, leads_out
from ippbook.languages import Sentence, say, say_series
from ippbook.number_words import counted, listed
from ippbook.quick_dataclasses import dataclass

STDIN: Final = "-"
"""The name of standard input, and as an output that of standard output."""
WORKBOOK_ENDINGS: Final = (".xlsx", ".xlsm", ".xltx", ".xltm")
LOOKED_FOR: Final = say(
    "ippbook looks for files that end in {workbook_endings} or {workbook_endings_2}.",
    workbook_endings=say_series(WORKBOOK_ENDINGS[:-1]),
    workbook_endings_2=WORKBOOK_ENDINGS[-1],
)
LONGEST_LIST: Final = 256 << 20
"""Bytes of a list of files; more is not a list."""
_HIDDEN: Final = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 2)

_LOCK_SIGN: Final = "~$"
_LOCK: Final = say("Excel's lock file of an open workbook")
HIDDEN_OR_TEMPORARY: Final = say("hidden or temporary")
_NOT_READ: Final = {
    ".xlam": say("an Excel add-in, not a workbook"),
    **dict.fromkeys((".xls", ".xlsb", ".xlt", ".ods"), say("a format that ippbook does not read; save it as .xlsx")),
}
"""Endings that a person may expect to be found in a folder, and why they are skipped. `ippbook verify` reads an add-in that is named itself."""
_LINKED_FOLDER: Final = say("a link to a folder")
_LINKED_OUT: Final = say("a link that leads out of the folder; name it to read it")
_NO_FILE: Final = say("neither a file nor a folder")
_OUTPUT: Final = say("the folder of the output")
_TWICE: Final = say("named before, or a link to a file named before")


@dataclass(frozen=True)
class NamedWorkbook:
    """A workbook that a command line names, or a name that leads to none."""

    path: Path
    """Where its bytes are."""
    name: str
    """As people see it; "-" for standard input."""
    inside: Path
    """Its path below the folder, the pattern or the list that led to it; the file's name where it was named itself."""
    error: str = ""
    """Why there is no workbook: one sentence."""

    def as_named(self, sentence: str) -> str:
        """*sentence* with the name that the user knows, where the bytes are in another file."""
        name = "standard input" if self.name == STDIN else self.name
        if isinstance(sentence, Sentence):
            named = {key: name if str(value) == str(self.path) else value for key, value in sentence.values.items()}
            return Sentence(sentence.template, named)
        return sentence.replace(str(self.path), name)


@dataclass(frozen=True)
class SkippedFile:
    """A file or folder that was found and skipped."""

    path: str
    why: str


@dataclass
class FoundWorkbooks:
    """The workbooks of a command line in the order of their names, each once."""

    workbooks: list[NamedWorkbook] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    searched: bool = False
    """Whether a folder, a pattern or a list was named, so that the number of workbooks is not known from the command line."""

    @property
    def notes(self) -> tuple[str, ...]:
        """What was skipped: one sentence for each cause."""
        causes = groupby(sorted(self.skipped, key=lambda each: each.why), key=lambda each: each.why)
        grouped = [(why, [each.path for each in files]) for why, files in causes]
        return tuple(
            say("{names} skipped ({why}): {paths}", names=counted(len(paths), "name"), why=why, paths=listed(paths))
            for why, paths in grouped
        )


Elsewhere = Callable[[str], FoundWorkbooks | None]
"""Finds the workbooks of a name that is not in a file system; None for every other name."""


def _nowhere_else(_name: str) -> FoundWorkbooks | None:
    return None


def find_workbooks(
    named: Sequence[str],
    listed_files: Sequence[str] = (),
    *,
    without: Path | None = None,
    elsewhere: Elsewhere = _nowhere_else,
) -> FoundWorkbooks:
    """The workbooks of the arguments *named* and of the lines *listed_files* of a list.

    *without*: a folder that is not searched, because the results go there. *elsewhere*: finds what is not in a file system.
    Raises `UserError` where nothing is named.
    """
    if not named and not listed_files:
        raise UserError(
            "no workbook is named. Name a file, a folder, a pattern such as 'team-*.xlsx', or - for standard input."
        )
    search = _Search(None if without is None or not without.is_dir() else without.resolve(), elsewhere)
    for name in named:
        search.take(name)
    for name in listed_files:
        search.take_listed(name)
    return search.found


def names_of_list(content: bytes) -> list[str]:
    r"""The file names of a list: separated by NUL where it has one (`find -print0`), else one a line. Blank lines are skipped.

    >>> names_of_list(b"a.xlsx\r\n\r\nb c.xlsx"), names_of_list(b"a\nb.xlsx\0c.xlsx\0")
    (['a.xlsx', 'b c.xlsx'], ['a\nb.xlsx', 'c.xlsx'])
    """
    if len(content) > LONGEST_LIST:
        raise UserError(
            "the list of files has more than {longest_list} MB. Give a list of file names.",
            longest_list=LONGEST_LIST >> 20,
        )
    if content.startswith(WORKBOOK_STARTS):
        raise UserError("the list of files is a workbook. Name the workbook itself, without --files-from.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # PowerShell's > writes UTF-16; its zero bytes separate nothing
        content = content.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
    content = content.removeprefix(b"\xef\xbb\xbf")
    parts = content.split(b"\0") if b"\0" in content else [line.removesuffix(b"\r") for line in content.split(b"\n")]
    return [os.fsdecode(part) for part in parts if part.strip()]


class _Search:
    """Collects the workbooks of one command line."""

    def __init__(self, without: Path | None, elsewhere: Elsewhere) -> None:
        self.found = FoundWorkbooks()
        self._without = without
        self._elsewhere = elsewhere
        self._known: set[object] = set()
        self._folders: set[object] = set()

    def take(self, name: str) -> None:
        """An argument of the command line."""
        if not name.strip():
            raise UserError("the name of a workbook is empty. Name a file, a folder or a pattern.")
        if self._took_elsewhere(name):
            return
        if name == STDIN:
            self._put(NamedWorkbook(Path(STDIN), STDIN, Path("stdin.xlsx")), STDIN)
        elif not os.path.lexists(name) and glob.has_magic(name):
            self._take_pattern(name)
        else:
            self._take_path(name, Path(Path(name).name))

    def take_listed(self, name: str) -> None:
        """A line of a list: a file or a folder. Its path, where it is relative, is the path below the output too."""
        self.found.searched = True
        if self._took_elsewhere(name):
            return
        if name == STDIN:
            name = f"./{STDIN}"  # a list names files only
        path = Path(name)
        if path.name.startswith(_LOCK_SIGN):
            self.found.skipped.append(SkippedFile(name, _LOCK))
            return
        plain = not path.is_absolute() and not path.drive and ".." not in path.parts
        self._take_path(name, path if plain else Path(path.name))

    def _took_elsewhere(self, name: str) -> bool:
        there = self._elsewhere(name)
        if there is None:
            return False
        self.found.searched |= there.searched
        self.found.skipped += there.skipped
        for each in there.workbooks:
            self._put(each, each.name)
        return True

    def _take_path(self, name: str, inside: Path) -> None:
        path = Path(name)
        if not _is_folder(path):
            self._put(NamedWorkbook(path, name, inside))
            return
        self.found.searched = True
        self._none_found(name, list(self._walk(path, Path())), say("no workbook is in this folder or below it"))

    def _take_pattern(self, pattern: str) -> None:
        self.found.searched = True
        plain = Path(*_plain_parts(pattern))
        matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # a pattern may be absolute
        found: list[NamedWorkbook] = []
        for match in matches:
            path = Path(match)
            if _is_folder(path):
                found += self._walk(path, path.relative_to(plain))
            elif not is_named_like_a_workbook(path.name):
                self._note_not_read(path.name, match)
            elif why := self._unwanted(path.name):
                self.found.skipped.append(SkippedFile(match, why))
            else:
                found.append(NamedWorkbook(path, match, path.relative_to(plain)))
        self._none_found(pattern, found, say("no workbook matches this pattern"))

    def _none_found(self, name: str, found: list[NamedWorkbook], why: str) -> None:
        """Put what was *found* under *name*; where that is nothing, the name is an error."""
        for each in {each.name: each for each in found}.values():
            self._put(each)
        if not found:
            sentence = f"{name}: {why}. {LOOKED_FOR}"
            self._put(NamedWorkbook(Path(name), name, Path(Path(name).name), sentence))

    def _walk(self, top: Path, inside: Path) -> Iterator[NamedWorkbook]:
        """The workbooks of a folder and its sub-folders, by name."""
        waiting = [(top, inside)]
        while waiting:
            path, below = waiting.pop()
            try:
                mode = path.stat().st_mode
                names = sorted(os.listdir(path), reverse=True) if stat.S_ISDIR(mode) else []  # noqa: PTH208  # names, not paths
            except OSError as failure:
                remedy = (
                    say("Correct the link, or remove it.")
                    if _is_link(path)
                    else say("Correct its permissions, or move it away.")
                )
                why = say(
                    "{path}: cannot be read ({strerror}). {remedy}",
                    path=path,
                    strerror=(failure.strerror or failure),
                    remedy=remedy,
                )
                if is_named_like_a_workbook(path.name) or _is_folder(path):
                    yield NamedWorkbook(path, str(path), below, why)
                continue
            if stat.S_ISDIR(mode) and self._is_new_folder(path):
                waiting += [(path / name, below / name) for name in names if not self._skip(path / name, top)]
            elif stat.S_ISREG(mode):
                yield NamedWorkbook(path, str(path), below)
            elif not stat.S_ISDIR(mode):
                self.found.skipped.append(SkippedFile(str(path), _NO_FILE))

    def _is_new_folder(self, path: Path) -> bool:
        """Whether a folder was not searched before; folders of Windows can contain themselves."""
        identity = _identity(path, folder=True)
        new = identity not in self._folders
        self._folders.add(identity)
        return new

    def _skip(self, path: Path, top: Path) -> bool:
        """Whether an entry of a folder is passed over; it is reported where it is a workbook or a folder."""
        folder = _is_folder(path)
        if not folder and not is_named_like_a_workbook(path.name):
            self._note_not_read(path.name, str(path))
            return True
        why = self._unwanted(path.name, path)
        if not why and folder:
            why = _LINKED_FOLDER if _is_link(path) else ""
            if self._without is not None and path.resolve() == self._without:
                why = _OUTPUT
        elif not why and os.path.isfile(path) and leads_out(path, top):  # noqa: PTH113  # Path.is_file may raise
            why = _LINKED_OUT
        if why:
            self.found.skipped.append(SkippedFile(str(path), why))
        return bool(why)

    def _note_not_read(self, name: str, path: str) -> None:
        """Report a file that ippbook does not read though it is Excel's or a spreadsheet."""
        why = _NOT_READ.get(Path(name).suffix.casefold())
        if why and not self._unwanted(name):
            self.found.skipped.append(SkippedFile(path, why))

    def _unwanted(self, name: str, path: Path | None = None) -> str:
        if name.startswith(_LOCK_SIGN):
            return _LOCK
        if name.startswith((".", "~")) or (path is not None and _has_hidden_attribute(path)):
            return HIDDEN_OR_TEMPORARY
        return ""

    def _put(self, workbook: NamedWorkbook, identity: object = None) -> None:
        identity = identity or _identity(workbook.path)
        if identity in self._known:
            self.found.skipped.append(SkippedFile(workbook.name, _TWICE))
            return
        self._known.add(identity)
        self.found.workbooks.append(workbook)


def _is_folder(path: Path) -> bool:
    """Whether *path* is a folder; no if this cannot be known, for example in a folder that may not be searched. `Path.is_dir` would raise."""
    return os.path.isdir(path)  # noqa: PTH112  # as the docstring says


def _is_link(path: Path) -> bool:
    """Whether *path* is a symbolic link; no if this cannot be known."""
    return os.path.islink(path)  # noqa: PTH114  # as above


def _plain_parts(pattern: str) -> Iterable[str]:
    """The folders of a pattern before the first one with a sign."""
    for part in Path(pattern).parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def is_named_like_a_workbook(name: str) -> bool:
    """Whether a file name has the ending of a workbook.

    >>> is_named_like_a_workbook("Team.XLSX"), is_named_like_a_workbook("team.csv")
    (True, False)
    """
    return name.casefold().endswith(WORKBOOK_ENDINGS)


def _has_hidden_attribute(path: Path) -> bool:
    try:
        return bool(getattr(path.lstat(), "st_file_attributes", 0) & _HIDDEN)
    except OSError:
        return False


def _identity(path: Path, *, folder: bool = False) -> object:
    """The same for two names of one file or folder. Two hard links are two files: a save gives each its own content."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return os.path.normcase(os.path.abspath(path))  # noqa: PTH100  # resolve() fails on what cannot be read
    if found.st_ino and (found.st_nlink == 1 or folder):
        return found.st_dev, found.st_ino
    return os.path.normcase(os.path.realpath(path))
