"""The wrappers that the workbook carries say what xlwings' own generator would say of the same functions."""

import io
import re
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from ippbook.declare import registry
from ippbook.declare.udf_wrapper import wrapper_of
from ippbook.workbook_builder.vba.function_module import function_source
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK

FUNCTIONS = tuple(registry().functions.values())
DECLARATION = re.compile(r"^Function (\w+)\((.*)\)$")
CALL = re.compile(r'^(\w+) = XLPy\.CallUDF\("([\w.]+)", "(\w+)", Array\((.*)\), (\w+), (Application\.Caller)\)$')
GUARD = 'If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function'
TRAP = "If TypeOf Application.Caller Is Range Then On Error GoTo failed"
OUR_GUARD = re.compile(r"If IppBookWaits\(\) Then\s+(\w+) = IppBookLater\(\)\s+Exit Function\s+End If")
"""Where xlwings' guard leaves the function empty, ours says in the cell that it waits."""
STEPS = {GUARD: "guard", TRAP: "trap", "On Error GoTo failed": "trap"} | {
    step: step for step in ("guard", "Exit Function", "failed:")
}


class Declared(NamedTuple):
    """What a wrapper says, whatever its layout."""

    arguments: tuple[str, ...]
    """As declared, with Optional."""
    answers: str
    module: str
    calls: str
    handed_over: tuple[str, ...]
    workbook: str
    steps: tuple[str, ...]
    """The guard, the trap, the call, the exit and the label, in their order."""


def broken_list(text):
    return tuple(part.strip() for part in text.split(",") if part.strip())


def declared(source):
    """Every wrapper of a VBA module, by name; of lines for programs other than Excel none is looked at."""
    lines = re.sub(r" _\r?\n\s*", " ", OUR_GUARD.sub("guard", source)).splitlines()
    found = {}
    name, arguments, call, steps, elsewhere = "", (), None, [], False
    for line in (each.strip() for each in lines):
        elsewhere = (elsewhere or line == "#Else") and line != "#End If"
        if elsewhere:
            continue
        if declaration := DECLARATION.match(line):
            name, arguments, call, steps = declaration[1], broken_list(declaration[2]), None, []
        elif match := CALL.match(line):
            call = match
            steps.append("call")
        elif line in STEPS:
            steps.append(STEPS[line])
        elif line == "End Function" and call is not None:
            found[name] = Declared(arguments, call[1], call[2], call[3], broken_list(call[4]), call[5], tuple(steps))
    return found


@pytest.fixture(scope="module", params=[("team.xlsm", BOOK), ("ippbook.xlam", ADDIN)], ids=lambda pair: pair[0])
def pair(request, windows, decorated):
    """The same functions by xlwings' generator, and by ours."""
    file, host = request.param
    theirs = io.StringIO()
    windows.generate_vba_wrapper("ippbook.udfs", decorated, theirs, SimpleNamespace(Name=file))
    return declared(theirs.getvalue()), declared(function_source([wrapper_of(each) for each in FUNCTIONS], host))


def test_each_function_has_one_wrapper_in_both(pair):
    theirs, ours = pair
    assert list(ours) == sorted(theirs) == [function.name for function in FUNCTIONS]


def test_arguments_call_workbook_and_steps_are_the_same_but_that_ours_traps_errors_of_the_guard_too(pair):
    theirs, ours = pair
    rest = ("call", "Exit Function", "failed:")
    for name, wanted in theirs.items():
        assert wanted.steps == ("guard", "trap", *rest), name
        assert ours[name] == wanted._replace(steps=("trap", "guard", *rest)), name


def test_the_comparison_sees_a_wrapper_that_differs(pair):
    _, ours = pair
    source = function_source([wrapper_of(registry().functions["IPP_REPLY_DUE"])], BOOK)
    for right, wrong in [
        ("IppBookLater()", "Empty"),
        ("On Error GoTo failed", ""),
        ("Optional working_days", "working_days"),
        ("Application.Caller)", "Nothing)"),
        ('"IPP_REPLY_DUE"', '"IPP_SUIT_DUE"'),
    ]:
        assert right in source
        assert declared(source.replace(right, wrong)).get("IPP_REPLY_DUE") != ours["IPP_REPLY_DUE"]
