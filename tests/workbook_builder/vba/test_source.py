"""The VBA that follows from the declarations is VBA that compiles, in the form that xlwings itself writes."""

import ast
import importlib.util
import re
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace

import pytest

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.udf_wrapper import Argument, Wrapper, wrapper_of
from ippbook.workbook_builder.vba.button_module import BUTTONS
from ippbook.workbook_builder.vba.function_module import FUNCTIONS, WIZARD, function_source, wizard_source
from ippbook.workbook_builder.vba.hosts import ADDIN, BOOK
from ippbook.workbook_builder.vba.modules import generated, modules
from ippbook.workbook_builder.vba.source_format import broken_list, vba_module, vba_text

WRAPPERS = [wrapper_of(function) for function in registry().functions.values()]
XLWINGS = Path(importlib.util.find_spec("xlwings").origin).parent


@lru_cache
def generator():
    """Xlwings' own generator of wrappers, taken out of modules that import on Windows alone."""
    tree = ast.parse((XLWINGS / "udfs.py").read_text())
    writer = ast.parse((XLWINGS / "utils.py").read_text())
    wanted = [node for node in writer.body if isinstance(node, ast.ClassDef) and node.name == "VBAWriter"]
    wanted += [node for node in tree.body if getattr(node, "name", "") == "generate_vba_wrapper"]
    assert len(wanted) == 2
    space = {}
    exec(compile(ast.Module(wanted, []), "udfs.py", "exec"), space)  # noqa: S102  # the code of a pinned library, to compare with
    return space["generate_vba_wrapper"]


class Written(list):
    def write(self, text):
        self.append(text)


def as_xlwings_writes(wrapper, book):
    arguments = [
        {"name": each.name, "vba": None, "vararg": False, **({"optional": None} if each.optional else {})}
        for each in wrapper.arguments
    ]
    function = SimpleNamespace(
        __xlfunc__={
            "name": wrapper.name,
            "call_in_wizard": False,
            "volatile": False,
            "sub": False,
            "args": arguments,
        }
    )
    out = Written()
    generator()("ippbook.udfs", SimpleNamespace(f=function), out, SimpleNamespace(Name=book))
    text = "".join(out)
    # We write for Excel alone, show a short text where xlwings shows a traceback, and never end without a value.
    text = re.sub(r'#If App = "Microsoft Excel" Then\n(.*?)\s*#Else.*?#End If', r"\1", text, flags=re.DOTALL)
    text = text.replace("= Err.Description", "= IppBookFailure(Err.Description)")
    for theirs, ours in (
        (
            'If (Not Application.CommandBars("Standard").Controls(1).Enabled) Then Exit Function',
            f"On Error GoTo failed\nIf IppBookWaits() Then\n{wrapper.name} = IppBookLater()\nExit Function\nEnd If",
        ),
        ("If TypeOf Application.Caller Is Range Then On Error GoTo failed", ""),
    ):
        assert text.count(theirs) == 1
        text = text.replace(theirs, ours)
    return lines_of(text)


def lines_of(text):
    joined = re.sub(r" _\r?\n\s*", " ", text)
    lines = [line.strip() for line in joined.splitlines()]
    return [line for line in lines if line and not line.startswith(("Attribute ", "Option ", "'"))]


@pytest.mark.parametrize(("host", "name"), [(BOOK, "book.xlsm"), (ADDIN, "book.xlam")])
def test_every_wrapper_is_the_one_that_xlwings_would_write(host, name):
    assert len(WRAPPERS) >= 25
    for wrapper in WRAPPERS:
        assert lines_of(function_source([wrapper], host)) == as_xlwings_writes(wrapper, name)


def test_the_wrapper_of_an_example_function():
    wrapper = Wrapper(
        "IPP_X", (Argument("url", "url", False, "the link"), Argument("on_", "on", True, 'a "day"')), 'Says "x".', "IPP"
    )
    assert function_source([wrapper], BOOK).split("\r\n")[5:] == [
        "Function IPP_X(url, Optional on_)",
        'Attribute IPP_X.VB_Description = "Says ""x""."',
        "    On Error GoTo failed",
        "    If IppBookWaits() Then",
        "        IPP_X = IppBookLater()",
        "        Exit Function",
        "    End If",
        '    IPP_X = XLPy.CallUDF("ippbook.udfs", "IPP_X", _',
        "        Array(url, on_), ThisWorkbook, Application.Caller)",
        "    Exit Function",
        "failed:",
        "    IPP_X = IppBookFailure(Err.Description)",
        "End Function",
        "",
    ]
    assert '        "IPP", _\r\n        "the link", _\r\n        "a ""day"""\r\nEnd Sub' in wizard_source([wrapper])


@pytest.mark.parametrize("host", [BOOK, ADDIN], ids=["book", "addin"])
def test_every_module_is_ascii_with_crlf_and_within_the_limits_of_the_editor(host):
    for name, source in modules(host).items():
        assert source.isascii(), name
        assert source.count("\n") == source.count("\r\n") == source.count("\r"), name
        lines = source.split("\r\n")
        assert lines[-1] == "", name
        assert max(map(len, lines)) <= 1023, name
        continued = "".join("x" if line.endswith(" _") else " " for line in lines).split()
        assert max(map(len, continued), default=0) <= 24, name


def test_every_declared_function_has_a_wrapper_and_a_place_in_the_wizard():
    source = generated(BOOK)
    names = list(registry().functions)
    assert re.findall(r"^Function (\w+)\(", source[FUNCTIONS], re.MULTILINE) == names
    assert re.findall(r'^    Register "(\w+)", _', source[WIZARD], re.MULTILINE) == names
    calls = re.findall(r"^    Describe(\d+)\r$", source[WIZARD], re.MULTILINE)
    assert calls == [str(place) for place in range(1, len(names) + 1)]


def test_every_button_is_one_sub_of_one_line_that_presses_it_in_python():
    source = generated(BOOK)[BUTTONS]
    subs = re.findall(
        r"^Public Sub (\w+)\(\)\r\nAttribute \1\.VB_Description = .*\r\n    (.*)\r\nEnd Sub\r$", source, re.MULTILINE
    )
    assert subs == [
        (each.macro, f"IppBookRun \"from ippbook.press import press; press('{each.name}')\"") for each in buttons()
    ]
    assert len(subs) >= 10


def test_no_two_procedures_of_a_file_have_the_same_name_whatever_the_case():
    for host in (BOOK, ADDIN):
        public = [
            name.lower()
            for source in modules(host).values()
            if not source.startswith("VERSION")  # a class has names of its own
            for name in re.findall(r"^(?:Public )?(?:Function|Sub) (\w+)", _without_branches(source), re.MULTILINE)
        ]
        assert sorted(public) == sorted(set(public))


def _without_branches(source):
    """The text with the first branch alone of each condition of the compiler."""
    return re.sub(r"^#Else(?:If)?\b.*?^#End If", "#End If", source, flags=re.MULTILINE | re.DOTALL)


def test_no_command_for_python_holds_a_quotation_mark_that_the_shell_would_end_at():
    for command in re.findall(r'IppBookRun "(.*)"', generated(BOOK)[BUTTONS]):
        assert not set('"$`\\|&<>^%') & set(command)


@pytest.mark.parametrize("line", ["' " + "x" * 1022, "' ä", "a\r\nb"])
def test_a_line_that_the_editor_would_refuse_is_not_written(line):
    with pytest.raises(ValueError, match="M: "):
        vba_module("M", [line])
    assert vba_module("M", ["' " + "x" * 1021]).endswith("x\r\n")


def test_a_statement_of_more_than_25_lines_is_not_written():
    assert vba_module("M", ["a _"] * 24 + ["b"])
    with pytest.raises(ValueError, match="24"):
        vba_module("M", ["a _"] * 25 + ["b"])


def test_a_long_list_is_broken_after_a_comma_and_reads_the_same():
    parts = [f"argument_{place}" for place in range(60)]
    lines = broken_list("Function F(", parts, ")")
    assert max(map(len, lines)) <= 123
    assert all(line.endswith(", _") for line in lines[:-1])
    assert re.sub(r" _\s+", " ", "\n".join(lines)) == f"Function F({', '.join(parts)})"
    assert broken_list("F(", [], ")") == ["F()"]


def test_a_quotation_mark_in_a_text_is_doubled():
    assert vba_text('a "b"') == '"a ""b"""'
