"""Every office of WIPO ST.3 and every country is read in the languages that people write, and printed in those of the texts."""

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.normalize import key
from ippbook.notices import LANGUAGES
from ippbook.tables.texts import choice
from ippbook.tables.unreadable import Unreadable

OFFICES = load_vocabulary("offices")
# The codes of states, territories and organizations in WIPO ST.3, Annex A, section 1 (typed from the standard).
ST3 = [
    "AD",
    "AE",
    "AF",
    "AG",
    "AI",
    "AL",
    "AM",
    "AO",
    "AP",
    "AR",
    "AT",
    "AU",
    "AW",
    "AZ",
    "BA",
    "BB",
    "BD",
    "BE",
    "BF",
    "BG",
    "BH",
    "BI",
    "BJ",
    "BM",
    "BN",
    "BO",
    "BQ",
    "BR",
    "BS",
    "BT",
    "BV",
    "BW",
    "BX",
    "BY",
    "BZ",
    "CA",
    "CD",
    "CF",
    "CG",
    "CH",
    "CI",
    "CK",
    "CL",
    "CM",
    "CN",
    "CO",
    "CR",
    "CU",
    "CV",
    "CW",
    "CY",
    "CZ",
    "DE",
    "DJ",
    "DK",
    "DM",
    "DO",
    "DZ",
    "EA",
    "EC",
    "EE",
    "EG",
    "EH",
    "EM",
    "EP",
    "ER",
    "ES",
    "ET",
    "FI",
    "FJ",
    "FK",
    "FO",
    "FR",
    "GA",
    "GB",
    "GC",
    "GD",
    "GE",
    "GG",
    "GH",
    "GI",
    "GL",
    "GM",
    "GN",
    "GQ",
    "GR",
    "GS",
    "GT",
    "GW",
    "GY",
    "HK",
    "HN",
    "HR",
    "HT",
    "HU",
    "IB",
    "ID",
    "IE",
    "IL",
    "IM",
    "IN",
    "IQ",
    "IS",
    "IT",
    "JE",
    "JM",
    "JO",
    "JP",
    "KE",
    "KG",
    "KH",
    "KI",
    "KM",
    "KN",
    "KP",
    "KR",
    "KW",
    "KY",
    "KZ",
    "LA",
    "LB",
    "LC",
    "LI",
    "LK",
    "LR",
    "LS",
    "LT",
    "LU",
    "LV",
    "LY",
    "MA",
    "MC",
    "MD",
    "ME",
    "MG",
    "MK",
    "ML",
    "MM",
    "MN",
    "MO",
    "MP",
    "MR",
    "MS",
    "MT",
    "MU",
    "MV",
    "MW",
    "MX",
    "MY",
    "MZ",
    "NA",
    "NE",
    "NG",
    "NI",
    "NL",
    "NO",
    "NP",
    "NR",
    "NZ",
    "OA",
    "OM",
    "PA",
    "PE",
    "PG",
    "PH",
    "PK",
    "PL",
    "PT",
    "PW",
    "PY",
    "QA",
    "QZ",
    "RO",
    "RS",
    "RU",
    "RW",
    "SA",
    "SB",
    "SC",
    "SD",
    "SE",
    "SG",
    "SH",
    "SI",
    "SK",
    "SL",
    "SM",
    "SN",
    "SO",
    "SR",
    "SS",
    "ST",
    "SV",
    "SX",
    "SY",
    "SZ",
    "TC",
    "TD",
    "TG",
    "TH",
    "TJ",
    "TL",
    "TM",
    "TN",
    "TO",
    "TR",
    "TT",
    "TV",
    "TW",
    "TZ",
    "UA",
    "UG",
    "US",
    "UY",
    "UZ",
    "VA",
    "VC",
    "VE",
    "VG",
    "VN",
    "VU",
    "WO",
    "WS",
    "XN",
    "XU",
    "XV",
    "YE",
    "ZA",
    "ZM",
    "ZW",
]
STORED = {"EM": "EU", "IB": "WIPO", "WO": "WIPO"}


@pytest.mark.parametrize("language", [*LANGUAGES])
def test_every_code_of_st3_is_an_office_with_a_name_in_every_language_of_the_texts(language):
    for code in ST3:
        read = OFFICES.read(code)
        assert read == STORED.get(code, code)
        assert read in OFFICES
        assert OFFICES.named(read, language)
        assert OFFICES[read].label


def test_ir_means_an_international_registration_as_brand_teams_write_it_and_iran_is_read_by_its_name():
    assert OFFICES.read("IR") == "WIPO"
    assert [OFFICES.read(name) for name in ("Iran", "伊朗", "IRN", "ایران")] == ["IR"] * 4


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("India", "IN"), ("भारत", "IN"), ("Turkey", "TR"), ("Türkiye", "TR"), ("土耳其", "TR"), ("Benelux", "BX"), ("BOIP", "BX"),
        ("Brasil", "BR"), ("巴西", "BR"), ("Suisse", "CH"), ("Svizzera", "CH"), ("México", "MX"), ("대한민국", "KR"), ("日本", "JP"),
        ("Deutschland", "DE"), ("россия", "RU"), ("Российская Федерация", "RU"), ("Russian Federation", "RU"), ("台灣", "TW"),
        ("中国香港", "HK"), ("Hong Kong SAR", "HK"), ("澳门", "MO"), ("ประเทศไทย", "TH"), ("ไทย", "TH"), ("Việt Nam", "VN"),
        ("Österreich", "AT"), ("الإمارات العربية المتحدة", "AE"), ("UAE", "AE"), ("GBR", "GB"), ("Czech Republic", "CZ"),
        ("Côte d’Ivoire", "CI"), ("Ivory Coast", "CI"), ("Republic of Korea", "KR"), ("European Patent Office", "EP"), ("ARIPO", "AP"),
        ("none", "none"), ("未登记", "none"), ("CNIPA", "CN"), ("Bosnia and Herzegovina", "BA"), ("Saint Lucia", "LC"),
        ("The Netherlands", "NL"), ("Viet Nam", "VN"), ("El Salvador", "SV"), ("ประเทศสิงคโปร์", None), ("Germany (DE)", "DE"), ("CN / China", "CN"), ("美国（USPTO）", "US"), ("China - Taiwan", None), ("DE, FR", None), ("Atlantis", None), ("", None),
    ],
)  # fmt: skip
def test_a_country_is_read_by_its_english_chinese_and_native_name(written, code):
    assert OFFICES.read(written) == code


@pytest.mark.parametrize("language", [*LANGUAGES])
def test_a_name_that_a_text_prints_is_read_as_its_own_office(language):
    for code in {*OFFICES.codes, *(OFFICES.read(code) for code in ST3)} - {"none"}:
        assert OFFICES.read(OFFICES.named(code, language)) == code


@pytest.mark.parametrize("language", [*LANGUAGES])
def test_names_of_countries_are_those_of_the_cldr(language):
    known = Locale.parse({"zh": "zh_Hans"}.get(language, language)).territories
    differing = [code for code in ST3 if code in known and OFFICES.named(code, language) != known[code]]
    assert set(differing) <= {"CD", "CG", "CN", "EA", "HK", "KR", "MM", "MO", "TR", "VN"}


def test_a_spelling_that_means_several_offices_is_asked_about_and_not_guessed():
    assert OFFICES.read("INPI") is None
    with pytest.raises(Unreadable) as refused:
        choice("inpi", OFFICES)
    assert refused.value.why == (
        "INPI is the office of France, Brazil, Portugal and Argentina; write the name or the code of the one you mean"
    )
    assert [OFFICES.read(name) for name in ("INPI France", "INPI Brasil", "INPI BR")] == ["FR", "BR", "BR"]


def test_an_unknown_office_gets_a_short_answer():
    with pytest.raises(Unreadable) as refused:
        choice("Atlantis", OFFICES)
    assert refused.value.why == "use a name, or a code such as CN, EU, US, WIPO, GB"


def test_no_spelling_of_the_file_means_two_offices():
    seen = {}
    for code in {*OFFICES.codes, *(OFFICES.read(code) for code in ST3)}:
        for spelling in (OFFICES[code].label, OFFICES[code].zh, *OFFICES[code].synonyms):
            if spelling:
                assert seen.setdefault(key(spelling), code) == code


@given(st.text(max_size=30))
def test_random_text_is_an_office_only_if_it_is_a_spelling_of_one(text):
    code = OFFICES.read(text)
    assert code is None or code in OFFICES
