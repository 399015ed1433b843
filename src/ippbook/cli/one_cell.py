"""The command get: a cell of any workbook, read without anything that knows of rights."""

from typing import Annotated

from ippbook import ooxml
from ippbook.cli.declared import Positional, app
from ippbook.cli.options import File, Format, Output, print_json
from ippbook.cli.plain_words import cell_object, print_cells


@app.command("get")
def get(
    file: File,
    cells: Annotated[list[str], Positional(metavar="CELL…", help="Cells, such as 'Sheet1!B2'.", show_default=False)],
    output: Output = Format.TEXT,
) -> None:
    """Print value, formula and type of a cell in any workbook.

    Examples:
        ippbook get team.xlsx 'Listings!A2'
        ippbook get team.xlsx 'Listings!A2' 'Listings!B2' --format json
    """
    if output is Format.TEXT:
        print_cells(file, cells)
        return
    book = ooxml.open(file)
    print_json("get", {"cells": [cell_object(book.cell(reference)) for reference in cells]})
