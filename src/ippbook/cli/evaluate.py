"""The command eval: what worksheet functions answer, outside any workbook."""

import sys
from typing import Annotated

from ippbook.cli.declared import Positional, app
from ippbook.cli.options import AsOf, Format, Output, leave, print_json
from ippbook.cli.plain_words import print_answers
from ippbook.cli.run_state import today
from ippbook.declare.formula_answer import evaluate_formula


@app.command("eval")
def evaluate(
    formulas: Annotated[
        list[str],
        Positional(
            metavar="FORMULA…",
            help="A worksheet formula, such as '=IPP_PLATFORM(\"https://…\")'; - reads one a line.",
            show_default=False,
        ),
    ],
    as_of: AsOf = None,
    output: Output = Format.TEXT,
) -> None:
    """Print what worksheet functions answer: one answer a line.

    Examples:
        ippbook eval '=IPP_PLATFORM("https://item.taobao.com/item.htm?id=1")'
    """
    texts = (sys.stdin or ()) if formulas == ["-"] else formulas  # a program without a console has no stdin
    day = as_of or today()
    if output is Format.TEXT:
        leave(print_answers(texts, day, one_a_line=formulas == ["-"]))
        return
    found = [evaluate_formula(formula.rstrip("\r\n"), day) for formula in texts]
    answers = [{"formula": each.formula, "value": each.value, "type": each.kind} for each in found]
    print_json("eval", {"answers": answers}, as_of)
    leave(2 if any(each.failed for each in found) else 0)
