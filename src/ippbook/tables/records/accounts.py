"""Accounts: who complains."""

from typing import Annotated, ClassVar

from ippbook.tables.schema import ChoiceCode, Column, Date, Record, Text, YesNo


class Account(Record):
    """One account on the portal. Good-Faith is judged per account, not per brand (ipp-facts 6.2)."""

    table: ClassVar[str] = "Accounts"
    chinese: ClassVar[tuple[str, ...]] = ("账号", "账号清单", "账户", "投诉账号")
    prefix: ClassVar[str] = "account"
    code: ClassVar[str] = "AC"

    account: Annotated[
        Text,
        Column(
            "The account's login name on the portal; complaints refer to it.",
            key=True,
            required=True,
            chinese=("投诉账号", "账号", "账户", "登录名"),
            synonyms=("Login", "IPP account"),
            width=20,
            example="nordlys-legal",
        ),
    ] = ""
    role: Annotated[
        ChoiceCode,
        Column(
            "How the account registered: right holder or agent.",
            choices="roles",
            chinese=("账号类型", "身份", "账户类型", "角色"),
            synonyms=("Registered as",),
            width=14,
            source="ipp-facts 3.4 [O19: OFF]",
        ),
    ] = ""
    complainant: Annotated[
        Text,
        Column(
            "The name in which the account complains.",
            chinese=("投诉人", "投诉方"),
            synonyms=("Complainant name",),
            prose=True,
            width=28,
        ),
    ] = ""
    name_on_id: Annotated[
        Text,
        Column(
            "The name on the identity document or business certificate that the portal holds.",
            chinese=("证件名称", "证件姓名"),
            synonyms=("ID name",),
            prose=True,
            width=28,
            rare=True,
            source="ipp-facts 3.3 [O20: OFF]",
        ),
    ] = ""
    identity_verified: Annotated[
        YesNo,
        Column(
            "yes when the portal has accepted the identity document or business certificate.",
            chinese=("实名认证", "身份认证"),
            synonyms=("ID verified", "Identity approved"),
            yes="verified | approved | accepted | passed | authenticated | confirmed | successful | 已认证 | 已实名 | 已实名认证 | 已验证 | 已通过 | 通过 | 认证通过 | 认证成功 | 审核通过 | 验证通过 | done | completed | complete | ok | valid | verification passed | 已完成 | 完成 | 有效 | 认证已通过 | 已审核",
            no="not verified | unverified | not approved | not accepted | rejected | failed | unsuccessful | pending | under review | in review | expired | 未认证 | 未实名 | 未验证 | 未通过 | 认证失败 | 审核不通过 | 审核中 | 认证中 | 待认证 | 待审核 | 已过期 | not yet | not done | not completed | incomplete | awaiting verification | verifying | in progress | submitted | not submitted | not started | invalid | denied | declined | 未完成 | 待完成 | 进行中 | 已提交 | 未提交 | 尚未认证 | 验证中 | 待验证 | 无效 | 已失效 | 驳回 | 已驳回 | 未审核 | 审核未通过",
            width=12,
            source="ipp-facts 3.3 [O19, O20: OFF], 5.1 [O5: OFF]",
        ),
    ] = ""
    disclaimer_accepted: Annotated[
        YesNo,
        Column(
            "yes when the account has accepted the portal's disclaimer.",
            chinese=("免责声明", "承诺书"),
            synonyms=("Disclaimer", "Declaration accepted"),
            yes="accepted | agreed | signed | confirmed | 已接受 | 接受 | 已同意 | 同意 | 已签署 | 已确认 | 已承诺 | done | ok | acknowledged | 已完成 | 已勾选 | 已阅读并同意 | 已确认同意",
            no="not accepted | not agreed | not signed | declined | rejected | pending | 未接受 | 不接受 | 未同意 | 不同意 | 未签署 | 未确认 | 待签署 | 待确认 | 拒绝 | not yet | not done | open | not acknowledged | under review | 尚未接受 | 待接受 | 未完成 | 未勾选 | 已拒绝",
            width=12,
            source="ipp-facts 5.9, 12b [SEED: VEN]",
        ),
    ] = ""
    registered_in: Annotated[
        ChoiceCode,
        Column(
            "Companies: where the business is registered; China and Hong Kong have rules of their own for the copy.",
            choices="offices",
            chinese=("注册地", "公司注册地"),
            synonyms=("Company registered in", "Place of business"),
            width=12,
            rare=True,
            source="ipp-facts 3.3 [O19, O20: OFF]",
        ),
    ] = ""
    red_chop: Annotated[
        YesNo,
        Column(
            "Company of mainland China: yes when the copy of the business licence has the company's red chop.",
            chinese=("公章", "加盖公章"),
            synonyms=("Company chop", "Sealed copy"),
            yes="chopped | sealed | stamped | with chop | 盖章 | 已盖章 | 已盖公章 | 已加盖 | 已加盖公章 | done | red chop | 有公章 | 红章 | 加盖公章",
            no="not chopped | not sealed | not stamped | unsealed | without chop | no chop | 未盖章 | 未盖公章 | 未加盖 | 未加盖公章 | 无公章 | not yet | missing | 尚未盖章 | 待盖章",
            width=10,
            rare=True,
            source="ipp-facts 3.3 [O20: OFF]",
        ),
    ] = ""
    id_until: Annotated[
        Date,
        Column(
            "The last day of the identity document or business certificate, such as a Hong Kong BR certificate.",
            chinese=("证件有效期", "商业登记证有效期"),
            synonyms=("ID valid until", "Business certificate until", "BR expiry"),
            width=12,
            rare=True,
            source="ipp-facts 3.3 [O20: OFF]",
        ),
    ] = None
    portal: Annotated[
        Text,
        Column(
            "The portal, or portals, where the account is registered: ipp.taobao.com, ipp.aidcgroup.net. Each has a registration of its own.",
            chinese=("投诉平台", "知产平台"),
            synonyms=("Portals", "IPP portal"),
            width=20,
            example="ipp.taobao.com",
            source="ipp-facts 0.4, 1 [C3, C4, C5: CODE; L10: LAW], 14 [N1: LAW]",
        ),
    ] = ""
    poa_start: Annotated[
        Date,
        Column(
            "Agent: first day of the power of attorney.",
            chinese=("授权开始日", "授权起始日"),
            synonyms=("Power of attorney from",),
            width=12,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = None
    poa_end: Annotated[
        Date,
        Column(
            "Agent: last day of the power of attorney.",
            chinese=("授权截止日", "授权到期日"),
            synonyms=("Power of attorney until", "POA expiry"),
            width=12,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = None
    poa_rights: Annotated[
        Text,
        Column(
            "Agent: the rights that the power of attorney names, by their short names, separated by commas; empty means all.",
            chinese=("授权范围", "授权权利"),
            synonyms=("POA scope", "Authorised rights"),
            width=20,
            rare=True,
            example="TM-CN-1, TM-CN-2",
            source="ipp-facts 3.4 [O13: OFF; scope: INF]",
        ),
    ] = ""
    poa_platforms: Annotated[
        Text,
        Column(
            "Agent: the marketplaces that the power of attorney names, separated by commas; empty means all.",
            chinese=("授权平台",),
            synonyms=("POA marketplaces", "Authorised platforms"),
            width=20,
            rare=True,
            example="taobao, tmall",
            source="ipp-facts 3.4 [scope: INF]",
        ),
    ] = ""
    poa_enforcement: Annotated[
        YesNo,
        Column(
            "Agent: yes when the power of attorney expressly says that the agent may enforce the rights.",
            chinese=("维权授权",),
            synonyms=("Enforcement authority", "POA covers enforcement"),
            yes="included | granted | covered | authorised | authorized | 已授权 | 包含 | 含 | 有授权",
            no="not included | not granted | not covered | excluded | not authorised | not authorized | 未授权 | 不包含 | 不含 | 无授权",
            width=12,
            rare=True,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = ""
    poa_title: Annotated[
        YesNo,
        Column(
            "Agent: yes when the power of attorney is signed or sealed and states the signatory's title.",
            chinese=("签署人职务",),
            synonyms=("Signatory title", "POA signatory title"),
            yes="stated | title stated | signed with title | 已注明 | 已写明 | 有职务",
            no="not stated | no title | unsigned | not signed | missing | 未注明 | 未写明 | 无职务 | 未签字",
            width=12,
            rare=True,
            source="ipp-facts 3.4 [O13: OFF]",
        ),
    ] = ""
    notes: Annotated[
        Text, Column("Free for the team.", chinese=("备注",), synonyms=("Note", "Remarks"), prose=True, width=28)
    ] = ""
