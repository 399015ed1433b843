"""The sheet Sellers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from ippbook import sellers as offending
from ippbook.declare import ReportColumn, report
from ippbook.declare.wiring import Wiring
from ippbook.tables.headers import header_of

_WIDTHS: Final = MappingProxyType(
    {"seller": 30, "stores": 26, "platforms": 22, "listings": 10, "first_seen": 12, "last_seen": 12}
)
_CHINESE: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "seller": ("卖家",),
        "stores": ("店铺",),
        "platforms": ("平台",),
        "listings": ("商品数",),
        "first_seen": ("首次发现",),
        "last_seen": ("最近发现",),
        "unfiled": ("未提交",),
        "open": ("处理中",),
        "closed": ("已结束",),
        "taken_down": ("已下架",),
        "relisted": ("重新上架",),
        "new_offers_after_a_takedown": ("下架后新商品",),
        "repeat": ("屡犯",),
        "whitelisted": ("白名单",),
    }
)

_GOOD: Final = MappingProxyType(
    {"repeat": MappingProxyType({"yes": "bad"}), "whitelisted": MappingProxyType({"yes": "good"})}
)
"""A repeat seller, and one that must never be reported."""

_COLUMNS: Final = tuple(
    ReportColumn(
        header_of(name),
        kind,
        note,
        _WIDTHS.get(name, 11),
        _CHINESE[name],
        _GOOD.get(name, MappingProxyType({})),
        words="platforms" if name == "platforms" else "",
    )
    for name, (kind, note) in offending.COLUMNS.items()
)


@report("Sellers", columns=_COLUMNS, chinese=("知产卖家统计",))
def sellers(wiring: Wiring) -> pd.DataFrame:
    """The sellers, and the outcome of the complaints about them. Sellers that came back after a takedown are first.

    The same name on two marketplaces suggests one seller, but does not prove it.

    Source: ipp-facts 8 (per-store complaint count [C1, C2: CODE]), 10 (re-listing within days [V18: VEN]).
    """
    return offending.offenders(wiring)
