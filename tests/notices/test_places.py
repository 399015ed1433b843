"""Words of Found in and Pictures are translated; what is not known is printed as it was entered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices
from ippbook.normalize import key
from ippbook.notices.page_places import _places, place_name, translated_places

LANGUAGES = sorted(notices.LANGUAGES)


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "title"),
        ("zh", "标题"),
        ("de", "Titel"),
        ("fr", "titre"),
        ("es", "título"),
        ("ja", "タイトル"),
        ("ko", "제목"),
    ],
)
@pytest.mark.parametrize("entered", ["title", "标题", "Titel", "タイトル", "제목"])
def test_the_title_is_named_in_the_language_of_the_text(language, title, entered, cases):
    text = notices.render("keyword abuse", language, cases.agent, [cases.link(listing_found_in=entered)]).text
    assert f"{title}\n" in text


@pytest.mark.parametrize(
    ("entered", "language", "printed"),
    [
        ("title, attributes", "zh", "标题、属性"),
        ("title and description", "de", "Titel, Beschreibung"),
        ("标题和详情页", "en", "title, detail page"),
        ("属性：品牌", "en", "attributes: brand"),
        ("main picture 3", "zh", "主图3"),
        ("第2张主图", "en", "main picture 2"),
        ("图片3", "ko", "이미지 3"),
        ("title; second line of the box", "zh", "标题; second line of the box"),
        ("标题（第一行）", "en", "标题（第一行）"),
        ("on the lid, under the logo", "zh", "on the lid, under the logo"),
        ("商品标题，属性", "zh", "商品标题，属性"),
        ("标题（第一行）；属性：品牌", "zh", "标题（第一行）；属性：品牌"),
    ],
)
def test_places_are_translated_and_the_rest_is_as_entered(entered, language, printed):
    words = notices.LANGUAGES[language]
    assert translated_places(entered, language, words.comma, words.colon) == printed


def test_pictures_that_are_named_by_words_are_translated_too(cases):
    link = cases.link(listing_pictures="main picture, 3-5")
    assert "涉案图片：主图、3-5\n" in notices.render("logo on images", "zh", cases.agent, [link]).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_place_has_a_name_in_every_language(language):
    for place, names in _places().items():
        assert names[language], place
        assert place_name(names["en"][0], language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spelling_means_one_place_or_its_plural(language):
    seen = {}
    for place, names in _places().items():
        for name in names[language]:
            other = seen.setdefault(key(name), place)
            assert other.removesuffix("s") == place.removesuffix("s") or "all" in place, name


@given(st.text(), st.sampled_from(LANGUAGES))
def test_no_place_is_lost(text, language):
    assert bool(translated_places(text, language, ", ", ": ").strip()) is bool(text.strip()) or not text.strip(
        " ;；,，、/+&\n"
    )
