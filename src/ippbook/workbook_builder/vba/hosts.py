"""The two files with VBA, and the differences between them."""

from types import MappingProxyType
from typing import Final

from ippbook.languages import ENGLISH
from ippbook.quick_dataclasses import dataclass

UDF_MODULE: Final = "ippbook.udfs"
"""The Python module that a wrapper calls."""
PRESS_COMMAND: Final = "from ippbook.press import press; press('{name}')"
"""The Python code that a button runs; it passes through a shell, so it has no double quotation mark."""


@dataclass(frozen=True)
class MacroFile:
    """A file with macros."""

    workbook: str
    """VBA's name for the workbook of a call: the file itself, or for an add-in the active workbook."""
    project: str
    """`PROJECT_NAME` of the xlwings module; the settings sheet has this name too."""
    foreign: str
    """The file of the xlwings wheel with its VBA."""
    content_type: str
    """Of the main part."""
    language: str = ENGLISH
    """Of its ribbon, its messages and the function wizard."""
    steps_aside: bool = False
    """Whether its tab is hidden if the add-in is loaded, so that there is only one tab of that name."""

    @property
    def settings_sheet(self) -> str:
        """The name of the hidden sheet with the settings of xlwings' VBA."""
        return f"{self.project}.conf"


BOOK: Final = MacroFile(
    "ThisWorkbook", "xlwings", "xlwings.bas", "application/vnd.ms-excel.sheet.macroEnabled.main+xml", steps_aside=True
)
ADDIN: Final = MacroFile(
    "ActiveWorkbook", "ippbook", "xlwings_custom_addin.bas", "application/vnd.ms-excel.addin.macroEnabled.main+xml"
)

SETTINGS: Final = MappingProxyType(
    {
        # Where `ippbook excel install` puts it. python.exe, not pythonw.exe: xlwings hides its window, and errors at the start are visible.
        "INTERPRETER_WIN": r"%LOCALAPPDATA%\ippbook\env\Scripts\python.exe",
        "INTERPRETER_MAC": "$HOME/.ippbook/env/bin/python",
        # ippbook is installed in its environment. Code must not be loaded from the folder of a workbook or of other xlwings
        # projects. ippbook's copy of xlwings' VBA never does it (xlwings_vba.py); the original does.
        "PYTHONPATH": "",
        "ADD_WORKBOOK_TO_PYTHONPATH": "False",
        "CONDA PATH": "",
        "CONDA ENV": "",
        "UDF MODULES": UDF_MODULE,
        "DEBUG UDFS": "False",
        # Each click starts a new process: a new version takes effect at once, a click cannot stop the functions in cells, and
        # errors are logged. The cost is the start of Python at each click, a second or two.
        "USE UDF SERVER": "False",
        "SHOW CONSOLE": "False",
        # "False" would make xlwings add a sheet named Error to the workbook.
        "SHOW_ERROR_POPUPS": "True",
    }
)
"""Every setting that xlwings' VBA reads. The sheet overrides the settings of the user's other projects."""
