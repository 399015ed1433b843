"""The forms of links of ipp-facts 14, forms that were not seen yet, and what must never be read as an item."""

import random
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog import platforms

ID, LONG = "612345678901", "1005006012345678"

ITEMS = [
    ("http://nordlys.en.alibaba.com/product/60112345678-801234567/Red_Bag.html", "alibaba", "60112345678"),
    ("https://nordlys.en.alibaba.com/product/1912345678-213407227/", "alibaba", "1912345678"),
    ("https://nordlys.m.en.alibaba.com/product/1600112345678-820872629/bag.html", "alibaba", "1600112345678"),
    ("https://italian.alibaba.com/product-detail/red-bag-for-suv-60412345678.html", "alibaba", "60412345678"),
    ("https://turkish.alibaba.com/p-detail/Red-1601012345678.html?spm=a", "alibaba", "1601012345678"),
    ("https://m.french.alibaba.com/product/60312345678/bag.html", "alibaba", "60312345678"),
    ("https://www.alibaba.com/pla/Red-Bag-33V_1601212345678.html", "alibaba", "1601212345678"),
    ("https://offer.alibaba.com/cps/0f4752f4?bm=cps&productId=1601412345678", "alibaba", "1601412345678"),
    (f"https://www.aliexpress.com/ssr/300000512/Deals?spm=a&productIds={LONG}", "aliexpress", LONG),
    (f"https://www.aliexpress.com/gcp/300000604/x?productIds={LONG}%3A12000031234567890", "aliexpress", LONG),
    (f"https://m.aliexpress.com/s/item/{LONG}.html#autostay", "aliexpress", LONG),
    ("https://m.pt.aliexpress.com/item3/32812345678.html", "aliexpress", "32812345678"),
    (f"https://star.aliexpress.com/share/share.htm?redirectUrl=https%3A%2F%2Fpt.aliexpress.com%2Fitem%2F{LONG}.html", "aliexpress", LONG),
    (f"https://star.aliexpress.com/share/share.htm?redirectUrl=https://www.aliexpress.com/item/{LONG}.html?a=1", "aliexpress", LONG),
    ("https://www.aliexpress.us/ssr/1/Deals?productIds=3256805782399608", "aliexpress", "1005005968714360"),
    (f"https://main.m.taobao.com/app/ltao-fe/we-detail/home.html?id={ID}", "taobao", ID),
    (f"https://new.m.taobao.com/detail.htm?skuId=5455243929341&id={ID}", "taobao", ID),
    (f"http://a.m.taobao.com/i{ID}.htm?abtest=2", "taobao", ID),
    (f"https://www.taobao.com/list/item/wap/{ID}.htm", "taobao", ID),
    (f"https://tw.world.taobao.com/item/{ID}.htm", "taobao", ID),
    (f"https://uland.taobao.com/coupon/edetail?activityId=a1&itemId={ID}", "taobao", ID),
    (f"https://login.taobao.com/member/login.jhtml?redirectURL=http%3A%2F%2Fitem.taobao.com%2Fitem.htm%3Fid%3D{ID}", "taobao", ID),
    (f"http://a.m.tmall.com/i{ID}.htm", "tmall", ID),
    (f"https://detail.tmall.com/item_o.htm?id={ID}&skuId=1", "tmall", ID),
    (f"http://world.tmall.com/item/{ID}.htm?id={ID}", "tmall", ID),
    (f"https://detail.m.tmall.hk/item.htm?id={ID}", "tmallhk", ID),
    (f"https://detail.1688.com/offer/{ID}", "1688", ID),
    (f"http://detail.m.1688.com/page/index.html?offerId={ID}", "1688", ID),
    (f"https://market.m.taobao.com/app/idleFish-F2e/widle-taobao-rax/page-detail?id={ID}", "xianyu", ID),
    (f"http://h5.m.taobao.com/2shou/newDetail.html?id={ID}", "xianyu", ID),
    (f"https://h5.m.goofish.com/item?id={ID}", "xianyu", ID),
    (f"https://goofish.com/item/{ID}", "xianyu", ID),
    ("https://www.lazada.vn/tui-xach-15-do-i123456789.html", "lazada", "123456789"),
    ("https://m.lazada.com.ph/products/pdp-i4112345678-s22712345678.html", "lazada", "4112345678"),
    ("https://www.miravia.es/p/bolsa-roja-i1357123456789012.html", "miravia", "1357123456789012"),
]  # fmt: skip


@pytest.mark.parametrize(("url", "platform", "item_id"), ITEMS)
def test_forms_that_were_seen_are_read_without_a_note(url, platform, item_id):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.item_id, link.unseen_form) == (platform, "item", item_id, False)
    again = platforms.parse_link(link.canonical)
    assert (again.key, again.canonical) == (link.key, link.canonical)


@pytest.mark.parametrize(
    ("url", "platform", "item_id"),
    [
        (f"https://best.aliexpress.com/item/{LONG}.html", "aliexpress", LONG),
        (f"https://nordlys.aliexpress.com/item/{LONG}.html", "aliexpress", LONG),
        (f"https://xyz.aliexpress.us/product/detail.htm?productId={LONG}", "aliexpress", LONG),
        ("https://www.alibaba.com/product-gs/488222354/Red_Bag.html", "alibaba", "488222354"),
        (f"https://new.detail.tmall.com/item.htm?id={ID}", "tmall", ID),
        (f"https://nordlys.tmall.com/item.htm?id={ID}", "tmall", ID),
        (f"https://x.m.taobao.com/app/a/item-detail/index.html?skuId=44444444&id={ID}", "taobao", ID),
        (f"https://air.1688.com/app/x/page.html?offerId={ID}", "1688", ID),
        (f"https://xyz.goofish.com/item.htm?id={ID}", "xianyu", ID),
        ("https://tmall.ru/item/Red-Bag/4000171712345.html?spm=a", "aliexpress", "4000171712345"),
        (f"https://www.aliexpress.com/product/{LONG}.html", "aliexpress", LONG),
    ],
)
def test_a_product_page_of_another_form_is_read_with_a_note(url, platform, item_id):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.item_id, link.unseen_form) == (platform, "item", item_id, True)


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://rule.alibaba.com/rule/detail/11004944.htm", "alibaba"),
        ("https://service.alibaba.com/buyer/faq_detail/20729163.htm", "alibaba"),
        (f"https://rule.taobao.com/detail-11001234.htm?id={ID}", "taobao"),
        ("https://bbs.taobao.com/catalog/thread/154504-317743217.htm", "taobao"),
        ("https://news.1688.com/detail/1234567890.html", "1688"),
        ("https://scm.alibaba.com/express/detail.htm?id=1789012345", "alibaba"),
        ("https://sourcing.alibaba.com/rfq/detail/123456789.html", "alibaba"),
        ("https://m.1688.com/offer_search/-6D7033.html?keywords=bag", "1688"),
        ("https://h5api.m.tmall.com/h5/mtop.taobao.pcdetail.data.get/1.0/", "tmall"),
        (f"https://help.aliexpress.com/item/{LONG}.html", "aliexpress"),
        ("https://www.aliexpress.com/category/1234567890/bags.html", "aliexpress"),
        ("https://www.alibaba.com/showroom/bag-1234567890.html", "alibaba"),
        ("https://kj.1688.com/", "1688"),
        ("https://ju.tmall.com/", "tmall"),
        ("https://chaoshi.m.tmall.com/", "tmall"),
    ],
)
def test_rules_help_news_searches_and_own_hosts_certainly_show_no_offer(url, platform):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.item_id, link.no_offer) == (platform, "other", "", True)


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://vn.world.taobao.com/item/MllMQmd1VHpiNzRRMjhCWXJwVEZZQT09.htm", "taobao"),
        ("https://www.aliexpress.com/ssr/300001014/Flashdeal", "aliexpress"),
        ("https://pages.lazada.co.id/wow/gcp/id/nulp?itemId=7412345678", "lazada"),
        ("https://item.taobao.com/item.htm?id=", "taobao"),
        ("https://www.lazada.com/en/", "lazada"),
        ("https://www.aliexpress.com/p/order/detail.html?orderId=8171234567891234", "aliexpress"),
        ("https://www.alibaba.com/product-insights/bags-12345678.html", "alibaba"),
        (f"https://market.m.taobao.com/app/a/shop-detail?id={ID}", "taobao"),
        (f"https://market.m.taobao.com/app/a/user-detail?id={ID}", "taobao"),
        ("https://x.m.taobao.com/detail.htm?id=1234567", "taobao"),
        ("https://h5.m.taobao.com/2shou/index.html", "xianyu"),
    ],
)
def test_a_page_that_may_show_an_offer_is_not_called_one_without(url, platform):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.item_id, link.no_offer) == (platform, "other", "", False)


def test_a_link_with_several_items_names_them_and_chooses_none():
    link = platforms.parse_link(f"https://www.aliexpress.com/ssr/1/Deals?productIds={LONG}:1200001,1005001111111111")
    assert (link.kind, link.item_id, link.choices) == ("other", "", (LONG, "1005001111111111"))


@pytest.mark.parametrize(
    ("url", "platform", "store"),
    [
        ("http://nordlys.trustpass.alibaba.com/contactinfo.html", "alibaba", "nordlys"),
        ("https://nordlys.aliexpress.com/store/2090012", "aliexpress", "2090012"),
        ("https://nordlys.aliexpress.com/store/group/Red-Bags/1101212345_10000003512345.html", "aliexpress", "1101212345"),
        ("https://nordlys.world.taobao.com/", "taobao", "nordlys"),
        ("https://nordlys.taobao.com/", "taobao", "nordlys"),
        ("http://store.taobao.com/shop/view_shop.htm?spm=a&shop_id=64012345", "taobao", "64012345"),
        ("taobao://shop.m.taobao.com/shop/shop_index.htm?shop_id=64012345", "taobao", "64012345"),
        ("https://world.taobao.com/dianpu/113512345.htm", "taobao", "113512345"),
        ("https://nordlys.world.tmall.com/view_shop.htm?spm=a", "tmall", "nordlys"),
        ("taobao://nordlys.m.tmall.com/", "tmall", "nordlys"),
        ("https://nordlys.tmall.hk/shop/view_shop.htm", "tmallhk", "nordlys"),
        ("https://m.1688.com/winport/b2b-22108712345.html", "1688", "b2b-22108712345"),
        ("https://m.1688.com/winport/company/b2b-22108712345.html", "1688", "b2b-22108712345"),
        ("https://shop.taobao.com/shop/view_shop.htm?user_number_id=880512345", "taobao", "880512345"),
        ("https://winport.m.1688.com/page/index.html?memberId=b2b-22108712345", "1688", "b2b-22108712345"),
        ("https://www.goofish.com/personal?userId=123456789", "xianyu", "123456789"),
        ("https://www.lazada.com.my/shop/nordlys-os/?path=a", "lazada", "nordlys-os"),
        ("https://www.miravia.es/shop/nordlys", "miravia", "nordlys"),
    ],
)  # fmt: skip
def test_stores_are_stores(url, platform, store):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.store, link.item_id) == (platform, "store", store, "")
    assert platforms.parse_link(link.canonical).key == link.key


@pytest.mark.parametrize(
    ("url", "platform"),
    [
        ("https://qr.1688.com/s/AbcDe123", "1688"),
        ("https://dj.1688.com/ci_bb?a=1", "1688"),
        ("https://www.alibaba.com/x/B2Abc1?ck=pdp", "alibaba"),
        ("https://s.click.taobao.com/t?e=m%3D2%26s%3Dabc", "taobao"),
        ("https://uland.taobao.com/coupon/edetail?e=1zgD1Yj06", "taobao"),
        ("https://sl.aliexpress.ru/p?key=LR1abcd", "aliexpress"),
        ("http://s.click.aliexpress.com/deep_link.htm?dl_target_url=x", "aliexpress"),
        ("https://click.aliexpress.com/e/_c4AbCdE", "aliexpress"),
        ("https://s.lazada.co.id/s.abcde", "lazada"),
        ("https://c.lazada.co.th/t/c.2Kyabc", "lazada"),
    ],
)
def test_short_links_are_short(url, platform):
    link = platforms.parse_link(url)
    assert (link.platform, link.kind, link.item_id, link.key) == (platform, "short", "", "")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.daraz.pk/products/red-bag-i123456789-s1.html", "Daraz"),
        ("daraz.com.bd/products/red-bag-i123456789.html", "Daraz"),
        ("https://www.trendyol.com/nordlys/bag-p-123456789", "Trendyol"),
        (f"https://traveldetail.fliggy.com/item.htm?id={ID}", "Fliggy"),
    ],
)
def test_marketplaces_that_ipp_is_not_known_to_cover_are_named_and_are_no_platform(url, name):
    assert platforms.parse_link(url) == platforms.Link(uncovered=name)


@pytest.mark.parametrize(
    "wrapping",
    [
        "【AliExpress】{}】复制",
        "[red bag]({})",
        '<a href="{}">',
        "2、{}",
        "3. {}",
        "{},https://www.aliexpress.com/item/1005001111111111.html",
        "{}，https://example.com/",
        "{}#nav-review",
    ],
)
def test_what_apps_and_lists_put_around_a_link_does_not_matter(wrapping):
    url = f"https://www.aliexpress.com/item/{LONG}.html"
    assert platforms.parse_link(wrapping.format(url)) == platforms.parse_link(url)


@pytest.mark.parametrize(
    "spelling",
    [
        f"https:\\/\\/www.aliexpress.com\\/item\\/{LONG}.html",
        f"https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{LONG}.html",
        f"https%253A%252F%252Fwww.aliexpress.com%252Fitem%252F{LONG}.html",
        f"HTTP://WWW.ALIEXPRESS.COM:443/item/{LONG}.html",
        f"pt.aliexpress.com/item/{LONG}.html",
        f"https:/www.aliexpress.com/item/{LONG}.html",
        f"https://www.aliexpress.com//item//{LONG}.html",
        f"https://www.aliexpress.com/item/{LONG}.html%3Fspm%3Da",
        f"https://www.aliexpress.com/item/{LONG}.html&spm=a",
    ],
)
def test_encoded_and_unusual_spellings_are_the_same_listing(spelling):
    assert platforms.parse_link(spelling).canonical == f"https://www.aliexpress.com/item/{LONG}.html"


OTHER_HOSTS = ["evil.com", "aliexpress.com.evil.cn", "aliexpress.co", "evil-aliexpress.com", "aliexpress.com@evil.com",
               "item.taobao.com", "xn--aliexpress-x.com", "aliexpress.com。evil.com", "aliexpress.de", "lazada.xyz", "miravia.es.evil.es"]  # fmt: skip


@pytest.mark.parametrize("host", OTHER_HOSTS)
def test_a_link_inside_a_link_counts_only_within_one_marketplace(host):
    inner = platforms.parse_link(
        f"https://star.aliexpress.com/share/share.htm?redirectUrl=https%3A%2F%2F{host}%2Fitem%2F{LONG}.html"
    )
    assert (inner.platform, inner.kind, inner.item_id) == ("aliexpress", "other", "")
    outer = platforms.parse_link(
        f"https://{host}/share.htm?redirectUrl=https%3A%2F%2Fwww.aliexpress.com%2Fitem%2F{LONG}.html"
    )
    assert (outer.platform in {"", "taobao"}, outer.item_id) == (True, "")


def test_a_link_inside_a_link_inside_a_link_does_not_count():
    middle = f"https%3A%2F%2Fstar.aliexpress.com%2Fshare.htm%3FredirectUrl%3Dhttps%253A%252F%252Fwww.aliexpress.com%252Fitem%252F{LONG}.html"
    assert platforms.parse_link(f"https://star.aliexpress.com/share/share.htm?redirectUrl={middle}").item_id == ""


_LOOK_ALIKES = ["{}.evil.com", "evil-{}", "{}@evil.com", "{}.co", "evil.com/{}", "evil.com?{}", "evil.com#{}", "x{}", "{}:80@evil.com"]  # fmt: skip


@given(st.sampled_from(ITEMS), st.sampled_from(_LOOK_ALIKES))
def test_no_form_is_read_on_another_host(item, look_alike):
    host, _, path = item[0].partition("://")[2].removeprefix("www.").partition("/")
    domain = ".".join(host.split(".")[-3 if host.endswith(("com.my", "com.ph", "co.th", "co.id")) else -2 :])
    for name in (host, domain) if look_alike not in {"x{}", "evil-{}"} else (domain,):
        link = platforms.parse_link(f"https://{look_alike.format(name)}/{path}")
        assert (link.platform, link.item_id) == ("", "")


_PIECES = ["https://", "http:", "//", "www.", "item.taobao.com", "aliexpress.com", ".en.alibaba.com", "1688.com", "lazada.sg", "evil.com",
           "@", "\\", "?", "#", "&", "=", "id", "redirectUrl", "productIds", "/item/", "/product/", "/offer/", ".html", ID, LONG, "%2F", "%3A", "：", "】", " ", "é", "\u202e", "￥"]  # fmt: skip


def test_ten_thousand_random_strings_neither_fail_nor_name_an_item_of_another_host():
    chance = random.Random(12)
    for _ in range(10_000):
        text = "".join(
            chance.choice(_PIECES) if chance.random() < 0.8 else chance.choice(string.printable)
            for _ in range(chance.randint(0, 14))
        )
        link = platforms.parse_link(text)
        assert link.platform in {"", *platforms.PLATFORMS}
        if link.kind == "item":
            assert any(domain in text.casefold() for domain in platforms.PLATFORMS[link.platform].domains), text
            assert platforms.parse_link(link.canonical).key == link.key


@pytest.mark.parametrize(
    "hostile",
    [
        "https://x.aliexpress.com/" + "item/" * 6_000,
        "https://x.aliexpress.com/" + "item-1234567" * 2_700,
        "https://x.taobao.com/" + "detail/" * 4_500 + "?" + "id=1&" * 10,
        "https://x.taobao.com/detail?" + "a&" * 16_000,
        "https://www.aliexpress.com/ssr/?productIds=" + "12345678," * 3_600,
        "https://x.aliexpress.com/?redirectUrl=" + "redirectUrl=https://" * 1_600,
        "https://x.1688.com/" + "offer" * 6_400,
        "https://www.lazada.sg/" + "-i12345678" * 3_200,
        "https://x.alibaba.com/product-detail/" + "-1234567890" * 2_900,
    ],
)
def test_hostile_text_takes_no_time_in_the_new_forms(hostile):
    begun = time.process_time()
    platforms.parse_link(hostile)
    assert time.process_time() - begun < 1  # honest text takes microseconds; runaway matching takes minutes
