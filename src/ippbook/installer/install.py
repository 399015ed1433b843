"""Install: a new environment is made aside and put in place at the end; what fails before leaves all as it was."""

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
from ippbook.installer.host import Host, layout_of
from ippbook.installer.layout import ADDIN, Layout
from ippbook.installer.manifest import LIST, Record
from ippbook.installer.package_data import shipped, wheel
from ippbook.installer.place_files import Placing, free
from ippbook.installer.preflight import (
    heal,
    refuse_itself,
    refuse_while_excel_runs,
    saying_what_stopped,
)
from ippbook.installer.uninstall import Outcome, remove_environment, some
from ippbook.version import __version__

_ADDIN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"


def _silent(_stage: str) -> None:
    """Tell nobody."""


@saying_what_stopped()
def install(
    host: Host, addin: Path | None = None, wheels: Path | None = None, tell: Callable[[str], None] = _silent
) -> Outcome:
    """Install this very version for the person: environment, add-in, configuration. Twice is as good as once.

    *addin*: another file than the one that travels with the package, such as the signed one. *wheels*: a folder of wheels.
    Raises `UserError`, and leaves what was installed before as it was, when Excel runs, a file is locked, or a step fails.
    """
    layout = layout_of(host)
    environment.check_python(host)
    refuse_itself(host, layout)
    source, given = _addin(host, layout, addin)
    if wheels and not any(wheels.glob("*.whl")):
        raise UserError(f"{wheels}: there are no wheels in this folder; name the folder that holds the .whl files")
    refuse_while_excel_runs(host, layout)
    heal(host, layout)
    local = host.at(layout.local)
    local.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="making-", dir=local, ignore_cleanup_errors=True) as making, ExitStack() as undo:
        aside = layout.local / Path(making).name
        packed = wheel(Path(making))
        before = _present(host, layout).version
        made = _environment(host, layout, aside, packed, wheels, tell)
        tell("putting it in place")
        step = Placing(host, layout, undo)
        if made:
            step.swap(aside / "env", made)
        step.outside(source, made or _present(host, layout), given)
        undo.pop_all()
    kept = _clear(host, step)
    changed = bool(made) or step.wrote
    if manifest.newer(before, __version__):
        step.notes.insert(0, f"Excel had ippbook {before}, and now has the older {__version__}")
    return Outcome(changed, (*step.notes, *kept, *(_next(layout) if changed else ())))


def _addin(host: Host, layout: Layout, path: Path | None) -> tuple[bytes, str]:
    """The add-in to install, and its SHA-256 where a person named it: now, or when this very version was installed before."""
    installed = manifest.read(host.at(layout.installed)) or Record("")
    present = host.at(layout.addin)
    if (
        path is None
        and installed.addin
        and (installed.version, installed.addin)
        == (
            __version__,
            manifest.digest(present),
        )
    ):
        return present.read_bytes(), installed.addin
    source = path or shipped(ADDIN)
    try:
        content = source.read_bytes()
    except OSError as failure:
        raise UserError(
            f"{source}: the add-in cannot be read ({failure.strerror}); name the file with --addin"
        ) from None
    if not _is_addin(content):
        raise UserError(f"{source}: this is no Excel add-in (.xlam); name the add-in of ippbook with --addin")
    return content, hashlib.sha256(content).hexdigest() if path else ""


def _is_addin(content: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return _ADDIN_TYPE in packed.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError):
        return False


def _present(host: Host, layout: Layout) -> Record:
    return manifest.read(host.at(layout.environment) / LIST) or Record("")


def _environment(
    host: Host, layout: Layout, aside: PurePath, packed: Path, wheels: Path | None, tell: Callable[[str], None]
) -> Record | None:
    """The record of a new environment, made at *aside*; None where the present one is whole and of the same code."""
    present, place = _present(host, layout), host.at(layout.environment)
    if (
        present.wheel == manifest.digest(packed)
        and not manifest.damaged(place, present)
        and not environment.trouble(host, layout.environment)
    ):
        return None
    tell("making the environment; this fetches about a hundred megabytes and takes some minutes")
    made = environment.make(host, aside / "env", packed, wheels)
    manifest.write(host.at(aside / "env") / LIST, made)
    return made


def _clear(host: Host, step: Placing) -> list[str]:
    """Remove the environment that was replaced, but for files that are not ours."""
    if step.retired is None:
        return []
    left = remove_environment(step.retired)
    if left.held:
        return [
            f"a program still holds {some(left.held)} of the environment before in {host.named(step.retired)}; the next installation clears it away"
        ]
    if not left.others:
        return []
    place = free(host.at(step.layout.kept / "env"))
    place.parent.mkdir(exist_ok=True)
    step.retired.rename(place)
    return [
        f"{some(left.others)} in the environment before did not come from an installation, or was changed since; kept in {host.named(place)}"
    ]


def _next(layout: Layout) -> tuple[str, ...]:
    if layout.system == "macos":
        return (
            "next: start Excel and allow its macros when it asks; the buttons stand on the tab ippbook",
            "worksheet functions do not exist in Excel for the Mac this way: for them use xlwings Lite (ippbook lite FILE)",
        )
    return (
        "next: start Excel; the tab ippbook has the buttons, and =IPP_ in a cell offers the functions",
        "if something is amiss, ippbook doctor says what and how to mend it",
    )
