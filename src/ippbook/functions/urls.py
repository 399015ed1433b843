"""Links: which marketplace, which listing, and the form of the link to store and to file."""

from ippbook.catalog import platforms
from ippbook.declare import worksheet
from ippbook.declare.cache import remembered
from ippbook.declare.parameters import WholeTexts
from ippbook.late_numpy import np
from ippbook.late_pandas import pd
from ippbook.tables.column_types import AnyColumn
from ippbook.tables.distinct_texts import blank_rows, distinct_texts, filled_by
from ippbook.tables.values import Unreadable


@worksheet("IPP_PLATFORM", "Links")
def platform(url: str) -> str:
    """The marketplace of a link, as its code; empty if the link leads to none.

    The host is compared as a browser reads it, so look-alike hosts and links inside links do not count. A short link
    names the marketplace of its host; the listing behind it may be on another one.

    Hosts, country sites and page addresses that were not seen before are read if they are the marketplace's own. A name
    such as aliexpress.pl may be an imitation: the check of Listings warns of it. Daraz,
    Trendyol and Fliggy are not known to be covered, so their links give an empty result.

    Source: ipp-facts 1, 2.1, 14.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_PLATFORM("https://item.taobao.com/item.htm?id=520813250866") -> taobao
        =IPP_PLATFORM("detail.tmall.hk/hk/item.htm?id=612345678901") -> tmallhk
        =IPP_PLATFORM("https://h5.m.taobao.com/2shou/newDetail.html?id=595237376060") -> xianyu
        =IPP_PLATFORM("https://item.taobao.com.evil.cn/item.htm?id=520813250866") ->
    """
    return platforms.parse_link(url).platform


@worksheet("IPP_ITEM_ID", "Links")
def item_id(url: str) -> str:
    """The number of the listing that a link leads to, as text; empty if the link does not lead to a listing.

    Excel cannot keep numbers of 16 digits, so the result is text. The number of an aliexpress.us link becomes the number
    of the same listing on aliexpress.com. A link that shows several products has no number of its own.

    Source: ipp-facts 2.1 [C1: CODE], 2.2 (aliexpress.us: INF), 14.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_ITEM_ID("https://item.taobao.com/item.htm?spm=a1z10&id=520813250866") -> 520813250866
        =IPP_ITEM_ID("https://www.aliexpress.us/item/3256805782399608.html") -> 1005005968714360
        =IPP_ITEM_ID("https://nordlys.en.alibaba.com/product/1600165544920-820872629/Red_Bag.html") -> 1600165544920
        =IPP_ITEM_ID("https://nordlys.taobao.com/") ->
    """
    return platforms.parse_link(url).item_id


@worksheet("IPP_CANONICAL_URL", "Links")
def canonical_url(url: str) -> str:
    """The form of a link to store and to file: without tracking, one for each listing; empty if there is none.

    Source: ipp-facts 2.1, 2.2.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_CANONICAL_URL("item.taobao.com/item.htm?spm=a1z10&id=520813250866#detail") -> https://item.taobao.com/item.htm?id=520813250866
        =IPP_CANONICAL_URL("https://example.com/") ->
    """
    return platforms.parse_link(url).canonical


@worksheet("IPP_LISTING_KEY", "Links")
def listing_key(url: str) -> str:
    """The key that all links to one listing share; empty if the link does not lead to a listing or store.

    Two rows with the same key are the same listing, however their links are written. Lazada numbers its listings
    separately in each country, so its keys name the country.

    Source: ipp-facts 2.2.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_LISTING_KEY("https://item.taobao.com/item.htm?id=520813250866&skuId=1") -> taobao:520813250866
        =IPP_LISTING_KEY("") ->
    """
    return platforms.parse_link(url).key


@worksheet("IPP_LINK_KIND", "Links")
def link_kind(url: str) -> str:
    """What a link leads to: item, store, short, other; empty if it does not lead to a marketplace.

    Expand a short link first: open it, and copy the address of the page that it opens.

    Source: ipp-facts 2.1, 2.3, 14.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_LINK_KIND("https://item.taobao.com/item.htm?id=520813250866") -> item
        =IPP_LINK_KIND("https://m.tb.cn/h.5abcDEF?tk=xyz") -> short
        =IPP_LINK_KIND("https://nordlys.trustpass.alibaba.com/contactinfo.html") -> store
        =IPP_LINK_KIND("https://www.taobao.com/") -> other
    """
    return platforms.parse_link(url).kind


@worksheet("IPP_STORE", "Links")
def store(url: str) -> str:
    """The store that a link leads to, by its name or number in the link; empty if the link does not lead to a store.

    A link to a listing does not name its store, but the page does. Enter that store in the column Store.

    Source: ipp-facts 2.1, 2.3.

    Arguments:
        url: the link, as copied from a browser, an app or a sheet

    Examples:
        =IPP_STORE("https://Shop12345.1688.com/page/offerlist.htm?spm=a1") -> shop12345
        =IPP_STORE("https://www.aliexpress.com/store/1102345678") -> 1102345678
        =IPP_STORE("https://item.taobao.com/item.htm?id=520813250866") ->
    """
    return platforms.parse_link(url).store


@worksheet("IPP_DUPLICATE_OF", "Links")
def duplicate_of(urls: WholeTexts, names: WholeTexts | None = None, row: int | None = None) -> WholeTexts:
    """For each link the first row that leads to the same listing, by its name or its link; empty in the first row itself.

    It reads the whole column, so enter it once, in one cell that spills: =IPP_DUPLICATE_OF(Listings[URL],
    Listings[Listing]) is the column *Duplicate of*. In a table nothing can spill, so name the row there. The result is a column,
    even if the links are in one row.

    Source: ipp-facts 2.2.

    Arguments:
        urls: the column of links
        names: the column of short names of the listings; without it, or if a name is blank, the result is the link to store
        row: return the result of this row only, from 1; as in ROW()-ROW(Listings[#Headers])

    Examples:
        =IPP_DUPLICATE_OF({"https://item.taobao.com/item.htm?id=520813250866";"item.taobao.com/item.htm?spm=a&id=520813250866"}, {"L1";"L2"}, 2) -> L1
        =IPP_DUPLICATE_OF({"https://item.taobao.com/item.htm?id=520813250866";"item.taobao.com/item.htm?spm=a&id=520813250866"}, "", 2) -> https://item.taobao.com/item.htm?id=520813250866
        =IPP_DUPLICATE_OF({"https://item.taobao.com/item.htm?id=520813250866";"item.taobao.com/item.htm?spm=a&id=520813250866"}, {"L1";"L2"}, 1) ->
    """
    if names is not None and len(names) == 1 and not names.iloc[0] and len(urls) != 1:
        names = None  # hosts pass one blank for a skipped argument
    if names is not None and len(names) != len(urls):
        raise Unreadable(f"the column names has {len(names)} rows and the column urls has {len(urls)}")
    found = _duplicates(urls, names)
    if row is None:
        return found
    if not 1 <= row <= len(found):
        raise Unreadable(f"there is no row {row} in a column of {len(found)}")
    return found.iloc[[row - 1]]


@remembered(4)
def _duplicates(urls: AnyColumn, names: "AnyColumn | None") -> AnyColumn:
    codes, distinct = distinct_texts(urls)
    links = [platforms.parse_link(url) for url in distinct]
    item_id, canonical = (
        pd.Series(np.array([getattr(link, name) for link in links], dtype=object)[codes], dtype=object)
        for name in ("item_id", "canonical")
    )
    blank = pd.Series([""] * len(urls), dtype=object)
    return earlier_rows(blank if names is None else names, item_id, canonical)


def earlier_rows(name: AnyColumn, item_id: AnyColumn, canonical: AnyColumn) -> AnyColumn:
    """For each row the *name* of the first row with the same *canonical* link, or that link if the name is blank; "" in the first.

    Rows without *item_id* do not lead to a listing, so they repeat none. The column, the worksheet function and the rules share it.
    """
    codes, _ = distinct_texts(canonical)
    rows = np.flatnonzero(~blank_rows(item_id))
    first = np.full(len(codes), len(codes), dtype=np.int64)
    np.minimum.at(first, codes[rows], rows)
    shown = filled_by(name, canonical).to_numpy()
    found = np.full(len(codes), "", dtype=object)
    later = rows[first[codes[rows]] != rows]
    found[later] = shown[first[codes[later]]]
    return pd.Series(found, dtype=object)
