"""The steps of install.cmd and uninstall.cmd of a release, and of their like on a Mac. Every message is in English and in Chinese.

`release/setup/start.py` starts `start_steps` with the Python that was found or fetched, after it has checked the files of the release.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.installer.command_path import add_to_path, remove_from_path
from ippbook.installer.host import Host, ThisMachine, layout_of
from ippbook.installer.install import install
from ippbook.installer.layout import ADDIN_NAME
from ippbook.installer.manifest import digest
from ippbook.installer.own_uninstaller import put_uninstaller
from ippbook.installer.package_data import shipped
from ippbook.installer.preflight import explain_refusals
from ippbook.installer.uninstall import SetupResult, uninstall
from ippbook.languages import in_language, known_languages, say

_SETUP: Final = "setup"
_MARKED: Final = (".cmd", ".ps1", ".xlam", ".xlsx", ".xlsm", ".html", ".exe", ".py")
"""Endings of the files whose mark "from the internet" the installation removes: the user opens or starts them."""


def start_steps(folder: str, arguments: Sequence[str], needed: tuple[str, ...]) -> int:
    """Run `install` or `uninstall` for the release in *folder*; the exit code. *needed*: the names of the wheels that these steps import."""
    return run_steps(ThisMachine(), Path(folder), arguments[0] if arguments else "install", needed, print_line)


def print_line(line: str) -> None:
    """Print a line; letters that the console cannot show become their numbers."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
    sys.stdout.flush()


def run_steps(host: Host, folder: Path, action: str, needed: tuple[str, ...], show: Callable[[str], None]) -> int:
    """Do *action* on *host* and show what happened in every language: 0 done, 2 refused with one sentence."""

    def tell(text: str) -> None:
        for line in dict.fromkeys(in_language(text, language) for language in known_languages()):
            show(line)

    try:
        for note in uninstall_release(host) if action == "uninstall" else install_release(host, folder, needed, tell):
            tell(note)
    except UserError as failure:
        tell(str(failure))
        tell(say("Nothing is half done: start the same file again when this is solved."))
        return 2
    return 0


@explain_refusals()
def install_release(host: Host, folder: Path, needed: tuple[str, ...], tell: Callable[[str], None]) -> Iterator[str]:
    """Install from the wheels of the release in *folder*: what `ippbook excel install --from` does, then the command for a window.

    *needed*: see `start_steps`.
    """
    layout = layout_of(host)
    tell(
        say(
            "ippbook is being installed into Excel for you alone, without a network and without an administrator. This takes about a minute."
        )
    )
    unblocked = unblock(host, folder)
    addin = folder / ADDIN_NAME
    own = addin if addin.is_file() and digest(addin) != digest(shipped(ADDIN_NAME)) else None
    result = install(host, own, folder / _SETUP / "wheels", tell)
    yield say("ippbook is installed.") if result.changed else say("ippbook was installed already; nothing was changed.")
    yield from result.notes
    yield from put_uninstaller(host, layout, folder / _SETUP, needed)
    yield from add_to_path(host, layout)
    if unblocked:
        yield say("Windows no longer blocks the files in {folder}", folder=folder)


def uninstall_release(host: Host) -> Iterator[str]:
    """Remove what `install_release` wrote."""
    layout = layout_of(host)
    result: SetupResult = uninstall(host)
    yield say("ippbook is uninstalled.") if result.changed else say("ippbook is not installed; nothing was removed.")
    yield from result.notes
    yield from remove_from_path(host, layout)


def unblock(host: Host, folder: Path) -> int:
    """Remove the mark "from the internet" from the release's own files; how many had it."""
    found = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _MARKED and path.is_file():
            with suppress(
                OSError
            ):  # a file system without marks, or a file that a program holds: Excel shows its bar then
                found += host.unblock(path)
    return found
