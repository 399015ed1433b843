"""Which column of a table has which header, and what to say of headers that are missing, doubled or misspelled."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from ippbook.languages import say
from ippbook.normalize import clean, has_chinese, key, near_names
from ippbook.tables.find_table import TableRange
from ippbook.tables.header_parts import header_parts, means_one_of
from ippbook.tables.problem_log import ProblemLog
from ippbook.tables.schema import Field


def match_headers(
    area: TableRange,
    fields: Sequence[Field],
    computed: Mapping[str, Sequence[str]],
    log: ProblemLog,
    own: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, int]:
    """The position in *area* of each known header that is there. *log* gets what is missing, doubled or misspelled.

    *computed*: the headers of computed columns, each with its other names. *own*: the team's own header by ippbook's header.
    The team's header is preferred to all others, a column's own header to its other names, and the left column to the right
    one. A running number is read only where no other header has the same meaning.
    """
    keys = [key(header) for header in area.headers]
    found: dict[str, int] = {header: keys.index(key(yours)) for header, yours in own.items() if key(yours) in keys}
    for header, others in computed.items():
        hit = next((keys.index(name) for name in map(key, (header, *others)) if name in keys), None)
        if hit is not None and hit not in found.values():
            found[header] = hit
    taken = set(found.values())
    for field in fields:
        if field.header in found:
            continue
        hits = [
            position
            for spelling in field.spellings
            for position, text in enumerate(keys)
            if text == spelling and position not in taken
        ]
        sure = [position for position in hits if keys[position] not in field.fallback_spellings]
        hits = sure or hits[:1]
        if hits:
            found[field.header] = hits[0]
            taken.update(hits)
            _add_doubles(area, field, hits, log)
    _match_parts(area, fields, found, taken)
    for field in fields:
        at = found.get(field.header)
        if at is None and field.column.required:
            log.add("TB101", f"“{field.header}”{f' ({field.column.chinese[0]})' if has_chinese(area.headers) else ''}")
        elif at is not None and field.column.refers and keys[at] in field.fallback_spellings:
            log.add(
                "TB302",
                say("“{clean}” is read as {field_header}", clean=clean(area.headers[at]), field_header=field.header),
                field.header,
            )
    missing = [header for header in (*(field.header for field in fields), *computed) if header not in found]
    _add_near(area, keys, taken, missing, log)
    return found


def _match_parts(area: TableRange, fields: Sequence[Field], found: dict[str, int], taken: set[int]) -> None:
    """Add the columns whose headers have several parts, such as two languages or a remark; whole names have come first."""
    for field in fields:
        if field.header in found:
            continue
        spellings = set(field.spellings)
        for position, header in enumerate(area.headers):
            if position not in taken and header_parts(header) and means_one_of(header, spellings):
                found[field.header] = position
                taken.add(position)
                break


def _add_near(area: TableRange, keys: Sequence[str], taken: set[int], missing: Sequence[str], log: ProblemLog) -> None:
    """Ask about headers that are almost the header of a column that is missing."""
    headers = {key(header): header for header in missing}
    for position, text in enumerate(keys):
        if position not in taken and text:
            for near in near_names(text, headers, 1):
                log.add(
                    "TB203",
                    say(
                        "{clean}” is not read; did you mean “{headers}”?",
                        clean=clean(area.headers[position]),
                        headers=headers[near],
                    ),
                )


def _add_doubles(area: TableRange, field: Field, positions: Sequence[int], log: ProblemLog) -> None:
    first, *others = (area.headers[position] for position in positions)
    for other in others:
        log.add(
            "TB202",
            say(
                "columns “{first}” and “{other}” both mean {field_header}; only the first is read",
                first=first,
                other=other,
                field_header=field.header,
            ),
            field.header,
        )


__all__ = ["match_headers"]
