"""What a platform's TOML file contains. A file that does not fit is refused when the package is loaded; a test compiles its expressions."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Final, Literal

from ippbook.catalog.certainty import Certainty
from ippbook.catalog.toml_records import UnfitError
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.quick_dataclasses import dataclass

YesNoUnsure = Literal["yes", "no", "unsure", ""]


NO_ITEM_HOSTS: Final = (
    "rule", "rules", "rulechannel", "service", "help", "helpcenter", "support", "news", "info", "bbs", "forum",
    "club", "blog", "wiki", "edu", "university", "xue", "daxue", "login", "passport", "member", "i", "my", "trade",
    "cart", "buy", "order", "orders", "refund", "s", "search", "list", "so", "seller", "sellercenter", "sell",
    "open", "developer", "developers", "portals", "ads", "job", "jobs", "careers", "legal", "terms", "about", "ipp",
    "qinquan", "img", "gw", "h5api", "scm", "sourcing", "rfq", "feedback", "customer", "school", "academy",
    "logistics", "wuliu", "message", "pay", "escrow", "survey", "onetouch", "api", "acs", "log", "mail",
    "activities", "report", "jubao", "ask", "wenda", "reads", "insights", "biz",
)  # fmt: skip
"""Hosts of rules, help, news, search and accounts (ipp-facts 13 O20 to O24: OFF for rule and service; the rest GK)."""

# The start page, search results, categories and accounts (general knowledge).
NO_OFFER: Final = (
    r"/?(?:(?:index|default|home)\.(?:html?|php))?"
    r"|/(?:[a-z]{2}/)?(?:search|category|categories|catalog|wholesale|w|af|showroom|trade/search|products/search"
    r"|cart|login|member|news|rules?|help|faq|about|careers|brands?)(?:[/.-][^?#]*|(?=[?#])|$)"
    r"|/(?:[^?#]*[/_-])?(?:search|faq_detail|rule/detail)[^?#]*"
)


@dataclass(frozen=True, kw_only=True)
class _Fact:
    """A fact: how sure it is, and its source."""

    certainty: Certainty
    source: str

    def __post_init__(self) -> None:
        if not self.source.strip():
            raise UnfitError([("source", "state the source, with a tag of docs/sources.md")])


@dataclass(frozen=True, kw_only=True)
class Portal(_Fact):
    """Where complaints about the platform are filed."""

    host: str
    """Host name, "" where it was not found."""
    name: str = ""
    """Name of the portal. Each portal has a registration of its own (ipp-facts 14 [N1: LAW])."""
    language: str = ""
    """Code of the portal's own language, "" where it was not found. Takedown texts fall back to it."""


@dataclass(frozen=True, kw_only=True)
class LinkShape(_Fact):
    """One form of link: its hosts, its path, and where the id is."""

    hosts: tuple[str, ...]
    """Host names without `www.`; `*.` at the start matches any subdomain."""
    sub: str = ".*"
    """Regex for the part that `*` matches; may have the group `store`."""
    path: str
    """Regex for the whole path; may have the group `id` or `store`. Case does not matter."""
    query: str = ""
    """The exact name of the query parameter with the id or the store; its first occurrence counts."""
    several: bool = False
    """The parameter may list several items. One alone is the item; of several, none is chosen."""
    seen: bool = True
    """The form was seen. A form that was not seen is read by what it looks like, and with a note."""
    canonical: str = ""
    """Canonical form of a store link, with `{store}`."""
    shift: int = 0
    """Subtracted from ids greater than itself."""


@dataclass(frozen=True, kw_only=True)
class Fallback(_Fact):
    """How an unseen form of link is read: by the evidence of a product's path, with a parameter or number that is the id."""

    hosts: tuple[str, ...]
    """As in `LinkShape`."""
    parameters: tuple[str, ...]
    """The exact names of the query parameters that hold an id on a product's path."""
    unless: str = ""
    """Regex for the start of paths that are another marketplace's."""
    shift: int = 0
    """As in `LinkShape`."""

    def shapes(self) -> Iterator[LinkShape]:
        """Give the forms of link: one for each parameter, and one for a number as the last part of the path."""
        before = f"(?!{self.unless})" if self.unless else ""
        paths = [(_PRODUCT_PATH, name) for name in self.parameters] + [(_PRODUCT_NUMBER, "")]
        for path, query in paths:
            yield LinkShape(
                hosts=self.hosts,
                path=before + path,
                query=query,
                shift=self.shift,
                seen=False,
                certainty=self.certainty,
                source=self.source,
            )


# Pages whose numbers are not items: one of these words starts a part of the path. A colon would be of another link.
_NO_PRODUCT: Final = (
    r"(?![^?#]*(?::|/(?:product-insight|news|rule|faq|help|notice|article|topic|activit|order|trade|comment|review|shop"
    r"|store|search|categor|coupon|bbs|thread|refund|seller|live|video|login|announce|case|question|blog|forum|guide|company|factory)))"
)
# Pages with an id of something else, such as `/user-detail?id=`.
_NO_PRODUCT_PAGE: Final = (
    r"(?![^?#]*/(?:user|brand|task|game|prize|award|member|account|card|bill|invoice|logistic|express|message|chat|feed"
    r"|content|note|story|tribe|group|event|campaign|survey|app/(?:idlefish|msd)))"
)
_PRODUCT_PATH: Final = rf"(?=[^?#]*(?:item|detail|product|offer|goods|pdp)){_NO_PRODUCT}{_NO_PRODUCT_PAGE}/[^?#]*"
_PRODUCT_NUMBER: Final = (
    r"(?=[^?#]*/(?:item\w{0,4}|i|p|products?|product-[a-z]+|[a-z]-detail|offers?|offerdetail|goods|pdp)/)"
    rf"{_NO_PRODUCT}/(?:[^?#]*[/_-])?i?(?P<id>\d{{8,16}})(?:\.html?)?/?"
)


@dataclass(frozen=True, kw_only=True)
class Acceptance(_Fact):
    """Registrations of which offices the platform accepts."""

    offices: tuple[str, ...]
    """Codes of the offices vocabulary, or "any"."""
    otherwise: YesNoUnsure = "unsure"
    """The answer for every other office."""
    prefers_china: bool = False
    """Foreign registrations are accepted; a Chinese one is processed faster (ipp-facts 3.2, 11 R09 [SEED: VEN])."""

    def __post_init__(self) -> None:
        _Fact.__post_init__(self)
        for code in self.offices:
            if code != "any" and code not in load_vocabulary("offices"):
                raise UnfitError([("offices", f"{code!r} is not an office; see catalog/vocabulary/offices.toml")])


@dataclass(frozen=True, kw_only=True)
class ComplaintLimits:
    """What one complaint can have. The defaults are those of ipp-facts 5.4; a platform's file may state its own."""

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


@dataclass(frozen=True, kw_only=True)
class Platform:
    """A marketplace: its names, its links, the rights that it accepts, and what a complaint can have."""

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
    guest_on: tuple[str, ...] = ()
    """Domains of another platform that have pages of this one too, as Taobao's have Xianyu's."""
    own_hosts: tuple[str, ...] = ()
    """Labels below the domain that are the platform's own, so no shop's name (ipp-facts 14: CODE; the rest GK)."""
    no_item_hosts: tuple[str, ...] = NO_ITEM_HOSTS
    """Labels of hosts for rules, help, news and search. Their numbers are never item ids."""
    no_offer: str = NO_OFFER
    """Regex for the path of pages that certainly show no single offer."""
    canonical: str
    """Canonical form of an item link, with `{id}` and, where countries differ, `{domain}`."""
    usual_lengths: tuple[int, ...]
    """Digits of an item id, as seen (ipp-facts 2.1: CODE)."""
    id_space: str = ""
    """Platforms with the same space number their items together."""
    passphrase: str = ""
    """Regex of the text that an app copies instead of a link."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """Country code by domain."""
    country_names: tuple[str, ...] = ()
    """Names that the marketplace has under the domains of several countries. Under a further country, a product page of a form
    that was seen is read, with a note that the host is not known."""
    items: tuple[LinkShape, ...]
    shorts: tuple[LinkShape, ...] = ()
    stores: tuple[LinkShape, ...] = ()
    others: tuple[LinkShape, ...] = ()
    """Its pages on the hosts of another platform that are none of these."""

    fallbacks: tuple[Fallback, ...] = ()

    def has_items(self, labels: Iterable[str]) -> bool:
        """Whether a host with these *labels* below the domain may show items in forms that were not seen."""
        return not any(label in self.no_item_hosts for label in labels)

    @property
    def shapes(self) -> tuple[LinkShape, ...]:
        """All its forms of link."""
        unseen = (shape for fallback in self.fallbacks for shape in fallback.shapes())
        return (*self.items, *self.shorts, *self.stores, *self.others, *unseen)

    accepts: Acceptance
    limits: ComplaintLimits = ComplaintLimits()

    def __post_init__(self) -> None:
        domains = (*self.domains, *self.guest_on)
        for shape in self.shapes:
            for host in shape.hosts:
                bare = host.removeprefix("*.")
                if not any(bare == domain or bare.endswith(f".{domain}") for domain in domains):
                    raise UnfitError([("", f"the host {host} is not in domains; add its domain")])
        if "{id}" not in self.canonical:
            raise UnfitError([("", "canonical needs the place of the item id, {id}")])
