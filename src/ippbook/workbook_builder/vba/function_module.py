"""The generated modules for worksheet functions: a wrapper for each, and its description in the function wizard.

The wrapper has the form of xlwings' own generator (`xlwings.udfs.generate_vba_wrapper`), with three changes. It has no branch for
programs other than Excel. It shows a short text instead of a traceback if Python does not answer. And it never ends without a value:
xlwings' own ends so while the function wizard is open or a workbook opens, and the cell then shows 0 (xlwings issue 1574).
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ippbook.declare.udf_wrapper import Wrapper
from ippbook.workbook_builder.vba.hosts import UDF_MODULE, MacroFile
from ippbook.workbook_builder.vba.source_format import broken_list, vba_module, vba_text
from ippbook.workbook_builder.vba.words_module import spelled_out

FUNCTIONS: Final = "IppBookFunctions"
WIZARD: Final = "IppBookWizard"
_SOURCE: Final = (
    "' Generated from the declarations by python -m ippbook.workbook_builder: change the declaration, not this text."
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
    # The wizard shows it until Application.MacroOptions has run, and if a policy blocks Workbook_Open.
    yield f"Attribute {name}.VB_Description = {vba_text(wrapper.description)}"
    # First of all: in a program that is not Excel already the next line fails, and LibreOffice would show a blank cell.
    yield "    On Error GoTo failed"
    # Otherwise each key stroke in the open wizard would call Python.
    yield "    If IppBookWaits() Then"
    yield f"        {name} = IppBookLater()"
    yield "        Exit Function"
    yield "    End If"
    yield f"    {name} = XLPy.CallUDF({vba_text(UDF_MODULE)}, {vba_text(name)}, _"
    yield from broken_list("        Array(", arguments, f"), {host.workbook}, Application.Caller)", indent="        ")
    yield "    Exit Function"
    yield "failed:"
    yield f"    {name} = IppBookFailure(Err.Description)"
    yield "End Function"


def wizard_source(wrappers: Sequence[Wrapper], words: Mapping[str, str] = MappingProxyType({})) -> str:
    """The source that registers each function in Excel's function wizard: description, category, notes on the arguments.

    *words*: these texts in another language, by the English text.
    """
    lines = [
        "Option Explicit",
        "Option Private Module",
        "",
        _SOURCE,
        "",
        "Private failed As Boolean",
        "",
        "' Called when the workbook opens. An error here costs a description in the wizard, nothing else. False: it was too early.",
        "Public Function IppBookDescribed() As Boolean",
        "    Dim wasSaved As Boolean",
        "",
        "    failed = False",
        "    ' Excel stores descriptions in the workbook: without this line it would ask to save at each closing.",
        "    wasSaved = ThisWorkbook.Saved",
    ]
    for place in range(1, len(wrappers) + 1):
        lines.append(f"    Describe{place}")
        if place == 1:  # without an open workbook every call fails
            lines.append("    If failed Then Exit Function")
    lines += [
        "    ThisWorkbook.Saved = wasSaved",
        "    IppBookDescribed = True",
        "End Function",
        "",
        "Private Sub Register(udf As String, text As String, section As String, ParamArray notes() As Variant)",
        "    Dim qualified As String",
        "    Dim argumentNotes As Variant",
        "",
        "    On Error Resume Next",
        "    argumentNotes = notes",
        '    qualified = "\'" & Replace(ThisWorkbook.Name, "\'", "\'\'") & "\'!" & udf',
        "    If UBound(notes) < 0 Then",
        "        Application.MacroOptions Macro:=qualified, Description:=text, Category:=section",
        "    Else",
        "        Application.MacroOptions Macro:=qualified, Description:=text, Category:=section, ArgumentDescriptions:=argumentNotes",
        "    End If",
        "    If Err.Number <> 0 Then failed = True",
        "End Sub",
    ]
    for place, wrapper in enumerate(wrappers, start=1):
        lines += ["", f"Private Sub Describe{place}()", *_description(wrapper, words), "End Sub"]
    return vba_module(WIZARD, lines)


def _description(wrapper: Wrapper, words: Mapping[str, str]) -> Iterator[str]:
    """One statement: the function, its description, its category, then the notes on its arguments, one per line."""
    texts = (wrapper.description, wrapper.category, *wrapper.argument_notes)
    parts = [spelled_out(words.get(text, text)) for text in texts]
    yield f"    Register {vba_text(wrapper.name)}, _"
    for part in parts[:-1]:
        yield f"        {part}, _"
    yield f"        {parts[-1]}"
