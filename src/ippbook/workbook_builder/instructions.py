"""How each step is started: by a button in a workbook with macros, by a command elsewhere. The guide and `ippbook new` say it from here.

A person in Excel sees buttons, and whoever looks after ippbook sees commands; what neither can do, neither is told to do.
"""

from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from ippbook.buttons import buttons

RIBBON_TAB: Final = "ippbook"
"""The tab of the ribbon on which the buttons stand."""


@dataclass(frozen=True)
class Step:
    """The command for a step, and the name of the button that does the same over the open workbook, if there is one."""

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
"""The steps that the guide names."""


def label(name: str) -> str:
    """What stands on the declared button *name*. Raises `KeyError` where there is none, so that no guide names a button that is gone."""
    return {button.name: button.label for button in buttons()}[name]


@dataclass(frozen=True)
class Instructions:
    """How the steps are told in one workbook. *macros*: it carries the buttons itself."""

    macros: bool

    def __call__(self, step: str) -> str:
        """The beginning of a sentence about *step*: "Press Pack", or "Run ippbook pack FILE -o FOLDER (button: Pack)"."""
        way = STEPS[step]
        if self.macros:
            return f"Press {label(way.button)}" if way.button else f"By command ({way.command})"
        return f"Run {way.command} (button: {label(way.button)})" if way.button else f"Run {way.command}"

    def after_new(self, path: PurePath) -> str:
        """The first step with a new workbook, in a sentence that has begun."""
        if self.macros:
            return f"press {label('recalculate')} on the tab {RIBBON_TAB}; once on each computer before: ippbook excel install"
        return f"run: {STEPS['recalculate'].command.replace('FILE', str(path))}"

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Lines that say what a button and a command are: a label and its text each."""
        if self.macros:
            return (
                (
                    "Buttons",
                    f"“Press” means a button of the tab {RIBBON_TAB} in the ribbon. It works on this workbook as it lies open. {label('undo')} takes the last press back. The buttons need ippbook installed on the computer.",
                ),
                (
                    "By command",
                    "A step without a button: whoever looks after ippbook for your team runs it outside Excel (FILE: this workbook) and sends you the answer. Save the workbook before you ask.",
                ),
            )
        return (
            (
                "Commands",
                "“Run” means a command outside Excel; whoever looks after ippbook for your team can do it for you. FILE is this workbook: save it and close it before.",
            ),
            (
                "Buttons",
                f"With the add-in of ippbook the ribbon has a tab {RIBBON_TAB}: the button that is named behind a command does the same while the workbook lies open.",
            ),
        )
