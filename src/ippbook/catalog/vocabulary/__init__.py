"""The closed lists of the field: right types, offices, statuses, roles. One TOML file a list.

A list is a `Vocabulary`: an ordered set of `VocabularyEntry`, each with the code that ippbook stores, the label that people read,
and the spellings that teams, portals and scrapers use for it. `load_vocabulary` finds a new file in this folder by its name.

A list can have a second file, of entries that are read as well but are too many for a drop-down: the offices of WIPO ST.3.

>>> load_vocabulary("right_types").read("外观设计专利")
'design patent'
>>> load_vocabulary("right_types").read("nothing of the kind") is None
True
>>> load_vocabulary("offices").read("Österreich"), load_vocabulary("offices").named("AT", "ko")
('AT', '오스트리아')
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import field
from functools import cached_property, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from ippbook.catalog.toml_records import record_of
from ippbook.late_patterns import late_pattern
from ippbook.normalize import key
from ippbook.quick_dataclasses import dataclass

_PARTS: Final = late_pattern(r"[()/\-\u2010-\u2015:,，（）／：]")


@dataclass(frozen=True, kw_only=True)
class VocabularyEntry:
    """One entry of a closed list."""

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
    tone: str = ""
    """Its colour in the workbook, by what it asks of the team: act, wait, good, bad or past; "" where it has none."""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Further facts about this entry (for example how a status counts)."""


@dataclass(frozen=True)
class _Further:
    """The entries of a second file: names by language and code, codes by spelling."""

    names: Mapping[str, Mapping[str, str]]
    spellings: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """A closed list: its name, its entries in the order of its drop-down, and a file of entries that are read as well."""

    name: str
    about: str
    choices: tuple[VocabularyEntry, ...]
    further: str = ""
    """A file of this folder with further entries: code, names by language, spellings. "" where the drop-down has all."""
    unclear: Mapping[str, str] = field(default_factory=dict)
    """Spellings that mean more than one entry, and what they mean."""

    def __iter__(self) -> Iterator[VocabularyEntry]:
        return iter(self.choices)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the drop-down, in order."""
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

    @cached_property
    def _further(self) -> _Further:
        return _read_further(self.further) if self.further else _Further({}, {})

    @cached_property
    def _unclear(self) -> Mapping[str, str]:
        return {key(spelling): meaning for spelling, meaning in self.unclear.items()}

    def read(self, text: str) -> str | None:
        """The code that *text* means, or None where it means nothing in this list."""
        return self._one(text) or (self._same_twice(text) if self.further else None)

    def _one(self, text: str) -> str | None:
        spelling = key(text)
        return self._spellings.get(spelling) or self._further.spellings.get(spelling)

    def _same_twice(self, text: str) -> str | None:
        """The code of an entry that *text* names twice: `Germany (DE)`, `CN / China`."""
        parts = [part for part in _PARTS.split(text) if part.strip()]
        codes = {self._one(part) for part in parts}
        return codes.pop() if len(parts) > 1 and len(codes) == 1 else None

    def why_unclear(self, text: str) -> str:
        """What *text* means where it means more than one entry, as a main clause; else ""."""
        return self._unclear.get(key(text), "")

    def named(self, code: str, language: str) -> str:
        """The name of the entry *code* in *language*, as a legal text prints it; "" where the files have none."""
        return self._further.names.get(code, {}).get(language, "")

    def __getitem__(self, code: str) -> VocabularyEntry:
        for choice in self.choices:
            if choice.code == code:
                return choice
        names = self._further.names[code]
        return VocabularyEntry(code=code, label=names["en"], zh=names["zh"])

    def __contains__(self, code: object) -> bool:
        return code in self.codes or code in self._further.names


@lru_cache
def _read_further(file: str) -> _Further:
    """Read a file of further entries. Its first line that is not a comment has the languages; the last column has spellings."""
    text = files(__name__).joinpath(file).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    languages = rows[0][1:-1]
    names = {code: dict(zip(languages, named, strict=True)) for code, *named, _ in rows[1:]}
    spellings: dict[str, str] = {}
    for code, *named, others in rows[1:]:
        for spelling in (code, *named, *others.split("; ")):
            spellings.setdefault(key(spelling), code)
    spellings.pop("", None)
    return _Further(MappingProxyType(names), MappingProxyType(spellings))


@lru_cache
def load_vocabulary(name: str) -> Vocabulary:
    """The vocabulary in `<name>.toml` of this folder."""
    text = files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return record_of(Vocabulary, tomllib.loads(text) | {"name": name})
