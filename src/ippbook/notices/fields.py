"""The fields that a takedown text can use: the columns of Complaints, and those of the rows that a complaint refers to."""

import difflib
from functools import lru_cache

from ippbook.languages import KnownWord, say
from ippbook.quick_dataclasses import dataclass
from ippbook.tables.book import joined_fields
from ippbook.tables.records import Complaint


@dataclass(frozen=True)
class FieldsUsed:
    """Which fields a text uses."""

    needs: tuple[str, ...]
    """Always printed or compared: a blank one is a finding."""
    optional: tuple[str, ...]
    """Used in some cases only (inside an `if`, or as its condition)."""
    of_links: tuple[str, ...]
    """Those of `needs` and `optional` that are read per link, without the address."""
    of_complaint: tuple[str, ...]
    """Those of `needs` and `optional` that are read once per complaint."""
    prints_addresses: bool
    """Whether every use of a link's name (`group.where`) prints it unchanged."""
    prints_link_facts: bool
    """Whether every use of a link's fact prints it, with or without filters, or tests alone whether it is blank."""


@lru_cache
def text_fields() -> frozenset[str]:
    """Every field by its name in a joined row of Complaints, such as `right_name` and `order_number`."""
    own = {field.name for field in Complaint.fields()}
    return frozenset(own | {name for name, *_ in joined_fields(Complaint)})


@lru_cache
def field_name(name: str) -> str:
    """The header of a field in a joined row of Complaints, with its table where that is another one; "" where there is no such field."""
    own = Complaint.field(name)
    if own:
        return KnownWord(own.header, "header")
    for joined, source, target in joined_fields(Complaint):
        if joined == name:
            header, table = KnownWord(target.header, "header"), KnownWord(source.column.refers, "table")
            return say("{header} ({table})", header=header, table=table)
    return ""


def unknown_field(name: str) -> str:
    """Why *name* cannot be used in a text, with the most similar field; "" where it is a field."""
    if name in text_fields():
        return ""
    near = difflib.get_close_matches(name, sorted(text_fields()), n=1, cutoff=0.6)
    return say(
        "{name!r} is not a field{part}{part_2}",
        name=name,
        part=(say("; did you mean {near!r}", near=near[0]) if near else ""),
        part_2=("?" if near else "."),
    )
