"""Colours can be read by everybody, and say what the findings say."""

import pytest

from ippbook.catalog.vocabulary import load_vocabulary
from ippbook.workbook_builder import palette


def luminance(colour):
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("pair", palette.PAIRS, ids=str)
def test_text_has_a_contrast_of_4_5_to_1(pair):
    lighter, darker = sorted((luminance(pair.ground), luminance(pair.text)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def formulas_on(sheet, header):
    """The conditions of the rules that cover the first cell under *header*, the first to apply first."""
    place = next(cell.column for cell in sheet[1] if cell.value == header)
    rules = [
        rule
        for area in sheet.conditional_formatting
        if any(one.min_col <= place <= one.max_col and one.min_row == 2 for one in area.sqref.ranges)
        for rule in area.rules
    ]
    return [rule.formula[0] for rule in sorted(rules, key=lambda rule: rule.priority)]


@pytest.mark.parametrize("table", ["Rights", "Accounts", "Listings", "Complaints", "Texts", "Waivers"])
def test_the_whole_row_has_the_colour_of_its_most_severe_finding(new_book, table):
    sheet = new_book[table]
    assert sheet["B1"].value == "Findings"
    expected = [f'MID($B2,3,1)="{digit}"' for digit in "123"]
    for cell in sheet[1]:
        if cell.value:
            found = [formula for formula in formulas_on(sheet, cell.value) if formula in expected]
            assert found[-3:] == expected, cell.value
            assert len(found) == (6 if cell.column <= 2 else 3), "key and findings are darker than the rest of the row"


def test_each_status_has_a_colour_in_english_and_chinese(new_book):
    for table in ("Complaints", "Rights"):
        found = " ".join(formulas_on(new_book[table], "Status"))
        for word in ("ready", "accepted", "审核通过", "rejected") if table == "Complaints" else ("approved", "待审核"):
            assert f'="{word}"' in found
    vocabulary = load_vocabulary("statuses")
    assert {entry.tone for entry in vocabulary} == set(palette.TONES)


def test_a_last_day_is_tinted_when_it_has_passed_and_when_it_is_near(new_book):
    for table, header in (("Rights", "Expires"), ("Accounts", "POA end")):
        found = formulas_on(new_book[table], header)
        assert any("<ipp_as_of" in formula for formula in found)
        assert any("<=ipp_warn_until" in formula for formula in found)
