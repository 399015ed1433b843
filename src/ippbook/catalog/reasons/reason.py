"""What one reason is: the shape of its TOML file."""

from datetime import date
from functools import lru_cache
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, field_validator

from ippbook.catalog.certainty import Certainty
from ippbook.catalog.vocabulary import VocabularyEntry, load_vocabulary

Family = Literal["trademark", "copyright", "patent", "other"]
_FAMILIES: Final[tuple[Family, ...]] = ("trademark", "copyright", "patent", "other")


@lru_cache
def vocabulary_codes(vocabulary: str) -> frozenset[str]:
    """Give the codes of a closed list, for quick membership."""
    return frozenset(load_vocabulary(vocabulary).codes)


class Reason(BaseModel):
    """One reason of a complaint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    """What ippbook stores and shows; the file's name."""
    label: str
    """What people read in documentation."""
    zh: str
    """The Chinese name; unique, so that it reads back."""
    family: Family
    """The portal's family of rights; the drop-down is ordered by it."""
    place: int = 50
    """Where in its family the drop-down shows it; the commonest first."""
    synonyms: tuple[str, ...] = ()
    """Other spellings. The portal's keys are added from `portal_keys`."""
    portal_keys: tuple[str, ...] = ()
    """Keys seen in public code, without `frontReason.`. They have changed since: for reading, never for filing."""
    right_types: tuple[str, ...] = ()
    """Codes of right types it can rest on; empty where no source says."""
    platforms_seen: tuple[str, ...] = ()
    """Codes of platforms on which the reason was seen. Absence means unknown, not refused."""
    portal_fields: tuple[str, ...] = ()
    """Fields of Complaints that the portal's form demands for this reason."""
    text_facts: tuple[str, ...] = ()
    """Fields, as joined into Complaints, that the reason text must state."""
    evidence: tuple[str, ...] = ()
    """What must be attached, a sentence each."""
    not_when: tuple[str, ...] = ()
    """When not to use it, a sentence each."""
    versions: tuple[str, ...] = ()
    """When and where the reason was seen, the dated ones first. Nothing newer is known (ipp-facts 12)."""
    good_faith_only: bool = False
    """True where only accounts in the Good-Faith mechanism see it. None is known by name (ipp-facts 5.2 [O1: OFF])."""
    certainty: Certainty
    source: str
    """Source tags of the domain facts."""
    checked_on: date
    """When the facts were last compared with their sources."""

    @field_validator("right_types")
    @classmethod
    def _known_right_types(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for code in value:
            if code not in vocabulary_codes("right_types"):
                raise ValueError(f"{code!r} is no right type; see vocabulary/right_types.toml")
        return value

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
