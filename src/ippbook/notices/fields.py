"""The fields that a takedown text can use: the columns of Complaints, and those of the rows that a complaint refers to."""

import difflib
from functools import lru_cache

from ippbook.languages import say
from ippbook.tables.book import joined_fields
from ippbook.tables.records import Complaint


@lru_cache
def text_fields() -> frozenset[str]:
    """Every field by its name in a joined row of Complaints, such as `right_name` and `order_number`."""
    own = {field.name for field in Complaint.fields()}
    return frozenset(own | {name for name, *_ in joined_fields(Complaint)})


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
