"""One table of cases, run by runtimes of VBA that share no code: each gives the answer of the table."""

from functools import lru_cache

import pytest
from tests.workbook_builder.vba.runtimes import OUTSIDE, Elixcee, LibreOfficeBasic, PyOpenVba, VbaCase, with_stand_ins

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.udf_wrapper import wrapper_of
from ippbook.workbook_builder.vba.button_module import BUTTONS
from ippbook.workbook_builder.vba.function_module import FUNCTIONS, WIZARD
from ippbook.workbook_builder.vba.hosts import BOOK
from ippbook.workbook_builder.vba.modules import WRITTEN, modules

EXCEL = ('excelVersion = "16.0"', "barEnabled = True", 'callerKind = "Range"', 'pythonAnswers = "taobao"')
LATER = "#IPP! not calculated yet; if this text stays, press Ctrl+Alt+F9"
ELSEWHERE = "#IPP! these macros run in Excel only; for LibreOffice save the workbook as .xlsx and run: ippbook libreoffice install"
READY = ('interpreterPath = "C:\\python.exe"', 'bookName = "Ana\'s team.xlsm"')
LEAVES = {"elixcee": "version 1.0.14 also leaves the caller at an Exit Function inside a loop"}


def call(wrapper):
    """A call of the function with an argument for each parameter."""
    given = ", ".join(f'"{place}"' for place in range(len(wrapper.arguments)))
    return f"{wrapper.name}({given})"


def noted(wrapper):
    """How the stand-in for Python notes that call."""
    given = ",".join(map(str, range(len(wrapper.arguments))))
    return f"call ippbook.udfs.{wrapper.name}({given}) in ThisWorkbook;"


def function_cases():
    for function in registry().functions.values():
        wrapper = wrapper_of(function)
        yield VbaCase(f"{wrapper.name} answers", EXCEL, f'{call(wrapper)} & "|" & journal', f"taobao|{noted(wrapper)}")
        yield VbaCase(
            f"{wrapper.name} waits", (*EXCEL, "barEnabled = False"), f'{call(wrapper)} & "|" & journal', f"{LATER}|"
        )


def failure_cases():
    for name, reason, wanted in (
        (
            "traceback",
            '"Traceback" & Chr(13) & Chr(10) & "ImportError: no module" & Chr(10) & " "',
            "ImportError: no module",
        ),
        ("one line", '"boom"', "boom"),
        ("nothing", '""', ""),
        ("long", f'"{"x" * 200}"', "x" * 160),
    ):
        yield VbaCase(
            f"failure: {name}",
            EXCEL,
            f"IppBookFailure({reason})",
            f"#IPP! Python does not answer; run: %LOCALAPPDATA%\\ippbook\\ippbook.cmd doctor ({wanted})",
        )
    paid = '"LicenseError: Embedded code requires a valid LICENSE_KEY."'
    yield VbaCase(
        "failure: a sheet named .py",
        EXCEL,
        f"IppBookFailure({paid})",
        "#IPP! a sheet name in this workbook ends with .py, and xlwings treats it as code; rename the sheet",
    )
    mac = "#IPP! functions do not run in Excel for Mac; use xlwings Lite: ippbook lite FILE"
    yield VbaCase("failure: Mac", EXCEL, 'IppBookFailure("boom")', mac, mac=True)
    yield VbaCase(
        "Python raises",
        (*EXCEL, 'pythonFails = "boom"'),
        'IPP_PLATFORM("x")',
        "#IPP! Python does not answer; run: %LOCALAPPDATA%\\ippbook\\ippbook.cmd doctor (boom)",
    )
    yield VbaCase("not Excel", (*EXCEL, "barMissing = True", 'excelVersion = "11.0"'), 'IPP_PLATFORM("x")', ELSEWHERE)
    yield VbaCase(
        "no command bars in Excel",
        (*EXCEL, "barMissing = True"),
        'IPP_PLATFORM("x")',
        "#IPP! Python does not answer; run: %LOCALAPPDATA%\\ippbook\\ippbook.cmd doctor (Object variable not set.)",
        unlike={"libreoffice": "it has a text of its own for the number of an error"},
    )


def button_cases():
    for button in buttons():
        python = f"python from ippbook.press import press; press('{button.name}');"
        yield VbaCase(f"button {button.name}", (*READY, f"Call {button.macro}()"), "journal", python)
    press = "Call IPP_Check()"
    python = "python from ippbook.press import press; press('check');"
    yield VbaCase(
        "undo",
        (*READY, 'pythonAnswers = "changed"', press),
        "journal",
        f"{python}undo Undo Check 'Ana''s team.xlsm'!IppBookButtons.IPP_Undo;",
    )
    yield VbaCase("from a cell", (*READY, 'callerKind = "Range"', press), 'journal & "none"', "none")
    for name, statement, part, mac, unlike in (
        ("no workbook", 'bookName = ""', "Open one, then click the button again.", False, {}),
        ("no settings", 'interpreterPath = ""', "and start install.cmd", False, {}),
        ("no Python", 'interpreterPath = "D:\\x.exe"', "(D:\\x.exe is missing)", False, {}),
        ("a name with =", 'bookName = "a=b.xlsx"', "has % or =.", False, LEAVES),
        ("a name with %", 'bookName = "%TEMP%.xlsx"', "has % or =.", False, LEAVES),
        ("a name with $ on a Mac", 'bookName = "a$b.xlsx"', "has a quotation mark, $, `, | or =.", True, LEAVES),
    ):
        value = f'Left(journal, 8) & CStr(InStr(journal, "{part}") > 0) & CStr(InStr(journal, "python from") > 0)'
        yield VbaCase(
            f"refusal: {name}", (*READY, statement, press), value, "message TrueFalse", mac=mac, unlike=unlike
        )


def early_cases():
    flushed = (*EXCEL, READY[1], "Call IppBookCatchUp()", 'journal = ""')
    early = (*flushed, "barEnabled = False", 'ignored = IPP_PLATFORM("x")', 'journal = ""')
    catch_up = "run 'Ana''s team.xlsm'!IppBook.IppBookCatchUp;"
    yield VbaCase("early: Excel is to come back", (*early, "Call IppBookOpened()"), "journal", catch_up)
    yield VbaCase("early: still opening", (*early, "Call IppBookCatchUp()"), 'journal & "none"', "none")
    ready = (*early, "barEnabled = True", "calculatesItself = True", "Call IppBookCatchUp()")
    yield VbaCase("early: calculated", ready, "journal", "run Range;run calculate;")
    yield VbaCase(
        "early: once is enough",
        (*ready, "Call IppBookCatchUp()", "Call IppBookOpened()"),
        "journal",
        "run Range;run calculate;",
    )
    by_the_user = (*early, "barEnabled = True", "Call IppBookCatchUp()")
    yield VbaCase("early: the user calculates", by_the_user, "journal", "run Range;")
    yield VbaCase("not early: nothing to do", (*flushed, "Call IppBookOpened()"), 'journal & "none"', "none")


def wizard_cases():
    wrappers = [wrapper_of(function) for function in registry().functions.values()]
    described = "".join(f"'team.xlsm'!{each.name}/{each.category}/{len(each.argument_notes) - 1};" for each in wrappers)
    book = ('bookName = "team.xlsm"', "bookSaved = True")
    yield VbaCase("wizard", (*book, "ignored = IppBookDescribed()"), "journal", described)
    yield VbaCase(
        "wizard: too early",
        (*book, "refusals = 1"),
        'CStr(IppBookDescribed()) & "|" & journal',
        "False|",
        unlike={"elixcee": "version 1.0.14 has no value for a Boolean function that ends early"},
    )
    yield VbaCase("wizard: saved as before", (*book, "ignored = IppBookDescribed()"), "CStr(bookSaved)", "True")


CASES = [*function_cases(), *failure_cases(), *button_cases(), *early_cases(), *wizard_cases()]


@lru_cache
def sources(mac, names=(WRITTEN, FUNCTIONS, WIZARD, BUTTONS)):
    known = modules(BOOK)
    return {"Outside": OUTSIDE, **{name: with_stand_ins(known[name], mac=mac) for name in names}}


def differences(runtime, cases):
    """Name -> what the runtime gave, where it is not the answer of the table."""
    found = {}
    for mac in (False, True):
        todo = [case for case in cases if case.mac == mac and runtime.name not in case.unlike]
        if todo:
            given = runtime.answers(sources(mac), todo)
            found |= {case.name: answer for case, answer in zip(todo, given, strict=True) if answer != case.wanted}
    return found


@pytest.mark.parametrize("runtime", [PyOpenVba(), Elixcee()], ids=lambda each: each.name)
def test_each_runtime_gives_the_answers_of_the_table(runtime):
    assert len(CASES) > 140
    assert sum(runtime.name in case.unlike for case in CASES) < 6
    assert differences(runtime, CASES) == {}


@pytest.mark.hosts
def test_libreoffice_gives_the_answers_of_the_table(tmp_path):
    assert differences(LibreOfficeBasic(tmp_path), CASES) == {}


def test_a_wrong_module_gives_other_answers_in_each_runtime():
    """The table can fail: without the guard a function calls Python while a workbook opens."""
    unguarded = {
        **sources(mac=False),
        FUNCTIONS: sources(mac=False)[FUNCTIONS].replace("If IppBookWaits() Then", "If False Then"),
    }
    early = next(case for case in CASES if case.name == "IPP_PLATFORM waits")
    for runtime in (PyOpenVba(), Elixcee()):
        assert runtime.answers(unguarded, [early]) == [
            f"taobao|{noted(wrapper_of(registry().functions['IPP_PLATFORM']))}"
        ]


def test_a_cell_keeps_the_text_where_xlwings_own_wrapper_leaves_it_blank():
    import elixcee

    theirs = "Function Theirs(url)\n    If (Not OutsideBar()) Then Exit Function\n    Theirs = 1\nEnd Function\n"
    main = (
        'Public Sub Main()\n    Cells(1, 1).Value = IPP_PLATFORM("x")\n    Cells(2, 1).Value = Theirs("x")\nEnd Sub\n'
    )
    machine = elixcee.Vm(timeout_ms=5000)
    machine.run("\n".join([*sources(mac=False).values(), theirs, main]), "Main")
    assert machine.get_cell(1, 1) == LATER
    assert machine.get_cell(2, 1) in (None, ""), "Excel shows 0 for it"


@pytest.mark.hosts
def test_in_libreoffice_a_function_of_the_workbook_with_macros_names_what_to_run(built, tmp_path):
    """Before, two modules of xlwings did not compile there, and every cell became blank after an edit, without a word."""
    formulas = [
        '=IPP_PLATFORM("https://item.taobao.com/item.htm?id=1")',
        "=IPP_CHARACTERS(A1)",
        "=IPP_DUPLICATE_OF(A1:A3)",
    ]
    assert set(LibreOfficeBasic(tmp_path).shown(built[".xlsm"], formulas)) == {ELSEWHERE}
