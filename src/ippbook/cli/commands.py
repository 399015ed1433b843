"""Which commands there are, in the order of the help. The module of a command is loaded when it is called.

To add a command, add its line here and its function, under `@app.command(NAME)`, to the module. The docstring of the function ends with
examples; a test runs them.
"""

from typing import Final

_EVERY_DAY: Final = "Every day"
_LOOK: Final = "Look"
_FILE: Final = "File complaints"
_GOOD_FAITH: Final = "Good-Faith"
_EXCEL: Final = "Excel"
_ENGINEERS: Final = "For engineers"

COMMANDS: Final = {
    "new": ("workbooks", "Make a new workbook.", _EVERY_DAY),
    "adopt": ("workbooks", "Look at your own workbook; add columns.", _EVERY_DAY),
    "recalc": ("workbooks", "Check, compute and write back.", _EVERY_DAY),
    "check": ("workbooks", "Check and write nothing.", _EVERY_DAY),
    "watch": ("watch", "Recalculate each workbook of a folder when it was saved.", _EVERY_DAY),
    "today": ("today", "Show what to do today and this week.", _EVERY_DAY),
    "due": ("cases", "List what is due.", _EVERY_DAY),
    "report": ("report", "Write one page for a manager.", _LOOK),
    "explain": ("explain", "Explain a code, a worksheet function or a computed column.", _LOOK),
    "rules": ("explain", "List every rule.", _LOOK),
    "sellers": ("overviews", "List repeat offenders.", _LOOK),
    "dossier": ("overviews", "Print the dated history of a listing.", _LOOK),
    "diff": ("diff", "Show what differs between two workbooks.", _LOOK),
    "import": ("cases", "Merge an export into the workbook.", _FILE),
    "plan": ("cases", "Draft complaints from ready listings.", _FILE),
    "pack": ("cases", "Write a folder for each complaint.", _FILE),
    "notice": ("cases", "Print the takedown text of a complaint.", _FILE),
    "goodfaith": ("overviews", "Show which accounts qualify for Good-Faith.", _GOOD_FAITH),
    "ready": ("overviews", "Print the checklist of an account.", _GOOD_FAITH),
    "excel": ("excel", "Install into Excel, uninstall, status.", _EXCEL),
    "libreoffice": ("libreoffice", "Install into LibreOffice Calc, uninstall, status.", _EXCEL),
    "doctor": ("excel", "Find problems of Excel and of a workbook.", _EXCEL),
    "run": ("run", "Press a button of ippbook, or run a macro, without Excel.", _EXCEL),
    "lite": ("lite", "Put functions and buttons into a workbook for xlwings Lite.", _EXCEL),
    "verify": ("verify", "Look in a file for what Excel would repair or refuse.", _ENGINEERS),
    "get": ("one_cell", "Print a cell of any workbook.", _ENGINEERS),
    "set": ("cells", "Change one cell of any workbook.", _ENGINEERS),
    "trace": ("trace", "Show what a cell depends on.", _ENGINEERS),
    "eval": ("evaluate", "Print what a worksheet function answers.", _ENGINEERS),
    "schema": ("schema", "Print the JSON Schema of a command's output.", _ENGINEERS),
}
"""By name: the module in `ippbook.cli`, the line of the help, and the heading that it is under. The headings come in the order of this list."""
READ_ALL_TABLES: Final = frozenset(
    {"recalc", "check", "today", "due", "report", "sellers", "plan", "goodfaith", "ready", "import"}
)
"""Commands that begin with all tables of a workbook: the second core scans it while their modules are loaded."""
EXAMPLES: Final = "Examples:\n"
"""In the docstring of a command, the last part begins with it: one to three lines that a person can type."""
