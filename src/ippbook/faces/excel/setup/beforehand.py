"""What is looked at before anything is changed, and what an installation that was cut off left to mend."""

import shutil
from typing import Final

from ippbook.faces.excel.setup.host import Host
from ippbook.faces.excel.setup.layout import Layout
from ippbook.faces.excel.setup.placing import retired_place
from ippbook.refusal import Refusal

EXCEL: Final = {"windows": "EXCEL.EXE", "macos": "Microsoft Excel"}
"""What the system calls a running Excel."""


def refuse_while_excel_runs(host: Host, layout: Layout) -> None:
    """Refuse while Excel runs or holds the add-in."""
    if host.running(EXCEL[layout.system]):
        raise Refusal("Excel is running: save your work, close every Excel window, and run this again")
    if host.locked(host.at(layout.addin)):
        raise Refusal(
            f"{layout.addin} is held by another program: close Excel on every screen of yours, and run this again"
        )


def refuse_itself(host: Host, layout: Layout) -> None:
    """Refuse when it is the installed environment that runs this: it cannot take itself away."""
    if host.python.prefix == layout.environment:
        raise Refusal(
            "this is the installed ippbook itself, which cannot replace or remove itself while it runs; run the ippbook that you installed it with"
        )


def heal(host: Host, layout: Layout) -> None:
    """Put back the environment that an installation had moved aside when it was cut off."""
    old, current = host.at(retired_place(layout)), host.at(layout.environment)
    if old.exists() and not current.exists():
        old.rename(current)
    for left in host.at(layout.local).glob("making-*"):  # nothing in it was in use yet
        shutil.rmtree(left, ignore_errors=True)
