"""The texts themselves. The golden files were read as counsel would read them; change one only after reading it again."""

import re
from pathlib import Path

import pytest

from ippbook import notices, reasons
from ippbook.vocabulary import load

GOLDEN = Path(__file__).parent / "golden"
CASES = {
    "right holder, one link": ("holder", 1),
    "agent, three links": ("agent", 3),
    "agent abroad, one link": ("abroad", 1),
}
EVERY_TEXT = pytest.mark.parametrize("text", notices.ALL.values(), ids=lambda text: text.path)


@pytest.mark.parametrize("case", CASES)
@EVERY_TEXT
def test_a_notice_reads_as_it_was_read_by_counsel(text, case, cases):
    who, links = CASES[case]
    facts = cases.facts_for(text.reason, getattr(cases, who))
    given = cases.links_abroad if who == "abroad" else cases.links[:links]
    notice = notices.render(text.reason, text.language.code, facts, given, limit=5000)
    assert notice.problem == ""
    golden = GOLDEN / f"{text.reason}, {case}, {text.language.code}.txt"
    assert notice.text + "\n" == golden.read_text(encoding="utf-8")


def test_every_golden_text_belongs_to_a_case():
    expected = {f"{reason}, {case}, {language}.txt" for reason, language in notices.ALL for case in CASES}
    assert {path.name for path in GOLDEN.iterdir()} == expected


def test_the_three_first_reasons_have_a_text_in_both_languages():
    wanted = {"counterfeit by comparison", "keyword abuse", "stolen pictures"}
    assert {(reason, language) for reason in wanted for language in ("en", "zh")} <= set(notices.ALL)


@EVERY_TEXT
def test_every_text_is_for_a_known_reason_and_language_and_names_its_source(text):
    assert text.reason in reasons.ALL
    assert text.language.code in load("languages")
    assert "ipp-facts" in text.source
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", text.checked_on)
    assert text.reviewed


@EVERY_TEXT
def test_every_text_uses_only_fields_that_complaints_have(text):
    from ippbook.tables.book import joined_fields
    from ippbook.tables.records import Complaint

    fields = {field.name for field in Complaint.fields()} | {name for name, *_ in joined_fields(Complaint)}
    assert set(text.needs) | set(text.optional) <= fields


@EVERY_TEXT
def test_every_text_states_what_its_reason_must_state(text):
    assert set(reasons.ALL[text.reason].text_facts) <= set(text.needs)


@EVERY_TEXT
def test_the_same_facts_are_asked_for_in_every_language(text):
    english = notices.ALL[text.reason, "en"]
    assert set(text.needs) == set(english.needs)
    assert set(text.optional) == set(english.optional)


@EVERY_TEXT
def test_a_notice_of_one_link_leaves_a_fifth_of_the_portals_field_free(text, cases):
    facts = cases.facts_for(text.reason, cases.agent)
    assert notices.render(text.reason, text.language.code, facts, cases.links[:1]).characters <= 1500 * 4 / 5


def test_texts_know_every_role_that_an_account_can_have():
    assert set(load("roles").codes) == {"right holder", "agent"}


def test_an_agent_says_so_and_a_right_holder_claims_no_agency(cases, of):
    assert "Filed by: Shenzhen Example IP Agency Co., Ltd., authorised agent of the right holder" in of(
        "en", cases.agent
    )
    assert "提交人：Shenzhen Example IP Agency Co., Ltd.（权利人授权的代理人）" in of("zh", cases.agent)
    assert "Filed by: Aerolith Outdoor GmbH, the right holder" in of("en", cases.holder)
    assert "提交人：Aerolith Outdoor GmbH（权利人）" in of("zh", cases.holder)
    assert "authorised agent" not in of("en", cases.holder)


@pytest.mark.parametrize("platform", ["taobao", "tmall", "tmallhk", "1688", "xianyu"])
def test_the_ecommerce_law_is_cited_on_chinese_marketplaces(platform, cases, of):
    assert "Article 42" in of("en", cases.agent | {"platform": platform})
    assert "第四十二条" in of("zh", cases.agent | {"platform": platform})


@pytest.mark.parametrize("platform", ["alibaba", "aliexpress", "lazada"])
def test_the_ecommerce_law_is_not_cited_abroad(platform, cases, of):
    assert "Article 42" not in of("en", cases.agent | {"platform": platform})
    assert "第四十二条" not in of("zh", cases.agent | {"platform": platform})


def test_the_exclusive_right_of_a_registered_mark_is_claimed_for_chinese_registrations_only(cases, of):
    assert "注册商标专用权" in of("zh", cases.agent)
    foreign = of("zh", cases.abroad)
    assert "注册商标专用权" not in foreign
    assert "商标权" in foreign


@EVERY_TEXT
def test_every_notice_names_right_owner_address_good_faith_and_evidence(text, cases):
    """The elements of a notice: proof of right, location, preliminary evidence, assurance (ipp-facts 5.8)."""
    facts = cases.facts_for(text.reason, cases.agent)
    written = notices.render(text.reason, text.language.code, facts, cases.links[:1]).text
    words = {"en": ("good faith", "accurate", "evidence attached"), "zh": ("善意", "真实、准确", "初步证据")}
    for element in (
        facts["right_name"],
        facts["right_owner"],
        cases.links[0]["listing_url"],
        *words[text.language.code],
    ):
        assert element in written


def test_an_unregistered_work_is_not_said_to_be_registered(cases, of):
    facts = cases.agent | cases.unregistered
    assert "Registration" not in of("en", facts, "stolen pictures")
    assert "登记" not in of("zh", facts, "stolen pictures")


def test_a_registered_work_is_cited_by_number_and_office(cases, of):
    facts = cases.agent | cases.registered
    assert "no. 国作登字-2021-G-00268255, China (mainland)" in of("en", facts, "stolen pictures")
    assert "登记号：国作登字-2021-G-00268255（中国）" in of("zh", facts, "stolen pictures")


def test_chinese_lists_are_written_with_chinese_commas(cases, of):
    assert "第18、25类" in of("zh", cases.agent)


def test_no_notice_rests_on_a_right_that_does_not_carry_its_reason(cases):
    notice = notices.render("keyword abuse", "en", cases.agent | cases.registered, cases.links)
    assert notice.text == ""
    assert notice.problem == "The reason 'keyword abuse' cannot rest on this right (copyright (work)): choose another."


def test_a_reason_without_a_text_is_said_to_have_none(cases):
    notice = notices.render("test buy", "en", cases.agent, cases.links)
    assert notice.text == ""
    assert notice.problem == "There is no takedown text for 'test buy' in 'en'."
