"""What a platform's TOML file holds. A file that does not fit is refused when the package is loaded."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from ippbook.catalog.certainty import Certainty

YesNoUnsure = Literal["yes", "no", "unsure", ""]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    certainty: Certainty
    source: str


class Portal(_Fact):
    """Where complaints about the platform are filed."""

    host: str
    """Host name, "" where it was not found."""


class LinkShape(_Fact):
    """One form of link: which hosts, which path, and where the id stands."""

    hosts: tuple[str, ...]
    """Host names without `www.`; `*.` in front stands for any subdomain."""
    sub: str = ".*"
    """Regex for what stands in place of the `*`; may hold the group `store`."""
    path: str
    """Regex for the whole path; may hold the group `id` or `store`. Case does not matter."""
    query: str = ""
    """The exact name of the query parameter that holds the id; its first occurrence counts."""
    canonical: str = ""
    """Canonical form of a store link, with `{store}`."""
    shift: int = 0
    """Subtracted from ids greater than itself."""

    @model_validator(mode="after")
    def _compiles(self) -> Self:
        re.compile(self.sub)
        re.compile(self.path)
        return self


class Acceptance(_Fact):
    """Whose registrations the platform takes."""

    offices: tuple[str, ...]
    """Codes of the offices vocabulary, or "any"."""
    otherwise: YesNoUnsure = "unsure"
    """The answer for every other office."""
    prefers_china: bool = False
    """Foreign registrations are taken, a Chinese one is handled faster (ipp-facts 3.2, 11 R09 [SEED: VEN])."""


class ComplaintLimits(BaseModel):
    """What one complaint may hold. The defaults are those of ipp-facts 5.4; a platform's file may state its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    links: int = 300
    """Links per complaint [O7: OFF; S-A, S-L: PLAT]."""
    form_links: int = 10
    """Links per web form without an account [V2: VEN]."""
    text: int = 1500
    """Characters of the reason text [C1: CODE, 2019]."""
    files: int = 4
    """Files per complaint [C1: CODE; V8: VEN]."""
    file_megabytes_warn: int = 5
    """Megabytes per file above which older sources refuse [C1: CODE; V8: VEN]."""
    file_megabytes: int = 20
    """Megabytes per file above which every source refuses [C4: CODE]."""
    file_types: tuple[str, ...] = ("zip", "rar", "jpg", "png", "bmp", "pdf", "doc", "docx")
    """Endings without the dot [C1: CODE]."""


class Platform(BaseModel):
    """A marketplace: its names, its links, whose rights it takes and what a complaint may hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    order: int
    """Its place in drop-downs."""
    label: str
    zh: str
    synonyms: tuple[str, ...] = ()
    source: str
    checked_on: dt.date
    portal: Portal
    domains: tuple[str, ...]
    """Every host at or below these belongs to the platform; the longest that fits decides."""
    canonical: str
    """Canonical form of an item link, with `{id}` and, where countries differ, `{domain}`."""
    usual_lengths: tuple[int, ...]
    """Digits of an item id, as seen (ipp-facts 2.1: CODE)."""
    id_space: str = ""
    """Platforms that name the same space number their items together."""
    passphrase: str = ""
    """Regex of the text that an app copies in place of a link."""
    countries: Mapping[str, str] = {}
    """Country code by domain."""
    items: tuple[LinkShape, ...]
    shorts: tuple[LinkShape, ...] = ()
    stores: tuple[LinkShape, ...] = ()
    accepts: Acceptance
    limits: ComplaintLimits = ComplaintLimits()
