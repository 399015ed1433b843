"""Mistakes of real teams, added to clean data one by one. Tests check that the rules find them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ippbook.workbook_builder.content import InputRow, InputValue


def spoil(rows: Mapping[str, list[InputRow]]) -> None:
    """Add every mistake to *rows*."""
    _spoil_rights({str(row["right"]): row for row in rows["Rights"]})
    _spoil_listings(rows["Listings"])
    _spoil_complaints(rows["Complaints"])
    rows["Complaints"].extend(_unready(rows))


def _spoil_rights(rights: Mapping[str, InputRow]) -> None:
    rights["TM-CN-3"]["number"] = "１５４８７２３３Ａ"  # full-width digits, as a Chinese keyboard gives them
    digits = str(rights["DP-CN-3"]["number"])
    rights["DP-CN-3"]["number"] = digits[:-1] + ("7" if digits[-1] != "7" else "3")  # the check digit is wrong
    rights["IP-CN-1"]["number"] = "CN108765432B"  # the publication number instead of the patent number
    rights["UM-CN-2"]["right_type"] = "实用新型"  # Chinese words where the list has a code
    rights["TM-GB-1"]["office"] = "UK"
    rights["CR-CN-2"]["registered"] = "2022年3月22日"
    rights["TM-SG-1"]["owner"] = f"{rights['TM-SG-1']['owner']}  "


def _spoil_listings(listings: Sequence[InputRow]) -> None:
    listings[11]["first_seen"] = "2026.1.13"
    listings[23]["first_seen"] = "04/02/2026"  # two days are possible
    listings[37]["first_seen"] = "2026年1月30日"
    listings[58]["first_seen"] = "31 Feb 2026"
    listings[64]["price"] = "￥128.00"
    listings[71]["price"] = "see coupon"  # no amount: advice, never more
    listings[15]["seller"] = f" {listings[15]['seller']}　"
    listings[44]["seller"] = 58213377
    listings[88]["url"] = f"\u200b{listings[88]['url']}"
    listings[95]["url"] = "https://m.tb.cn/h.5Kq2wXn"  # a short link: no item id to be seen
    listings[102]["url"] = "9.9 ￥Ab3dEf6hJkL￥ 复制打开淘宝"  # what the app copies
    listings[119]["url"] = "https://s.click.aliexpress.com/e/_DkQ7abc"
    listings[133]["url"] = "https://shop112233445.taobao.com"  # a store, not a listing
    listings[140]["url"] = "https://sunmorebags.en.alibaba.com/company_profile.html"
    listings[151]["url"] = "https://www.amazon.de/dp/B0EXAMPLE1"
    listings[160]["url"] = str(listings[160]["url"]).removeprefix("https://")
    listings[171]["url"] = ""
    _first(listings, lambda row: row["platform"] == "taobao")["platform"] = "tmall"
    for row, spelling in zip(
        listings[200:206], ("淘宝", "速卖通", "Tmall Global", "1688.com", "闲鱼", "Ebay"), strict=True
    ):
        row["platform"] = spelling
    for place in (29, 76, 180):
        listings[place]["whitelisted"] = "yes"
        listings[place]["notes"] = "Authorised dealer since 2024"
    listings[211]["whitelisted"] = "是"
    listings[222]["right"] = "TM-CN-9"  # no such right
    listings[230]["listing"] = listings[229]["listing"]  # the same name twice
    long = _first(listings[300:], lambda row: "differences" in row)
    long["differences"] = "; ".join([str(long["differences"])] * 24)[:2_400]  # more than the portal takes


def _spoil_complaints(complaints: Sequence[InputRow]) -> None:
    complaints[20]["decided"] = date(2026, 1, 12)  # before it was filed
    complaints[41]["filed"] = "12.03.2026"
    complaints[55]["decided"] = "03/04/2026"
    complaints[66]["status"] = "审核通过"
    complaints[77]["status"] = "auditPass"
    complaints[83]["status"] = "done"
    complaints[90]["reason"] = "商标侵权"
    complaints[101]["listing"] = "L0999"
    complaints[112]["right"] = "TM CN 1"
    complaints[124]["platform"] = "1688" if complaints[124]["platform"] != "1688" else "taobao"
    complaints[135]["account"] = "nordlys_legal"
    complaints[150]["complaint"] = f"{complaints[150]['complaint']} "
    late = [row for row in complaints if row["reason"] == "patent infringement" and row.get("filed") is not None]
    late[-1]["right"] = "UM-CN-1"  # expired half a year before
    bought = [row for row in complaints if row["reason"] == "test buy"]
    bought[4]["order_number"] = bought[3]["order_number"]
    bought[5]["order_number"] = float(str(bought[5]["order_number"]))  # Excel has eaten the last digits
    bought[6]["order_number"] = ""
    appealed = _first(complaints, lambda row: row["status"] == "counter-noticed")
    appealed["counter_noticed"] = ""
    withdrawn = [row for row in complaints if row["status"] == "withdrawn"]
    withdrawn[0]["withdrawn_by"] = ""


def _unready(rows: Mapping[str, list[InputRow]]) -> list[InputRow]:
    """Complaints with the status ready, each with one fact that the portal would refuse."""
    used: set[InputValue] = set()

    def on(platform: str, **more: InputValue) -> InputRow:
        listing = _first(
            rows["Listings"][-200:],
            lambda row: row["platform"] == platform and "differences" in row and row["listing"] not in used,
        )
        used.add(listing["listing"])
        language = "en" if platform in {"alibaba", "aliexpress"} else "zh"
        return {
            "listing": listing["listing"], "right": "TM-CN-1", "account": "nordlys-legal", "platform": platform,
            "reason": "counterfeit by comparison", "language": language, "status": "ready",
        } | more  # fmt: skip

    found = [
        on("taobao", right="TM-EU-1"),  # a European mark on a site that takes Chinese rights only
        on("tmall", right="TM-WO-1"),  # an international mark without the certificate for China
        on("1688", right="TM-CN-4"),  # the portal has not approved the right yet
        on("1688", right="UM-CN-1", reason="patent infringement"),  # the right has expired
        on("taobao", right="DP-CN-3", reason="design infringement"),  # no evaluation report
        on("tmall", reason="stolen pictures"),  # a reason that does not rest on a mark
        on("taobao"),  # an authorised dealer, see below
        on("taobao", account="huanyu-ipr"),  # the power of attorney has run out
        on("xianyu", reason="test buy"),  # no order number
        on("taobao", reason="test buy", order_number="2094922081636534114"),
        on("1688", reason="test buy", order_number="2094922081636534114"),  # one order for two listings
        on("1688") | {"platform": "taobao"},  # the wrong site chosen
        on("taobao", listing=str(rows["Listings"][95]["listing"])),  # a short link
        on("tmall", reason="counterfeit decision"),  # no number of the decision
        on("taobao", reason="chat admission"),  # no number of the chat proof
        on("aliexpress", right="", reason=""),
    ]
    _first(rows["Listings"], lambda row: row["listing"] == found[6]["listing"])["whitelisted"] = "yes"
    return [{"complaint": f"R-2026-{number:02}"} | row for number, row in enumerate(found, start=51)]


def _first(rows: Sequence[InputRow], fits: Callable[[InputRow], bool]) -> InputRow:
    return next(row for row in rows if fits(row))
