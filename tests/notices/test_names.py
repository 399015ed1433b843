"""A text names the kind of right and its office in its own language."""

import pytest

from ippbook import notices
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.notices.language import environment


def written(language, template, **facts):
    return environment(notices.LANGUAGES[language]).from_string(template).render(facts)


@pytest.mark.parametrize("language", [*notices.LANGUAGES])
def test_every_type_of_right_has_a_name(language):
    names = {
        code: written(language, '{{ kind | named("right_types") }}', kind=code)
        for code in load_vocabulary("right_types").codes
    }
    assert all(names.values())
    assert len(set(names.values())) == len(names)
    if language != "en":
        assert set(names.values()).isdisjoint(load_vocabulary("right_types").codes)


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["India", "Türkiye", "Benelux (BOIP)", "Brazil", "Switzerland", "Mexico"]),
        ("zh", ["印度", "土耳其", "比荷卢（比荷卢知识产权局）", "巴西", "瑞士", "墨西哥"]),
        ("de", ["Indien", "Türkei", "Benelux (BOIP)", "Brasilien", "Schweiz", "Mexiko"]),
        ("fr", ["Inde", "Turquie", "Benelux (OBPI)", "Brésil", "Suisse", "Mexique"]),
        ("es", ["India", "Turquía", "Benelux (BOIP)", "Brasil", "Suiza", "México"]),
        ("ja", ["インド", "トルコ", "ベネルクス（BOIP）", "ブラジル", "スイス", "メキシコ"]),
        ("ko", ["인도", "튀르키예", "베네룩스(BOIP)", "브라질", "스위스", "멕시코"]),
    ],
)  # fmt: skip
def test_an_office_is_named_in_the_language_of_the_text(language, names):
    offices = ["IN", "TR", "BX", "BR", "CH", "MX"]
    assert [written(language, '{{ office | named("offices") }}', office=code) for code in offices] == names
