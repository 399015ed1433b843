"""Complaints: what was reported."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import ChoiceCode, Column, Date, Record, Text


class Complaint(Record):
    """One reported link. Rows that share a complaint number are one complaint of up to 300 links (ipp-facts 0.3)."""

    table: ClassVar[str] = "Complaints"
    chinese: ClassVar[tuple[str, ...]] = ("投诉", "投诉记录", "投诉清单", "投诉明细")
    prefix: ClassVar[str] = "complaint"
    code: ClassVar[str] = "CP"
    identity: ClassVar[tuple[str, ...]] = ("complaint", "listing")

    complaint: Annotated[
        Text,
        Column(
            "The portal's complaint number, or your own until it has one. Links filed together share it.",
            required=True,
            chinese=("投诉单号", "投诉编号", "投诉号", "投诉单编号"),
            synonyms=("Complaint no", "Complaint number", "Case"),
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
            chinese=("商品编号", "链接编号", "侵权链接编号"),
            synonyms=("Listing ref", "Listing no"),
            fallback=("序号",),
            width=11,
        ),
    ] = ""
    right: Annotated[
        Text,
        Column(
            "The right cited.",
            required=True,
            refers="Rights",
            chinese=("权利", "权利编号"),
            synonyms=("Right ref",),
            width=12,
        ),
    ] = ""
    account: Annotated[
        Text,
        Column(
            "The account that files.",
            required=True,
            refers="Accounts",
            chinese=("投诉账号", "账号", "账户"),
            synonyms=("IPP account",),
            width=18,
        ),
    ] = ""
    platform: Annotated[
        ChoiceCode,
        Column(
            "The site chosen in the portal; a complaint is for one site.",
            choices="platforms",
            chinese=("所属站点", "平台", "所属站点/平台", "站点", "所属平台"),
            synonyms=("Site", "Marketplace"),
            width=12,
            source="ipp-facts 0.3 [O7: OFF]",
        ),
    ] = ""
    reason: Annotated[
        ChoiceCode,
        Column(
            "The reason chosen in the portal.",
            required=True,
            choices="reasons",
            chinese=("投诉理由", "投诉原因"),
            synonyms=("Complaint reason", "Reason code"),
            width=26,
            source="ipp-facts 5.2",
        ),
    ] = ""
    language: Annotated[
        ChoiceCode,
        Column(
            "Language of the takedown text; empty means the one of the settings.",
            choices="languages",
            chinese=("语言",),
            synonyms=("Text language",),
            width=10,
            rare=True,
        ),
    ] = ""
    filed: Annotated[
        Date,
        Column(
            "The day the complaint was filed.",
            chinese=("投诉时间", "投诉日期", "提交日期", "提交时间"),
            synonyms=("Filed on", "Date", "Complaint date", "Filing date"),
            width=12,
        ),
    ] = None
    status: Annotated[
        ChoiceCode,
        Column(
            "The state of the link: draft, submitted, accepted …",
            choices="statuses",
            chinese=("处理状态", "状态", "投诉状态"),
            synonyms=("Complaint status", "State"),
            width=16,
            source="ipp-facts 5.5 [C1: CODE]",
        ),
    ] = ""
    decided: Annotated[
        Date,
        Column(
            "The day the platform decided.",
            chinese=("处理时间", "处理日期", "结案时间", "结案日期"),
            synonyms=("Decided on", "Decision date", "Outcome date"),
            width=12,
        ),
    ] = None
    counter_noticed: Annotated[
        Date,
        Column(
            "The day the seller's counter-notice arrived.",
            chinese=("申诉时间", "申诉日期"),
            synonyms=("Counter-notice", "Counter-notice date", "Appeal date"),
            width=14,
        ),
    ] = None
    counter_reason: Annotated[
        Text,
        Column(
            "The seller's statement.",
            chinese=("申诉理由",),
            synonyms=("Appeal reason", "Counter-notice reason"),
            prose=True,
            width=24,
            rare=True,
        ),
    ] = ""
    order_number: Annotated[
        Text,
        Column(
            "Test buy: the order number; one order for one listing.",
            chinese=("订单号", "订单编号"),
            synonyms=("Order no", "Order ID"),
            width=18,
            rare=True,
            source="ipp-facts 5.2 [O11: OFF]",
        ),
    ] = ""
    order_date: Annotated[
        Date,
        Column(
            "Test buy: the day of the order.",
            chinese=("下单日期", "购买日期", "下单时间"),
            synonyms=("Ordered on", "Bought on"),
            width=12,
            rare=True,
            source="ipp-facts 5.3 [O11: OFF]",
        ),
    ] = None
    examination: Annotated[
        Text,
        Column(
            "Test buy: what was received, how it was examined and by whom; the differences are in Listings.",
            chinese=("鉴定情况", "鉴定说明", "鉴定方法"),
            synonyms=("Examined", "Authentication"),
            prose=True,
            width=32,
            rare=True,
            source="ipp-facts 5.3 [O11: OFF]",
        ),
    ] = ""
    verdict_number: Annotated[
        Text,
        Column(
            "Judicial or administrative decision: its number.",
            chinese=("判决书编号", "案号"),
            synonyms=("Verdict no", "Decision number"),
            prose=True,
            width=18,
            rare=True,
            source="ipp-facts 5.2 [C1: CODE]",
        ),
    ] = ""
    chat_number: Annotated[
        Text,
        Column(
            "Chat admission: the number of the chat proof.",
            chinese=("旺旺举证号", "聊天举证号"),
            synonyms=("Chat proof number",),
            width=16,
            rare=True,
            source="ipp-facts 5.2 [C1: CODE]",
        ),
    ] = ""
    new_material: Annotated[
        Text,
        Column(
            "After a refusal: what is new in this complaint, such as another reason, picture or document.",
            chinese=("补充材料", "新证据"),
            synonyms=("What is new", "What changed", "New evidence"),
            prose=True,
            width=24,
            rare=True,
            source="ipp-facts 10 [V14: VEN]",
        ),
    ] = ""
    withdrawn_by: Annotated[
        Text,
        Column(
            "Who withdrew the complaint.",
            chinese=("撤诉人",),
            synonyms=("Withdrawn by whom",),
            prose=True,
            width=14,
            rare=True,
        ),
    ] = ""
    notes: Annotated[
        Text, Column("Free for the team.", chinese=("备注",), synonyms=("Note", "Remarks"), prose=True, width=28)
    ] = ""
