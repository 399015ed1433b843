"""How large a workbook may be, by environment variables: for the rare one that is trusted and larger than the defaults allow."""

import dataclasses
import re
from collections.abc import Mapping
from typing import Final

from ippbook import ooxml
from ippbook.errors import UserError
from ippbook.late_patterns import late_pattern

VARIABLES: Final = {
    f"IPPBOOK_{name.upper()}": name
    for name in ("max_ratio", "max_part_bytes", "max_total_bytes", "max_parts", "max_tree_bytes")
}
"""The field of `ooxml.Limits` that each variable sets."""
_WHOLE: Final = late_pattern(r"[1-9][0-9]{0,17}", re.ASCII)


def limits(environment: Mapping[str, str]) -> ooxml.Limits:
    """The limits with what *environment* sets; a variable that is absent or empty leaves the default.

    Raises `UserError` where a variable is not a whole number above 0.

    >>> limits({"IPPBOOK_MAX_RATIO": "800"}).max_ratio
    800
    """
    texts = {name: environment.get(variable, "").strip() for variable, name in VARIABLES.items()}
    for variable, name in VARIABLES.items():
        if texts[name] and not _WHOLE.fullmatch(texts[name]):
            raise UserError(
                "the environment variable {variable} is {texts!r}, which is not a whole number above 0; write it in digits, such as {getattr:.0f}, or remove it",
                variable=variable,
                texts=texts[name],
                getattr=getattr(ooxml.Limits(), name),
            )
    return dataclasses.replace(ooxml.Limits(), **{name: int(text) for name, text in texts.items() if text})


def sentence(refusal: ooxml.LimitError) -> str:
    """What is too large, and the variable that allows it."""
    return f"{refusal.found}; if you trust it, set the environment variable IPPBOOK_{refusal.limit.upper()} higher"
