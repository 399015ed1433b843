"""What the code in a workbook calls under xlwings Lite: a function's answer, and later a button."""

from collections.abc import Sequence
from typing import Any

from ippbook.declare import registry
from ippbook.faces.excel import udfs


def answer(name: str, arguments: Sequence[Any]) -> Any:
    """The answer of the worksheet function *name*; arguments as rows of cells, None for what was left out. Never raises."""
    return udfs.answer(registry().functions[name], arguments)
