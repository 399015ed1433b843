"""Codes of closed lists in the tables that commands print."""

from typing import Final

from ippbook.languages import ENGLISH, KnownWord
from ippbook.languages.run_language import localized, run_language

_CODES: Final = {
    "reason": "reasons",
    "platform": "platforms",
    "platforms": "platforms",
    "status": "statuses",
    "headroom_by": "reasons",
    "worst_reason": "reasons",
}
"""The closed lists of columns with codes, by the name of the column."""


def in_words(value: object, name: str) -> str:
    """The codes of a column in the language to speak; "" where the column has none."""
    if name not in _CODES or not isinstance(value, str) or run_language() == ENGLISH:
        return ""
    return "; ".join(localized(KnownWord(code, _CODES[name])) for code in value.split("; "))
