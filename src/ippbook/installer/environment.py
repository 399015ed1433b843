"""The Python environment that Excel starts: built in a temporary folder with the pinned versions, and checked before use."""

import json
import shutil
import time
from pathlib import Path, PurePath
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import manifest
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import XLWINGS
from ippbook.installer.manifest import InstallRecord
from ippbook.installer.package_data import shipped
from ippbook.languages import say, say_series
from ippbook.late_patterns import late_pattern
from ippbook.version import __version__

_PROBE: Final = (
    "import json, ippbook, ippbook.pipeline, xlwings; "
    "print(json.dumps({'ippbook': ippbook.__version__, 'xlwings': xlwings.__version__, 'pro': xlwings.__pro__}))"
)
_OLDEST: Final = (3, 11)
_PIP_MISSING: Final = ("no matching distributions available for your environment:", "The conflict is caused by:")
"""After these words newer and older versions of pip list what is missing, up to a blank line."""
_IN_USE: Final = ("[WinError 5]", "[WinError 32]", "[WinError 1224]")
"""How Windows says that another program holds a file."""
_PAUSES: Final = (1.0, 4.0)
"""Seconds to wait before pip tries again."""
_NEVER_RUN: Final = r"[/\\]tests[/\\]"
"""The folders of packages with their own tests: a quarter of all modules."""
_BLANK: Final = "\n\n"
_DIST_INFO: Final = late_pattern(r"(?P<name>.+)-(?P<version>[^-]+)\.dist-info")


def check_python(host: Host) -> None:
    """Refuse a Python from which the environment cannot be built."""
    python = host.python
    if python.numbers < _OLDEST:
        raise UserError(
            "this is Python {version}; install Python 3.11 or newer and run this with it", version=python.version
        )
    if python.bits != 64:
        raise UserError(
            "this Python is 32-bit, and numpy and pandas need 64-bit; install the 64-bit Python (a 32-bit Excel works with it) and run this with it"
        )
    if python.from_store:
        raise UserError(
            "this Python comes from the Microsoft Store, and Excel cannot see the files that it writes; install Python from python.org and run this with it"
        )


def make(host: Host, environment: PurePath, package: Path, wheels: Path | None) -> InstallRecord:
    """Make an environment at *environment*, install the wheel *package* with its extra excel, and check that it is complete.

    *wheels*: a folder of wheels to install from, without the network. Raises `UserError` with the reason of a failure.
    """
    layout = layout_of(host)
    python = str(layout.python(environment))
    created = host.run([str(host.python.executable), "-I", "-m", "venv", str(environment)])
    if created.code:
        raise UserError(
            "the Python environment could not be created: {reason}; nothing was changed", reason=_reason(created.output)
        )
    _put_packages(host, python, package, wheels)
    # Two cores compile in half the time of one; what cannot be compiled is compiled when it is first imported.
    host.run([python, "-I", "-m", "compileall", "-q", "-j", "0", "-x", _NEVER_RUN, str(environment)])
    _drop_launchers(host, environment)
    _verify(host, environment)
    return InstallRecord(
        __version__,
        manifest.digest(package),
        manifest.listing(host.at(environment)),
        packages=packages(host, environment),
    )


def _put_packages(host: Host, python: str, package: Path, wheels: Path | None) -> None:
    """Let pip install the wheel *package* and what it needs; again, if another program used a file in the meantime."""
    source = ["--no-index", "--find-links", host.named(wheels)] if wheels else []
    arguments = [
        *(python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input"),
        *("--progress-bar", "off", "--no-compile"),
        *("--only-binary", ":all:"),  # no code of other packages runs during the installation
        *source,
        *("--constraint", host.named(shipped("constraints.txt"))),
        f"{host.named(package)}[excel]",
    ]
    installed = host.run(arguments)
    for pause in _PAUSES:
        if not installed.code or not _file_in_use(installed.output):
            break
        time.sleep(pause)
        installed = host.run(arguments)
    if not installed.code:
        return
    remedy = (
        say("a virus scanner may hold the file: wait a minute and run this again, or ask your IT to exclude the folder")
        if _file_in_use(installed.output)
        else say("put the missing wheels into {wheels}", wheels=wheels)
        if wheels
        else say("connect to the package index, or pass a folder of wheels with --from")
    )
    raise UserError(
        "the packages could not be installed: {reason}; nothing was changed; {remedy}",
        reason=_reason(installed.output),
        remedy=remedy,
    )


def _file_in_use(output: str) -> bool:
    """Whether pip failed because another program used a file."""
    return any(word in output for word in _IN_USE)


def _drop_launchers(host: Host, environment: PurePath) -> None:
    """Delete the programs that contain the path of the temporary folder: the environment is moved away from it."""
    folder = host.at(layout_of(host).python(environment)).parent
    for path in folder.iterdir():
        if path.name.lower().startswith("python"):
            continue
        if path.is_dir() and not path.is_symlink():  # pip also compiles Python scripts, into __pycache__
            shutil.rmtree(path)
        else:
            path.unlink()


def _verify(host: Host, environment: PurePath) -> None:
    """Refuse an environment without the versions and files that the VBA expects."""
    layout = layout_of(host)
    found, reason = _started(host, environment)
    if reason:
        raise UserError("the new environment does not work: {reason}; nothing was changed", reason=reason)
    wanted = {"ippbook": __version__, "xlwings": XLWINGS}
    for name, version in wanted.items():
        if found.get(name) != version:
            raise UserError(
                "the new environment has {name} {found}, but exactly {version} is needed; nothing was changed",
                name=name,
                found=(found.get(name) or say("without a version")),
                version=version,
            )
    missing = [dll.name for dll in layout.dlls(environment) if not host.at(dll).is_file()]
    if missing:
        raise UserError(
            "the new environment lacks {missing}, and Excel calls Python through it; use the Windows wheel of xlwings {xlwings}; nothing was changed",
            missing=say_series(missing),
            xlwings=XLWINGS,
        )


def _started(host: Host, environment: PurePath) -> tuple[dict[str, object], str]:
    """Start the environment's Python; return the versions that it reports, and the reason of a failure."""
    ran = host.run([str(layout_of(host).python(environment)), "-I", "-c", _PROBE])
    lines = ran.output.strip().splitlines() or [""]
    try:
        found = json.loads(lines[-1]) if not ran.code else {}
    except ValueError:
        found = {}
    if ran.code or not isinstance(found, dict):
        return {}, _reason(ran.output)
    return found, ""


def trouble(host: Host, environment: PurePath) -> str:
    """Why Excel cannot start the Python of an environment; "" if it can.

    Complete files do not prove it: the base Python may have been uninstalled, or a company policy may block it.
    """
    return _started(host, environment)[1]


def packages(host: Host, environment: PurePath) -> dict[str, str]:
    """The packages of an environment with their versions, by name in lower case; empty if there is no environment."""
    above, pattern = layout_of(host).packages(environment)
    found = {}
    for folder in host.at(above).glob(f"{pattern}/*.dist-info"):
        if match := _DIST_INFO.fullmatch(folder.name):
            found[match["name"].lower()] = match["version"]
    return dict(sorted(found.items()))


def _reason(output: str) -> str:
    """The last useful line of a program's output, without its full stop; for pip, the packages that it did not find."""
    for start in _PIP_MISSING:
        _, present, names = output.partition(start)
        if present:
            found = [line.strip() for line in names.strip().split(_BLANK)[0].splitlines()]
            return say("not found: {found}", found=say_series(found))[:300]
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith("error") and "ResolutionImpossible" not in line]
    return ((errors or lines or ["no message"])[-1]).rstrip(".")[:300]
