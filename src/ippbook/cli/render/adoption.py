"""What adopting a workbook found and would add, as text and as JSON."""

from collections.abc import Iterator
from dataclasses import asdict

import pandas as pd
from rich.console import Console

from ippbook.adoption import AdoptionResult, ReadingCertainty, TableReading
from ippbook.cli.json_text import OutputObject
from ippbook.cli.render.text import show_frame, tell
from ippbook.languages import KnownWord, say, say_series
from ippbook.number_words import counted, listed


def as_json(found: AdoptionResult) -> OutputObject:
    """An adoption for programs."""
    return {
        "file": str(found.path),
        "out": str(found.out) if found.written else None,
        "written": found.written,
        "tables": [asdict(each) for each in found.look.tables],
        "sheets_not_read": list(found.look.unread),
        "questions": list(found.look.questions),
        "in_the_way": list(found.problems),
        "add": {
            "columns": [
                {"table": each.table, "columns": [asdict(column) for column in each.columns]}
                for each in found.additions.columns
            ],
            "sheets": [
                {
                    "sheet": sheet.name,
                    "tables": [
                        {
                            "table": each.table,
                            "columns": [column.header for column in each.columns],
                            "rows": len(each.rows),
                        }
                        for each in sheet.tables
                    ],
                }
                for sheet in found.additions.sheets
            ],
            "names": [
                {"table": table, "column": column, "yours": yours} for table, column, yours in found.additions.names
            ],
            "not_added": list(found.additions.excluded),
        },
        "warnings": list(found.warnings),
    }


_SURE = {
    ReadingCertainty.CERTAIN: say("certain"),
    ReadingCertainty.LIKELY: say("likely"),
    ReadingCertainty.GUESS: say("guess"),
    ReadingCertainty.YOURS: "",
}


def show_adoption(console: Console, found: AdoptionResult) -> None:
    """An adoption in lines: each table with its columns, then what is added, then what a person must decide."""
    for each in found.look.tables:
        tell(console, "")
        show_frame(console, _title(each), _columns(each))
        tell(console, *_remarks(each))
    if found.look.unread:
        tell(console, "", say("Sheets that are not read: {unread}", unread=say_series(found.look.unread)))
    tell(console, "", *_additions(found))
    tell(console, *(say("Question: {question}", question=question) for question in found.look.questions))
    tell(console, *(say("In the way: {problem}", problem=problem) for problem in found.problems))
    tell(console, *(say("note: {warning}", warning=warning) for warning in found.warnings))
    tell(console, _outcome(found))


def _title(each: TableReading) -> str:
    place = f"{each.sheet}!{each.range}"
    if each.excel_table:
        place = say("{place} (table {table})", place=place, table=each.excel_table)
    return say(
        "{each_table}: {place}, found by {found_by}; {rows}",
        each_table=KnownWord(each.table, "table"),
        place=place,
        found_by=each.found_by,
        rows=counted(each.rows, "row"),
    )


def _columns(each: TableReading) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "column": [column.column for column in each.columns],
            "your_header": [column.header for column in each.columns],
            "read_as": [KnownWord(column.taken_for, "header") if column.taken_for else "–" for column in each.columns],
            "sure": [_SURE[column.certainty] for column in each.columns],
            "why": [column.why for column in each.columns],
        }
    )


def _remarks(each: TableReading) -> Iterator[str]:
    if each.missing:
        yield say("Missing and required: {missing}", missing=say_series(each.missing))
    yield from (say("note: {note}", note=note) for note in each.notes)


def _additions(found: AdoptionResult) -> Iterator[str]:
    added = found.additions
    word = say("Added") if found.written else say("Would add")
    for each in added.columns:
        names = [
            column.header if column.header == column.field else f"{column.header} ({column.field})"
            for column in each.columns
        ]
        yield say(
            "{word} to {each_table}: {names}",
            word=word,
            each_table=KnownWord(each.table, "table"),
            names=say_series(names),
        )
    for sheet in added.sheets:
        yield say(
            "{word} a sheet: {sheet_name}, with {tables}",
            word=word,
            sheet_name=sheet.name,
            tables=listed([say("the table {table}", table=KnownWord(each.table, "table")) for each in sheet.tables]),
        )
    for table, column, yours in added.names:
        yield say(
            "{word} to the table IPP_Names: {table}{part} is {yours}",
            word=word,
            table=table,
            part=(f".{column}" if column else ""),
            yours=yours,
        )
    yield from (say("Not added: {text}", text=text) for text in added.excluded)


def _outcome(found: AdoptionResult) -> str:
    if found.written:
        return say("{out}: written. To fill the new columns, run: ippbook recalc {out}", out=found.out)
    if found.additions.nothing:
        return say("{found_path}: nothing to add", found_path=found.path)
    if found.problems:
        return say("{found_path}: nothing written; first clear what is in the way", found_path=found.path)
    return say(
        "{found_path}: nothing written. To add it, run this again with --write, or with -o and a new name",
        found_path=found.path,
    )
