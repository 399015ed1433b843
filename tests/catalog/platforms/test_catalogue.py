"""The platforms are complete, sourced and spelled as teams spell them."""

from importlib.resources import files

import pytest

from ippbook.catalog import platforms
from ippbook.catalog.toml_files import catalog_entry
from ippbook.catalog.vocabulary import load_vocabulary


def test_the_platforms_of_the_facts_are_there_in_their_order():
    facts = ["alibaba", "aliexpress", "taobao", "tmall", "tmallhk", "1688", "xianyu", "lazada", "miravia"]
    assert [code for code in platforms.PLATFORMS if code in facts] == facts
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
    for fact in (platform.portal, platform.accepts, *platform.shapes):
        assert fact.source
    assert set(platform.accepts.offices) <= {"any", *load_vocabulary("offices").codes}


@pytest.mark.parametrize("platform", platforms.PLATFORMS.values(), ids=list(platforms.PLATFORMS))
def test_every_host_of_a_platform_lies_in_its_domains(platform):
    domains = (*platform.domains, *platform.guest_on)
    for shape in platform.shapes:
        for host in shape.hosts:
            bare = host.removeprefix("*.")
            assert any(bare == domain or bare.endswith(f".{domain}") for domain in domains)


def test_limits_are_those_of_the_dossier():
    limits = platforms.PLATFORMS["taobao"].limits
    assert (limits.links, limits.text, limits.files, limits.file_megabytes_warn, limits.file_megabytes) == (
        300,
        1500,
        4,
        5,
        20,
    )


TAOBAO = (files("ippbook.catalog.platforms") / "taobao.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ('label = "Taobao"', "", "label: Field required"),
        (
            'offices = ["CN"]',
            'offices = ["XX"]',
            "accepts.offices: 'XX' is not an office; see catalog/vocabulary/offices.toml",
        ),
        (
            'hosts = ["c.tb.cn"]',
            'hosts = ["m.example.com"]',
            "the host m.example.com is not in domains; add its domain",
        ),
        ("item.htm?id={id}", "item.htm", "canonical needs the place of the item id, {id}"),
        ('source = "ipp-facts 2.3"', 'source = ""', "source: state the source, with a tag of docs/sources.md"),
        ("order = 3", "order = ", "not valid TOML"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_with_its_name_and_what_it_needs(before, after, why):
    assert before in TAOBAO
    with pytest.raises(ValueError, match=r"ippbook/catalog/platforms/shop\.toml: ") as refusal:
        catalog_entry("shop.toml", TAOBAO.replace(before, after), "ippbook.catalog.platforms", platforms.Platform)
    assert why in str(refusal.value)
