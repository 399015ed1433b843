"""From the host of a link to the forms of link that it has.

A marketplace that has sites under several countries' domains may open another one: product pages of `aliexpress.pl` are read too, with a note.

Source: ipp-facts 2, 14.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from ippbook.catalog.platforms.catalogue import PLATFORMS
from ippbook.catalog.platforms.schema import LinkShape, Platform
from ippbook.catalog.platforms.uncovered import UNCOVERED_DOMAINS
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.late_patterns import late_pattern

LinkKind = Literal["item", "store", "short", "other", ""]


LONGEST_HOST: Final = 253  # the longest possible host name (RFC 1035, 2.3.4)


class LinkRoute(NamedTuple):
    """One form of link on one host, ready to match what follows the host."""

    code: str
    usual_lengths: tuple[int, ...]
    kind: LinkKind
    tail: re.Pattern[str]
    before: str
    after: str
    shift: int
    country: str
    store: str
    several: bool
    seen: bool


class LinkHost(NamedTuple):
    """What a host says before anything that follows it is read."""

    code: str = ""
    country: str = ""
    routes: tuple[LinkRoute, ...] = ()
    no_offer: re.Pattern[str] | None = None
    """Matches what follows the host on pages that show no single offer; None where no page of the host does."""
    uncovered: str = ""
    unknown: bool = False
    """The host has a marketplace's name under a country whose site is not known. Then `code` is ""."""


def _by_host() -> Mapping[str, tuple[tuple[Platform, LinkKind, LinkShape], ...]]:
    """Give the forms of link by host. A form that was seen comes first, then one that was not; an item comes before a store."""
    found: dict[str, list[tuple[Platform, LinkKind, LinkShape]]] = {}
    kinds: tuple[tuple[LinkKind, Callable[[Platform], Iterable[LinkShape]]], ...] = (
        ("item", lambda platform: (shape for shape in platform.items if shape.seen)),
        ("short", lambda platform: platform.shorts),
        ("item", lambda platform: (shape for shape in platform.items if not shape.seen)),
        ("item", lambda platform: (shape for each in platform.fallbacks for shape in each.shapes())),
        ("store", lambda platform: platform.stores),
        ("other", lambda platform: platform.others),
    )
    for kind, shapes in kinds:
        for platform in PLATFORMS.values():
            for shape in shapes(platform):
                for host in shape.hosts:
                    found.setdefault(host, []).append((platform, kind, shape))
    return MappingProxyType({host: tuple(shapes) for host, shapes in found.items()})


_SHAPES: Final = _by_host()
_DOMAINS: Final = MappingProxyType({domain: platform for platform in PLATFORMS.values() for domain in platform.domains})
_RANKS: Final[Mapping[LinkKind, int]] = MappingProxyType({"item": 0, "short": 1, "store": 3, "other": 4})


@lru_cache(maxsize=4096)
def link_host(host: str) -> LinkHost:
    """Look up the platform and the forms of link of *host*, which is lower case and without `www.`."""
    if len(host) > LONGEST_HOST:
        return LinkHost()
    labels = host.split(".")
    parents = [".".join(labels[start:]) for start in range(len(labels))]
    domain = next((parent for parent in parents if parent in _DOMAINS), "")
    if not domain:
        uncovered = next((UNCOVERED_DOMAINS[each] for each in parents if each in UNCOVERED_DOMAINS), "")
        further = () if uncovered else tuple(_country_routes(labels))
        return LinkHost(routes=further, uncovered=uncovered, unknown=bool(further))
    platform = _DOMAINS[domain]
    with_items = platform.has_items(labels[: -domain.count(".") - 1])
    routes = [_route(owner, kind, shape, domain, "") for owner, kind, shape in _SHAPES.get(host, ())]
    for depth, parent in enumerate(parents[1:], start=1):
        for owner, kind, shape in _SHAPES.get(f"*.{parent}", ()):
            if sub := re.fullmatch(shape.sub, ".".join(labels[:depth]), re.ASCII):
                store = sub.groupdict().get("store", "")
                if store not in owner.own_hosts:
                    routes.append(_route(owner, kind, shape, domain, store))
    routes = [route for route in routes if route.seen or with_items]
    routes.sort(key=lambda route: _RANKS[route.kind] if route.seen else 2)
    no_offer = re.compile(rf"(?i:{platform.no_offer})(?=[?#]|\Z)", re.ASCII) if with_items else None
    return LinkHost(platform.code, platform.countries.get(domain, ""), tuple(routes), no_offer)


def _country_routes(labels: list[str]) -> Iterator[LinkRoute]:
    """Give the forms of product pages for a marketplace's name under a further country: those seen on its first domain."""
    at = 1 + (len(labels) > _WITH_COUNTRY and labels[-2] in {"com", "co"})  # the labels of the country: pl, or com.tr
    platform = _BY_NAME.get(labels[-at - 1]) if len(labels) > at else None
    country = {"UK": "GB"}.get(labels[-1].upper(), labels[-1].upper())
    if platform is None or labels[-1] in _SOLD_WORLDWIDE or country not in load_vocabulary("offices"):
        return
    domain, sub, known = ".".join(labels[-at - 1 :]), ".".join(labels[: -at - 1]), platform.domains[0]
    for host in (f"*.{known}",) if sub else (known,):
        for owner, kind, shape in _SHAPES.get(host, ()):
            if (
                kind == "item"
                and shape.seen
                and not shape.several
                and (not sub or re.fullmatch(shape.sub, sub, re.ASCII))
            ):
                yield _route(owner, kind, shape, domain, "")._replace(
                    seen=False, country=country if platform.countries else ""
                )


_WITH_COUNTRY: Final = 2
_BY_NAME: Final = MappingProxyType({name: each for each in PLATFORMS.values() for name in each.country_names})
_SOLD_WORLDWIDE: Final = frozenset(
    {
        "ac", "ad", "ag", "ai", "am", "as", "bz", "cc", "cd", "cf", "cm", "co", "dj", "fm", "ga", "gd", "gg", "gq", "gs", "im", "io", "la",
        "lc", "ly", "me", "ml", "mn", "ms", "ne", "nu", "om", "pm", "pw", "re", "sc", "sh", "sr", "st", "su", "tf", "tk", "to", "tv", "vc",
        "vg", "wf", "ws", "yt",
    }
)  # fmt: skip
"""Country domains that are sold to anybody and used for imitations (general knowledge). A marketplace's name under them says nothing."""


def _route(platform: Platform, kind: LinkKind, shape: LinkShape, domain: str, store: str) -> LinkRoute:
    template = platform.canonical if kind == "item" else shape.canonical
    before, _, after = template.replace("{domain}", domain).partition("{id}" if kind == "item" else "{store}")
    return LinkRoute(
        platform.code,
        platform.usual_lengths,
        kind,
        _tail(shape, kind),
        before,
        after,
        shape.shift,
        platform.countries.get(domain, ""),
        store,
        shape.several,
        shape.seen,
    )


@lru_cache(maxsize=1024)
def _tail(shape: LinkShape, kind: LinkKind) -> re.Pattern[str]:
    if not shape.query:
        return late_pattern(f"(?i:{shape.path})(?=[?#{'&' if kind == 'short' else ''}]|\\Z)", re.ASCII)
    value = (
        r"(?P<store>[\w-]{3,64})"
        if kind == "store"
        else r"(?P<id>[^&#]+)"
        if shape.several
        else r"(?P<id>\d{6,20})"
        if shape.seen
        else r"(?P<id>\d{8,16})"
    )
    # No parameter before it may have the name: the first one counts.
    name = re.escape(shape.query)
    return late_pattern(rf"(?i:{shape.path})\?(?:(?!{name}=)[^&#]*&)*{name}={value}(?=[&#]|\Z)", re.ASCII)


__all__ = ["LONGEST_HOST", "LinkHost", "LinkKind", "LinkRoute", "link_host"]
