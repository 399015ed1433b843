"""The command get: a cell of any workbook, read without anything that knows of rights."""

from datetime import date
from typing import Annotated

import typer

from ippbook import ooxml
from ippbook.cli.options import File, Format, Output, app, print_json


@app.command("get")
def get(
    file: File,
    cells: Annotated[
        list[str], typer.Argument(metavar="CELL…", help="Cells, such as 'Sheet1!B2'.", show_default=False)
    ],
    output: Output = Format.TEXT,
) -> None:
    """Print value, formula and type of a cell in any workbook."""
    book = ooxml.open(file)
    found = [cell_object(book.cell(reference)) for reference in cells]
    if output is Format.JSON:
        print_json("get", {"cells": found})
        return
    for place, item in enumerate(found):
        if place:
            typer.echo("")
        for name in ("cell", "value", "formula", "type"):
            if item[name] is not None or name == "value":
                typer.echo(f"{name:<8} {'' if item[name] is None else item[name]}")


def cell_object(found: ooxml.Cell) -> dict[str, object]:
    """A cell: address, value, formula, type."""
    value = found.value.isoformat() if isinstance(found.value, date) else found.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return {"cell": f"{found.sheet}!{found.ref}", "value": value, "formula": found.formula, "type": found.kind}
