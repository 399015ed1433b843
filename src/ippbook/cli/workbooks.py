"""Commands on whole workbooks: new, adopt, recalc, check."""

import os
import sys
from contextlib import nullcontext, redirect_stdout
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from ippbook.batch.one_file import FileOptions, FileTask
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import STDIN
from ippbook.cli import many
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.many import FilesFrom, Jobs, Resume
from ippbook.cli.options import (
    DEFAULT,
    DEFAULT_REPORT,
    AsOf,
    EngineOption,
    EvidenceFolder,
    Fail,
    FailOn,
    File,
    Files,
    Format,
    Limit,
    MoreReports,
    Output,
    ReportFormat,
    ReportOutput,
    Stale,
    StaleOption,
    Texts,
    leave,
    print_json,
    refuse_missing_engine,
    stale_policy,
    target,
)
from ippbook.cli.render import text
from ippbook.cli.report_output import print_reports, report_files
from ippbook.cli.report_run import ReportRun
from ippbook.cli.run_state import debugging, time_zone, today
from ippbook.cli.scheduler import ClusterChoice, SchedulerOption, TlsAuthority, TlsCertificate, TlsKey
from ippbook.cli.visible_stream import warn
from ippbook.errors import UserError
from ippbook.languages import ENGLISH, known_languages, say
from ippbook.pipeline.side_folders import read_side_folders

Outs = Annotated[
    Path | None,
    Option(
        "-o",
        "--out",
        parser=target,
        metavar="PATH",
        help="Write here instead of back into the file; a folder if you name several files; - for standard output.",
        show_default=False,
    ),
]
CheckOnly = Annotated[bool, Option("--check", help="Change nothing; exit with 1 if a file is not up to date.")]
RecalcFail = Annotated[
    FailOn | None,
    Option(
        "--fail-on",
        help="Exit with 1 if there are findings of this severity or a more severe one. Default: error; with --check: never, only a file that is not up to date counts.",
        show_default=False,
    ),
]
RecalcLimit = Annotated[
    int | None,
    Option(
        "--limit",
        min=0,
        help="Show at most this many findings of each workbook; 0 shows all. Default: 20; of many workbooks, none.",
        show_default=False,
    ),
]
FormulasOption = Annotated[
    bool,
    Option(
        "--all-formulas/--changed-formulas",
        help="Calculate every formula, or only those that depend on a changed cell or on the day, or have no value.",
    ),
]


@app.command("recalc")
def recalc(  # noqa: PLR0913, PLR0917  # one parameter for each option
    files: Files = None,
    out: Outs = None,
    as_of: AsOf = None,
    check_only: CheckOnly = False,
    fail_on: RecalcFail = None,
    stale: StaleOption = None,
    engine: EngineOption = DEFAULT,
    all_formulas: FormulasOption = True,
    texts: Texts = None,
    limit: RecalcLimit = None,
    files_from: FilesFrom = None,
    jobs: Jobs = None,
    resume: Resume = None,
    scheduler: SchedulerOption = None,
    tls_ca: TlsAuthority = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    output: ReportOutput = DEFAULT_REPORT,
    more: MoreReports = None,
) -> None:
    """Check each workbook, fill its computed columns, calculate its formulas and write it back.

    Everything else stays byte for byte the same. Of a folder, a pattern or a list, and with --jobs, each workbook gets one line.

    Examples:
        ippbook recalc team.xlsx                  # write back into the file
        ippbook recalc team.xlsx -o checked.xlsx  # leave the file as it is
        ippbook recalc team.xlsx --check          # only say if it is up to date
    """
    cluster = ClusterChoice(scheduler, tls_ca, tls_cert, tls_key)
    more_files = report_files(more, resume)
    refuse_missing_engine(engine)
    threshold = fail_on or (FailOn.NEVER if check_only else FailOn.ERROR)
    shown = _SHOWN if limit is None else limit
    to_stdout = not check_only and (str(out) == STDIN if out is not None else list(files or ()) == [STDIN])
    options = FileOptions(
        today=today(),
        as_of=as_of,
        recalculates=True,
        writes=not check_only,
        folders=read_side_folders(texts),
        engine=engine.value,
        all_formulas=all_formulas or check_only,
        most=_most(shown, output, more),
        debug=debugging.get(),
    )

    def judged(report: FileReport) -> tuple[FileReport, int]:
        policy = stale_policy(stale, report.stale_policy, Stale.ERROR if check_only else Stale.WARN)
        unsure = bool(report.stale) and policy is Stale.ERROR
        wrong = threshold.met_by(report.counts) or unsure or (check_only and bool(report.changed_cells))
        report = replace(report, out=STDIN) if to_stdout else report
        return replace(report, stale_policy=policy.value), int(wrong)

    found = many.sources(files, files_from, out, cluster)
    with many.with_standard_input(found) as workbooks, many.output_folder(wanted=to_stdout) as folder:
        if to_stdout:
            tasks = many.tasks_to_stdout(workbooks, folder, cluster)
        else:
            tasks = cluster.recalc_tasks(workbooks, out, searched=found.searched)
        work = many.ManyFiles(tasks, options, judged, jobs, resume, {"texts": texts}, cluster)
        with redirect_stdout(sys.stderr) if to_stdout else nullcontext():
            brief = limit is None and (found.searched or jobs is not None or bool(cluster))
            run = _run("recalc", as_of, threshold, shown, checks=check_only, brief=brief, several=len(tasks) > 1)
            print_reports(run, output.value, work.reports(), more_files)
        if to_stdout and work.exit_code < 2 and tasks[0].out is not None:
            many.print_file(tasks[0].out)
    leave(work.exit_code)


_SHOWN: Final = 20
"""How many findings of a recalculated workbook are shown without --limit."""


def _run(  # what every format states
    command: str,
    as_of: date | None,
    fail_on: FailOn,
    limit: int,
    *,
    checks: bool = False,
    brief: bool = False,
    several: bool = False,
) -> ReportRun:
    return ReportRun(command, as_of or today(), time_zone.get(), fail_on.severity, limit, checks, brief, several)


def _most(limit: int, output: ReportFormat, more: list[str] | None) -> int | None:
    return (limit or None) if output is DEFAULT_REPORT and not more else None


@app.command("check")
def check(  # noqa: PLR0913, PLR0917  # one parameter for each option
    files: Files = None,
    as_of: AsOf = None,
    fail_on: Fail = FailOn.ERROR,
    limit: Limit = 100,
    texts: Texts = None,
    evidence: EvidenceFolder = None,
    files_from: FilesFrom = None,
    jobs: Jobs = None,
    resume: Resume = None,
    scheduler: SchedulerOption = None,
    tls_ca: TlsAuthority = None,
    tls_cert: TlsCertificate = None,
    tls_key: TlsKey = None,
    output: ReportOutput = DEFAULT_REPORT,
    more: MoreReports = None,
) -> None:
    """Check each workbook and list the findings. Nothing is written.

    Examples:
        ippbook check team.xlsx
        ippbook check team.xlsx --limit 0 --fail-on warning
        ippbook check workbooks --format json  # every workbook of a folder
    """
    cluster = ClusterChoice(scheduler, tls_ca, tls_cert, tls_key)
    more_files = report_files(more, resume)
    options = FileOptions(
        today=today(),
        as_of=as_of,
        folders=read_side_folders(texts, evidence),
        most=_most(limit, output, more),
        debug=debugging.get(),
    )
    found = many.sources(files, files_from, cluster=cluster)
    with many.with_standard_input(found) as workbooks:
        tasks = [FileTask(each) for each in workbooks]
        sides = {"texts": texts, "evidence": evidence}
        work = many.ManyFiles(
            tasks, options, lambda report: (report, int(fail_on.met_by(report.counts))), jobs, resume, sides, cluster
        )
        run = _run("check", as_of, fail_on, limit, several=len(tasks) > 1)
        print_reports(run, output.value, work.reports(), more_files)
    leave(work.exit_code)


@app.command("adopt")
def adopt_file(
    file: File,
    write: Annotated[bool, Option("--write", help="Add it, and write back into the file. Default: only show.")] = False,
    out: Annotated[
        Path | None,
        Option(
            "-o", "--out", parser=target, metavar="PATH", help="Add it, and write here instead.", show_default=False
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        Option(
            "--map",
            metavar="NAME=YOURS",
            help="Say what something is: Listings=Sheet2, or Listings.URL=Address. You can repeat it.",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        Option(
            "--only",
            metavar="NAME",
            help="Add only this table, or this column (Listings.Findings). You can repeat it.",
            show_default=False,
        ),
    ] = None,
    inputs: Annotated[
        bool, Option("--inputs", help="Add the input columns that are missing too, not only computed ones.")
    ] = False,
    sheets: Annotated[
        bool, Option("--sheets/--no-sheets", help="Add the sheets that are missing, such as Settings.")
    ] = True,
    output: Output = Format.TEXT,
) -> None:
    """Look at a workbook of your own: what ippbook reads in it, how sure that is, and what it would add.

    Nothing is written without --write or -o. Nothing that is there is changed. Exits with 1 if something is in the way.

    Examples:
        ippbook adopt own.xlsx                  # only look
        ippbook adopt own.xlsx -o adopted.xlsx  # add what is missing, in a copy
    """
    from ippbook import adoption  # noqa: PLC0415  # imported late: start-up stays quick
    from ippbook.cli.render import adoption as rendering  # noqa: PLC0415  # as above

    found = adoption.adopt(
        file, out, mapped=names or (), only=only or (), inputs=inputs, sheets=sheets, write=write or out is not None
    )
    if output is Format.JSON:
        print_json("adopt", rendering.as_json(found))
    else:
        rendering.show_adoption(text.screen(), found)
    leave(1 if found.problems else 0)


@app.command("new")
def new(
    path: Annotated[
        Path,
        Positional(
            help="The new workbook: .xlsx, or .xlsm with functions, ribbon and buttons for Excel.",
            show_default=False,
        ),
    ],
    live: Annotated[
        bool,
        Option(
            "--live",
            help="Put worksheet formulas into the computed columns; needs the Excel add-in. Default: values, filled by recalc.",
        ),
    ] = False,
    sample: Annotated[bool, Option("--sample", help="Fill in the sample data of a fictitious brand.")] = False,
    force: Annotated[bool, Option("--force", help="Replace an existing file.")] = False,
    language: Annotated[
        str,
        Option("--language", help="The language of the workbook: en or zh.", show_default=True),
    ] = ENGLISH,
) -> None:
    """Make a new workbook: tables, drop-downs, a guide.

    Examples:
        ippbook new team.xlsx             # an empty workbook
        ippbook new sample.xlsx --sample  # with the data of a fictitious brand
        ippbook new team.xlsm             # with ribbon and buttons for Excel
    """
    from ippbook import workbook_builder  # noqa: PLC0415  # imported late: start-up stays quick

    ending = path.suffix.lower()
    if ending not in {".xlsx", ".xlsm"}:
        raise UserError(
            "{path}: the name of a new workbook must end in .xlsx, or in .xlsm for one with macros.", path=path
        )
    if os.path.lexists(path) and not force:
        raise UserError("{path} already exists. Choose another name, or add --force to replace it.", path=path)
    if not path.parent.is_dir():
        raise UserError("{path}: there is no folder {parent}. Create it first.", path=path, parent=path.parent)
    if language not in known_languages():
        raise UserError(
            "There is no language {language}. Use one of: {languages}.",
            language=language,
            languages=", ".join(known_languages()),
        )
    if ending == ".xlsm":
        from ippbook.workbook_builder import vba  # noqa: PLC0415  # imported late: start-up stays quick

        warnings = vba.workbook(path, sample=sample, live=live, language=language)
    elif sample:
        warnings = workbook_builder.sample(path, live=live, language=language)
    else:
        warnings = workbook_builder.draw(path, live=live, language=language)
    warn(warnings)
    way = workbook_builder.Instructions(macros=ending == ".xlsm").after_new(path)
    if sample:
        text.remark_on(
            text.screen(), say("{path}: written, with sample data; open it, or run: ippbook check {path}", path=path)
        )
    else:
        text.remark_on(
            text.screen(), say("{path}: written; open it, fill in Rights first, then {way}", path=path, way=way)
        )
