"""Links: which marketplace, which listing, and the form of the link to store and to file."""

from ippbook import platforms
from ippbook.declare import worksheet


@worksheet("IPP_PLATFORM", "Links")
def platform(url: str) -> str:
    """The marketplace of a link, as its code; empty where the link leads to none.

    The host is compared as a browser reads it, so look-alike hosts and links inside links do not count. A short link
    names the marketplace of its host, though what stands behind it may be another.

    Source: ipp-facts 1, 2.1.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_PLATFORM("https://item.taobao.com/item.htm?id=520813250866") -> taobao
        =IPP_PLATFORM("detail.tmall.hk/hk/item.htm?id=612345678901") -> tmallhk
        =IPP_PLATFORM("https://item.taobao.com.evil.cn/item.htm?id=520813250866") ->
    """
    return platforms.parse(url).platform


@worksheet("IPP_ITEM_ID", "Links")
def item_id(url: str) -> str:
    """The number of the listing that a link leads to, as text; empty where the link leads to no listing.

    Numbers of 16 digits are longer than Excel can keep as numbers, so the answer is text. The number of an aliexpress.us
    link is turned into that of the same listing on aliexpress.com.

    Source: ipp-facts 2.1 [C1: CODE], 2.2 (aliexpress.us: INF).

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_ITEM_ID("https://item.taobao.com/item.htm?spm=a1z10&id=520813250866") -> 520813250866
        =IPP_ITEM_ID("https://www.aliexpress.us/item/3256805782399608.html") -> 1005005968714360
        =IPP_ITEM_ID("https://nordlys.taobao.com/") ->
    """
    return platforms.parse(url).item_id


@worksheet("IPP_CANONICAL_URL", "Links")
def canonical_url(url: str) -> str:
    """The form of a link to store and to file: without tracking, one for each listing; empty where there is none.

    Source: ipp-facts 2.1, 2.2.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_CANONICAL_URL("item.taobao.com/item.htm?spm=a1z10&id=520813250866#detail") -> https://item.taobao.com/item.htm?id=520813250866
        =IPP_CANONICAL_URL("https://example.com/") ->
    """
    return platforms.parse(url).canonical


@worksheet("IPP_LISTING_KEY", "Links")
def listing_key(url: str) -> str:
    """What all links to one listing share; empty where the link leads to no listing or store.

    Two rows with the same key are the same listing, however their links are written. Lazada numbers its listings in
    each country by itself, so its keys name the country.

    Source: ipp-facts 2.2.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_LISTING_KEY("https://item.taobao.com/item.htm?id=520813250866&skuId=1") -> taobao:520813250866
        =IPP_LISTING_KEY("") ->
    """
    return platforms.parse(url).key


@worksheet("IPP_LINK_KIND", "Links")
def link_kind(url: str) -> str:
    """What a link leads to: item, store, short (to be expanded first), other; empty where it leads to no marketplace.

    Source: ipp-facts 2.1, 2.3.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_LINK_KIND("https://item.taobao.com/item.htm?id=520813250866") -> item
        =IPP_LINK_KIND("https://m.tb.cn/h.5abcDEF?tk=xyz") -> short
        =IPP_LINK_KIND("https://www.taobao.com/") -> other
    """
    return platforms.parse(url).kind
