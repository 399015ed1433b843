"""Computed columns of Listings."""

from types import MappingProxyType
from typing import Final

from ippbook.declare import column
from ippbook.functions import matches, urls
from ippbook.tables.column_types import TextColumn
from ippbook.tables.findings import FINDINGS_CHINESE, FINDINGS_HEADER

USABLE: Final = MappingProxyType({"yes": "good", "no": "bad"})
"""The colours of columns that say whether a right is usable."""

url_platform = column("Listings", "URL platform", chinese=("链接平台",), rare=True, by=urls.platform, width=12)
item_id = column("Listings", "Item ID", chinese=("链接商品ID",), rare=True, by=urls.item_id, width=20)
canonical_url = column("Listings", "Canonical URL", chinese=("规范链接",), by=urls.canonical_url, width=44)


@column("Listings", "Duplicate of", chinese=("重复于",), width=12)
def duplicate_of(listing: TextColumn, item_id: TextColumn, canonical_url: TextColumn) -> TextColumn:
    """The first row with a link to the same product page; empty in that first row itself.

    Two rows have the same product page if their canonical links are the same: the same marketplace (on Lazada the same
    country) and item number, however the links are written. If the first row has no short name, its canonical link is
    shown.

    Source: ipp-facts 2.2.
    """
    return urls.earlier_rows(listing, item_id, canonical_url)


usable_on_platform = column(
    "Listings",
    "Usable on platform",
    chinese=("平台可用",),
    by=matches.usable_on,
    wiring={
        "platform": "url_platform",
        "office": "right_office",
        "china_certificate": "right_china_certificate",
    },
    good=USABLE,
    width=10,
)


@column("Listings", FINDINGS_HEADER, chinese=FINDINGS_CHINESE, width=56)
def findings(row_findings: TextColumn) -> TextColumn:
    """The findings of the checks about this row, most severe first.

    Source: house rule: findings are shown in the row that they are about.
    """
    return row_findings
