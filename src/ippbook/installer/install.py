"""Install into Excel: a new environment is built in a temporary folder and moved into place last; a failure before that changes nothing."""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Final

from ippbook.errors import UserError
from ippbook.installer import environment, manifest
from ippbook.installer.excel_name import wps_notes
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import ADDIN_NAME, Layout
from ippbook.installer.manifest import LIST, InstallRecord
from ippbook.installer.package_data import shipped, wheel
from ippbook.installer.place_files import Placement, free
from ippbook.installer.preflight import (
    explain_refusals,
    refuse_itself,
    refuse_long_paths,
    refuse_while_excel_runs,
    restore_interrupted,
)
from ippbook.installer.uninstall import SetupResult, abbreviated, remove_environment
from ippbook.languages import say
from ippbook.version import __version__

_ADDIN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"


def _silent(_stage: str) -> None:
    """Report no progress."""


@explain_refusals()
def install(
    host: Host, addin: Path | None = None, wheels: Path | None = None, progress: Callable[[str], None] = _silent
) -> SetupResult:
    """Install this version for the current user: environment, add-in, configuration. Idempotent.

    *addin*: an add-in file to install instead of the packaged one, such as a signed one. *wheels*: a folder of wheels.
    *progress* gets the name of each stage. Raises `UserError` if Excel runs, a file is locked or a step fails; the previous
    installation then stays as it was.
    """
    layout = layout_of(host)
    environment.check_python(host)
    refuse_itself(host, layout)
    source, own_digest = _addin(host, layout, addin)
    if wheels and not any(wheels.glob("*.whl")):
        raise UserError(
            "{wheels}: no wheels in this folder; pass the folder that contains the .whl files", wheels=wheels
        )
    refuse_long_paths(host, layout)
    refuse_while_excel_runs(host, layout)
    restore_interrupted(host, layout)
    local = host.at(layout.local)
    local.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="making-", dir=local, ignore_cleanup_errors=True) as making, ExitStack() as undo:
        temporary = layout.local / Path(making).name
        package = wheel(Path(making))
        before = _present(host, layout).version
        made = _environment(host, layout, temporary, package, wheels, progress)
        progress(say("putting the files in place"))
        placement = Placement(host, layout, undo)
        if made:
            placement.swap(temporary / "env", made)
        placement.outside(source, made or _present(host, layout), own_digest)
        undo.pop_all()
    kept = _clear(host, placement)
    changed = bool(made) or placement.wrote
    if manifest.newer(before, __version__):
        placement.notes.insert(
            0, say("Excel had the newer ippbook {before}; it now has {version}", before=before, version=__version__)
        )
    return SetupResult(changed, (*placement.notes, *kept, *wps_notes(host), *(_next_steps(layout) if changed else ())))


def _addin(host: Host, layout: Layout, path: Path | None) -> tuple[bytes, str]:
    """The add-in to install, and its SHA-256 if the user chose the file, now or at an earlier installation of this version."""
    installed = manifest.read_record(host.at(layout.installed)) or InstallRecord("")
    present = host.at(layout.addin)
    chosen_before = installed.addin and installed.version == __version__ and installed.addin == manifest.digest(present)
    if path is None and chosen_before:
        return present.read_bytes(), installed.addin
    source = path or shipped(ADDIN_NAME)
    try:
        content = source.read_bytes()
    except OSError as failure:
        raise UserError(
            "{source}: the add-in cannot be read ({strerror}); pass the file with --addin",
            source=source,
            strerror=failure.strerror,
        ) from None
    if not _is_addin(content):
        raise UserError("{source}: not an Excel add-in (.xlam); pass the add-in of ippbook with --addin", source=source)
    return content, hashlib.sha256(content).hexdigest() if path else ""


def _is_addin(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _ADDIN_TYPE in packed.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return False


def _present(host: Host, layout: Layout) -> InstallRecord:
    return manifest.read_record(host.at(layout.environment) / LIST) or InstallRecord("")


def _environment(
    host: Host,
    layout: Layout,
    temporary: PurePath,
    package: Path,
    wheels: Path | None,
    progress: Callable[[str], None],
) -> InstallRecord | None:
    """Make a new environment in the folder *temporary*; None if the present one is complete and has the same code."""
    present, place = _present(host, layout), host.at(layout.environment)
    if (
        present.wheel == manifest.digest(package)
        and not manifest.damaged(place, present)
        and not environment.trouble(host, layout.environment)
    ):
        return None
    progress(
        say("creating the Python environment from the folder of wheels; this takes about a minute")
        if wheels
        else say("creating the Python environment; this downloads about 100 megabytes and takes some minutes")
    )
    made = environment.make(host, temporary / "env", package, wheels)
    manifest.write_record(host.at(temporary / "env") / LIST, made)
    return made


def _clear(host: Host, placement: Placement) -> list[str]:
    """Remove the environment that was replaced; keep files in it that ippbook did not write. Returns notes for the user."""
    if placement.retired is None:
        return []
    left = remove_environment(placement.retired)
    if left.locked:
        return [
            say(
                "a program still uses {abbreviated} of the previous environment in {named}; the next installation deletes it",
                abbreviated=abbreviated(left.locked),
                named=host.named(placement.retired),
            )
        ]
    if not left.others:
        return []
    place = free(host.at(placement.layout.kept / "env"))
    place.parent.mkdir(exist_ok=True)
    placement.retired.rename(place)
    return [
        say(
            "the previous environment had files that ippbook did not install, or that were changed: {abbreviated}; they are kept in {named}",
            abbreviated=abbreviated(left.others),
            named=host.named(place),
        )
    ]


def _next_steps(layout: Layout) -> tuple[str, ...]:
    if layout.system == "macos":
        return (
            say("next: start Excel and allow its macros when it asks; the buttons are on the ribbon tab ippbook"),
            say("Excel for Mac has no worksheet functions of ippbook; for them use xlwings Lite (ippbook lite FILE)"),
        )
    return (
        say(
            "next: start Excel; the buttons are on the ribbon tab ippbook, and typing =IPP_ in a cell lists the functions"
        ),
        say("if something does not work: ippbook doctor finds the reason and the fix"),
    )
