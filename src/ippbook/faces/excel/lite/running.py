"""What the code in a workbook calls under xlwings Lite: a function's answer, a button."""

from typing import Any


def answer(name: str, arguments: Any) -> Any:
    return name, arguments
