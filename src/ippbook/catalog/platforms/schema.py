"""What a platform's TOML file contains. A file that does not fit is refused when the package is loaded."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from ippbook.catalog.certainty import Certainty
from ippbook.catalog.vocabulary import load_vocabulary

YesNoUnsure = Literal["yes", "no", "unsure", ""]


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    certainty: Certainty
    source: str

    @field_validator("source")
    @classmethod
    def _is_stated(cls, source: str) -> str:
        if not source.strip():
            raise ValueError("state the source, with a tag of docs/sources.md")
        return source


class Portal(_Fact):
    """Where complaints about the platform are filed."""

    host: str
    """Host name, "" where it was not found."""
    language: str = ""
    """Code of the portal's own language, "" where it was not found. Takedown texts fall back to it."""


class LinkShape(_Fact):
    """One form of link: its hosts, its path, and where the id is."""

    hosts: tuple[str, ...]
    """Host names without `www.`; `*.` at the start matches any subdomain."""
    sub: str = ".*"
    """Regex for the part that `*` matches; may have the group `store`."""
    path: str
    """Regex for the whole path; may have the group `id` or `store`. Case does not matter."""
    query: str = ""
    """The exact name of the query parameter with the id; its first occurrence counts."""
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
    """Registrations of which offices the platform accepts."""

    offices: tuple[str, ...]
    """Codes of the offices vocabulary, or "any"."""
    otherwise: YesNoUnsure = "unsure"
    """The answer for every other office."""
    prefers_china: bool = False
    """Foreign registrations are accepted; a Chinese one is processed faster (ipp-facts 3.2, 11 R09 [SEED: VEN])."""

    @field_validator("offices")
    @classmethod
    def _known_offices(cls, offices: tuple[str, ...]) -> tuple[str, ...]:
        for code in offices:
            if code != "any" and code not in load_vocabulary("offices"):
                raise ValueError(f"{code!r} is not an office; see catalog/vocabulary/offices.toml")
        return offices


class ComplaintLimits(BaseModel):
    """What one complaint can have. The defaults are those of ipp-facts 5.4; a platform's file may state its own."""

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
    """File extensions without the dot [C1: CODE]."""


class Platform(BaseModel):
    """A marketplace: its names, its links, the rights that it accepts, and what a complaint can have."""

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
    """The platform's domains. Every host at or below one of them belongs to it; the longest match decides."""
    canonical: str
    """Canonical form of an item link, with `{id}` and, where countries differ, `{domain}`."""
    usual_lengths: tuple[int, ...]
    """Digits of an item id, as seen (ipp-facts 2.1: CODE)."""
    id_space: str = ""
    """Platforms with the same space number their items together."""
    passphrase: str = ""
    """Regex of the text that an app copies instead of a link."""
    countries: Mapping[str, str] = {}
    """Country code by domain."""
    items: tuple[LinkShape, ...]
    shorts: tuple[LinkShape, ...] = ()
    stores: tuple[LinkShape, ...] = ()
    accepts: Acceptance
    limits: ComplaintLimits = ComplaintLimits()

    @model_validator(mode="after")
    def _hosts_are_in_its_domains(self) -> Self:
        for shape in (*self.items, *self.shorts, *self.stores):
            for host in shape.hosts:
                bare = host.removeprefix("*.")
                if not any(bare == domain or bare.endswith(f".{domain}") for domain in self.domains):
                    raise ValueError(f"the host {host} is not in domains; add its domain")
        if "{id}" not in self.canonical:
            raise ValueError("canonical needs the place of the item id, {id}")
        return self
