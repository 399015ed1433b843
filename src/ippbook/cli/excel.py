"""Commands on the Excel installation: excel install, uninstall, status; doctor."""

from pathlib import Path
from typing import Annotated

import typer

from ippbook.cli.options import Format, Output, app, leave, print_json
from ippbook.faces import terminal

excel = typer.Typer(
    name="excel",
    help="Install ippbook into Excel, take it out, say what is installed.",
    short_help="Install into Excel, uninstall, status.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(excel)
