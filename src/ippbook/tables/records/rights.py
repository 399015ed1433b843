"""Rights: what a complaint cites."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import pandas as pd

from ippbook.catalog import offices
from ippbook.tables.schema import ChoiceCode, Column, Date, Record, Text, YesNo


class Right(Record):
    """One intellectual property right: what a complaint cites. One row a right (ipp-facts 3.3: one right a submission)."""

    table: ClassVar[str] = "Rights"
    prefix: ClassVar[str] = "right"
    code: ClassVar[str] = "RT"

    @classmethod
    def settled(cls, columns: "Mapping[str, pd.Series[Any]]") -> "dict[str, pd.Series[Any]]":
        """The right type, where it is only "patent": the number shows the kind (ipp-facts 4.1)."""
        types = columns["right_type"]
        if not (types == offices.ANY_PATENT).any():
            return {}
        rows = zip(types, columns["number"], columns["office"], strict=True)
        return {"right_type": pd.Series([offices.settled_type(*row) for row in rows], dtype=object)}

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
        ChoiceCode,
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
        ChoiceCode,
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
        ChoiceCode,
        Column(
            "The state of the right on the portal; only an approved right can be cited.",
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
        ChoiceCode,
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
            yes="in hand | obtained | received | available | 已取得 | 已获得 | 已领取 | 有证明",
            no="not obtained | not received | not available | missing | applied for | pending | ordered | 未取得 | 未获得 | 未领取 | 申请中 | 无证明",
            width=12,
            source="ipp-facts 3.2 [O18: OFF title; L7: LAW]",
        ),
    ] = ""
    evaluation_report: Annotated[
        ChoiceCode,
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
