"""The texts themselves, found by their files: a new text needs no line here.

The golden files were read as counsel would read them; change one only after reading it again. A text without an entry
there was not read so yet; every other check applies to it.
"""

import re
from pathlib import Path

import pytest

from ippbook import notices
from ippbook.catalog import platforms, reasons
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.notices.example import example_case

GOLDEN = Path(__file__).parent / "golden"
"""A file a language, each text under a line '=== reason, case'."""
CASES = {
    "right holder, one link": ("holder", 1),
    "agent, three links": ("agent", 3),
    "agent abroad, one link": ("abroad", 1),
}
FRAMES = ("keyword abuse", "stolen pictures", "design infringement", "portrait")
"""One reason of each family of rights was read in every case, the others in the first."""
LANGUAGES = sorted({text.language.code for text in notices.TAKEDOWN_TEXTS.values()})
BY_LANGUAGE = pytest.mark.parametrize(
    "texts",
    [[text for text in notices.TAKEDOWN_TEXTS.values() if text.language.code == code] for code in LANGUAGES],
    ids=LANGUAGES,
)
"""One test a language; a subtest a text, so that what fails names its text."""


def cases_of(reason):
    return list(CASES) if reason in FRAMES else list(CASES)[:1]


def golden(language):
    parts = (GOLDEN / f"{language}.txt").read_text(encoding="utf-8").removeprefix("=== ").split("\n=== ")
    return {name: text.rstrip("\n") for name, text in (part.split("\n", 1) for part in parts)}


def written(text, case, cases):
    who, links = CASES[case]
    facts = cases.facts_for(text.reason, getattr(cases, who))
    reported = cases.links_abroad if who == "abroad" else cases.links[:links]
    return notices.render(text.reason, text.language.code, facts, cases.with_examples(text, reported), limit=5000)


@BY_LANGUAGE
def test_a_notice_reads_as_it_was_read_by_counsel(texts, cases, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            expected = golden(text.language.code)
            for case in cases_of(text.reason):
                notice = written(text, case, cases)
                assert notice.problem == ""
                assert notice.text == expected.get(f"{text.reason}, {case}", notice.text)


@BY_LANGUAGE
def test_every_link_has_a_line_of_its_own_with_its_number(texts, cases, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            links = cases.with_examples(text, cases.links)
            facts = cases.facts_for(text.reason, cases.agent)
            lines = notices.render(text.reason, text.language.code, facts, links, limit=5000).text.split("\n")
            for number, link in enumerate(links, 1):
                (line,) = [line for line in lines if link["listing_url"] in line]
                assert line == f"{text.language.link}{number}{text.language.colon}{link['listing_url']}"


@pytest.mark.parametrize("language", notices.LANGUAGES)
def test_every_text_that_counsel_has_read_is_still_there(language):
    there = {
        f"{reason}, {case}" for reason, code in notices.TAKEDOWN_TEXTS if code == language for case in cases_of(reason)
    }
    assert set(golden(language)) <= there


@BY_LANGUAGE
def test_every_field_of_a_text_has_a_value_in_its_example_case(texts, subtests):
    """Where this fails: add a line such as "example: listing_pictures = 1, 3-5" to the head of the text."""
    for text in texts:
        with subtests.test(text=text.path):
            example = example_case(text)
            assert [name for name in text.needs if name not in {**example.facts, **example.listing}] == []


@BY_LANGUAGE
def test_every_text_is_for_a_known_reason_and_language_and_names_its_source(texts, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            assert text.reason in reasons.REASONS
            assert text.language.code in load_vocabulary("languages")
            assert "ipp-facts" in text.source
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", text.checked_on)
            assert text.reviewed


@BY_LANGUAGE
def test_every_text_uses_only_fields_that_complaints_have(texts, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            from ippbook.tables.book import joined_fields
            from ippbook.tables.records import Complaint

            fields = {field.name for field in Complaint.fields()} | {name for name, *_ in joined_fields(Complaint)}
            assert set(text.needs) | set(text.optional) <= fields


@BY_LANGUAGE
def test_every_text_states_what_its_reason_must_state(texts, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            assert set(reasons.REASONS[text.reason].text_facts) <= set(text.needs)


@BY_LANGUAGE
def test_a_text_needs_the_same_facts_in_every_language(texts, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            first = next(other for other in notices.TAKEDOWN_TEXTS.values() if other.reason == text.reason)
            assert set(text.needs) == set(first.needs)
            assert set(text.optional) == set(first.optional)


@BY_LANGUAGE
def test_a_notice_of_one_link_with_all_its_facts_leaves_room_in_the_portals_field(texts, cases, subtests):
    """Test buys have the most facts. The scripts of East Asia say more with each of the 1,500 characters."""
    for text in texts:
        with subtests.test(text=text.path):
            facts = cases.facts_for(text.reason, cases.agent)
            room = 850 if text.language.code in {"zh", "ja", "ko"} else 1425
            assert (
                0
                < notices.render(
                    text.reason, text.language.code, facts, cases.with_examples(text, cases.links[:1])
                ).characters
                <= room
            )


def test_texts_know_every_role_that_an_account_can_have():
    assert set(load_vocabulary("roles").codes) == {"right holder", "agent"}


def test_an_agent_says_so_and_a_right_holder_claims_no_agency(cases, of):
    assert "Filed by: Shenzhen Example IP Agency Co., Ltd., authorised agent of the right holder" in of(
        "en", cases.agent
    )
    assert "提交人：Shenzhen Example IP Agency Co., Ltd.（权利人授权的代理人）" in of("zh", cases.agent)
    assert "Filed by: Aerolith Outdoor GmbH, the right holder" in of("en", cases.holder)
    assert "提交人：Aerolith Outdoor GmbH（权利人）" in of("zh", cases.holder)
    assert "authorised agent" not in of("en", cases.holder)


ARTICLE_42 = {
    "en": "Article 42 of the E-Commerce Law",
    "zh": "《中华人民共和国电子商务法》第四十二条",
    "ja": "「中華人民共和国電子商取引法」第42条",
    "ko": "「중화인민공화국 전자상거래법」 제42조",
    "de": "Artikel 42 des E-Commerce-Gesetzes der Volksrepublik China",
    "fr": "l'article 42 de la loi de la République populaire de Chine sur le commerce électronique",
    "es": "artículo 42 de la Ley de Comercio Electrónico de la República Popular China",
}


CHINESE = [code for code, platform in platforms.PLATFORMS.items() if platform.accepts.offices == ("CN",)]


def test_the_marketplaces_for_chinese_rights_are_those_of_the_facts():
    assert {"taobao", "tmall", "tmallhk", "1688", "xianyu"} <= set(CHINESE)
    assert not {"alibaba", "aliexpress", "lazada"} & set(CHINESE)


@pytest.mark.parametrize("language", ARTICLE_42)
@pytest.mark.parametrize("platform", CHINESE)
def test_the_ecommerce_law_is_cited_on_chinese_marketplaces(platform, language, cases, of):
    assert ARTICLE_42[language] in of(language, cases.agent | {"platform": platform})


@pytest.mark.parametrize("language", ARTICLE_42)
@pytest.mark.parametrize("platform", [code for code in platforms.PLATFORMS if code not in CHINESE])
def test_the_ecommerce_law_is_not_cited_abroad(platform, language, cases, of):
    assert "42" not in of(language, cases.agent | {"platform": platform})


@BY_LANGUAGE
def test_the_law_on_intellectual_property_is_cited_for_intellectual_property_alone(texts, cases, subtests):
    """Article 42 is about owners of intellectual property; portrait and unfair competition are not such rights."""
    for text in texts:
        with subtests.test(text=text.path):
            facts = cases.facts_for(text.reason, cases.agent)
            cited = (
                ARTICLE_42[text.language.code]
                in notices.render(
                    text.reason, text.language.code, facts, cases.with_examples(text, cases.links[:1])
                ).text
            )
            assert cited is (reasons.REASONS[text.reason].family != "other")


def test_the_exclusive_right_of_a_registered_mark_is_claimed_for_chinese_registrations_only(cases, of):
    assert "注册商标专用权" in of("zh", cases.agent)
    foreign = of("zh", cases.abroad)
    assert "注册商标专用权" not in foreign
    assert "商标权" in foreign


@BY_LANGUAGE
def test_every_notice_names_right_owner_address_good_faith_and_evidence(texts, cases, subtests):
    """The elements of a notice: proof of right, location, preliminary evidence, assurance (ipp-facts 5.8)."""
    for text in texts:
        with subtests.test(text=text.path):
            facts = cases.facts_for(text.reason, cases.agent)
            written = notices.render(
                text.reason, text.language.code, facts, cases.with_examples(text, cases.links[:1])
            ).text
            words = {
                "en": ("good faith", "accurate", "evidence attached"),
                "zh": ("善意", "真实、准确", "初步证据"),
                "ja": ("誠実に", "正確", "疎明資料"),
                "ko": ("선의로", "정확", "소명 자료"),
                "de": ("in gutem Glauben", "richtig", "Beweismittel"),
                "fr": ("de bonne foi", "exactes", "Preuves préliminaires"),
                "es": ("de buena fe", "exactos", "Pruebas preliminares"),
            }
            for element in (
                facts["right_name"],
                facts["right_owner"],
                cases.links[0]["listing_url"],
                *words[text.language.code],
            ):
                assert element in written


def test_an_unregistered_work_has_no_registration(cases, of):
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
    assert (
        notice.problem
        == "The reason 'keyword abuse' does not fit this right (copyright (work)): choose another reason."
    )


def test_a_reason_without_a_text_is_refused(cases):
    notice = notices.render("no such reason", "en", cases.agent, cases.links)
    assert notice.text == ""
    assert notice.problem == (
        "There is no takedown text for 'no such reason' in 'en' or in the portal's language: "
        "write one in the table Texts."
    )


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "5 March 2026"),
        ("zh", "2026年3月5日"),
        ("ja", "2026年3月5日"),
        ("ko", "2026년 3월 5일"),
        ("de", "5. März 2026"),
        ("fr", "5 mars 2026"),
        ("es", "5 de marzo de 2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language, day, cases, of):
    assert day in of(language, cases.agent, "test buy")


@pytest.mark.parametrize(
    ("language", "office"),
    [
        ("en", "European Union (EUIPO)"),
        ("zh", "欧盟"),
        ("ja", "欧州連合"),
        ("de", "Europäische Union"),
        ("fr", "Union européenne"),
    ],
)
def test_an_office_is_named_in_the_language(language, office, cases, of):
    assert office in of(language, cases.abroad)


def test_countries_have_the_names_of_the_unicode_tables(cases, of):
    assert "Vereinigte Staaten" in of("de", cases.agent | {"right_office": "US"})
    assert "ドイツ" in of("ja", cases.agent | {"right_office": "DE"})


@BY_LANGUAGE
def test_a_text_without_the_sellers_name_is_whole(texts, cases, subtests):
    for text in texts:
        with subtests.test(text=text.path):
            facts = cases.facts_for(text.reason, cases.agent)
            (link,) = cases.with_examples(text, cases.links[:1])
            assert notices.render(text.reason, text.language.code, facts, [link | {"listing_seller": ""}]).problem == ""
