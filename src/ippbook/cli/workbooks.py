"""Commands on whole workbooks: new, adopt, recalc, check."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from ippbook import pipeline
from ippbook.buttons.phrases import summary
from ippbook.cli.options import (
    DEFAULT,
    AsOf,
    EngineOption,
    EvidenceFolder,
    Fail,
    FailOn,
    File,
    Files,
    Format,
    Limit,
    Output,
    Stale,
    StaleOption,
    Texts,
    app,
    leave,
    print_json,
    refuse_missing_engine,
    stale_policy,
    target,
    today,
)
from ippbook.cli.render import json, text
from ippbook.errors import UserError
from ippbook.pipeline.side_folders import read_side_folders

Outs = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--out",
        parser=target,
        metavar="PATH",
        help="Write here instead of back into the file; a folder if you name several files.",
        show_default=False,
    ),
]
CheckOnly = Annotated[bool, typer.Option("--check", help="Change nothing; exit with 1 if a file is not up to date.")]
RecalcFail = Annotated[
    FailOn | None,
    typer.Option(
        "--fail-on",
        help="Exit with 1 if there are findings of this severity or a more severe one. Default: error; with --check: never, only a file that is not up to date counts.",
        show_default=False,
    ),
]
FormulasOption = Annotated[
    bool,
    typer.Option(
        "--all-formulas/--changed-formulas",
        help="Calculate every formula, or only those that depend on a changed cell or on the day, or have no value.",
    ),
]


@app.command(short_help="Check, compute and write back.")
def recalc(  # noqa: PLR0913, PLR0917  # one parameter for each option
    files: Files,
    out: Outs = None,
    as_of: AsOf = None,
    check_only: CheckOnly = False,
    fail_on: RecalcFail = None,
    stale: StaleOption = None,
    engine: EngineOption = DEFAULT,
    all_formulas: FormulasOption = True,
    texts: Texts = None,
    limit: Limit = 20,
    output: Output = Format.TEXT,
) -> None:
    """Check each workbook, fill its computed columns, calculate its formulas and write it back.

    Everything else stays byte for byte the same.
    """
    refuse_missing_engine(engine)
    folders = read_side_folders(texts)
    threshold = fail_on or (FailOn.NEVER if check_only else FailOn.ERROR)
    console = text.screen()
    reports, code = [], 0
    for path, goal in _targets(files, out):
        with text.progress(path.name) as progress:
            done = pipeline.recalculate(
                path,
                goal,
                as_of,
                today=today(),
                write=not check_only,
                progress=progress,
                folders=folders,
                engine=engine.value,
                all_formulas=all_formulas or check_only,
            )
        policy = stale_policy(stale, done.stale_policy, Stale.ERROR if check_only else Stale.WARN)
        done = replace(done, stale_policy=policy.value)
        if output is Format.JSON:
            reports.append(json.recalculation(done))
        else:
            text.show_findings(console, done.study, limit)
            text.show_recalculation(console, done, limit, checked_only=check_only)
        unsure = bool(done.stale) and policy is Stale.ERROR
        if threshold.met_by(done.study.counts()) or unsure or (check_only and done.changed):
            code = 1
    if output is Format.JSON:
        print_json(reports)
    leave(code)


def _targets(files: list[Path], out: Path | None) -> list[tuple[Path, Path]]:
    if out is None:
        return [(path, path) for path in files]
    if out.is_dir():
        found = [(path, out / path.name) for path in files]
        if len({goal for _, goal in found}) < len(found):
            raise UserError(
                f"{out}: two of the files have the same name, so one would overwrite the other. Recalculate them one by one."
            )
        return found
    if len(files) > 1:
        raise UserError(
            f"{out} is not a folder, and {len(files)} files cannot be written to one file. Make the folder first, or name one file."
        )
    return [(files[0], out)]


@app.command(short_help="Check and write nothing.")
def check(
    files: Files,
    as_of: AsOf = None,
    fail_on: Fail = FailOn.ERROR,
    limit: Limit = 100,
    texts: Texts = None,
    evidence: EvidenceFolder = None,
    output: Output = Format.TEXT,
) -> None:
    """Check each workbook and list the findings. Nothing is written."""
    folders = read_side_folders(texts, evidence)
    console = text.screen()
    reports, code = [], 0
    for path in files:
        with text.progress(path.name) as progress:
            study = pipeline.check(path, as_of, today=today(), progress=progress, folders=folders)
        if output is Format.JSON:
            reports.append({"file": str(path), **json.study(study)})
        else:
            text.show_findings(console, study, limit)
            text.say(console, f"{path}: {text.rows_of(study)}; {summary(study)}; as of {study.as_of}")
            text.show_stale(console, study.stale_formulas, limit)
        if fail_on.met_by(study.counts()):
            code = 1
    if output is Format.JSON:
        print_json(reports)
    leave(code)


@app.command("adopt", short_help="Look at your own workbook; add columns.")
def adopt_file(
    file: File,
    write: Annotated[
        bool, typer.Option("--write", help="Add it, and write back into the file. Default: only show.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o", "--out", parser=target, metavar="PATH", help="Add it, and write here instead.", show_default=False
        ),
    ] = None,
    names: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="NAME=YOURS",
            help="Say what something is: Listings=Sheet2, or Listings.URL=Address. You can repeat it.",
            show_default=False,
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="NAME",
            help="Add only this table, or this column (Listings.Findings). You can repeat it.",
            show_default=False,
        ),
    ] = None,
    inputs: Annotated[
        bool, typer.Option("--inputs", help="Add the input columns that are missing too, not only computed ones.")
    ] = False,
    sheets: Annotated[
        bool, typer.Option("--sheets/--no-sheets", help="Add the sheets that are missing, such as Settings.")
    ] = True,
    output: Output = Format.TEXT,
) -> None:
    """Look at a workbook of your own: what ippbook reads in it, how sure that is, and what it would add.

    Nothing is written without --write or -o. Nothing that is there is changed. Exits with 1 if something is in the way.
    """
    from ippbook import adoption  # noqa: PLC0415  # imported late: start-up stays quick
    from ippbook.cli.render import adoption as rendering  # noqa: PLC0415  # as above

    found = adoption.adopt(
        file, out, mapped=names or (), only=only or (), inputs=inputs, sheets=sheets, write=write or out is not None
    )
    if output is Format.JSON:
        print_json(rendering.as_json(found))
    else:
        rendering.show_adoption(text.screen(), found)
    leave(1 if found.problems else 0)


@app.command(short_help="Make a new workbook.")
def new(
    path: Annotated[
        Path,
        typer.Argument(
            help="The new workbook: .xlsx, or .xlsm with functions, ribbon and buttons for Excel.",
            show_default=False,
        ),
    ],
    live: Annotated[
        bool,
        typer.Option(
            "--live",
            help="Put worksheet formulas into the computed columns; needs the Excel add-in. Default: values, filled by recalc.",
        ),
    ] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Fill in the sample data of a fictitious brand.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file.")] = False,
) -> None:
    """Make a new workbook: tables, drop-downs, a guide."""
    from ippbook import workbook_builder  # noqa: PLC0415  # imported late: start-up stays quick

    ending = path.suffix.lower()
    if ending not in {".xlsx", ".xlsm"}:
        raise UserError(f"{path}: the name of a new workbook must end in .xlsx, or in .xlsm for one with macros.")
    if path.exists() and not force:
        raise UserError(f"{path} already exists. Choose another name, or add --force to replace it.")
    if not path.parent.is_dir():
        raise UserError(f"{path}: there is no folder {path.parent}. Create it first.")
    if ending == ".xlsm":
        from ippbook.workbook_builder import vba  # noqa: PLC0415  # imported late: start-up stays quick

        vba.workbook(path, sample=sample, live=live)
    elif sample:
        workbook_builder.sample(path, live=live)
    else:
        workbook_builder.draw(path, live=live)
    way = workbook_builder.Instructions(macros=ending == ".xlsm").after_new(path)
    text.say(text.screen(), f"{path}: written; open it, fill in Rights first, then {way}")
