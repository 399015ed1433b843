"""The team of several workbooks, read one by one: one that cannot be read does not hide the figures of the others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from ippbook import ooxml, tables
from ippbook.batch.failures import failure_sentence
from ippbook.batch.reports import FileReport
from ippbook.batch.sources import NamedWorkbook
from ippbook.cases.team import Team, TeamPart, merged_team, team_part
from ippbook.declare import registry
from ippbook.errors import UserError
from ippbook.languages import say
from ippbook.number_words import counted, listed
from ippbook.pipeline import day_of


def read_named_team(
    workbooks: Sequence[NamedWorkbook], as_of: date | None, *, today: date, keeps_books: bool = False
) -> tuple[Team, list[FileReport]]:
    """The team of the workbooks that can be read, and a report for each of the others, which a note of the team names.

    The day is that of the first workbook that can be read. *keeps_books*: the team has the tables of its workbooks, as a plan needs;
    without them it holds the complaints alone. Raises `UserError` where no workbook can be read; an interrupt passes.
    """
    books: dict[str, tables.Tables] = {}
    parts: list[TeamPart] = []
    failed: list[FileReport] = []
    day: date | None = None
    for each in workbooks:
        try:
            book = _tables(each)
            own_day = day or day_of(book, as_of, today)
            parts.append(team_part(each.name, book, own_day, alone=len(workbooks) == 1))
        except Exception as failure:  # noqa: BLE001  # the border of a file: its failure must not stop the others
            failed.append(FileReport(each.name, error=each.as_named(failure_sentence(failure))))
        else:
            day = own_day
            if keeps_books or not books:
                books[each.name] = book
    if len(parts) == 1 and day is not None:
        parts = [team_part(name, book, day, alone=True) for name, book in list(books.items())[:1]]
    return readable_team(parts, failed, day, books if keeps_books else {}), failed


def readable_team(
    parts: Sequence[TeamPart], failed: Sequence[FileReport], day: date | None, books: Mapping[str, tables.Tables]
) -> Team:
    """The team of *parts*, with a note that names the workbooks that *failed*. Raises `UserError` where there is no part."""
    if day is None or not parts:
        reasons = " ".join(report.error for report in failed[:3])
        none = say(
            "None of {workbooks} can be counted, so there are no figures. {reasons}",
            workbooks=counted(len(failed), "workbook"),
            reasons=reasons,
        )
        raise UserError(reasons if len(failed) == 1 else none)
    return _with_note(merged_team(parts, day, books), failed)


def _tables(workbook: NamedWorkbook) -> tables.Tables:
    if workbook.error:
        raise UserError(workbook.error)
    return tables.typed_tables(ooxml.open(workbook.path), registry().headers)


def _with_note(team: Team, failed: Sequence[FileReport]) -> Team:
    if not failed:
        return team
    names = listed([report.file for report in failed])
    note = say(
        "these figures do not count {names}, which cannot be read; correct the file or leave it out, and run again",
        names=names,
    )
    return replace(team, notes=(note, *team.notes))
