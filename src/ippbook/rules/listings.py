"""Rules on Listings: names, references, and the facts that a takedown text states."""

from datetime import date

import numpy as np

from ippbook.declare import rule
from ippbook.declare.wiring import Whole
from ippbook.rules.rows import (
    as_mask,
    cell_empty,
    future_slips,
    group_numbers,
    is_filled,
    repeated,
    table_exists,
)
from ippbook.tables.column_links import links_of
from ippbook.tables.column_types import DateColumn, FoundColumn, Mask, TextColumn


@rule("LS101", on="Listings", at="Listing", says="this listing has no short name; enter one, such as L0001")
def listing_without_short_name(listing: TextColumn) -> Mask:
    """Listing without a short name.

    Complaints refer to a listing by its short name. Without it, no complaint can report the listing.

    Fix: enter a short name of your own under Listing.
    Source: house rule: one row, one record; ipp-facts 8 (what teams keep).
    Certainty: certain; complaints refer to listings by this name.

    Flagged:
        | Listing | URL                                              |
        |         | https://item.taobao.com/item.htm?id=612345678901 |
    Clean:
        | Listing | URL                                              |
        | L0001   | https://item.taobao.com/item.htm?id=612345678901 |
        | L0002   |                                                  |
    """
    return ~is_filled(listing)


@rule(
    "LS102",
    on="Listings",
    at="Listing",
    says="{listing} is the short name of more than one listing, and only the first one is used; give each listing its own short name",
)
def short_name_of_two_listings(listing: TextColumn) -> Mask:
    """Two listings with the same short name.

    A complaint with this name is checked and written for the first listing that has the name.

    Fix: give each listing its own short name, and correct the complaints that use it.
    Source: house rule: one row, one record.
    Certainty: certain; complaints refer to listings by this name.

    Flagged:
        | Listing | Title  |
        | L0001   | Red    |
        | l0001   | Blue   |
    Clean:
        | Listing | Title  |
        | L0001   | Red    |
        | L0002   | Red    |
        |         | Blue   |
        |         | Green  |
    """
    return repeated(group_numbers(listing))


@rule("LS103", on="Listings", at="URL", says="this listing has no link; paste the link of the product page")
def link_missing(all_listings: Whole) -> Mask:
    """Listing without a link.

    A complaint is a list of links. Without a link, nothing can be reported.

    Fix: paste the link of the product page as the browser shows it.
    Source: ipp-facts 0.3, 5.1 [O7: OFF].
    Certainty: official.

    Flagged:
        | Listing | URL |
        | L0001   |     |
    Clean:
        | Listing | URL                                              |
        | L0001   | https://item.taobao.com/item.htm?id=612345678901 |
        | L0002   | see notes                                        |
    """
    return cell_empty(all_listings, "url")


@rule(
    "LS104",
    on="Listings",
    at="Right",
    says="there is no right called {right} in Rights; correct the name or add the right",
)
def right_of_listing_unknown(right: TextColumn, right_found: FoundColumn, all_rights: Whole) -> Mask:
    """Listing with an unknown right.

    Without the right, nothing that depends on it can be checked or filled in for this listing.

    Fix: correct the short name, or add the right to Rights.
    Source: house rule: every reference leads to a record.
    Certainty: certain; listings refer to rights by this name.

    Flagged:
        | Listing | Right   |
        | L0001   | TM-CN-9 |
    Clean:
        | Listing | Right   | Right type |
        | L0001   | TM-CN-1 | trademark  |
        | L0002   |         | copyright  |
    """
    return is_filled(right) & ~as_mask(right_found) & table_exists(all_rights)


@rule(
    "LS201",
    on="Listings",
    at="First seen",
    says="first seen on {first_seen:%Y-%m-%d}, after {as_of:%Y-%m-%d}, the date of this check; correct the date",
)
def first_seen_in_the_future(first_seen: DateColumn, as_of: date) -> Mask:
    """Listing with a first-seen date in the future.

    The date may be a typing error. If many rows have later dates, the check is made for an earlier day, and nothing is
    flagged.

    Fix: correct the date.
    Source: ipp-facts 8 (first seen); house rule: dates that contradict each other are reported.
    Certainty: inferred, so this is a warning.

    Flagged:
        | First seen | As of      |
        | 2026-07-01 | 2026-06-30 |
    Clean:
        | First seen | As of      |
        | 2026-06-30 | 2026-06-30 |
        |            | 2026-06-30 |
    """
    return future_slips(first_seen, as_of)


@rule(
    "LS202",
    on="Listings",
    at="Official URL",
    says="the official page is the listing itself; enter the page of your own site that shows the pictures",
)
def official_page_is_the_listing(url: TextColumn, official_url: TextColumn) -> Mask:
    """Official page that is the reported listing.

    A complaint about stolen pictures compares your own page with the listing. The listing cannot prove itself.

    Fix: enter the page of your own site or flagship store that shows the pictures.
    Source: ipp-facts 5.2, 5.3 [C1: CODE; V4: VEN].
    Certainty: inferred, so this is a warning.

    Flagged:
        | URL                                              | Official URL                                                  |
        | https://item.taobao.com/item.htm?id=612345678901 | https://item.taobao.com/item.htm?spm=a1&id=612345678901       |
        | https://item.taobao.com/item.htm?id=612345678901 | https://item.taobao.com/item.htm?id=612345678901              |
    Clean:
        | URL                                              | Official URL                                     |
        | https://item.taobao.com/item.htm?id=612345678901 | https://www.nordlys.example/bags/aurora          |
        | https://item.taobao.com/item.htm?id=612345678901 | https://detail.tmall.com/item.htm?id=598765432109 |
        | https://item.taobao.com/item.htm?id=612345678901 |                                                  |
        |                                                  |                                                  |
    """
    pages, links = links_of(official_url), links_of(url)
    alike = is_filled(official_url) & as_mask(url.to_numpy() == official_url.to_numpy())
    reported = pages.where(lambda link: link.kind in {"item", "store"}) & is_filled(
        url
    )  # nearly every page is one's own
    for row in np.flatnonzero(reported & ~alike).tolist():
        alike[row] = pages.each(row).key == links.each(row).key
    return alike


@rule(
    "LS203",
    on="Listings",
    at="Official URL",
    says="“{official_url}” is not a web address; enter the full link of the page that shows the pictures",
)
def official_page_without_address(official_url: TextColumn) -> Mask:
    """Official page that is not a web address.

    The takedown text must state the link of the page, so that the portal can compare the pictures.

    Fix: enter the full link, starting with https://.
    Source: ipp-facts 5.2, 5.3 [C1: CODE].
    Certainty: inferred, so this is a warning.

    Flagged:
        | Official URL      |
        | our website       |
        | see screenshot 3  |
    Clean:
        | Official URL                            |
        | https://www.nordlys.example/bags/aurora |
        | www.nordlys.example/bags                |
        | nordlys.example                         |
        | https://诺德.中国/包                    |
        |                                         |
    """
    pages = official_url.tolist()  # nearly all of them differ, so equal ones are not looked for
    return is_filled(official_url) & np.array(
        ["." not in page or (" " in page and " " in page.split(".")[0]) for page in pages], dtype=np.bool_
    )
