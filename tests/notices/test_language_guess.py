"""Facts in another language than the text get advice only where that is sure."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook import notices
from ippbook.notices.example import example_case
from ippbook.notices.language_guess import foreign_language

SENTENCES = {
    "en": "The strap is sewn with a single seam; the genuine one has two.",
    "de": "Der Riemen ist nur mit einer Naht genäht; beim Original sind es zwei.",
    "fr": "La sangle est cousue avec une seule couture ; le modèle authentique en a deux.",
    "es": "La correa está cosida con una sola costura; el original tiene dos.",
    "ja": "ストラップの縫い目は一本のみで、真正品は二本です。",
    "ko": "스트랩의 봉제선이 한 줄이며 정품은 두 줄입니다.",
    "zh": "肩带为单排缝线，而正品为双排缝线。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_fits_its_own_language_and_is_seen_in_every_other(language):
    for expected in SENTENCES:
        assert foreign_language(SENTENCES[language], expected) == ("" if expected == language else language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("标题写有“the best bag of all the bags”", "zh"),
        ("The title reads 「全新正品，专柜代购」 in red", "en"),
        ('Der Titel lautet "the best bag of the year"', "de"),
        ("AEROLITH Trail 30", "zh"),
        ("NORTH FACE THE BEST OF THE NORTH", "de"),
        ("logo 位置不同，缝线为红色", "zh"),
        ("肩带 strap 的缝线为单排，zip 无商标", "zh"),
        ("红色", "en"),
        ("red zip", "zh"),
        ("Nike Air Max 90; size 42", "ja"),
        ("https://www.example.com/the-bag-of-the-year/and/with", "zh"),
        ("made in china", "de"),
        ("", "zh"),
    ],
)
def test_quotations_brands_models_and_short_facts_are_never_foreign(text, language):
    assert foreign_language(text, language) == ""


def test_a_brand_of_common_words_is_never_foreign():
    assert foreign_language("商标“x”：the north and the sun 在标题中", "zh", ("the north and the sun",)) == ""
    assert foreign_language("the north and the sun", "zh", ("The North and the Sun",)) == ""


@pytest.mark.parametrize("language", sorted(notices.LANGUAGES))
def test_what_ippbook_writes_itself_is_in_its_language(language):
    """The texts of ippbook are an oracle that was not made for the guess."""
    for (reason, code), text in notices.TAKEDOWN_TEXTS.items():
        if code == language:
            case = example_case(text)
            facts = " ".join(line.text for line in text.text.lines if "{" not in line.text)
            assert foreign_language(facts, language, (case.facts["right_name"],)) == "", reason


@given(st.text(), st.sampled_from(sorted(SENTENCES)))
def test_any_text_gets_a_language_or_none(text, language):
    assert foreign_language(text, language) in {"", *SENTENCES} - {language}
