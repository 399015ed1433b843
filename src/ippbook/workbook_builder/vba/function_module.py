"""The generated modules for worksheet functions: a wrapper each, and what the function wizard says of them.

The wrapper has the form that xlwings' own generator gives (`xlwings.udfs.generate_vba_wrapper`), of which the branch for other
programs than Excel is left out, and with a short text instead of a traceback where Python does not answer.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ippbook.declare.udf_wrapper import Wrapper
from ippbook.workbook_builder.vba.hosts import UDF_MODULE, MacroFile
from ippbook.workbook_builder.vba.source_format import broken_list, vba_module, vba_text

FUNCTIONS: Final = "IppBookFunctions"
WIZARD: Final = "IppBookWizard"
_SOURCE: Final = (
    "' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, never this text."
)


def function_source(wrappers: Sequence[Wrapper], host: MacroFile) -> str:
    """The source of the wrappers."""
    lines = ["Option Explicit", "", _SOURCE]
    for wrapper in wrappers:
        lines += ["", *_wrapper(wrapper, host)]
    return vba_module(FUNCTIONS, lines)


def _wrapper(wrapper: Wrapper, host: MacroFile) -> Iterator[str]:
    name = wrapper.name
    arguments = [argument.name for argument in wrapper.arguments]
    signature = [f"Optional {argument.name}" if argument.optional else argument.name for argument in wrapper.arguments]
    yield from broken_list(f"Function {name}(", signature, ")", indent="")
    # Excel shows it in the wizard before Application.MacroOptions has spoken, and where a policy keeps Workbook_Open from running.
    yield f"Attribute {name}.VB_Description = {vba_text(wrapper.description)}"
    # While the wizard is open, each key stroke would call Python.
    yield '    If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function'
    yield "    If TypeOf Application.Caller Is Range Then On Error GoTo failed"
    yield f"    {name} = XLPy.CallUDF({vba_text(UDF_MODULE)}, {vba_text(name)}, _"
    yield from broken_list("        Array(", arguments, f"), {host.workbook}, Application.Caller)", indent="        ")
    yield "    Exit Function"
    yield "failed:"
    yield f"    {name} = IppBookFailure(Err.Description)"
    yield "End Function"


def wizard_source(wrappers: Sequence[Wrapper]) -> str:
    """The source that tells Excel's function wizard of each function: description, category, notes of the arguments."""
    lines = [
        "Option Explicit",
        "Option Private Module",
        "",
        _SOURCE,
        "",
        "Private failed As Boolean",
        "",
        "' Called when the workbook opens. What fails here costs a description in the wizard, nothing else. False: it was too early.",
        "Public Function IppBookDescribed() As Boolean",
        "    Dim saved As Boolean",
        "",
        "    failed = False",
        "    ' Descriptions are kept with the workbook: without this Excel would ask at each closing whether to save.",
        "    saved = ThisWorkbook.Saved",
    ]
    for place in range(1, len(wrappers) + 1):
        lines.append(f"    Describe{place}")
        if place == 1:  # Excel describes nothing while no workbook is open: then all of them would fail
            lines.append("    If failed Then Exit Function")
    lines += [
        "    ThisWorkbook.Saved = saved",
        "    IppBookDescribed = True",
        "End Function",
        "",
        "Private Sub Tell(macro As String, text As String, category As String, ParamArray notes() As Variant)",
        "    Dim qualified As String",
        "    Dim given As Variant",
        "",
        "    On Error Resume Next",
        "    given = notes",
        '    qualified = "\'" & Replace(ThisWorkbook.Name, "\'", "\'\'") & "\'!" & macro',
        "    If UBound(notes) < 0 Then",
        "        Application.MacroOptions Macro:=qualified, Description:=text, Category:=category",
        "    Else",
        "        Application.MacroOptions Macro:=qualified, Description:=text, Category:=category, ArgumentDescriptions:=given",
        "    End If",
        "    If Err.Number <> 0 Then failed = True",
        "End Sub",
    ]
    for place, wrapper in enumerate(wrappers, start=1):
        lines += ["", f"Private Sub Describe{place}()", *_description(wrapper), "End Sub"]
    return vba_module(WIZARD, lines)


def _description(wrapper: Wrapper) -> Iterator[str]:
    """One statement: the function, its sentence, its category, then the notes of its arguments, a line each."""
    parts = [vba_text(wrapper.description), vba_text(wrapper.category), *map(vba_text, wrapper.argument_notes)]
    yield f"    Tell {vba_text(wrapper.name)}, _"
    for part in parts[:-1]:
        yield f"        {part}, _"
    yield f"        {parts[-1]}"
