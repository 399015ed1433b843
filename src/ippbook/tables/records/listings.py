"""Listings: what was found."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import ChoiceCode, Column, Date, Record, ShownPrice, Text, YesNo


class Listing(Record):
    """One offer on a marketplace that the team has looked at, with what the takedown text needs to say of it."""

    table: ClassVar[str] = "Listings"
    chinese: ClassVar[tuple[str, ...]] = ("商品", "商品清单", "链接", "商品链接", "侵权链接", "侵权商品")
    prefix: ClassVar[str] = "listing"
    code: ClassVar[str] = "LS"

    listing: Annotated[
        Text,
        Column(
            "Your own short name for the listing; complaints refer to it.",
            key=True,
            required=True,
            chinese=("商品编号", "链接编号"),
            synonyms=("Listing no", "Listing ref"),
            fallback=("No", "编号", "序号"),
            width=11,
            example="L0001",
        ),
    ] = ""
    url: Annotated[
        Text,
        Column(
            "The link of the listing, as the browser shows it.",
            required=True,
            chinese=("商品链接", "商品链接地址", "链接", "网址", "侵权链接", "商品网址"),
            synonyms=("Link", "Listing URL", "Product URL", "Item URL"),
            width=44,
            example="https://item.taobao.com/item.htm?id=612345678901",
        ),
    ] = ""
    platform: Annotated[
        ChoiceCode,
        Column(
            "The marketplace, if your source names it; compared with the link.",
            choices="platforms",
            chinese=("所属站点", "平台", "所属站点/平台", "站点", "所属平台", "电商平台"),
            synonyms=("Site", "Marketplace"),
            width=12,
        ),
    ] = ""
    title: Annotated[
        Text,
        Column(
            "The listing's title, as shown.",
            chinese=("商品标题", "商品名称", "标题"),
            synonyms=("Product title", "Item title"),
            prose=True,
            width=40,
        ),
    ] = ""
    store: Annotated[
        Text,
        Column(
            "The store's name.",
            chinese=("店铺名称", "店铺", "店铺名"),
            synonyms=("Store name", "Shop", "Shop name"),
            prose=True,
            width=22,
        ),
    ] = ""
    seller: Annotated[
        Text,
        Column(
            "The seller's account name (on Tao sites the Wangwang nick).",
            chinese=("掌柜", "卖家旺旺", "掌柜/卖家旺旺", "旺旺", "被投诉方", "卖家", "卖家账号"),
            synonyms=("Seller nick", "Seller name", "Wangwang"),
            prose=True,
            width=18,
        ),
    ] = ""
    right: Annotated[
        Text,
        Column(
            "The right that the listing infringes.",
            refers="Rights",
            chinese=("权利", "权利编号", "侵犯权利", "被侵权利"),
            synonyms=("Right ref",),
            width=12,
        ),
    ] = ""
    price: Annotated[
        ShownPrice,
        Column(
            "The price shown: a number, or as the page writes it, with its currency or as a range. Never a ground for a complaint.",
            chinese=("价格", "售价", "商品价格"),
            synonyms=("Price shown",),
            width=10,
            source="ipp-facts 5.2 [O12: OFF]",
        ),
    ] = None
    first_seen: Annotated[
        Date,
        Column(
            "The day the team first saw it.",
            chinese=("发现日期", "首次发现", "发现时间"),
            synonyms=("First seen on", "Found on"),
            width=12,
        ),
    ] = None
    last_seen: Annotated[
        Date,
        Column(
            "The last day on which it was online; after a takedown, the day it was seen again.",
            chinese=("最近发现", "最后发现"),
            synonyms=("Last seen on", "Still online on"),
            width=12,
            source="ipp-facts 8 [C1, C2: CODE]",
        ),
    ] = None
    reason: Annotated[
        ChoiceCode,
        Column(
            "The reason to file under, once the listing is ready: ippbook plan drafts its complaint.",
            choices="reasons",
            chinese=("投诉理由", "投诉原因"),
            synonyms=("Complaint reason", "Reason code"),
            width=26,
            source="ipp-facts 5.2",
        ),
    ] = ""
    seller_brand: Annotated[
        Text,
        Column(
            "Keyword abuse: the brand that is really on the goods.",
            chinese=("卖家品牌", "实际品牌"),
            synonyms=("Own brand",),
            prose=True,
            width=18,
            rare=True,
            source="ipp-facts 5.3 [C1: CODE]",
        ),
    ] = ""
    quoted_words: Annotated[
        Text,
        Column(
            "The words of the listing that matter, word for word, several separated by semicolons: your mark used as a keyword, or the admission of a fake.",
            chinese=("侵权词", "引用词"),
            synonyms=("Quoted title words",),
            prose=True,
            lines=True,
            width=26,
            rare=True,
            source="ipp-facts 5.3 [C1: CODE]",
        ),
    ] = ""
    found_in: Annotated[
        Text,
        Column(
            "Where on the page the words or the mark appear (title, attributes, description), or where on the goods the work appears.",
            chinese=("出现位置",),
            synonyms=("Where",),
            prose=True,
            width=16,
            rare=True,
            source="ipp-facts 5.3 [C1: CODE]",
        ),
    ] = ""
    genuine_model: Annotated[
        Text,
        Column(
            "Counterfeit or pirated: the genuine model or edition that the goods imitate; or the one that they claim to be and that never existed.",
            chinese=("正品型号", "正品款式"),
            synonyms=("Genuine product",),
            prose=True,
            width=20,
            rare=True,
            source="ipp-facts 5.3 [O8: OFF]",
        ),
    ] = ""
    differences: Annotated[
        Text,
        Column(
            "Counterfeit or pirated: how the goods differ from the genuine ones; one difference each, separated by semicolons.",
            chinese=("差异点", "鉴别点", "区别"),
            synonyms=("Counterfeit features",),
            prose=True,
            lines=True,
            width=44,
            source="ipp-facts 5.3 [O8: OFF]",
        ),
    ] = ""
    official_url: Annotated[
        Text,
        Column(
            "Stolen pictures: the page of your own site that shows the pictures.",
            chinese=("官网链接", "官方链接"),
            synonyms=("Official link", "Official page"),
            width=32,
            rare=True,
            source="ipp-facts 5.2 [C1: CODE]",
        ),
    ] = ""
    pictures: Annotated[
        Text,
        Column(
            "Which pictures of the listing the complaint is about: yours, or those with your mark, covered or not; for example 1, 3-5.",
            chinese=("盗用图片", "图片序号"),
            synonyms=("Pictures copied",),
            prose=True,
            width=16,
            rare=True,
            source="ipp-facts 5.3 [C1, V4]",
        ),
    ] = ""
    explanation: Annotated[
        Text,
        Column(
            "What infringes and how, in plain sentences in the language of the text; patents: view by view or feature by feature, separated by semicolons.",
            chinese=("侵权说明", "侵权描述", "比对说明"),
            synonyms=("Explanation of the infringement", "Reason text"),
            prose=True,
            lines=True,
            width=44,
            source="ipp-facts 5.2, 5.3 [O12: OFF; C1: CODE]",
        ),
    ] = ""
    evidence: Annotated[
        Text,
        Column(
            "File names of the attachments, separated by semicolons. The seller will see them.",
            chinese=("证据", "附件", "证据文件"),
            synonyms=("Evidence files", "Attachments", "Files"),
            width=32,
            example="L0001-comparison.jpg; L0001-page.png",
            source="ipp-facts 5.4 [C1: CODE; V8: VEN], 0.8",
        ),
    ] = ""
    whitelisted: Annotated[
        YesNo,
        Column(
            "yes when the seller is authorised: never complain.",
            chinese=("白名单",),
            synonyms=("Whitelist", "Whitelist flag", "Authorised"),
            yes="whitelisted | authorised | authorized | authorised dealer | authorized dealer | 授权 | 已授权 | 白名单 | 授权店铺 | 授权卖家 | 授权经销商 | official store | 官方店 | 官方旗舰店 | 正品授权",
            no="not whitelisted | not authorised | not authorized | unauthorised | unauthorized | 未授权 | 非授权 | 非白名单 | 不在白名单 | not official | 非官方 | 未经授权",
            width=11,
        ),
    ] = ""
    notes: Annotated[
        Text, Column("Free for the team.", chinese=("备注",), synonyms=("Note", "Remarks"), prose=True, width=28)
    ] = ""
