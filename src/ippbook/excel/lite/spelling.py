"""The spelling of ippbook's functions in the formulas of a workbook: as xlwings Lite stores them, or as Excel with macros does.

Excel does not bind a name in a file to the functions of a web add-in; it shows #NAME? until someone enters the formula again (OfficeDev/office-js
issue 6611). So the names change in the file. Only they change: each formula keeps its result, and a part without such a call keeps its bytes.
"""

import re
from typing import Final

from ippbook.declare import registry
from ippbook.formulas.names import may_call_ippbook, respelled
from ippbook.languages import say
from ippbook.late_patterns import late_pattern
from ippbook.number_words import counted
from ippbook.ooxml import Book, LimitError, Parts

LITE: Final = "_xldudf_"
"""What Excel stores before a function of a web add-in."""
MACROS: Final = ""
"""What it stores before a function of VBA in the same workbook."""
_FORMULA: Final = late_pattern(
    rb"(<(?:[A-Za-z0-9]+:)?(?P<tag>f|calculatedColumnFormula|totalsRowFormula|definedName)(?:\s[^<>]*)?>)([^<]*)(?=</)"
)


def respell(book: Book, prefix: str, parts: Parts) -> tuple[str, ...]:
    """Add to *parts* the sheets, tables and names of *book* whose formulas call ippbook in another spelling than *prefix*; gives sentences for the user."""
    known = registry().functions
    cells = 0

    def spelled(found: re.Match[bytes]) -> bytes:
        nonlocal cells
        raw = found[3].decode("utf-8", "surrogateescape")
        if not may_call_ippbook(raw):
            return found[0]
        # The other entities may stay: no call and no end of a text is in them.
        old = raw.replace("&quot;", '"').replace("&apos;", "'")
        new = respelled(old, prefix, known)
        if new == old:
            return found[0]
        cells += found["tag"] == b"f"
        return found[1] + new.encode("utf-8", "surrogateescape")

    notes = []
    for name in _parts_with_formulas(book):
        try:
            data = book.part(name)
        except LimitError as refusal:
            notes.append(say("the formulas in {part} are spelled as before: {refusal}", part=name, refusal=refusal))
            continue
        if data is None or b"IPP" not in data.upper():
            continue
        if (changed := _FORMULA.sub(spelled, data)) != data:
            parts.put(name, changed)
    if cells:
        notes.append(_note(cells, prefix))
    return tuple(notes)


def _note(cells: int, prefix: str) -> str:
    counted_cells = counted(cells, "cell")
    if prefix == LITE:
        return say(
            "the formulas of {cells} call the functions of xlwings Lite now; Excel with the add-in ippbook.xlam or with macros shows #NAME? when it calculates them: ippbook lite --remove spells them for Excel again",
            cells=counted_cells,
        )
    return say("the formulas of {cells} are spelled for Excel with macros or the add-in again", cells=counted_cells)


def _parts_with_formulas(book: Book) -> list[str]:
    """The parts in which Excel stores formulas that may call a function of an add-in: conditional formats and charts may not."""
    sheets = [sheet.part for sheet in book.sheets if sheet.kind == "worksheet"]
    return [*sheets, *(table.part for table in book.tables.values() if table.part), book.workbook_part]


__all__ = ["LITE", "MACROS", "respell"]
