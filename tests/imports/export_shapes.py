"""Exports of our own making in the shapes that tools, portals and teams give, and the rows that must come out of them."""

import io
import json
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

TAOBAO = "https://item.taobao.com/item.htm?id=80000000000{}"
TMALL = "https://detail.tmall.com/item.htm?id=80000000000{}"
OFFER = "https://detail.1688.com/offer/80000000000{}.html"
ALIEXPRESS = "https://www.aliexpress.com/item/100500999000{}.html"
ALIBABA = "https://www.alibaba.com/product-detail/down-jacket_160000000000{}.html"
DAY = "2026-11-20"
"""The cells of the desk have no date format, so a day is a text in them."""
SERIAL = 46346
"""The same day as Excel counts."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """An export: its file, what the person says about it, and the rows of Listings that it makes."""

    name: str
    file: str
    data: bytes
    rows: list[Row]
    options: dict[str, str] = field(default_factory=dict)
    notes: int = 0


def _text(
    name: str, file: str, text: str, rows: list[Row], encoding: str = "utf-8", notes: int = 0, **options: str
) -> Shape:
    return Shape(name, file, text.encode(encoding), rows, options, notes)


def _json(name: str, value: Any, rows: list[Row], notes: int = 0) -> Shape:
    return Shape(name, "e.json", json.dumps(value, ensure_ascii=False).encode(), rows, notes=notes)


def _excel(name: str, cells: list[list[Any]], rows: list[Row]) -> Shape:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.add_worksheet("说明")
        sheet = book.add_worksheet("Data")
        for at, row in enumerate(cells):
            for place, value in enumerate(row):
                sheet.write_string(at, place, value) if isinstance(value, str) else sheet.write(at, place, value)
    return Shape(name, "e.xlsx", data.getvalue(), rows)


_CN = {"URL": TAOBAO.format(1), "Title": "羽绒服 男 新款", "Price": "¥101.00", "Store": "卓越户外店", "First seen": DAY}

SHAPES = [
    _text("scraper with a desktop window", "e.csv", f"标题,标题链接,价格,店铺名,采集时间\n羽绒服 男 新款,{TAOBAO.format(1)},¥101.00,卓越户外店,2026-11-20 10:33:21\n", [_CN]),
    _text("scraper with units in its headers", "e.csv", f"商品名称,商品详情页,商品价格(单位：元),店铺名称,店铺旺旺\n羽绒服,{TAOBAO.format(1)},101.5,卓越户外店,卓越户外\n",
          [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Price": "101.5 CNY", "Store": "卓越户外店", "Seller": "卓越户外"}]),
    _text("wholesale offers", "e.csv", f"商品详情页链接地址,货品标题,单价,供应商,抓取日期\n{OFFER.format(1)},羽绒服批发,¥35.00-48.00,义乌某服装厂,2026年11月20日\n",
          [{"URL": OFFER.format(1), "Title": "羽绒服批发", "Price": "¥35.00-48.00", "Store": "义乌某服装厂", "First seen": DAY}]),
    _text("list of a team in China", "e.csv", f"序号,平台类型,商品链接,侵权店铺,掌柜名,发现时间\n1,淘宝,{TAOBAO.format(1)},卓越户外店,卓越户外,2026/11/20\n2,天猫,{TMALL.format(2)},旗舰店,旗舰,2026.11.20\n",
          [{"Platform": "taobao", "URL": TAOBAO.format(1), "Store": "卓越户外店", "Seller": "卓越户外", "First seen": DAY}, {"Platform": "tmall", "URL": TMALL.format(2), "Seller": "旗舰"}], encoding="gb18030"),
    _text("portal's list of reported links", "e.csv", f"被投诉链接,商品标题,被投诉方,备注\n{TAOBAO.format(1)},羽绒服,卓越户外,第二次\n", [{"URL": TAOBAO.format(1), "Seller": "卓越户外", "Notes": "第二次"}], encoding="gb18030"),
    _text("tab separated in UTF-16", "e.tsv", f"宝贝名称\t宝贝链接\t现价\t卖家昵称\n羽绒服\t{TAOBAO.format(1)}\t88\t卓越\n", [{"Title": "羽绒服", "Price": 88, "Seller": "卓越"}], encoding="utf-16"),
    _text("monitoring service", "e.csv", f"Listing URL,Listing Title,Marketplace,Seller Name,Date Detected,Infringement Type\n{ALIEXPRESS.format(1)},Down jacket,AliExpress,Store 1,20 Nov 2026,Counterfeit goods\n",
          [{"URL": ALIEXPRESS.format(1), "Title": "Down jacket", "Platform": "aliexpress", "Seller": "Store 1", "First seen": DAY}]),
    _text("second monitoring service", "e.csv", f"Incident URL,Product Name,Site Name,Merchant,First Detected,Price (USD)\n{ALIEXPRESS.format(1)},Down jacket,aliexpress.com,Store 1,2026-11-20T08:00:00Z,12.99\n",
          [{"URL": ALIEXPRESS.format(1), "Title": "Down jacket", "Platform": "aliexpress", "Store": "Store 1", "First seen": DAY, "Price": "12.99 USD"}]),
    _text("dates with month names", "e.csv", f'Product Page URL,Product Name,Date Scraped,Sale Price\n{ALIEXPRESS.format(1)},Down jacket,"Nov 20, 2026",US $12.99\n',
          [{"URL": ALIEXPRESS.format(1), "First seen": DAY, "Price": "US $12.99"}]),
    _text("dates as Excel's display has them", "e.csv", f"product_url,product_title,price,crawl_date\n{ALIEXPRESS.format(1)},Down jacket,12.99,20-Nov-26\n", [{"Price": 12.99, "First seen": DAY}]),
    _text("dates as numbers in text", "e.csv", f"product_url,product_title,price,crawl_date\n{ALIEXPRESS.format(1)},Down jacket,12.99,46346\n", [{"Price": 12.99, "First seen": DAY}]),
    _text("browser extension with selectors", "e.csv", f"web-scraper-order,web-scraper-start-url,name,name-href,price\n1-1,https://s.taobao.com/search?q=x,Down jacket,{TAOBAO.format(1)},¥9\n",
          [{"URL": TAOBAO.format(1), "Title": "Down jacket", "Price": "¥9"}], notes=1),
    _text("flattened objects", "e.csv", f"url,title,price.value,price.currency,store.name,store.url,scrapedAt\n{ALIEXPRESS.format(1)},Down jacket,12.99,USD,Store 1,https://www.aliexpress.com/store/1,2026-11-20T08:00:00.000Z\n",
          [{"URL": ALIEXPRESS.format(1), "Title": "Down jacket", "Price": "12.99 USD", "Store": "Store 1", "First seen": DAY}]),
    _text("export of a supplier portal", "e.csv", f"productUrl,subject,companyName,priceText,moq\n{ALIBABA.format(1)},Down jacket,Ningbo Co. Ltd,US$8.50-9.90,100 pieces\n",
          [{"URL": ALIBABA.format(1), "Title": "Down jacket", "Store": "Ningbo Co. Ltd", "Price": "US$8.50-9.90"}]),
    _text("German", "e.csv", f"Produktlink;Produktname;Preis;Händler;Funddatum\n{ALIEXPRESS.format(1)};Daunenjacke;1.299,90 €;Laden 1;20.11.2026\n",
          [{"URL": ALIEXPRESS.format(1), "Title": "Daunenjacke", "Price": "1.299,90 €", "Store": "Laden 1", "First seen": DAY}]),
    _text("French", "e.csv", f"lien;titre;prix;vendeur;date de détection\n{ALIEXPRESS.format(1)};Doudoune;19,90 €;Boutique 1;20 novembre 2026\n",
          [{"URL": ALIEXPRESS.format(1), "Title": "Doudoune", "Seller": "Boutique 1", "First seen": DAY}]),
    _text("Korean", "e.csv", f'상품링크,상품명,가격,판매자,발견일\n{ALIEXPRESS.format(1)},패딩,"12,000원",판매자1,2026년 11월 20일\n', [{"Title": "패딩", "Price": "12,000원", "Seller": "판매자1", "First seen": DAY}]),
    _text("Japanese", "e.csv", f'商品URL,商品名,価格,出品者,発見日\n{ALIEXPRESS.format(1)},ダウン,"1,980円",店1,2026年11月20日\n', [{"Title": "ダウン", "Price": "1,980円", "Seller": "店1", "First seen": DAY}]),
    _text("Russian", "e.tsv", f"название\tссылка\tцена\tпродавец\nПуховик\t{ALIEXPRESS.format(1)}\t1 299,00 ₽\tМагазин\n", [{"Title": "Пуховик", "Price": "1 299,00 ₽", "Seller": "Магазин"}]),
    _text("rows of a portal's interface", "e.jsonl", "\n".join(json.dumps({"auctionTitle": "x", "subject": f"羽绒服{n}", "detail_url": OFFER.format(n), "nick": "某厂", "crawl_time": 1795161600000}) for n in (1, 2)),
          [{"URL": OFFER.format(n), "Title": f"羽绒服{n}", "Seller": "某厂", "First seen": DAY} for n in (1, 2)]),
    _json("items inside a response", {"total": 2, "items": {"item": [{"num_iid": 800000000001, "title": "羽绒服", "nick": "卓越", "price": "88.00", "detail_url": TAOBAO.format(1), "pics": [{"url": "//img/1.jpg"}]}]}},
          [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Seller": "卓越", "Price": 88}]),
    _json("supplier as an object", [{"name": "羽绒服", "detailUrl": OFFER.format(1), "priceRange": "35.00-48.00", "supplier": {"companyName": "某厂", "loginId": "mouchang", "shopUrl": "https://shop1.1688.com"}}],
          [{"URL": OFFER.format(1), "Title": "羽绒服", "Store": "某厂", "Price": "35.00-48.00"}], notes=1),
    _json("supplier with a link only", [{"url": OFFER.format(1), "title": "羽绒服", "supplier": {"shopUrl": "https://shop1.1688.com"}}], [{"URL": OFFER.format(1), "Store": "https://shop1.1688.com"}], notes=1),
    _json("affiliate interface", {"products": [{"product_id": 1005009990001, "product_title": "Down jacket", "product_detail_url": ALIEXPRESS.format(1), "target_sale_price": "12.99", "target_sale_price_currency": "USD", "shop_id": 5}]},
          [{"URL": ALIEXPRESS.format(1), "Title": "Down jacket", "Price": "12.99 USD"}], notes=1),
    _json("one product a file", {"url": TAOBAO.format(1), "title": "羽绒服", "price": 88, "images": [{"url": "https://img.alicdn.com/1.jpg", "title": "正面"}, {"url": "https://img.alicdn.com/2.jpg", "title": "背面"}], "skus": [{"name": "红", "price": 1}, {"name": "蓝", "price": 2}]},
          [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Price": 88}]),
    _json("one product inside an object", {"code": 200, "data": {"item": {"itemUrl": TAOBAO.format(1), "title": "羽绒服", "images": [{"url": "https://img/1.jpg"}]}, "seller": {"nick": "卓越", "name": "not the title"}}},
          [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Seller": "卓越"}]),
    _json("one product with products like it", {"url": TAOBAO.format(1), "title": "羽绒服", "recommended": [{"url": TAOBAO.format(8), "title": "other"}, {"url": TAOBAO.format(9), "title": "other"}]},
          [{"URL": TAOBAO.format(1), "Title": "羽绒服"}]),
    _json("search page with its own link and title", {"url": "https://s.taobao.com/search?q=x", "title": "Search", "results": [{"link": TAOBAO.format(1), "title": "羽绒服"}, {"link": TAOBAO.format(2), "title": "裤"}]},
          [{"URL": TAOBAO.format(1), "Title": "羽绒服"}, {"URL": TAOBAO.format(2), "Title": "裤"}]),
    _json("records under their ids", {"800000000001": {"title": "羽绒服", "link": TAOBAO.format(1)}, "800000000002": {"title": "裤", "link": TAOBAO.format(2)}},
          [{"URL": TAOBAO.format(1), "Title": "羽绒服"}, {"URL": TAOBAO.format(2), "Title": "裤"}]),
    _text("fields and values", "e.csv", f"字段,值\n商品链接,{TAOBAO.format(1)}\n商品标题,羽绒服\n价格,¥12\n商品链接,{TAOBAO.format(2)}\n商品标题,裤\n价格,¥15\n",
          [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Price": "¥12"}, {"URL": TAOBAO.format(2), "Title": "裤", "Price": "¥15"}]),
    _excel("fields and values side by side", [["字段", "商品一", "商品二"], ["商品链接", TAOBAO.format(1), TAOBAO.format(2)], ["商品标题", "羽绒服", "裤"], ["价格", 12, 15]],
           [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Price": 12}, {"URL": TAOBAO.format(2), "Title": "裤", "Price": 15}]),
    _excel("title and remarks above the headers", [["侵权链接清单"], ["更新人：王敏", None, "2026-11-20"], [], ["1. 商品链接", "2. 商品标题", "3. 价格（元）", "4. 发现时间"], [TAOBAO.format(1), "羽绒服", 101, SERIAL]],
           [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Price": "101 CNY", "First seen": DAY}]),
    _text("links only", "e.txt", f"{TAOBAO.format(1)}\n{TMALL.format(2)}\n", [{"URL": TAOBAO.format(1)}, {"URL": TMALL.format(2)}], notes=1),
    _text("item IDs only", "e.txt", "800000000001\n800000000002\n", [{"URL": TAOBAO.format(n), "Platform": "taobao"} for n in (1, 2)], notes=1, platform="taobao"),
    _text("item IDs on one line", "e.txt", "800000000001, 800000000002,800000000003", [{"URL": TAOBAO.format(n)} for n in (1, 2, 3)], notes=1, platform="taobao"),
    _text("headers in two languages", "e.csv", f"商品链接 Product URL,标题/Title,价格 Price,店铺 Store\n{TAOBAO.format(1)},羽绒服,88,卓越\n", [{"URL": TAOBAO.format(1), "Title": "羽绒服", "Price": 88, "Store": "卓越"}]),
    _json("price as an object", [{"itemUrl": TAOBAO.format(1), "title": "羽绒服", "salePrice": {"value": 88.5, "currency": "CNY"}}], [{"URL": TAOBAO.format(1), "Price": "88.5 CNY"}]),
    _text("item IDs under a header", "e.csv", "宝贝ID,宝贝标题\n800000000001,羽绒服\n", [{"URL": TAOBAO.format(1), "Title": "羽绒服"}], platform="淘宝"),
    _text("no headers", "e.csv", f"{TAOBAO.format(1)},羽绒服男款新款,¥101.00,卓越\n", [{"URL": TAOBAO.format(1), "Title": "羽绒服男款新款", "Price": "¥101.00", "Seller": "卓越"}], columns="URL,Title,Price,Seller"),
    _text("headers that nobody knows", "e.csv", f"Adresse,Bezeichnung,Kosten\n{TAOBAO.format(1)},Jacke,12\n", [{"URL": TAOBAO.format(1), "Title": "Jacke", "Price": 12}], columns="Adresse=URL, Bezeichnung=Title, Kosten=Price"),
    _text("a cell of more than a megabyte", "e.csv", f"url,title,html\n{TAOBAO.format(1)},羽绒服,{'x' * 1_100_000}\n{TAOBAO.format(2)},裤,y\n", [{"URL": TAOBAO.format(1)}, {"URL": TAOBAO.format(2)}]),
]  # fmt: skip
