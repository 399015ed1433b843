"""Headers of exports that mean a column: names that scrapers, interfaces of marketplaces and monitoring services give their fields.

General knowledge of such tools, not checked against a source. A column's own names are in its table (`ippbook.tables.records`), and are not
repeated here. Case, spaces, punctuation and underscores do not matter: `detail_url` is `detailUrl`.
"""

from types import MappingProxyType
from typing import Final

ITEM: Final = "item"
"""Not an ippbook column: the item number of a listing. Its link can be made from it if the marketplace is known."""
CURRENCY: Final = "currency"
"""Not an ippbook column: the currency of the prices in another column."""
APPEAL: Final = "appeal"
"""Not an ippbook column: how the seller's counter-notice ended. *Successful* means here that the seller won."""

_SURE: Final = {
    ("Listings", "url"): (
        "href | uri | product link | product page | product page url | product detail url | item link | goods url | goods link | offer url | offer link | detail url | detail link | details url | page url | page link"
        " | listing link | listing page | infringing url | infringing link | infringing listing | infringement url | infringement link | incident url | reported url | reported link | target url | source url"
        " | infringing urls | infringing product url | infringing product link | link to listing | link to product | listing page url | url of listing | url of product | url of infringing listing | url of infringing product | item page | item page url | web link | original url | canonical url | final url | web url | web page | link href | title href | name href | item href | product href | product link href | title link | title url | name link | ad url | advert url | detail page"
        " | 商品地址 | 商品URL | 商品URL地址 | 商品详情页 | 商品详情页链接 | 商品详情页链接地址 | 商品详情页地址 | 商品详情链接 | 商品页链接 | 商品页面 | 商品页面链接 | 宝贝链接 | 宝贝地址 | 宝贝链接地址 | 宝贝URL | 宝贝详情链接"
        " | 产品链接 | 产品链接地址 | 产品网址 | 产品地址 | 产品URL | 产品详情链接 | 产品详情页 | 详情链接 | 详情页 | 详情页链接 | 详情页URL | 详情地址 | 详情网址 | 页面链接 | 页面网址 | 页面地址 | 网页链接 | 网页地址 | 当前网址 | 当前页面网址"
        " | 链接地址 | 链接网址 | 标题链接 | 标题网址 | 标题URL | 侵权链接地址 | 侵权商品链接 | 疑似侵权链接 | 投诉链接 | 被投诉链接 | 被投诉商品链接 | 原始链接 | 来源链接 | 货源链接 | 采集网址 | 抓取链接 | url地址 | url链接"
        " | Produktlink | Link zum Angebot | Link zum Produkt | Link zum Artikel | Angebotslink | lien vers le produit | Produkt URL | Artikellink | lien | lien produit | URL du produit | lien de l'annonce | enlace | enlace del producto | URL del producto | link prodotto | link do produto | 상품링크 | 상품URL | 商品リンク | ссылка"
    ),
    ("Listings", "title"): (
        "subject | product name | item name | item | listing title | listing name | offer title | offer name | goods name | goods title | raw title | product | product heading | heading | headline | title text | name text | ad title | name of product"
        " | 宝贝标题 | 宝贝名称 | 宝贝名 | 产品标题 | 产品名称 | 产品名 | 商品名 | 商品标题名称 | 品名 | 货品标题 | 货品名称 | 链接标题 | 页面标题 | 侵权商品名称 | 侵权商品标题"
        " | Produktname | Produkttitel | Artikelbezeichnung | Bezeichnung | Titel | Artikelname | titre | nom du produit | título | titulo | nombre del producto | titolo | nome prodotto | nome do produto | 상품명 | 商品タイトル | наименование | название"
    ),
    ("Listings", "price"): (
        "sale price | sales price | selling price | current price | now price | final price | zk final price | view price | price info | discount price | discounted price | promotion price | promo price | unit price | offer price | item price | goods price"
        " | product price | listing price | min price | price min | minimum price | lowest price | price from | price range | price text | price value | price amount | price current | price string | price formatted"
        " | target sale price | app sale price | price now | price local | price info price | 现价 | 促销价 | 促销价格 | 销售价 | 销售价格 | 售卖价格 | 商品售价 | 商品单价 | 产品价格 | 宝贝价格 | 单价 | 优惠价 | 优惠价格 | 券后价 | 到手价 | 成交价"
        " | 批发价 | 零售价 | 价格区间 | 价格范围 | 最低价 | 一口价 | 报价 | 折扣价 | 拿货价 | 页面价格 | 标价 | 侵权商品价格"
        " | Preis | prix | precio | preço | prezzo | 가격 | 価格 | 値段 | 販売価格 | цена"
    ),
    ("Listings", "store"): (
        "shop title | store title | company | company name | supplier | supplier name | supplier company | supplier company name | merchant | merchant name | vendor | vendor name | seller company | seller store"
        " | seller store name | seller shop | mall name | store text | sold by | business name | brand store | 公司名称 | 公司名 | 公司 | 店名 | 店铺标题 | 商铺 | 商铺名称 | 商铺名 | 商店 | 商店名称 | 网店 | 网店名称 | 供应商 | 供应商名称 | 供货商 | 厂家 | 厂家名称 | 商家"
        " | 商家名称 | 企业名称 | 卖家店铺 | 卖家店铺名称 | 所属店铺 | 侵权店铺 | 侵权店铺名称 | 被投诉店铺 | 旺铺名称"
        " | Händler | Anbieter | Verkäufername | boutique | magasin | tienda | negozio | loja | 스토어 | 상점명 | ショップ名 | 店舗名 | магазин"
    ),
    ("Listings", "seller"): (
        "nick | nickname | seller username | advertiser | seller id | seller nickname | seller account | seller login | seller login id | seller member id | login id | member id | user nick | wangwang id | ww id | aliwangwang | trader | trader name"
        " | 旺旺号 | 旺旺名 | 旺旺ID | 旺旺昵称 | 旺旺账号 | 店铺旺旺 | 掌柜名 | 掌柜名称 | 掌柜旺旺 | 掌柜昵称 | 店主 | 店主旺旺 | 卖家昵称 | 卖家名称 | 卖家名 | 卖家ID | 卖家旺旺号 | 卖家会员名 | 会员名 | 会员名称 | 淘宝账号"
        " | 被投诉人 | 被投诉卖家 | 侵权方 | 侵权卖家 | Verkäufer | vendeur | vendedor | venditore | 판매자 | 出品者 | продавец"
    ),
    ("Listings", "first_seen"): (
        "crawl time | crawl date | crawled at | crawled on | crawl timestamp | crawl ts | spider time | spider date | date of discovery | date of capture | date of crawl | date scraped | scraped at | scraped on | scrape date | scrape time | scraping date | scraping time | scraped date | fetch time | fetch date"
        " | fetched at | collected at | collection time | collection date | date collected | captured at | capture time | capture date | date captured | retrieved at | retrieval date | extracted at | extraction date"
        " | extraction time | found at | found date | date found | detected at | detected on | detection date | detection time | date detected | first detected | first detected at | first detection date | discovered at"
        " | discovered on | discovery date | date discovered | date identified | identified on | date added | date of detection | monitoring date | first found"
        " | 首次发现时间 | 首次发现日期 | 采集时间 | 采集日期 | 抓取时间 | 抓取日期 | 爬取时间 | 爬取日期 | 获取时间 | 录入时间 | 录入日期 | 添加时间 | 添加日期 | 监测时间 | 监测日期 | 监控时间 | 检测时间 | 检测日期 | 取证时间 | 取证日期 | 巡查时间"
        " | 巡查日期 | 搜索日期 | 排查日期 | 发现日 | 登记日期 | 登记时间 | 上报日期 | 巡检日期 | 收集日期 | 收集时间 | Funddatum | Gefunden am | date de détection | fecha de detección | 발견일 | 発見日 | дата обнаружения"
    ),
    ("Listings", "last_seen"): (
        "last checked | last checked at | last check | last detected | last detected at | last seen at | last crawled | last verified | 最近发现时间 | 最近发现日期 | 最后发现时间 | 最后发现日期 | 最后采集时间 | 最近采集时间 | 复查时间 | 复查日期 | 最后监测时间"
    ),
    ("Listings", "platform"): (
        "platform name | platform type | marketplace name | site name | ecommerce platform | sales platform | online marketplace"
        " | 平台类型 | 平台名称 | 销售平台 | 来源平台 | 网站平台 | 平台站点 | 购物平台 | Plattform | Marktplatz | plateforme | plataforma | piattaforma | 플랫폼 | プラットフォーム | площадка"
    ),
    ("Listings", "notes"): "comment | comments | remark | 备注信息 | 说明备注",
    ("Complaints", "complaint"): (
        "batch id | complaint id | complaint ref | complaint reference | task no | task id | case id | case no | case number | case reference | ticket | ticket id | ticket no | ticket number | notice id | notice no | notice number"
        " | submission id | report id | report number | 投诉单 | 投诉ID | 投诉单ID | 投诉任务编号 | 投诉记录编号 | 任务编号 | 案件编号 | 案件号 | 工单号 | 工单编号 | 举报编号 | 维权单号"
    ),
    ("Complaints", "status"): (
        "result | outcome | decision | complaint result | complaint outcome | case status | case result | enforcement status | takedown status | current status | final status | review result | audit status | audit result | processing status | processing result"
        " | 投诉结果 | 处理结果 | 处理进度 | 当前状态 | 审核状态 | 审核结果 | 平台处理结果 | 平台审核结果 | 案件状态 | 进度 | 维权状态 | 维权结果"
    ),
    ("Complaints", "filed"): (
        "submitted on | submitted at | submission date | submission time | date submitted | date filed | filed at | reported on | reported at | report date | date reported | complaint time"
        " | 投诉提交时间 | 投诉提交日期 | 发起时间 | 发起日期 | 举报时间"
    ),
    ("Complaints", "decided"): (
        "decision time | date decided | decided at | date of decision | resolved at | resolved on | resolution date | closed at | closed on | date closed | completed at | completion date | processed at | processed on | resolved | audit time | audit date | processing date"
        " | 处理完成时间 | 处理完毕时间 | 审核时间 | 审核日期 | 审核完成时间 | 完成时间 | 完结时间 | 结果时间 | 反馈时间 | 反馈日期 | 决定日期"
    ),
    ("Complaints", "counter_noticed"): (
        "appeal time | appealed at | appealed on | counter notice time | counter notice received | counter notice received on | counter notification date | 申诉提交时间 | 申诉发起时间 | 卖家申诉时间 | 卖家申诉日期 | 反通知时间 | 反通知日期"
    ),
    ("Complaints", "counter_reason"): "appeal text | appeal statement | counter notice text | counter notice statement | 申诉内容 | 申诉说明 | 卖家申诉理由 | 反通知理由 | 反通知内容",
    ("Complaints", "right"): "ip right number | ipr number | right number | registration number | trademark number | 知识产权编号 | 知识产权 | 权利号 | 权利证书编号 | 注册号 | 商标注册号 | 证书编号",
    ("", ITEM): (
        "item id | product id | offer id | goods id | listing id | auction id | num iid | nid | spu id | item no | item number | product no | product number | 商品ID | 商品编号 | 商品编码 | 商品号 | 宝贝ID | 宝贝编号 | 产品ID | 产品编号"
        " | 货品ID | 货号ID | 链接ID | 链接编号 | offerid号 | Artikelnummer | Artikel-ID"
    ),
    ("", CURRENCY): "currency | currency code | price currency | currency id | target sale price currency | price currency code | 币种 | 货币 | 货币单位 | 货币代码 | 价格单位 | Währung | devise | moneda",
    ("", APPEAL): (
        "appeal status | appeal result | appeal outcome | seller appeal | seller appeal status | seller appeal result | counter notice status | counter notice result | counter notice outcome | counter notice decision"
        " | counter notification status | counter notification result | counter notification outcome | 申诉状态 | 申诉结果 | 申诉处理结果 | 申诉审核结果 | 卖家申诉 | 卖家申诉状态 | 卖家申诉结果 | 反通知 | 卖家反通知 | 反通知状态 | 反通知结果"
    ),
}  # fmt: skip
_WEAK: Final = {
    ("Listings", "title"): "name | text | 名称",
    ("Listings", "url"): "address | web address | 地址",
    ("Listings", "store"): "shop url | store url | supplier url | supplier href | shop link | store link | supplier link | seller url | shop id | store id | 店铺链接 | 店铺网址 | 店铺地址 | 店铺ID | 店铺主页 | shop name url",
    ("Listings", "price"): "original price | list price | market price | reserve price | regular price | 原价 | 市场价 | 吊牌价",
    ("Listings", "first_seen"): "date | time | timestamp | datum | gmt create | update time | updated at | created at | created | create time | created time | 时间 | 日期 | 创建时间",
    ("Listings", "platform"): "website | domain | domain name | host | hostname | source site | source | channel | 网站 | 网站名称 | 来源网站 | 来源 | 渠道 | 商城",
    ("Listings", "reason"): "infringement type | violation type | type of infringement | violation | 侵权类型 | 侵权理由 | 违规类型 | 投诉类型",
    ("Complaints", "complaint"): "reference | ref | id | 单号 | 编号",
    ("", ITEM): "id | sku id",
}  # fmt: skip
"""Names that often mean the column, and sometimes another thing: a value of such a column that cannot be read is left out, and never refuses its row."""
_OTHER: Final = (
    "seller sellers supplier suppliers shop store company merchant vendor member user owner image images picture pictures pic pics photo photos media video videos category categories brand breadcrumb breadcrumbs"
    " sku skus variant variants option options property properties attribute attributes shipping delivery logistics review reviews rating ratings comment comments coupon promotion discount related recommendation"
    " recommendations similar 店铺 卖家 供应商 图片 视频 类目 品牌 规格 评价"
)
OTHER_THINGS: Final = frozenset(_OTHER.split())
"""Objects inside a record whose `name`, `url` or `id` is not that of the listing: `supplier.name`, `images.url`."""


def _split(names: dict[tuple[str, str], str]) -> MappingProxyType[tuple[str, str], tuple[str, ...]]:
    return MappingProxyType({field: tuple(name.strip() for name in text.split("|")) for field, text in names.items()})


SURE_NAMES: Final = _split(_SURE)
"""Other names by table and field; "" is the table of what is not a column."""
WEAK_NAMES: Final = _split(_WEAK)

__all__ = ["APPEAL", "CURRENCY", "ITEM", "OTHER_THINGS", "SURE_NAMES", "WEAK_NAMES"]
