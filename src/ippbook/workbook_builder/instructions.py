"""How to start each step: with a button in a workbook with macros, with a command elsewhere. The guide and `ippbook new` use it.

A user in Excel gets buttons; the person who runs ippbook for the team gets commands.
"""

from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from ippbook.buttons import buttons
from ippbook.quick_dataclasses import dataclass

RIBBON_TAB: Final = "ippbook"
"""The ribbon tab with the buttons."""


@dataclass(frozen=True)
class Step:
    """The command of a step, and the name of the button that does the same in the open workbook, if there is one."""

    command: str
    button: str = ""


STEPS: Final = MappingProxyType(
    {
        "ready": Step("ippbook ready FILE"),
        "import_listings": Step("ippbook import FILE --listings LIST", "import_listings"),
        "import_outcomes": Step("ippbook import FILE --outcomes LIST", "import_outcomes"),
        "plan": Step("ippbook plan FILE", "plan"),
        "recalculate": Step("ippbook recalc FILE", "recalculate"),
        "pack": Step("ippbook pack FILE -o FOLDER", "pack"),
        "due": Step("ippbook due FILE"),
        "good_faith": Step("ippbook recalc FILE", "good_faith"),
        "good_faith_rows": Step("ippbook goodfaith FILE --explain ACCOUNT"),
        "good_faith_plan": Step("ippbook goodfaith FILE --plan"),
        "sellers": Step("ippbook sellers FILE", "recalculate"),
        "dossier": Step("ippbook dossier FILE LISTING"),
        "explain": Step("ippbook explain CODE", "explain"),
    }
)
"""The steps in the guide."""


def label(name: str) -> str:
    """The label of the declared button *name*. Raises `KeyError` if it does not exist: the guide must not name a removed button."""
    return {button.name: button.label for button in buttons()}[name]


@dataclass(frozen=True)
class Instructions:
    """The instructions for one workbook. *macros*: whether it has the buttons."""

    macros: bool

    def __call__(self, step: str) -> str:
        """The instruction for *step*, without a full stop: "Click Pack", or "Run ippbook pack FILE -o FOLDER (button: Pack)"."""
        start = STEPS[step]
        if self.macros:
            return f"Click {label(start.button)}" if start.button else f"By command ({start.command})"
        return f"Run {start.command} (button: {label(start.button)})" if start.button else f"Run {start.command}"

    def after_new(self, path: PurePath) -> str:
        """The first step with a new workbook, to continue a sentence."""
        if self.macros:
            return f"click {label('recalculate')} on the ribbon tab {RIBBON_TAB}; first, once on each computer: extract the zip of ippbook and start install.cmd in it"
        return f"run: {STEPS['recalculate'].command.replace('FILE', str(path))}"

    @property
    def legend(self) -> tuple[tuple[str, str], ...]:
        """Lines that explain buttons and commands: a label and its text each."""
        if self.macros:
            return (
                (
                    "Buttons",
                    f"“Click” means a button on the ribbon tab {RIBBON_TAB}. It works in this open workbook. {label('undo')} reverses the last button. The buttons need ippbook on your computer: extract its zip and start install.cmd in it; the page Start here in it has the steps.",
                ),
                (
                    "By command",
                    "This step has no button. The person who runs ippbook for your team runs the command outside Excel (FILE is this workbook) and sends you the answer. Save the workbook first.",
                ),
            )
        return (
            (
                "Commands",
                "“Run” means a command outside Excel. The person who runs ippbook for your team can do it for you. FILE is this workbook: save and close it first.",
            ),
            (
                "Buttons",
                f"With the add-in of ippbook, Excel has a ribbon tab {RIBBON_TAB}. The button after a command does the same in the open workbook.",
            ),
        )
