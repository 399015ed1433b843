"""Colours can be read by everybody, and say what the findings say."""

import pytest

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
    place = next(cell.column_letter for cell in sheet[1] if cell.value == header)
    return {
        rule.formula[0]
        for area in sheet.conditional_formatting
        if str(area.sqref).startswith(f"{place}2:")
        for rule in area.rules
    }


@pytest.mark.parametrize("table", ["Rights", "Accounts", "Listings", "Complaints"])
def test_a_row_has_the_colour_of_its_most_severe_finding(new_book, table):
    sheet = new_book[table]
    place = next(cell.column_letter for cell in sheet[1] if cell.value == "Findings")
    expected = [f'MID(${place}2,3,1)="{digit}"' for digit in "123"]
    assert set(expected) <= formulas_on(sheet, "Findings")
    assert set(expected[:2]) <= formulas_on(sheet, sheet["A1"].value)


def test_a_last_day_is_tinted_when_it_has_passed_and_when_it_is_near(new_book):
    for table, header in (("Rights", "Expires"), ("Accounts", "POA end")):
        found = formulas_on(new_book[table], header)
        assert any("<ipp_as_of" in formula for formula in found)
        assert any("<=ipp_warn_until" in formula for formula in found)
