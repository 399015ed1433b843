"""Runtimes of VBA that know nothing of each other run the same modules: one interface, one set of stand-ins for Excel.

The stand-ins are VBA too, so that all runtimes get exactly the same text: what leaves our modules (Excel's objects, Python, message boxes) goes to
functions named Outside…, which note each call in one text. Control flow, errors, texts and arguments are the runtime's own.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

OUTSIDE = """
Public journal As String
Public barEnabled As Boolean
Public barMissing As Boolean
Public callerKind As String
Public excelVersion As String
Public pythonFails As String
Public pythonAnswers As String
Public interpreterPath As String
Public bookName As String
Public refusals As Long
Public bookSaved As Boolean
Public calculatesItself As Boolean

Public Function OutsideReset() As Long
    journal = ""
    barEnabled = False
    barMissing = False
    callerKind = ""
    excelVersion = ""
    pythonFails = ""
    pythonAnswers = ""
    interpreterPath = ""
    bookName = ""
    refusals = 0
    bookSaved = False
    calculatesItself = False
End Function

Public Function OutsideBar() As Boolean
    If barMissing Then Err.Raise 91, "Excel", "Object variable not set."
    OutsideBar = barEnabled
End Function

Public Function OutsideCaller() As String
    OutsideCaller = callerKind
End Function

Public Function OutsideVersion() As String
    OutsideVersion = excelVersion
End Function

Public Function OutsideBook() As String
    OutsideBook = bookName
End Function

Public Function OutsideCall(ByVal module As String, ByVal name As String, given As Variant, ByVal book As String) As Variant
    Dim place As Long

    journal = journal & "call " & module & "." & name & "("
    For place = LBound(given) To UBound(given)
        If place > LBound(given) Then journal = journal & ","
        journal = journal & given(place)
    Next place
    journal = journal & ") in " & book & ";"
    If pythonFails <> "" Then Err.Raise 1000, "Python", pythonFails
    OutsideCall = pythonAnswers
End Function

Public Function GetConfig(ByVal key As String, ByVal default As String) As String
    GetConfig = interpreterPath
End Function

Public Function OutsideThere(ByVal path As String) As Boolean
    OutsideThere = (path = "C:\\python.exe")
End Function

Public Function RunPython(ByVal pythonCode As String) As Variant
    journal = journal & "python " & pythonCode & ";"
    If pythonAnswers = "changed" Then Call IppBookUndoable("Undo Check")
End Function

Public Function OutsideRun(ByVal what As String) As Long
    journal = journal & "run " & what & ";"
End Function

Public Function OutsideMessage(ByVal text As String) As Long
    journal = journal & "message " & text & ";"
End Function

Public Function OutsideUndo(ByVal label As String, ByVal macro As String) As Long
    journal = journal & "undo " & label & " " & macro & ";"
End Function

Public Function OutsideDescribed(ByVal macro As String, ByVal text As String, ByVal category As String, ByVal count As Long) As Long
    If refusals > 0 Then
        refusals = refusals - 1
        Err.Raise 1004, "Excel", "no workbook is open"
    End If
    journal = journal & macro & "/" & category & "/" & count & ";"
End Function
"""
_BORDERS = (
    ('Application.CommandBars("Standard").Controls(1).Enabled', "OutsideBar()"),
    ("TypeName(Application.Caller)", "OutsideCaller()"),
    ("Application.VERSION", "OutsideVersion()"),
    ("XLPy.CallUDF(", "OutsideCall("),
    (", ThisWorkbook, Application.Caller)", ', "ThisWorkbook")'),
    (", ActiveWorkbook, Application.Caller)", ', "ActiveWorkbook")'),
    ("FileExists(", "OutsideThere("),
    ("ActiveWorkbook Is Nothing", 'OutsideBook() = ""'),
    ("ActiveWorkbook.Name", "OutsideBook()"),
    ("ThisWorkbook.Name", "OutsideBook()"),
    ("ThisWorkbook.Saved", "bookSaved"),
    ("waiting.Add Application.Caller", "waiting.Add OutsideCaller()"),
)
_STATEMENTS = (
    (re.compile(r"MsgBox problem, vbExclamation, TITLE"), "ignored = OutsideMessage(problem)"),
    (re.compile(r"Application\.OnUndo (\w+), (.*)"), r"ignored = OutsideUndo(\1, \2)"),
    (re.compile(r"Application\.Run (.*)"), r"ignored = OutsideRun(\1)"),
    (re.compile(r"Application\.OnTime Now, (.*)"), r"ignored = OutsideRun(\1)"),
    (re.compile(r"cell\.Dirty"), "ignored = OutsideRun(cell)"),
    (
        re.compile(r"If Application\.Calculation <> xlCalculationManual Then Application\.Calculate"),
        'If calculatesItself Then ignored = OutsideRun("calculate")',
    ),
    (re.compile(r'Set addin = Application\.Workbooks\("ippbook\.xlam"\)'), "Set addin = Nothing"),
    (re.compile(r"RunPython (\w+)"), r"ignored = RunPython(\1)"),
    (
        re.compile(
            r"Application\.MacroOptions macro:=(\w+), Description:=(\w+), category:=(\w+)(?:, ArgumentDescriptions:=(\w+))?",
            re.IGNORECASE,
        ),
        lambda found: (
            f"ignored = OutsideDescribed({found[1]}, {found[2]}, {found[3]}, {f'UBound({found[4]})' if found[4] else '-1'})"
        ),
    ),
)
# One of the runtimes takes a call without Call for nothing.
_CALL = re.compile(r"^([ ]*(?:If .* Then )?)(IppBook\w+|Describe\d+|Register)(?: (?!=)(.*))?$", re.MULTILINE)
_WITHOUT = re.compile(r"^(?:Attribute|Option) .*\n", re.MULTILINE)
_MAC = re.compile(r"^ *#If Mac Then\n(.*?)(?:^ *#Else\n(.*?))?^ *#End If\n", re.MULTILINE | re.DOTALL)


def with_stand_ins(source: str, *, mac: bool = False) -> str:
    """A module with the stand-ins in the place of Excel's objects, as the compiler of one system sees it."""
    text = _WITHOUT.sub("", source.replace("\r\n", "\n").replace(" _\n", " "))
    text = _MAC.sub(lambda found: (found[1] if mac else found[2]) or "", text)
    for theirs, ours in _BORDERS:
        text = text.replace(theirs, ours)
    for theirs, ours in _STATEMENTS:
        text = theirs.sub(ours, text)
    return _CALL.sub(lambda found: f"{found[1]}Call {found[2]}({found[3] or ''})", text)


@dataclass(frozen=True)
class VbaCase:
    """Statements, then an expression whose value is the answer, and what the answer must be. *unlike*: runtime -> why it cannot run this case."""

    name: str
    statements: tuple[str, ...]
    value: str
    wanted: str
    mac: bool = False
    unlike: Mapping[str, str] = field(default_factory=dict)


class VbaRuntime(Protocol):
    """A program that runs VBA."""

    name: str

    def answers(self, modules: Mapping[str, str], cases: Sequence[VbaCase]) -> list[str]:
        """The answer of each case as a text; each case begins with fresh variables."""


def _function(name: str, case: VbaCase) -> str:
    lines = [
        f"Public Function {name}() As String",
        "    Dim ignored As Variant",
        *(f"    {each}" for each in case.statements),
    ]
    return "\n".join([*lines, f"    {name} = {case.value}", "End Function", ""])


class PyOpenVba:
    """The interpreter of pyOpenVBA (MIT), the package that also writes the files."""

    name = "pyopenvba"

    def answers(self, modules: Mapping[str, str], cases: Sequence[VbaCase]) -> list[str]:
        """See `VbaRuntime`."""
        from pyopenvba.interpreter import HostBridge, Interpreter

        interpreter = Interpreter(HostBridge())
        for name, text in modules.items():
            interpreter.add_module(text, name=name)
        interpreter.add_module(
            "".join(_function(f"Answer{place}", case) for place, case in enumerate(cases)), name="Cases"
        )
        found = []
        for place in range(len(cases)):
            interpreter.run("OutsideReset")
            found.append(str(interpreter.run(f"Answer{place}")))
        return found


class Elixcee:
    """elixcee (MIT): a runtime in Rust by another author, with a workbook of its own. It takes one text, and calls only with Call."""

    name = "elixcee"

    def answers(self, modules: Mapping[str, str], cases: Sequence[VbaCase]) -> list[str]:
        """See `VbaRuntime`."""
        found = self._together(modules, cases)
        # After an Exit Function inside a loop it leaves every caller: what is missing gets a run of its own.
        return [answer or self._together(modules, [case])[0] for answer, case in zip(found, cases, strict=True)]

    def _together(self, modules: Mapping[str, str], cases: Sequence[VbaCase]) -> list[str]:
        import elixcee

        machine = elixcee.Vm(on_msgbox="error", timeout_ms=20_000)
        answers = "".join(_function(f"Answer{place}", case) for place, case in enumerate(cases))
        puts = "".join(
            f"    Call OutsideReset()\n    Cells({place + 1}, 1).Value = Answer{place}()\n"
            for place in range(len(cases))
        )
        try:
            machine.run("\n".join([*modules.values(), answers, f"Public Sub Main()\n{puts}End Sub\n"]), "Main")
        except (RuntimeError, SyntaxError) as failure:
            return [f"ERROR {failure}"] * len(cases)
        return [str(machine.get_cell(place + 1, 1) or "") for place in range(len(cases))]


class LibreOfficeBasic:
    """Basic of LibreOffice in its VBA mode: what runs our macros where a team opens the workbook in LibreOffice."""

    name = "libreoffice"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def answers(self, modules: Mapping[str, str], cases: Sequence[VbaCase]) -> list[str]:
        """See `VbaRuntime`. One start of the program for all cases; the variables are set back between two of them."""
        answers = "".join(_function(f"Answer{place}", case) for place, case in enumerate(cases))
        calls = [name for place in range(len(cases)) for name in ("Outside.OutsideReset", f"Cases.Answer{place}")]
        return self._run({"modules": {**modules, "Cases": answers}, "calls": calls})[1::2]

    def shown(self, workbook: Path, formulas: Sequence[str]) -> list[str]:
        """What cells of *workbook*, opened with its macros allowed, show for *formulas*."""
        return self._run({"workbook": workbook.as_uri(), "formulas": list(formulas)})

    def _run(self, task: Mapping[str, object]) -> list[str]:
        office = shutil.which("soffice")
        assert office, "LibreOffice is missing: run .ci/hosts"
        driver = Path(__file__).with_name("libreoffice_basic.py")
        clean = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        command = ["/usr/bin/python3", driver, self.folder, office]
        text = json.dumps(task)
        ran = subprocess.run(command, input=text, capture_output=True, text=True, timeout=55, env=clean, check=False)
        assert ran.returncode == 0, f"{ran.stderr[-300:]} (python3-uno missing? run .ci/hosts)"
        return list(json.loads(ran.stdout))
