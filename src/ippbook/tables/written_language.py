"""The language in which a workbook is written: that of its sheets and headers."""

from collections.abc import Iterable
from typing import Final

from ippbook.languages import ENGLISH
from ippbook.languages.names import CHINESE
from ippbook.late_patterns import late_pattern
from ippbook.tables.find_table import TableRange

_HAN: Final = late_pattern("[\u4e00-\u9fff]")
_OTHER: Final = late_pattern("[A-Za-z]{2}|[\u3040-\u30ff\uac00-\ud7a3]")
"""Latin words, Japanese and Korean letters: a header with these is not Chinese alone."""


def language_of(areas: Iterable[TableRange]) -> str:
    """Chinese where more sheets and headers are Chinese alone than have words of another language; else English."""
    chinese = others = 0
    for area in areas:
        for text in (area.sheet, *area.headers):
            other = bool(_OTHER.search(text))
            chinese += not other and bool(_HAN.search(text))
            others += other
    return CHINESE if chinese > others else ENGLISH
