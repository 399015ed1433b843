"""What the TOML file of a reason contains. A file that does not fit is refused when the package is loaded."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from ippbook.catalog.certainty import Certainty
from ippbook.catalog.toml_records import UnfitError
from ippbook.catalog.vocabulary import VocabularyEntry, load_vocabulary
from ippbook.quick_dataclasses import dataclass

Family = Literal["trademark", "copyright", "patent", "other"]
_FAMILIES: Final[tuple[Family, ...]] = ("trademark", "copyright", "patent", "other")


@lru_cache
def vocabulary_codes(vocabulary: str) -> frozenset[str]:
    """Give the codes of a closed list as a set."""
    return frozenset(load_vocabulary(vocabulary).codes)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """One reason of a complaint."""

    code: str
    """What ippbook stores and shows; the file's name."""
    label: str
    """What people read in documentation."""
    zh: str
    """The Chinese name; unique, so that it reads back."""
    family: Family
    """The portal's family of rights; the drop-down is ordered by it."""
    place: int = 50
    """Its place among the reasons of its family in the drop-down; the most common is first."""
    synonyms: tuple[str, ...] = ()
    """Other spellings. The keys in `portal_keys` are added to them."""
    portal_keys: tuple[str, ...] = ()
    """Keys seen in public code, without `frontReason.`. They have changed since: use them to read, never to file."""
    right_types: tuple[str, ...] = ()
    """Codes of the right types that it fits; empty where no source says."""
    platforms_seen: tuple[str, ...] = ()
    """Codes of platforms on which the reason was seen. A platform that is not listed is unknown, not refused."""
    portal_fields: tuple[str, ...] = ()
    """Fields of Complaints that the portal's form requires for this reason."""
    text_facts: tuple[str, ...] = ()
    """Fields, as joined into Complaints, that the reason text must state."""
    evidence: tuple[str, ...] = ()
    """What must be attached, a sentence each."""
    not_when: tuple[str, ...] = ()
    """When not to use it, a sentence each."""
    example: Mapping[str, str] = field(default_factory=dict)
    """Values of fields in the example case of its takedown texts that differ from `notices/example.toml`."""
    versions: tuple[str, ...] = ()
    """When and where the reason was seen, dated sightings first. Nothing newer is known (ipp-facts 12)."""
    good_faith_only: bool = False
    """True where only accounts in the Good-Faith mechanism see it. No such reason is known by name (ipp-facts 5.2 [O1: OFF])."""
    certainty: Certainty
    source: str
    """Source tags of the domain facts."""
    checked_on: date
    """The day on which the facts were last compared with their sources."""

    def __post_init__(self) -> None:
        for code in self.right_types:
            if code not in vocabulary_codes("right_types"):
                why = f"{code!r} is not a right type; see catalog/vocabulary/right_types.toml"
                raise UnfitError([("right_types", why)])
        for name, sentences in (("evidence", self.evidence), ("not_when", self.not_when)):
            for sentence in sentences:
                if not sentence[:1].isupper() or not sentence.endswith("."):
                    why = f"{sentence!r} is not a sentence; begin with a capital letter and end with a full stop"
                    raise UnfitError([(name, why)])
        if "ipp-facts 5.2" not in self.source:
            why = "name the source with its tag: ipp-facts 5.2 lists the reasons (docs/sources.md)"
            raise UnfitError([("source", why)])

    @property
    def family_rank(self) -> int:
        """The family's place in the drop-down."""
        return _FAMILIES.index(self.family)

    @property
    def choice(self) -> VocabularyEntry:
        """The reason as an entry of a closed list."""
        keys = tuple(spelling for key in self.portal_keys for spelling in (key, f"frontReason.{key}"))
        return VocabularyEntry(
            code=self.code, label=self.label, zh=self.zh, synonyms=(*self.synonyms, *keys), source=self.source
        )
