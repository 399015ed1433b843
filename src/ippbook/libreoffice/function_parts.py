"""The parts of the extension for the worksheet functions, made from their declarations: types, names and help texts, the component."""

import ast
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Final
from xml.sax.saxutils import escape

from ippbook.declare import registry
from ippbook.declare.udf_wrapper import Wrapper, wrapper_of
from ippbook.languages import in_language
from ippbook.languages.translation import ENGLISH, known_languages
from ippbook.libreoffice.parts import CONFIGURATION_DATA, PYTHON_COMPONENT, TYPE_LIBRARY, Part, component_file

_SERVICE: Final = "IPPX"
"""The name of the component: Calc's own name of a function is `IPPX.IPP_X`, which `formulas.names` reads."""


def function_parts() -> Iterable[Part]:
    """The parts of the functions."""
    wrappers = [wrapper_of(function) for _, function in sorted(registry().functions.items())]
    yield Part("XFunctions.idl", _types(wrappers).encode("ascii"), TYPE_LIBRARY)
    yield Part("CalcAddIns.xcu", _names(wrappers).encode(), CONFIGURATION_DATA)
    yield Part("functions.json", json.dumps([wrapper.name for wrapper in wrappers]).encode("ascii"))
    yield Part("sentences.json", _sentences().encode("ascii"))
    yield component_file("ippbook_channel.py", "pythonpath/ippbook_channel.py")
    yield component_file("ippbook_ahead.py", "pythonpath/ippbook_ahead.py")
    yield component_file("ippbook_functions.py", "ippbook_functions.py", PYTHON_COMPONENT)


def _sentences() -> str:
    """What the extension says itself, in each language but English: the texts of its calls of `say_inside`."""
    trees = [
        ast.parse(each.read_text(encoding="utf-8"))
        for each in sorted(files("ippbook.libreoffice").joinpath("inside").iterdir(), key=lambda each: each.name)
        if each.name.endswith(".py")
    ]
    english = [
        call.args[0].value
        for tree in trees
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "attr", getattr(call.func, "id", "")) == "say_inside"
        and isinstance(call.args[0], ast.Constant)
    ]
    found = {
        language: {text: in_language(str(text), language) for text in english}
        for language in known_languages()
        if language != ENGLISH
    }
    return json.dumps(found, sort_keys=True, indent=1)


def _types(wrappers: Iterable[Wrapper]) -> str:
    """The interface in UNO's language. Every result is rows of cells: an array in a plain `any` reaches Calc as #VALUE!."""
    lines = "".join(
        f"  sequence< sequence<any> > {wrapper.name}({', '.join(f'[in] any a{number}' for number, _ in enumerate(wrapper.arguments))});\n"
        for wrapper in wrappers
    )
    return (
        "module org { module ippbook { module calc {\n interface XFunctions : com::sun::star::uno::XInterface\n {\n"
        f"{lines} }};\n}}; }}; }};\n"
    )


def _names(wrappers: Iterable[Wrapper]) -> str:
    """Names, help texts and the names in .xlsx files, as Calc's configuration takes them."""
    functions = "".join(map(_function, wrappers))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" oor:name="CalcAddIns" oor:package="org.openoffice.Office">\n'
        f' <node oor:name="AddInInfo"><node oor:name="{_SERVICE}" oor:op="replace"><node oor:name="AddInFunctions">\n'
        f"{functions} </node></node></node>\n</oor:component-data>\n"
    )


def _function(wrapper: Wrapper) -> str:
    arguments = "".join(
        f'<node oor:name="a{number}" oor:op="replace">{_text("DisplayName", argument.name)}{_text("Description", argument.note or argument.name)}</node>'
        for number, argument in enumerate(wrapper.arguments)
    )
    return (
        f'  <node oor:name="{wrapper.name}" oor:op="replace">{_text("DisplayName", wrapper.name)}'
        f'{_text("Description", wrapper.description)}<prop oor:name="Category"><value>Add-In</value></prop>'
        f'<prop oor:name="CompatibilityName"><value xml:lang="en-US">{wrapper.name}</value></prop>'
        f'<node oor:name="Parameters">{arguments}</node></node>\n'
    )


def _text(name: str, english: str) -> str:
    return f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(english)}</value></prop>'


__all__ = ["function_parts"]
