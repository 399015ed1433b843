"""The VBA of others that the workbooks carry: taken from the installed xlwings wheel, with what ippbook must not ship cut out.

xlwings.bas is BSD-3-Clause and carries its licence; Dictionary.cls is MIT and gets its own, so that both travel with the files. Each cut is named with its
reason, and must be found exactly: another release of xlwings fails the build instead of going out unread.
"""

import importlib.util
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.workbook_builder.vba.hosts import MacroFile

BRIDGE: Final = "xlwings"
"""The module's name in the VBA project; Python calls it by this name on a Mac."""
DICTIONARY: Final = "Dictionary"

_MIT: Final = (
    "Copyright (c) Tim Hall. The MIT License, which the module above names, in full:",
    "",
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated",
    'documentation files (the "Software"), to deal in the Software without restriction, including without limitation',
    "the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to",
    "permit persons to whom the Software is furnished to do so, subject to the following conditions:",
    "",
    "The above copyright notice and this permission notice shall be included in all copies or substantial portions of",
    "the Software.",
    "",
    'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE',
    "WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS",
    "OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR",
    "OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.",
)
"""The text that has to travel with the module, of which it holds only the address."""


@dataclass(frozen=True)
class VbaCut:
    """From the one line that begins with *start* to before the next that begins with *stop*; *put* comes in its place."""

    why: str
    start: str
    stop: str
    put: str = ""


_CUTS: Final = (
    VbaCut(
        "RunPython looks for sheets named *.py and hands them to the paid part of xlwings; and it writes the path of the workbook "
        "into a command line, where a folder's name could become a path to load code from: ippbook is installed, and needs none",
        "    ' Check for embedded Python code",
        "    OPTIMIZED_CONNECTION = ",
        '    PYTHONPATH = "false"\r\n\r\n',
    ),
    VbaCut(
        "the same where a worksheet function starts Python",
        "    ' TODO: Doesn't automatically check if code is embedded",
        '    PYTHON_WIN = GetConfig("INTERPRETER_WIN", "")\r\n    If PYTHON_WIN = "" Then\r\n        \' Legacy\r\n        PYTHON_WIN = GetConfig("INTERPRETER", "pythonw")\r\n    End If\r\n    DEBUG_UDFS',
        '    PYTHONPATH = "false"\r\n\r\n',
    ),
    VbaCut(
        "the same: the call into the paid part",
        "    ' PythonCommand with embedded code",
        "    ' Call Python platform-dependent",
    ),
    VbaCut(
        "Import Functions would add every function a second time, and needs access to the VBA project",
        "Sub ImportPythonUDFsBase(",
        "Private Sub GetDLLVersion()",
    ),
    VbaCut(
        "a licence key out of a settings file would go into a command line as it stands; ippbook has none",
        "    licenseKey = GetConfig(",
        "    If DEBUG_UDFS = True Then",
    ),
    VbaCut(
        "a sheet in the workbook in front, or a file beside it, could name the program to run: only the file that holds this "
        "module, and the user's own settings, may",
        "            'Workbook Sheet Config",
        "            'Add-in Sheet Config",
    ),
    VbaCut("the same: the file beside the workbook", "    ' Directory Config", "    ' User Config"),
    VbaCut(
        "the settings are read through the sheet in front, which fails where that is a chart: then no button and no function works",
        "    For Each cell In Range(sht",
        "        d.Add UCase(cell.Value)",
        '    For Each cell In sht.Range(sht.Range("A1"), lastCell)\r\n',
    ),
)
_BOOK_CUTS: Final = (
    VbaCut(
        "a worksheet function sql that nobody asked for",
        '\'Attribute VB_Name = "Extensions"',
        '\'Attribute VB_Name = "Utils"',
    ),
)
_UDF_MODULES: Final = VbaCut(
    "only Import Functions asks for the modules, and looks for sheets named *.py",
    '#If App = "Microsoft Excel" Then\r\nFunction GetUdfModules(',
    "Private Sub CleanUp()",
)


_CALLED: Final = frozenset({"RunPython", "GetConfig", "FileExists", "XLPy"})
"""What our own modules call. All else is private: with the add-in loaded, a cell of any workbook could call it, and so start
programs or read and delete files."""
_PROCEDURE: Final = re.compile(
    r"^([ \t]*)(?:Public )?((?:Function|Sub|Declare PtrSafe Function|Declare Function) (\w+))", re.MULTILINE
)
_RUNS: Final = "Public Function RunPython(PythonCommand As String)\r\n"
_NO_CELL: Final = '    If TypeName(Application.Caller) = "Range" Then Exit Function\r\n'
_SHUT: Final = "what a cell of any workbook could call, to start programs or to read and delete files: private, or for macros alone"


def _shut(text: str) -> str:
    """Leave open what our modules call, and let no cell start Python with a command of its own."""
    if text.count(_RUNS) != 1 or not all(f"Function {name}(" in text for name in _CALLED):
        raise ValueError(
            "xlwings: RunPython, or another procedure that ippbook calls, is not as it was; read the new release"
        )
    text = text.replace(_RUNS, _RUNS + _NO_CELL)
    text = _PROCEDURE.sub(lambda found: found[0] if found[3] in _CALLED else f"{found[1]}Private {found[2]}", text)
    first, _, rest = text.partition("\r\n")
    return f"{first}\r\nOption Private Module\r\n{rest}"


def bridge(host: MacroFile) -> str:
    """The VBA side of xlwings for *host*. Raises `UserError` where xlwings is not installed, `ValueError` where it is another release."""
    text = _wheel(host.foreign)
    cuts = (*_CUTS, _UDF_MODULES, *(_BOOK_CUTS if host.foreign == "xlwings.bas" else ()))
    for cut in cuts:
        text = _without(text, cut)
    named = 'Public Const PROJECT_NAME As String = "'
    head, _, tail = text.partition(named)
    text = f"{head}{named}{host.project}{tail[tail.index(chr(34)) :]}"
    # No cut may leave a way to the paid part, or the name of its key.
    for word in ("xlwings.pro", "LICENSE_KEY", '".py"'):
        if word in text:
            raise ValueError(f"{host.foreign}: {word} is still there; read the new release of xlwings and cut it out")
    text = _shut(text)
    # What was cut, in the module itself: who gets it must be able to see that it is not the original.
    lines = "".join(f"' - {cut.why}\r\n" for cut in cuts if not cut.why.startswith("the same")) + f"' - {_SHUT}\r\n"
    first, _, rest = text.partition("\r\n")
    return f"{first}\r\n' Changed by ippbook when it built this file. VbaCut out of xlwings' own module, or put otherwise:\r\n{lines}{rest}"


def dictionary() -> str:
    """The dictionary that xlwings' VBA needs on a Mac, with its licence behind it. Raises `UserError` where xlwings is missing."""
    return _wheel("addin/Dictionary.cls").rstrip("\r\n") + "\r\n\r\n" + "".join(f"' {line}\r\n" for line in _MIT)


def _wheel(name: str) -> str:
    found = importlib.util.find_spec("xlwings")  # found, not imported: building needs its text alone
    if found is None or found.origin is None:
        raise UserError("a workbook with macros needs xlwings, which is not installed; run: pip install ippbook[excel]")
    return (Path(found.origin).parent / name).read_bytes().decode("ascii")


def _without(text: str, cut: VbaCut) -> str:
    start = f"\r\n{cut.start}"
    if text.count(start) != 1:
        raise ValueError(f"xlwings: {cut.start!r} stands {text.count(start)} times in its VBA; read the new release")
    at = text.index(start) + 2
    end = text.index(f"\r\n{cut.stop}", at) + 2
    return text[:at] + cut.put + text[end:]
