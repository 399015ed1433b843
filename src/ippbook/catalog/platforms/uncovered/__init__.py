"""Marketplaces of the Alibaba group that IPP is not known to cover. One TOML file each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ippbook.catalog.certainty import Certainty
from ippbook.catalog.toml_files import catalog_entries
from ippbook.quick_dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class UncoveredMarketplace:
    """A marketplace whose links are recognised, so that the message can name it. It is not a platform."""

    code: str
    label: str
    domains: tuple[str, ...]
    """Every host at or below one of them belongs to it."""
    certainty: Certainty
    source: str


UNCOVERED_MARKETPLACES: Final = tuple(catalog_entries(__name__, UncoveredMarketplace))

UNCOVERED_DOMAINS: Final[Mapping[str, str]] = MappingProxyType(
    {domain: each.label for each in UNCOVERED_MARKETPLACES for domain in each.domains}
)
"""The name of the marketplace by domain."""
