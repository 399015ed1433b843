"""A copy of a workbook for an engine that has a clock and a network: the day is written in, and what reaches outside is taken out."""

import re
from collections.abc import Collection
from dataclasses import field
from pathlib import Path
from typing import Final

from ippbook import ooxml
from ippbook.formulas.problems import FormulaError
from ippbook.formulas.tokens import Token, TokenKind, tokens
from ippbook.languages import say
from ippbook.ooxml.xml.elements import refuse_utf16
from ippbook.ooxml.xml.escapes import EntityError, unescaped
from ippbook.quick_dataclasses import dataclass

REACHING_OUT: Final = frozenset(
    {"WEBSERVICE", "DDE", "RTD", "IMAGE", "CALL", "REGISTER.ID", "SQL.REQUEST", "_XLFN.WEBSERVICE", "_XLFN.IMAGE"}
)
"""Functions that fetch something or start something: never passed to an engine that has them."""
CLOSED: Final = "IPP.NOT.CALLED"
"""What is called in their place; no engine knows it."""
_CLOCKS: Final = frozenset({"TODAY", "NOW"})
_FORMULA: Final = re.compile(rb"(<(?:[A-Za-z_][\w.-]*:)?(?:f|definedName)(?:\s[^>]*)?(?<!/)>)([^<]+)")
_WORDS: Final = tuple(re.compile(re.escape(name.encode()), re.IGNORECASE) for name in (*_CLOCKS, *REACHING_OUT))
_OTHER_SPELLING: Final = re.compile(rb"&#")
"""A spelling of letters that hides words from a search of bytes."""


@dataclass
class _Copy:
    """One copy in the making."""

    today: float
    parts: ooxml.Parts = field(default_factory=ooxml.Parts)

    def add(self, part: str, raw: bytes) -> None:
        refuse_utf16(raw, say("the part {part!r}", part=part))
        if b"<![CDATA[" in raw or b"<!--" in raw or raw.count(b"<?") > 1:
            raise ooxml.EditError(
                "the part {part!r} has CDATA, comments or instructions, in which formulas can hide", part=part
            )
        if not any(word.search(raw) for word in _WORDS) and not _OTHER_SPELLING.search(raw):
            return
        changed = _FORMULA.sub(lambda found: found[1] + self._formula(found[2]), raw)
        if changed != raw:
            self.parts.put(part, changed)

    def _formula(self, raw: bytes) -> bytes:
        try:
            text = unescaped(raw.decode())
        except (EntityError, UnicodeDecodeError):
            return raw
        changed = without_clock(text, self.today)
        if changed == text:
            return raw
        return changed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").encode()


def write_clockless(source: Path, target: Path, today: float) -> None:
    """Writes to *target* the workbook *source* with TODAY() and NOW() as the number *today*, without calls that reach outside.

    Raises `WorkbookError` where *source* cannot be read or changed.
    """
    book = ooxml.open(source)
    copy = _Copy(today)
    for part in (book.workbook_part, *(sheet.part for sheet in book.sheets)):
        if (raw := book.part(part)) is not None:
            copy.add(part, raw)
    ooxml.save(book, ooxml.Edits(), target, parts=copy.parts)


def without_clock(text: str, today: float, *, closed: Collection[str] = REACHING_OUT) -> str:
    """The formula *text* with TODAY() and NOW() as a number and the functions *closed* under a name that no engine knows.

    >>> without_clock('TODAY()-A1&"TODAY()"', 46000.0), without_clock("ROUND(now( ),0)", 46000.0), without_clock("MYTODAY()", 1.0)
    ('46000-A1&"TODAY()"', 'ROUND(46000,0)', 'MYTODAY()')
    >>> without_clock('WEBSERVICE("https://example.com")', 1.0)
    'IPP.NOT.CALLED("https://example.com")'
    """
    try:
        words = tokens(text)
    except FormulaError:
        return _by_search(text, today, closed)
    pieces, place = [], 0
    for position, word in enumerate(words):
        if word.kind is not TokenKind.NAME or not _opens(words, position):
            continue
        name, end = word.text.upper(), word.start + len(word.text)
        if name in _CLOCKS and words[position + 2].text == ")":
            new, end = f"{today:.17g}", words[position + 2].start + 1
        elif name in closed:
            new = CLOSED
        else:
            continue
        pieces += [text[place : word.start], new]
        place = end
    return "".join((*pieces, text[place:]))


def _opens(words: list[Token], position: int) -> bool:
    return words[position + 1].text == "(" and position + 2 < len(words)


def _by_search(text: str, today: float, closed: Collection[str]) -> str:
    """The same for a text that ippbook cannot read as a formula, though an engine may."""
    plain = re.sub(r"(?<![\w.])(?:TODAY|NOW)\s*\(\s*\)", f"{today:.17g}", text, flags=re.IGNORECASE)
    names = "|".join(map(re.escape, sorted(closed, key=len, reverse=True)))
    return re.sub(rf"(?<![\w.])(?:{names})(?=\s*\()", CLOSED, plain, flags=re.IGNORECASE)
