"""Codes of closed lists in the tables that commands print."""

from typing import Final

from ippbook.languages import ENGLISH, KnownWord, say
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


_OTHER_HEADINGS: Final = (
    say("workbook"),
    say("row"),
    say("ready"),
    say("file"),
    say("batches"),
    say("batch"),
    say("chance now"),
    say("chance then"),
    say("chance of all"),
    say("chance"),
    say("advice"),
    say("likelier"),
)
"""Headings that no workbook has: the catalogue finds them here."""

_ADVICE: Final = {"file": say("file now"), "hold back": say("hold back"), "fix first": say("fix first")}
"""The advice for a complaint, by its code."""


def in_words(value: object, name: str) -> str:
    """The codes of a column in the language to speak; "" where the column has none."""
    if name == "advice" and isinstance(value, str) and run_language() != ENGLISH:
        return localized(_ADVICE.get(value, value))
    if name not in _CODES or not isinstance(value, str) or run_language() == ENGLISH:
        return ""
    return "; ".join(localized(KnownWord(code, _CODES[name])) for code in value.split("; "))


def heading_in_words(name: str) -> str:
    """The heading of a column in the language to speak: as a workbook's header has it, or as the catalogue."""
    plain = name.replace("_", " ")
    word = KnownWord(plain[:1].upper() + plain[1:], "header")
    return localized(plain) if (found := localized(word)) == word else found
