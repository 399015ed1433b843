"""The command for the web add-in: lite."""

from typing import Annotated

from ippbook.cli.declared import Option, app
from ippbook.cli.options import File, Out
from ippbook.cli.render import text
from ippbook.errors import UserError
from ippbook.languages import say


@app.command("lite")
def lite(
    path: File,
    out: Out = None,
    remove: Annotated[bool, Option("--remove", help="Remove them again.")] = False,
    force: Annotated[
        bool,
        Option(
            "--force", help="Replace or remove other code that xlwings Lite has in this workbook; that code is lost."
        ),
    ] = False,
    wheel_url: Annotated[
        str,
        Option(
            "--wheel-url",
            metavar="URL",
            help="Load the package from this https address instead of putting it into the workbook. The server must allow other sites (CORS).",
        ),
    ] = "",
) -> None:
    """Put the worksheet functions and buttons into a workbook for xlwings Lite: for Excel on a Mac or on the web, without Python.

    The add-in is free in Office's store (Home > Add-ins, search for xlwings). Everything else in the workbook keeps its bytes.

    Examples:
        ippbook lite team.xlsx -o lite.xlsx
    """
    from ippbook.excel.lite import embed  # noqa: PLC0415  # imported late: start-up stays quick

    if remove and wheel_url:
        raise UserError("--remove removes the code, and --wheel-url names the source of new code; use only one of them")
    console = text.screen()
    if remove:
        saved = embed.remove_embedded(path, out, force=force)
        done = (
            say("the code for xlwings Lite is removed")
            if saved.changed_parts
            else say("nothing to remove: the workbook has no code for xlwings Lite")
        )
    else:
        saved = embed.embed(path, out, wheel=wheel_url, force=force)
        done = (
            "the functions and buttons are in the workbook; open it in Excel and start xlwings Lite (Home > xlwings Lite)"
            if saved.changed_parts
            else say("the functions and buttons are in the workbook already; nothing changed")
        )
    text.tell(console, f"{saved.path}: {done}")
    for warning in saved.warnings:
        text.tell(console, warning)
