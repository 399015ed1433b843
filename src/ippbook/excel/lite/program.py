"""The code that a workbook carries for xlwings Lite: a plain `main.py`, made from the registry and the buttons.

xlwings Lite shows the file and reads the signatures of its functions, so each function and button stands there as itself.
The package is unpacked when the first of them is called, not before: opening a workbook stays quick.
"""

import hashlib
import json
import re
from itertools import groupby
from typing import Final

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.button import Button
from ippbook.declare.udf_wrapper import note
from ippbook.declare.worksheet import WorksheetFunction
from ippbook.errors import UserError
from ippbook.excel.lite import requirements
from ippbook.excel.lite.extension import MAIN, REQUIREMENTS
from ippbook.excel.lite.payload import payload
from ippbook.version import __version__

_MARK: Final = "# ippbook lite "
_FIRST: Final = re.compile(rf"{_MARK}\S+ ([0-9a-f]{{16}})\b.*\r?\n")
_WHEEL: Final = re.compile(r"https://[\w.-]+(?::\d+)?/[\w./~%+-]*ippbook-[\w.+]+-py3-none-any\.whl", re.ASCII)

_HEAD: Final = '''"""The worksheet functions and buttons of ippbook, for xlwings Lite. This file is made; run `ippbook lite` to make it anew.

In a cell: =IPP_PLATFORM(A2). A button is started from the task pane of the add-in.
"""

import sys

import xlwings as xw
from xlwings import arg, func, script
'''
_PACKED: Final = '''
def _package():
    """The package at the end of this file, unpacked once into the add-in's own files."""
    import base64
    import io
    import shutil
    import tarfile
    import tempfile
    from pathlib import Path

    folder = Path(tempfile.gettempdir()) / "ippbook-{mark}"
    if not folder.is_dir():
        archive = io.BytesIO(base64.b64decode(_ARCHIVE))
        with tarfile.open(fileobj=archive, mode="r:bz2") as tar:
            new = tempfile.mkdtemp()
            tar.extractall(new, filter="data")
            shutil.move(new, folder)
    if str(folder) not in sys.path:
        for name in [name for name in sys.modules if name.split(".")[0] == "ippbook"]:
            del sys.modules[name]  # of another version of this file
        sys.path.insert(0, str(folder))
    from ippbook import lite

    return lite
'''
_INSTALLED: Final = '''
def _package():
    """The package, which requirements.txt has installed."""
    from ippbook import lite

    return lite
'''
_CALLS: Final = """

def _answer(name, *arguments):
    try:
        return _package().answer(name, arguments)
    except ImportError as failure:
        return f"#IPP! {failure.name or 'a package'} is missing: see requirements.txt, then restart xlwings Lite"


async def _press(name, book):
    await _package().press(name, book)
"""


def settings(wheel: str = "") -> dict[str, str]:
    """What xlwings Lite keeps in the workbook, by name; *wheel* is the address of our wheel where it is not to go along.

    Raises `UserError` for an address that the add-in could not install from.
    """
    if wheel and not _WHEEL.fullmatch(wheel):
        raise UserError(
            f"{wheel}: this is no address of a wheel of ippbook; it begins with https:// and ends as in ippbook-{__version__}-py3-none-any.whl"
        )
    return {MAIN: source(wheel), REQUIREMENTS: requirements.text(payload().imports, wheel)}


def source(wheel: str = "") -> str:
    """The text of main.py."""
    archive = "" if wheel else payload().text()
    loader = _INSTALLED if wheel else _PACKED.replace("{mark}", hashlib.sha256(archive.encode()).hexdigest()[:16])
    blocks = [_HEAD, *_functions(), *_scripts(), loader, _CALLS]
    if archive:
        blocks.append(f'_ARCHIVE = """\n{archive}\n"""')
    body = "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"
    return f"{_MARK}{__version__} {_checksum(body)}: what is changed here by hand stays until `ippbook lite --force`\n{body}"


def _checksum(body: str) -> str:
    """Of the letters alone: an editor may have set other line ends, or taken off the last."""
    return hashlib.sha256("\n".join(body.split("\r\n")).rstrip().encode("utf-8", "replace")).hexdigest()[:16]


def was_ours(code: str) -> bool:
    """Whether *code* began as ours, whatever somebody has done to it since."""
    return _FIRST.match(code) is not None


def is_ours(code: str) -> bool:
    """Whether *code* is what this or another version of ippbook wrote, letter for letter."""
    first = _FIRST.match(code)
    return first is not None and first[1] == _checksum(code[first.end() :])


def is_current(code: str) -> bool:
    """Whether *code* is what this version puts in. A checksum anybody can write; this nobody else does."""
    plain = "\n".join(code.split("\r\n")).rstrip()
    return any(plain == source(wheel).rstrip() for wheel in ("", "installed"))


def others(lines: str) -> list[str]:
    """The lines of a requirements.txt that name what ours does not: packages of somebody's own."""
    told = [line.partition("#")[0].strip() for line in lines.splitlines()]
    return [
        line
        for line in told
        if line and requirements.module(line) not in requirements.LINES and not _WHEEL.fullmatch(line)
    ]


def _functions() -> list[str]:
    listed = sorted(registry().functions.values(), key=lambda function: (function.category, function.name))
    found = []
    for category, group in groupby(listed, key=lambda function: function.category):
        found.append(f"# ---- {category}")
        found += [_function(function) for function in group]
    return found


def _function(function: WorksheetFunction) -> str:
    """A function under its own name. Every argument comes as rows and columns, for a cell, a column and a table alike."""
    lines = ["@func"]
    lines += [f"@arg({_text(p.name)}, ndim=2, err_to_str=True, doc={_text(note(p.note))})" for p in function.parameters]
    takes = ", ".join(p.name if p.required else f"{p.name}=None" for p in function.parameters)
    lines += [f"def {function.name}({takes}):", f"    {_docstring(note(function.page.summary))}"]
    given = ", ".join([_text(function.name), *(p.name for p in function.parameters)])
    return "\n".join([*lines, f"    return _answer({given})"])


def _scripts() -> list[str]:
    found = [_script(button) for button in buttons() if fits(button)]
    return ["# ---- Buttons", *found] if found else []


def fits(button: Button) -> bool:
    """Whether the button needs nothing that a web add-in lacks: files and folders of the person's own, a journal to undo by."""
    return {"choose_file", "choose_folder", "take_back"}.isdisjoint(button.function.__code__.co_names)


def _script(button: Button) -> str:
    return "\n".join(
        [
            f"@script(name={_text(button.label)})",
            f"async def press_{button.name}(book: xw.Book):",
            f"    {_docstring(button.page.summary)}",
            f"    await _press({_text(button.name)}, book)",
        ]
    )


def _text(text: str) -> str:
    """A text as Python writes it, in double quotes and ASCII: JSON's texts are Python's."""
    return json.dumps(text)


def _docstring(text: str) -> str:
    inside = _text(text)[1:-1].replace('\\"', '"')
    if inside.endswith('"') or '"""' in inside:
        return _text(text)
    return f'"""{inside}"""'


__all__ = ["fits", "is_current", "is_ours", "others", "settings", "source", "was_ours"]
