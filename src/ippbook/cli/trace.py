"""The command trace: what a cell depends on, and what depends on it."""

from typing import Annotated

from ippbook import ooxml
from ippbook.cli.declared import Option, Positional, app
from ippbook.cli.options import (
    DEFAULT,
    AsOf,
    EngineOption,
    File,
    Format,
    Output,
    print_json,
    refuse_missing_engine,
)
from ippbook.cli.render import text
from ippbook.cli.render.traces import trace_lines, trace_object
from ippbook.cli.run_state import today
from ippbook.languages import say
from ippbook.trace import tree
from ippbook.trace.areas import place_text
from ippbook.trace.workbook import TracedWorkbook


@app.command("trace")
def trace(
    file: File,
    cell: Annotated[str, Positional(help="The cell, such as 'Dashboard!B2'.", show_default=False)],
    dependents: Annotated[
        bool,
        Option(
            "--dependents",
            help="Show what depends on the cell instead: formulas, computed columns, conditional formats, validations, names, charts.",
        ),
    ] = False,
    as_of: AsOf = None,
    engine: EngineOption = DEFAULT,
    output: Output = Format.TEXT,
) -> None:
    """Show what a cell depends on, with values, through Excel's formulas and ippbook's, to the input cells.

    The workbook is calculated in memory first and nothing is written. It names each cell that still shows another value in the file.

    Examples:
        ippbook trace team.xlsx 'Complaints!A2'
    """
    refuse_missing_engine(engine)
    book = ooxml.open(file)
    book.place(cell)  # before any work
    traced = TracedWorkbook(book, as_of, today=today(), engine=engine.value)
    root = (tree.dependents if dependents else tree.precedents)(traced, traced.cell(cell))
    if output is Format.JSON:
        print_json(
            "trace",
            trace_object(root, place_text(traced.cell(cell)), day=f"{traced.day:%Y-%m-%d}", dependents=dependents),
        )
        return
    screen = text.screen()
    text.tell(screen, *trace_lines(root))
    if not root.children:
        text.tell(screen, say("Nothing depends on it.") if dependents else say("It depends on no other cell."))
    text.tell(screen, say("As of {day_text}", day_text=text.day_text(traced.day)))
