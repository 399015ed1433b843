"""The code that a workbook carries for xlwings Lite: a plain `main.py`, made from the registry and the buttons.

xlwings Lite shows the file and reads the signatures of its functions, so it has one function for each worksheet function and
button. The package is unpacked at the first call, not before: opening a workbook stays quick.
"""

import hashlib
import json
from itertools import groupby
from typing import Final

from ippbook.buttons import buttons
from ippbook.declare import registry
from ippbook.declare.button import Button
from ippbook.declare.udf_wrapper import note
from ippbook.declare.worksheet_function import WorksheetFunction
from ippbook.errors import UserError
from ippbook.excel.lite import requirements
from ippbook.excel.lite.extension import MAIN_FILE, REQUIREMENTS
from ippbook.excel.lite.main_file import generated_block, split_main
from ippbook.excel.lite.payload import payload
from ippbook.version import __version__

_HEAD: Final = '''"""The worksheet functions and buttons of ippbook, for xlwings Lite. This file is generated; run `ippbook lite` to generate it again.

In a cell: =IPP_PLATFORM(A2). A button is started from the task pane of the add-in.
"""

import sys

import xlwings as xw
from xlwings import arg, func, script
'''
_PACKED: Final = '''
def _package():
    """The package at the end of this file, unpacked once into the file system of the add-in."""
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
            tar.extraction_filter = getattr(tarfile, "data_filter", None)  # new in Python 3.11.4
            tar.extractall(new)
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
    """The settings of xlwings Lite in the workbook, by name; *wheel* is the address of ippbook's wheel, which then is not included.

    Raises `UserError` for an address from which the add-in could not install.
    """
    if wheel and not requirements.WHEEL.fullmatch(wheel):
        raise UserError(
            "{wheel}: this is not the address of an ippbook wheel; it must begin with https:// and end like ippbook-{version}-py3-none-any.whl",
            wheel=wheel,
            version=__version__,
        )
    return {MAIN_FILE: source(wheel), REQUIREMENTS: requirements.requirement_lines(payload().imports, wheel)}


def source(wheel: str = "") -> str:
    """The text of main.py."""
    archive = "" if wheel else payload().text()
    loader = _INSTALLED if wheel else _PACKED.replace("{mark}", hashlib.sha256(archive.encode()).hexdigest()[:16])
    blocks = [_HEAD, *_functions(), *_scripts(), loader, _CALLS]
    if archive:
        blocks.append(f'_ARCHIVE = """\n{archive}\n"""')
    body = "\n\n\n".join(block.strip("\n") for block in blocks) + "\n"
    return generated_block(__version__, body)


def is_current(code: str) -> bool:
    """Whether the block in *code* is exactly what this version writes. Anyone can write a checksum, so the code itself is compared."""
    plain = "\n".join(split_main(code).block.split("\r\n")).rstrip()
    return any(plain == source(wheel).rstrip() for wheel in ("", "installed"))


def _functions() -> list[str]:
    listed = sorted(registry().functions.values(), key=lambda function: (function.category, function.name))
    found = []
    for category, group in groupby(listed, key=lambda function: function.category):
        found.append(f"# ---- {category}")
        found += [_function(function) for function in group]
    return found


def _function(function: WorksheetFunction) -> str:
    """A function under its own name. Every argument is rows and columns, whether a cell, a column or a table is passed."""
    lines = ["@func"]
    lines += [f"@arg({_text(p.name)}, ndim=2, err_to_str=True, doc={_text(note(p.note))})" for p in function.parameters]
    takes = ", ".join(p.name if p.required else f"{p.name}=None" for p in function.parameters)
    lines += [f"def {function.name}({takes}):", f"    {_docstring(note(function.page.summary))}"]
    arguments = ", ".join([_text(function.name), *(p.name for p in function.parameters)])
    return "\n".join([*lines, f"    return _answer({arguments})"])


def _scripts() -> list[str]:
    found = [_script(button) for button in buttons() if works_in_lite(button)]
    return ["# ---- Buttons", *found] if found else []


def works_in_lite(button: Button) -> bool:
    """Whether the button works in a web add-in, which has no files and folders of the person and no journal for Undo."""
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


__all__ = ["is_current", "settings", "source", "works_in_lite"]
