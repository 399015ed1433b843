"""What cellrune says of a cell that it cannot calculate, in our words."""

from typing import Final

from ippbook.formulas.engines.answers import EngineReason
from ippbook.formulas.engines.protocol import Unavailable
from ippbook.languages import say

_LONGEST: Final = 120
"""Characters of the engine's words that a message repeats."""
_REASONS: Final = {
    "unsupported_function": ("function", "the calculation engine does not know the function {detail}"),
    "unsupported_name": ("name", "the calculation engine cannot follow the name {detail}"),
    "unsupported_structured_reference": ("formula", "the calculation engine does not understand its table reference"),
    "unsupported_sheet_range": (
        "formula",
        "the calculation engine does not understand its reference over several sheets",
    ),
    "circular_reference": ("circle", "it depends on itself"),
    "blocked_by_upstream": ("upstream", "it reads a cell that could not be calculated"),
    "volatile_input_missing": ("volatile", "it draws a random number"),
    "resource_limit_exceeded": ("too-large", "it needs more than the calculation engine allows ({limit})"),
    "parse_error": ("formula", "the calculation engine cannot read it as a formula"),
    "missing_formula_text": ("formula", "it has no text"),
}
"""The code after `calculation.`, our code, and the sentence part."""
_OTHER: Final = ("formula", "the calculation engine does not understand a part of it")
_EXTERNAL: Final = Unavailable("external", "it reads another workbook")


def our_reason(reason: EngineReason) -> Unavailable:
    """Why one cell was not calculated."""
    code, _message, detail, limit = reason
    if code == "calculation.unsupported_expression" and detail and detail.startswith("["):
        return _EXTERNAL
    ours, sentence = _REASONS.get((code or "").removeprefix("calculation."), _OTHER)
    return Unavailable(
        ours,
        sentence.format(
            detail=plain_words(detail), limit=plain_words(limit).removeprefix("max_").replace("_", " ")
        ).strip(),
    )


def why_refused(reason: EngineReason) -> Unavailable:
    """Why the workbook as a whole was not calculated."""
    code, message, _detail, limit = reason
    if limit or (code or "").endswith(("_exceeded", "_too_large")):
        return Unavailable("too-large", "the workbook is larger than the calculation engine allows")
    return Unavailable(
        "engine",
        say("the calculation engine cannot read the workbook: {plain_words}", plain_words=plain_words(message)),
    )


def plain_words(text: str | None) -> str:
    """*text* as it may be in a message: one line, short, nothing but what can be printed."""
    return "".join(letter if letter.isprintable() else " " for letter in text or "").strip()[:_LONGEST]
