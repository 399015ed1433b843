"""The VBA that is ours, run by an interpreter of VBA against a stand-in for Excel: what a press, a call and an opening do."""

import re

import pytest
from lxml import etree
from pyopenvba.interpreter import NOTHING, HostBridge, Interpreter, VBAObject
from pyopenvba.interpreter._runtime import UNRESOLVED
from pyopenvba.interpreter._values import VBAArray

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.udf_wrapper import wrapper_of
from ippbook.workbook_builder.vba.button_module import BUTTONS
from ippbook.workbook_builder.vba.function_module import FUNCTIONS, WIZARD
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK
from ippbook.workbook_builder.vba.modules import generated, handwritten
from ippbook.workbook_builder.vba.ribbon import NS, ribbon

RIBBON = etree.fromstring(ribbon(buttons()))
PYTHON = r"C:\Users\ana\AppData\Local\ippbook\env\Scripts\python.exe"
# In the place of xlwings' module, which calls Windows.
XLWINGS = """
Function GetConfig(configKey As String, Optional default As String = "") As Variant
    GetConfig = Outside.Setting(configKey)
End Function
Function FileExists(ByVal FileSpec As String) As Boolean
    FileExists = Outside.FileExists(FileSpec)
End Function
Function RunPython(PythonCommand As String)
    Outside.RunPython PythonCommand
    If Outside.Changes Then IppBookUndoable "Undo Check"
End Function
"""


class Thing(VBAObject):
    """An object of Excel: properties given, methods that remember what they were asked."""

    def __init__(self, kind, properties=None, methods=None):
        self.vba_type_name = kind
        self.properties = {name.lower(): value for name, value in (properties or {}).items()}
        self.methods = {name.lower(): value for name, value in (methods or {}).items()}

    def vba_get(self, name, args, named):
        if name.lower() in self.methods:
            return self.methods[name.lower()](*args, **{key.lower(): value for key, value in named.items()})
        return self.properties[name.lower()]

    def vba_set(self, name, value, args, named, *, by_ref=False):  # noqa: ARG002  # the interpreter's signature
        self.properties[name.lower()] = value


class Excel(HostBridge):
    """Excel with one workbook, and what lies outside of it."""

    def __init__(
        self,
        *,
        host=BOOK,
        name="team.xlsm",
        active="team.xlsm",
        interpreter=PYTHON,
        there=True,
        changes=False,
        caller="Error",
        version="16.0",
    ):
        self.pressed, self.ran, self.undo, self.described, self.called = [], [], [], [], []
        self.planned, self.dirty, self.calculated = [], [], []
        self.refuse = lambda _: False
        self.answer = lambda: "Taobao"
        self.bar = Thing("Controls", {"Enabled": True})
        self.application = Thing(
            "Application",
            {"Caller": Thing(caller), "Version": version, "Calculation": -4105},
            {
                "Calculate": lambda: self.calculated.append(list(self.dirty)),
                "OnTime": lambda when, macro: self.planned.append(macro),  # noqa: ARG005  # Excel's signature
                "Run": self.pressed.append,
                "OnUndo": lambda *given: self.undo.append(given),
                "MacroOptions": self._describe,
                "CommandBars": lambda _: Thing("CommandBar", methods={"Controls": lambda _: self.bar}),
            },
        )
        self.book = Thing("Workbook", {"Name": name, "Saved": True})
        self.objects = {
            "application": self.application,
            "thisworkbook": self.book,
            "xlcalculationmanual": -4135,
            "activeworkbook": Thing("Workbook", {"Name": active}) if active else NOTHING,
            "outside": Thing(
                "Outside",
                {"Changes": changes},
                {"Setting": lambda _: interpreter, "FileExists": lambda _: there, "RunPython": self.ran.append},
            ),
            "xlpy": Thing("XLPy", methods={"CallUDF": self._call}),
        }
        self.vba = Interpreter(self)
        texts = generated(host)
        self.vba.add_module(XLWINGS, name="xlwings")
        self.vba.add_module(handwritten("IppBook.bas"), name="IppBook")
        for each in (FUNCTIONS, WIZARD, BUTTONS):
            # The interpreter does not know the attributes of procedures, which no code reads.
            self.vba.add_module(re.sub(r"^Attribute \w+\.VB_.*\r\n", "", texts[each], flags=re.MULTILINE), name=each)

    def global_object(self, name):
        return self.objects.get(name.lower(), UNRESOLVED)

    def _describe(self, *, macro, description, category, argumentdescriptions=None):
        if self.refuse(macro):
            from pyopenvba.exceptions import VBARuntimeError

            raise VBARuntimeError(1004, "no workbook is open")
        self.book.properties["saved"] = False  # as Excel does
        self.described.append((macro, description, category, plain(argumentdescriptions)))

    def _call(self, *given):
        self.called.append([plain(each) for each in given])
        return self.answer()


def plain(value):
    if isinstance(value, VBAArray):
        return [plain(each) for each in value.items]
    return value


def test_opening_tells_the_wizard_of_every_function_and_leaves_the_workbook_as_saved():
    excel = Excel(name="Ana's team.xlsm")
    assert excel.vba.run("IppBookDescribed") is True
    wrappers = [wrapper_of(function) for function in registry().functions.values()]
    assert excel.described == [
        (f"'Ana''s team.xlsm'!{each.name}", each.description, each.category, list(each.argument_notes) or None)
        for each in wrappers
    ]
    assert excel.book.properties["saved"] is True


def test_an_opening_that_is_too_early_is_told_apart_and_one_bad_function_does_not_stop_the_others():
    early = Excel()
    early.refuse = lambda _: True
    assert early.vba.run("IppBookDescribed") is False
    names = list(registry().functions)
    late = Excel()
    late.refuse = lambda macro: macro.endswith(names[3])
    assert late.vba.run("IppBookDescribed") is True
    assert len(late.described) == len(names) - 1
    assert late.book.properties["saved"] is True


@pytest.mark.parametrize("button", buttons(), ids=lambda each: each.name)
def test_a_press_in_the_ribbon_reaches_python_with_the_name_of_the_button(button):
    excel = Excel(name="Ana's team.xlsm")
    tag = next(each.get("tag") for each in RIBBON.iter(f"{{{NS}}}button") if each.get("label") == button.label)
    excel.vba.run("IppBookPress", [Thing("IRibbonControl", {"Tag": tag})])
    assert excel.pressed == [f"'Ana''s team.xlsm'!IppBookButtons.{button.macro}"]
    excel.vba.run(button.macro)
    assert excel.ran == [f"from ippbook.press import press; press('{button.name}')"]
    assert excel.vba.dialogs == []


@pytest.mark.parametrize(
    ("computer", "said"),
    [
        ({"there": False}, "start install.cmd in the new folder"),
        ({"interpreter": ""}, "start install.cmd (on a Mac: install.command)"),
        ({"active": ""}, "Open one, then click the button again"),
        ({"active": "plan=b.xlsx"}, "has % or =. Python cannot get such a name; rename the file"),
        ({"active": "%TEMP%.xlsx"}, "has % or =. Python cannot get such a name; rename the file"),
    ],
)
def test_where_python_cannot_start_one_sentence_says_what_to_do_and_nothing_runs(computer, said):
    excel = Excel(**computer)
    excel.vba.run("IPP_Check")
    assert len(excel.vba.dialogs) == 1
    assert said in str(excel.vba.dialogs[0])
    assert excel.ran == []


@pytest.mark.parametrize("loaded", [True, False])
def test_the_workbook_shows_its_own_tab_only_where_the_add_in_is_not_loaded(loaded):
    def workbooks(name):
        if not loaded:
            from pyopenvba.exceptions import VBARuntimeError

            raise VBARuntimeError(9, "Subscript out of range")
        return Thing("Workbook", {"Name": name})

    excel = Excel()
    excel.application.methods["workbooks"] = workbooks
    excel.vba.add_module(
        "Public Function Asked() As Boolean\r\n    Dim shown As Variant\r\n    IppBookTabVisible Nothing, shown\r\n    Asked = shown\r\nEnd Function\r\n",
        name="Asking",
    )
    assert excel.vba.run("Asked") is not loaded


def test_a_cell_that_calls_a_macro_starts_nothing():
    excel = Excel(caller="Range")
    excel.vba.run("IPP_Check")
    excel.vba.run("IppBookRun", ["import os"])
    assert excel.ran == []
    assert excel.vba.dialogs == []


def test_the_entry_under_undo_is_there_after_a_press_that_changed_cells_and_only_then():
    changed = Excel(name="Ana's team.xlsm", changes=True)
    changed.vba.run("IPP_Check")
    assert changed.undo == [("Undo Check", "'Ana''s team.xlsm'!IppBookButtons.IPP_Undo")]
    assert "IPP_Undo" in [each.macro for each in buttons()]
    changed.objects["outside"].properties["changes"] = False
    changed.vba.run("IPP_Explain")
    assert len(changed.undo) == 1
    unchanged = Excel()
    unchanged.vba.run("IPP_Check")
    assert unchanged.undo == []


@pytest.mark.parametrize(("host", "book"), [(BOOK, "thisworkbook"), (ADDIN, "activeworkbook")])
def test_a_call_in_a_cell_hands_its_arguments_to_python_for_the_right_workbook(host, book):
    excel = Excel(host=host, caller="Range")
    assert excel.vba.run("IPP_PLATFORM", ["https://item.taobao.com/item.htm?id=1"]) == "Taobao"
    ((module, name, arguments, workbook, caller),) = excel.called
    assert (module, name, arguments) == (
        "ippbook.udfs",
        "IPP_PLATFORM",
        ["https://item.taobao.com/item.htm?id=1"],
    )
    assert workbook is excel.objects[book]
    assert caller is excel.application.properties["caller"]


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        (
            "Traceback\r\n  File x\r\nImportError: no module\r\n\r\n",
            "#IPP! Python does not answer; run: %LOCALAPPDATA%\\ippbook\\ippbook.cmd doctor (ImportError: no module)",
        ),
        ("x" * 1000, f"#IPP! Python does not answer; run: %LOCALAPPDATA%\\ippbook\\ippbook.cmd doctor ({'x' * 160})"),
        ("", "#IPP! Python does not answer; run: %LOCALAPPDATA%\\ippbook\\ippbook.cmd doctor ()"),
        (
            "LicenseError: Embedded code requires a valid LICENSE_KEY.",
            "#IPP! a sheet name in this workbook ends with .py, and xlwings treats it as code; rename the sheet",
        ),
    ],
)
def test_where_python_does_not_answer_the_cell_shows_one_short_text(reason, shown):
    excel = Excel(caller="Range")
    assert excel.vba.run("IppBookFailure", [reason]) == shown
    assert len(shown) <= 255

    def fail():
        from pyopenvba.exceptions import VBARuntimeError

        raise VBARuntimeError(1000, reason)

    excel.answer = fail
    assert excel.vba.run("IPP_PLATFORM", ["x"]).startswith("#IPP! ")


def cell(excel, address):
    """A cell that calls a function: what `Application.Caller` gives."""
    return Thing("Range", {"Address": address}, {"Dirty": lambda: excel.dirty.append(address)})


LATER = "#IPP! not calculated yet; if this text stays, press Ctrl+Alt+F9"


def test_a_cell_that_excel_asks_for_while_a_workbook_opens_or_the_wizard_is_open_gets_a_text_and_python_is_not_called():
    excel = Excel(caller="Range")
    excel.bar.properties["enabled"] = False
    for function in registry().functions.values():
        given = [1] * sum(not each.optional for each in wrapper_of(function).arguments)
        assert excel.vba.run(function.name, given) == LATER
    assert excel.called == []


def test_cells_that_excel_asked_for_too_early_are_calculated_when_it_is_ready():
    excel = Excel(name="Ana's team.xlsm", caller="Range")
    excel.bar.properties["enabled"] = False
    for address in ("$A$1", "$B$7"):
        excel.application.properties["caller"] = cell(excel, address)
        assert excel.vba.run("IPP_PLATFORM", ["x"]) == LATER
    excel.vba.run("IppBookOpened")
    assert excel.planned == ["'Ana''s team.xlsm'!IppBook.IppBookCatchUp"]
    excel.vba.run("IppBookCatchUp")
    assert excel.calculated == [], "the command bar is still disabled"
    excel.bar.properties["enabled"] = True
    excel.vba.run("IppBookCatchUp")
    assert excel.calculated == [["$A$1", "$B$7"]]
    excel.vba.run("IppBookOpened")
    excel.vba.run("IppBookCatchUp")
    assert (len(excel.planned), len(excel.calculated)) == (1, 1), "once is enough"


def test_where_excel_calculates_only_when_the_user_asks_the_cells_wait_for_the_user():
    excel = Excel(caller="Range")
    excel.application.properties["caller"] = cell(excel, "$A$1")
    excel.application.properties["calculation"] = -4135  # xlCalculationManual
    excel.bar.properties["enabled"] = False
    excel.vba.run("IPP_PLATFORM", ["x"])
    excel.bar.properties["enabled"] = True
    excel.vba.run("IppBookCatchUp")
    assert (excel.dirty, excel.calculated) == (["$A$1"], [])


def test_in_a_program_without_excels_command_bars_the_cell_names_what_to_run():
    excel = Excel(caller="Range", version="11.0")

    def missing(_):
        from pyopenvba.exceptions import VBARuntimeError

        raise VBARuntimeError(91, "Object variable not set.")

    excel.application.methods["commandbars"] = missing
    assert excel.vba.run("IPP_PLATFORM", ["x"]) == (
        "#IPP! these macros run in Excel only; for LibreOffice save the workbook as .xlsx and run: ippbook libreoffice install"
    )


def test_an_opening_that_fails_keeps_no_workbook_from_opening():
    excel = Excel()
    text = handwritten("ThisWorkbook.cls").replace("WithEvents ", "").replace("IppBookDescribed()", "NoSuchThing()")
    excel.vba.add_module(text, name="ThisWorkbook", kind="document")
    excel.vba.bind_document("ThisWorkbook", excel.book)
    excel.vba.run("Workbook_Open", module="ThisWorkbook")
    excel.vba.run("excelItself_WorkbookActivate", [Thing("Workbook")], module="ThisWorkbook")
    assert excel.vba.dialogs == []


def test_an_add_in_that_opens_before_any_workbook_describes_its_functions_with_the_first_one():
    excel = Excel(host=ADDIN, name="ippbook.xlam")
    text = handwritten("ThisWorkbook.cls").replace(
        "WithEvents ", ""
    )  # a word that the interpreter does not know; we call the event
    excel.vba.add_module(text, name="ThisWorkbook", kind="document")
    excel.vba.bind_document("ThisWorkbook", excel.book)
    excel.refuse = lambda _: True
    excel.vba.run("Workbook_Open", module="ThisWorkbook")
    assert excel.described == []
    excel.refuse = lambda _: False
    excel.vba.run("excelItself_WorkbookActivate", [Thing("Workbook")], module="ThisWorkbook")
    assert len(excel.described) == len(registry().functions)
    excel.vba.run("excelItself_WorkbookActivate", [Thing("Workbook")], module="ThisWorkbook")
    assert len(excel.described) == len(registry().functions), "once is enough"
