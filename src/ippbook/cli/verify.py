"""The command that looks at a file as Excel will: verify."""

from itertools import islice
from typing import Annotated

from rich.console import Console

from ippbook import verification
from ippbook.batch.failures import failure_sentence, is_foreseen
from ippbook.batch.sources import NamedWorkbook
from ippbook.cli.declared import Option, app
from ippbook.cli.json_text import OutputObject
from ippbook.cli.many import FilesFrom, sources, with_standard_input
from ippbook.cli.options import Files, Format, Limit, Output, leave, print_json
from ippbook.cli.render import text
from ippbook.cli.run_state import debugging
from ippbook.cli.visible_stream import complain
from ippbook.languages import say
from ippbook.number_words import counted

Strict = Annotated[bool, Option("--strict", help="Exit with 1 for what Excel tolerates too.")]


@app.command("verify")
def verify_files(
    files: Files = None,
    files_from: FilesFrom = None,
    strict: Strict = False,
    limit: Limit = 100,
    output: Output = Format.TEXT,
) -> None:
    """Look in each file for what Excel repairs or refuses: parts, tables, formulas, formats, names, links between the parts.

    Any workbook, whoever wrote it. Excel itself takes no part, so a fault that no check looks for stays unseen. Nothing is written
    and nothing is calculated. Exits with 1 if Excel would repair or refuse a file.

    Examples:
        ippbook verify team.xlsx
        ippbook verify workbooks --strict
    """
    console = text.screen()
    entries: list[OutputObject] = []
    code = 0
    with with_standard_input(sources(files, files_from)) as workbooks:
        for workbook in workbooks:
            found, error = _verified(workbook)
            if error:
                complain(error)
            elif output is Format.TEXT:
                _show(console, workbook.name, found, limit)
            repaired = any(fault.severity == verification.REPAIRS for fault in found)
            code = max(code, 2 if error else int(repaired or (strict and bool(found))))
            entries.append(
                {"file": workbook.name, "error": error or None, "faults": [fault.as_dict() for fault in found]}
            )
    if output is Format.JSON:
        print_json("verify", {"files": entries})
    leave(code)


def _verified(workbook: NamedWorkbook) -> tuple[list[verification.FileFault], str]:
    """The faults of a file, or the sentence that says why there are none."""
    if workbook.error:
        return [], workbook.error
    try:
        return verification.verify(workbook.path), ""
    except Exception as failure:  # the border of one file: the others are still verified
        if debugging.get() and not is_foreseen(failure):
            raise
        return [], workbook.as_named(failure_sentence(failure))


def _show(console: Console, name: str, found: list[verification.FileFault], limit: int) -> None:
    for fault in islice(found, limit or None):
        text.tell(console, fault.line)
    if limit and len(found) > limit:
        text.tell(console, say("… and {found_count:,} more; --limit 0 shows all", found_count=len(found) - limit))
    repaired = sum(fault.severity == verification.REPAIRS for fault in found)
    text.tell(console, f"{name}: {_summary(repaired, len(found) - repaired)}")


def _summary(repaired: int, tolerated: int) -> str:
    if not repaired:
        tail = say("; {faults} that Excel tolerates", faults=counted(tolerated, "fault")) if tolerated else ""
        checks = counted(len(verification.integrity_checks()), "check")
        return say(
            "{checks} of its parts, tables, formulas, formats and names found nothing that Excel repairs or refuses{tail}",
            checks=checks,
            tail=tail,
        )
    tail = say(", {faults} that it tolerates", faults=counted(tolerated, "fault")) if tolerated else ""
    return say("{faults} that Excel repairs or refuses{tail}", faults=counted(repaired, "fault"), tail=tail)
