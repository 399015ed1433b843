"""The generated module of the buttons: a Sub of one line for each button."""

from collections.abc import Sequence
from typing import Final

from ippbook.declare.button import Button
from ippbook.declare.udf_wrapper import note
from ippbook.workbook_builder.vba.hosts import PRESS_COMMAND
from ippbook.workbook_builder.vba.source_format import vba_module, vba_text

BUTTONS: Final = "IppBookButtons"


def button_source(buttons: Sequence[Button]) -> str:
    """The source of the Subs."""
    lines = [
        "Option Explicit",
        "",
        "' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, not this text.",
    ]
    for button in buttons:
        lines += [
            "",
            f"Public Sub {button.macro}()",
            f"Attribute {button.macro}.VB_Description = {vba_text(note(button.page.summary))}",
            f"    IppBookRun {vba_text(PRESS_COMMAND.format(name=button.name))}",
            "End Sub",
        ]
    return vba_module(BUTTONS, lines)
