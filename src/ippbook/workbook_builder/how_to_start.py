"""How each step is started: by a button in a workbook with macros, by a command elsewhere. The guide and `ippbook new` say it from here.

A person in Excel sees buttons, and whoever looks after ippbook sees commands; what neither can do, neither is told to do.
"""

from dataclasses import dataclass
from pathlib import PurePath
from types import MappingProxyType
from typing import Final

from ippbook.buttons import buttons

TAB: Final = "ippbook"
"""The tab of the ribbon on which the buttons stand."""


@dataclass(frozen=True)
class Way:
    """The command for a step, and the name of the button that does the same over the open workbook, if there is one."""

    command: str
    button: str = ""


WAYS: Final = MappingProxyType(
    {
        "ready": Way("ippbook ready FILE"),
        "import_listings": Way("ippbook import FILE --listings LIST", "import_listings"),
        "import_outcomes": Way("ippbook import FILE --outcomes LIST", "import_outcomes"),
        "plan": Way("ippbook plan FILE", "plan"),
        "recalculate": Way("ippbook recalc FILE", "recalculate"),
        "pack": Way("ippbook pack FILE -o FOLDER", "pack"),
        "due": Way("ippbook due FILE"),
        "good_faith": Way("ippbook recalc FILE", "good_faith"),
        "good_faith_rows": Way("ippbook goodfaith FILE --explain ACCOUNT"),
        "good_faith_plan": Way("ippbook goodfaith FILE --plan"),
        "sellers": Way("ippbook sellers FILE", "recalculate"),
        "dossier": Way("ippbook dossier FILE LISTING"),
        "explain": Way("ippbook explain CODE", "explain"),
    }
)
"""The steps that the guide names."""


def label(name: str) -> str:
    """What stands on the declared button *name*. Raises `KeyError` where there is none, so that no guide names a button that is gone."""
    return {button.name: button.label for button in buttons()}[name]


@dataclass(frozen=True)
class Ways:
    """How the steps are told in one workbook. *macros*: it carries the buttons itself."""

    macros: bool

    def __call__(self, step: str) -> str:
        """The beginning of a sentence about *step*: "Press Pack", or "Run ippbook pack FILE -o FOLDER (button: Pack)"."""
        way = WAYS[step]
        if self.macros:
            return f"Press {label(way.button)}" if way.button else f"By command ({way.command})"
        return f"Run {way.command} (button: {label(way.button)})" if way.button else f"Run {way.command}"

    def after_new(self, path: PurePath) -> str:
        """The first step with a new workbook, in a sentence that has begun."""
        if self.macros:
            return f"press {label('recalculate')} on the tab {TAB}; once on each computer before: ippbook excel install"
        return f"run: {WAYS['recalculate'].command.replace('FILE', str(path))}"

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """Lines that say what a button and a command are: a label and its text each."""
        if self.macros:
            return (
                (
                    "Buttons",
                    f"“Press” means a button of the tab {TAB} in the ribbon. It works on this workbook as it lies open. {label('undo')} takes the last press back. The buttons need ippbook installed on the computer.",
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
                f"With the add-in of ippbook the ribbon has a tab {TAB}: the button that is named behind a command does the same while the workbook lies open.",
            ),
        )
