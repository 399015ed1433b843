"""Finds the platforms: every TOML file in this folder is a platform."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ippbook.catalog.platforms.schema import ComplaintLimits, Platform
from ippbook.catalog.toml_files import catalog_entries
from ippbook.catalog.vocabulary import Vocabulary, VocabularyEntry


def _read() -> Mapping[str, Platform]:
    found = sorted(catalog_entries(__package__ or "", Platform), key=lambda platform: (platform.order, platform.code))
    return MappingProxyType({platform.code: platform for platform in found})


PLATFORMS: Final = _read()
"""The platforms by code, in the order of their drop-down."""


@lru_cache
def platform_vocabulary() -> Vocabulary:
    """Give the platforms as a closed list: codes for cells, and the spellings that teams and portals use."""
    return Vocabulary(
        name="platforms",
        about="The marketplaces whose listings are reported through IPP (ipp-facts 1).",
        choices=tuple(
            VocabularyEntry(
                code=platform.code,
                label=platform.label,
                zh=platform.zh,
                synonyms=platform.synonyms,
                source=platform.source,
            )
            for platform in PLATFORMS.values()
        ),
    )


def complaint_limits(platform: str) -> ComplaintLimits:
    """Give what one complaint on *platform* can have; the limits of ipp-facts 5.4 for a blank or unknown code.

    >>> complaint_limits("taobao").links, complaint_limits("").text
    (300, 1500)
    """
    known = PLATFORMS.get(platform)
    return known.limits if known else ComplaintLimits()
