"""Complaints: what was reported."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import ChoiceCode, Column, Date, Record, Text


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
        ChoiceCode,
        Column(
            "The site chosen in the portal; a complaint is for one site.",
            choices="platforms",
            synonyms=("Site", "Marketplace", "所属站点", "平台", "所属站点/平台", "站点"),
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
            synonyms=("Complaint reason", "Reason code", "投诉理由", "投诉原因"),
            width=26,
            source="ipp-facts 5.2",
        ),
    ] = ""
    language: Annotated[
        ChoiceCode,
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
        ChoiceCode,
        Column(
            "The state of the link: draft, submitted, accepted …",
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
            "The seller's statement.",
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
            "Test buy: what was received, how it was examined and by whom; the differences are in Listings.",
            synonyms=("Examined", "Authentication", "鉴定情况", "鉴定说明", "鉴定方法"),
            prose=True,
            width=32,
            source="ipp-facts 5.3 [O11: OFF]",
        ),
    ] = ""
    verdict_number: Annotated[
        Text,
        Column(
            "Judicial or administrative decision: its number.",
            synonyms=("Verdict no", "Decision number", "判决书编号", "案号"),
            prose=True,
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
