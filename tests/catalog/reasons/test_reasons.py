"""The complaint reasons as data: complete against the table of ipp-facts 5.2, readable, and never contradicting the facts."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.catalog import reasons
from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.normalize import key

EVERY_REASON = pytest.mark.parametrize("reason", reasons.REASONS.values(), ids=lambda reason: reason.code)

PORTAL_KEYS_OF_THE_FACTS = {
    "trademark.fake.sfxzpj": "counterfeit decision",
    "trademark.fake.gmjd": "test buy",
    "trademark.fake.wsc": "model does not exist",
    "trademark.fake.zjdb": "counterfeit by comparison",
    "trademark.fake.mxjh": "counterfeit words",
    "trademark.fake.wwzrsj": "chat admission",
    "trademark.fake.zdsbxx": "mark covered",
    "trademark.budang.sfxzpj": "similar mark",
    "trademark.budang.lysbgjz": "keyword abuse",
    "trademark.budang.wsqzssb": "logo on images",
    "trademark.budang.other": "other trademark",
    "trademark.item.ymxxzbdsyqlrsb": "mark in page information",
    "copyright.fake.sfxzpj": "piracy decision",
    "copyright.fake.gmjd": "piracy test buy",
    "copyright.fake.wsc": "edition does not exist",
    "copyright.fake.zjdb": "piracy by comparison",
    "copyright.fake.mxdb": "piracy words",
    "copyright.fake.wwzrsj": "piracy chat admission",
    "copyright.budang.dt": "stolen pictures",
    "copyright.budang.zpqq": "artwork on goods",
    "copyright.budang.wg": "game cheats",
    "copyright.budang.other": "other copyright",
    "designPatent.budang.sfxzpj": "patent decision",
    "designPatent.budang.wsfxzpj": "design infringement",
    "other.bzdjz": "unfair competition",
    "other.xjxc": "false advertising",
    "other.xxqqq": "portrait",
}
"""The keys of ipp-facts 5.2, copied manually from the table, and the reason that each means."""


@pytest.mark.parametrize(("portal_key", "code"), PORTAL_KEYS_OF_THE_FACTS.items())
def test_every_portal_key_of_the_facts_reads_as_its_reason_with_or_without_its_prefix(portal_key, code):
    assert reasons.reason_vocabulary().read(portal_key) == code
    assert reasons.reason_vocabulary().read(f"frontReason.{portal_key}") == code


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("Counterfeit features", "counterfeit by comparison"),
        ("KEYWORD_ABUSE", "keyword abuse"),
        ("滥用商标关键词", "keyword abuse"),
        ("盗用图片", "stolen pictures"),
        ("购买鉴定", "test buy"),
        ("judicial decision", "counterfeit decision"),
        ("外观侵权", "design infringement"),
    ],
)
def test_what_teams_and_portals_write_is_read(spelling, code):
    assert reasons.reason_vocabulary().read(spelling) == code


@pytest.mark.parametrize("spelling", ["", "sfxzpj", "zjdb", "unauthorised seller", "parallel import"])
def test_what_stands_for_several_reasons_or_for_none_is_not_guessed(spelling):
    assert reasons.reason_vocabulary().read(spelling) is None


@EVERY_REASON
def test_every_reason_has_names_source_and_date_and_reads_back_from_each_name(reason):
    read = reasons.reason_vocabulary().read
    assert read(reason.code) == read(reason.label) == read(reason.zh) == reason.code
    assert "ipp-facts 5.2" in reason.source
    assert key(reason.code)
    assert reason.code == reason.code.lower()


@EVERY_REASON
def test_every_sentence_of_a_reason_is_a_sentence(reason):
    for sentence in (*reason.evidence, *reason.not_when):
        assert sentence[0].isupper()
        assert sentence.endswith(".")


@EVERY_REASON
def test_every_reason_names_fields_that_complaints_have(reason):
    from ippbook.tables.book import joined_fields
    from ippbook.tables.records import Complaint

    own = {field.name for field in Complaint.fields()}
    assert set(reason.portal_fields) <= own
    assert set(reason.text_facts) <= own | {name for name, *_ in joined_fields(Complaint)}


@EVERY_REASON
def test_every_reason_was_seen_on_platforms_that_we_know(reason):
    from ippbook.catalog import platforms

    assert set(reason.platforms_seen) <= set(platforms.PLATFORMS)


def codes_with(field):
    return {reason.code for reason in reasons.REASONS.values() if field in reason.portal_fields}


def test_test_buys_ask_for_an_order_decisions_for_a_verdict_and_chats_for_a_proof():
    """The extra required fields of ipp-facts 5.2 [C1] and of patent test purchases [O12]."""
    assert codes_with("order_number") == {"test buy", "piracy test buy", "patent test buy"}
    assert codes_with("verdict_number") == {
        "counterfeit decision",
        "similar mark",
        "piracy decision",
        "patent decision",
    }
    assert codes_with("chat_number") == {"chat admission", "piracy chat admission"}


@pytest.mark.parametrize(
    ("reason", "right_type", "answer"),
    [
        ("counterfeit by comparison", "trademark", "yes"),
        ("counterfeit by comparison", "copyright", "no"),
        ("keyword abuse", "design patent", "no"),
        ("stolen pictures", "copyright", "yes"),
        ("stolen pictures", "trademark", "no"),
        ("piracy test buy", "software copyright", "yes"),
        ("design infringement", "design patent", "yes"),
        ("design infringement", "invention patent", "no"),
        ("patent infringement", "utility model", "yes"),
        ("patent decision", "invention patent", "yes"),
        ("portrait", "portrait right", "yes"),
        ("unfair competition", "trademark", ""),
        ("storefront", "trademark", ""),
        ("no such reason", "trademark", ""),
        ("keyword abuse", "no such right", ""),
        ("keyword abuse", "", ""),
        ("", "", ""),
    ],
)
def test_a_reason_fits_the_rights_that_the_facts_name_and_nothing_more(reason, right_type, answer):
    assert reasons.reason_fits(reason, right_type) == answer


@pytest.mark.parametrize("right_type", load_vocabulary("right_types").codes)
def test_every_right_has_a_reason_to_complain_with(right_type):
    assert any(reasons.reason_fits(code, right_type) == "yes" for code in reasons.REASONS)


@given(st.text(), st.text())
def test_junk_never_raises(reason, right_type):
    assert reasons.reason_fits(reason, right_type) in {"yes", "no", ""}
    assert reasons.reason_vocabulary().read(reason) in {None, *reasons.REASONS}


def test_the_drop_down_begins_with_the_commonest_trademark_reasons_and_keeps_families_together():
    families = [reason.family for reason in reasons.REASONS.values()]
    assert next(iter(reasons.REASONS)) == "counterfeit by comparison"
    assert families == sorted(families, key=["trademark", "copyright", "patent", "other"].index)


def test_a_drop_down_of_all_codes_is_short_enough_to_read():
    assert len(reasons.REASONS) <= 32
    assert max(map(len, reasons.REASONS)) <= 26


def test_no_reason_is_for_good_faith_accounts_only_because_none_is_known_by_name():
    assert not any(reason.good_faith_only for reason in reasons.REASONS.values())


def test_a_reason_that_names_an_unknown_right_is_refused():
    with pytest.raises(ValueError, match="'goodwill' is not a right type"):
        replace(reasons.REASONS["portrait"], right_types=("goodwill",))
