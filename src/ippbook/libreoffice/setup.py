"""Install into LibreOffice, and remove: the extension by LibreOffice's own program unopkg, and the Basic functions where it needs them.

A step that fails leaves no part of ippbook behind, or the installation that was there before.
"""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.libreoffice.basic_names import basic_state, put_basic_names, remove_basic_names, standard_library
from ippbook.libreoffice.before import before_installation, forget_before, keep_before, lists_of, put_back
from ippbook.libreoffice.extension import extension
from ippbook.libreoffice.office import CalcOffice, one_profile, profile_places, refuse_while_running, this_office
from ippbook.libreoffice.parts import IDENTIFIER
from ippbook.libreoffice.state import (
    OXT_NAME,
    calc_state,
    installed_folder,
    installed_version,
    own_command,
    registered,
    server_command,
)
from ippbook.ooxml.package.temporary_files import temporary_folder
from ippbook.quick_dataclasses import dataclass
from ippbook.version import __version__

_PYTHONS: Final = ("python", "python.bin")
_FIRST_START: Final = (
    "--headless",
    "--norestore",
    "--nologo",
    "--nodefault",
    "--nofirststartwizard",
    "--terminate_after_init",
)
_LONGEST_QUOTE: Final = 300


@dataclass(frozen=True)
class CalcSetup:
    """What an installation or a removal did."""

    changed: bool
    notes: tuple[str, ...]


def install_in_calc(profile: Path | None = None) -> CalcSetup:
    """Install this version for the current user. Idempotent. Raises `UserError` where it is not possible; then nothing has changed."""
    office = this_office()
    if missing := office.python_missing():
        raise UserError(missing)
    unopkg = office.unopkg
    place = one_profile(profile)
    refuse_while_running(place)
    before = installed_folder(place)
    state = calc_state(place)
    if state.state == "installed" and before and own_command(before) == server_command():
        return CalcSetup(False, (say("{office}: {profile}", office=office.name, profile=place),))
    _first_start(office, place)
    was = installed_version(before) if before else ""
    lists = before_installation(place) if before else lists_of(place)
    with temporary_folder() as folder:
        package = folder / OXT_NAME
        package.write_bytes(extension(server_command()))
        kept = _copy_of(before, folder / "before.oxt")
        try:
            _put(office, unopkg, place, package)
        except (UserError, OSError) as failure:
            _back(office, unopkg, place, kept, folder)
            raise UserError(
                "ippbook could not be installed into {office}, and nothing has changed: {why}",
                office=office.name,
                why=failure,
            ) from None
        forget_before(place)
        if lists is not None:
            keep_before(place, lists)
    notes = [say("ippbook {version} is in {office}: {profile}", version=__version__, office=office.name, profile=place)]
    if was and was != __version__:
        notes.append(say("it replaced ippbook {was}", was=was))
    notes.append(say("next: start Calc; typing =IPP_ in a cell lists the functions"))
    return CalcSetup(True, tuple(notes))


def uninstall_from_calc(profile: Path | None = None) -> CalcSetup:
    """Remove the extension and the Basic functions, from each profile that has them or from the chosen one."""
    places = [one_profile(profile)] if profile is not None else profile_places()
    ours = [place for place in places if installed_folder(place) or basic_state(place) != "absent" or registered(place)]
    for place in ours:
        refuse_while_running(place)
    if not ours:
        return CalcSetup(False, ())
    notes = []
    for place in ours:
        folder, lists = installed_folder(place), before_installation(place)
        if folder and lists is not None:
            put_back(place, lists, folder)
        elif folder:
            office = this_office()
            _register(office, office.unopkg, place, "remove", IDENTIFIER)
        remove_basic_names(place)
        forget_before(place)
        _sweep(place)
        notes.append(say("removed from {profile}", profile=place))
    return CalcSetup(True, tuple(notes))


def _put(office: CalcOffice, unopkg: Path, profile: Path, package: Path) -> None:
    """Add the extension and what it needs. Raises `UserError` where it does not answer afterwards."""
    _register(office, unopkg, profile, "add", str(package))
    if not registered(profile):
        raise UserError("{office} took the extension but does not list it", office=office.name)
    if office.needs_basic_names:
        put_basic_names(profile)
    else:
        remove_basic_names(profile)
    found = calc_state(profile)
    if found.state != "installed":
        raise UserError(found.notes[0] if found.notes else say("the installation does not answer"))


def _first_start(office: CalcOffice, profile: Path) -> None:
    """Let LibreOffice make the profile: at its first start it writes over what is there."""
    if standard_library(profile).joinpath("script.xlb").is_file():
        return
    code, output = office.run([str(office.program), f"-env:UserInstallation={profile.as_uri()}", *_FIRST_START])
    if not (profile / "user").is_dir():
        raise UserError(
            "LibreOffice could not make its profile {profile} (exit code {code}{quoted}); start LibreOffice once, close it, then run this again",
            profile=profile,
            code=code,
            quoted=_quoted(output),
        )


def _register(office: CalcOffice, unopkg: Path, profile: Path, action: str, what: str) -> None:
    """Add the file *what*, or remove the extension of the identifier *what*. Raises `UserError` with LibreOffice's own words."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        code, output = _as_root(office, profile, action, what)
    else:
        options = ["-f", "--suppress-license"] if action == "add" else []
        code, output = office.run([str(unopkg), action, *options, what, f"-env:UserInstallation={profile.as_uri()}"])
    if code:
        raise UserError(
            "LibreOffice's unopkg {action} ended with {code}{quoted}", action=action, code=code, quoted=_quoted(output)
        )


def _as_root(office: CalcOffice, profile: Path, action: str, what: str) -> tuple[int, str]:
    """The same through a running LibreOffice: unopkg refuses to work for root."""
    python = next((each for each in _pythons(office) if office.run([each, "-c", "import uno"])[0] == 0), None)
    if python is None:
        raise UserError(
            "unopkg does not work for the user root, and no Python with pyuno was found; install python3-uno, or run this as an ordinary user"
        )
    target = Path(what).as_uri() if action == "add" else what
    with as_file(files("ippbook.libreoffice").joinpath("inside", "ippbook_register.py")) as script:
        return office.run([python, str(script), str(office.program), profile.as_uri(), action, target])


def _pythons(office: CalcOffice) -> Sequence[str]:
    inside = [str(office.folder / name) for name in _PYTHONS if (office.folder / name).is_file()]
    found = [shutil.which("python3", path=place) for place in ("/usr/bin", os.environ.get("PATH", ""))]
    return [*inside, *(each for each in found if each)]


def _quoted(output: str) -> str:
    """LibreOffice's own words, as one line."""
    lines = [line.strip() for line in output.splitlines() if line.strip() and "javaldx" not in line]
    words = "".join(sign if sign.isprintable() else " " for sign in " ".join(lines))[:_LONGEST_QUOTE]
    return f" ({words})" if words else ""


def _copy_of(folder: Path | None, target: Path) -> Path | None:
    """The installed extension as a file again, for the way back."""
    if folder is None:
        return None
    with suppress(OSError):
        packed = shutil.make_archive(str(target), "zip", folder)
        return Path(packed)
    return None


def _back(office: CalcOffice, unopkg: Path, profile: Path, kept: Path | None, folder: Path) -> None:
    """What was there before: the older extension, or none."""
    with suppress(UserError, OSError):
        if kept is None:
            if installed_folder(profile):
                _register(office, unopkg, profile, "remove", IDENTIFIER)
            remove_basic_names(profile)
            _sweep(profile)
        else:
            place = folder / "back" / OXT_NAME
            place.parent.mkdir()
            kept.replace(place)
            _register(office, unopkg, profile, "add", str(place))


def _sweep(profile: Path) -> None:
    """Delete what LibreOffice leaves of the extension in its folders for temporary files."""
    user = profile / "user"
    for cache in (user / "uno_packages" / "cache" / "uno_packages", user / "extensions" / "tmp" / "extensions"):
        for left in cache.glob(f"*/{OXT_NAME}"):
            shutil.rmtree(left.parent, ignore_errors=True)


__all__ = ["CalcSetup", "install_in_calc", "uninstall_from_calc"]
