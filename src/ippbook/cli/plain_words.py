"""Command lines that need no parser, because loading it takes longer than the answer.

`eval FORMULA…` and `get FILE CELL…` are answered here; the commands call the same functions, so that both ways give the same
output. Every other line without a doubt is read from what its command declares (`quick_words`).
"""

import os
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path

from ippbook import ooxml
from ippbook.cli.visible_stream import print_text


def without_parser(words: Sequence[str]) -> Callable[[], int] | None:
    """The work that *words* ask for, which returns the exit code; None where only the parser can tell."""
    command, *rest = words or [""]
    if "_IPPBOOK_COMPLETE" in os.environ:
        return None
    bare = not any(word.startswith("-") for word in rest)
    if command == "eval" and rest and bare:
        from ippbook.cli.run_state import today  # noqa: PLC0415  # late: only for this command

        return lambda: print_answers(rest, today())
    if command == "get" and len(rest) > 1 and bare and os.access(rest[0], os.R_OK):
        return lambda: print_cells(Path(rest[0]), rest[1:])
    from ippbook.cli.quick_words import plain_call  # noqa: PLC0415  # late: the lines above need no declaration

    return plain_call(words)


def print_answers(texts: Iterable[str], as_of: date, *, one_a_line: bool = False) -> int:
    """Print what the formulas answer, and return the exit code. *one_a_line*: failures too are in the output, and each takes one line."""
    from ippbook.declare.formula_answer import evaluate_formula  # noqa: PLC0415  # late: only for this command

    code, depends_on_day = 0, False
    for formula in texts:
        found = evaluate_formula(formula.rstrip("\r\n"), as_of)
        code = 2 if found.failed else code
        print_text(found.text.replace("\n", "\\n") if one_a_line else found.text, err=found.failed and not one_a_line)
        depends_on_day |= not found.failed and "TODAY" in formula.upper()
    if depends_on_day:  # not among the answers, which programs read
        from ippbook.cli.run_state import time_zone  # noqa: PLC0415  # late: only for this note

        print_text(f"note: TODAY() is {as_of} ({time_zone.get()})", err=True)
    return code


def print_cells(file: Path, references: Iterable[str]) -> int:
    """Print value, formula and type of cells of *file*, and return the exit code. Raises what reading the file raises."""
    book = ooxml.open(file)
    for place, item in enumerate([cell_object(book.cell(reference)) for reference in references]):
        if place:
            print_text("")
        for name in ("cell", "value", "formula", "type"):
            if item[name] is not None or name == "value":
                print_text(f"{name:<8} {'' if item[name] is None else item[name]}")
    return 0


def cell_object(found: ooxml.Cell) -> dict[str, object]:
    """A cell: address, value, formula, type."""
    value = found.value.isoformat() if isinstance(found.value, date) else found.value
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    return {"cell": f"{found.sheet}!{found.ref}", "value": value, "formula": found.formula, "type": found.kind}
