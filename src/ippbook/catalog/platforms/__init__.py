"""The marketplaces: their links, the rights that they accept, and the limits of a complaint. One TOML file a platform.

A new file in this folder adds a platform; no other file lists them.

>>> link = parse_link("https://item.taobao.com/item.htm?spm=a1z10&id=520813250866#detail")
>>> link.platform, link.item_id, link.canonical
('taobao', '520813250866', 'https://item.taobao.com/item.htm?id=520813250866')
>>> parse_link("https://www.aliexpress.us/item/3256805782399608.html").item_id
'1005005968714360'
>>> parse_link("https://new.detail.tmall.com/item.htm?id=520813250866").unseen_form
True
>>> parse_link("https://item.taobao.com.evil.cn/item.htm?id=520813250866").platform
''
"""

from ippbook.catalog.platforms.catalogue import PLATFORMS, complaint_limits, platform_vocabulary
from ippbook.catalog.platforms.hosts import LinkKind
from ippbook.catalog.platforms.jurisdiction import accepts, prefers_china
from ippbook.catalog.platforms.links import Link, parse_link, parse_link_once
from ippbook.catalog.platforms.schema import ComplaintLimits, LinkShape, Platform, YesNoUnsure
from ippbook.catalog.platforms.uncovered import UNCOVERED_MARKETPLACES, UncoveredMarketplace

__all__ = [
    "PLATFORMS",
    "UNCOVERED_MARKETPLACES",
    "ComplaintLimits",
    "Link",
    "LinkKind",
    "LinkShape",
    "Platform",
    "UncoveredMarketplace",
    "YesNoUnsure",
    "accepts",
    "complaint_limits",
    "parse_link",
    "parse_link_once",
    "platform_vocabulary",
    "prefers_china",
]
