"""The marketplaces: their links, whose rights they take, and what a complaint may hold. One TOML file a platform.

Dropping a file into this folder adds a platform; nothing else names them.

>>> link = parse("https://item.taobao.com/item.htm?spm=a1z10&id=520813250866#detail")
>>> link.platform, link.item_id, link.canonical
('taobao', '520813250866', 'https://item.taobao.com/item.htm?id=520813250866')
>>> parse("https://www.aliexpress.us/item/3256805782399608.html").item_id
'1005005968714360'
>>> parse("https://item.taobao.com.evil.cn/item.htm?id=520813250866").platform
''
"""

from ippbook.catalog.platforms.catalogue import ALL, vocabulary
from ippbook.catalog.platforms.jurisdiction import accepts, prefers_china
from ippbook.catalog.platforms.links import Kind, Link, parse, parse_once
from ippbook.catalog.platforms.schema import Answer, Limits, Platform, Shape

__all__ = [
    "ALL",
    "Answer",
    "Kind",
    "Limits",
    "Link",
    "Platform",
    "Shape",
    "accepts",
    "parse",
    "parse_once",
    "prefers_china",
    "vocabulary",
]
