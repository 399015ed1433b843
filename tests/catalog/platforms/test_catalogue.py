"""The platforms are complete, sourced and spelled as teams spell them."""

import pytest

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary


def test_the_eight_platforms_stand_in_their_order():
    assert list(platforms.PLATFORMS) == [
        "alibaba",
        "aliexpress",
        "taobao",
        "tmall",
        "tmallhk",
        "1688",
        "xianyu",
        "lazada",
    ]
    assert platforms.platform_vocabulary().codes == tuple(platforms.PLATFORMS)


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Taobao", "taobao"),
        ("淘宝网", "taobao"),
        ("天猫", "tmall"),
        ("天猫国际", "tmallhk"),
        ("Tmall.HK", "tmallhk"),
        ("cbu", "1688"),
        ("AE", "aliexpress"),
        ("速卖通", "aliexpress"),
        ("闲鱼", "xianyu"),
        ("Alibaba.com", "alibaba"),
        ("LAZADA", "lazada"),
    ],
)
def test_portal_keys_and_chinese_names_are_read(spelling, code):
    assert platforms.platform_vocabulary().read(spelling) == code


@pytest.mark.parametrize("platform", platforms.PLATFORMS.values(), ids=list(platforms.PLATFORMS))
def test_every_fact_of_a_platform_names_its_source(platform):
    for fact in (platform.portal, platform.accepts, *platform.items, *platform.shorts, *platform.stores):
        assert fact.source
    assert set(platform.accepts.offices) <= {"any", *load_vocabulary("offices").codes}


@pytest.mark.parametrize("platform", platforms.PLATFORMS.values(), ids=list(platforms.PLATFORMS))
def test_every_host_of_a_platform_lies_in_its_domains(platform):
    for shape in (*platform.items, *platform.shorts, *platform.stores):
        for host in shape.hosts:
            bare = host.removeprefix("*.")
            assert any(bare == domain or bare.endswith(f".{domain}") for domain in platform.domains)


def test_limits_are_those_of_the_dossier():
    limits = platforms.PLATFORMS["taobao"].limits
    assert (limits.links, limits.text, limits.files, limits.file_megabytes_warn, limits.file_megabytes) == (
        300,
        1500,
        4,
        5,
        20,
    )
