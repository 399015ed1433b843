"""The command today."""

from typing import Annotated

from ippbook import pipeline
from ippbook.cli.declared import Option, app
from ippbook.cli.options import AsOf, File, Format, Output, print_json
from ippbook.cli.render import json, text
from ippbook.cli.run_state import today as day_of_run


@app.command("today")
def today(
    file: File,
    account: Annotated[str, Option("--account", help="Only the tasks of this account.")] = "",
    as_of: AsOf = None,
    days: Annotated[int, Option("--days", min=0, help="Look this many days ahead.")] = 7,
    output: Output = Format.TEXT,
) -> None:
    """Show what to do today and this week, the most urgent first, and the Good-Faith standing of each account.

    Errors that stop a filing, answers that are due, complaints to file, rights and powers of attorney that end, accounts at risk.

    Examples:
        ippbook today team.xlsx
        ippbook today team.xlsx --account nordlys-legal --days 14
    """
    from ippbook.cli.render import today as lists  # noqa: PLC0415  # imported late: start-up stays quick

    found = pipeline.todays_tasks(file, as_of, days, account, today=day_of_run())
    if output is Format.JSON:
        print_json("today", json.tasks(found))
    else:
        lists.show_tasks(text.screen(), found)
