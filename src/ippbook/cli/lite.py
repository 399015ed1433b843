"""The command for the web add-in: lite."""

from typing import Annotated

import typer

from ippbook.cli.options import File, Out, app
from ippbook.cli.render import text
from ippbook.errors import UserError


@app.command(short_help="Put functions and buttons into a workbook for xlwings Lite.")
def lite(
    path: File,
    out: Out = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take them out again.")] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="Also where xlwings Lite holds other code in this workbook; that code is lost."),
    ] = False,
    wheel_url: Annotated[
        str,
        typer.Option(
            "--wheel-url",
            metavar="URL",
            help="Take the package from this https address, whose server allows other sites (CORS), instead of putting it into the workbook.",
        ),
    ] = "",
) -> None:
    """Put the worksheet functions and buttons into a workbook for xlwings Lite: Excel on a Mac, on the web, without Python.

    The add-in is free in Office's store (Home > Add-ins, search for xlwings). Everything else in the workbook keeps its bytes.
    """
    from ippbook.excel.lite import embed  # noqa: PLC0415  # imported late: start-up stays quick

    if remove and wheel_url:
        raise UserError("--remove takes the code out and --wheel-url says where it comes from; give one of them")
    console = text.screen()
    if remove:
        saved = embed.remove(path, out, force=force)
        done = "the code for xlwings Lite is out" if saved.changed_parts else "there was no code for xlwings Lite in it"
    else:
        saved = embed.embed(path, out, wheel=wheel_url, force=force)
        done = (
            "the functions and buttons are in; open it in Excel and start xlwings Lite (Home > xlwings Lite)"
            if saved.changed_parts
            else "the functions and buttons are in it already; nothing changed"
        )
    text.say(console, f"{saved.path}: {done}")
    for warning in saved.warnings:
        text.say(console, warning)
