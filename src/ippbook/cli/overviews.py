"""Commands that give an overview: goodfaith, sellers, ready, dossier."""

from datetime import date
from pathlib import Path
from typing import Annotated, Final

from ippbook import pipeline
from ippbook.batch.team_books import read_named_team
from ippbook.cases import dossier as dossiers
from ippbook.cases.team_answer import TeamAnswer, TeamQuestion, team_answer
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.many import FilesFrom, sources, with_standard_input
from ippbook.cli.options import AsOf, File, Files, Format, Limit, Output, day, leave, print_json, workbook_day
from ippbook.cli.render import cases, json, text
from ippbook.cli.run_state import today
from ippbook.cli.scheduler import ClusterChoice, SchedulerOption, TlsAuthority, TlsCertificate, TlsKey
from ippbook.cli.visible_stream import complain
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.tables.book import fold

_TITLES: Final = {
    "forecast": say("Forecast: the chance of qualifying at the coming month ends, if nothing more is filed"),
}
"""Titles of tables that need more than their name."""


@app.command("goodfaith")
def goodfaith(  # noqa: PLR0913, PLR0917  # one parameter for each option
    files: Files = None,
    explain: Annotated[
        str, Option("--explain", metavar="ACCOUNT", help="List the rows behind each figure of this account.")
    ] = "",
    on: Annotated[
        date | None,
        Option("--on", parser=day, metavar="DATE", help="The day to explain. Default: the day of --as-of."),
    ] = None,
    forecast: Annotated[
        bool, Option("--forecast", help="Give the chance of qualifying at the coming month ends.")
    ] = False,
    plan: Annotated[bool, Option("--plan", help="Advise what to file next and what to hold back.")] = False,
    as_of: AsOf = None,
    files_from: FilesFrom = None,
    scheduler: SchedulerOption = None,
    tls_ca: TlsAuthority = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    output: Output = Format.TEXT,
) -> None:
    """Show for each account whether it qualifies for the Good-Faith Takedown Mechanism, and which test fails.

    Several workbooks count as one team. A complaint that is in two of them counts once.

    Examples:
        ippbook goodfaith team.xlsx
        ippbook goodfaith team.xlsx --explain nordlys-legal  # the rows behind it
        ippbook goodfaith team.xlsx --plan                   # what to file next
    """
    question = TeamQuestion(explain, on, forecast, plan)
    cluster = ClusterChoice(scheduler, tls_ca, tls_cert, tls_key)
    with with_standard_input(sources(files, files_from, cluster=cluster)) as workbooks:
        if cluster:
            answer, failed = cluster.team_answer(workbooks, as_of, question, today=today())
        else:
            team, failed = read_named_team(workbooks, as_of, today=today(), keeps_books=plan)
            answer = team_answer(team, question)
        for report in failed:
            complain(report.error)
    found, planned, frames = answer.found, answer.plan, answer.frames()
    if output is Format.JSON:
        if planned:
            frames |= {"plan": planned.accounts, "plan_rows": planned.rows, "plan_curve": planned.curve}
        print_json(
            "goodfaith",
            (
                json.good_faith(found)
                if not explain
                else {"as_of": (on or found.as_of).isoformat(), "notes": list(found.notes)}
            )
            | {name: json.records(frame) for name, frame in frames.items()}
            | {"failed": [{"file": report.file, "error": report.error} for report in failed]},
        )
    else:
        _show_team(answer)
    leave(2 if failed else 0)


def _show_team(answer: TeamAnswer) -> None:
    console, found, frames = text.screen(), answer.found, answer.frames()
    if not frames and not answer.plan:
        text.show_good_faith(console, found)
        return
    if answer.plan:
        text.show_plan(console, answer.plan)
    for name, frame in frames.items():
        text.show_frame(console, _TITLES.get(name, name.replace("_", " ").capitalize()), frame, found.terms.limits)
        text.tell(console, "")
    text.tell(console, *(say("note: {note}", note=note) for note in found.notes))


@app.command("sellers")
def sellers(file: File, as_of: AsOf = None, limit: Limit = 30, output: Output = Format.TEXT) -> None:
    """List the sellers over all marketplaces: listings, open and closed complaints, offers that came back after a takedown.

    Examples:
        ippbook sellers team.xlsx
        ippbook sellers team.xlsx --limit 0  # all of them
    """
    found = pipeline.sellers(file, as_of, today=today())
    if output is Format.JSON:
        print_json("sellers", {"sellers": cases.sellers(found)}, workbook_day(file, as_of))
    else:
        cases.show_sellers(text.screen(), found, limit, workbook_day(file, as_of))


@app.command("ready")
def ready(
    file: File,
    only: Annotated[
        str, Positional(metavar="ACCOUNT", help="Only this account. Default: all.", show_default=False)
    ] = "",
    account: Annotated[str, Option("--account", help="The same as ACCOUNT.")] = "",
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print the checklist of each account, from registration to the first complaint. Exit 1 if something is missing or unknown.

    Examples:
        ippbook ready team.xlsx nordlys-legal
    """
    if only and account and fold(only) != fold(account):
        raise UserError(
            "two accounts are named, {only!r} and {account!r}. Name one of them.", only=only, account=account
        )
    found = dossiers.ready(file, only or account, as_of, today=today())
    if output is Format.JSON:
        print_json(
            "ready", {"accounts": cases.readiness(found)}, found[0].as_of if found else workbook_day(file, as_of)
        )
    else:
        text.tell(text.screen(), *cases.readiness_text(found))
    leave(0 if all(each.ready for each in found) else 1)


@app.command("dossier")
def dossier(
    file: File,
    listing: Annotated[
        str, Positional(help="The listing's short name, its item number or its link.", show_default=False)
    ],
    evidence: Annotated[
        Path | None,
        Option(
            "--evidence",
            help="The folder with the evidence files named in Listings. Their hashes are printed.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print the dated history of a listing for counsel: right, evidence, notices, answers, deadlines, relistings.

    Examples:
        ippbook dossier team.xlsx L0041         # by short name
        ippbook dossier team.xlsx 210641611584  # by item number
    """
    found = dossiers.dossier(file, listing, evidence, as_of, today=today())
    if output is Format.JSON:
        print_json("dossier", cases.dossier(found))
    else:
        text.tell(text.screen(), *cases.dossier_text(found))
