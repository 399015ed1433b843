"""The menu in Calc has the buttons of Excel's ribbon, in both languages, and formulas keep their meaning between the two programs."""

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ippbook.buttons import buttons
from ippbook.languages import in_language
from ippbook.libreoffice.document_formulas import calc_formula, excel_formula
from ippbook.libreoffice.menu_parts import menu_parts

REGISTRY = "{http://openoffice.org/2001/registry}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def entries():
    menu = next(part for part in menu_parts() if part.path == "Addons.xcu")
    for node in ET.fromstring(menu.content).iter("node"):  # noqa: S314  # we wrote it
        properties = {prop.get(f"{REGISTRY}name"): prop for prop in node.findall("prop")}
        if "URL" in properties:
            titles = properties["Title"].findall("value") if "Title" in properties else []
            yield properties["URL"].findtext("value"), {value.get(LANGUAGE): value.text for value in titles}


def test_the_menu_has_every_button_in_the_order_of_the_ribbon():
    wanted = [f"org.ippbook:{button.name}" for button in buttons()]
    assert [url for url, _ in entries() if url != "private:separator"] == wanted


def test_each_button_has_its_label_in_english_and_chinese():
    labels = {url: titles for url, titles in entries() if titles}
    for button in buttons():
        assert labels[f"org.ippbook:{button.name}"] == {
            "en-US": button.label,
            "zh-CN": in_language(button.label, "zh"),
        }


@pytest.mark.parametrize(
    ("excel", "calc"),
    [
        ('IF(A1="a,b;c",1,2)', 'IF(A1="a,b;c";1;2)'),
        ("SUM(Rights!A1:B2)", "SUM($Rights.A1:B2)"),
        ("'It''s'!$A$1", "$'It''s'.$A$1"),
        ("SUM({1,2;3,4})", "SUM({1;2|3;4})"),
        ("IPP_ITEM_ID(Listings[[#This Row],[URL]])", "IPP_ITEM_ID(Listings[[#This Row];[URL]])"),
        ("SUM(Listings[Price, net; EUR])", "SUM(Listings[Price, net; EUR])"),
        ("案件!A1&目录!B2", "$案件.A1&$目录.B2"),
        ("1.5*A1", "1.5*A1"),
    ],
)
def test_a_formula_is_spelled_for_each_program(excel, calc):
    assert calc_formula(excel) == calc
    assert excel_formula(calc) == excel


def test_calcs_names_of_our_functions_lose_their_prefix():
    assert excel_formula("ippbook.ipp_item_id(A2)") == "IPP_ITEM_ID(A2)"
    assert excel_formula('IPPBOOK.IPP_X("ippbook.ipp_x(")') == 'IPP_X("ippbook.ipp_x(")'


@given(st.text(alphabet="abAB1$\"'!.,;|{}[]():#_ 表", max_size=40))
def test_no_text_stops_the_spelling(text):
    assert isinstance(excel_formula(calc_formula(text)), str)
