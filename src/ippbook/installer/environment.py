"""The Python that Excel starts: an environment of its own, made aside with the pinned versions and looked at before it is used."""

import json
import re
import shutil
from pathlib import Path, PurePath
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import manifest
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import XLWINGS
from ippbook.installer.manifest import Record
from ippbook.installer.package_data import shipped
from ippbook.version import __version__

_PROBE: Final = (
    "import json, ippbook, ippbook.pipeline, xlwings; "
    "print(json.dumps({'ippbook': ippbook.__version__, 'xlwings': xlwings.__version__, 'pro': xlwings.__pro__}))"
)
_OLDEST: Final = (3, 11)
_OF_PIP: Final = ("no matching distributions available for your environment:", "The conflict is caused by:")
"""After which words newer and older ones of pip say what is missing, up to a blank line."""
_BLANK: Final = "\n\n"
_ABOUT: Final = re.compile(r"(?P<name>.+)-(?P<version>[^-]+)\.dist-info")


def check_python(host: Host) -> None:
    """Refuse a Python on which the environment cannot stand."""
    python = host.python
    if python.numbers < _OLDEST:
        raise UserError(f"this is Python {python.version}; install Python 3.11 or newer and run this with it")
    if python.bits != 64:
        raise UserError(
            "this Python is the 32-bit one, for which numpy and pandas are not made; install the 64-bit Python (a 32-bit Excel works with it) and run this with it"
        )
    if python.from_store:
        raise UserError(
            "this Python comes from the Microsoft Store, and what it writes into your local data Excel cannot see; install Python from python.org and run this with it"
        )


def make(host: Host, environment: PurePath, wheel: Path, wheels: Path | None) -> Record:
    """Make an environment at *environment*, install *wheel* with its extra excel, look whether all is there.

    *wheels*: a folder of wheels to install from, without the network. Raises `UserError` with what went wrong.
    """
    layout = layout_of(host)
    python = str(layout.python(environment))
    made = host.run([str(host.python.executable), "-I", "-m", "venv", str(environment)])
    if made.code:
        raise UserError(f"the environment could not be made: {_last(made.said)}; nothing was changed")
    source = ["--no-index", "--find-links", host.named(wheels)] if wheels else []
    installed = host.run(
        [
            *(python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
            *("--progress-bar", "off"),
            *("--only-binary", ":all:"),  # nothing that comes from elsewhere runs while it is being installed
            *source,
            *("--constraint", host.named(shipped("constraints.txt"))),
            f"{host.named(wheel)}[excel]",
        ]
    )
    if installed.code:
        remedy = (
            f"put the wheels that are missing into {wheels}"
            if wheels
            else "connect to the package index, or name a folder of wheels with --from"
        )
        raise UserError(f"the packages could not be installed: {_last(installed.said)}; nothing was changed; {remedy}")
    _drop_launchers(host, environment)
    _look(host, environment)
    return Record(
        __version__,
        manifest.digest(wheel),
        manifest.listing(host.at(environment)),
        packages=packages(host, environment),
    )


def _drop_launchers(host: Host, environment: PurePath) -> None:
    """Take out the programs that hold the place where the environment was made: it is moved from there."""
    folder = host.at(layout_of(host).python(environment)).parent
    for path in folder.iterdir():
        if path.name.lower().startswith("python"):
            continue
        if path.is_dir() and not path.is_symlink():  # pip compiles scripts that are Python too, into __pycache__
            shutil.rmtree(path)
        else:
            path.unlink()


def _look(host: Host, environment: PurePath) -> None:
    """Refuse an environment that does not hold what the VBA expects."""
    layout = layout_of(host)
    found, trouble = _started(host, environment)
    if trouble:
        raise UserError(f"the new environment does not work: {trouble}; nothing was changed")
    wanted = {"ippbook": __version__, "xlwings": XLWINGS}
    for name, version in wanted.items():
        if found.get(name) != version:
            raise UserError(
                f"the new environment has {name} {found.get(name) or 'of no version'}, and exactly {version} is needed; nothing was changed"
            )
    missing = [dll.name for dll in layout.dlls(environment) if not host.at(dll).is_file()]
    if missing:
        raise UserError(
            f"the new environment lacks {', '.join(missing)}, through which Excel calls Python; take the Windows wheel of xlwings {XLWINGS}; nothing was changed"
        )


def _started(host: Host, environment: PurePath) -> tuple[dict[str, object], str]:
    """What the environment's Python says of itself, and what went wrong when it was started."""
    ran = host.run([str(layout_of(host).python(environment)), "-I", "-c", _PROBE])
    lines = ran.said.strip().splitlines() or [""]
    try:
        found = json.loads(lines[-1]) if not ran.code else {}
    except ValueError:
        found = {}
    if ran.code or not isinstance(found, dict):
        return {}, _last(ran.said)
    return found, ""


def trouble(host: Host, environment: PurePath) -> str:
    """Why Excel could not start the Python of an environment; "" where it can.

    Whole files do not tell: the Python that the environment was made from may be gone, or a rule of the company may stop it.
    """
    return _started(host, environment)[1]


def packages(host: Host, environment: PurePath) -> dict[str, str]:
    """The packages of an environment and their versions, by name in lower case; empty where there is no environment."""
    above, pattern = layout_of(host).packages(environment)
    found = {}
    for about in host.at(above).glob(f"{pattern}/*.dist-info"):
        if match := _ABOUT.fullmatch(about.name):
            found[match["name"].lower()] = match["version"]
    return dict(sorted(found.items()))


def _last(said: str) -> str:
    """The last thing that a program said which says something, without its full stop; of pip, what it did not find."""
    for start in _OF_PIP:
        _, told, names = said.partition(start)
        if told:
            found = [line.strip() for line in names.strip().split(_BLANK)[0].splitlines()]
            return f"not found: {', '.join(found)}"[:300]
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error") and "ResolutionImpossible" not in line]
    return ((errors or lines or ["it said nothing"])[-1]).rstrip(".")[:300]
