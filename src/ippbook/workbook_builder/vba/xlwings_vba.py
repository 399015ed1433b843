"""The VBA modules of xlwings in the workbooks: read from the installed xlwings wheel, without the parts that ippbook must not ship.

xlwings.bas is BSD-3-Clause and contains its licence. Dictionary.cls is MIT; its licence text is added. Each cut has a reason and must match
exactly: with another release of xlwings the build fails until someone has read that release.
"""

import importlib.util
import re
from importlib.resources import files
from pathlib import Path
from typing import Final

from ippbook.errors import UserError
from ippbook.late_patterns import late_pattern
from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder.vba.hosts import MacroFile

BRIDGE: Final = "xlwings"
"""The module's name in the VBA project; on a Mac, Python calls it by this name."""
DICTIONARY: Final = "Dictionary"

_LICENSE: Final = "dictionary_license.txt"
"""The licence text of Dictionary.cls, which itself has only the address of the licence."""


@dataclass(frozen=True)
class VbaCut:
    """The text from the only line that begins with *start* up to the next line that begins with *stop*; *put* replaces it."""

    why: str
    start: str
    stop: str
    put: str = ""


_CUTS: Final = (
    VbaCut(
        "RunPython passes sheets named *.py to the paid part of xlwings. It also writes the path of the workbook into a command "
        "line, where the name of a folder could become a path to load code from. ippbook is installed and needs no path",
        "    ' Check for embedded Python code",
        "    OPTIMIZED_CONNECTION = ",
        '    PYTHONPATH = "false"\r\n\r\n',
    ),
    VbaCut(
        "the same when a worksheet function starts Python",
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
        "a licence key from a settings file would be copied into a command line; ippbook has no key",
        "    licenseKey = GetConfig(",
        "    If DEBUG_UDFS = True Then",
    ),
    VbaCut(
        "a sheet in the active workbook, or a file next to it, could name the program to run. Only the file with this module and "
        "the user's own settings may do so",
        "            'Workbook Sheet Config",
        "            'Add-in Sheet Config",
    ),
    VbaCut("the same: the file next to the workbook", "    ' Directory Config", "    ' User Config"),
    VbaCut(
        "the settings are read through the active sheet. This fails if it is a chart: then no button and no function works",
        "    For Each cell In Range(sht",
        "        d.Add UCase(cell.Value)",
        '    For Each cell In sht.Range(sht.Range("A1"), lastCell)\r\n',
    ),
    VbaCut(
        "LibreOffice compiles every branch of the compiler's conditions. Two first lines of a procedure, or of a block, or the same "
        "variable twice are errors there, and then no function of the file gives anything, not even a message. This one is never called",
        '#If App = "Microsoft Excel" Then\r\nFunction GetDirectoryPath(',
        "Function GetConfigFilePath(",
    ),
    VbaCut(
        "the same: never called",
        "Function GetDirectoryConfigFilePath(",
        '#If App = "Microsoft Excel" Then\r\nFunction GetConfigFromSheet(',
    ),
    VbaCut("the same: never called", "Function SaveConfigToFile(", "Function GetConfigFromFile("),
    VbaCut(
        "the same: one declaration for both",
        "    #If Mac Then\r\n    Dim d As Dictionary",
        "    Dim sht As Worksheet",
        '    Dim d As Object\r\n    #If Mac Then\r\n    Set d = New Dictionary\r\n    #Else\r\n    Set d = CreateObject("Scripting.Dictionary")\r\n    #End If\r\n',
    ),
)
_BOOK_CUTS: Final = (
    VbaCut(
        "a worksheet function sql that ippbook does not need",
        '\'Attribute VB_Name = "Extensions"',
        '\'Attribute VB_Name = "Utils"',
    ),
)
_UDF_MODULES: Final = VbaCut(
    "only Import Functions needs the modules, and it searches sheets named *.py",
    '#If App = "Microsoft Excel" Then\r\nFunction GetUdfModules(',
    "Private Sub CleanUp()",
)


_COMPARISONS: Final = {"VBA.vbBinaryCompare": 0, "VBA.vbTextCompare": 1, "VBA.vbDatabaseCompare": 2}
"""The constants of the enumeration in Dictionary.cls, with the values that Microsoft's reference of VBA gives them."""
_CALLED: Final = frozenset({"RunPython", "GetConfig", "FileExists", "XLPy"})
"""The procedures that ippbook's modules call. All others become private: otherwise a cell of any workbook could call them while the
add-in is loaded, and so start programs or read and delete files."""
_PROCEDURE: Final = late_pattern(
    r"^([ \t]*)(?:Public )?((?:Function|Sub|Declare PtrSafe Function|Declare Function) (\w+))", re.MULTILINE
)
_RUNS: Final = "Public Function RunPython(PythonCommand As String)\r\n"
_NO_CELL: Final = '    If TypeName(Application.Caller) = "Range" Then Exit Function\r\n'
_SHUT: Final = "procedures that a cell of any workbook could call, to start programs or to read and delete files: now private, or only for macros"


def _shut(text: str) -> str:
    """Keep public only what ippbook's modules call, and stop cells from starting Python with their own command."""
    if text.count(_RUNS) != 1 or not all(f"Function {name}(" in text for name in _CALLED):
        raise ValueError(
            "xlwings: RunPython, or another procedure that ippbook calls, has changed; read the new release"
        )
    text = text.replace(_RUNS, _RUNS + _NO_CELL)
    text = _PROCEDURE.sub(lambda found: found[0] if found[3] in _CALLED else f"{found[1]}Private {found[2]}", text)
    first, _, rest = text.partition("\r\n")
    return f"{first}\r\nOption Private Module\r\n{rest}"


def bridge(host: MacroFile) -> str:
    """The VBA of xlwings for *host*. Raises `UserError` if xlwings is not installed, `ValueError` if it is another release."""
    text = _wheel(host.foreign)
    cuts = (*_CUTS, _UDF_MODULES, *(_BOOK_CUTS if host.foreign == "xlwings.bas" else ()))
    for cut in cuts:
        text = _without(text, cut)
    named = 'Public Const PROJECT_NAME As String = "'
    head, _, tail = text.partition(named)
    text = f"{head}{named}{host.project}{tail[tail.index(chr(34)) :]}"
    # After the cuts, no call of the paid part and no name of its key may remain.
    for word in ("xlwings.pro", "LICENSE_KEY", '".py"'):
        if word in text:
            raise ValueError(f"{host.foreign}: {word} is still there; read the new release of xlwings and cut it out")
    text = _shut(text)
    # The module itself lists the cuts: its readers must see that it is not the original.
    lines = "".join(f"' - {cut.why}\r\n" for cut in cuts if not cut.why.startswith("the same")) + f"' - {_SHUT}\r\n"
    first, _, rest = text.partition("\r\n")
    return f"{first}\r\n' Changed by ippbook when it built this file. Removed from xlwings' own module, or changed:\r\n{lines}{rest}"


def dictionary() -> str:
    """The dictionary that xlwings' VBA needs on a Mac, followed by its licence.

    Raises `UserError` if xlwings is missing, `ValueError` if it is another release. The one change: its constants are numbers, because a name with a point in front of a constant does not compile in LibreOffice.
    """
    text = (files("ippbook.workbook_builder.vba") / _LICENSE).read_text("ascii")
    original = _wheel("addin/Dictionary.cls")
    for name, number in _COMPARISONS.items():
        if original.count(f"= {name}\r\n") != 1:
            raise ValueError(f"xlwings: {name} is not once in Dictionary.cls; read the new release")
        original = original.replace(f"= {name}\r\n", f"= {number} ' ippbook: was {name}\r\n")
    return original.rstrip("\r\n") + "\r\n\r\n" + "".join(f"' {line}\r\n" for line in text.splitlines())


def _wheel(name: str) -> str:
    found = importlib.util.find_spec("xlwings")  # found, not imported: the build needs only its text
    if found is None or found.origin is None:
        raise UserError("a workbook with macros needs xlwings, which is not installed; run: pip install ippbook[excel]")
    return (Path(found.origin).parent / name).read_bytes().decode("ascii")


def _without(text: str, cut: VbaCut) -> str:
    start = f"\r\n{cut.start}"
    if text.count(start) != 1:
        raise ValueError(
            f"xlwings: {cut.start!r} occurs {text.count(start)} times in its VBA, not once; read the new release"
        )
    at = text.index(start) + 2
    end = text.index(f"\r\n{cut.stop}", at) + 2
    return text[:at] + cut.put + text[end:]
