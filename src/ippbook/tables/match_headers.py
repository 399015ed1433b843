"""Which column of a table has which header, and what to say of headers that are missing, doubled or misspelled."""

import difflib
from collections.abc import Sequence
from typing import Final

from ippbook.normalize import clean, key
from ippbook.tables.find_table import TableRange
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.schema import Field

_ALIKE: Final = 0.84
"""An unknown header that is this similar to a known one gets a question: did you mean it?"""


def match_headers(
    area: TableRange, fields: Sequence[Field], computed: Sequence[str], log: ProblemLog
) -> dict[str, int]:
    """The position in *area* of each known header that is there. *log* gets what is missing, doubled or misspelled.

    A column's own header is preferred to its other names, and the left column to the right one.
    """
    keys = [key(header) for header in area.headers]
    found = {header: keys.index(key(header)) for header in computed if key(header) in keys}
    taken = set(found.values())
    for field in fields:
        hits = [
            position
            for spelling in field.spellings
            for position, text in enumerate(keys)
            if text == spelling and position not in taken
        ]
        if hits:
            found[field.header] = hits[0]
            taken.update(hits)
            _add_doubles(area, field, hits, log)
        elif field.column.required:
            log.add("TB101", f"“{field.header}”")
    missing = {key(text): text for text in [*(field.header for field in fields), *computed] if text not in found}
    for position, text in enumerate(keys):
        if position not in taken and text:
            for near in difflib.get_close_matches(text, missing, n=1, cutoff=_ALIKE):
                log.add("TB203", f"{clean(area.headers[position])}” is not read; did you mean “{missing[near]}”?")
    return found


def _add_doubles(area: TableRange, field: Field, positions: Sequence[int], log: ProblemLog) -> None:
    first, *others = (area.headers[position] for position in positions)
    for other in others:
        log.add(
            "TB202",
            f"columns “{first}” and “{other}” both mean {field.header}; only the first is read",
            field.header,
        )


__all__ = ["match_headers"]
