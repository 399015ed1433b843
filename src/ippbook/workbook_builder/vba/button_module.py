"""The generated module of the buttons: a Sub a button, each one line."""

from collections.abc import Sequence
from typing import Final

from ippbook.declare.button import Button
from ippbook.declare.udf_wrapper import note
from ippbook.workbook_builder.vba.hosts import PRESSING
from ippbook.workbook_builder.vba.source_format import literal, module

BUTTONS: Final = "IppBookButtons"


def subs(buttons: Sequence[Button]) -> str:
    """The source of the Subs."""
    lines = [
        "Option Explicit",
        "",
        "' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, never this text.",
    ]
    for button in buttons:
        lines += [
            "",
            f"Public Sub {button.macro}()",
            f"Attribute {button.macro}.VB_Description = {literal(note(button.page.summary))}",
            f"    IppBookRun {literal(PRESSING.format(name=button.name))}",
            "End Sub",
        ]
    return module(BUTTONS, lines)
