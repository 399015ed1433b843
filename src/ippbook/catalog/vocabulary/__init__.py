"""The closed lists of the field: right types, offices, statuses, roles. One TOML file a list.

A list is a `Vocabulary`: an ordered set of `VocabularyEntry`, each with the code that ippbook stores, the label that people read,
and the spellings that teams, portals and scrapers use for it. `load_vocabulary` finds a new file in this folder by its name.

>>> load_vocabulary("right_types").read("外观设计专利")
'design patent'
>>> load_vocabulary("right_types").read("nothing of the kind") is None
True
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from ippbook.normalize import key


class VocabularyEntry(BaseModel):
    """One entry of a closed list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    """What ippbook stores and shows in cells; short English."""
    label: str
    """What people read in the documentation."""
    zh: str = ""
    """The Chinese name."""
    synonyms: tuple[str, ...] = ()
    """Other spellings, portal keys included; case, spaces, punctuation and width do not matter."""
    source: str = ""
    """A source tag of the domain facts."""
    facts: Mapping[str, Any] = Field(default_factory=dict)
    """Further facts about this entry (for example how a status counts)."""


class Vocabulary(BaseModel):
    """A closed list: its name, its entries in the order of its drop-down."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    about: str
    choices: tuple[VocabularyEntry, ...]

    def __iter__(self) -> Iterator[VocabularyEntry]:  # type: ignore[override]  # a list of choices reads as one
        return iter(self.choices)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes, in order."""
        return tuple(choice.code for choice in self.choices)

    @cached_property
    def _spellings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for choice in self.choices:
            for spelling in (choice.code, choice.label, choice.zh, *choice.synonyms):
                if spelling and found.setdefault(key(spelling), choice.code) != choice.code:
                    message = f"{self.name}: {spelling!r} means both {found[key(spelling)]!r} and {choice.code!r}"
                    raise ValueError(message)
        return found

    def read(self, text: str) -> str | None:
        """The code that *text* means, or None where it means nothing in this list."""
        return self._spellings.get(key(text))

    def __getitem__(self, code: str) -> VocabularyEntry:
        for choice in self.choices:
            if choice.code == code:
                return choice
        raise KeyError(code)

    def __contains__(self, code: object) -> bool:
        return code in self.codes


@lru_cache
def load_vocabulary(name: str) -> Vocabulary:
    """The vocabulary in `<name>.toml` of this folder."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return Vocabulary.model_validate(tomllib.loads(text) | {"name": name})
