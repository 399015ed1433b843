"""Reads a link: which marketplace, which listing or store, and its canonical form.

A well-formed link needs one split, one lookup of its host and one match. Text that people and apps paste around links
(spaces, full-width letters, brackets, Chinese text, `&amp;`, a missing scheme) is removed only if this finds nothing.
The host is compared as a browser reads it, so look-alikes, user names before an `@` and links inside links do not match.
The forms are data: those that were seen, and for each marketplace what makes an unseen form an item (`Fallback`). One
parameter may hold a whole link, `redirectUrl`: it counts where both links are to one marketplace, and is opened once.

Source: ipp-facts 2, 14.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import quote, unquote

from ippbook.catalog.platforms.catalogue import PLATFORMS
from ippbook.catalog.platforms.hosts import LONGEST_HOST, LinkKind, LinkRoute, link_host
from ippbook.late_patterns import late_pattern
from ippbook.normalize import clean


class Link(NamedTuple):
    """The parts of a link. Every field is empty for a link that is not on a supported marketplace."""

    platform: str = ""
    """Code of the platform. For a short link, the platform of its host; its target can be on another platform."""
    kind: LinkKind = ""
    """"item", "store", "short" (must be expanded first), "other" (another page of the platform)."""
    item_id: str = ""
    """The listing's id as text."""
    canonical: str = ""
    """The form to store and to file; "" where there is none."""
    country: str = ""
    """Country code of a Lazada site."""
    shifted: bool = False
    """An aliexpress.us id was turned into its aliexpress.com id (ipp-facts 2.2: INF)."""
    usual_length: bool = True
    """The id has a length that was seen on this platform (ipp-facts 2.1: CODE)."""
    store: str = ""
    """The store's name or number in its link."""
    unseen_form: bool = False
    """The form of the link was not seen before: the id was read by what the link looks like."""
    choices: tuple[str, ...] = ()
    """Ids of the items of a link that shows several. It is of the kind "other", because it does not say which one counts."""
    no_offer: bool = False
    """A link of the kind "other" certainly shows no single offer: a start page, a search, rules, help."""
    uncovered: str = ""
    """Name of a marketplace that IPP is not known to cover. Such a link has no platform."""
    unknown_host: str = ""
    """The host, where it has the marketplace's name under a country whose site is not known: check that it is the marketplace's."""

    @property
    def key(self) -> str:
        """The same for all links to one listing (or store), "" for other links; each country of Lazada is separate."""
        return self._keyed(self.platform)

    @property
    def space_key(self) -> str:
        """As `key`, but the same for platforms that number their items together (Taobao and Tmall, ipp-facts 2.2: GK)."""
        return self._keyed((self.platform in PLATFORMS and PLATFORMS[self.platform].id_space) or self.platform)

    def _keyed(self, first: str) -> str:
        country = f"{self.country}:" if self.country else ""
        if self.kind == "item":
            return f"{first}:{country}{self.item_id}"
        return f"{self.platform}:{country}store:{self.store}" if self.kind == "store" else ""


_NOTHING: Final = Link()


def parse_link_once(url: str) -> Link:
    """As `parse_link`, for links that are read once: the result is not cached."""
    found = WELL_FORMED_LINK.fullmatch(url)
    if found is not None and "&amp;" not in url:
        host = found[1]
        link = _resolve(host, url, found.end(1))
        if link.kind not in {"", "other"}:
            return link
        if not link.platform and "%" not in url and host[0] != "." != host[-1] and len(host) <= LONGEST_HOST:
            return link  # the address is complete as it is, so removing text around it cannot find another host
    return _forgive(url)


@lru_cache(maxsize=131_072)
def parse_link(url: str) -> Link:
    """Read the first marketplace link in *url*, which can be any text.

    Never raises; without a link to a supported marketplace the result is an empty `Link`. Source: ipp-facts 2.1 to 2.3.

    >>> parse_link("【闲鱼】https://m.tb.cn/h.5abcDEF?tk=xyz 点击链接").kind
    'short'
    >>> parse_link("lazada.com.my/products/shoe-i2748374-s99.html").country
    'MY'
    """
    return parse_link_once(url)


WELL_FORMED_LINK: Final = late_pattern(r"https?://(?:www\.)?([a-z0-9.-]++)(?:[/?#][!-~]*+)?")
"""A link of printable ASCII without a space: its host, and what follows."""


def _resolve(host: str, text: str, at: int = 0, *, inside: bool = False) -> Link:
    """Read the link to *host*, whose path and query are in *text* from *at* on. *inside*: it is part of another link."""
    place = link_host(host)
    choices: tuple[str, ...] = ()
    for route in place.routes:
        if (found := route.tail.match(text, at)) is None:
            continue
        if place.unknown:
            item = _item(route, found[1])._replace(unknown_host=host)
            return item if item.usual_length and not inside else _NOTHING
        if not route.several:
            return _item(route, found[1]) if route.kind == "item" else _page(route, host, found)
        items = tuple(dict.fromkeys(_ONE_OF_SEVERAL.findall(unquote(found[1]))))
        if len(items) == 1:
            return _item(route, items[0])
        choices = choices or items
    if not place.code:
        return Link(uncovered=place.uncovered) if place.uncovered else _NOTHING
    if not inside and (redirect := _REDIRECT.search(text, at)) and (link := _inner(place.code, unquote(redirect[1]))):
        return link
    no_offer = not choices and (place.no_offer is None or place.no_offer.match(text, at) is not None)
    return Link(place.code, "other", country=place.country, choices=choices, no_offer=no_offer)


_ONE_OF_SEVERAL: Final = late_pattern(r"(?:\A|[,;|_])(\d{8,20})(?=[:,;|_]|\Z)", re.ASCII)
_NOT_PLAIN: Final = late_pattern(r"[^!-~]")
_REDIRECT: Final = late_pattern(r"[?&]redirect_?url=([^&#]+)", re.IGNORECASE)


def _inner(code: str, text: str) -> Link | None:
    """Read the item or store of a link inside a link, if it is to the marketplace *code* as well."""
    start = re.match(r"https?://(?:www\.)?([A-Za-z0-9.-]+)(?::\d{1,5})?(?=[/?#]|\Z)", text, re.ASCII)
    if start is None or link_host(start[1].casefold()).code != code:
        return None
    link = _resolve(start[1].casefold(), text, start.end(), inside=True)
    return link if link.kind in {"item", "store"} else None


def _item(route: LinkRoute, item_id: str) -> Link:
    usual = len(item_id) in route.usual_lengths
    shifted = route.shift > 0 and int(item_id) > route.shift
    if shifted:
        item_id = str(int(item_id) - route.shift)
    canonical = route.before + item_id + route.after
    parts = (route.code, "item", item_id, canonical, route.country, shifted, usual, "", not route.seen, (), False)
    return tuple.__new__(Link, (*parts, "", ""))  # Link(…) takes three times as long, as much as the match of the route


def _page(route: LinkRoute, host: str, found: re.Match[str]) -> Link:
    """Make the link of a store, named in its host or path; or a short link, canonical without its tracking."""
    if route.kind == "short":
        # Read again, a space would end the link, and a full-width digit would be another sign.
        after = _NOT_PLAIN.sub(lambda sign: quote(sign[0], errors="surrogatepass"), found[0])
        return Link(route.code, "short", canonical=f"https://{host}{after}")
    if route.kind == "other":
        return Link(route.code, "other")
    store = route.store or found["store"].casefold()
    return Link(route.code, "store", "", route.before + store + route.after, route.country, store=store)


# --- what people paste ----------------------------------------------------------------------------------------------

_OPENERS: Final = r"""[<>()\[\]{}"'*`:|~!,;]"""
_WRAPPED: Final = late_pattern(
    # Chinese text, emoji and opening marks; then a word such as "URL:"
    rf"(?P<before>(?:[^\x00-\u1fff]|{_OPENERS})*)(?P<label>[A-Za-z]{{1,20}}:(?!//)|[0-9]{{1,4}}[.):、]+(?=https?://))?"
    # A scheme of any name: apps open listings with taobao:// and the like.
    r"(?P<scheme>(?:[A-Za-z][A-Za-z0-9+.-]{0,20}:)?//)?"
    r"(?P<authority>[^/?#\\]+)(?P<tail>.*)",
)
# A letter directly before a bare host is part of its name, unless the word ends in a colon.
_LETTERS: Final = late_pattern(r"\w(?!.*:)")
_CLOSERS: Final = late_pattern(r"[】」》]|\]\(")
_HREF: Final = late_pattern(r"(?<!\S)href=")
_ONE_SLASH: Final = late_pattern(r"(?<!\S)(https?:)/(?!/)", re.IGNORECASE)  # browsers read it as two
_IDEOGRAPHIC_DOT: Final = late_pattern(r"。(?=[A-Za-z0-9-])")  # in a host, browsers read it as a dot
_SLASHES: Final = late_pattern(r"/{2,}")
_NEXT_LINK: Final = late_pattern(r"[,;|]+(?=https?:)")
_ENCODED: Final = late_pattern(r"https?(?:%3a|:)%2f%2f", re.IGNORECASE)
_TWICE_ENCODED: Final = late_pattern(r"https?%253a%252f%252f", re.IGNORECASE)
_END: Final = late_pattern(r"""[<>"'`，。；、！？（）【】《》「」“”‘’]""")
# Decoding these never changes what a link means (RFC 3986, 2.3).
_UNRESERVED: Final = late_pattern(r"%(?:2[DdEe]|3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]|5[Ff]|7[Ee])")
_NOT_ASCII: Final = late_pattern(r"[^\x00-\x7f].*")
_PASSPHRASES: Final = tuple(
    (platform.code, late_pattern(platform.passphrase)) for platform in PLATFORMS.values() if platform.passphrase
)


def _forgive(text: str) -> Link:
    # `&amp;` and `href=` are from HTML, `\\/` from JSON, `](` from Markdown, a name in 【】 from an app.
    read = clean(text).replace("&amp;", "&").replace("\\/", "/")
    read = _ONE_SLASH.sub(r"\1//", _HREF.sub(" ", _CLOSERS.sub(" ", read)))
    for word in read.split():
        plain = unquote(word) if _TWICE_ENCODED.search(word[:40]) else word
        plain = unquote(plain) if _ENCODED.search(plain[:40]) else plain
        found = _WRAPPED.fullmatch(plain)
        if found is None:
            continue
        host, tail = _host(found["authority"]), _END.split(found["tail"].replace("\\", "/"), maxsplit=1)[0]
        link = _first([_resolve(host, form) for form in _forms(tail)])
        if found["scheme"] or (link != _NOTHING and not _LETTERS.search(found["before"])):
            return link
    for code, passphrase in _PASSPHRASES:
        if passphrase.search(read):
            return Link(code, "short")
    return _NOTHING


def _host(authority: str) -> str:
    """Give the host that a browser would open: the text after the last @, without port, final dot and `www.`."""
    host = _END.split(_IDEOGRAPHIC_DOT.sub(".", authority), maxsplit=1)[0].rpartition("@")[2].partition(":")[0]
    return host.casefold().strip(".,;!?)]}").removeprefix("www.")


def _forms(tail: str) -> Iterator[str]:
    """Give the possible readings of the text after the host, the most literal first."""
    trimmed = _NEXT_LINK.split(tail, maxsplit=1)[0].rstrip(".,;:!?)]}*")
    yield trimmed
    yield _UNRESERVED.sub(lambda code: unquote(code[0]), trimmed)
    yield _NOT_ASCII.sub("", trimmed).rstrip(".,;:!?)]}*")
    if "//" in trimmed:
        yield _SLASHES.sub("/", trimmed)
    if "?" not in trimmed:  # the mark before the parameters is encoded, or an & is there instead
        yield unquote(trimmed)
        yield trimmed.replace("&", "?", 1)


def _first(links: list[Link]) -> Link:
    return next((link for link in links if link.kind not in {"", "other"}), links[0])
