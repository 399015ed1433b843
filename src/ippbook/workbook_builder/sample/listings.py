"""The fictitious team's listings, with the facts for the takedown text."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from ippbook.quick_dataclasses import dataclass
from ippbook.workbook_builder.content import InputValue
from ippbook.workbook_builder.sample.links import invented_item_id, link

AMOUNTS: Final[Mapping[str, int]] = MappingProxyType(
    {"taobao": 118, "1688": 72, "aliexpress": 70, "alibaba": 56, "tmall": 42, "xianyu": 32, "lazada": 42, "tmallhk": 18}
)
"""Listings by platform."""
CHINESE_SITES: Final = frozenset({"taobao", "tmall", "tmallhk", "1688", "xianyu"})
_PER_FIND: Final = ("listing", "url", "first_seen")
"""The fields that differ between two rows of the same offer."""
_FIRST: Final = date(2026, 1, 5)
_DAYS: Final = 292

REASON_SHARES: Final = (
    ("counterfeit by comparison", 42), ("keyword abuse", 17), ("stolen pictures", 14), ("design infringement", 11), ("test buy", 6),
    ("logo on images", 5), ("artwork on goods", 3), ("patent infringement", 2),
)  # fmt: skip
"""Reasons, with their share of the listings in percent."""
_RIGHTS_CN: Final = MappingProxyType(
    {
        "counterfeit by comparison": ("TM-CN-1", "TM-CN-1", "TM-CN-2", "TM-CN-3"), "keyword abuse": ("TM-CN-1", "TM-CN-3"), "stolen pictures": ("CR-CN-2", "CR-NO-1"),
        "design infringement": ("DP-CN-1", "DP-CN-2"), "test buy": ("TM-CN-1",), "logo on images": ("TM-CN-2",), "artwork on goods": ("CR-CN-1",), "patent infringement": ("UM-CN-2", "IP-CN-1"),
    }
)  # fmt: skip
_RIGHTS_ABROAD: Final = MappingProxyType(
    _RIGHTS_CN
    | {
        "counterfeit by comparison": ("TM-EU-1", "TM-US-1", "TM-CN-1"),
        "keyword abuse": ("TM-EU-1", "TM-US-1"),
        "design infringement": ("DP-EU-1", "DP-CN-1"),
        "logo on images": ("TM-US-1",),
    }
)
_RIGHTS_LAZADA: Final = MappingProxyType(
    _RIGHTS_CN
    | dict.fromkeys(("counterfeit by comparison", "keyword abuse", "test buy", "logo on images"), ("TM-SG-1",))
    | {"design infringement": ("DP-EU-1",)}
)

_MODELS: Final = (
    "Aurora 20 backpack",
    "Aurora 28 backpack",
    "Polaris crossbody bag",
    "Fjell rain jacket",
    "Skare down vest",
    "Trail belt bag",
)
_MODELS_ZH: Final = ("极光20双肩包", "极光28双肩包", "北极星斜挎包", "峡湾冲锋衣", "雪壳羽绒马甲", "越野腰包")
_DIFFERENCES: Final = (
    "the zip puller is plain metal, genuine ones carry a leather tab with the star", "the lining is grey polyester, genuine lining is orange ripstop",
    "the logo is printed, on genuine goods it is embroidered", "the strap has one row of stitching, genuine straps have two",
    "the care label names no importer and no batch number", "the buckle has no engraving, genuine buckles are engraved NORDLYS",
    "the seams are not taped, genuine seams are taped inside",
)  # fmt: skip
_DIFFERENCES_ZH: Final = (
    "拉链头为普通金属，正品带有星形皮质拉片", "内衬为灰色涤纶，正品内衬为橙色防撕裂布", "标志为印刷，正品为刺绣", "肩带为单排缝线，正品为双排缝线",
    "洗标没有进口商名称和批次号", "扣具没有刻字，正品扣具刻有NORDLYS", "接缝没有压胶，正品接缝内侧压胶",
)  # fmt: skip
_OTHER_BRANDS: Final = ("Kestrova", "Bolunda", "TRAVMATE X", "Oumeiya", "山野记", "莱昂卡", "驰途")
_NICKS: Final = ("云上小铺", "山野户外装备", "阿May代购", "广州箱包源头厂家", "义乌晨光百货", "行者无疆88", "大鱼轻奢工厂店", "小鹿海淘", "tb58213377", "白云皮具批发", "极速户外旗舰", "潮流研究所2020", "双喜箱包", "老王的仓库", "花田半亩1991")  # fmt: skip
_NAMES: Final = ("Guangzhou Baihe Leather Goods Co., Ltd.", "Yiwu Sunmore Trading", "OutdoorKing Store", "Shop1102938475 Store", "Hello Travel Store", "Xiamen Lucky Bags Co., Ltd.", "BagHouse Official", "gear4u.sg", "KL Street Wear", "Quanzhou Everstep Sports", "Dongguan Halo Craft", "Nice Price Mall")  # fmt: skip


@dataclass(frozen=True)
class SampleListing:
    """A listing with its platform, reason and right."""

    row: Mapping[str, InputValue]
    platform: str
    reason: str
    right: str
    seen: date


def sample_listings(luck: random.Random) -> tuple[SampleListing, ...]:
    """All listings in the order in which the team found them; some occur twice, as in real data."""
    platforms = [platform for platform, amount in AMOUNTS.items() for _ in range(amount)]
    luck.shuffle(platforms)
    found: list[SampleListing] = []
    known: dict[str, dict[int, SampleListing]] = {platform: {} for platform in AMOUNTS}
    for place, platform in enumerate(platforms):
        before = known[platform]
        again = len(before) > 8 and luck.random() < 0.06
        number = luck.choice(list(before)) if again else invented_item_id(luck, platform)
        seen = _FIRST + timedelta(days=place * _DAYS // len(platforms))
        each = _found(luck, f"L{place + 1:04}", platform, number, seen)
        if again and luck.random() < 0.6:  # another member of the team found the same offer for the same right
            each = replace(
                each,
                row=dict(before[number].row) | {name: each.row[name] for name in _PER_FIND},
                reason=before[number].reason,
                right=before[number].right,
            )
        known[platform].setdefault(number, each)
        found.append(each)
    return tuple(found)


def _found(luck: random.Random, name: str, platform: str, number: int, seen: date) -> SampleListing:
    reason = luck.choices([reason for reason, _ in REASON_SHARES], [share for _, share in REASON_SHARES])[0]
    if platform == "lazada" and luck.random() < 0.25:
        reason = "design infringement"
    chinese = platform in CHINESE_SITES
    table = _RIGHTS_CN if chinese else _RIGHTS_LAZADA if platform == "lazada" else _RIGHTS_ABROAD
    right = luck.choice(table[reason])
    seller = luck.choice(_NICKS if chinese else _NAMES)
    model = luck.randrange(len(_MODELS))
    row: dict[str, InputValue] = {
        "listing": name, "url": link(luck, platform, number), "platform": platform if luck.random() < 0.8 else "",
        "title": _title(luck, reason, model, chinese=chinese), "store": f"{seller}店" if chinese and not seller.startswith("tb") else seller, "seller": seller,
        "right": right, "price": round(luck.uniform(39, 699) if chinese else luck.uniform(6, 95), 2), "first_seen": seen,
    }  # fmt: skip
    return SampleListing(
        row | _facts(luck, reason, model, row["title"], chinese=chinese), platform, reason, right, seen
    )


def _title(luck: random.Random, reason: str, model: int, *, chinese: bool) -> str:
    if reason == "keyword abuse":
        brand = luck.choice(_OTHER_BRANDS)
        return (
            f"{brand} {_MODELS_ZH[model]} 同款 NORDLYS 风 防水大容量"
            if chinese
            else f"{brand} {_MODELS[model].title()} NORDLYS Style Waterproof {luck.randrange(2024, 2027)} New"
        )
    mark = (
        ""
        if reason in {"design infringement", "patent infringement", "artwork on goods"}
        else luck.choice(("NORDLYS ", "Nordlys ", "NORDLYS/北光驿 ") if chinese else ("NORDLYS ", "Nordlys "))
    )
    tail = (
        luck.choice(("户外防水大容量", "男女同款通勤", "轻便旅行", "2026新款 正品", "原单尾货"))
        if chinese
        else luck.choice(
            ("Waterproof Outdoor", "Men Women Travel", "Wholesale Custom", "Original Quality", "New Arrival")
        )
    )
    return f"{mark}{_MODELS_ZH[model]} {tail}" if chinese else f"{mark}{_MODELS[model].title()} {tail}"


def _facts(luck: random.Random, reason: str, model: int, title: InputValue, *, chinese: bool) -> dict[str, InputValue]:
    """The facts that the takedown text of *reason* needs."""
    match reason:
        case "counterfeit by comparison" | "test buy":
            pool = _DIFFERENCES_ZH if chinese else _DIFFERENCES
            found = luck.sample(pool, luck.randrange(2, 5))
            return {
                "genuine_model": (_MODELS_ZH if chinese else _MODELS)[model],
                "differences": ("；" if chinese else "; ").join(found),
            }
        case "keyword abuse":
            words = "同款 NORDLYS 风" if chinese else "NORDLYS Style"
            return {
                "seller_brand": str(title).split(" " + (_MODELS_ZH[model] if chinese else _MODELS[model].title()))[0],
                "quoted_words": words,
                "found_in": "标题" if chinese else "title",
            }
        case "stolen pictures":
            return {
                "official_url": f"https://www.nordlys.example/products/{_MODELS[model].replace(' ', '-').lower()}",
                "pictures": luck.choice(("1", "1-3", "2, 4", "1, 3-5", "2-6")),
            }
    return {}
