"""Header, field and parameter are one name, through one function.

>>> header_of("right_expires"), header_of("item_id"), header_of("url_platform")
('Right expires', 'Item ID', 'URL platform')
>>> field_of("Right Expires"), field_of("Item ID"), field_of("Ｕｒｌ　platform")
('right_expires', 'item_id', 'url_platform')
"""

import re
from typing import Final

from ippbook.normalize import clean

_ACRONYMS: Final = {"url": "URL", "id": "ID", "ipp": "IPP", "poa": "POA", "en": "EN"}


def header_of(field: str) -> str:
    """The header that people see for *field*: sentence case, acronyms in capitals."""
    words = [_ACRONYMS.get(word, word) for word in field.split("_")]
    return " ".join([words[0][:1].upper() + words[0][1:], *words[1:]])


def field_of(header: str) -> str:
    """The field name that a header spells; the inverse of `header_of`."""
    return re.sub(r"[^0-9a-z]+", "_", clean(header).casefold()).strip("_")
