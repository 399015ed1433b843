"""Our code in a workbook, where xlwings Lite finds it: put in, renewed, taken out; all else keeps its bytes.

Office gives each add-in one place for its settings in a workbook, and xlwings Lite one `main.py` in it. So code that is not
ours is left alone unless somebody says --force, and so is ours once somebody has written into it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.faces.excel.lite import extension, program
from ippbook.faces.excel.lite.extension import Extension
from ippbook.ooxml import Book, DamagedError, Parts, Saved
from ippbook.refusal import Refusal

LARGEST: Final = 1_000_000
"""Characters of all settings together. Microsoft supports 2 MB for an add-in (OfficeDev/office-js issue 621), and people
have met errors on the desktop from about 1 MB on (issue 3957)."""
_FOLDER: Final = "xl/webextensions"


@dataclass(frozen=True)
class _Found:
    """The web add-ins of a workbook: the part that lists their task panes, "" where there is none, and xlwings Lite among them."""

    panes: str
    identities: frozenset[str]
    lite: Extension | None = None
    identity: str = ""
    """The relationship by which the list names xlwings Lite."""


def embed(path: Path, out: Path | None = None, *, wheel: str = "", force: bool = False) -> Saved:
    """Put our code into the workbook at *path*, or renew it there; write to *out*, or back.

    *wheel* is the https address of our wheel; without it the package itself goes along. Where our code is there already,
    letter for letter, nothing is changed. Raises `Refusal` where other code is there and *force* is not given, and
    `ooxml.WorkbookError` for a file that cannot be read or written.
    """
    book = ooxml.open(path)
    _refuse_names(book)
    settings = program.settings(wheel)
    found = _look(book)
    if found.lite is not None and not force:
        _refuse_others(path, found.lite, f"ippbook lite {path} --force")
    size = sum(len(name) + len(text) for name, text in settings.items())
    if size > LARGEST:
        raise Refusal(
            f"{path}: the code takes {size:,} characters, and Excel keeps about {LARGEST:,} for an add-in; put the wheel on an https server and name it with --wheel-url"
        )
    return ooxml.save(book, ooxml.Edits(), out, parts=_put(book, found, settings))


def remove(path: Path, out: Path | None = None, *, force: bool = False) -> Saved:
    """Take our code out of the workbook at *path*; write to *out*, or back. Nothing changes where it is not there.

    Raises `Refusal` where xlwings Lite holds code that is not ours and *force* is not given.
    """
    book = ooxml.open(path)
    found = _look(book)
    parts = Parts()
    if found.lite is not None:
        if not force:
            _refuse_others(path, found.lite, f"ippbook lite {path} --remove --force")
            _refuse_files(path, found.lite)
        _take_out(book, found, found.lite, parts)
    return ooxml.save(book, ooxml.Edits(), out, parts=parts)


def _refuse_others(path: Path, lite: Extension, command: str) -> None:
    code = lite.settings.get(extension.MAIN, "")
    packages = program.others(lite.settings.get(extension.REQUIREMENTS, ""))
    if not code.strip() or program.is_ours(code):
        if not packages:
            return
        what = f"{extension.REQUIREMENTS} in xlwings Lite names packages of your own ({', '.join(packages[:5])})"
    elif program.was_ours(code):
        what = "the code that ippbook put in has been changed by hand"
    else:
        lines = len(code.splitlines())
        what = (
            f"xlwings Lite holds other code already ({extension.MAIN}, {lines:,} {'line' if lines == 1 else 'lines'})"
        )
    raise Refusal(f"{path}: {what}; copy it out of the add-in if you need it, then run: {command}")


def _refuse_files(path: Path, lite: Extension) -> None:
    """Refuse to take out what is not ours; the add-in's own settings have no ending of a file."""
    ours = (extension.MAIN, extension.REQUIREMENTS)
    files = [name for name in lite.settings if name not in ours and name.lower().endswith((".py", ".toml", ".txt"))]
    if files:
        raise Refusal(
            f"{path}: xlwings Lite holds files of your own too ({', '.join(files[:5])}); copy them out of the add-in if you need them, then run: ippbook lite {path} --remove --force"
        )


def _refuse_names(book: Book) -> None:
    """Refuse a name of the workbook that is a function's too: xlwings Lite then registers none at all (its issue 33)."""
    ours = {name.casefold() for name in registry().functions}
    for name in book.defined_names:
        if name.rpartition("!")[2].casefold() in ours:
            raise Refusal(
                f"{book.path}: the workbook has a name {name}, which is a function of ippbook too, and one hides the other; rename yours in Excel (Formulas, Name Manager)"
            )


def _look(book: Book) -> _Found:
    """Find xlwings Lite by the list of task panes, as Excel does."""
    panes = next((one.target for one in book.related("").values() if one.kind == extension.PANES_RELATION), "")
    if not panes:
        return _Found("", frozenset())
    if book.part(panes) is None:
        raise _missing(book, panes)
    related = book.related(panes)
    for identity, relation in related.items():
        if relation.kind != extension.EXTENSION_RELATION or relation.external:
            continue
        raw = book.part(relation.target)
        if raw is None:
            raise _missing(book, relation.target)
        one = extension.read(relation.target, raw, _where(book, relation.target))
        if one.is_lite:
            return _Found(panes, frozenset(related), one, identity)
    return _Found(panes, frozenset(related))


def _missing(book: Book, part: str) -> DamagedError:
    return DamagedError(
        f"{book.path}: the part {part!r} of a web add-in is missing; open the file in Excel, let it repair the file, and save."
    )


def _where(book: Book, part: str) -> str:
    return f"{book.path}: the part {part!r}"


def _put(book: Book, found: _Found, settings: Mapping[str, str]) -> Parts:
    parts = Parts()
    if found.lite is not None:
        part = found.lite.part
        if any(found.lite.settings.get(name) != text for name, text in settings.items()):
            parts.put(part, extension.changed(found.lite, settings, _where(book, part)))
        return parts
    part = _free(book)
    panes = found.panes or f"{_FOLDER}/taskpanes.xml"
    identity = next(name for n in range(1, len(found.identities) + 2) if (name := f"rId{n}") not in found.identities)
    old = book.part(panes) if found.panes else None
    data = extension.panes(identity) if old is None else extension.with_pane(old, identity, _where(book, panes))
    parts.put(panes, data, content_type=extension.PANES_TYPE, owner="", relation=extension.PANES_RELATION)
    parts.put(
        part,
        extension.new(settings),
        content_type=extension.EXTENSION_TYPE,
        owner=panes,
        relation=extension.EXTENSION_RELATION,
        relation_id=identity,
    )
    return parts


def _free(book: Book) -> str:
    """A name for our part that no other has."""
    names = (f"{_FOLDER}/webextension{number}.xml" for number in range(1, len(book.members) + 2))
    return next(name for name in names if name not in book.members)


def _take_out(book: Book, found: _Found, lite: Extension, parts: Parts) -> None:
    old = book.part(found.panes) or b""
    if found.identities == {found.identity}:
        parts.remove(found.panes)
    else:
        parts.put(found.panes, extension.without_pane(old, found.identity, _where(book, found.panes)))
    parts.remove(lite.part)


def holds(path: Path) -> Mapping[str, str]:
    """The settings of xlwings Lite in the workbook at *path*; empty where it has none. The doctor looks at them."""
    lite = _look(ooxml.open(path)).lite
    return {} if lite is None else dict(lite.settings)


__all__ = ["LARGEST", "embed", "holds", "remove"]
