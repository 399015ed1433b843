"""What is looked at before anything is changed, and what an installation that was cut off left to mend."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.installer import manifest
from ippbook.installer.host import Host
from ippbook.installer.layout import Layout
from ippbook.installer.manifest import LIST
from ippbook.installer.place_files import retired_place

EXCEL: Final = {"windows": "EXCEL.EXE", "macos": "Microsoft Excel"}
"""What the system calls a running Excel."""


def refuse_while_excel_runs(host: Host, layout: Layout) -> None:
    """Refuse while Excel runs or holds the add-in."""
    if host.running(EXCEL[layout.system]):
        raise UserError("Excel is running: save your work, close every Excel window, and run this again")
    if host.at(layout.addin).is_file() and host.locked(host.at(layout.addin)):
        raise UserError(
            f"{layout.addin} is held by another program: close Excel on every screen of yours, and run this again"
        )


@contextmanager
def saying_what_stopped() -> Iterator[None]:
    """What the system did not let be written or removed, as one sentence."""
    try:
        yield
    except ooxml.LockedError as failure:  # whose remedy may be another place, which nobody can choose here
        what, _, remedy = str(failure).rstrip(".").rpartition("; ")
        if "choose another" in remedy:
            remedy = (
                "make it writable, or ask whoever looks after this computer to let you write there; then run this again"
            )
        raise UserError(f"{what}; {remedy}") from None
    except OSError as failure:
        raise UserError(
            f"{failure.filename or 'a file'} cannot be written or removed ({failure.strerror or failure}): close what uses it, or ask whoever looks after this computer to let you write there; then run this again"
        ) from None


def refuse_itself(host: Host, layout: Layout) -> None:
    """Refuse when it is the installed environment that runs this: it cannot take itself away."""
    if host.python.prefix == layout.environment:
        raise UserError(
            "this is the installed ippbook itself, which cannot replace or remove itself while it runs; run the ippbook that you installed it with"
        )


def cut_off(host: Host, layout: Layout) -> bool:
    """Whether an installation was cut off after it had moved the environment aside."""
    return (host.at(retired_place(layout)) / LIST).is_file() and not host.at(layout.environment).exists()


def heal(host: Host, layout: Layout) -> None:
    """Put back the environment that an installation had moved aside when it was cut off."""
    if cut_off(host, layout):
        host.at(retired_place(layout)).rename(host.at(layout.environment))
    elif host.at(layout.environment).exists():
        for retired in host.at(layout.local).glob(f"{retired_place(layout).name}*"):
            if record := manifest.read(
                retired / LIST
            ):  # a program held it, or the installation was cut off after the new one stood
                manifest.remove(retired, record)
    for left in host.at(layout.local).glob("making-*"):  # nothing in it was in use yet
        shutil.rmtree(left, ignore_errors=True)
