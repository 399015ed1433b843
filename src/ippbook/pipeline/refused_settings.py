"""Settings that cannot be used. Every command reports them: a default in silence could give a false "qualifies"."""

from typing import TYPE_CHECKING

from ippbook.declare.rule_overrides import code_of
from ippbook.languages import say

if TYPE_CHECKING:
    from ippbook.tables import Tables
    from ippbook.tables.settings import RunSettings


def refused_settings(book: "Tables", settings: "RunSettings") -> tuple[str, ...]:
    """One sentence for each setting of *book* that keeps its default, with its cell. Names of rules are not settings."""
    found = []
    for name, why in settings.refused:
        if not code_of(name):
            places, row = book.settings.places, book.settings.rows.get(name)
            cell = f"{places.sheet}!{places.cell(row, 'Value')}: " if places is not None and row is not None else ""
            found.append(say("{cell}setting {why}", cell=cell, why=why))
    return tuple(found)
