"""From the cells of a workbook to the text: what a person typed stands in it as typed, and each fault has its sentence."""

from datetime import date

import pandas as pd
import pytest

import ippbook
from ippbook import notices
from ippbook.catalog import reasons

DAY = date(2026, 10, 31)
RIGHT = {"Right": "R1", "Right type": "trademark", "Office": "CN", "Number": "12345678", "Name": "AEROLITH", "Owner": "Aerolith GmbH"}  # fmt: skip
DESIGN = RIGHT | {"Right type": "design patent", "Number": "ZL202030123456.3", "Name": "Backpack"}
LISTING = {"Listing": "L1", "URL": "https://item.taobao.com/item.htm?id=710000000001", "Right": "R1"}
COMPLAINT = {"Complaint": "C1", "Listing": "L1", "Right": "R1", "Account": "a", "Status": "draft"}


def frames(right, listing, complaint, **more):
    account = {"Account": "a", "Role": "right holder", "Complainant": "Aerolith GmbH"}
    rows = {
        "Rights": RIGHT | right,
        "Accounts": account,
        "Listings": LISTING | listing,
        "Complaints": COMPLAINT | complaint,
    }
    return {name: pd.DataFrame([row]) for name, row in (rows | more).items()}


def text_of(right, listing, complaint, **more):
    return ippbook.takedown_text(frames(right, listing, complaint, **more), "C1", as_of=DAY)


MARKS = "主视图：弧形翻盖，与图1一致（见附件）！ＬＯＧＯ、“同款”"


@pytest.mark.parametrize(
    ("reason", "column", "right"),
    [
        ("other trademark", "Explanation", {}),
        ("counterfeit by comparison", "Differences", {}),
        ("keyword abuse", "Quoted words", {}),
        ("keyword abuse", "Found in", {}),
        ("keyword abuse", "Seller brand", {}),
        ("design infringement", "Explanation", DESIGN),
        ("storefront", "Explanation", {}),
        ("mark covered", "Pictures", {}),
        ("test buy", "Examination", {}),
        ("counterfeit decision", "Verdict number", {}),
    ],
)
def test_full_width_marks_of_a_cell_stay_in_the_text(reason, column, right):
    filled = {"Genuine model": "Trail 30", "Differences": "红色", "Quoted words": "同款", "Found in": "标题", "Seller brand": "Bolang",
              "Explanation": "说明", "Pictures": "1"}  # fmt: skip
    asked = {
        "Order number": "3412345678901234567",
        "Order date": "2026-03-05",
        "Examination": "鉴定",
        "Verdict number": "x",
    }
    marks = "主图（见附件）！" if column == "Pictures" else MARKS  # a comma is between pictures
    listing, complaint = filled | {column: marks}, asked | {column: marks}
    found = text_of(
        right,
        {name: value for name, value in listing.items() if name in filled},
        {name: value for name, value in complaint.items() if name in asked} | {"Reason": reason, "Language": "zh"},
    )
    assert found.problem == ""
    assert marks in found.text


def test_lines_of_a_cell_are_items():
    listing = {"Genuine model": "Trail 30", "Differences": "red stitching\r\nno label\n\n"}
    found = text_of({}, listing, {"Reason": "counterfeit by comparison", "Language": "en"})
    assert "Differences of the goods offered: (1) red stitching; (2) no label\n" in found.text
    listing = {"Quoted words": "AEROLITH bag\nfake", "Found in": "title", "Seller brand": "Bolang"}
    found = text_of({}, listing, {"Reason": "keyword abuse", "Language": "en"})
    assert "Words used: “AEROLITH bag”, “fake”\n" in found.text


def test_a_text_that_is_empty_is_named_so_and_is_a_finding():
    own = {"Reason": "portrait", "Language": "en", "Text": "{% if brief %}a{% endif %}"}
    given = frames(
        {"Right type": "portrait right", "Office": "none", "Number": ""},
        {"Pictures": "1"},
        {"Reason": "portrait"},
        Texts=own,
    )
    assert (
        ippbook.takedown_text(given, "C1", as_of=DAY).problem
        == "the text is empty: write a part of it outside every 'if'."
    )
    (finding,) = [each for each in ippbook.check(given, as_of=DAY).findings if each.code == "CP130"]
    assert "the text is empty" in finding.message


def test_a_complaint_without_a_reason_is_named_so():
    assert text_of({}, {}, {"Reason": ""}).problem == "the complaint has no reason: choose one in Complaints"


KINDS = {
    "design patent": {"en": "Design", "zh": "外观设计专利", "de": "Design", "fr": "Dessin ou modèle", "es": "Diseño", "ja": "意匠", "ko": "디자인"},
    "utility model": {"en": "Utility model", "zh": "实用新型专利", "de": "Gebrauchsmuster", "fr": "Modèle d'utilité", "es": "Modelo de utilidad",
                      "ja": "実用新案", "ko": "실용신안"},
    "invention patent": {"en": "Invention patent", "zh": "发明专利", "de": "Erfindungspatent", "fr": "Brevet d'invention", "es": "Patente de invención",
                         "ja": "発明特許", "ko": "발명 특허"},
}  # fmt: skip
"""Read by hand, apart from the files of the texts."""
OTHERS = {
    "design patent": ("utility model", "Gebrauchsmuster", "modelo de utilidad", "modèle d'utilité", "实用新型", "実用新案", "실용신안", "atent", "特許", "특허", "发明"),
    "utility model": ("esign", "diseño", "dessin", "外观", "意匠", "디자인", "nvention", "发明", "特許", "특허"),
    "invention patent": ("esign", "diseño", "dessin", "外观", "意匠", "디자인", "tility", "utilidad", "utilité", "Gebrauchs", "实用", "実用", "실용"),
}  # fmt: skip
"""Words of the other kinds: none of them is in the text."""


@pytest.mark.parametrize("language", sorted(notices.LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_a_right_is_called_what_it_is(kind, language):
    facts = {
        "right_type": kind, "right_name": "Frame", "right_number": "1", "right_office": "CN", "right_owner": "A", "account_role": "right holder",
        "platform": "taobao", "order_date": "2026-03-05", "order_number": "1", "verdict_number": "2",
    }  # fmt: skip
    link = {"listing_url": "https://a.example", "listing_explanation": "x"}
    for reason in reasons.REASONS.values():
        if reason.family == "patent" and kind in reason.right_types:
            text = notices.render(reason.code, language, facts, [link]).text
            assert f"\n{KINDS[kind][language]}{notices.LANGUAGES[language].colon.rstrip()}" in text, reason.code
            if reason.code != "patent infringement" or kind != "invention patent":
                own = text if language != "zh" or kind != "design patent" else text.replace("外观设计专利", "")
                assert not [word for word in OTHERS[kind] if word in own], reason.code


def test_a_foreign_design_is_not_called_a_patent_in_chinese():
    facts = {"right_type": "design patent", "right_name": "Frame", "right_number": "1", "right_office": "EU", "right_owner": "A",
             "account_role": "right holder", "platform": "aliexpress"}  # fmt: skip
    text = notices.render(
        "design infringement", "zh", facts, [{"listing_url": "https://a.example", "listing_explanation": "x"}]
    ).text
    assert "专利" not in text
    assert "\n外观设计：“Frame”\n登记号：1" in text
