"""Basic functions with our names, for LibreOffice before 25.2: there a function of an extension has another name in .xlsx files.

They are a module of the profile's Standard library, where Calc looks for functions in cells. Each passes its arguments to the extension.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from ippbook import ooxml
from ippbook.declare import registry
from ippbook.declare.udf_wrapper import Wrapper, wrapper_of
from ippbook.errors import UserError

_MODULE: Final = "IppBook"
_ENTRY: Final = f' <library:element library:name="{_MODULE}"/>\n'
_END: Final = "</library:library>"
_OURS: Final = re.compile(rf'[ \t]*<library:element library:name="{_MODULE}"/>\r?\n?')
_HEAD: Final = """' Made by ippbook libreoffice install, and removed by ippbook libreoffice uninstall. Edits are lost.
Global oIppBook As Object
Global nIppBook As Long

Function IppBookCall(sName, aValues)
  On Error GoTo NoExtension
  If nIppBook = 0 Then
    oIppBook = createUnoService("IPPX.Basic")
    nIppBook = 1
  End If
  Dim aRows
  aRows = oIppBook.callFunction(sName, aValues)
  If IsArray(aRows) Then
    Dim i As Long, j As Long
    Dim aBlock(UBound(aRows), UBound(aRows(0)))
    For i = 0 To UBound(aRows)
      For j = 0 To UBound(aRows(0))
        aBlock(i, j) = aRows(i)(j)
      Next
    Next
    IppBookCall = aBlock
  Else
    IppBookCall = aRows
  End If
  Exit Function
NoExtension:
  nIppBook = 0
  IppBookCall = "#IPP! the extension ippbook does not answer; run: ippbook libreoffice install"
End Function
"""


def basic_source() -> str:
    """The Basic functions, one for each worksheet function."""
    wrappers = [wrapper_of(function) for _, function in sorted(registry().functions.items())]
    return "\n".join([_HEAD, *_functions(wrappers)])


def _functions(wrappers: Iterable[Wrapper]) -> Iterable[str]:
    for wrapper in wrappers:
        names = [f"a{number}" for number, _ in enumerate(wrapper.arguments)]
        declared = ", ".join(f"Optional {name}" for name in names)
        taken = "".join(
            f"  If Not IsMissing({name}) Then\n    aValues({at}) = {name}\n  End If\n" for at, name in enumerate(names)
        )
        room = f"  Dim aValues({len(names) - 1})\n" if names else "  Dim aValues()\n"
        yield f'Function {wrapper.name}({declared})\n{room}{taken}  {wrapper.name} = IppBookCall("{wrapper.name}", aValues)\nEnd Function\n'


def _module() -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
        f'<script:module xmlns:script="http://openoffice.org/2000/script" script:name="{_MODULE}" script:language="StarBasic">'
        f"{escape(basic_source())}</script:module>"
    ).encode()


def standard_library(profile: Path) -> Path:
    """The folder of the Standard library. It exists after LibreOffice was started once."""
    return profile / "user" / "basic" / "Standard"


def basic_state(profile: Path) -> str:
    """`absent`, `current` or `other`: another version, or half of it."""
    folder = standard_library(profile)
    module = folder / f"{_MODULE}.xba"
    named = _OURS.search(_text(folder / "script.xlb")) is not None
    if not module.is_file() and not named:
        return "absent"
    return "current" if named and module.is_file() and module.read_bytes() == _module() else "other"


def put_basic_names(profile: Path) -> None:
    """Write the module and name it in the library. Raises `UserError` where the library is not as LibreOffice writes it."""
    folder = standard_library(profile)
    listed = folder / "script.xlb"
    text = _text(listed)
    if _END not in text:
        raise UserError(
            "{listed}: not the list of a Basic library; start LibreOffice once, close it, then run this again",
            listed=listed,
        )
    ooxml.write_whole(folder / f"{_MODULE}.xba", _module())
    if not _OURS.search(text):
        ooxml.write_whole(listed, text.replace(_END, _ENTRY + _END, 1).encode("utf-8"))


def remove_basic_names(profile: Path) -> bool:
    """Remove the module and its name; whether there was something. The list gets back the bytes that it had."""
    folder = standard_library(profile)
    module, listed = folder / f"{_MODULE}.xba", folder / "script.xlb"
    text = _text(listed)
    without = _OURS.sub("", text)
    found = module.is_file() or without != text
    if without != text:
        ooxml.write_whole(listed, without.encode("utf-8"))
    module.unlink(missing_ok=True)
    return found


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


__all__ = ["basic_source", "basic_state", "put_basic_names", "remove_basic_names", "standard_library"]
