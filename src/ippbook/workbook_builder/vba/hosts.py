"""The two files that carry the VBA, and what differs between them."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

UDF_MODULE: Final = "ippbook.udfs"
"""The Python module that a wrapper calls."""
PRESS_COMMAND: Final = "from ippbook.press import press; press('{name}')"
"""The Python that a button runs; it passes through a shell, so it holds no double quotation mark."""


@dataclass(frozen=True)
class MacroFile:
    """A file with macros."""

    workbook: str
    """VBA's name for the workbook that a call is about: the file itself, or, for an add-in, the one in front."""
    project: str
    """`PROJECT_NAME` of the xlwings module; the settings sheet is called after it."""
    foreign: str
    """The file of the xlwings wheel that is its VBA side."""
    content_type: str
    """Of the main part."""
    steps_aside: bool = False
    """Whether its tab hides where the add-in is loaded, so that there is one tab of that name."""

    @property
    def settings_sheet(self) -> str:
        """The name of the hidden sheet from which xlwings' VBA reads its settings."""
        return f"{self.project}.conf"


BOOK: Final = MacroFile(
    "ThisWorkbook", "xlwings", "xlwings.bas", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", steps_aside=True
)
ADDIN: Final = MacroFile(
    "ActiveWorkbook", "ippbook", "xlwings_custom_addin.bas", "application/vnd.ms-excel.addin.macroEnabled.main+xml"
)

SETTINGS: Final = MappingProxyType(
    {
        # Where `ippbook excel install` puts it. python.exe, not pythonw.exe: xlwings hides its window, and a failing start is heard.
        "INTERPRETER_WIN": r"%LOCALAPPDATA%\ippbook\env\Scripts\python.exe",
        "INTERPRETER_MAC": "$HOME/.ippbook/env/bin/python",
        # ippbook is installed in its environment. The folder of a workbook, or of the user's other xlwings projects, is no
        # place to load code from; our copy of xlwings' VBA does not even ask (foreign.py), xlwings' own does.
        "PYTHONPATH": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "CONDA PATH": "",
        "CONDA ENV": "",
        "UDF MODULES": UDF_MODULE,
        "DEBUG UDFS": "False",
        # A fresh process a press: a new version takes effect at once, a press cannot stop the functions in the cells, and what
        # goes wrong leaves a log. It costs the start of Python, a second or two, at each press.
        "USE UDF SERVER": "False",
        "SHOW CONSOLE": "False",
        # "False" would make xlwings add a sheet named Error to the workbook.
        "SHOW_ERROR_POPUPS": "True",
    }
)
"""Every setting that xlwings' VBA looks up: what stands in the sheet goes before the settings of the user's other projects."""
