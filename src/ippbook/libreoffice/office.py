"""The LibreOffice of this computer: its programs, its version, the Python inside it, and the user's profiles."""

import os
import platform
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.formulas.engines.libreoffice import libreoffice_program
from ippbook.languages import say, say_series
from ippbook.quick_dataclasses import dataclass

OLDEST: Final = (7, 0)
"""Older ones have a Python before 3.7."""
READS_OUR_NAMES: Final = (25, 2)
"""From here on Calc reads `IPP_X(` in an .xlsx file as a function of an extension; for older ones Basic functions of these names are installed."""
_PRODUCT: Final = re.compile(r"^ProductKey=(\D*?)\s*(\d+)\.(\d+)", re.MULTILINE)
_LOADERS: Final = ("libpythonloaderlo.so", "pythonloader.uno.dll", "pythonloaderlo.dll", "libpythonloaderlo.dylib")
_SECONDS: Final = 120


@dataclass(frozen=True)
class CalcOffice:
    """An installed LibreOffice."""

    program: Path
    """soffice, as it is started."""
    folder: Path
    """The folder of its programs, with links followed."""
    version: tuple[int, int]

    @property
    def name(self) -> str:
        """Such as LibreOffice 25.2."""
        return f"LibreOffice {self.version[0]}.{self.version[1]}"

    @property
    def unopkg(self) -> Path:
        """Its program that installs extensions. Raises `UserError` where it has none."""
        for name in ("unopkg.com", "unopkg.exe", "unopkg") if os.name == "nt" else ("unopkg",):
            if (self.folder / name).is_file():
                return self.folder / name
        raise UserError(
            "{folder}: this {office} has no program unopkg, which installs extensions. It may be a Snap or Flatpak. Install LibreOffice from libreoffice.org or from your system's packages",
            folder=self.folder,
            office=self.name,
        )

    @property
    def needs_basic_names(self) -> bool:
        """Whether it finds our functions in .xlsx files only as Basic functions."""
        return self.version < READS_OUR_NAMES

    def python_missing(self) -> str | None:
        """Why extensions in Python do not run in it, with the remedy; None where they do."""
        places = (self.folder, self.folder.parent / "Frameworks", self.folder.parent / "Resources")
        if any((place / name).is_file() for place in places for name in _LOADERS):
            return None
        if platform.system() == "Linux":
            return say(
                "{office} runs no extensions in Python here. Install the package python3-uno (Debian, Ubuntu) or libreoffice-pyuno (Fedora, openSUSE), then run this again",
                office=self.name,
            )
        return say(
            "{office} runs no extensions in Python here. Run its installer again, choose Change, and add Optional Components, Python-UNO bridge",
            office=self.name,
        )

    def run(self, arguments: Sequence[str], seconds: float = _SECONDS) -> tuple[int, str]:
        """Exit code and output of a program of the office. It ends after *seconds* at the latest (code 124)."""
        try:
            done = subprocess.run(  # noqa: S603  # the office's own programs; no shell reads the arguments
                list(arguments),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
                text=True,
                errors="replace",
                env={name: value for name, value in os.environ.items() if not name.upper().startswith("PYTHON")},
            )
        except subprocess.TimeoutExpired:
            return 124, say("it took longer than {seconds:.0f} seconds", seconds=seconds)
        except OSError as failure:
            return 127, failure.strerror or type(failure).__name__
        return done.returncode, done.stdout


def this_office() -> CalcOffice:
    """The LibreOffice of this computer. Raises `UserError` where there is none, or one that is too old."""
    found = libreoffice_program()
    if found is None:
        raise UserError(
            "LibreOffice is not installed here, or its program soffice is not on the PATH; install it from libreoffice.org"
        )
    program = Path(found)
    folder = program.resolve().parent
    text = ""
    for place in (folder / "bootstraprc", folder / "bootstrap.ini", folder.parent / "Resources" / "bootstraprc"):
        with suppress(OSError):
            text = place.read_text(encoding="utf-8", errors="replace")
            break
    product = _PRODUCT.search(text)
    if product is None:
        raise UserError(
            "{program}: the version of this LibreOffice cannot be read. It may be a Snap or Flatpak, which runs no program of this computer. Install LibreOffice from libreoffice.org or from your system's packages",
            program=program,
        )
    office = CalcOffice(program, folder, (int(product[2]), int(product[3])))
    if "LibreOffice" not in product[1] or office.version < OLDEST:
        raise UserError(
            "{program}: this is {product} {major}.{minor}; ippbook needs LibreOffice {oldest} or newer",
            program=program,
            product=product[1] or "an office",
            major=office.version[0],
            minor=office.version[1],
            oldest=".".join(map(str, OLDEST)),
        )
    return office


def profile_places() -> list[Path]:
    """The profiles of the current user: those that exist, or the one that LibreOffice makes at its first start."""
    home = Path.home()
    if sys.platform == "win32":
        roots = [Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")]
        names = ("LibreOffice", "LibreOfficeDev")
    elif sys.platform == "darwin":
        roots = [home / "Library" / "Application Support"]
        names = ("LibreOffice", "LibreOfficeDev")
    else:
        roots = [Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")]
        names = ("libreoffice", "libreofficedev")
    usual = [root / name / "4" for root in roots for name in names]
    return [place for place in usual if (place / "user").is_dir()] or usual[:1]


def one_profile(chosen: Path | None) -> Path:
    """The profile to install into. Raises `UserError` where there are several and none is chosen, or the chosen one is not a profile."""
    if chosen is not None:
        if chosen.exists() and not chosen.is_dir():
            raise UserError("{chosen}: not a folder; name the folder of a LibreOffice profile", chosen=chosen)
        if chosen.is_dir() and any(chosen.iterdir()) and not (chosen / "user").is_dir():
            raise UserError(
                "{chosen}: not a LibreOffice profile, because it has no folder user. LibreOffice shows the place of its profile under Tools, Options, LibreOffice, Paths",
                chosen=chosen,
            )
        return chosen.absolute()
    found = profile_places()
    if len(found) > 1:
        raise UserError(
            "there are {count} LibreOffice profiles: {places}. Choose one with --profile",
            count=len(found),
            places=say_series([str(each) for each in found]),
        )
    return found[0]


def refuse_while_running(profile: Path) -> None:
    """Raise `UserError` where LibreOffice runs with *profile*: it would overwrite what is installed."""
    lock = profile / ".lock"
    if lock.exists():
        raise UserError(
            "LibreOffice is running (its file {lock} is there). Close LibreOffice and its Quickstarter, then run this again. If LibreOffice does not run, delete that file",
            lock=lock,
        )


__all__ = ["CalcOffice", "one_profile", "profile_places", "refuse_while_running", "this_office"]
