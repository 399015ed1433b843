"""The tables of the workbook: Rights, Accounts, Listings, Complaints, Texts. Settings stand in `ippbook.tables.settings`.

Adding a column is adding a field here; the workbook, the documentation and the reading follow.
Chinese headers are those seen in the field (ipp-facts 8).
"""

from typing import Annotated, ClassVar

from ippbook.tables.schema import Choice, Column, Date, Number, Record, Text, YesNo


class Right(Record):
    """One intellectual property right: what a complaint cites. One row a right (ipp-facts 3.3: one right a submission)."""

    table: ClassVar[str] = "Rights"
    prefix: ClassVar[str] = "right"
    code: ClassVar[str] = "RT"

    right: Annotated[
        Text,
        Column(
            "Your own short name for the right; other tables refer to it.",
            key=True,
            required=True,
            synonyms=("Right no", "Right ref", "权利", "权利编号"),
            width=12,
            example="TM-CN-1",
        ),
    ] = ""
    right_type: Annotated[
        Choice,
        Column(
            "What kind of right it is.",
            required=True,
            choices="right_types",
            synonyms=("Type", "IPR type", "权利类型", "知识产权类型", "类型"),
            width=18,
            example="trademark",
        ),
    ] = ""
    office: Annotated[
        Choice,
        Column(
            "Where it is registered: CN, EU, US, WIPO … ; none for an unregistered copyright.",
            required=True,
            choices="offices",
            synonyms=("Jurisdiction", "Country", "Registry", "注册地", "国家", "地区"),
            width=10,
            example="CN",
        ),
    ] = ""
    number: Annotated[
        Text,
        Column(
            "The registration number, as on the certificate. Not the application or publication number.",
            required=True,
            synonyms=(
                "Registration number",
                "Reg no",
                "Registration no",
                "IPR number",
                "知识产权编号",
                "注册号",
                "专利号",
                "登记号",
            ),
            width=24,
            example="8123456",
            source="ipp-facts 3.3 [O14: OFF]",
        ),
    ] = ""
    name: Annotated[
        Text,
        Column(
            "Word mark: the word. Device: a short description. Patent or work: its title.",
            required=True,
            synonyms=("Mark", "Title", "Right name", "IPR name", "知识产权名称", "名称", "商标名称"),
            prose=True,
            width=24,
            example="NORDLYS",
            source="ipp-facts 3.3 [O14: OFF]",
        ),
    ] = ""
    owner: Annotated[
        Text,
        Column(
            "The current registrant in the office's register, after any assignment or change of name.",
            synonyms=("Registrant", "Right holder", "Proprietor", "权利人", "注册人", "专利权人", "著作权人"),
            prose=True,
            width=28,
            source="ipp-facts 3.3 [O14: OFF]",
        ),
    ] = ""
    classes: Annotated[
        Text,
        Column(
            "Trademarks: Nice classes, for example 18, 25.",
            synonyms=("Class", "Nice class", "Nice classes", "类别", "国际分类"),
            width=10,
            example="18, 25",
        ),
    ] = ""
    filed: Annotated[
        Date,
        Column(
            "Filing date of the application.",
            synonyms=("Filing date", "Application date", "申请日", "申请日期"),
            width=12,
        ),
    ] = None
    registered: Annotated[
        Date,
        Column(
            "Date of registration or grant.",
            synonyms=("Registration date", "Grant date", "注册日期", "授权日", "授权公告日", "登记日期"),
            width=12,
        ),
    ] = None
    expires: Annotated[
        Date,
        Column(
            "Last day of protection as the register states it, after the last renewal.",
            synonyms=("Expiry", "Expiry date", "Valid until", "Expiration date", "有效期", "有效期至", "到期日"),
            width=12,
        ),
    ] = None
    status: Annotated[
        Choice,
        Column(
            "Where the portal stands with the right; only an approved right can be cited.",
            choices="right_statuses",
            synonyms=("IPP status", "IPR status", "知识产权状态"),
            width=14,
            source="ipp-facts 5.1 [O21: OFF]",
        ),
    ] = ""
    certificate: Annotated[
        Text,
        Column(
            "File name of the registration certificate: a colour scan of the original, with all pages.",
            synonyms=("Certificate file", "Certificate scan", "证书", "证书文件", "注册证"),
            width=24,
            example="TM-CN-1-certificate.pdf",
            source="ipp-facts 3.3 [O14, O15: OFF]",
        ),
    ] = ""
    certificate_copy: Annotated[
        Choice,
        Column(
            "What the certificate's file shows: a colour scan, a black-and-white copy with seal or signature, or one without.",
            choices="certificate_copies",
            synonyms=("Copy of certificate", "Scan quality", "证书副本", "扫描件类型"),
            width=16,
            example="colour",
            source="ipp-facts 3.3 [O14, O15: OFF]",
        ),
    ] = ""
    changed: Annotated[
        Date,
        Column(
            "The day of the last renewal, assignment or change of name, if there ever was one.",
            synonyms=("Renewed on", "Assigned on", "Changed on", "续展日期", "变更日期", "转让日期"),
            width=12,
            source="ipp-facts 3.3 [O4, O15, O18: OFF]",
        ),
    ] = None
    change_certificate: Annotated[
        Text,
        Column(
            "File name of the office's certificate of that renewal, assignment or change.",
            synonyms=("Renewal certificate", "Assignment certificate", "续展证明", "变更证明", "转让证明"),
            width=24,
            source="ipp-facts 3.3 [O4, O15, O18: OFF]",
        ),
    ] = ""
    claim_statement: Annotated[
        Text,
        Column(
            "Unregistered copyright: file name of the Copyright Claim Statement, signed or sealed; a scan, never a Word file.",
            synonyms=("Copyright claim statement", "版权声明", "著作权声明"),
            width=24,
            source="ipp-facts 3.1 [O21: OFF]",
        ),
    ] = ""
    annuities_paid_until: Annotated[
        Date,
        Column(
            "Patents: the day until which the annuities are paid.",
            synonyms=("Annuity paid until", "Annuities until", "年费缴至", "年费有效期"),
            width=12,
            source="ipp-facts 3.6 [L2: LAW]",
        ),
    ] = None
    china_certificate: Annotated[
        YesNo,
        Column(
            "International mark: yes when CNIPA's certified proof of extension to China is in hand.",
            synonyms=("China extension certificate", "领土延伸证明"),
            width=12,
            source="ipp-facts 3.2 [O18: OFF title; L7: LAW]",
        ),
    ] = ""
    evaluation_report: Annotated[
        Choice,
        Column(
            "Chinese design or utility model: conclusion of the patent right evaluation report.",
            choices="evaluation_reports",
            synonyms=("Patent evaluation report", "专利权评价报告", "评价报告"),
            width=14,
            source="ipp-facts 3.5 [L10, L11: LAW]",
        ),
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )


class Account(Record):
    """One account on the portal. Good-Faith is judged per account, not per brand (ipp-facts 6.2)."""

    table: ClassVar[str] = "Accounts"
    prefix: ClassVar[str] = "account"
    code: ClassVar[str] = "AC"

    account: Annotated[
        Text,
        Column(
            "The account's login name on the portal; complaints refer to it.",
            key=True,
            required=True,
            synonyms=("Login", "IPP account", "投诉账号", "账号"),
            width=20,
            example="nordlys-legal",
        ),
    ] = ""
    role: Annotated[
        Choice,
        Column(
            "How the account registered: right holder or agent.",
            choices="roles",
            synonyms=("Registered as", "账号类型", "身份"),
            width=14,
            source="ipp-facts 3.4 [O19: OFF]",
        ),
    ] = ""
    complainant: Annotated[
        Text,
        Column(
            "The name in which the account complains.",
            synonyms=("Complainant name", "投诉人", "投诉方"),
            prose=True,
            width=28,
        ),
    ] = ""
    name_on_id: Annotated[
        Text,
        Column(
            "The name on the identity document or business certificate that the portal holds.",
            synonyms=("ID name", "证件名称", "证件姓名"),
            prose=True,
            width=28,
            source="ipp-facts 3.3 [O20: OFF]",
        ),
    ] = ""
    identity_verified: Annotated[
        YesNo,
        Column(
            "yes when the portal has accepted the identity document or business certificate.",
            synonyms=("ID verified", "Identity approved", "实名认证", "身份认证"),
            width=12,
            source="ipp-facts 3.3 [O19, O20: OFF], 5.1 [O5: OFF]",
        ),
    ] = ""
    disclaimer_accepted: Annotated[
        YesNo,
        Column(
            "yes when the account has accepted the portal's disclaimer.",
            synonyms=("Disclaimer", "Declaration accepted", "免责声明", "承诺书"),
            width=12,
            source="ipp-facts 5.9, 12b [SEED: VEN]",
        ),
    ] = ""
    registered_in: Annotated[
        Choice,
        Column(
            "Companies: where the business is registered; China and Hong Kong have rules of their own for the copy.",
            choices="offices",
            synonyms=("Company registered in", "Place of business", "注册地", "公司注册地"),
            width=12,
            source="ipp-facts 3.3 [O19, O20: OFF]",
        ),
    ] = ""
    red_chop: Annotated[
        YesNo,
        Column(
            "Company of mainland China: yes when the copy of the business licence bears the company's red chop.",
            synonyms=("Company chop", "Sealed copy", "公章", "加盖公章"),
            width=10,
            source="ipp-facts 3.3 [O20: OFF]",
        ),
    ] = ""
    id_until: Annotated[
        Date,
        Column(
            "The last day of the identity document or business certificate, such as a Hong Kong BR certificate.",
            synonyms=("ID valid until", "Business certificate until", "BR expiry", "证件有效期", "商业登记证有效期"),
            width=12,
            source="ipp-facts 3.3 [O20: OFF]",
        ),
    ] = None
    portal: Annotated[
        Text,
        Column(
            "The portal, or portals, where the account exists: ipp.taobao.com, ipp.aidcgroup.net.",
            synonyms=("Portals", "IPP portal", "投诉平台", "知产平台"),
            width=20,
            example="ipp.taobao.com",
            source="ipp-facts 0.4, 1 [C3, C4, C5: CODE; L10: LAW]",
        ),
    ] = ""
    poa_start: Annotated[
        Date,
        Column(
            "Agent: first day of the power of attorney.",
            synonyms=("Power of attorney from", "授权开始日", "授权起始日"),
            width=12,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = None
    poa_end: Annotated[
        Date,
        Column(
            "Agent: last day of the power of attorney.",
            synonyms=("Power of attorney until", "POA expiry", "授权截止日", "授权到期日"),
            width=12,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = None
    poa_rights: Annotated[
        Text,
        Column(
            "Agent: the rights that the power of attorney names, by their short names, separated by commas; empty means all.",
            synonyms=("POA scope", "Authorised rights", "授权范围", "授权权利"),
            width=20,
            example="TM-CN-1, TM-CN-2",
            source="ipp-facts 3.4 [O13: OFF; scope: INF]",
        ),
    ] = ""
    poa_platforms: Annotated[
        Text,
        Column(
            "Agent: the marketplaces that the power of attorney names, separated by commas; empty means all.",
            synonyms=("POA marketplaces", "Authorised platforms", "授权平台"),
            width=20,
            example="taobao, tmall",
            source="ipp-facts 3.4 [scope: INF]",
        ),
    ] = ""
    poa_enforcement: Annotated[
        YesNo,
        Column(
            "Agent: yes when the power of attorney says in so many words that the agent may enforce the rights.",
            synonyms=("Enforcement authority", "POA covers enforcement", "维权授权"),
            width=12,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = ""
    poa_title: Annotated[
        YesNo,
        Column(
            "Agent: yes when the power of attorney is signed or sealed and states the signatory's title.",
            synonyms=("Signatory title", "POA signatory title", "签署人职务"),
            width=12,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )


class Listing(Record):
    """One offer on a marketplace that the team has looked at, with what the takedown text needs to say of it."""

    table: ClassVar[str] = "Listings"
    prefix: ClassVar[str] = "listing"
    code: ClassVar[str] = "LS"

    listing: Annotated[
        Text,
        Column(
            "Your own short name for the listing; complaints refer to it.",
            key=True,
            required=True,
            synonyms=("Listing no", "Listing ref", "No", "序号"),
            width=11,
            example="L0001",
        ),
    ] = ""
    url: Annotated[
        Text,
        Column(
            "The link of the listing, as the browser shows it.",
            required=True,
            synonyms=("Link", "Listing URL", "Product URL", "Item URL", "商品链接", "商品链接地址", "链接", "网址"),
            width=44,
            example="https://item.taobao.com/item.htm?id=612345678901",
        ),
    ] = ""
    platform: Annotated[
        Choice,
        Column(
            "The marketplace, if your source names it; compared with the link.",
            choices="platforms",
            synonyms=("Site", "Marketplace", "所属站点", "平台", "所属站点/平台", "站点"),
            width=12,
        ),
    ] = ""
    title: Annotated[
        Text,
        Column(
            "The listing's title, as shown.",
            synonyms=("Product title", "Item title", "商品标题", "商品名称", "标题"),
            prose=True,
            width=40,
        ),
    ] = ""
    store: Annotated[
        Text,
        Column(
            "The store's name.", synonyms=("Store name", "Shop", "Shop name", "店铺名称", "店铺"), prose=True, width=22
        ),
    ] = ""
    seller: Annotated[
        Text,
        Column(
            "The seller's account name (on Tao sites the Wangwang nick).",
            synonyms=(
                "Seller nick",
                "Seller name",
                "Wangwang",
                "掌柜",
                "卖家旺旺",
                "掌柜/卖家旺旺",
                "旺旺",
                "被投诉方",
            ),
            prose=True,
            width=18,
        ),
    ] = ""
    right: Annotated[
        Text,
        Column(
            "The right that the listing infringes.",
            refers="Rights",
            synonyms=("Right ref", "权利", "权利编号"),
            width=12,
        ),
    ] = ""
    price: Annotated[
        Number,
        Column(
            "The price shown. Never a ground for a complaint.",
            synonyms=("Price shown", "价格", "售价"),
            width=10,
            source="ipp-facts 5.2 [O12: OFF]",
        ),
    ] = None
    first_seen: Annotated[
        Date,
        Column(
            "The day the team first saw it.", synonyms=("First seen on", "Found on", "发现日期", "首次发现"), width=12
        ),
    ] = None
    last_seen: Annotated[
        Date,
        Column(
            "The last day on which it was online; after a takedown, the day it was seen again.",
            synonyms=("Last seen on", "Still online on", "最近发现", "最后发现"),
            width=12,
            source="ipp-facts 8 [C1, C2: CODE]",
        ),
    ] = None
    reason: Annotated[
        Choice,
        Column(
            "The reason to file under, once the listing is ready: ippbook plan drafts its complaint.",
            choices="reasons",
            synonyms=("Complaint reason", "Reason code", "投诉理由", "投诉原因"),
            width=26,
            source="ipp-facts 5.2",
        ),
    ] = ""
    seller_brand: Annotated[
        Text,
        Column(
            "Keyword abuse: the brand that is really on the goods.",
            synonyms=("Own brand", "卖家品牌", "实际品牌"),
            prose=True,
            width=18,
            source="ipp-facts 5.3 [C1: CODE]",
        ),
    ] = ""
    quoted_words: Annotated[
        Text,
        Column(
            "The words of the listing that matter, word for word: your mark used as a keyword, or the admission of a fake.",
            synonyms=("Quoted title words", "侵权词", "引用词"),
            prose=True,
            width=26,
            source="ipp-facts 5.3 [C1: CODE]",
        ),
    ] = ""
    found_in: Annotated[
        Text,
        Column(
            "Where on the page the words or the mark stand (title, attributes, description), or where on the goods the work appears.",
            synonyms=("Where", "出现位置"),
            prose=True,
            width=16,
            source="ipp-facts 5.3 [C1: CODE]",
        ),
    ] = ""
    genuine_model: Annotated[
        Text,
        Column(
            "Counterfeit or pirated: the genuine model or edition that the goods imitate; or the one that they claim to be and that never existed.",
            synonyms=("Genuine product", "正品型号", "正品款式"),
            prose=True,
            width=20,
            source="ipp-facts 5.3 [O8: OFF]",
        ),
    ] = ""
    differences: Annotated[
        Text,
        Column(
            "Counterfeit or pirated: how the goods differ from the genuine ones; one difference each, separated by semicolons.",
            synonyms=("Counterfeit features", "差异点", "鉴别点", "区别"),
            prose=True,
            width=44,
            source="ipp-facts 5.3 [O8: OFF]",
        ),
    ] = ""
    official_url: Annotated[
        Text,
        Column(
            "Stolen pictures: the page of your own site that shows the pictures.",
            synonyms=("Official link", "Official page", "官网链接", "官方链接"),
            width=32,
            source="ipp-facts 5.2 [C1: CODE]",
        ),
    ] = ""
    pictures: Annotated[
        Text,
        Column(
            "Which pictures of the listing are meant: yours, or those with your mark, covered or not; for example 1, 3-5.",
            synonyms=("Pictures copied", "盗用图片", "图片序号"),
            width=16,
            source="ipp-facts 5.3 [C1, V4]",
        ),
    ] = ""
    explanation: Annotated[
        Text,
        Column(
            "What infringes and how, in plain sentences in the language of the text; patents: view by view or feature by feature.",
            synonyms=("Explanation of the infringement", "Reason text", "侵权说明", "侵权描述", "比对说明"),
            width=44,
            source="ipp-facts 5.2, 5.3 [O12: OFF; C1: CODE]",
        ),
    ] = ""
    evidence: Annotated[
        Text,
        Column(
            "File names of what is attached, separated by semicolons; the seller gets to see them.",
            synonyms=("Evidence files", "Attachments", "Files", "证据", "附件", "证据文件"),
            width=32,
            example="L0001-comparison.jpg; L0001-page.png",
            source="ipp-facts 5.4 [C1: CODE; V8: VEN], 0.8",
        ),
    ] = ""
    whitelisted: Annotated[
        YesNo,
        Column(
            "yes when the seller is authorised: never complain.",
            synonyms=("Whitelist", "Whitelist flag", "Authorised", "白名单"),
            width=11,
        ),
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )


class Complaint(Record):
    """One reported link. Rows that share a complaint number are one complaint of up to 300 links (ipp-facts 0.3)."""

    table: ClassVar[str] = "Complaints"
    prefix: ClassVar[str] = "complaint"
    code: ClassVar[str] = "CP"

    complaint: Annotated[
        Text,
        Column(
            "The portal's complaint number, or your own until it has one. Links filed together share it.",
            required=True,
            synonyms=("Complaint no", "Complaint number", "Case", "投诉单号", "投诉编号"),
            width=14,
            example="C-2026-0001",
        ),
    ] = ""
    listing: Annotated[
        Text,
        Column(
            "The listing reported in this row.",
            required=True,
            refers="Listings",
            synonyms=("Listing ref", "Listing no"),
            width=11,
        ),
    ] = ""
    right: Annotated[
        Text,
        Column(
            "The right cited.", required=True, refers="Rights", synonyms=("Right ref", "权利", "权利编号"), width=12
        ),
    ] = ""
    account: Annotated[
        Text,
        Column(
            "The account that files.",
            required=True,
            refers="Accounts",
            synonyms=("IPP account", "投诉账号", "账号"),
            width=18,
        ),
    ] = ""
    platform: Annotated[
        Choice,
        Column(
            "The site chosen in the portal; a complaint is for one site.",
            choices="platforms",
            synonyms=("Site", "Marketplace", "所属站点", "平台", "所属站点/平台", "站点"),
            width=12,
            source="ipp-facts 0.3 [O7: OFF]",
        ),
    ] = ""
    reason: Annotated[
        Choice,
        Column(
            "The reason chosen in the portal.",
            required=True,
            choices="reasons",
            synonyms=("Complaint reason", "Reason code", "投诉理由", "投诉原因"),
            width=26,
            source="ipp-facts 5.2",
        ),
    ] = ""
    language: Annotated[
        Choice,
        Column(
            "Language of the takedown text; empty means the one of the settings.",
            choices="languages",
            synonyms=("Text language", "语言"),
            width=10,
        ),
    ] = ""
    filed: Annotated[
        Date,
        Column(
            "The day the complaint was filed.",
            synonyms=("Filed on", "Date", "Complaint date", "Filing date", "投诉时间", "投诉日期"),
            width=12,
        ),
    ] = None
    status: Annotated[
        Choice,
        Column(
            "Where the link stands.",
            choices="statuses",
            synonyms=("Complaint status", "State", "处理状态", "状态"),
            width=16,
            source="ipp-facts 5.5 [C1: CODE]",
        ),
    ] = ""
    decided: Annotated[
        Date,
        Column(
            "The day the platform decided.",
            synonyms=("Decided on", "Decision date", "Outcome date", "处理时间", "处理日期", "结案时间"),
            width=12,
        ),
    ] = None
    counter_noticed: Annotated[
        Date,
        Column(
            "The day the seller's counter-notice arrived.",
            synonyms=("Counter-notice", "Counter-notice date", "Appeal date", "申诉时间", "申诉日期"),
            width=14,
        ),
    ] = None
    counter_reason: Annotated[
        Text,
        Column(
            "What the seller said.",
            synonyms=("Appeal reason", "Counter-notice reason", "申诉理由"),
            prose=True,
            width=24,
        ),
    ] = ""
    order_number: Annotated[
        Text,
        Column(
            "Test buy: the order number; one order for one listing.",
            synonyms=("Order no", "Order ID", "订单号", "订单编号"),
            width=18,
            source="ipp-facts 5.2 [O11: OFF]",
        ),
    ] = ""
    order_date: Annotated[
        Date,
        Column(
            "Test buy: the day of the order.",
            synonyms=("Ordered on", "Bought on", "下单日期", "购买日期", "下单时间"),
            width=12,
            source="ipp-facts 5.3 [O11: OFF]",
        ),
    ] = None
    examination: Annotated[
        Text,
        Column(
            "Test buy: what was received, how it was examined and by whom; the differences stand in Listings.",
            synonyms=("Examined", "Authentication", "鉴定情况", "鉴定说明", "鉴定方法"),
            width=32,
            source="ipp-facts 5.3 [O11: OFF]",
        ),
    ] = ""
    verdict_number: Annotated[
        Text,
        Column(
            "Judicial or administrative decision: its number.",
            synonyms=("Verdict no", "Decision number", "判决书编号", "案号"),
            width=18,
            source="ipp-facts 5.2 [C1: CODE]",
        ),
    ] = ""
    chat_number: Annotated[
        Text,
        Column(
            "Chat admission: the number of the chat proof.",
            synonyms=("Chat proof number", "旺旺举证号", "聊天举证号"),
            width=16,
            source="ipp-facts 5.2 [C1: CODE]",
        ),
    ] = ""
    new_material: Annotated[
        Text,
        Column(
            "After a refusal: what is new in this complaint, such as another reason, picture or document.",
            synonyms=("What is new", "What changed", "New evidence", "补充材料", "新证据"),
            prose=True,
            width=24,
            source="ipp-facts 10 [V14: VEN]",
        ),
    ] = ""
    withdrawn_by: Annotated[
        Text, Column("Who withdrew the complaint.", synonyms=("Withdrawn by whom", "撤诉人"), prose=True, width=14)
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )


class TakedownText(Record):
    """A takedown text of the team's own: it goes before the one of ippbook for its reason and language."""

    table: ClassVar[str] = "Texts"
    prefix: ClassVar[str] = "takedown_text"
    code: ClassVar[str] = "TX"
    optional: ClassVar[bool] = True

    reason: Annotated[
        Choice,
        Column(
            "The reason that the text is for.",
            required=True,
            choices="reasons",
            synonyms=("Complaint reason", "Reason code", "投诉理由", "投诉原因"),
            width=26,
        ),
    ] = ""
    language: Annotated[
        Choice,
        Column(
            "The language that the text is in.",
            required=True,
            choices="languages",
            synonyms=("Text language", "语言"),
            width=10,
        ),
    ] = ""
    text: Annotated[
        Text,
        Column(
            "The text, with the facts in double braces: {{ right_name }}. docs/notices.md says what can stand in it.",
            required=True,
            lines=True,
            synonyms=("Takedown text", "Template", "投诉文本", "模板", "文本"),
            width=90,
            source="ipp-facts 5.3, 5.8",
        ),
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )


class Waiver(Record):
    """A finding that the team accepts until a day, and why. Until then it is set apart; after it, it counts again."""

    table: ClassVar[str] = "Waivers"
    prefix: ClassVar[str] = "waiver"
    code: ClassVar[str] = "WV"
    optional: ClassVar[bool] = True

    finding: Annotated[
        Text,
        Column(
            "The code of the finding, such as CP305.",
            required=True,
            synonyms=("Code", "Finding code", "Rule", "代码", "问题代码"),
            width=10,
            example="CP305",
        ),
    ] = ""
    about: Annotated[
        Text,
        Column(
            "Whose finding: the short name of the right, account or listing, or the number of the complaint; two names, as in C-2026-0001 / L0007, mean the row that has both.",
            required=True,
            synonyms=("Row", "Concerns", "对象", "涉及"),
            width=24,
            example="C-2026-0001 / L0007",
        ),
    ] = ""
    reason: Annotated[
        Text,
        Column(
            "Why the team accepts it.", required=True, synonyms=("Why", "Ground", "理由", "原因"), prose=True, width=44
        ),
    ] = ""
    until: Annotated[
        Date,
        Column(
            "The last day on which it is accepted; after it the finding counts again.",
            required=True,
            synonyms=("Ends", "Last day", "截止日期", "有效期至"),
            width=12,
        ),
    ] = None
    by: Annotated[
        Text, Column("Who decided it.", synonyms=("Decided by", "Who", "批准人", "决定人"), prose=True, width=16)
    ] = ""
    notes: Annotated[Text, Column("Free for the team.", synonyms=("Note", "Remarks", "备注"), prose=True, width=28)] = (
        ""
    )


RECORDS: tuple[type[Record], ...] = (Right, Account, Listing, Complaint, TakedownText, Waiver)
"""The typed tables, in the order of the workbook."""


def record(table: str) -> type[Record]:
    """The record class of *table*. Raises KeyError for a name that is none of ours."""
    for candidate in RECORDS:
        if candidate.table == table:
            return candidate
    raise KeyError(table)
