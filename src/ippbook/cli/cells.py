"""The command set: one cell of any workbook."""

from enum import StrEnum
from typing import Annotated

from ippbook import ooxml
from ippbook.cli.cell_content import content_for, content_notes
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import AllFormulas, AsOf, File, Out, Stale, StaleOption, leave
from ippbook.cli.render import json
from ippbook.cli.run_state import today
from ippbook.cli.visible_stream import print_line, warn
from ippbook.languages import say
from ippbook.number_words import counted
from ippbook.saving import CurrentSave, day_of_workbook


class Typed(StrEnum):
    """How to read a value of the command line."""

    AUTO = "auto"
    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    BLANK = "blank"


@app.command("set", reads="negative values")
def set_cell(  # noqa: PLR0913, PLR0917  # one parameter for each option
    file: File,
    cell: Annotated[str, Positional(help="The cell, such as 'Sheet1!B2'.", show_default=False)],
    value: Annotated[
        str,
        Positional(
            help="The value, read as the format of the cell expects it: a date in a date cell, text in a text cell. Elsewhere numbers and TRUE/FALSE are converted, and everything else is stored as text. See --type.",
            show_default=False,
        ),
    ],
    out: Out = None,
    kind: Annotated[Typed, Option("--type", help="Store the value as this type.")] = Typed.AUTO,
    replace_formula: Annotated[
        bool,
        Option(
            "--replace-formula",
            help="Replace a formula by the value. Default: the formula stays and the value becomes its stored result.",
        ),
    ] = False,
    as_of: AsOf = None,
    stale: StaleOption = None,
    all_formulas: AllFormulas = False,
) -> None:
    """Change one cell of any workbook, and calculate the formulas that depend on it. Everything else stays byte for byte the same.

    Examples:
        ippbook set team.xlsx 'Listings!D2' text
        ippbook set team.xlsx 'Listings!D2' 00123 --type text  # keeps the zeros
    """
    book = ooxml.open(file)
    content = content_for(book, cell, value) if kind is Typed.AUTO else json.typed(value, kind.value)
    notes = list(json.set_notes(book, cell, content, replace_formula=replace_formula))
    if kind is Typed.AUTO:
        notes += content_notes(book, cell, content)
    done = json.set_cell(
        book,
        cell,
        content,
        out or file,
        day_of_workbook(book, as_of, today()),
        replace_formula=replace_formula,
        all_formulas=all_formulas,
    )
    warn(done.saved.warnings)
    for note in notes:
        print_line(say("note: {note}", note=note), err=True)
    print_line(f"{done.saved.path}: {_written(done)}")
    for sentence in () if stale is Stale.IGNORE else done.stale:
        print_line(f"STALE {sentence}")
    leave(1 if stale is Stale.ERROR and done.stale else 0)


def _written(done: CurrentSave) -> str:
    if not done.changed_cells:
        return say("nothing changed")
    formulas = say(" and {formulas}", formulas=counted(done.calculated, "formula")) if done.calculated else ""
    return say("written, {cells}{formulas} changed", cells=counted(done.edited_cells, "cell"), formulas=formulas)
