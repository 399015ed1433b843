"""The fictitious team's rights and accounts."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ippbook.catalog.offices.cn_patent import check_digit
from ippbook.workbook_builder.content import InputValue

_OWNER: Final = "Nordlys Friluft AB"
_OWNER_CN: Final = "诺德利斯户外用品（上海）有限公司"


def _patent(digits: str) -> str:
    """A Chinese patent number with its check digit."""
    return f"ZL{digits}.{check_digit(digits)}"


def _right(
    right: str, right_type: str, office: str, number: InputValue, name: str, *, owner: str = _OWNER, **more: InputValue
) -> Mapping[str, InputValue]:
    return {
        "right": right,
        "right_type": right_type,
        "office": office,
        "number": number,
        "name": name,
        "owner": owner,
        "status": "approved",
    } | more


RIGHTS: Final = (
    _right("TM-CN-1", "trademark", "CN", "8123456", "NORDLYS", classes="18, 25", filed=date(2010, 3, 15), registered=date(2011, 4, 14), expires=date(2031, 4, 13)),
    _right("TM-CN-2", "trademark", "CN", "21345678", "NORDLYS and device", classes="18", filed=date(2016, 6, 2), registered=date(2016, 12, 21), expires=date(2026, 12, 20), notes="Renewal in hand"),
    _right("TM-CN-3", "trademark", "CN", "15487233A", "北光驿", owner=_OWNER_CN, classes="18, 25", filed=date(2014, 10, 9), registered=date(2015, 11, 28), expires=date(2035, 11, 27)),
    _right("TM-EU-1", "trademark", "EU", "017654321", "NORDLYS", classes="9, 18, 25", filed=date(2018, 1, 9), registered=date(2018, 6, 1), expires=date(2028, 1, 9)),
    _right("TM-EU-2", "trademark", "EU", 17888999, "FJELLKLANG", classes="25", filed=date(2018, 4, 18), registered=date(2018, 9, 12), expires=date(2028, 4, 18)),
    _right("TM-US-1", "trademark", "US", "5912345", "NORDLYS", classes="18, 25", filed=date(2018, 8, 21), registered=date(2019, 11, 19), expires=date(2029, 11, 19)),
    _right("TM-WO-1", "trademark", "WIPO", "1412345", "NORDLYS", classes="18, 25", registered=date(2018, 5, 3), expires=date(2028, 5, 3), china_certificate="no", notes="Designates CN, KR, SG"),
    _right("TM-WO-2", "trademark", "WIPO", "1398761", "FJELLKLANG", classes="25", registered=date(2018, 2, 20), expires=date(2028, 2, 20), china_certificate="yes"),
    _right("TM-GB-1", "trademark", "GB", "UK00917654321", "NORDLYS", classes="9, 18, 25", filed=date(2018, 1, 9), registered=date(2018, 6, 1), expires=date(2028, 1, 9)),
    _right("TM-SG-1", "trademark", "SG", "40201812345T", "NORDLYS", classes="18, 25", filed=date(2018, 7, 5), registered=date(2019, 1, 17), expires=date(2028, 7, 5)),
    _right("TM-CN-4", "trademark", "CN", "73219804", "NORDLYS KIDS", classes="25", filed=date(2025, 12, 3), status="pending", notes="Opposition period runs"),
    _right("DP-CN-1", "design patent", "CN", _patent("202030456789"), "Backpack (Aurora 20)", filed=date(2020, 8, 11), registered=date(2020, 12, 25), expires=date(2030, 8, 10), evaluation_report="positive"),
    _right("DP-CN-2", "design patent", "CN", _patent("202230112358"), "Crossbody bag (Polaris)", filed=date(2022, 3, 4), registered=date(2022, 8, 16), expires=date(2037, 3, 3), evaluation_report="positive"),
    _right("DP-CN-3", "design patent", "CN", _patent("202330271828"), "Bottle holder", filed=date(2023, 5, 12), registered=date(2023, 10, 31), expires=date(2038, 5, 11), evaluation_report="none"),
    _right("DP-EU-1", "design patent", "EU", "006543210-0002", "Backpack (Aurora 20)", filed=date(2020, 5, 20), registered=date(2020, 5, 28), expires=date(2030, 5, 20)),
    _right("DP-US-1", "design patent", "US", "D876543", "Crossbody bag", filed=date(2018, 9, 4), registered=date(2020, 3, 3), expires=date(2035, 3, 2)),
    _right("UM-CN-1", "utility model", "CN", _patent("201620314159"), "Magnetic strap lock", owner=_OWNER_CN, filed=date(2016, 4, 15), registered=date(2016, 11, 2), expires=date(2026, 4, 14), evaluation_report="positive"),
    _right("UM-CN-2", "utility model", "CN", _patent("202021161803"), "Ventilated back panel", owner=_OWNER_CN, filed=date(2020, 6, 19), registered=date(2021, 2, 9), expires=date(2030, 6, 18), evaluation_report="positive"),
    _right("IP-CN-1", "invention patent", "CN", _patent("201810577215"), "Seam sealing of coated fabric", filed=date(2018, 6, 7), registered=date(2021, 1, 15), expires=date(2038, 6, 6)),
    _right("CR-CN-1", "copyright", "CN", "国作登字-2021-F-00123456", "Aurora pattern (fine art)", filed=date(2021, 3, 2), registered=date(2021, 4, 8)),
    _right("CR-CN-2", "copyright", "CN", "沪作登字-2022-G-00456789", "Campaign photographs 2022", owner=_OWNER_CN, filed=date(2022, 2, 14), registered=date(2022, 3, 22)),
    _right("CR-NO-1", "copyright", "none", "Claim statement 2025-06", "Pictures of nordlys.example", notes="Claim statement, signed"),
    _right("CR-NO-2", "copyright", "none", "Claim statement 2026-10", "Video clips, spring 2026", status="not submitted"),
    _right("SW-CN-1", "software copyright", "CN", "2019SR0123456", "Nordlys Trail 应用软件 V2.0", owner=_OWNER_CN, registered=date(2019, 2, 11)),
)  # fmt: skip

ACCOUNTS: Final[tuple[Mapping[str, InputValue], ...]] = (
    {"account": "nordlys-legal", "role": "right holder", "complainant": _OWNER, "name_on_id": _OWNER},
    {
        "account": "huanyu-ipr", "role": "agent", "complainant": "环宇知识产权代理（杭州）有限公司", "name_on_id": "环宇知识产权代理（杭州）有限公司",
        "poa_start": date(2025, 1, 1), "poa_end": date(2026, 9, 30), "notes": "New power of attorney is being sealed",
    },
    {
        "account": "lighthouse-sea", "role": "agent", "complainant": "Lighthouse Brand Services Pte. Ltd.", "name_on_id": "Lighthouse Brand Service Pte Ltd",
        "poa_start": date(2025, 7, 1), "poa_end": date(2027, 6, 30), "notes": "Lazada and Alibaba.com",
    },
)  # fmt: skip
