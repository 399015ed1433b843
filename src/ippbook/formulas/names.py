r"""How hosts spell the functions of ippbook in files; no other place knows it.

| in the file                              | written by                                             |
|------------------------------------------|--------------------------------------------------------|
| `IPP_X`                                  | Excel with the functions in the same workbook          |
| `_xldudf_IPP_X`                          | Excel with an Office.js add-in, xlwings Lite           |
| `_xll.IPP_X`, `_XLL.IPP_X`               | Excel with an XLL; LibreOffice                         |
| `IPPX.IPP_X`, `IPP.IPP_X`, `IPP.X`       | LibreOffice's add-in (service and method)              |
| `[1]!IPP_X`                              | Excel with an .xlam add-in (external link)             |
| `'C:\dir\ippbook.xlam'!IPP_X`, `ippbook.xlam!IPP_X` | the same, where the add-in was not found  |
"""

import re
from collections.abc import Container
from typing import Final

from ippbook.late_patterns import late_pattern

PREFIX: Final = "IPP_"
_STORED_PREFIXES: Final = ("_XLFN.", "_XLWS.", "_XLUDF.")
"""What files put before newer functions of Excel, in capitals."""

_OWN: Final = r"(?:(?:_xldudf_|_xll\.|IPPX\.|IPP\.)?IPP_|(?:_xldudf_)?IPP\.)"
_SPELLING: Final = late_pattern(
    r"(?:(?:'(?:[^']|'')*+'|\[\d+\]|[^'\[\]!()\"]+)!)?"  # the workbook that holds the function, as path, number or name
    rf"{_OWN}([A-Z][A-Z0-9_]*)",
    re.IGNORECASE | re.ASCII,
)

_CALL: Final = late_pattern(rf"(?<![\w.\\?]){_OWN}[A-Z][A-Z0-9_]*\s*\(", re.IGNORECASE)
_CALLED: Final = late_pattern(
    r"\"[^\"]*+\""  # a text: there is no call inside it
    r"|(?<![\w.\\?!])(?:(?:'(?:[^']|'')*+'|\[[0-9]+\]|[\w.]+)!)?"
    r"(?:_xldudf_|_xll\.|IPPX\.|IPP\.)?(?P<name>IPP_[A-Z][A-Z0-9_]*)(?=\s*\()"
    r"|'(?:[^']|'')*+'|\[[^\[\]]*+\]",
    re.IGNORECASE,
)
_NO_CODE: Final = late_pattern(r"""\"[^"]*+\"|'(?:[^']|'')*+'|\[[^\[\]]*+\]""")
"""Texts, names of sheets and workbooks, names of columns: there is no call inside them."""


def plain_name(text: str) -> str | None:
    """The registry's name of the function that *text* spells, or None where *text* does not spell one.

    >>> plain_name("_xldudf_IPP_PLATFORM"), plain_name("[1]!ipp_item_id"), plain_name("IPPX.IPP_NUMBER")
    ('IPP_PLATFORM', 'IPP_ITEM_ID', 'IPP_NUMBER')
    >>> plain_name("SUM") is None and plain_name("MY_IPP_X") is None
    True
    """
    found = _SPELLING.fullmatch(text.strip())
    return PREFIX + found[1].upper() if found else None


def plain_function(spelled: str) -> str:
    """The name of a function as people know it.

    >>> plain_function("_xlfn._xlws.FILTER"), plain_function("_xldudf_IPP_NUMBER"), plain_function("Sum")
    ('FILTER', 'IPP_NUMBER', 'SUM')
    """
    name = plain_name(spelled)
    if name is not None:
        return name
    name = spelled.upper()
    while name.startswith(_STORED_PREFIXES):
        name = name.partition(".")[2]
    return name


def may_call_ippbook(text: str) -> bool:
    """Whether *text* may call a function of ippbook at all: a quick look before parsing."""
    return "IPP" in text or "IPP" in text.upper()


def calls_ippbook(text: str) -> bool:
    """Whether the formula *text* calls a function of ippbook, though it may not parse.

    >>> calls_ippbook("SUM(IPP_NUMBER(A1)"), calls_ippbook("MY_IPP_NUMBER(A1)"), calls_ippbook('"IPP_NUMBER(" & A1')
    (True, False, False)
    """
    return _CALL.search(_NO_CODE.sub("", text)) is not None


def respelled(text: str, prefix: str, known: Container[str]) -> str:
    """The formula *text* with each call of a function in *known* (plain names) spelled with *prefix*, and nothing else changed.

    >>> respelled('IF(A1="IPP_NUMBER(1)",IPP_NUMBER([@[IPP_NUMBER(]]),[1]!IPP_NUMBER (B1))', "_xldudf_", {"IPP_NUMBER"})
    'IF(A1="IPP_NUMBER(1)",_xldudf_IPP_NUMBER([@[IPP_NUMBER(]]),_xldudf_IPP_NUMBER (B1))'
    >>> respelled("_xldudf_IPP_NUMBER(A1)+MY_IPP_NUMBER(A1)+IPP_OURS(A1)", "", {"IPP_NUMBER"})
    'IPP_NUMBER(A1)+MY_IPP_NUMBER(A1)+IPP_OURS(A1)'
    """

    def spelled(found: re.Match[str]) -> str:
        name = (found["name"] or "").upper()
        return prefix + name if name and name in known else found[0]

    return _CALLED.sub(spelled, text)
