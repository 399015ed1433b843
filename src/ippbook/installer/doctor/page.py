"""Write the table of the doctor's checks into the page that has a place for it: `python -m ippbook.installer.doctor.page PAGE`."""

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
START: Final = "<!-- checks: made from the declarations -->"
END: Final = "<!-- end of the checks -->"


def table() -> str:
    """The checks as a Markdown table: title, where it is made, what it is about, its source."""
    lines = ["| Check | Where | What | Source |", "|---|---|---|---|"]
    for each in checks():
        cells = (each.title, _WHERE[each.on], each.page.summary, each.page.source)
        lines.append(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join(lines)


def filled(page: str) -> str:
    """*page* with the table between its two marks. Raises `ValueError` where a mark is missing."""
    head, start, rest = page.partition(START)
    _, end, tail = rest.partition(END)
    if not start or not end:
        raise ValueError(f"the page lacks the line {START if not start else END}")
    return f"{head}{start}\n\n{table()}\n\n{end}{tail}"


if __name__ == "__main__":
    place = Path(sys.argv[1])
    place.write_text(filled(place.read_text("utf-8")), "utf-8")
