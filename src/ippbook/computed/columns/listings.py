"""Computed columns of Listings."""

from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd

from ippbook.declare import column
from ippbook.functions import matches, urls
from ippbook.tables.column_links import links_of
from ippbook.tables.column_types import TextColumn
from ippbook.tables.findings import FINDINGS_CHINESE, FINDINGS_HEADER

USABLE: Final = MappingProxyType({"yes": "good", "no": "bad"})
"""The colours of columns that say whether a right is usable."""

url_platform = column(
    "Listings",
    "URL platform",
    chinese=("链接平台",),
    rare=True,
    words="platforms",
    by=urls.platform,
    whole=lambda url: links_of(url).shared(lambda link: link.platform),
    width=12,
)
item_id = column(
    "Listings",
    "Item ID",
    chinese=("链接商品ID",),
    rare=True,
    by=urls.item_id,
    whole=lambda url: links_of(url).item_id,
    width=20,
)
canonical_url = column(
    "Listings",
    "Canonical URL",
    chinese=("规范链接",),
    rare=True,
    by=urls.canonical_url,
    whole=lambda url: links_of(url).canonical,
    width=44,
)


_SECURE: Final = "https://"
_LONGEST_LINK: Final = 255
"""Characters that HYPERLINK takes."""


@column(
    "Listings",
    "Open page",
    chinese=("打开页面",),
    width=30,
    native=f'IF(OR(LEFT({{Canonical URL}},8)<>"{_SECURE}",LEN({{Canonical URL}})>{_LONGEST_LINK}),"",HYPERLINK({{Canonical URL}},MID({{Canonical URL}},9,80)))',
)
def open_page(canonical_url: TextColumn) -> TextColumn:
    """The page of the listing: click it. Only canonical links of known marketplaces can be clicked.

    A link to any other site, a look-alike of a marketplace, a script or a file has no canonical link, so it stays text.

    Source: ipp-facts 2.1, 2.2.
    """
    start = len(_SECURE)
    shown = [
        link[start : start + 80] if link[:start] == _SECURE and len(link) <= _LONGEST_LINK else ""
        for link in canonical_url.tolist()
    ]
    return pd.Series(np.array([*shown, None], dtype=object)[:-1], dtype=object, copy=False)


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
    words="answers",
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
