"""Commands on the Excel installation: excel install, uninstall, status; doctor."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import pandas as pd
import typer

from ippbook.cli.options import Format, Output, app, leave, print_json
from ippbook.cli.render import text
from ippbook.errors import UserError

if TYPE_CHECKING:
    from ippbook.installer.doctor.check import Row
    from ippbook.installer.host import Host
    from ippbook.installer.uninstall import Outcome

excel = typer.Typer(
    name="excel",
    help="Install ippbook into Excel, take it out, say what is installed.",
    short_help="Install into Excel, uninstall, status.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(excel)

Simulate = Annotated[
    Path | None,
    typer.Option("--simulate", hidden=True, help="A folder with a simulated computer; see docs/windows-release.md."),
]


def _host(simulate: Path | None) -> "Host":
    from ippbook.installer.host import ThisMachine  # noqa: PLC0415  # only who asks for it pays for it
    from ippbook.installer.simulated_host import Simulated  # noqa: PLC0415  # as above

    return Simulated(simulate) if simulate else ThisMachine()


@excel.command(short_help="Install into Excel.")
def install(
    addin: Annotated[
        Path | None,
        typer.Option("--addin", help="Install this add-in file, such as the one your team signed.", show_default=False),
    ] = None,
    wheels: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Install the packages from this folder of wheels, without the network.", show_default=False
        ),
    ] = None,
    simulate: Simulate = None,
    output: Output = Format.TEXT,
) -> None:
    """Install ippbook into Excel for you alone: a Python of its own with pinned versions, the add-in, the configuration.

    Running it again mends what is damaged and brings Excel to this version. A failed installation leaves the old one working.
    """
    from ippbook.installer import install  # noqa: PLC0415  # imported late: start-up stays quick

    console = text.screen(errors=True)
    done = install.install(
        _host(simulate),
        addin,
        wheels,
        lambda stage: text.say(console, f"{stage} …") if console.is_terminal else None,
    )
    _told(done, "installed", "already installed; nothing had to change", output)


@excel.command(short_help="Take out of Excel.")
def uninstall(simulate: Simulate = None, output: Output = Format.TEXT) -> None:
    """Take ippbook out of Excel: what install wrote and nobody changed since. Files of yours stay."""
    from ippbook.installer import uninstall  # noqa: PLC0415  # imported late: start-up stays quick

    done = uninstall.uninstall(_host(simulate))
    _told(done, "uninstalled", "nothing was taken out" if done.notes else "nothing is installed", output)


def _told(done: "Outcome", done_word: str, else_word: str, output: Format) -> None:
    if output is Format.JSON:
        print_json({"changed": done.changed, "notes": list(done.notes)})
        return
    text.say(text.screen(), done_word if done.changed else else_word, *done.notes)


@excel.command(short_help="Say what is installed.")
def status(simulate: Simulate = None, output: Output = Format.TEXT) -> None:
    """Say what is installed in Excel, of which version, and where. Exit 1 when nothing is, or something is damaged."""
    from ippbook.installer import status  # noqa: PLC0415  # imported late: start-up stays quick

    found = status.status(_host(simulate))
    if output is Format.JSON:
        print_json(found.as_dict())
    else:
        versions = [f"{name} {version}" for name, version in found.packages.items() if name in ("ippbook", "xlwings")]
        text.say(
            text.screen(),
            f"{found.state}{': ' if versions else ''}{', '.join(versions)} (this is ippbook {found.running})",
            *(
                f"{name}: {place}{' (not there)' if name in found.missing else ''}"
                for name, place in found.places.items()
            ),
            *(f"note: {note}" for note in found.notes),
        )
    leave(0 if found.state == "installed" else 1)


@app.command(short_help="Say what is right and what is wrong with Excel and a workbook.")
def doctor(
    file: Annotated[
        Path | None, typer.Argument(help="A workbook to look at too (.xlsx, .xlsm, .xltx, .xltm).", show_default=False)
    ] = None,
    simulate: Simulate = None,
    output: Output = Format.TEXT,
) -> None:
    """Look at Excel, the add-in, Python and, where it is named, a workbook; say what is right, what is wrong, and the remedy.

    Changes nothing. Exit 1 when something is wrong.
    """
    from ippbook.installer.doctor.check import WRONG, Look, examine, left_out  # noqa: PLC0415  # only who asks for it pays for it

    if file and not file.is_file():
        raise UserError(f"{file}: there is no such file; check the name and the folder")
    look = Look(_host(simulate), file, _modules)
    rows = examine(look)
    if output is Format.JSON:
        print_json({"wrong": sum(row.state == WRONG for row in rows), "checks": [row._asdict() for row in rows]})
    else:
        _show(rows, left_out(look))
    leave(1 if any(row.state == WRONG for row in rows) else 0)


def _modules() -> Mapping[str, str]:
    """The VBA modules that this version writes into a workbook."""
    from ippbook.workbook_builder.vba import hosts, modules  # noqa: PLC0415  # imported late: start-up stays quick

    return modules.modules(hosts.BOOK)


def _show(rows: list["Row"], elsewhere: int) -> None:
    from ippbook.installer.doctor.check import UNKNOWN, WRONG  # noqa: PLC0415  # as above

    frame = pd.DataFrame(
        {
            "check": [row.title for row in rows],
            "state": [row.state for row in rows],
            "found": [row.found for row in rows],
            "remedy": [row.remedy for row in rows],
        }
    )
    console = text.screen()
    text.show_frame(console, "What is right and what is wrong", frame)
    wrong, unknown = (sum(row.state == state for row in rows) for state in (WRONG, UNKNOWN))
    more = f"; {elsewhere:,} more are for Windows or Mac" if elsewhere else ""
    text.say(
        console, f"{len(rows):,} checks: {wrong:,} wrong, {unknown:,} that could not be told or may be meant so{more}"
    )
