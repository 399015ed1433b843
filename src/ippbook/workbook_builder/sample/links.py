"""Links in the real forms of all eight platforms (ipp-facts 2.1), with the extra parameters of a browser's address bar."""

import random
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

_US_SHIFT: Final = 2**51
_CLEAN: Final = 7
"""Of ten links, the number that are reduced to the item id."""
_LANDS: Final = ("sg", "com.my", "co.th", "co.id", "vn", "com.ph")

SHAPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "taobao": (
            "https://item.taobao.com/item.htm?id={id}",
            "https://item.taobao.com/item.htm?id={id}",
            "https://item.taobao.com/item.htm?spm=a21n57.1.item.{n}.1a2b3c4d&priceTId=2147{n}&id={id}&ns=1&abbucket={d}#detail",
            "https://item.taobao.com/item.htm?abbucket={d}&id={id}&ns=1&skuId=5{id}",
            "https://h5.m.taobao.com/awp/core/detail.htm?id={id}&spm=a2141.7631557.{n}",
            "https://m.intl.taobao.com/detail/detail.html?id={id}",
            "https://world.taobao.com/item/{id}.htm?fromSite=main",
            "http://item.taobao.com/item.htm?id={id}&utm_source=share",
        ),
        "tmall": (
            "https://detail.tmall.com/item.htm?id={id}",
            "https://detail.tmall.com/item.htm?abbucket={d}&id={id}&rn=5e{n}&spm=a1z10.3-b.w4011-{n}.1",
            "https://detail.m.tmall.com/item.htm?id={id}",
            "https://chaoshi.detail.tmall.com/item.htm?id={id}&skuId=4{id}",
        ),
        "tmallhk": (
            "https://detail.tmall.hk/hk/item.htm?id={id}",
            "https://detail.tmall.hk/item.htm?id={id}&spm=a220m.{n}",
        ),
        "1688": (
            "https://detail.1688.com/offer/{id}.html",
            "https://detail.1688.com/offer/{id}.html",
            "https://detail.1688.com/offer/{id}.html?spm=a2615.2177701.{n}.12&_t=17{n}",
            "https://m.1688.com/offer/{id}.html",
        ),
        "alibaba": (
            "https://www.alibaba.com/product-detail/Outdoor-Travel-Backpack-Custom-Logo_{id}.html",
            "https://www.alibaba.com/product-detail/Fashion-Crossbody-Bag-Nordlys-Style_{id}.html?spm=a2700.galleryofferlist.{n}.0.0&s=p",
            "https://spanish.alibaba.com/product-detail/mochila-impermeable_{id}.html",
            "https://m.alibaba.com/product/{id}/waterproof-backpack.html",
            "https://www.alibaba.com/product-detail/v2/{id}.html",
        ),
        "aliexpress": (
            "https://www.aliexpress.com/item/{id}.html",
            "https://www.aliexpress.com/item/{id}.html?spm=a2g0o.productlist.main.{d}.{n}&algo_pvid=5f{n}&gatewayAdapt=glo2deu",
            "https://ru.aliexpress.com/item/{id}.html",
            "https://m.aliexpress.com/i/{id}.html",
            "https://www.aliexpress.us/item/{us}.html?gatewayAdapt=glo2usa",
            "https://aliexpress.ru/item/{id}.html?sku_id=1200{n}",
            "https://es.aliexpress.com/i/{id}.html",
        ),
        "xianyu": (
            "https://www.goofish.com/item?id={id}",
            "https://www.goofish.com/item?spm=a21ybx.search.{n}&id={id}&categoryId=50{n}",
        ),
        "lazada": (
            "https://www.lazada.{land}/products/i{id}.html",
            "https://www.lazada.{land}/products/nordlys-aurora-backpack-20l-i{id}-s1{id}.html",
            "https://www.lazada.{land}/products/waterproof-crossbody-bag-i{id}-s2{id}.html?spm=a2o4k.searchlist.{n}&search=1",
        ),
    },
)
"""Platform -> the forms of a listing's link: {id} is the item id, {us} the id on aliexpress.us, the rest are extra parameters."""

_IDS: Final[Mapping[str, Callable[[random.Random], int]]] = MappingProxyType(
    {
        # Twelve digits that begin with 2 or 3: between the last ids of eleven digits and the first of twelve.
        "taobao": lambda luck: 210_000_000_000 + luck.randrange(10**10),
        "tmall": lambda luck: 230_000_000_000 + luck.randrange(10**10),
        "tmallhk": lambda luck: 250_000_000_000 + luck.randrange(10**10),
        "1688": lambda luck: 310_000_000_000 + luck.randrange(10**10),
        "xianyu": lambda luck: 330_000_000_000 + luck.randrange(10**10),
        "alibaba": lambda luck: 1_600_000_000_000 + luck.randrange(10**6),
        "aliexpress": lambda luck: 1_005_000_000_000_000 + luck.randrange(10**8),
        "lazada": lambda luck: 9_900_000_000 + luck.randrange(10**7),
    },
)


def invented_item_id(luck: random.Random, platform: str) -> int:
    """An unused id with the platform's usual length."""
    return _IDS[platform](luck)


def link(luck: random.Random, platform: str, number: int) -> str:
    """A link to the item *number* in one of the platform's forms."""
    shape = luck.choice(SHAPES[platform])
    if number % 10 < _CLEAN:  # most teams reduce a link to the item id
        shape = SHAPES[platform][0]
    noise = {"n": luck.randrange(1_000, 99_999), "d": luck.randrange(1, 20), "land": _LANDS[number % len(_LANDS)]}
    return shape.format(id=number, us=number + _US_SHIFT, **noise)
