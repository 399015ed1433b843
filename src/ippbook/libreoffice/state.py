"""What is installed in a profile of LibreOffice: read from its files, and by starting the process that answers."""

import json
import re
import sys
from dataclasses import field
from importlib.resources import files
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.libreoffice.basic_names import basic_state
from ippbook.libreoffice.inside.ippbook_channel import Channel, NoAnswerError, command_of_installation
from ippbook.libreoffice.office import CalcOffice, this_office
from ippbook.libreoffice.parts import IDENTIFIER, all_parts
from ippbook.quick_dataclasses import dataclass
from ippbook.version import __version__

OXT_NAME: Final = "ippbook.oxt"
_SECONDS: Final = 60.0
_VERSION: Final = re.compile(r'<version value="([^"]*)"')
_START: Final = (
    "import runpy, sys; sys.path.insert(0, sys.argv[1]);"
    " runpy.run_module('ippbook.libreoffice.server', run_name='__main__')"  # the menu puts its own module there
)


@dataclass(frozen=True)
class CalcState:
    """What is installed in one profile."""

    state: str
    """`installed`, `absent` or `damaged`."""
    version: str
    """The version of the installed extension; "" where there is none."""
    profile: str
    office: str
    """Such as LibreOffice 25.2; "" where there is none."""
    notes: tuple[str, ...] = field(default=())


def server_command() -> list[str]:
    """The program that answers: this Python with this ippbook, whatever the variables of LibreOffice's process are."""
    package = Path(str(files("ippbook"))).resolve().parent
    return [sys.executable, "-I", "-c", _START, str(package)]


def installed_folder(profile: Path) -> Path | None:
    """Where LibreOffice unpacked the extension; None where it is not."""
    cache = profile / "user" / "uno_packages" / "cache" / "uno_packages"
    found = [each.parent for each in cache.glob(f"*/{OXT_NAME}/description.xml")]
    return max(found, key=lambda folder: folder.stat().st_mtime) if found else None


def registered(profile: Path) -> bool:
    """Whether LibreOffice knows the functions: its list of configurations names the extension's."""
    folder = installed_folder(profile)
    cache = profile / "user" / "uno_packages" / "cache" / "registry"
    listed = cache / "com.sun.star.comp.deployment.configuration.PackageRegistryBackend" / "configmgr.ini"
    components = cache / "com.sun.star.comp.deployment.component.PackageRegistryBackend" / "unorc"
    try:
        named = folder.parent.name if folder else IDENTIFIER
        return all(named in each.read_text(encoding="utf-8") for each in (listed, components))
    except OSError:
        return False


def calc_state(profile: Path) -> CalcState:
    """What is installed in *profile*, and whether it answers."""
    notes: list[str] = []
    try:
        office: CalcOffice | None = this_office()
    except UserError as refusal:
        office = None
        notes.append(str(refusal))
    folder = installed_folder(profile)
    basic = basic_state(profile)
    shown = office.name if office else ""
    if folder is None:
        if basic != "absent":
            notes.append(
                say("the Basic functions are there, but the extension is not; run: ippbook libreoffice install")
            )
            return CalcState("damaged", "", str(profile), shown, tuple(notes))
        return CalcState("absent", "", str(profile), shown, tuple(notes))
    version = installed_version(folder)
    faults = [*_faults(folder, profile, version), *_python_faults(office), *_basic_faults(office, basic)]
    if not faults:
        faults = _unanswered(folder, version)
    return CalcState("damaged" if faults else "installed", version, str(profile), shown, (*faults, *notes))


def installed_version(folder: Path) -> str:
    """The version in the description of an unpacked extension; "" where it cannot be read."""
    try:
        found = _VERSION.search((folder / "description.xml").read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return ""
    return found[1] if found else ""


def _faults(folder: Path, profile: Path, version: str) -> list[str]:
    if version != __version__:
        return [
            say(
                "the extension is of ippbook {version}, and this is ippbook {running}; run: ippbook libreoffice install",
                version=version or "?",
                running=__version__,
            )
        ]
    wrong = [part.path for part in all_parts() if _other_bytes(folder / part.path, part.content)]
    if wrong:
        return [
            say(
                "{count} files of the extension are missing or changed, such as {first}; run: ippbook libreoffice install",
                count=len(wrong),
                first=wrong[0],
            )
        ]
    if not registered(profile):
        return [say("LibreOffice does not list the extension; run: ippbook libreoffice install")]
    return []


def _other_bytes(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except OSError:
        return True


def _python_faults(office: CalcOffice | None) -> list[str]:
    missing = office.python_missing() if office else None
    return [missing] if missing else []


def _basic_faults(office: CalcOffice | None, basic: str) -> list[str]:
    if office is None or basic == ("current" if office.needs_basic_names else "absent"):
        return []
    if not office.needs_basic_names:
        return [say("Basic functions of an older LibreOffice are left; run: ippbook libreoffice install")]
    return [
        say("{office} needs Basic functions that are not there; run: ippbook libreoffice install", office=office.name)
    ]


def _unanswered(folder: Path, version: str) -> list[str]:
    """Why the process does not answer, or answers with another version."""
    channel = Channel(lambda: command_of_installation(str(folder)), _SECONDS)
    try:
        channel.ask({"call": ""})
        running = str(channel.hello.get("ippbook", ""))
    except NoAnswerError as failure:
        return [str(failure)]
    finally:
        channel.close()
    if running != version:
        return [
            say(
                "the extension is of ippbook {version}, but its Python has ippbook {running}; run: ippbook libreoffice install",
                version=version,
                running=running,
            )
        ]
    return []


def own_command(folder: Path) -> list[str]:
    """The program that the installation in *folder* starts; empty where it names none."""
    try:
        command = json.loads((folder / "server.json").read_text(encoding="utf-8"))["command"]
    except (OSError, ValueError, KeyError, TypeError):
        return []
    return [str(each) for each in command] if isinstance(command, list) else []


__all__ = [
    "OXT_NAME",
    "CalcState",
    "calc_state",
    "installed_folder",
    "installed_version",
    "own_command",
    "registered",
    "server_command",
]
