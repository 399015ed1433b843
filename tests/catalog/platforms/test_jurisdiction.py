"""Whose rights a platform takes, as ipp-facts 3.1 and 3.2 say; what they leave open is "unsure", never "no"."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary

TAO = ["taobao", "tmall", "1688"]
INFERRED = ["tmallhk", "xianyu"]
"""Marketplaces of which no source says whose rights they take; treated as China, never more than unsure."""
REGISTERED = ["trademark", "design patent", "utility model", "invention patent"]


@pytest.mark.parametrize("platform", TAO)
@pytest.mark.parametrize("right_type", REGISTERED)
def test_chinese_platforms_take_chinese_rights_and_refuse_foreign_ones(platform, right_type):
    assert platforms.accepts(platform, right_type, "CN") == "yes"
    assert platforms.accepts(platform, right_type, "EU") == "no"
    assert platforms.accepts(platform, right_type, "HK") == "no"


@pytest.mark.parametrize("platform", TAO)
@pytest.mark.parametrize(("certificate", "answer"), [("yes", "yes"), ("no", "no"), ("", "no")])
def test_a_madrid_mark_needs_its_certificate_for_china_on_chinese_platforms(platform, certificate, answer):
    assert platforms.accepts(platform, "trademark", "WIPO", certificate) == answer


@pytest.mark.parametrize("platform", INFERRED)
@pytest.mark.parametrize("right_type", REGISTERED)
def test_where_the_rule_is_only_inferred_a_foreign_right_is_unsure_and_never_refused(platform, right_type):
    assert platforms.accepts(platform, right_type, "CN") == "yes"
    assert {platforms.accepts(platform, right_type, office) for office in ("EU", "HK", "WIPO", "none")} == {"unsure"}
    assert platforms.accepts(platform, "trademark", "WIPO", "yes") == "yes"


@pytest.mark.parametrize("platform", ["alibaba", "aliexpress"])
@pytest.mark.parametrize("office", ["CN", "EU", "US", "WIPO", "KR"])
def test_international_platforms_take_rights_of_every_office(platform, office):
    assert platforms.accepts(platform, "trademark", office) == "yes"


@pytest.mark.parametrize("office", ["SG", "MY", "TH", "ID", "VN", "PH"])
def test_lazada_takes_local_rights_and_leaves_foreign_ones_open(office):
    assert platforms.accepts("lazada", "trademark", office) == "yes"
    assert platforms.accepts("lazada", "trademark", "CN") == "unsure"


@pytest.mark.parametrize("platform", list(platforms.PLATFORMS))
def test_unregistered_copyright_is_taken_everywhere_and_an_unregistered_mark_nowhere_for_sure(platform):
    assert platforms.accepts(platform, "copyright", "none") == "yes"
    assert platforms.accepts(platform, "trademark", "none") == ("unsure" if platform in INFERRED else "no")


def test_what_the_sources_leave_open_is_unsure():
    assert platforms.accepts("taobao", "copyright", "US") == "unsure"
    assert platforms.accepts("taobao", "design patent", "WIPO") == "unsure"
    assert platforms.accepts("aliexpress", "portrait right", "CN") == "unsure"


@pytest.mark.parametrize(
    ("platform", "right_type", "office"),
    [("ebay", "trademark", "CN"), ("taobao", "", "CN"), ("taobao", "trademark", "XX"), ("", "", "")],
)
def test_unknown_or_blank_words_give_no_answer(platform, right_type, office):
    assert platforms.accepts(platform, right_type, office) == ""


@given(
    st.sampled_from(list(platforms.PLATFORMS)),
    st.sampled_from(load_vocabulary("right_types").codes),
    st.sampled_from(load_vocabulary("offices").codes),
)
def test_every_known_combination_has_an_answer(platform, right_type, office):
    assert platforms.accepts(platform, right_type, office) in {"yes", "no", "unsure"}


def test_a_chinese_registration_is_preferred_where_foreign_ones_are_taken():
    assert [code for code in platforms.PLATFORMS if platforms.prefers_china(code)] == ["alibaba", "aliexpress"]
