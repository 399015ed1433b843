"""The reasons for which a portal takes a complaint. One TOML a reason; its file name is its code.

A reason here is one entry of a portal's drop-down. The portals can have the same proof for two families of rights
(a test buy of a counterfeit, a test buy of a pirated copy). These are two reasons, because the portal gives each its own
code, Good-Faith counts per reason code (ipp-facts 6.1 [O1, O2: OFF]), and the notices differ in law. `reason_fits` keeps the
list short in practice: only the reasons that fit the right are possible.

The portal's keys are those of a client of 2019 and have changed since (ipp-facts 5.2 [C1, C3: CODE]). Use them to read
old exports, never to file.

>>> reason_vocabulary().read("frontReason.trademark.budang.lysbgjz")
'keyword abuse'
>>> reason_fits("keyword abuse", "copyright")
'no'
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ippbook.catalog.reasons.reason import Reason, vocabulary_codes
from ippbook.catalog.toml_files import catalog_entries
from ippbook.catalog.vocabulary import Vocabulary

__all__ = ["REASONS", "STOREFRONT", "Reason", "reason_fits", "reason_vocabulary"]


def _discover() -> Mapping[str, Reason]:
    """Every TOML file of this folder, by code, in the order of the drop-down."""
    found = sorted(
        catalog_entries(__name__, Reason), key=lambda reason: (reason.family_rank, reason.place, reason.code)
    )
    return MappingProxyType({reason.code: reason for reason in found})


REASONS: Final = _discover()
"""Code -> Reason, in the order of the drop-down: trademarks, copyright, patents, others; the most common is first."""
PATENT_TYPES: Final = frozenset({"invention patent", "utility model", "design patent"})
"""The right types that a right of the type "patent" can be."""
PATENTS: Final = PATENT_TYPES | {"patent"}
"""The right types of patents, also of one whose kind is not stated."""
STOREFRONT: Final = "storefront"
"""The reason of complaints about whole stores; every other reason is for product listings."""


@lru_cache
def reason_vocabulary() -> Vocabulary:
    """Give the closed list of reasons, for drop-downs and for reading cells; portal keys are spellings of it."""
    choices = tuple(reason.choice for reason in REASONS.values())
    return Vocabulary(name="reasons", about="Reasons of a complaint (ipp-facts 5.2).", choices=choices)


def reason_fits(reason: str, right_type: str) -> str:
    """Whether the code *reason* fits a right of *right_type*: "yes", "no", or "" where the facts do not say.

    "" is the answer for a blank or unknown code, and for reasons whose right types no source names. A right that is only
    called "patent" fits if one kind of patent does.
    """
    entry = REASONS.get(reason)
    if entry is None or not entry.right_types or right_type not in vocabulary_codes("right_types"):
        return ""
    types = PATENT_TYPES if right_type == "patent" else {right_type}
    return "no" if types.isdisjoint(entry.right_types) else "yes"
