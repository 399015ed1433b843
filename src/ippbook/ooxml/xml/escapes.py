r"""Text of a cell as the file writes it, both ways: XML entities and Excel's `_xHHHH_` (ECMA-376-1 22.9.2.19).

>>> decoded_text("a_x000D_b_x005F_x0041_")
'a\rb_x0041_'
>>> encoded_text("a\rb_x0041_&")
'a_x000D_b_x005F_x0041_&amp;'
"""

import html
import re
from typing import Final

from ippbook.late_patterns import late_pattern

_CODE: Final = late_pattern(r"_x([0-9A-Fa-f]{4})_")
_ENTITY: Final = late_pattern(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7})|#x([0-9A-Fa-f]{1,6}));")
_NAMED: Final = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_REFERENCES: Final = {f"&{name};": _NAMED[name] for name in ("lt", "gt", "quot", "apos", "amp")}
"""The `&` last, so that what it makes is not read again."""
# what XML 1.0 cannot hold, a lone carriage return (a parser would turn it into a line feed), and lone surrogates
_ILLEGAL: Final = late_pattern("[\x00-\x08\x0b-\x0d\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_PLAIN: Final = late_pattern(r"[\x20-\x25\x27-\x3b\x3d\x3f-\x5e\x60-\x7e]*")


class EntityError(ValueError):
    """An entity that XML does not know."""


def decoded_text(text: str) -> str:
    """Text with Excel's `_xHHHH_` codes turned into their characters. A pair of surrogates becomes one character."""
    if "_x" not in text:
        return text
    plain = _CODE.sub(lambda code: chr(int(code[1], 16)), text)
    if not any("\ud800" <= letter <= "\udfff" for letter in plain):
        return plain
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _character(found: re.Match[str]) -> str:
    if found[1]:
        return _NAMED[found[1]]
    code = int(found[2]) if found[2] else int(found[3], 16)
    legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    if not legal:
        raise EntityError(found[0])
    return chr(code)


def unescaped(text: str) -> str:
    """XML text with its entities resolved and its line ends as one line feed (XML 1.0, 2.11)."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "&" not in text:
        return text
    count = text.count("&")
    if count == sum(text.count(entity) for entity in _REFERENCES):
        for entity, letter in _REFERENCES.items():
            text = text.replace(entity, letter)
        return text
    if count != len(_ENTITY.findall(text)):
        raise EntityError(text)
    return _ENTITY.sub(_character, text)


def encoded_text(text: str) -> str:
    """Text of a cell as XML text: codes for what XML cannot hold, entities for markup."""
    if _PLAIN.fullmatch(text):
        return text
    return html.escape(_ILLEGAL.sub(lambda found: f"_x{ord(found[0]):04X}_", text), quote=False)


def attribute_value(text: str) -> str:
    """Text as the value of an attribute in double quotes."""
    return html.escape(text, quote=True)
