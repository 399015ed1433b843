"""Rights: what a complaint cites."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import pandas as pd

from ippbook.catalog import offices
from ippbook.catalog.nice_classes import read_classes
from ippbook.tables.schema import ChoiceCode, Column, Date, Record, Text, YesNo


class Right(Record):
    """One intellectual property right: what a complaint cites. One row a right (ipp-facts 3.3: one right a submission)."""

    table: ClassVar[str] = "Rights"
    chinese: ClassVar[tuple[str, ...]] = ("权利", "权利清单", "知识产权", "知识产权清单")
    prefix: ClassVar[str] = "right"
    code: ClassVar[str] = "RT"

    @classmethod
    def settled(cls, columns: "Mapping[str, pd.Series[Any]]") -> "dict[str, pd.Series[Any]]":
        """What the number shows about its row (ipp-facts 4.1, 14).

        The right type, where it is only "patent"; the classes, where they are blank and a class is behind the number.
        """
        found: dict[str, pd.Series[Any]] = {}
        types, numbers, classes = columns["right_type"], columns["number"], columns["classes"]
        if (types == offices.ANY_PATENT).any():
            rows = zip(types, numbers, columns["office"], strict=True)
            found["right_type"] = pd.Series([offices.settled_type(*row) for row in rows], dtype=object)
        behind = [offices.class_behind(number) for number in numbers]
        if any(behind):
            marks = zip(types, classes, behind, strict=True)
            found["classes"] = pd.Series(
                [
                    classes or (read_classes(after).text if right_type == "trademark" else "")
                    for right_type, classes, after in marks
                ],
                dtype=object,
            )
        return found

    right: Annotated[
        Text,
        Column(
            "Your own short name for the right; other tables refer to it.",
            key=True,
            required=True,
            chinese=("权利", "权利编号", "权利简称"),
            synonyms=("Right no", "Right ref"),
            fallback=("编号", "序号"),
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
            chinese=("权利类型", "知识产权类型", "类型"),
            synonyms=("Type", "IPR type"),
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
            chinese=("注册地", "国家", "地区", "注册国家", "国家/地区"),
            synonyms=("Jurisdiction", "Country", "Registry"),
            width=10,
            example="CN",
        ),
    ] = ""
    number: Annotated[
        Text,
        Column(
            "The registration number, as on the certificate. Not the application or publication number.",
            required=True,
            chinese=("知识产权编号", "注册号", "专利号", "登记号", "商标注册号", "证书号", "注册号/申请号"),
            synonyms=("Registration number", "Reg no", "Registration no", "IPR number"),
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
            chinese=("知识产权名称", "名称", "商标名称", "商标", "权利名称", "专利名称", "作品名称"),
            synonyms=("Mark", "Title", "Right name", "IPR name"),
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
            chinese=("权利人", "注册人", "专利权人", "著作权人", "所有人", "商标权人"),
            synonyms=("Registrant", "Right holder", "Proprietor"),
            prose=True,
            width=28,
            source="ipp-facts 3.3 [O14: OFF]",
        ),
    ] = ""
    classes: Annotated[
        Text,
        Column(
            "Trademarks: Nice classes, for example 18, 25.",
            chinese=("类别", "国际分类", "商标类别"),
            synonyms=("Class", "Nice class", "Nice classes"),
            width=10,
            example="18, 25",
        ),
    ] = ""
    filed: Annotated[
        Date,
        Column(
            "Filing date of the application.",
            chinese=("申请日", "申请日期"),
            synonyms=("Filing date", "Application date"),
            width=12,
        ),
    ] = None
    registered: Annotated[
        Date,
        Column(
            "Date of registration or grant.",
            chinese=("注册日期", "注册日", "核准注册日", "授权日", "授权公告日", "登记日期"),
            synonyms=("Registration date", "Grant date"),
            width=12,
        ),
    ] = None
    expires: Annotated[
        Date,
        Column(
            "Last day of protection as the register states it, after the last renewal.",
            chinese=("有效期", "有效期至", "到期日", "到期日期", "有效期截止"),
            synonyms=("Expiry", "Expiry date", "Valid until", "Expiration date"),
            width=12,
        ),
    ] = None
    status: Annotated[
        ChoiceCode,
        Column(
            "The state of the right on the portal; only an approved right can be cited.",
            choices="right_statuses",
            chinese=("知识产权状态",),
            synonyms=("IPP status", "IPR status"),
            width=14,
            source="ipp-facts 5.1 [O21: OFF]",
        ),
    ] = ""
    certificate: Annotated[
        Text,
        Column(
            "File name of the registration certificate: a colour scan of the original, with all pages.",
            chinese=("证书", "证书文件", "注册证"),
            synonyms=("Certificate file", "Certificate scan"),
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
            chinese=("证书副本", "扫描件类型"),
            synonyms=("Copy of certificate", "Scan quality"),
            width=16,
            rare=True,
            example="colour",
            source="ipp-facts 3.3 [O14, O15: OFF]",
        ),
    ] = ""
    changed: Annotated[
        Date,
        Column(
            "The day of the last renewal, assignment or change of name, if there ever was one.",
            chinese=("续展日期", "变更日期", "转让日期"),
            synonyms=("Renewed on", "Assigned on", "Changed on"),
            width=12,
            rare=True,
            source="ipp-facts 3.3 [O4, O15, O18: OFF]",
        ),
    ] = None
    change_certificate: Annotated[
        Text,
        Column(
            "File name of the office's certificate of that renewal, assignment or change.",
            chinese=("续展证明", "变更证明", "转让证明"),
            synonyms=("Renewal certificate", "Assignment certificate"),
            width=24,
            rare=True,
            source="ipp-facts 3.3 [O4, O15, O18: OFF]",
        ),
    ] = ""
    claim_statement: Annotated[
        Text,
        Column(
            "Unregistered copyright: file name of the Copyright Claim Statement, signed or sealed; a scan, never a Word file.",
            chinese=("版权声明", "著作权声明"),
            synonyms=("Copyright claim statement",),
            width=24,
            rare=True,
            source="ipp-facts 3.1 [O21: OFF]",
        ),
    ] = ""
    annuities_paid_until: Annotated[
        Date,
        Column(
            "Patents: the day until which the annuities are paid.",
            chinese=("年费缴至", "年费有效期"),
            synonyms=("Annuity paid until", "Annuities until"),
            width=12,
            rare=True,
            source="ipp-facts 3.6 [L2: LAW]",
        ),
    ] = None
    china_certificate: Annotated[
        YesNo,
        Column(
            "International mark: yes when CNIPA's certified proof of extension to China is in hand.",
            chinese=("领土延伸证明",),
            synonyms=("China extension certificate",),
            yes="in hand | obtained | received | available | 已取得 | 已获得 | 已领取 | 有证明",
            no="not obtained | not received | not available | missing | applied for | pending | ordered | 未取得 | 未获得 | 未领取 | 申请中 | 无证明",
            width=12,
            rare=True,
            source="ipp-facts 3.2 [O18: OFF title; L7: LAW]",
        ),
    ] = ""
    evaluation_report: Annotated[
        ChoiceCode,
        Column(
            "Chinese design or utility model: conclusion of the patent right evaluation report.",
            choices="evaluation_reports",
            chinese=("专利权评价报告", "评价报告"),
            synonyms=("Patent evaluation report",),
            width=14,
            rare=True,
            source="ipp-facts 3.5 [L10, L11: LAW]",
        ),
    ] = ""
    notes: Annotated[
        Text, Column("Free for the team.", chinese=("备注",), synonyms=("Note", "Remarks"), prose=True, width=28)
    ] = ""
