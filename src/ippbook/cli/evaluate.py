"""The command eval: what worksheet functions answer, outside any workbook."""

import sys
from typing import Annotated

import typer

from ippbook.cli.options import AsOf, Format, Output, app, leave, print_json, today
from ippbook.declare.formula_answer import evaluate_formula


@app.command("eval")
def evaluate(
    formulas: Annotated[
        list[str],
        typer.Argument(
            metavar="FORMULA…",
            help="A worksheet formula, such as '=IPP_PLATFORM(\"https://…\")'; - reads one a line.",
            show_default=False,
        ),
    ],
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print what worksheet functions answer: one answer a line."""
    texts = (sys.stdin or ()) if formulas == ["-"] else formulas  # a program without a console has no stdin
    answers, failed = [], False
    for formula in texts:
        found = evaluate_formula(formula.rstrip("\r\n"), as_of or today())
        failed = failed or found.failed
        if output is Format.JSON:
            answers.append({"formula": found.formula, "value": found.value, "type": found.kind})
        elif found.failed and formulas != ["-"]:
            typer.echo(found.text, err=True)
        else:
            typer.echo(found.text if formulas != ["-"] else found.text.replace("\n", "\\n"))
    if output is Format.JSON:
        print_json("eval", {"answers": answers}, as_of)
    leave(2 if failed else 0)
