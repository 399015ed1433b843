"""The fictitious team's documents: certificates, renewals, annuities, powers of attorney, evidence files, test buys."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from ippbook.workbook_builder.content import InputRow, InputValue
from ippbook.workbook_builder.sample.listings import CHINESE_SITES, SampleListing

_OF_RIGHTS: Final[Mapping[str, Mapping[str, InputValue]]] = {
    "TM-CN-1": {"changed": date(2021, 2, 8), "change_certificate": "TM-CN-1 renewal 2021.pdf"},
    "TM-CN-3": {"changed": date(2025, 9, 16), "change_certificate": "TM-CN-3 renewal 2025.pdf"},
    "TM-CN-4": {"certificate": "", "certificate_copy": ""},
    "CR-NO-1": {"certificate": "", "certificate_copy": "", "claim_statement": "CR-NO-1 claim statement signed.pdf"},
    "CR-NO-2": {"certificate": "", "certificate_copy": "", "claim_statement": "Copyright Claim Statement.docx"},
    "DP-CN-1": {"annuities_paid_until": date(2027, 8, 10)},
    "DP-CN-2": {"annuities_paid_until": date(2027, 3, 3)},
    "DP-CN-3": {"annuities_paid_until": date(2027, 5, 11)},
    "UM-CN-2": {"annuities_paid_until": date(2027, 6, 18)},
    "IP-CN-1": {"annuities_paid_until": date(2027, 6, 6)},
}
_OF_ACCOUNTS: Final[Mapping[str, Mapping[str, InputValue]]] = {
    "nordlys-legal": {
        "identity_verified": "yes",
        "disclaimer_accepted": "yes",
        "portal": "ipp.taobao.com, ipp.aidcgroup.net",
    },
    "huanyu-ipr": {
        "identity_verified": "yes",
        "disclaimer_accepted": "yes",
        "registered_in": "CN",
        "red_chop": "yes",
        "portal": "ipp.taobao.com",
        "poa_platforms": "taobao, tmall, tmallhk, 1688, xianyu",
        "poa_enforcement": "yes",
        "poa_title": "yes",
    },
    "lighthouse-sea": {
        "identity_verified": "yes",
        "disclaimer_accepted": "yes",
        "registered_in": "SG",
        "id_until": date(2026, 12, 15),
        "portal": "ipp.aidcgroup.net",
        "poa_platforms": "lazada, alibaba",
        "poa_enforcement": "yes",
        "poa_title": "yes",
    },
}
_UNJUDGED: Final = 12
"""The number of last listings that the team has not reviewed yet."""
_EXPLAINED: Final[Mapping[str, tuple[str, str]]] = {
    "design infringement": (
        "Front, side and back view show the same curved flap, the same strap and the same pocket line as figures 1 to 5.",
        "主视图、左视图和后视图中的弧形翻盖、肩带走向和口袋线条与授权公告图1至图5相同",
    ),
    "patent infringement": (
        "The goods have every feature of claim 1: a curved frame, a net stretched over it, and two vents next to the shoulder straps.",
        "涉案商品具备权利要求1的全部技术特征：弧形支架、绷紧的网布以及肩带两侧的通风口",
    ),
}
_ON_GOODS: Final = ("on the front of the goods", "商品正面")


def add_documents(rows: Mapping[str, list[InputRow]], found: Iterable[SampleListing]) -> None:
    """Add documents to rights and accounts, reasons and evidence to listings, and the details of test buys."""
    for right in rows["Rights"]:
        name = str(right["right"])
        right.update({"certificate": f"{name} certificate.pdf", "certificate_copy": "colour"})
        right.update(_OF_RIGHTS.get(name, {}))
    for account in rows["Accounts"]:
        account.update(_OF_ACCOUNTS[str(account["account"])])
    for place, (row, each) in enumerate(zip(rows["Listings"], found, strict=True)):
        if place < len(rows["Listings"]) - _UNJUDGED:
            row.update(_judged(each, place))
    for row in rows["Complaints"]:
        if row["reason"] == "test buy":
            row.update(_bought(row))


def _judged(each: SampleListing, place: int) -> InputRow:
    """The reason and the evidence of a listing that the team has reviewed."""
    name, chinese = each.row["listing"], each.platform in CHINESE_SITES
    files = ["page.png", "title.png"] if each.reason == "keyword abuse" else ["page.png", "comparison.jpg"]
    row: InputRow = {"evidence": "; ".join(f"{name} {file}" for file in files)}
    if each.reason != "test buy":  # this reason is chosen after the order has arrived
        row["reason"] = each.reason
    if each.reason in _EXPLAINED:
        row["explanation"] = _EXPLAINED[each.reason][chinese]
    if each.reason == "artwork on goods":
        row |= {"found_in": _ON_GOODS[chinese]}
    if each.reason == "logo on images":
        row |= {"pictures": ("1", "1-2", "1, 3")[place % 3]}
    return row


def _bought(row: Mapping[str, InputValue]) -> InputRow:
    """The order and the examination before a test buy was filed."""
    filed = row.get("filed")
    if not isinstance(filed, date):
        return {}
    examination = (
        "收到商品后由法务部逐项比对，并拍摄开箱视频"
        if row["language"] == "zh"
        else "Received and unpacked on video; compared with the genuine model by the legal department"
    )
    return {"order_date": filed - timedelta(days=16), "examination": examination}
