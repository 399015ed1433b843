"""The fictitious team's own decisions: its own takedown texts, and findings that it accepts for some time."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from ippbook.workbook_builder.content import InputValue

TEXTS: Final[tuple[Mapping[str, InputValue], ...]] = (
    {
        "reason": "keyword abuse",
        "language": "en",
        "text": (
            "Our trademark used to sell another brand\n"
            "[facts]\n"
            "{{ right_owner }} owns the mark {{ right_name }}. The seller offers goods of another brand and writes our mark into the"
            " listing, so that buyers who look for our goods find these.\n"
            "[each link]\n"
            "Words used: {{ group.listing_quoted_words | quoted }}\n"
            "Place of the words: {{ group.listing_found_in }}\n"
            "Brand of the goods offered: {{ group.listing_seller_brand }}\n"
            "[evidence]\n"
            "Screenshots of the words and of the brand on the goods."
        ),
        "notes": "Agreed with counsel in May 2026",
    },
    {
        "reason": "logo on images",
        "language": "zh",
        "text": "涉案图片使用了注册商标{{ rigth_name }}（注册号{{ right_number }}），请贵平台删除该商品信息。",
        "notes": "草稿",
    },
)
"""The second text has a typing error on purpose."""

WAIVERS: Final[tuple[Mapping[str, InputValue], ...]] = (
    {
        "finding": "RT209",
        "about": "TM-CN-2",
        "reason": "Renewal filed on 2026-09-02; CNIPA's certificate is awaited",
        "until": date(2026, 12, 20),
        "by": "J. Berg",
    },
    {
        "finding": "RT301",
        "about": "TM-WO-1",
        "reason": "Certificate of the extension ordered from CNIPA",
        "until": date(2026, 9, 30),
        "by": "J. Berg",
        "notes": "Ask again",
    },
)
"""The second waiver has expired."""
