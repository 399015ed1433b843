"""Writes the table of doctor's checks between the two marks of a page: `python -m ippbook.docsgen.doctor_checks PAGE`."""

import sys
from pathlib import Path
from typing import Final

from ippbook.installer.doctor.check import checks

_WHERE: Final = {
    "any": "everywhere",
    "excel": "Windows, macOS",
    "windows": "Windows",
    "macos": "macOS",
    "file": "with a workbook",
}
_START: Final = "<!-- checks: made from the declarations -->"
_END: Final = "<!-- end of the checks -->"


def check_table() -> str:
    """The checks as a Markdown table: title, systems, summary, source."""
    lines = ["| Check | Where | What | Source |", "|---|---|---|---|"]
    for each in checks():
        cells = (each.title, _WHERE[each.on], each.page.summary, each.page.source)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def with_check_table(page: str) -> str:
    """*page* with the table between its two marks. Raises `ValueError` if a mark is missing."""
    head, start, rest = page.partition(_START)
    _, end, tail = rest.partition(_END)
    if not start or not end:
        raise ValueError(f"the page lacks the line {_START if not start else _END}")
    return f"{head}{start}\n\n{check_table()}\n\n{end}{tail}"


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(with_check_table(place.read_text("utf-8")), "utf-8")
