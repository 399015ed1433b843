"""The command report: one page for a manager, made from a workbook."""

import os
import sys
from pathlib import Path
from typing import Annotated

from ippbook import ooxml, pipeline
from ippbook.batch.sources import STDIN, is_named_like_a_workbook
from ippbook.cli.declared import Option, app
from ippbook.cli.options import AsOf, EvidenceFolder, File, Format, Output, Texts, print_json, target
from ippbook.cli.render import report as rendered
from ippbook.cli.render import text
from ippbook.cli.run_state import document_printed, time_zone, today
from ippbook.cli.visible_stream import warn
from ippbook.errors import UserError
from ippbook.languages.run_language import localized, run_language
from ippbook.pipeline.side_folders import read_side_folders

_ENDINGS = (".html", ".htm")

PageFile = Annotated[
    Path | None,
    Option(
        "-o",
        "--out",
        parser=target,
        metavar="PAGE",
        help="Write the page here, such as report.html; - for standard output. Without it only the summary is printed.",
        show_default=False,
    ),
]


@app.command("report")
def report(
    file: File,
    out: PageFile = None,
    as_of: AsOf = None,
    texts: Texts = None,
    evidence: EvidenceFolder = None,
    output: Output = Format.TEXT,
) -> None:
    """Write one page for a manager: verdicts, what to do next, findings with their fixes, marketplaces, sellers, trends.

    The page needs no network and no other file. Open it in a browser, send it, or print it. The workbook is only read.

    Examples:
        ippbook report team.xlsx -o report.html
        ippbook report team.xlsx -o report.html --language zh  # in Chinese
    """
    printed = out is not None and str(out) == STDIN
    if out is not None:
        _refuse_page(file, out, output, printed=printed)
    from ippbook.report import report_contents, report_page  # noqa: PLC0415  # imported late: only this command draws

    study = pipeline.check(file, as_of, today=today(), folders=read_side_folders(texts, evidence))
    contents = report_contents(study, file)
    if out is not None:
        page = report_page(contents, time_zone.get(), None if printed else out, run_language()).encode()
        if printed:
            sys.stdout.buffer.write(page)
            sys.stdout.buffer.flush()
            document_printed.set(True)
        else:
            warn(ooxml.write_whole(out, page))
    if output is Format.JSON:
        print_json("report", rendered.report(contents), contents.as_of)
    else:
        text.tell(text.screen(errors=printed), *map(localized, rendered.report_text(contents, out)))


def _refuse_page(file: Path, out: Path, output: Format, *, printed: bool) -> None:
    """Raise `UserError` before the work where the page would replace a file that is not a page, or has no place."""
    if printed:
        if output is Format.JSON:
            raise UserError("-o - and --format json both need standard output. Name a file for the page.")
        return
    if is_named_like_a_workbook(out.name) or os.path.realpath(out) == os.path.realpath(file):
        raise UserError(
            "{file} has the name of a workbook, and the report is a page. Name a file such as report.html.", file=out
        )
    if out.is_dir():
        raise UserError(
            "{file} is a folder. Name a file in it, such as {example}.", file=out, example=out / "report.html"
        )
    if not out.parent.is_dir():
        raise UserError("{file}: there is no folder {folder}. Create it first.", file=out, folder=out.parent)
    if out.suffix.casefold() not in _ENDINGS:
        raise UserError(
            "{file} does not end in .html, so no browser opens it. Name a file such as report.html.", file=out
        )
