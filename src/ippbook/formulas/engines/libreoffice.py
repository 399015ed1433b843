"""LibreOffice as an engine: it opens a copy of the workbook, calculates all of it, saves it, and the values are read back."""

import csv
import functools
import hashlib
import os
import re
import shutil
import sys
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ippbook import ooxml
from ippbook.formulas.engines.answers import cell_error, cell_text
from ippbook.formulas.engines.children import ChildWork, run_children
from ippbook.formulas.engines.clockless import CLOSED, write_clockless
from ippbook.formulas.engines.protocol import (
    DEFAULT_LIMITS,
    EngineColumn,
    EngineJob,
    EngineLimits,
    EngineValue,
    Unavailable,
    all_unavailable,
)
from ippbook.formulas.names import plain_function
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.ooxml.dates import serial
from ippbook.ooxml.package.temporary_files import temporary_folder

_PLACES: Final = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
"""Where LibreOffice is when it is not on the path."""
_SETTINGS: Final = {
    ("Calc/Formula/Load", "OOXMLRecalcMode"): "0",  # always
    ("Calc/Content/Update", "Link"): "2",  # never
    ("Common/Security/Scripting", "MacroSecurityLevel"): "3",
    ("Common/Security/Scripting", "DisableMacrosExecution"): "true",
    ("Common/Misc", "UseLocking"): "false",
}
_OPTIONS: Final = ("--headless", "--norestore", "--nolockcheck", "--nologo", "--nodefault", "--nofirststartwizard")
_FILTER: Final = "xlsx:Calc MS Excel 2007 XML"
_AS_SHOWN: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
"""Every sheet as a file of what its cells show, in UTF-8."""
_VALUE: Final = ooxml.Error("#VALUE!")
_CIRCLE: Final = Unavailable("circle", "it depends on itself")
_IN_DOUBT: Final = Unavailable("engine", "LibreOffice does not tell whether it is #VALUE! or a circle")
_VERSION_LIMITS: Final = EngineLimits(seconds=60)
_PRODUCT: Final = late_pattern(r"^ProductKey=\D*([\d.]+)", re.MULTILINE)
_CALL: Final = late_pattern(r"([A-Za-z_][\w.]*)\(")
_STRING: Final = late_pattern(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'')


class LibreOffice:
    """LibreOffice (MPL-2.0), without a window, in a profile of its own for each job.

    A function that it does not know it writes in small letters: such a cell is unavailable. A cell that reads it has a value nevertheless
    (`IFERROR(unknown(1),5)` is 5, and so is what reads it): the caller takes what depends on an unavailable cell as unavailable.
    A circle is #VALUE! in what it saves; where there is a #VALUE!, a second run shows which it is. Arrays fill their `ref` and never grow.
    """

    name = "libreoffice"

    @functools.cached_property
    def version(self) -> str:
        """As the installation or else the program says it, such as `7.4`."""
        program = Path(libreoffice_program() or "soffice").resolve()
        for place in (
            program.parent / "bootstraprc",
            program.parent / "bootstrap.ini",
            program.parent.parent / "Resources" / "bootstraprc",
        ):
            with suppress(OSError):
                if found := _PRODUCT.search(place.read_text(encoding="utf-8", errors="replace")):
                    return found[1]
        with temporary_folder() as folder:
            (answer,) = run_children([_work(folder, ["--version"])], _VERSION_LIMITS)
        words = answer.decode(errors="replace").split() if isinstance(answer, bytes) else []
        return next((word for word in words if word[:1].isdigit()), "unknown")

    def calculate(
        self, jobs: Sequence[EngineJob], day: date, *, date1904: bool, limits: EngineLimits = DEFAULT_LIMITS
    ) -> list[list[EngineColumn]]:
        """See `Engine.calculate`."""
        today = serial(day, date1904=date1904)
        with ExitStack() as open_things:
            folders = [open_things.enter_context(temporary_folder()) for _ in jobs]
            for folder in folders:
                open_things.callback(_remove_pipe, folder)
            refusals = [_prepared(folder, job, today) for folder, job in zip(folders, jobs, strict=True)]
            ready = [folder for folder, refusal in zip(folders, refusals, strict=True) if refusal is None]
            ends = _run(ready, _FILTER, limits)
            answers = [
                _harvest(folder, job, refusal or ends[folder])
                for folder, job, refusal in zip(folders, jobs, refusals, strict=True)
            ]
            doubtful = [
                folder
                for folder, columns in zip(folders, answers, strict=True)
                if any(_doubtful(one).any() for one in columns)
            ]
            shown = _run(doubtful, _AS_SHOWN, limits)
            return [
                [_without_circles(folder, one) for one in columns] if folder in shown else columns
                for folder, columns in zip(folders, answers, strict=True)
            ]


def _run(folders: Sequence[Path], target: str, limits: EngineLimits) -> dict[Path, bytes | Unavailable]:
    """Converts the copy in each folder to *target*."""
    work = [_work(folder, _conversion(folder, target)) for folder in folders]
    return dict(zip(folders, run_children(work, limits), strict=True))


def _doubtful(column: EngineColumn) -> NDArray[np.bool_]:
    """Where #VALUE! is, which LibreOffice also writes for a circle."""
    return np.fromiter((value == _VALUE for value in column.values), dtype=bool, count=len(column.values))


def _without_circles(folder: Path, column: EngineColumn) -> EngineColumn:
    """*column*, in which the cells that show `Err:522` or `Err:523` are named circles. What was not shown stays in doubt and is unavailable."""
    places = np.flatnonzero(_doubtful(column))
    if not len(places):
        return column
    try:
        with (folder / "out" / f"book-{column.sheet}.csv").open(encoding="utf-8", newline="") as file:
            rows = dict(enumerate(csv.reader(file), 1))
    except (OSError, csv.Error, UnicodeDecodeError):
        rows = None
    values = column.values.copy()
    for place in places.tolist():
        if rows is None:
            values[place] = _IN_DOUBT
        elif (rows.get(int(column.rows[place])) or [])[column.column - 1 : column.column] in (["Err:522"], ["Err:523"]):
            values[place] = _CIRCLE
    return EngineColumn(column.sheet, column.column, column.rows, values)


def libreoffice_missing() -> str | None:
    """Why LibreOffice cannot be used here, as the end of a sentence; None where it can."""
    return (
        None
        if libreoffice_program()
        else "LibreOffice is not installed; install it from libreoffice.org, or put its program soffice on the PATH"
    )


def libreoffice_program() -> str | None:
    """The program soffice where LibreOffice is installed; None where it is not found."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def _work(folder: Path, arguments: Sequence[str]) -> ChildWork:
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
    command = [libreoffice_program() or "soffice", f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS, *arguments]
    return ChildWork(command, folder=folder, limits_itself=False)


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in _SETTINGS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def _conversion(folder: Path, target: str) -> list[str]:
    return ["--convert-to", target, "--outdir", str(folder / "out"), str(folder / "book.xlsx")]


def _prepared(folder: Path, job: EngineJob, today: float) -> Unavailable | None:
    """Writes the copy that LibreOffice opens; why that is not possible, where it is not."""
    try:
        (folder / "given.xlsx").write_bytes(job.workbook)
        write_clockless(folder / "given.xlsx", folder / "book.xlsx", today)
    except ooxml.WorkbookError as refusal:
        return Unavailable(
            "engine",
            say("the workbook cannot be prepared for LibreOffice: {sentence_}", sentence_=_sentence(refusal, folder)),
        )
    return None


def _sentence(refusal: Exception, folder: Path) -> str:
    """The refusal without the name of a file that the reader does not know."""
    return str(refusal).replace(f"{folder / 'given.xlsx'}", "the copy")[:300]


def _remove_pipe(folder: Path) -> None:
    """Removes the socket by which one LibreOffice finds another of its profile; it stays where the program was ended from outside."""
    if sys.platform == "win32":
        return
    digest = hashlib.md5((folder / "profile").as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for place in ("/tmp", "/var/tmp"):  # noqa: S108  # where LibreOffice puts it
        with suppress(OSError):
            Path(place, name).unlink()


def _harvest(folder: Path, job: EngineJob, end: bytes | Unavailable) -> list[EngineColumn]:
    """The wanted cells out of what LibreOffice saved."""
    if isinstance(end, Unavailable):
        return all_unavailable(job, end)
    try:
        book = ooxml.open(folder / "out" / "book.xlsx")
        known = {sheet.name for sheet in book.sheets}
        return [
            EngineColumn(
                sheet, column, rows, _values(book, sheet, column, rows) if sheet in known else _nothing(len(rows))
            )
            for (sheet, column), rows in job.cells.items()
        ]
    except ooxml.WorkbookError:
        return all_unavailable(job, Unavailable("engine", "LibreOffice did not open the workbook"))


def _nothing(count: int) -> NDArray[np.object_]:
    values = np.empty(count, dtype=object)
    values.fill(Unavailable("engine", "LibreOffice lost its sheet"))
    return values


def _values(book: ooxml.Book, sheet: str, column: int, rows: NDArray[np.int64]) -> NDArray[np.object_]:
    values = np.empty(len(rows), dtype=object)
    if not len(rows):
        return values
    cells = book.read(sheet, [column], int(rows[0]), int(rows[-1]))[column]
    for position, place in enumerate((rows - cells.first_row).tolist()):
        formula = cells.formula[place] if cells.formula is not None else ""
        values[position] = _unknown_function(formula) or _value(
            int(cells.kind[place]), float(cells.number[place]), cells.text[place]
        )
    return values


def _value(kind: int, number: float, text: str) -> EngineValue:
    match kind:
        case ooxml.NUMBER:
            return number
        case ooxml.TEXT:
            return cell_text(text)
        case ooxml.BOOL:
            return bool(number)
        case ooxml.ERROR:
            return cell_error(text)
        case _:
            return None


@functools.lru_cache(maxsize=65_536)
def _unknown_function(formula: str) -> Unavailable | None:
    """LibreOffice writes the functions that it knows in capitals and all others in small letters."""
    for name in _CALL.findall(_STRING.sub("", formula)):
        if name.upper() == CLOSED:
            return Unavailable("external", "it fetches something from outside the workbook")
        if name == name.lower() and name != name.upper():
            return Unavailable(
                "function",
                say("LibreOffice does not know the function {plain_function}", plain_function=plain_function(name)),
            )
    return None
