"""A language without a text for a reason: the text is in the portal's own language, and a finding says so."""

import pytest

from ippbook import notices
from ippbook.catalog import platforms
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.notices.fallback import portal_language, written_language

WITHOUT_JAPANESE = {at: text for at, text in notices.TAKEDOWN_TEXTS.items() if at != ("keyword abuse", "ja")}


@pytest.mark.parametrize(
    ("platform", "language"),
    [
        ("taobao", "zh"),
        ("1688", "zh"),
        ("alibaba", "en"),
        ("aliexpress", "en"),
        ("lazada", "en"),
        ("miravia", "en"),
        ("", ""),
    ],
)
def test_the_portals_own_language_is_that_of_its_pages(platform, language):
    assert portal_language(platform) == language


@pytest.mark.parametrize("platform", platforms.PLATFORMS.values(), ids=list(platforms.PLATFORMS))
def test_every_portals_language_is_known_and_only_a_portal_that_was_found_has_one(platform):
    assert platform.portal.language in {"", *load_vocabulary("languages").codes}
    assert bool(platform.portal.host) or not platform.portal.language


@pytest.mark.parametrize(("platform", "language"), [("taobao", "zh"), ("aliexpress", "en"), ("lazada", "en")])
def test_without_a_text_in_its_language_a_complaint_gets_the_one_of_the_portal(platform, language, cases):
    facts = cases.agent | {"platform": platform}
    notice = notices.render("keyword abuse", "ja", facts, cases.links, texts=WITHOUT_JAPANESE)
    assert notice.text == notices.render("keyword abuse", language, facts, cases.links).text
    assert notice.language == language
    name = load_vocabulary("languages")[language].label.partition(" (")[0]
    assert notice.remark == f"ippbook has no Japanese text for this reason, so the text is in {name}."


def test_where_the_portals_language_has_no_text_either_the_setting_decides(cases):
    facts = cases.agent | {"platform": "lazada"}
    texts = {at: text for at, text in WITHOUT_JAPANESE.items() if at != ("keyword abuse", "en")}
    assert notices.render("keyword abuse", "ja", facts, cases.links, texts=texts, otherwise="de").language == "de"
    assert written_language(WITHOUT_JAPANESE, "keyword abuse", "ja", "", "de") == "de"


def test_a_text_in_the_wanted_language_has_no_remark(cases):
    notice = notices.render("keyword abuse", "ja", cases.agent, cases.links)
    assert (notice.language, notice.remark) == ("ja", "")
    assert notices.render("keyword abuse", "ja", {}, cases.links).language == ""


def test_a_teams_own_text_with_a_fault_is_not_replaced(cases):
    own = notices.read_template("{{ rigt_name }}", "keyword abuse", notices.LANGUAGES["ja"])
    notice = notices.render("keyword abuse", "ja", cases.agent, cases.links, texts=notices.with_own([own]))
    assert notice.text == ""
    assert "rigt_name" in notice.problem


def test_a_reason_without_any_text_is_reported(cases):
    texts = {at: text for at, text in notices.TAKEDOWN_TEXTS.items() if at[0] != "keyword abuse"}
    problem = notices.render("keyword abuse", "ja", cases.agent, cases.links, texts=texts).problem
    assert problem.startswith("There is no takedown text for 'keyword abuse' in 'ja'")
