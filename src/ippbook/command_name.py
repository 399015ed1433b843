"""How a person calls ippbook where a message appears: a remedy must work there.

A text of ippbook names a command as `ippbook adopt FILE`. In the Excel of an analyst there may be no such command: the Python of the
installation runs there, and its command line is a file next to it. `workable` is the one place that puts in what works; each face calls
it at its border, for a button's message, a cell, and what the command line prints.
"""

import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Final

from ippbook.late_patterns import late_pattern

COMMAND_WORDS: Final = (
    *(
        "adopt",
        "check",
        "diff",
        "doctor",
        "dossier",
        "due",
        "eval",
        "excel",
        "explain",
        "get",
        "goodfaith",
        "import",
        "libreoffice",
    ),
    *(
        "lite",
        "new",
        "notice",
        "pack",
        "plan",
        "ready",
        "recalc",
        "report",
        "rules",
        "run",
        "schema",
        "sellers",
        "set",
        "today",
    ),
    *("trace", "verify", "watch"),
)
"""The first words of the commands; a test compares them with `ippbook.cli.commands`."""
_NAMED: Final = late_pattern(rf"(?<![\w/\\.-])ippbook (?=(?:{'|'.join(COMMAND_WORDS)})\b)")
_ITSELF: Final = late_pattern(r"(?<![\w/\\.-])ippbook excel (install|uninstall)\b")
_LAUNCHERS: Final = ("ippbook.cmd", "ippbook")
"""The command line of an installation, on Windows and on a Mac: next to the folder of its environment."""
_ENVIRONMENT: Final = "env"
_STARTED: Final = {"install": ("install.cmd", "install.command"), "uninstall": ("uninstall.cmd", "uninstall.command")}


def workable(text: str) -> str:
    """*text* with commands that work where this Python runs; the same text where the plain name works."""
    launcher = _launcher()
    if launcher is None or "ippbook " not in text:
        return text
    changed = _ITSELF.sub(lambda found: _instead(launcher, found[1]) or found[0], text)
    if shutil.which("ippbook"):
        return changed
    called = f'"{launcher}"' if " " in str(launcher) else str(launcher)
    return _NAMED.sub(lambda _: f"{called} ", changed)


@cache
def _launcher() -> Path | None:
    """The command line of the installation that this Python belongs to; None for any other Python."""
    place = Path(sys.prefix)
    if place.name != _ENVIRONMENT:
        return None
    return next((place.parent / name for name in _LAUNCHERS if (place.parent / name).is_file()), None)


def _instead(launcher: Path, step: str) -> str:
    """What a person starts in place of `ippbook excel install`, which the installation cannot run over itself; "" if unknown."""
    windows = launcher.suffix == ".cmd"
    name = _STARTED[step][0 if windows else 1]
    left = launcher.parent / _STARTED["uninstall"][0 if windows else 1]
    if not left.is_file():  # installed by the command, not from a download
        return ""
    return str(left) if step == "uninstall" else f"{name} (ippbook-…-{'windows' if windows else 'macos'}.zip)"
