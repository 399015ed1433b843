"""The command line: arguments in, exit code out. 0 clean, 1 findings at or above --fail-on, 2 could not do it."""

import gc
import json
import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from ippbook import __version__, ooxml
from ippbook.faces import programs, terminal
from ippbook.refusal import Refusal
from ippbook.tables.findings import Severity

app = typer.Typer(
    name="ippbook",
    help="Checks and recalculates a brand team's takedown workbook for Alibaba's marketplaces.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


class Format(StrEnum):
    """Who reads the output."""

    TEXT = "text"
    JSON = "json"


class FailOn(StrEnum):
    """From which severity on findings make the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"
    NEVER = "never"

    def met_by(self, found: dict[str, int]) -> bool:
        """Whether findings, counted by severity, reach the threshold."""
        return self is not FailOn.NEVER and any(
            number and Severity[word.upper()].reaches(Severity[self.name]) for word, number in found.items()
        )


def _day(text: str) -> date:
    from ippbook.tables.values import Unreadable, date_from_text  # noqa: PLC0415  # the command line answers --help without pandas

    try:
        return date_from_text(text)
    except Unreadable as refusal:
        message = f"{text!r}: {refusal.why}"
        raise typer.BadParameter(message) from None


File = Annotated[Path, typer.Argument(help="The workbook (.xlsx, .xlsm, .xltx, .xltm).", show_default=False)]
Files = Annotated[list[Path], typer.Argument(help="The workbooks (.xlsx, .xlsm, .xltx, .xltm).", show_default=False)]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=_day,
        metavar="DATE",
        help="Judge everything for this day. Default: the setting As of, else today.",
    ),
]
Output = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
Limit = Annotated[int, typer.Option("--limit", min=0, help="Show at most so many findings; 0 shows all.")]
Fail = Annotated[
    FailOn, typer.Option("--fail-on", help="Exit with 1 when there are findings of this severity or graver.")
]


Texts = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        help="A folder of your own takedown texts: a folder for each language, a file for each reason (de/keyword abuse.txt).",
        show_default=False,
    ),
]
EvidenceFolder = Annotated[
    Path | None,
    typer.Option(
        "--evidence", help="The folder with the files that Listings names; they are looked up.", show_default=False
    ),
]


def _today() -> date:
    return date.today()  # noqa: DTZ011  # the day on the analyst's own wall; the core never looks at a clock


def _print_json(value: Any) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False, default=str))


def _exit(code: int) -> None:
    if code:
        raise typer.Exit(code)


@app.command()
def recalc(
    files: Files,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="Write here instead of back into the file; a folder where several files are given.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = None,
    check_only: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 when a file is not up to date.")
    ] = False,
    fail_on: Annotated[
        FailOn | None,
        typer.Option(
            "--fail-on",
            help="Exit with 1 when there are findings of this severity or graver. Default: error; with --check only what is not up to date counts.",
            show_default=False,
        ),
    ] = None,
    texts: Texts = None,
    limit: Limit = 20,
    output: Output = Format.TEXT,
) -> None:
    """Check each workbook, fill its computed columns and write it back, everything else byte for byte as it was."""
    from ippbook import pipeline  # noqa: PLC0415  # the command line answers --help without pandas
    from ippbook.beside import look  # noqa: PLC0415  # as above

    beside = look(texts)
    targets = _targets(files, out)
    threshold = fail_on or (FailOn.NEVER if check_only else FailOn.ERROR)
    console = terminal.screen()
    reports, code = [], 0
    for path, target in targets:
        with terminal.progress(path.name) as tell:
            done = pipeline.recalculate(
                path, target, as_of, today=_today(), write=not check_only, tell=tell, beside=beside
            )
        if output is Format.JSON:
            reports.append(programs.recalculation(done))
        else:
            terminal.show_findings(console, done.study.findings, limit)
            terminal.show_recalculation(console, done, checked_only=check_only)
        if threshold.met_by(done.study.counts()) or (check_only and done.changed):
            code = 1
    if output is Format.JSON:
        _print_json(reports)
    _exit(code)


def _targets(files: list[Path], out: Path | None) -> list[tuple[Path, Path]]:
    if out is None:
        return [(path, path) for path in files]
    if out.is_dir():
        found = [(path, out / path.name) for path in files]
        if len({target for _, target in found}) < len(found):
            raise Refusal(
                f"{out}: two of the files have the same name, so one would overwrite the other; recalculate them one by one"
            )
        return found
    if len(files) > 1:
        raise Refusal(
            f"{out} is no folder, but {len(files)} files are to be written there; make the folder first, or give one file"
        )
    return [(files[0], out)]


@app.command()
def check(
    files: Files,
    as_of: AsOf = None,
    fail_on: Fail = FailOn.ERROR,
    limit: Limit = 100,
    texts: Texts = None,
    evidence: EvidenceFolder = None,
    output: Output = Format.TEXT,
) -> None:
    """Check each workbook and say what is wrong; write nothing."""
    from ippbook import pipeline  # noqa: PLC0415  # as in recalc
    from ippbook.beside import look  # noqa: PLC0415  # as above

    beside = look(texts, evidence)
    console = terminal.screen()
    reports, code = [], 0
    for path in files:
        with terminal.progress(path.name) as tell:
            study = pipeline.check(path, as_of, today=_today(), tell=tell, beside=beside)
        if output is Format.JSON:
            reports.append({"file": str(path), **programs.study(study)})
        else:
            terminal.show_findings(console, study.findings, limit)
            terminal.say(console, f"{path}: {terminal.rows_of(study)}; {terminal.summary(study)}; as of {study.as_of}")
        if fail_on.met_by(study.counts()):
            code = 1
    if output is Format.JSON:
        _print_json(reports)
    _exit(code)


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="The workbook to make (.xlsx).", show_default=False)],
    live: Annotated[
        bool,
        typer.Option(
            "--live",
            help="Computed columns hold worksheet formulas; needs the Excel add-in. Default: values, filled by recalc.",
        ),
    ] = False,
    sample: Annotated[bool, typer.Option("--sample", help="With the sample data of a fictitious brand.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Make a new workbook: tables, drop-downs, a guide."""
    from ippbook import build  # noqa: PLC0415  # as in recalc

    if path.suffix.lower() != ".xlsx":
        raise Refusal(f"{path}: a new workbook is an .xlsx file; name it so")
    if path.exists() and not force:
        raise Refusal(f"{path} is there already; name another file, or add --force to replace it")
    if not path.parent.is_dir():
        raise Refusal(f"{path}: there is no folder {path.parent}; make it first")
    if sample:
        build.sample(path, live=live)
    else:
        build.draw(path, live=live)
    terminal.say(terminal.screen(), f"{path}: written; open it, fill in Rights first, then run: ippbook recalc {path}")


@app.command()
def notice(
    file: File,
    complaint: Annotated[str, typer.Argument(help="The complaint's number.", show_default=False)],
    language: Annotated[
        str,
        typer.Option(
            "--language",
            help="One of en, zh, ja, ko, de, fr, es. Default: what the complaint names, else the setting Text language.",
        ),
    ] = "",
    texts: Texts = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print the takedown text of one complaint, ready to paste."""
    from ippbook import pipeline  # noqa: PLC0415  # as in recalc
    from ippbook.beside import look  # noqa: PLC0415  # as above

    beside = look(texts)
    found = pipeline.takedown_text(file, complaint, language, as_of, today=_today(), beside=beside)
    if output is Format.JSON:
        _print_json(found)
    elif found["text"]:
        typer.echo(found["text"])
    if not found["text"]:
        typer.echo(f"{file}: complaint {complaint} has no text: {found['problem']}", err=True)
    elif output is Format.TEXT:
        typer.echo(f"({found['characters']} characters)", err=True)
    _exit(0 if found["text"] and not found["problem"] else 1)


@app.command()
def goodfaith(  # each option is one thing to be told
    files: Files,
    explain: Annotated[
        str, typer.Option("--explain", metavar="ACCOUNT", help="List the rows behind each figure of this account.")
    ] = "",
    on: Annotated[
        date | None,
        typer.Option("--on", parser=_day, metavar="DATE", help="The day to explain. Default: the day of --as-of."),
    ] = None,
    forecast: Annotated[
        bool, typer.Option("--forecast", help="Give the chance of qualifying at the coming month ends.")
    ] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Say what to file next and what to hold back.")] = False,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Say for each account whether it qualifies for the Good-Faith Takedown Mechanism, and which test fails.

    Several workbooks are counted as one team; the same complaint in two of them counts once.
    """
    from ippbook import team as teams  # noqa: PLC0415  # as in recalc

    if on and not explain:
        raise Refusal("--on is the day to explain: name the account too, with --explain ACCOUNT")
    team = teams.read_team(files, as_of, today=_today())
    frames: dict[str, Any] = {}
    if explain:
        told = teams.explain(team, explain, on or team.as_of)
        frames |= {"standing": told.standing, "reasons": told.reasons, "rows": told.rows, "changes": told.changes}
    if forecast:
        frames["forecast"] = teams.forecast(team)
    if plan:
        planned = teams.plan(team)
        frames |= {"plan": planned.accounts, "plan_rows": planned.rows}
    found = teams.good_faith(team)
    if output is Format.JSON:
        _print_json(
            (programs.good_faith(found) if not explain else {"as_of": (on or team.as_of).isoformat()})
            | {name: programs.records(frame) for name, frame in frames.items()}
        )
        return
    console = terminal.screen()
    if not frames:
        terminal.show_good_faith(console, found)
    for name, frame in frames.items():
        terminal.show_frame(console, name.replace("_", " ").capitalize(), frame)
        terminal.say(console, "")


@app.command()
def due(
    file: File,
    as_of: AsOf = None,
    days: Annotated[int, typer.Option("--days", min=0, help="Look so many days ahead.")] = 30,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", help="Write it as a calendar file (.ics) too.", show_default=False, dir_okay=False),
    ] = None,
    output: Output = Format.TEXT,
) -> None:
    """Say what is due when: answers, time to sue, expiring rights and powers of attorney; and what is overdue."""
    from ippbook import pipeline  # noqa: PLC0415  # as in recalc
    from ippbook.faces import ics as calendars  # noqa: PLC0415  # only who asks for a calendar pays for it

    found = pipeline.due(file, as_of, days, today=_today())
    if ics is not None:
        calendars.write(ics, found.dues, found.as_of)
    if output is Format.JSON:
        _print_json(programs.agenda(found))
    else:
        terminal.show_agenda(terminal.screen(), found, days)
    if ics is not None:
        typer.echo(f"{ics}: written", err=True)


@app.command("import")
def import_file(
    file: File,
    listings: Annotated[
        Path | None,
        typer.Option("--listings", help="An export with listings (csv, tsv, xlsx, json, jsonl).", show_default=False),
    ] = None,
    outcomes: Annotated[
        Path | None,
        typer.Option("--outcomes", help="An export of the portal with statuses of complaints.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write here instead of back into the file.", show_default=False)
    ] = None,
    refresh: Annotated[
        bool,
        typer.Option(
            "--refresh",
            help="Where both say something, take the export's title, price, store and seller, or its status and days. Default: fill blank cells, and move statuses on.",
        ),
    ] = False,
    encoding: Annotated[str, typer.Option("--encoding", help="Of a text file. Default: told from its bytes.")] = "",
    check_only: Annotated[bool, typer.Option("--check", help="Write nothing; say what would change.")] = False,
    output: Output = Format.TEXT,
) -> None:
    """Merge what a scraper or the portal exported into the workbook; what people typed stays. Exits with 1 when rows are refused."""
    from ippbook import imports  # noqa: PLC0415  # as in recalc
    from ippbook.faces import rejects  # noqa: PLC0415  # as in recalc

    merge = imports.chosen(listings, outcomes)
    found = merge(file, out, rejects.write, refresh=refresh, encoding=encoding, write=not check_only)
    if output is Format.JSON:
        _print_json(programs.merge(found))
    else:
        terminal.show_merge(terminal.screen(), found)
    _exit(1 if found.refused else 0)


@app.command()
def plan(
    file: File,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write here instead of back into the file.", show_default=False)
    ] = None,
    account: Annotated[
        str,
        typer.Option(
            "--account", help="The account that files. Default: the only one, or the one that cites the right."
        ),
    ] = "",
    texts: Texts = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be drafted, and write nothing.")] = False,
    as_of: AsOf = None,
    limit: Limit = 50,
    output: Output = Format.TEXT,
) -> None:
    """Draft complaints from the listings that are ready, append them to Complaints, and say why the others are left out."""
    from ippbook import filings  # noqa: PLC0415  # as in recalc
    from ippbook.beside import look  # noqa: PLC0415  # as in recalc
    from ippbook.faces import casework  # noqa: PLC0415  # as in recalc

    done = filings.plan(file, out, account, as_of, today=_today(), write=not dry_run, beside=look(texts))
    if output is Format.JSON:
        _print_json(casework.plan(done))
    else:
        terminal.say(terminal.screen(), *casework.plan_text(done, limit))


@app.command()
def pack(
    file: File,
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder to pack into.", show_default=False)],
    complaint: Annotated[str, typer.Option("--complaint", help="Pack only this complaint.")] = "",
    evidence: Annotated[
        Path | None,
        typer.Option("--evidence", help="The folder with the files that Listings names.", show_default=False),
    ] = None,
    texts: Texts = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Write a folder for each complaint that is ready: links, text, evidence and hashes. Exit 1 when one is not ready, or was changed by hand."""
    from ippbook import filings  # noqa: PLC0415  # as in recalc
    from ippbook.beside import look  # noqa: PLC0415  # as in recalc
    from ippbook.faces import casework  # noqa: PLC0415  # as in recalc

    done = filings.pack(file, out, complaint, evidence, as_of, today=_today(), beside=look(texts))
    if output is Format.JSON:
        _print_json(casework.packing(done))
    else:
        terminal.say(terminal.screen(), *casework.packing_text(done))
    _exit(1 if done.held or any(each.written.kept for each in done.packed) else 0)


@app.command()
def sellers(file: File, as_of: AsOf = None, limit: Limit = 30, output: Output = Format.TEXT) -> None:
    """List the sellers across marketplaces: listings, open and closed complaints, what came back after a takedown."""
    from ippbook import pipeline  # noqa: PLC0415  # as in recalc
    from ippbook.faces import casework  # noqa: PLC0415  # as in recalc

    found = pipeline.sellers(file, as_of, today=_today())
    if output is Format.JSON:
        _print_json(casework.sellers(found))
    else:
        casework.show_sellers(terminal.screen(), found, limit)


@app.command()
def ready(
    file: File,
    account: Annotated[str, typer.Option("--account", help="Only this account.")] = "",
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print the checklist of each account from registration to the first complaint. Exit 1 when something is lacking or unknown."""
    from ippbook import dossiers  # noqa: PLC0415  # as in recalc
    from ippbook.faces import casework  # noqa: PLC0415  # as in recalc

    found = dossiers.ready(file, account, as_of, today=_today())
    if output is Format.JSON:
        _print_json(casework.readiness(found))
    else:
        terminal.say(terminal.screen(), *casework.readiness_text(found))
    _exit(0 if all(each.ready for each in found) else 1)


@app.command()
def dossier(
    file: File,
    listing: Annotated[
        str, typer.Argument(help="The listing's short name, its item number or its link.", show_default=False)
    ],
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence", help="The folder with the files that Listings names; they are hashed.", show_default=False
        ),
    ] = None,
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print the dated trail of a listing for counsel: right, evidence, notices, answers, deadlines, relistings."""
    from ippbook import dossiers  # noqa: PLC0415  # as in recalc
    from ippbook.faces import casework  # noqa: PLC0415  # as in recalc

    found = dossiers.dossier(file, listing, evidence, as_of, today=_today())
    if output is Format.JSON:
        _print_json(casework.dossier(found))
    else:
        terminal.say(terminal.screen(), *casework.dossier_text(found))


@app.command()
def rules(
    table: Annotated[str, typer.Option("--table", help="Only the rules on this table.")] = "",
    output: Output = Format.TEXT,
) -> None:
    """List every rule, a line each."""
    from ippbook.declare import registry  # noqa: PLC0415  # as in recalc

    found = [rule for rule in registry().rules if not table or rule.table.casefold() == table.casefold()]
    if table and not found:
        raise Refusal(
            f"there is no table {table!r} with rules; the tables are: {', '.join(sorted({rule.table for rule in registry().rules}))}"
        )
    if output is Format.JSON:
        _print_json([programs.rule(rule) for rule in found])
    else:
        terminal.show_rules(terminal.screen(), found)


@app.command()
def explain(
    code: Annotated[
        str, typer.Argument(help="A finding's code (CP101) or a worksheet function (IPP_PLATFORM).", show_default=False)
    ],
    output: Output = Format.TEXT,
) -> None:
    """Explain a code: why it matters, how to mend it, where it comes from."""
    from ippbook.faces.reference import entry  # noqa: PLC0415  # as in recalc

    found = entry(code)
    if output is Format.JSON:
        _print_json(programs.page(found.code, found.kind, found.page))
    else:
        terminal.show_page(terminal.screen(), found.code, found.kind, found.page)


@app.command("eval")
def evaluate(
    formulas: Annotated[
        list[str],
        typer.Argument(
            metavar="FORMULA…",
            help="A worksheet formula, such as '=IPP_PLATFORM(\"https://…\")'; - reads one a line.",
            show_default=False,
        ),
    ],
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print what worksheet functions answer: one answer a line."""
    from ippbook import pipeline  # noqa: PLC0415  # as in recalc

    texts = (sys.stdin or ()) if formulas == ["-"] else formulas  # a program without a console has no stdin
    answers, failed = [], False
    for text in texts:
        found = pipeline.evaluate(text.rstrip("\r\n"), as_of or _today())
        failed = failed or found.failed
        if output is Format.JSON:
            answers.append({"formula": found.formula, "value": found.value, "type": found.kind})
        elif found.failed and formulas != ["-"]:
            typer.echo(found.text, err=True)
        else:
            typer.echo(found.text if formulas != ["-"] else found.text.replace("\n", "\\n"))
    if output is Format.JSON:
        _print_json(answers)
    _exit(2 if failed else 0)


@app.command()
def get(
    file: File,
    cells: Annotated[
        list[str], typer.Argument(metavar="CELL…", help="Cells, such as 'Sheet1!B2'.", show_default=False)
    ],
    output: Output = Format.TEXT,
) -> None:
    """Print value, formula and type of a cell in any workbook."""
    book = ooxml.open(file)
    found = [programs.cell(book.cell(reference)) for reference in cells]
    if output is Format.JSON:
        _print_json(found[0] if len(found) == 1 else found)
        return
    for place, item in enumerate(found):
        if place:
            typer.echo("")
        for name in ("cell", "value", "formula", "type"):
            if item[name] is not None or name == "value":
                typer.echo(f"{name:<8} {'' if item[name] is None else item[name]}")


class Typed(StrEnum):
    """How a value on the command line is taken."""

    AUTO = "auto"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    BLANK = "blank"


class _Set(TyperCommand):
    """Takes the value as it is typed, though it begins with a minus: -5, -old-, -=1."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the value behind `--` so that no letter of it is read as an option."""
        options = {
            name: getattr(option, "is_flag", False)
            for option in self.params
            for name in option.opts
            if name.startswith("-")
        }
        positional: list[str] = []
        rest = list(args)
        named: list[str] = []
        while rest and rest[0] != "--":
            word = rest.pop(0)
            name, given, _ = word.partition("=")
            if (
                name not in options and name != "--help" and (word[:1] != "-" or len(positional) == 2)
            ):  # file and cell are there
                positional.append(word)
                continue
            named.append(word)
            if options.get(name) is False and not given and rest:
                named.append(rest.pop(0))
        return super().parse_args(ctx, [*named, "--", *positional, *rest[1:]])


@app.command("set", cls=_Set)
def set_cell(
    file: File,
    cell: Annotated[str, typer.Argument(help="The cell, such as 'Sheet1!B2'.", show_default=False)],
    value: Annotated[
        str,
        typer.Argument(
            help="The value. Numbers become numbers, TRUE and FALSE truths, all else text; see --type.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Write here instead of back into the file.", show_default=False)
    ] = None,
    kind: Annotated[Typed, typer.Option("--type", help="Take the value as this.")] = Typed.AUTO,
    replace_formula: Annotated[
        bool,
        typer.Option(
            "--replace-formula",
            help="Put the value in place of a formula. Default: the formula stays and gets the value as its result.",
        ),
    ] = False,
) -> None:
    """Change one cell of any workbook, everything else byte for byte as it was."""
    book = ooxml.open(file)
    before = book.cell(cell)
    saved = programs.set_cell(
        book, cell, programs.typed(value, kind.value), out or file, replace_formula=replace_formula
    )
    for warning in saved.warnings:
        typer.echo(f"warning: {warning}", err=True)
    if before.formula and not replace_formula:
        typer.echo(
            f"note: {cell} keeps its formula {before.formula}, and shows this value until it is calculated again; --replace-formula removes the formula",
            err=True,
        )
    typer.echo(f"{saved.path}: {'written, 1 cell changed' if saved.changed_cells else 'nothing had to change'}")


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"ippbook {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="On a failure of ippbook itself, print the traceback.")
    ] = False,
) -> None:
    """Options of every command."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; every failure becomes one sentence and exit code 2, with a traceback only after --debug."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in given
    given = [argument for argument in given if argument != "--debug"]
    _speak_utf8()
    # Columns of a hundred thousand texts make no cycles; looking for some takes a third of the time.
    gc.set_threshold(200_000, 50, 50)
    return _guard(lambda: app(given, prog_name="ippbook"), debug=debug)


def _guard(work: Callable[[], Any], *, debug: bool) -> int:
    try:
        work()
    except SystemExit as stop:  # the parser of the command line has said what it had to say
        return stop.code if isinstance(stop.code, int) else 2
    except (ooxml.WorkbookError, Refusal) as refusal:
        typer.echo(f"ippbook: {refusal}", err=True)
    except KeyboardInterrupt:
        typer.echo("ippbook: stopped; nothing was half-written", err=True)
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as failure:
        place = f"{failure.filename}: " if failure.filename else ""
        typer.echo(
            f"ippbook: {place}cannot be read or written ({failure.strerror or failure}); free some space, or choose another place"
            if place
            else f"ippbook: the output cannot be written ({failure.strerror or failure}); free some space, or send it elsewhere",
            err=True,
        )
    except Exception as failure:  # the border of a command: an analyst gets a sentence, an engineer asks for --debug
        if debug:
            raise
        what = f"{type(failure).__name__}: {failure}"
        typer.echo(
            f"ippbook: this is a fault of ippbook ({what}); nothing was half-written; run again with --debug and report what it prints",
            err=True,
        )
    return 2


def _speak_utf8() -> None:
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # PowerShell sends a mark first
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


if __name__ == "__main__":
    sys.exit(main())
