"""Which header of an export means which field: the columns' own names and synonyms, and the names that tools use."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from ippbook.normalize import key
from ippbook.tables.schema import Field

ITEM: Final = "item"
"""Not an ippbook column: the item number of a listing. Its link can be made from it if the marketplace is known."""
ITEM_SPELLINGS: Final = (
    "Item ID", "Product ID", "Offer ID", "Listing ID", "num_iid", "商品ID", "宝贝ID", "产品ID", "商品编号",
)  # fmt: skip
_TOOLS: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType({
    # Names of fields in marketplaces' interfaces and scrapers' exports; general knowledge, not checked against a source.
    ("Listings", "url"): ("detail_url", "offer_url", "page_url", "href", "商品网址", "宝贝链接", "详情链接", "投诉链接"),
    ("Listings", "title"): ("subject", "product_name", "item_name", "宝贝标题", "宝贝名称"),
    ("Listings", "price"): ("sale_price", "current_price", "现价", "促销价", "销售价"),
    ("Listings", "store"): ("shop_title", "company", "company_name", "公司名称", "店名"),
    ("Listings", "seller"): ("nick", "seller_id", "login_id", "旺旺号", "卖家", "卖家昵称"),
    ("Complaints", "status"): ("投诉状态", "result", "处理结果"),
    ("Complaints", "complaint"): ("batch_id", "complaint_id", "task_no"),
})  # fmt: skip


def spellings(field: Field) -> tuple[str, ...]:
    """Every key of a header that means *field*; its own first."""
    return (*field.spellings, *(key(text) for text in _TOOLS.get((field.table, field.name), ())))


class KnownHeaders:
    """The fields that an import looks for, and their known headers."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self.names: dict[str, str] = {}
        for field in fields:
            for text in spellings(field):
                self.names.setdefault(text, field.name)
        for text in ITEM_SPELLINGS:
            self.names.setdefault(key(text), ITEM)

    def name(self, header: object) -> str:
        """The field that a header means, "" for none. `seller.name` is compared whole first, then by its last part."""
        text = header if isinstance(header, str) else ""
        return self.names.get(key(text)) or self.names.get(key(text.rpartition(".")[2]), "")

    def hits(self, headers: Sequence[object]) -> int:
        """How many different fields the headers mean."""
        return len({name for header in headers if (name := self.name(header))})

    def places(self, headers: Sequence[str]) -> dict[str, int]:
        """The place of each field among the headers. A whole name has priority over a last part, left over right."""
        found: dict[str, int] = {}
        for place, header in enumerate(headers):
            if name := self.names.get(key(header)):
                found.setdefault(name, place)
        for place, header in enumerate(headers):
            if "." in header and (name := self.name(header)):
                found.setdefault(name, place)
        return found
